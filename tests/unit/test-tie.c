// SPDX-License-Identifier: BSD-2-Clause
/* Which MTD is which partition of the device tree. */

#include "cases.h"
#include "describe.h"
#include "tied.h"
#include "unit.h"

static void set_up(void)
{
	describe_set_up();
	tied_chip("/flash@0");
}

START_TEST(an_mtd_is_tied_by_its_node)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	tied_mtd_of(1, 0x1000, 0x1000);
	tied_mtd_of(0, 0, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_NODE, 1);
	check_tied(1, FM_TIE_NODE, 0);
	check_no_findings();
}
END_TEST

START_TEST(the_node_counts_before_place_and_label)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(0, "a", 0, 0x1000);
	tied_mtd_of(0, 0x8000, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_NODE, 1);
	ck_assert(!described.mtds[0].tied);
}
END_TEST

START_TEST(an_mtd_without_node_is_tied_by_its_place)
{
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd(0, "other", 0x1000, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_PLACE, 0);
	check_no_findings();
}
END_TEST

START_TEST(the_place_counts_before_the_label)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(0, "a", 0x8000, 0x1000);
	tied_mtd(0, "x", 0, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_PLACE, 1);
}
END_TEST

START_TEST(another_offset_size_or_chip_is_another_place)
{
	tied_chip("/flash@1");
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd(0, "x", 0x2000, 0x1000);
	tied_mtd(0, "y", 0x1000, 0x2000);
	tied_mtd(1, "z", 0x1000, 0x1000);
	must_tie();
	check_not_tied(0);
}
END_TEST

START_TEST(a_place_that_is_not_proven_ties_nothing)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(0, "x", 0, 0x1000)->placed = false;
	must_tie();
	check_not_tied(0);
}
END_TEST

START_TEST(a_chip_is_none_of_its_partitions)
{
	tied_partition(0, "all", 0, 0x10000);
	tied_mtd(0, "chip", 0, 0x10000)->offset_present = false;
	must_tie();
	check_not_tied(0);
}
END_TEST

START_TEST(an_mtd_on_its_chip_is_tied_by_its_label)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(0, "a", 0x8000, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_LABEL, 0);
}
END_TEST

START_TEST(an_mtd_on_an_unknown_chip_is_tied_by_its_label)
{
	tied_chip(NULL);
	tied_partition(0, "a", 0x4000, 0x1000);
	tied_mtd(1, "a", 0, 0x1000)->placed = false;
	must_tie();
	check_tied(0, FM_TIE_LABEL, 0);
}
END_TEST

START_TEST(an_mtd_on_another_chip_is_not_tied_by_its_label)
{
	tied_chip("/flash@1");
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(1, "a", 0, 0x1000);
	must_tie();
	check_not_tied(0);
}
END_TEST

START_TEST(an_mtd_with_another_node_is_not_tied_by_place_or_label)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0x1000, 0x1000);
	tied_mtd_of(1, 0, 0x1000);
	must_tie();
	check_not_tied(0);
	check_tied(1, FM_TIE_NODE, 0);
}
END_TEST

START_TEST(a_label_of_two_mtds_ties_none)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_mtd(0, "a", 0x4000, 0x1000);
	tied_mtd(0, "a", 0x8000, 0x1000);
	must_tie();
	check_not_tied(0);
	ck_assert(!described.mtds[0].tied && !described.mtds[1].tied);
}
END_TEST

START_TEST(a_label_of_two_partitions_ties_none)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd(0, "a", 0x8000, 0x1000);
	must_tie();
	check_not_tied(0);
	check_not_tied(1);
}
END_TEST

/* On which chip it lies is what is not known. */
START_TEST(a_label_of_two_chips_ties_none)
{
	tied_chip("/flash@1");
	tied_chip(NULL);
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(1, "a", 0, 0x1000);
	tied_mtd(2, "a", 0, 0x1000);
	must_tie();
	check_not_tied(0);
	check_not_tied(1);
}
END_TEST

/* The first is taken by its place, and the label is left to the second. */
START_TEST(a_label_is_contested_by_what_is_free_only)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "a", 0x1000, 0x1000);
	tied_mtd(0, "a", 0x8000, 0x1000);
	tied_mtd(0, "x", 0, 0x1000);
	must_tie();
	check_tied(0, FM_TIE_PLACE, 1);
	check_tied(1, FM_TIE_LABEL, 0);
}
END_TEST

START_TEST(a_place_of_two_partitions_ties_none_by_place)
{
	tied_partition(0, "a", 0, 0x1000);
	tied_partition(0, "b", 0, 0x1000);
	tied_mtd(0, "b", 0, 0x1000);
	must_tie();
	check_not_tied(0);
	check_tied(1, FM_TIE_LABEL, 0);
}
END_TEST

START_TEST(nothing_is_tied_to_nothing)
{
	must_tie();
	check_no_findings();
}
END_TEST

Suite *tie_suite(void)
{
	Suite *suite = suite_create("tie");
	TCase *ways = tcase_create("ways");

	tcase_add_checked_fixture(ways, set_up, describe_tear_down);
	tcase_add_test(ways, an_mtd_is_tied_by_its_node);
	tcase_add_test(ways, the_node_counts_before_place_and_label);
	tcase_add_test(ways, an_mtd_without_node_is_tied_by_its_place);
	tcase_add_test(ways, the_place_counts_before_the_label);
	tcase_add_test(ways, another_offset_size_or_chip_is_another_place);
	tcase_add_test(ways, a_place_that_is_not_proven_ties_nothing);
	tcase_add_test(ways, a_chip_is_none_of_its_partitions);
	tcase_add_test(ways, an_mtd_on_its_chip_is_tied_by_its_label);
	tcase_add_test(ways, an_mtd_on_an_unknown_chip_is_tied_by_its_label);
	tcase_add_test(ways, an_mtd_on_another_chip_is_not_tied_by_its_label);
	tcase_add_test(ways,
		       an_mtd_with_another_node_is_not_tied_by_place_or_label);
	tcase_add_test(ways, a_label_of_two_mtds_ties_none);
	tcase_add_test(ways, a_label_of_two_partitions_ties_none);
	tcase_add_test(ways, a_label_of_two_chips_ties_none);
	tcase_add_test(ways, a_label_is_contested_by_what_is_free_only);
	tcase_add_test(ways, a_place_of_two_partitions_ties_none_by_place);
	tcase_add_test(ways, nothing_is_tied_to_nothing);
	suite_add_tcase(suite, ways);
	suite_add_tcase(suite, tie_findings_case());
	return suite;
}
