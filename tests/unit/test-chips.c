// SPDX-License-Identifier: BSD-2-Clause
/* Chips that are proven by nodes and folders; test-chips-device.c has those
 * by a common device. */

#include <errno.h>

#include "cases.h"
#include "describe.h"
#include "discover/chips.h"
#include "unit.h"

/* The AST2600 evaluation board (aspeed-ast2600-evb.dts). */
#define SPI0 "devices/platform/ahb/1e620000.spi/spi_master/spi0/spi0.0"
#define SPI1 "devices/platform/ahb/1e630000.spi/spi_master/spi1/spi1.0"
#define BMC "/ahb/spi@1e620000/flash@0"
/* The Fuji board (aspeed-bmc-facebook-fuji.dts): two chips on one bus. */
#define FUJI "devices/platform/ahb/1e620000.spi/spi_master/spi3/"

static void describe_part(int number, const char *parent, const char *dt_path,
			  uint64_t offset, uint64_t size)
{
	describe_at(number, parent, dt_path, offset)->size = size;
}

static void describe_ast2600(void)
{
	describe_part(0, SPI0, BMC "/partitions/u-boot@0", 0, 0xe0000);
	describe_part(1, SPI0, BMC "/partitions/u-boot-env@e0000", 0xe0000,
		      0x20000);
	describe_part(2, SPI0, BMC "/partitions/kernel@100000", 0x100000,
		      0x900000);
	describe_part(3, SPI0, BMC "/partitions/rofs@a00000", 0xa00000,
		      0x2000000);
	describe_part(4, SPI0, BMC "/partitions/rwfs@2a00000", 0x2a00000,
		      0x1600000);
	describe(5, SPI1, "/ahb/spi@1e630000/flash@0")->size = 0x4000000;
}

START_TEST(partitions_below_one_flash_node_are_one_chip)
{
	describe_ast2600();
	must_find_chips(2);
	check_placed(0, "spi0.0", 0);
	check_placed(1, "spi0.0", 0xe0000);
	check_placed(2, "spi0.0", 0x100000);
	check_placed(3, "spi0.0", 0xa00000);
	check_placed(4, "spi0.0", 0x2a00000);
	check_placed(5, "spi1.0", 0);
	check_no_findings();
}
END_TEST

START_TEST(a_chip_has_the_path_of_its_flash_node)
{
	describe_ast2600();
	must_find_chips(2);
	ck_assert_str_eq(described_chip(3)->dt_path, BMC);
	ck_assert_str_eq(described_chip(5)->dt_path,
			 "/ahb/spi@1e630000/flash@0");
	ck_assert(described_mtd(3)->dt_partition);
	ck_assert(!described_mtd(5)->dt_partition);
}
END_TEST

START_TEST(only_a_master_tells_the_size_of_its_chip)
{
	describe_ast2600();
	must_find_chips(2);
	ck_assert_uint_eq(described_chip(0)->size, 0);
	ck_assert_uint_eq(described_chip(5)->size, 0x4000000);
}
END_TEST

START_TEST(a_partition_over_all_others_is_on_their_chip)
{
	describe_part(0, FUJI "spi3.0",
		      "/ahb/spi@1e620000/flash@0/partitions/u-boot@0", 0,
		      0xe0000);
	describe_part(1, FUJI "spi3.0",
		      "/ahb/spi@1e620000/flash@0/partitions/data0@2000000",
		      0x2000000, 0x6000000);
	describe_part(2, FUJI "spi3.0",
		      "/ahb/spi@1e620000/flash@0/partitions/flash0@0", 0,
		      0x8000000);
	describe_part(3, FUJI "spi3.1",
		      "/ahb/spi@1e620000/flash@1/partitions/flash1@0", 0,
		      0x8000000);
	must_find_chips(2);
	check_placed(0, "spi3.0", 0);
	check_placed(1, "spi3.0", 0x2000000);
	check_placed(2, "spi3.0", 0);
	check_placed(3, "spi3.1", 0);
	check_no_findings();
}
END_TEST

START_TEST(partitions_right_below_the_flash_node_are_one_chip)
{
	describe_at(0, SPI0, "/soc/flash@0/partition@0", 0);
	describe_at(1, SPI0, "/soc/flash@0/partition@10000", 0x10000);
	must_find_chips(1);
	check_placed(0, "spi0.0", 0);
	check_placed(1, "spi0.0", 0x10000);
	ck_assert_str_eq(described_chip(0)->dt_path, "/soc/flash@0");
	check_no_findings();
}
END_TEST

