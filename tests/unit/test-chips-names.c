// SPDX-License-Identifier: BSD-2-Clause
/* What chips are called. */

#include <string.h>

#include "cases.h"
#include "describe.h"
#include "discover/root.h"
#include "unit.h"

/* A name that stands for one MTD is no name for a chip that is more. */
static void check_not_called_mtd(int number)
{
	const char *name = described_chip(number)->name;

	ck_assert_msg(fm_parse_unit(name, "mtd") < 0, "it is called %s", name);
}

START_TEST(a_chip_is_called_as_its_device)
{
	describe(0, "devices/platform/spi0/spi0.0", "/spi/flash@0");
	must_find_chips(1);
	check_placed(0, "spi0.0", 0);
}
END_TEST

START_TEST(chips_of_one_controller_are_called_as_their_nodes)
{
	describe(0, "devices/platform/nand", "/nand/nand@0");
	describe(1, "devices/platform/nand", "/nand/nand@1");
	must_find_chips(2);
	check_placed(0, "nand@0", 0);
	check_placed(1, "nand@1", 0);
}
END_TEST

START_TEST(nodes_of_one_name_lend_their_path)
{
	describe(0, "devices/a/nand", "/a/nand@0");
	describe(1, "devices/b/nand", "/b/nand@0");
	must_find_chips(2);
	check_placed(0, "/a/nand@0", 0);
	check_placed(1, "/b/nand@0", 0);
}
END_TEST

START_TEST(an_mtd_without_any_name_of_its_own_is_called_mtd)
{
	describe(3, "devices/a/flash", NULL);
	describe(7, "devices/b/flash", NULL);
	must_find_chips(2);
	check_placed(3, "mtd3", 0);
	check_placed(7, "mtd7", 0);
}
END_TEST

START_TEST(a_virtual_mtd_is_called_mtd)
{
	describe(2, "devices/virtual", NULL);
	must_find_chips(1);
	check_placed(2, "mtd2", 0);
}
END_TEST

START_TEST(an_mtd_of_an_unknown_place_does_not_take_the_devices_name)
{
	describe_at(0, "devices/flash", NULL, 0);
	describe_at(1, "devices/flash", NULL, 0x8000);
	must_find_chips(2);
	check_alone(0);
	check_alone(1);
}
END_TEST

START_TEST(a_chip_of_several_mtds_is_not_called_mtd)
{
	describe_at(0, "devices/a/flash", NULL, 0x10000);
	describe_at(1, "devices/a/flash", NULL, 0);
	describe_at(2, "devices/b/flash", NULL, 0);
	describe_at(3, "devices/b/flash", NULL, 0x10000);
	must_find_chips(2);
	check_not_called_mtd(0);
	check_not_called_mtd(2);
}
END_TEST

START_TEST(a_chip_is_never_called_as_a_part_of_it)
{
	describe_at(0, "devices/virtual/mtd/mtd1", NULL, 0x8000);
	describe(1, "devices/virtual", NULL);
	must_find_chips(1);
	ck_assert_str_ne(described_chip(0)->name, "mtd0");
}
END_TEST

START_TEST(a_partition_that_is_alone_but_not_first_is_not_called_mtd)
{
	describe_at(0, "devices/a/flash", NULL, 0x10000);
	describe_at(1, "devices/b/flash", NULL, 0x10000);
	must_find_chips(2);
	check_not_called_mtd(0);
	check_not_called_mtd(1);
}
END_TEST

START_TEST(a_node_called_mtd_does_not_hide_the_mtd)
{
	describe(0, "devices/a/mtd1", NULL);
	describe(1, "devices/b/flash", "/b/mtd0");
	must_find_chips(2);
	ck_assert_str_ne(described_chip(0)->name, "mtd1");
	ck_assert_str_ne(described_chip(1)->name, "mtd0");
}
END_TEST

TCase *chips_names_case(void)
{
	TCase *tests = tcase_create("names");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, a_chip_is_called_as_its_device);
	tcase_add_test(tests,
		       chips_of_one_controller_are_called_as_their_nodes);
	tcase_add_test(tests, nodes_of_one_name_lend_their_path);
	tcase_add_test(tests, an_mtd_without_any_name_of_its_own_is_called_mtd);
	tcase_add_test(tests, a_virtual_mtd_is_called_mtd);
	tcase_add_test(
		tests,
		an_mtd_of_an_unknown_place_does_not_take_the_devices_name);
	tcase_add_test(tests, a_chip_of_several_mtds_is_not_called_mtd);
	tcase_add_test(tests, a_chip_is_never_called_as_a_part_of_it);
	tcase_add_test(
		tests,
		a_partition_that_is_alone_but_not_first_is_not_called_mtd);
	tcase_add_test(tests, a_node_called_mtd_does_not_hide_the_mtd);
	return tests;
}
