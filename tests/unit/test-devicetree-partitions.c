// SPDX-License-Identifier: BSD-2-Clause
/* Partitions of simulated chips. */

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "unit.h"

START_TEST(a_partition_without_label_is_called_as_its_node)
{
	blob_begin_table();
	blob_add_partition("boot@1000", NULL, 0x1000, 0x1000);
	blob_add_partition("bare", NULL, 0x2000, 0x1000);
	blob_end_table();
	must_read_blob(1, 2);
	check_partition(0, "boot", 0x1000, 0x1000);
	check_partition(1, "bare", 0x2000, 0x1000);
}
END_TEST

START_TEST(a_label_may_be_anything)
{
	blob_begin_table();
	blob_add_partition("a@0", "two words \"\xc3\x9f\"\n", 0, 0x1000);
	blob_add_partition("b@1000", "", 0x1000, 0x1000);
	blob_end_table();
	must_read_blob(1, 2);
	check_partition(0, "two words \"\xc3\x9f\"\n", 0, 0x1000);
	check_partition(1, "", 0x1000, 0x1000);
}
END_TEST

START_TEST(a_label_without_end_is_none)
{
	blob_begin_table();
	blob_partition("boot@0", NULL, 0, 0x1000);
	blob_bytes("label", "open", 4);
	blob_end();
	blob_end_table();
	must_read_blob(1, 1);
	check_partition(0, "boot", 0, 0x1000);
}
END_TEST

START_TEST(a_partition_may_be_read_only)
{
	blob_begin_table();
	blob_partition("a@0", "a", 0, 0x1000);
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_add_partition("b@1000", "b", 0x1000, 0x1000);
	blob_end_table();
	must_read_blob(1, 2);
	ck_assert(described.partitions[0].read_only);
	ck_assert(!described.partitions[1].read_only);
}
END_TEST

START_TEST(offsets_of_nested_partitions_add_up)
{
	blob_begin_table();
	blob_partition("outer@4000", "outer", 0x4000, 0x8000);
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
	blob_add_partition("inner@1000", "inner", 0x1000, 0x2000);
	blob_end();
	blob_end_table();
	must_read_blob(1, 2);
	check_partition(0, "outer", 0x4000, 0x8000);
	check_partition(1, "inner", 0x5000, 0x2000);
}
END_TEST

START_TEST(what_is_below_another_partition_is_passed_over)
{
	blob_begin_table();
	blob_partition("outer@0", "outer", 0, 0x8000);
	blob_node("nvmem-layout");
	blob_end();
	blob_end();
	blob_end_table();
	must_read_blob(1, 1);
}
END_TEST

START_TEST(numbers_of_two_cells_are_64_bits)
{
	blob_begin();
	blob_node("controller@0");
	blob_text("compatible", "zephyr,sim-flash");
	blob_cell_counts(2, 2);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0, 2, 0);
	blob_cells("erase-block-size", 0x100000);
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 1);
	blob_node("a@100000000");
	blob_cells("reg", 1, 0, 0x100000);
	blob_end();
	blob_end_table();
	must_read_blob(1, 1);
	ck_assert_uint_eq(described.chips[0].size, 0x200000000);
	check_partition(0, "a", 0x100000000, 0x100000);
}
END_TEST

START_TEST(disabled_nodes_are_passed_over)
{
	blob_begin();
	blob_controller("controller@0");
	blob_text("status", "disabled");
	blob_flash("flash@0", 0x10000);
	blob_end();
	blob_end();
	blob_controller("controller@1");
	blob_text("status", "okay");
	blob_flash("flash@0", 0x10000);
	blob_text("status", "reserved");
	blob_end();
	blob_flash("flash@1", 0x10000);
	blob_text("status", "ok");
	blob_table();
	blob_partition("a@0", "a", 0, 0x1000);
	blob_text("status", "disabled");
	blob_end();
	blob_add_partition("b@1000", "b", 0x1000, 0x1000);
	blob_end_table();
	must_read_blob(1, 1);
	ck_assert_str_eq(described.chips[0].dt_path, "/controller@1/flash@1");
	check_partition(0, "b", 0x1000, 0x1000);
}
END_TEST

START_TEST(a_disabled_table_is_passed_over)
{
	blob_begin_table();
	blob_text("status", "disabled");
	blob_add_partition("a@0", "a", 0, 0x1000);
	blob_end_table();
	must_read_blob(1, 0);
}
END_TEST

TCase *devicetree_partitions_case(void)
{
	TCase *partitions = tcase_create("partitions");

	tcase_add_checked_fixture(partitions, describe_set_up,
				  describe_tear_down);
	tcase_add_test(partitions,
		       a_partition_without_label_is_called_as_its_node);
	tcase_add_test(partitions, a_label_may_be_anything);
	tcase_add_test(partitions, a_label_without_end_is_none);
	tcase_add_test(partitions, a_partition_may_be_read_only);
	tcase_add_test(partitions, offsets_of_nested_partitions_add_up);
	tcase_add_test(partitions,
		       what_is_below_another_partition_is_passed_over);
	tcase_add_test(partitions, numbers_of_two_cells_are_64_bits);
	tcase_add_test(partitions, disabled_nodes_are_passed_over);
	tcase_add_test(partitions, a_disabled_table_is_passed_over);
	return partitions;
}