START_TEST(a_master_and_the_partitions_of_its_node_are_one_chip)
{
	describe(0, SPI0, BMC)->size = 0x4000000;
	describe_at(1, SPI0, BMC "/partitions/a@20000", 0x20000);
	must_find_chips(1);
	check_placed(0, "spi0.0", 0);
	check_placed(1, "spi0.0", 0x20000);
	ck_assert_uint_eq(described_chip(1)->size, 0x4000000);
}
END_TEST

START_TEST(a_node_whose_path_only_begins_alike_is_another_chip)
{
	describe_at(0, SPI0, "/spi/flash@1/partitions/a@0", 0);
	describe_at(1, SPI1, "/spi/flash@10/partitions/a@0", 0x10000);
	must_find_chips(2);
	check_placed(0, "spi0.0", 0);
	check_placed(1, "spi1.0", 0x10000);
}
END_TEST

START_TEST(a_partition_node_without_offset_is_not_placed)
{
	describe_at(0, SPI0, BMC "/partitions/a@0", 0);
	describe(1, SPI0, BMC "/partitions/b@10000");
	must_find_chips(2);
	check_placed(0, "spi0.0", 0);
	ck_assert(!described_mtd(1)->placed);
}
END_TEST

START_TEST(partitions_in_the_folder_of_their_master_are_one_chip)
{
	describe(0, "devices/virtual", NULL)->size = 0x100000;
	describe_at(1, "devices/virtual/mtd/mtd0", NULL, 0);
	describe_at(2, "devices/virtual/mtd/mtd0", NULL, 0x10000);
	must_find_chips(1);
	check_placed(0, "mtd0", 0);
	check_placed(1, "mtd0", 0);
	check_placed(2, "mtd0", 0x10000);
	ck_assert_uint_eq(described_chip(2)->size, 0x100000);
	check_no_findings();
}
END_TEST

START_TEST(offsets_of_nested_partitions_add_up)
{
	describe(0, SPI0, NULL)->size = 0x1000000;
	describe_at(1, SPI0 "/mtd/mtd0", NULL, 0x100000)->size = 0x800000;
	describe_at(2, SPI0 "/mtd/mtd0/mtd1", NULL, 0x20000)->size = 0x40000;
	describe_at(3, SPI0 "/mtd/mtd0/mtd1/mtd2", NULL, 0x3000)->size = 0x1000;
	must_find_chips(1);
	check_placed(1, "spi0.0", 0x100000);
	check_placed(2, "spi0.0", 0x120000);
	check_placed(3, "spi0.0", 0x123000);
	check_no_findings();
}
END_TEST

START_TEST(a_partition_nested_in_a_partition_is_on_its_chip)
{
	describe_at(0, SPI0, BMC "/partitions/fw@20000", 0x20000);
	describe_at(1, SPI0 "/mtd/mtd0", BMC "/partitions/fw@20000/fs@8000",
		    0x8000);
	must_find_chips(1);
	check_placed(1, "spi0.0", 0x28000);
	ck_assert(described_mtd(1)->dt_partition);
}
END_TEST

START_TEST(a_partition_nested_in_one_of_an_unknown_place_is_on_its_chip)
{
	describe_at(0, "devices/virtual", NULL, 0x20000);
	describe_at(1, "devices/virtual/mtd/mtd0", NULL, 0x8000);
	must_find_chips(1);
	ck_assert_str_eq(described_chip(1)->name, "mtd0");
	ck_assert_uint_eq(described_mtd(0)->chip_offset, 0);
	ck_assert_uint_eq(described_mtd(1)->chip_offset, 0x8000);
	ck_assert(!described_mtd(1)->placed);
}
END_TEST

START_TEST(a_nested_partition_may_have_the_lower_number)
{
	describe_at(0, SPI0 "/mtd/mtd1", NULL, 0x10000);
	describe(1, SPI0, NULL)->size = 0x100000;
	must_find_chips(1);
	check_placed(0, "spi0.0", 0x10000);
	check_placed(1, "spi0.0", 0);
}
END_TEST

START_TEST(a_partition_whose_mtd_has_gone_stands_alone)
{
	describe_at(1, SPI0 "/mtd/mtd0", BMC "/partitions/a@0", 0x8000);
	describe(2, SPI0, BMC);
	must_find_chips(2);
	check_alone(1);
	check_placed(2, "spi0.0", 0);
}
END_TEST

START_TEST(a_partition_in_one_whose_mtd_has_gone_is_on_its_chip)
{
	describe_at(1, SPI0 "/mtd/mtd0", NULL, 0x8000);
	describe_at(2, SPI0 "/mtd/mtd0/mtd1", NULL, 0x1000);
	must_find_chips(1);
	ck_assert_str_eq(described_chip(1)->name, "mtd1");
	ck_assert(!described_mtd(2)->placed);
	ck_assert_uint_eq(described_mtd(2)->chip_offset, 0x1000);
}
END_TEST

