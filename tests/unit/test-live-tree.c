// SPDX-License-Identifier: BSD-2-Clause
/* The live tree as a blob. */

#include <errno.h>
#include <libfdt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "blob.h"
#include "cases.h"
#include "live-tree.h"
#include "unit.h"

static char *blob;
static size_t size;

static void set_up(void)
{
	blob = NULL;
}

static void tear_down(void)
{
	free(blob);
}

static void must_read(void)
{
	ck_assert_int_eq(live_read(&blob, &size), 0);
	ck_assert_int_eq(fdt_check_full(blob, size), 0);
}

static int find_node(const char *path)
{
	int node = fdt_path_offset(blob, path);

	ck_assert_msg(node >= 0, "there is no %s", path);
	return node;
}

static void check_bytes(const char *path, const char *property,
			const void *value, size_t expected)
{
	int found;
	const void *data = fdt_getprop(blob, find_node(path), property, &found);

	ck_assert_msg(data, "%s has no %s", path, property);
	ck_assert_int_eq(found, (int)expected);
	ck_assert_mem_eq(data, value, expected);
}

static void check_text(const char *path, const char *property, const char *text)
{
	check_bytes(path, property, text, strlen(text) + 1);
}

static void check_numbers(const char *path, const char *property,
			  const uint32_t *numbers, size_t count)
{
	fdt32_t cells[8];

	for (size_t i = 0; i < count; i++)
		cells[i] = cpu_to_fdt32(numbers[i]);
	check_bytes(path, property, cells, count * sizeof(cells[0]));
}
#define check_cells(path, property, ...)                                     \
	check_numbers((path), (property), (const uint32_t[]){ __VA_ARGS__ }, \
		      sizeof((const uint32_t[]){ __VA_ARGS__ }) /            \
			      sizeof(uint32_t))

#define FLASH "/spi@0/flash@0"
#define TABLE FLASH "/partitions"

/* Values that are hard to tell from the NULs behind them. */
static void write_board(bool padded)
{
	blob_begin();
	blob_text("model", "board");
	blob_node("spi@0");
	blob_cell_counts(1, 0);
	blob_text("status", "okay");
	blob_node("flash@0");
	blob_bytes("compatible", "vendor,chip\0jedec,spi-nor", 26);
	blob_cells("reg", 0);
	blob_cells("spi-max-frequency", 0x4000000);
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 2);
	blob_node("a@0");
	blob_cells("reg", 0, 0, 0, 0x10000);
	blob_text("label", "four");
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_node("b@100000000");
	blob_cells("reg", 1, 0, 1, 0);
	blob_text("label", "n\xc3\xa4"
			   "chste");
	blob_end();
	blob_end();
	blob_end();
	blob_end();
	blob_node("uart@0");
	blob_text("compatible", "ns16550a");
	blob_end();
	blob_node("aliases");
	blob_text("flash0", FLASH);
	blob_end();
	blob_node("__symbols__");
	blob_text("slot", TABLE "/a@0");
	blob_end();
	live_write(padded);
}

START_TEST(numbers_are_the_same)
{
	write_board(_i);
	must_read();
	check_cells("/spi@0", "#address-cells", 1);
	check_cells("/spi@0", "#size-cells", 0);
	check_cells(TABLE, "#address-cells", 2);
	check_cells(TABLE, "#size-cells", 2);
	check_cells(FLASH, "reg", 0);
	check_cells(FLASH, "spi-max-frequency", 0x4000000);
}
END_TEST

START_TEST(a_reg_of_2_and_2_cells_is_the_same)
{
	write_board(_i);
	must_read();
	check_cells(TABLE "/a@0", "reg", 0, 0, 0, 0x10000);
	check_cells(TABLE "/b@100000000", "reg", 1, 0, 1, 0);
}
END_TEST

START_TEST(a_reg_of_1_and_1_cell_is_the_same)
{
	blob_begin();
	blob_node("flash@0");
	blob_table();
	blob_add_partition("a@0", NULL, 0, 0);
	blob_add_partition("b@ff000000", NULL, 0xff000000, 0x1000000);
	blob_end();
	blob_end();
	live_write(_i);
	must_read();
	check_cells("/flash@0/partitions/a@0", "reg", 0, 0);
	check_cells("/flash@0/partitions/b@ff000000", "reg", 0xff000000,
		    0x1000000);
}
END_TEST

START_TEST(texts_are_the_same)
{
	write_board(_i);
	must_read();
	check_text("/", "model", "board");
	check_text("/spi@0", "status", "okay");
	check_text(TABLE "/a@0", "label", "four");
	check_text(TABLE, "compatible", "fixed-partitions");
}
END_TEST

START_TEST(a_label_of_utf_8_is_the_same)
{
	write_board(_i);
	must_read();
	check_text(TABLE "/b@100000000", "label",
		   "n\xc3\xa4"
		   "chste");
}
END_TEST

START_TEST(a_list_of_texts_is_the_same)
{
	write_board(_i);
	must_read();
	check_bytes(FLASH, "compatible", "vendor,chip\0jedec,spi-nor", 26);
}
END_TEST

