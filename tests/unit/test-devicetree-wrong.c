// SPDX-License-Identifier: BSD-2-Clause
/* Mistakes in the tree of a board: one table less, and a finding. */

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "live-tree.h"
#include "unit.h"

static void begin_flash(const char *name)
{
	blob_node(name);
	blob_table();
	blob_add_partition("before@0", NULL, 0, 0x1000);
}

static void end_flash(void)
{
	blob_end();
	blob_end();
}

/* A sound flash after the one with the mistake, which alone counts. */
static void check_mistake(const char *where)
{
	const char *message = "";

	begin_flash("flash@9");
	end_flash();
	must_describe_blob(1, 1);
	ck_assert_str_eq(described.partitions[0].dt_path,
			 "/flash@9/partitions/before@0");
	ck_assert_str_eq(described.chips[0].dt_path, "/flash@9");
	for (size_t i = 0; i < described.finding_count; i++)
		if (strcmp(described.findings[i].code, "tree-mistake") == 0)
			message = described.findings[i].message;
	ck_assert_msg(strstr(message, where), "the finding says: %s", message);
	ck_assert_uint_eq(described.finding_count, 1);
}

static void begin_mistake(void)
{
	blob_begin();
	begin_flash("flash@0");
}

START_TEST(a_partition_without_reg_is_a_mistake)
{
	begin_mistake();
	blob_node("boot");
	blob_end();
	end_flash();
	check_mistake("/flash@0/partitions/boot ");
}
END_TEST

START_TEST(a_reg_of_the_wrong_length_is_a_mistake)
{
	static const size_t lengths[] = { 0, 4, 7, 9, 12, 16 };
	static const char zeros[16];

	begin_mistake();
	blob_node("boot@0");
	blob_bytes("reg", zeros, lengths[_i]);
	blob_end();
	end_flash();
	check_mistake("/flash@0/partitions/boot@0 ");
}
END_TEST

START_TEST(cells_other_than_1_and_2_are_a_mistake)
{
	static const uint32_t cells[][2] = {
		{ 0, 1 },	   { 1, 0 },	      { 3, 1 }, { 1, 3 },
		{ 0xffffffff, 1 }, { 1, 0x80000000 }, { 5, 5 },
	};

	blob_begin();
	blob_node("flash@0");
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(cells[_i][0], cells[_i][1]);
	blob_add_partition("boot@0", NULL, 0, 0x1000);
	end_flash();
	check_mistake("/flash@0/partitions ");
}
END_TEST

START_TEST(a_mistake_in_a_nested_table_spoils_the_whole)
{
	begin_mistake();
	blob_partition("outer@0", NULL, 0, 0x10000);
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
	blob_add_partition("partition@0", NULL, 0, 0x1000);
	blob_node("inner");
	blob_end();
	blob_end();
	end_flash();
	check_mistake("/flash@0/partitions/outer@0/inner ");
}
END_TEST

START_TEST(an_offset_past_64_bits_is_a_mistake)
{
	blob_begin();
	blob_node("flash@0");
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 1);
	blob_node("outer@0");
	blob_text("compatible", "fixed-partitions");
	blob_cells("reg", 0xffffffff, 0xffffffff, 0x1000);
	blob_cell_counts(1, 1);
	blob_add_partition("inner@1", NULL, 1, 0x1000);
	blob_end();
	end_flash();
	check_mistake("/flash@0/partitions/outer@0/inner@1 ");
}
END_TEST

static void nest(int depth)
{
	blob_begin();
	blob_node("flash@0");
	blob_table();
	for (int i = 0; i < depth; i++) {
		blob_partition("partition@0", NULL, 0, 0x1000);
		blob_text("compatible", "fixed-partitions");
		blob_cell_counts(1, 1);
	}
	for (int i = 0; i < depth; i++)
		blob_end();
	end_flash();
}

START_TEST(tables_eight_deep_are_read)
{
	nest(7);
	must_describe_blob(1, 7);
	check_no_findings();
}
END_TEST

START_TEST(deeper_tables_are_a_mistake)
{
	nest(8);
	check_mistake("nested too deep");
}
END_TEST

START_TEST(a_mistake_right_below_a_flash_is_one_too)
{
	blob_begin();
	blob_node("flash@0");
	blob_cell_counts(1, 1);
	blob_add_partition("partition@0", NULL, 0, 0x1000);
	blob_node("partition@1000");
	blob_cells("reg", 0x1000);
	blob_end();
	blob_end();
	check_mistake("/flash@0/partition@1000 ");
}
END_TEST

/* A table of so many partitions. */
static void add_many(uint32_t count)
{
	blob_begin();
	blob_node("flash@0");
	blob_table();
	for (uint32_t i = 0; i < count; i++)
		blob_add_partition(test_path("p@%x", i) +
					   strlen(test_folder()) + 1,
				   NULL, i, 1);
	end_flash();
}