START_TEST(offsets_that_add_up_to_more_than_64_bits_give_einval)
{
	describe(0, SPI0, NULL);
	describe_at(1, SPI0 "/mtd/mtd0", NULL, UINT64_MAX);
	describe_at(2, SPI0 "/mtd/mtd0/mtd1", NULL, 1);
	ck_assert_int_eq(fm_chips_find(&described), -EINVAL);
}
END_TEST

START_TEST(an_mtd_in_its_own_folder_stands_alone)
{
	describe_at(0, "devices/a/mtd/mtd0", NULL, 0x1000);
	must_find_chips(1);
	check_alone(0);
}
END_TEST

START_TEST(two_mtds_in_the_folder_of_each_other_stand_alone)
{
	describe_at(0, "devices/a/mtd/mtd1", NULL, 0x1000);
	describe_at(1, "devices/a/mtd/mtd0", NULL, 0x1000);
	must_find_chips(2);
	check_alone(0);
	check_alone(1);
}
END_TEST

START_TEST(mtds_in_a_circle_join_no_other_chip)
{
	describe_at(0, "devices/a/mtd/mtd1", NULL, 0x1000);
	describe_at(1, "devices/a/mtd/mtd0", NULL, 0x1000);
	describe(2, SPI0, NULL);
	must_find_chips(3);
	check_alone(0);
	check_alone(1);
	check_placed(2, "spi0.0", 0);
}
END_TEST

START_TEST(circles_alone_have_chips_too)
{
	describe_at(0, "devices/a/mtd/mtd1", NULL, 0x1000);
	describe_at(1, "devices/a/mtd/mtd2", NULL, 0x1000);
	describe_at(2, "devices/a/mtd/mtd0", NULL, 0x1000);
	describe_at(3, "devices/a/mtd/mtd4", NULL, 0x1000);
	describe_at(4, "devices/a/mtd/mtd3", NULL, 0x1000);
	must_find_chips(5);
	for (int number = 0; number < 5; number++)
		check_alone(number);
}
END_TEST

START_TEST(no_mtds_have_no_chips)
{
	must_find_chips(0);
}
END_TEST

Suite *chips_suite(void)
{
	Suite *suite = suite_create("chips");
	TCase *nodes = tcase_create("nodes");
	TCase *folders = tcase_create("folders");
	TCase *circles = tcase_create("circles");

	tcase_add_checked_fixture(nodes, describe_set_up, describe_tear_down);
	tcase_add_test(nodes, partitions_below_one_flash_node_are_one_chip);
	tcase_add_test(nodes, a_chip_has_the_path_of_its_flash_node);
	tcase_add_test(nodes, only_a_master_tells_the_size_of_its_chip);
	tcase_add_test(nodes, a_partition_over_all_others_is_on_their_chip);
	tcase_add_test(nodes,
		       partitions_right_below_the_flash_node_are_one_chip);
	tcase_add_test(nodes,
		       a_master_and_the_partitions_of_its_node_are_one_chip);
	tcase_add_test(nodes,
		       a_node_whose_path_only_begins_alike_is_another_chip);
	tcase_add_test(nodes, a_partition_node_without_offset_is_not_placed);
	suite_add_tcase(suite, nodes);

	tcase_add_checked_fixture(folders, describe_set_up, describe_tear_down);
	tcase_add_test(folders,
		       partitions_in_the_folder_of_their_master_are_one_chip);
	tcase_add_test(folders, offsets_of_nested_partitions_add_up);
	tcase_add_test(folders,
		       a_partition_nested_in_a_partition_is_on_its_chip);
	tcase_add_test(
		folders,
		a_partition_nested_in_one_of_an_unknown_place_is_on_its_chip);
	tcase_add_test(folders, a_nested_partition_may_have_the_lower_number);
	tcase_add_test(folders, a_partition_whose_mtd_has_gone_stands_alone);
	tcase_add_test(folders,
		       a_partition_in_one_whose_mtd_has_gone_is_on_its_chip);
	tcase_add_test(folders,
		       offsets_that_add_up_to_more_than_64_bits_give_einval);
	suite_add_tcase(suite, folders);

	tcase_add_checked_fixture(circles, describe_set_up, describe_tear_down);
	tcase_add_test(circles, an_mtd_in_its_own_folder_stands_alone);
	tcase_add_test(circles,
		       two_mtds_in_the_folder_of_each_other_stand_alone);
	tcase_add_test(circles, mtds_in_a_circle_join_no_other_chip);
	tcase_add_test(circles, circles_alone_have_chips_too);
	tcase_add_test(circles, no_mtds_have_no_chips);
	suite_add_tcase(suite, circles);

	suite_add_tcase(suite, chips_device_case());
	suite_add_tcase(suite, chips_names_case());
	return suite;
}
