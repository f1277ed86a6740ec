// SPDX-License-Identifier: BSD-2-Clause
/* The ways in which boards say what their partitions are. */

#include <string.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "live-tree.h"
#include "unit.h"

/* A flash without its table, below a bus that says nothing of partitions. */
static void begin_flash(void)
{
	blob_begin();
	blob_node("spi@0");
	blob_cell_counts(1, 0);
	blob_node("flash@0");
	blob_text("compatible", "jedec,spi-nor");
	blob_cells("reg", 0);
}

static void end_flash(void)
{
	blob_end();
	blob_end();
}

static void begin_fixed(uint32_t address_cells, uint32_t size_cells)
{
	begin_flash();
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(address_cells, size_cells);
}

static void end_fixed(void)
{
	blob_end();
	end_flash();
}

static void must_describe(size_t partitions)
{
	must_describe_blob(partitions > 0, partitions);
	ck_assert_uint_eq(described_findings("tree-mistake"), 0);
}

START_TEST(fixed_partitions_of_1_and_1_cell_are_read)
{
	begin_fixed(1, 1);
	blob_add_partition("boot@0", "u-boot", 0, 0x10000);
	blob_add_partition("env@10000", NULL, 0x10000, 0x1000);
	end_fixed();
	must_describe(2);
	check_partition(0, "u-boot", 0, 0x10000);
	check_partition(1, "env", 0x10000, 0x1000);
	ck_assert_str_eq(described.chips[0].dt_path, "/spi@0/flash@0");
	ck_assert_str_eq(described.partitions[1].dt_path,
			 "/spi@0/flash@0/partitions/env@10000");
}
END_TEST

START_TEST(fixed_partitions_of_2_and_2_cells_are_read)
{
	begin_fixed(2, 2);
	blob_node("data@180000000");
	blob_cells("reg", 1, 0x80000000, 2, 0x1000);
	blob_end();
	end_fixed();
	must_describe(1);
	check_partition(0, "data", 0x180000000, 0x200001000);
}
END_TEST

START_TEST(fixed_partitions_of_2_and_1_cells_are_read)
{
	begin_fixed(2, 1);
	blob_node("data@180000000");
	blob_cells("reg", 1, 0x80000000, 0x1000);
	blob_end();
	end_fixed();
	must_describe(1);
	check_partition(0, "data", 0x180000000, 0x1000);
}
END_TEST

START_TEST(a_table_may_have_an_address_in_its_name)
{
	begin_flash();
	blob_node("partitions@0");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
	blob_add_partition("a@0", NULL, 0, 0x1000);
	end_fixed();
	must_describe(1);
}
END_TEST

static void begin_nested(const char *name, uint32_t offset, uint32_t size,
			 const char *compatible)
{
	blob_partition(name, NULL, offset, size);
	blob_text("compatible", compatible);
	blob_cell_counts(1, 1);
}

START_TEST(nested_partitions_are_relative_three_deep)
{
	static const char *const spellings[] = { "fixed-partitions",
						 "fixed-subpartitions" };

	begin_fixed(1, 1);
	begin_nested("one@100000", 0x100000, 0x100000, spellings[_i]);
	begin_nested("two@10000", 0x10000, 0x20000, spellings[_i]);
	begin_nested("three@1000", 0x1000, 0x4000, spellings[_i]);
	blob_add_partition("four@100", NULL, 0x100, 0x10);
	blob_end();
	blob_end();
	blob_end();
	end_fixed();
	must_describe(4);
	check_partition(0, "one", 0x100000, 0x100000);
	check_partition(1, "two", 0x110000, 0x20000);
	check_partition(2, "three", 0x111000, 0x4000);
	check_partition(3, "four", 0x111100, 0x10);
}
END_TEST

START_TEST(nested_partitions_have_cells_of_their_own)
{
	begin_fixed(1, 1);
	blob_partition("outer@1000", NULL, 0x1000, 0x10000);
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 1);
	blob_node("inner@200");
	blob_cells("reg", 0, 0x200, 0x100);
	blob_end();
	blob_end();
	end_fixed();
	must_describe(2);
	check_partition(1, "inner", 0x1200, 0x100);
}
END_TEST

START_TEST(what_is_in_a_partition_of_another_parser_is_no_partition)
{
	begin_fixed(1, 1);
	begin_nested("firmware@0", 0, 0x10000, "brcm,trx");
	blob_add_partition("inner@0", NULL, 0, 0x1000);
	blob_end();
	blob_partition("calibration@10000", NULL, 0x10000, 0x1000);
	blob_text("compatible", "nvmem-cells");
	blob_add_partition("mac@6", NULL, 6, 6);
	blob_end();
	end_fixed();
	must_describe(2);
	check_partition(0, "firmware", 0, 0x10000);
	check_partition(1, "calibration", 0x10000, 0x1000);
}
END_TEST

