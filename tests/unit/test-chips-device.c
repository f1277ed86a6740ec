// SPDX-License-Identifier: BSD-2-Clause
/* Chips that only a common device speaks for. */

#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "describe.h"
#include "unit.h"

#define DEVICE "devices/platform/10000000.flash"
#define NODE "/soc/flash@0"

/* Two neighbours without nodes, as mtdparts= makes them. */
static void describe_neighbours(void)
{
	describe_at(0, DEVICE, NULL, 0);
	describe_at(1, DEVICE, NULL, 0x10000);
}

/* What was described speaks against the neighbours being one chip. */
static void check_neighbours_alone(void)
{
	check_alone(0);
	check_alone(1);
}

START_TEST(neighbours_on_one_device_are_one_chip)
{
	describe_neighbours();
	must_find_chips(1);
	check_placed(0, "10000000.flash", 0);
	check_placed(1, "10000000.flash", 0x10000);
	check_no_findings();
}
END_TEST

START_TEST(neighbours_on_two_devices_are_two_chips)
{
	describe_at(0, "devices/platform/a", NULL, 0);
	describe_at(1, "devices/platform/b", NULL, 0x10000);
	must_find_chips(2);
	check_placed(0, "a", 0);
	check_placed(1, "b", 0x10000);
}
END_TEST

START_TEST(an_empty_neighbour_overlaps_nothing)
{
	describe_neighbours();
	describe_at(2, DEVICE, NULL, 0x8000)->size = 0;
	must_find_chips(1);
	check_placed(2, "10000000.flash", 0x8000);
}
END_TEST

START_TEST(neighbours_without_type_are_alike)
{
	describe_neighbours();
	describe_type(described_mtd(0), NULL);
	describe_type(described_mtd(1), NULL);
	must_find_chips(1);
}
END_TEST

START_TEST(neighbours_of_a_master_with_a_node_are_on_its_chip)
{
	describe(0, DEVICE, NODE)->size = 0x100000;
	describe_at(1, DEVICE, NULL, 0x10000);
	must_find_chips(1);
	check_placed(1, "10000000.flash", 0x10000);
	ck_assert_str_eq(described_chip(1)->dt_path, NODE);
}
END_TEST

START_TEST(neighbours_of_a_partition_with_a_node_are_on_its_chip)
{
	describe_at(0, DEVICE, NODE "/partitions/a@0", 0);
	describe_at(1, DEVICE, NULL, 0x10000);
	must_find_chips(1);
	check_placed(1, "10000000.flash", 0x10000);
	ck_assert_str_eq(described_chip(1)->dt_path, NODE);
}
END_TEST

START_TEST(the_node_of_a_chip_is_known_whatever_mtd_comes_first)
{
	describe_at(0, DEVICE, NULL, 0);
	describe_at(1, DEVICE, NODE "/partitions/b@10000", 0x10000);
	must_find_chips(1);
	check_placed(0, "10000000.flash", 0);
	ck_assert_ptr_nonnull(described_chip(0)->dt_path);
	ck_assert_str_eq(described_chip(0)->dt_path, NODE);
}
END_TEST