START_TEST(so_many_as_1024_partitions_are_read)
{
	add_many(1024);
	must_describe_blob(1, 1024);
	check_no_findings();
}
END_TEST

START_TEST(more_partitions_are_a_mistake)
{
	add_many(1025);
	check_mistake("one partition too many");
}
END_TEST

/* No mistake for the tree's parser, which does not know the chip. */
START_TEST(a_range_that_ends_past_64_bits_is_read)
{
	blob_begin();
	blob_node("flash@0");
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 2);
	blob_node("a@0");
	blob_cells("reg", 0xffffffff, 0xfffff000, 0xffffffff, 0xffffffff);
	blob_end();
	end_flash();
	must_describe_blob(1, 1);
	check_partition(0, "a", 0xfffffffffffff000, 0xffffffffffffffff);
}
END_TEST

START_TEST(a_partition_of_size_0_is_kept_with_a_finding)
{
	blob_begin();
	begin_flash("flash@0");
	blob_add_partition("nothing@1000", NULL, 0x1000, 0);
	end_flash();
	must_describe_blob(1, 2);
	check_partition(1, "nothing", 0x1000, 0);
	ck_assert_uint_eq(described_findings("empty"), 1);
	ck_assert_uint_eq(described.finding_count, 1);
}
END_TEST

START_TEST(a_partition_beyond_its_chip_is_kept_with_a_finding)
{
	struct fm_chip_description *chip = fm_description_add_chip(&described);

	chip->dt_path = strdup("/flash@0");
	chip->key = strdup("node:/flash@0");
	chip->size = 0x10000;
	blob_begin();
	begin_flash("flash@0");
	blob_add_partition("fits@1000", NULL, 0x1000, 0xf000);
	blob_add_partition("long@f000", NULL, 0xf000, 0x1001);
	end_flash();
	must_describe_blob(1, 3);
	ck_assert_uint_eq(described_findings("beyond-chip"), 1);
	ck_assert_uint_eq(described.finding_count, 1);
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "long"));
}
END_TEST

START_TEST(a_missing_file_gives_enoent)
{
	expect_errors();
	ck_assert_int_eq(file_describe(test_path("none.dtb")), -ENOENT);
}
END_TEST

START_TEST(a_damaged_file_gives_einval)
{
	expect_errors();
	write_file("damaged.dtb", "\xd0\x0d\xfe\xed and no more");
	ck_assert_int_eq(file_describe(test_path("damaged.dtb")), -EINVAL);
	check_no_findings();
}
END_TEST

START_TEST(a_system_without_live_tree_has_no_finding)
{
	ck_assert_int_eq(mkdir(test_path("sys"), 0777), 0);
	ck_assert_int_eq(live_describe(), 0);
	ck_assert_uint_eq(described.partition_count, 0);
	check_no_findings();
}
END_TEST

START_TEST(a_live_tree_that_cannot_be_read_is_a_finding)
{
	char path[512] = LIVE_BASE;

	for (int i = 0; i < 40; i++)
		strcat(path, "/n");
	strcat(path, "/compatible");
	write_file(path, "x");
	ck_assert_int_eq(live_describe(), 0);
	ck_assert_uint_eq(described_findings("tree-unreadable"), 1);
	ck_assert_uint_eq(described.finding_count, 1);
}
END_TEST

TCase *devicetree_wrong_case(void)
{
	TCase *tests = tcase_create("wrong");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, a_partition_without_reg_is_a_mistake);
	tcase_add_loop_test(tests, a_reg_of_the_wrong_length_is_a_mistake, 0,
			    6);
	tcase_add_loop_test(tests, cells_other_than_1_and_2_are_a_mistake, 0,
			    7);
	tcase_add_test(tests, a_mistake_in_a_nested_table_spoils_the_whole);
	tcase_add_test(tests, an_offset_past_64_bits_is_a_mistake);
	tcase_add_test(tests, tables_eight_deep_are_read);
	tcase_add_test(tests, deeper_tables_are_a_mistake);
	tcase_add_test(tests, a_mistake_right_below_a_flash_is_one_too);
	tcase_add_test(tests, so_many_as_1024_partitions_are_read);
	tcase_add_test(tests, more_partitions_are_a_mistake);
	tcase_add_test(tests, a_range_that_ends_past_64_bits_is_read);
	tcase_add_test(tests, a_partition_of_size_0_is_kept_with_a_finding);
	tcase_add_test(tests,
		       a_partition_beyond_its_chip_is_kept_with_a_finding);
	tcase_add_test(tests, a_missing_file_gives_enoent);
	tcase_add_test(tests, a_damaged_file_gives_einval);
	tcase_add_test(tests, a_system_without_live_tree_has_no_finding);
	tcase_add_test(tests, a_live_tree_that_cannot_be_read_is_a_finding);
	return tests;
}