START_TEST(partitions_right_below_the_flash_are_read)
{
	begin_flash();
	blob_cell_counts(1, 1);
	blob_add_partition("partition@0", "u-boot", 0, 0x10000);
	blob_add_partition("kernel@10000", NULL, 0x10000, 0x20000);
	end_flash();
	must_describe(2);
	check_partition(0, "u-boot", 0, 0x10000);
	check_partition(1, "kernel", 0x10000, 0x20000);
	ck_assert_str_eq(described.chips[0].dt_path, "/spi@0/flash@0");
}
END_TEST

START_TEST(what_is_something_else_below_the_flash_is_left_out)
{
	begin_flash();
	blob_cell_counts(1, 1);
	blob_add_partition("partition@0", "u-boot", 0, 0x10000);
	blob_partition("otp@0", NULL, 0, 0x100);
	blob_text("compatible", "user-otp");
	blob_end();
	blob_node("without-place");
	blob_end();
	end_flash();
	must_describe(1);
}
END_TEST

START_TEST(a_table_ends_the_search_right_below_the_flash)
{
	begin_flash();
	blob_cell_counts(1, 1);
	blob_table();
	blob_add_partition("new@0", NULL, 0, 0x1000);
	blob_end();
	blob_add_partition("old@0", NULL, 0, 0x1000);
	end_flash();
	must_describe(1);
	check_partition(0, "new", 0, 0x1000);
}
END_TEST

START_TEST(mapped_partitions_are_read)
{
	begin_flash();
	blob_node("partitions");
	blob_cell_counts(1, 1);
	begin_nested("outer@1000", 0x1000, 0x8000, "zephyr,mapped-partition");
	begin_nested("inner@800", 0x800, 0x400, "zephyr,mapped-partition");
	blob_end();
	blob_add_partition("no-partition@0", NULL, 0, 0x1000);
	blob_end();
	blob_add_partition("neither@0", NULL, 0, 0x1000);
	end_fixed();
	must_describe(2);
	check_partition(0, "outer", 0x1000, 0x8000);
	check_partition(1, "inner", 0x1800, 0x400);
}
END_TEST

START_TEST(a_table_of_another_parser_is_left_alone)
{
	begin_flash();
	blob_node("partitions");
	blob_text("compatible", "redboot-fis");
	blob_cells("fis-index-block", 0x7f);
	blob_cell_counts(1, 1);
	blob_add_partition("partition@0", "RedBoot", 0, 0x10000);
	blob_node("partition-rootfs");
	blob_end();
	end_fixed();
	must_describe(0);
}
END_TEST

START_TEST(a_label_may_be_any_text)
{
	begin_fixed(1, 1);
	blob_add_partition("a@0", "two words", 0, 0x1000);
	blob_add_partition("b@1000", "d\xc3\xa9j\xc3\xa0", 0x1000, 0x1000);
	blob_add_partition("c@2000", "", 0x2000, 0x1000);
	end_fixed();
	must_describe(3);
	check_partition(0, "two words", 0, 0x1000);
	check_partition(1, "d\xc3\xa9j\xc3\xa0", 0x1000, 0x1000);
	check_partition(2, "", 0x2000, 0x1000);
}
END_TEST

START_TEST(a_label_without_end_gives_way_to_the_name)
{
	begin_fixed(1, 1);
	blob_partition("boot@0", NULL, 0, 0x1000);
	blob_bytes("label", "xyz", 3);
	blob_end();
	end_fixed();
	must_describe(1);
	check_partition(0, "boot", 0, 0x1000);
}
END_TEST

START_TEST(read_only_is_read)
{
	begin_fixed(1, 1);
	blob_partition("a@0", NULL, 0, 0x1000);
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_add_partition("b@1000", NULL, 0x1000, 0x1000);
	end_fixed();
	must_describe(2);
	ck_assert(described.partitions[0].read_only);
	ck_assert(!described.partitions[1].read_only);
}
END_TEST

/* One of four nodes above a partition, or it itself, has this status. */
static size_t count_with_status(int place, const char *status)
{
	blob_begin();
	for (int i = 0; i < 4; i++) {
		static const char *const names[] = { "spi@0", "flash@0",
						     "partitions", "a@0" };

		blob_node(names[i]);
		if (i == place)
			blob_text("status", status);
		if (i == 2) {
			blob_text("compatible", "fixed-partitions");
			blob_cell_counts(1, 1);
		}
	}
	blob_cells("reg", 0, 0x1000);
	for (int i = 0; i < 4; i++)
		blob_end();
	ck_assert_int_eq(file_describe(blob_write("board.dtb")), 0);
	ck_assert_uint_eq(described.finding_count, 0);
	return described.partition_count;
}

START_TEST(what_is_disabled_at_any_level_is_left_out)
{
	ck_assert_uint_eq(count_with_status(_i, "disabled"), 0);
}
END_TEST

START_TEST(what_is_okay_at_any_level_is_read)
{
	ck_assert_uint_eq(count_with_status(_i, "okay"), 1);
}
END_TEST