START_TEST(a_property_without_value_is_the_same)
{
	write_board(_i);
	must_read();
	check_bytes(TABLE "/a@0", "read-only", "", 0);
}
END_TEST

START_TEST(aliases_and_symbols_are_the_same)
{
	write_board(_i);
	must_read();
	check_text("/aliases", "flash0", FLASH);
	check_text("/__symbols__", "slot", TABLE "/a@0");
}
END_TEST

START_TEST(what_leads_nowhere_is_left_out)
{
	write_board(false);
	must_read();
	ck_assert_int_lt(fdt_path_offset(blob, "/uart@0"), 0);
}
END_TEST

START_TEST(what_leads_to_flash_is_cut_to_what_counts)
{
	blob_begin();
	blob_node("spi@0");
	blob_text("status", "disabled");
	blob_text("clock-names", "core");
	blob_node("flash@0");
	blob_end();
	blob_end();
	live_write(false);
	must_read();
	check_text("/spi@0", "status", "disabled");
	ck_assert_ptr_null(
		fdt_getprop(blob, find_node("/spi@0"), "clock-names", NULL));
}
END_TEST

START_TEST(a_large_tree_is_read)
{
	blob_begin();
	blob_node("flash@0");
	blob_table();
	for (uint32_t i = 0; i < 300; i++)
		blob_add_partition(test_path("p@%x", i * 0x1000) +
					   strlen(test_folder()) + 1,
				   "a label that takes some room", i * 0x1000,
				   0x1000);
	blob_end();
	blob_end();
	live_write(false);
	must_read();
	check_cells("/flash@0/partitions/p@12b000", "reg", 0x12b000, 0x1000);
}
END_TEST

START_TEST(a_tree_of_more_than_16_mib_gives_efbig)
{
	static char value[1 << 20];
	char *unread;

	for (int i = 0; i < 17; i++)
		write_bytes(test_path(LIVE_BASE "/flash@0/p%d", i) +
				    strlen(test_folder()) + 1,
			    value, sizeof(value));
	ck_assert_int_eq(live_read(&unread, &size), -EFBIG);
}
END_TEST

START_TEST(a_system_without_tree_gives_enoent)
{
	ck_assert_int_eq(live_read(&blob, &size), -ENOENT);
}
END_TEST

START_TEST(a_link_in_place_of_a_property_is_no_property)
{
	write_board(false);
	write_link(LIVE_BASE FLASH "/linked", "compatible");
	must_read();
	ck_assert_ptr_null(fdt_getprop(blob, find_node(FLASH), "linked", NULL));
}
END_TEST

START_TEST(a_pipe_in_place_of_a_property_is_no_property)
{
	write_board(false);
	ck_assert_int_eq(mkfifo(test_path(LIVE_BASE FLASH "/pipe"), 0600), 0);
	must_read();
	ck_assert_ptr_null(fdt_getprop(blob, find_node(FLASH), "pipe", NULL));
}
END_TEST

/* Takes a node away and puts it back, until it is killed. */
static void change_for_ever(void)
{
	const char *there = test_path(LIVE_BASE TABLE);
	const char *away = test_path("away");

	for (;;) {
		rename(there, away);
		rename(away, there);
	}
}

START_TEST(a_tree_that_changes_is_read_or_gives_eagain)
{
	pid_t child;

	write_board(false);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		change_for_ever();
	for (int i = 0; i < 200; i++) {
		char *read;
		int rc = live_read(&read, &size);

		ck_assert_msg(rc == 0 || rc == -EAGAIN, "look %d: %d", i, rc);
		if (rc < 0)
			continue;
		ck_assert_int_eq(fdt_check_full(read, size), 0);
		free(read);
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}
END_TEST

TCase *live_tree_case(void)
{
	TCase *tests = tcase_create("tree");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, numbers_are_the_same, 0, 2);
	tcase_add_loop_test(tests, a_reg_of_2_and_2_cells_is_the_same, 0, 2);
	tcase_add_loop_test(tests, a_reg_of_1_and_1_cell_is_the_same, 0, 2);
	tcase_add_loop_test(tests, texts_are_the_same, 0, 2);
	tcase_add_loop_test(tests, a_label_of_utf_8_is_the_same, 0, 2);
	tcase_add_loop_test(tests, a_list_of_texts_is_the_same, 0, 2);
	tcase_add_loop_test(tests, a_property_without_value_is_the_same, 0, 2);
	tcase_add_loop_test(tests, aliases_and_symbols_are_the_same, 0, 2);
	tcase_add_test(tests, what_leads_nowhere_is_left_out);
	tcase_add_test(tests, what_leads_to_flash_is_cut_to_what_counts);
	tcase_add_test(tests, a_large_tree_is_read);
	tcase_add_test(tests, a_tree_of_more_than_16_mib_gives_efbig);
	tcase_add_test(tests, a_tree_that_changes_is_read_or_gives_eagain);
	tcase_add_test(tests, a_system_without_tree_gives_enoent);
	tcase_add_test(tests, a_link_in_place_of_a_property_is_no_property);
	tcase_add_test(tests, a_pipe_in_place_of_a_property_is_no_property);
	return tests;
}
