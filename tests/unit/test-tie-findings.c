// SPDX-License-Identifier: BSD-2-Clause
/* Where the device tree and the kernel do not agree. */

#include <string.h>

#include "cases.h"
#include "describe.h"
#include "tied.h"
#include "unit.h"

static void set_up(void)
{
	describe_set_up();
	tied_chip("/flash@0");
}

START_TEST(another_offset_is_a_finding)
{
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd_of(0, 0x2000, 0x1000);
	must_tie();
	check_only_finding("tree-offset");
	ck_assert_int_eq(described.findings[0].mtd, 0);
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "0x2000"));
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "0x1000"));
}
END_TEST

START_TEST(an_offset_that_is_not_proven_is_no_finding)
{
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd_of(0, 0, 0x1000)->placed = false;
	must_tie();
	check_no_findings();
}
END_TEST

START_TEST(another_size_is_a_finding)
{
	tied_partition(0, "a", 0x1000, 0x2000);
	tied_mtd_of(0, 0x1000, 0x1000);
	must_tie();
	check_only_finding("tree-size");
	ck_assert_int_eq(described.findings[0].mtd, 0);
}
END_TEST

START_TEST(a_partition_without_mtd_is_a_finding)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	tied_mtd_of(0, 0, 0x1000);
	must_tie();
	check_only_finding("mtd-missing");
	ck_assert_int_eq(described.findings[0].mtd, FM_NO_MTD);
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "b@1000"));
}
END_TEST

START_TEST(a_chip_without_mtds_is_one_finding)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	must_tie();
	check_only_finding("chip-missing");
}
END_TEST

START_TEST(an_mtd_without_node_is_a_finding)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd_of(0, 0, 0x1000);
	tied_mtd(0, "b", 0x1000, 0x1000);
	must_tie();
	check_only_finding("node-missing");
	ck_assert_int_eq(described.findings[0].mtd, 1);
}
END_TEST

START_TEST(the_chip_itself_is_no_finding)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd_of(0, 0, 0x1000);
	tied_mtd(0, "chip", 0, 0x10000)->offset_present = false;
	must_tie();
	check_no_findings();
}
END_TEST

START_TEST(mtds_on_a_chip_without_partitions_are_no_finding)
{
	tied_mtd(0, "a", 0, 0x1000);
	must_tie();
	check_no_findings();
}
END_TEST

START_TEST(a_table_from_elsewhere_is_one_finding)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	tied_mtd(0, "x", 0, 0x4000);
	tied_mtd(0, "y", 0x4000, 0x4000);
	must_tie();
	check_only_finding("other-table");
	ck_assert_ptr_nonnull(
		strstr(described.findings[0].message, "/flash@0"));
}
END_TEST

START_TEST(partitions_that_overlap_in_part_are_a_finding)
{
	tied_partition(0, "a", 0, 0x2000);
	tied_partition(0, "b", 0x1fff, 0x2000);
	tied_mtd_of(0, 0, 0x2000);
	tied_mtd_of(1, 0x1fff, 0x2000);
	must_tie();
	check_only_finding("overlap");
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "\"a\""));
	ck_assert_ptr_nonnull(strstr(described.findings[0].message, "\"b\""));
}
END_TEST

START_TEST(one_in_the_other_is_no_overlap)
{
	tied_partition(0, "outer", 0, 0x4000);
	tied_partition(0, "start", 0, 0x1000);
	tied_partition(0, "end", 0x3000, 0x1000);
	tied_partition(0, "same", 0, 0x4000);
	tied_mtd_of(0, 0, 0x4000);
	tied_mtd_of(1, 0, 0x1000);
	tied_mtd_of(2, 0x3000, 0x1000);
	tied_mtd_of(3, 0, 0x4000);
	must_tie();
	check_no_findings();
}
END_TEST

START_TEST(neighbours_are_no_overlap)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	tied_mtd_of(0, 0, 0x1000);
	tied_mtd_of(1, 0x1000, 0x1000);
	must_tie();
	check_no_findings();
}
END_TEST

START_TEST(partitions_of_two_chips_do_not_overlap)
{
	tied_chip("/flash@1");
	tied_partition(0, "a", 0, 0x2000);
	tied_partition(1, "b", 0x1000, 0x2000);
	tied_mtd_of(0, 0, 0x2000);
	tied_mtd_of(1, 0x1000, 0x2000);
	must_tie();
	check_no_findings();
}
END_TEST

/* Each of them overlaps each other one: too many for a finding a pair. */
START_TEST(findings_of_overlaps_do_not_grow_without_bound)
{
	for (uint64_t i = 0; i < 1000; i++)
		tied_partition(0, "a", i, 0x100000);
	must_tie();
	ck_assert_uint_gt(described.finding_count, 0);
	ck_assert_uint_lt(described.finding_count, 10000);
}
END_TEST

TCase *tie_findings_case(void)
{
	TCase *tests = tcase_create("findings");

	tcase_add_checked_fixture(tests, set_up, describe_tear_down);
	tcase_add_test(tests, another_offset_is_a_finding);
	tcase_add_test(tests, an_offset_that_is_not_proven_is_no_finding);
	tcase_add_test(tests, another_size_is_a_finding);
	tcase_add_test(tests, a_partition_without_mtd_is_a_finding);
	tcase_add_test(tests, a_chip_without_mtds_is_one_finding);
	tcase_add_test(tests, an_mtd_without_node_is_a_finding);
	tcase_add_test(tests, the_chip_itself_is_no_finding);
	tcase_add_test(tests, mtds_on_a_chip_without_partitions_are_no_finding);
	tcase_add_test(tests, a_table_from_elsewhere_is_one_finding);
	tcase_add_test(tests, partitions_that_overlap_in_part_are_a_finding);
	tcase_add_test(tests, one_in_the_other_is_no_overlap);
	tcase_add_test(tests, neighbours_are_no_overlap);
	tcase_add_test(tests, partitions_of_two_chips_do_not_overlap);
	tcase_add_test(tests, findings_of_overlaps_do_not_grow_without_bound);
	return tests;
}