START_TEST(an_overlap_is_no_proof)
{
	describe_neighbours();
	described_mtd(1)->offset = 0xf000;
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(another_type_is_no_proof)
{
	describe_neighbours();
	describe_type(described_mtd(1), "ram");
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(another_erase_size_is_no_proof)
{
	describe_neighbours();
	described_mtd(1)->erase_size = 0x2000;
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(another_write_size_is_no_proof)
{
	describe_neighbours();
	described_mtd(1)->write_size = 256;
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(another_oob_size_is_no_proof)
{
	describe_neighbours();
	described_mtd(1)->oob_size = 64;
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(a_master_without_node_beside_them_is_no_proof)
{
	describe_neighbours();
	describe(2, DEVICE, NULL)->size = 0x100000;
	must_find_chips(3);
	check_neighbours_alone();
	check_placed(2, "10000000.flash", 0);
}
END_TEST

START_TEST(two_nodes_on_one_device_are_no_proof)
{
	describe_neighbours();
	describe(2, DEVICE, "/soc/nand@0");
	describe(3, DEVICE, "/soc/nand@1");
	must_find_chips(4);
	check_neighbours_alone();
	check_placed(2, "nand@0", 0);
	check_placed(3, "nand@1", 0);
}
END_TEST

START_TEST(a_partition_with_a_node_that_overlaps_is_no_proof)
{
	describe_neighbours();
	describe_at(2, DEVICE, NODE "/partitions/a@8000", 0x8000);
	must_find_chips(3);
	check_neighbours_alone();
}
END_TEST

START_TEST(one_contradiction_puts_all_on_the_device_in_doubt)
{
	describe_neighbours();
	describe_at(2, DEVICE, NULL, 0x20000);
	describe_at(3, DEVICE, NULL, 0x20000);
	must_find_chips(4);
	check_neighbours_alone();
	check_alone(2);
	check_alone(3);
}
END_TEST

START_TEST(virtual_neighbours_are_never_one_chip)
{
	struct fm_mtd_description *mtd;

	/* mtdram, nandsim with three partitions and block2mtd, as seen. */
	mtd = describe(0, "devices/virtual", NULL);
	describe_type(mtd, "ram");
	mtd->size = 0x800000;
	mtd->erase_size = 0x10000;
	for (int i = 0; i < 3; i++) {
		mtd = describe_at(1 + i, "devices/virtual", NULL,
				  (uint64_t)i * 0x1000000);
		describe_type(mtd, "nand");
		mtd->size = i < 2 ? 0x1000000 : 0x2000000;
		mtd->erase_size = 0x20000;
		mtd->write_size = 2048;
		mtd->oob_size = 64;
	}
	describe_type(describe(4, "devices/virtual", NULL), "ram");
	must_find_chips(5);
	check_placed(0, "mtd0", 0);
	check_alone(1);
	check_alone(2);
	check_alone(3);
	check_placed(4, "mtd4", 0);
	ck_assert_uint_eq(described.finding_count, 3);
	ck_assert_ptr_nonnull(
		strstr(described.findings[1].message, "0x1000000"));
}
END_TEST

START_TEST(without_sysfs_each_mtd_is_a_chip)
{
	describe(0, NULL, NULL)->known = false;
	describe(1, NULL, NULL)->known = false;
	must_find_chips(2);
	ck_assert_str_eq(described_chip(0)->name, "mtd0");
	ck_assert_str_eq(described_chip(1)->name, "mtd1");
	check_no_findings();
}
END_TEST

START_TEST(without_sysfs_no_place_is_known)
{
	describe(0, NULL, NULL)->known = false;
	must_find_chips(1);
	ck_assert(!described_mtd(0)->placed);
	ck_assert_uint_eq(described_mtd(0)->chip_offset, 0);
}
END_TEST

/* A kernel before 4.1 gives no offsets: these may be two partitions. */
START_TEST(two_whole_chips_of_one_device_are_not_placed)
{
	describe(0, "devices/platform/spi0.0", NULL);
	describe(1, "devices/platform/spi0.0", NULL);
	must_find_chips(2);
	ck_assert(!described_mtd(0)->placed);
	ck_assert(!described_mtd(1)->placed);
}
END_TEST

START_TEST(partitions_without_parent_are_never_one_chip)
{
	describe_at(0, NULL, NULL, 0);
	describe_at(1, NULL, NULL, 0x10000);
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

START_TEST(twins_in_all_they_say_are_two_chips)
{
	for (int i = 0; i < 2; i++) {
		struct fm_mtd_description *mtd =
			describe_at(i, "devices/virtual", NULL, 0);

		free(mtd->name);
		mtd->name = strdup("twin");
	}
	must_find_chips(2);
	check_neighbours_alone();
}
END_TEST

TCase *chips_device_case(void)
{
	TCase *tests = tcase_create("device");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, neighbours_on_one_device_are_one_chip);
	tcase_add_test(tests, neighbours_on_two_devices_are_two_chips);
	tcase_add_test(tests, an_empty_neighbour_overlaps_nothing);
	tcase_add_test(tests, neighbours_without_type_are_alike);
	tcase_add_test(tests,
		       neighbours_of_a_master_with_a_node_are_on_its_chip);
	tcase_add_test(tests,
		       neighbours_of_a_partition_with_a_node_are_on_its_chip);
	tcase_add_test(tests,
		       the_node_of_a_chip_is_known_whatever_mtd_comes_first);
	tcase_add_test(tests, an_overlap_is_no_proof);
	tcase_add_test(tests, another_type_is_no_proof);
	tcase_add_test(tests, another_erase_size_is_no_proof);
	tcase_add_test(tests, another_write_size_is_no_proof);
	tcase_add_test(tests, another_oob_size_is_no_proof);
	tcase_add_test(tests, a_master_without_node_beside_them_is_no_proof);
	tcase_add_test(tests, two_nodes_on_one_device_are_no_proof);
	tcase_add_test(tests,
		       a_partition_with_a_node_that_overlaps_is_no_proof);
	tcase_add_test(tests,
		       one_contradiction_puts_all_on_the_device_in_doubt);
	tcase_add_test(tests, virtual_neighbours_are_never_one_chip);
	tcase_add_test(tests, without_sysfs_each_mtd_is_a_chip);
	tcase_add_test(tests, without_sysfs_no_place_is_known);
	tcase_add_test(tests, two_whole_chips_of_one_device_are_not_placed);
	tcase_add_test(tests, partitions_without_parent_are_never_one_chip);
	tcase_add_test(tests, twins_in_all_they_say_are_two_chips);
	return tests;
}
