// SPDX-License-Identifier: BSD-2-Clause
/* Sound blobs that describe what makes no sense. */

#include <errno.h>
#include <string.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "unit.h"

/* The blob is refused, with these two texts in the log. */
static void check_refused(const char *where, const char *why)
{
	expect_errors();
	ck_assert_int_eq(blob_read(), -EINVAL);
	ck_assert_msg(strstr(last_logged(), where) &&
			      strstr(last_logged(), why),
		      "the log says: %s", last_logged());
}

/* A controller and a flash of 64 KiB with one property of its own. */
static void begin_flash(void)
{
	blob_begin();
	blob_controller("controller@0");
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
}

static void end_flash(void)
{
	blob_end();
	blob_end();
}

static void check_erase_value(uint32_t value)
{
	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", value);
	blob_flash("flash@0", 0x10000);
	end_flash();
	check_refused("/controller@0", "erase-value");
}

START_TEST(an_erase_value_of_neither_ones_nor_zeros_is_refused)
{
	check_erase_value(0x55);
	check_erase_value(0x100);
	check_erase_value(0xffffffff);
}
END_TEST

START_TEST(an_erase_value_of_the_wrong_length_is_refused)
{
	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", 0, 0xff);
	blob_flash("flash@0", 0x10000);
	end_flash();
	check_refused("/controller@0", "wrong");
}
END_TEST

START_TEST(a_flash_without_erase_block_size_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x10000);
	end_flash();
	check_refused("/controller@0/flash@0", "erase blocks");
}
END_TEST

START_TEST(a_flash_of_no_whole_erase_blocks_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x10800);
	blob_cells("erase-block-size", 0x1000);
	end_flash();
	check_refused("/controller@0/flash@0", "erase blocks");
}
END_TEST

START_TEST(an_erase_block_of_no_whole_write_blocks_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x10000);
	blob_cells("erase-block-size", 0x1000);
	blob_cells("write-block-size", 3);
	end_flash();
	check_refused("/controller@0/flash@0", "write blocks");
}
END_TEST

START_TEST(a_write_block_of_0_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x10000);
	blob_cells("erase-block-size", 0x1000);
	blob_cells("write-block-size", 0);
	end_flash();
	check_refused("/controller@0/flash@0", "write blocks");
}
END_TEST

START_TEST(a_flash_of_size_0_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0);
	blob_cells("erase-block-size", 0x1000);
	end_flash();
	check_refused("/controller@0/flash@0", "erase blocks");
}
END_TEST

START_TEST(a_flash_without_reg_is_refused)
{
	begin_flash();
	blob_cells("erase-block-size", 0x1000);
	end_flash();
	check_refused("/controller@0/flash@0", "reg");
}
END_TEST

START_TEST(a_flash_with_two_ranges_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x8000, 0x8000, 0x8000);
	blob_cells("erase-block-size", 0x1000);
	end_flash();
	check_refused("/controller@0/flash@0", "reg");
}
END_TEST

START_TEST(a_block_size_of_the_wrong_length_is_refused)
{
	begin_flash();
	blob_cells("reg", 0, 0x10000);
	blob_bytes("erase-block-size", "\x10\x00", 2);
	end_flash();
	check_refused("/controller@0/flash@0", "wrong");
}
END_TEST

static void check_cells(uint32_t address, uint32_t size)
{
	blob_begin();
	blob_node("controller@0");
	blob_text("compatible", "zephyr,sim-flash");
	blob_cell_counts(address, size);
	blob_flash("flash@0", 0x10000);
	end_flash();
	check_refused("/controller@0", "#address-cells or #size-cells");
}

START_TEST(cell_counts_other_than_1_and_2_are_refused)
{
	check_cells(0, 1);
	check_cells(1, 0);
	check_cells(3, 1);
	check_cells(1, 3);
	check_cells(0xffffffff, 1);
}
END_TEST

START_TEST(a_table_with_wrong_cell_counts_is_refused)
{
	blob_begin();
	blob_controller("controller@0");
	blob_flash("flash@0", 0x10000);
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 0);
	blob_add_partition("a@0", "a", 0, 0x1000);
	blob_end_table();
	check_refused("/controller@0/flash@0/partitions",
		      "#address-cells or #size-cells");
}
END_TEST

START_TEST(a_partition_without_reg_is_refused)
{
	blob_begin_table();
	blob_node("boot");
	blob_end();
	blob_end_table();
	check_refused("/controller@0/flash@0/partitions/boot", "reg");
}
END_TEST

START_TEST(a_partition_with_a_reg_of_the_wrong_length_is_refused)
{
	blob_begin_table();
	blob_node("boot@0");
	blob_bytes("reg", "\0\0\0\0\0\0\x10", 7);
	blob_end();
	blob_end_table();
	check_refused("/controller@0/flash@0/partitions/boot@0", "reg");
}
END_TEST

START_TEST(an_offset_past_64_bits_is_refused)
{
	blob_begin();
	blob_controller("controller@0");
	blob_flash("flash@0", 0x10000);
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 1);
	blob_node("outer");
	blob_text("compatible", "fixed-partitions");
	blob_cells("reg", 0xffffffff, 0xffffffff, 0x1000);
	blob_cell_counts(1, 1);
	blob_add_partition("inner@1", "inner", 1, 0x1000);
	blob_end();
	blob_end_table();
	check_refused("/controller@0/flash@0/partitions/outer/inner@1",
		      "64 bits");
}
END_TEST