/* Symbols of the partition at 0x1000, the second of two. */
static void begin_symbols(void)
{
	begin_fixed(1, 1);
	blob_add_partition("a@0", NULL, 0, 0x1000);
	blob_add_partition("a@1000", NULL, 0x1000, 0x1000);
	end_fixed();
	blob_node("__symbols__");
}

#define SECOND "/spi@0/flash@0/partitions/a@1000"

static char **second_labels(void)
{
	blob_end();
	must_describe(2);
	return described.partitions[1].node_labels;
}

START_TEST(node_labels_are_read_in_order)
{
	char **labels;

	begin_symbols();
	blob_text("slot10", SECOND);
	blob_text("first", "/spi@0/flash@0/partitions/a@0");
	blob_text("slot2", SECOND);
	blob_text("flash", "/spi@0/flash@0");
	labels = second_labels();
	ck_assert_ptr_nonnull(labels);
	ck_assert_str_eq(labels[0], "slot2");
	ck_assert_str_eq(labels[1], "slot10");
	ck_assert_ptr_null(labels[2]);
	ck_assert_str_eq(described.partitions[0].node_labels[0], "first");
	ck_assert_ptr_null(described.partitions[0].node_labels[1]);
}
END_TEST

START_TEST(aliases_are_read_in_order)
{
	begin_fixed(1, 1);
	blob_add_partition("a@0", NULL, 0, 0x1000);
	blob_add_partition("a@1000", NULL, 0x1000, 0x1000);
	end_fixed();
	blob_node("aliases");
	blob_text("mtd10", SECOND);
	blob_text("mtd2", SECOND);
	blob_text("serial0", "/serial@0");
	blob_end();
	must_describe(2);
	ck_assert_ptr_nonnull(described.partitions[1].aliases);
	ck_assert_str_eq(described.partitions[1].aliases[0], "mtd2");
	ck_assert_str_eq(described.partitions[1].aliases[1], "mtd10");
	ck_assert_ptr_null(described.partitions[1].aliases[2]);
	ck_assert_ptr_null(described.partitions[0].aliases[0]);
}
END_TEST

START_TEST(without_aliases_they_are_unknown)
{
	begin_symbols();
	(void)second_labels();
	ck_assert_ptr_null(described.partitions[1].aliases);
}
END_TEST

START_TEST(a_partition_without_node_label_has_none)
{
	char **labels;

	begin_symbols();
	labels = second_labels();
	ck_assert_ptr_nonnull(labels);
	ck_assert_ptr_null(labels[0]);
}
END_TEST

START_TEST(without_symbols_node_labels_are_unknown)
{
	begin_fixed(1, 1);
	blob_add_partition("a@0", NULL, 0, 0x1000);
	end_fixed();
	must_describe(1);
	ck_assert_ptr_null(described.partitions[0].node_labels);
}
END_TEST

START_TEST(a_symbol_that_is_no_path_is_left_out)
{
	char **labels;

	begin_symbols();
	blob_bytes("cut", SECOND, strlen(SECOND));
	blob_bytes("nothing", "", 0);
	blob_cells("number", 7);
	labels = second_labels();
	ck_assert_ptr_nonnull(labels);
	ck_assert_ptr_null(labels[0]);
}
END_TEST

TCase *devicetree_spellings_case(void)
{
	TCase *tests = tcase_create("spellings");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, fixed_partitions_of_1_and_1_cell_are_read);
	tcase_add_test(tests, fixed_partitions_of_2_and_2_cells_are_read);
	tcase_add_test(tests, fixed_partitions_of_2_and_1_cells_are_read);
	tcase_add_test(tests, a_table_may_have_an_address_in_its_name);
	tcase_add_loop_test(tests, nested_partitions_are_relative_three_deep, 0,
			    2);
	tcase_add_test(tests, nested_partitions_have_cells_of_their_own);
	tcase_add_test(
		tests,
		what_is_in_a_partition_of_another_parser_is_no_partition);
	tcase_add_test(tests, partitions_right_below_the_flash_are_read);
	tcase_add_test(tests,
		       what_is_something_else_below_the_flash_is_left_out);
	tcase_add_test(tests, a_table_ends_the_search_right_below_the_flash);
	tcase_add_test(tests, mapped_partitions_are_read);
	tcase_add_test(tests, a_table_of_another_parser_is_left_alone);
	tcase_add_test(tests, a_label_may_be_any_text);
	tcase_add_test(tests, a_label_without_end_gives_way_to_the_name);
	tcase_add_test(tests, read_only_is_read);
	tcase_add_loop_test(tests, what_is_disabled_at_any_level_is_left_out, 0,
			    4);
	tcase_add_loop_test(tests, what_is_okay_at_any_level_is_read, 0, 4);
	tcase_add_test(tests, node_labels_are_read_in_order);
	tcase_add_test(tests, aliases_are_read_in_order);
	tcase_add_test(tests, without_aliases_they_are_unknown);
	tcase_add_test(tests, a_partition_without_node_label_has_none);
	tcase_add_test(tests, without_symbols_node_labels_are_unknown);
	tcase_add_test(tests, a_symbol_that_is_no_path_is_left_out);
	return tests;
}