static int read_nested(int depth)
{
	blob_begin_table();
	for (int i = 0; i < depth; i++) {
		blob_partition("part@0", NULL, 0, 0x1000);
		blob_text("compatible", "fixed-partitions");
		blob_cell_counts(1, 1);
	}
	for (int i = 0; i < depth; i++)
		blob_end();
	blob_end_table();
	return blob_read();
}

START_TEST(partitions_nested_in_seven_others_are_read)
{
	ck_assert_int_eq(read_nested(7), 0);
	ck_assert_uint_eq(described.partition_count, 7);
}
END_TEST

START_TEST(partitions_nested_deeper_than_that_are_refused)
{
	expect_errors();
	ck_assert_int_eq(read_nested(8), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "nested too deep"));
}
END_TEST

START_TEST(a_tree_without_simulated_chip_is_refused)
{
	blob_begin();
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_end();
	check_refused("test.dtb", "zephyr,sim-flash");
}
END_TEST

START_TEST(a_controller_without_flash_is_refused)
{
	blob_begin();
	blob_controller("controller@0");
	blob_end();
	check_refused("test.dtb", "soc-nv-flash");
}
END_TEST

static void check_finding(size_t partition, const char *code, const char *label)
{
	ck_assert_uint_eq(described.finding_count, 1);
	ck_assert_str_eq(described.findings[0].code, code);
	ck_assert_int_eq(described.findings[0].mtd, FM_NO_MTD);
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, label));
	ck_assert_str_eq(described.partitions[partition].label, label);
}

START_TEST(a_partition_past_the_end_of_its_chip_is_a_finding)
{
	blob_begin_table();
	blob_add_partition("a@0", "fits", 0, 0xf000);
	blob_add_partition("b@f000", "too long", 0xf000, 0x1001);
	blob_end_table();
	must_read_blob(1, 2);
	check_finding(1, "beyond-chip", "too long");
}
END_TEST

START_TEST(simulated_partitions_that_overlap_are_a_finding)
{
	blob_begin_table();
	blob_add_partition("a@0", "low", 0, 0x3000);
	blob_add_partition("b@1000", "high", 0x1000, 0x4000);
	blob_end_table();
	must_read_blob(1, 2);
	check_finding(1, "overlap", "high");
}
END_TEST

START_TEST(a_partition_that_begins_past_the_end_is_a_finding)
{
	blob_begin_table();
	blob_add_partition("a@ffffffff", "far", 0xffffffff, 0xffffffff);
	blob_end_table();
	must_read_blob(1, 1);
	check_finding(0, "beyond-chip", "far");
}
END_TEST

START_TEST(a_partition_of_size_0_is_a_finding)
{
	blob_begin_table();
	blob_add_partition("a@1000", "nothing", 0x1000, 0);
	blob_end_table();
	must_read_blob(1, 1);
	check_finding(0, "empty", "nothing");
}
END_TEST

TCase *devicetree_mistakes_case(void)
{
	TCase *tests = tcase_create("mistakes");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests,
		       an_erase_value_of_neither_ones_nor_zeros_is_refused);
	tcase_add_test(tests, an_erase_value_of_the_wrong_length_is_refused);
	tcase_add_test(tests, a_flash_without_erase_block_size_is_refused);
	tcase_add_test(tests, a_flash_of_no_whole_erase_blocks_is_refused);
	tcase_add_test(tests,
		       an_erase_block_of_no_whole_write_blocks_is_refused);
	tcase_add_test(tests, a_write_block_of_0_is_refused);
	tcase_add_test(tests, a_flash_of_size_0_is_refused);
	tcase_add_test(tests, a_flash_without_reg_is_refused);
	tcase_add_test(tests, a_flash_with_two_ranges_is_refused);
	tcase_add_test(tests, a_block_size_of_the_wrong_length_is_refused);
	tcase_add_test(tests, cell_counts_other_than_1_and_2_are_refused);
	tcase_add_test(tests, a_table_with_wrong_cell_counts_is_refused);
	tcase_add_test(tests, a_partition_without_reg_is_refused);
	tcase_add_test(tests,
		       a_partition_with_a_reg_of_the_wrong_length_is_refused);
	tcase_add_test(tests, an_offset_past_64_bits_is_refused);
	tcase_add_test(tests, partitions_nested_in_seven_others_are_read);
	tcase_add_test(tests, partitions_nested_deeper_than_that_are_refused);
	tcase_add_test(tests, a_tree_without_simulated_chip_is_refused);
	tcase_add_test(tests, a_controller_without_flash_is_refused);
	tcase_add_test(tests,
		       a_partition_past_the_end_of_its_chip_is_a_finding);
	tcase_add_test(tests,
		       a_partition_that_begins_past_the_end_is_a_finding);
	tcase_add_test(tests, a_partition_of_size_0_is_a_finding);
	tcase_add_test(tests, simulated_partitions_that_overlap_are_a_finding);
	return tests;
}
