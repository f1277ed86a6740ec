// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "cases.h"
#include "tree.h"
#include "unit.h"

static struct fm_description description;

static void set_up(void)
{
	fm_description_init(&description);
}

static void tear_down(void)
{
	fm_description_destroy(&description);
}

START_TEST(read_only_twins_are_no_mtds)
{
	tree_add(0);
	write_link("sys/class/mtd/mtd0ro", "../../devices/virtual/mtd/mtd0ro");
	write_file("sys/devices/virtual/mtd/mtd0ro/dev", "90:1\n");
	tree_must_find_one(&description);
}
END_TEST

START_TEST(what_is_no_mtd_is_passed_over)
{
	tree_add(0);
	write_file("sys/class/mtd/uevent", "");
	write_file("sys/class/mtd/mtd01/name", "alias\n");
	tree_must_find_one(&description);
}
END_TEST

START_TEST(numbers_with_gaps_come_in_order)
{
	static const int numbers[] = { 100, 2, 33, 0, 10, 9 };
	static const int sorted[] = { 0, 2, 9, 10, 33, 100 };

	for (size_t i = 0; i < 6; i++)
		tree_add(numbers[i]);
	ck_assert_int_eq(tree_scan(&description), 0);
	ck_assert_uint_eq(description.mtd_count, 6);
	for (size_t i = 0; i < 6; i++)
		ck_assert_int_eq(description.mtds[i].number, sorted[i]);
}
END_TEST

START_TEST(an_mtd_without_offset_has_none)
{
	tree_add(0);
	ck_assert(!tree_must_find_one(&description)->offset_present);
}
END_TEST

START_TEST(an_offset_of_0_is_an_offset)
{
	const struct fake_options options = { .offset_present = true };

	fake_add(&options);
	ck_assert(tree_must_find_one(&description)->offset_present);
	ck_assert_uint_eq(description.mtds[0].offset, 0);
}
END_TEST

START_TEST(an_offset_has_64_bits)
{
	const struct fake_options options = {
		.offset_present = true,
		.offset = UINT64_MAX,
	};

	fake_add(&options);
	ck_assert_uint_eq(tree_must_find_one(&description)->offset, UINT64_MAX);
}
END_TEST

START_TEST(the_parent_is_the_folder_above_the_class)
{
	const struct fake_options options = {
		.device = "devices/platform/ahb/1e620000.spi/spi_master/spi0/"
			  "spi0.0",
	};

	fake_add(&options);
	ck_assert_str_eq(tree_must_find_one(&description)->parent,
			 "devices/platform/ahb/1e620000.spi/spi_master/spi0/"
			 "spi0.0");
	ck_assert_int_eq(description.mtds[0].parent_number, FM_NO_MTD);
}
END_TEST

START_TEST(the_parent_of_a_virtual_mtd_is_the_virtual_folder)
{
	tree_add(0);
	ck_assert_str_eq(tree_must_find_one(&description)->parent,
			 "devices/virtual");
	ck_assert_int_eq(description.mtds[0].parent_number, FM_NO_MTD);
}
END_TEST

START_TEST(the_parent_of_a_nested_mtd_is_an_mtd)
{
	struct fake_options options = { .device = "devices/platform/nor" };
	const struct fake_mtd *chip = fake_add(&options);
	const struct fake_mtd *part;

	options = (struct fake_options){ .number = 7, .above = chip };
	part = fake_add(&options);
	options = (struct fake_options){ .number = 12, .above = part };
	fake_add(&options);
	ck_assert_int_eq(tree_scan(&description), 0);
	ck_assert_uint_eq(description.mtd_count, 3);
	ck_assert_int_eq(description.mtds[0].parent_number, FM_NO_MTD);
	ck_assert_int_eq(description.mtds[1].parent_number, 0);
	ck_assert_str_eq(description.mtds[1].parent,
			 "devices/platform/nor/mtd/mtd0");
	ck_assert_int_eq(description.mtds[2].parent_number, 7);
	ck_assert_str_eq(description.mtds[2].parent,
			 "devices/platform/nor/mtd/mtd0/mtd7");
}
END_TEST

START_TEST(a_folder_in_place_of_the_link_has_no_parent)
{
	write_file("sys/class/mtd/mtd0/name", "copied\n");
	write_file("sys/class/mtd/mtd0/size", "65536\n");
	write_file("sys/class/mtd/mtd0/erasesize", "4096\n");
	ck_assert_ptr_null(tree_must_find_one(&description)->parent);
	ck_assert_int_eq(description.mtds[0].parent_number, FM_NO_MTD);
	ck_assert_str_eq(description.mtds[0].name, "copied");
}
END_TEST

START_TEST(the_node_in_the_device_tree_is_a_path_of_the_tree)
{
	const struct fake_options options = {
		.of_node = "/ahb/spi@1e620000/flash@0/partitions/rofs@a00000",
	};

	fake_add(&options);
	ck_assert_str_eq(tree_must_find_one(&description)->dt_path,
			 "/ahb/spi@1e620000/flash@0/partitions/rofs@a00000");
}
END_TEST

START_TEST(an_mtd_without_node_has_no_path)
{
	tree_add(0);
	ck_assert_ptr_null(tree_must_find_one(&description)->dt_path);
}
END_TEST

START_TEST(a_node_that_is_none_of_the_tree_has_no_path)
{
	tree_add(0);
	tree_add(1);
	write_link("sys/devices/virtual/mtd/mtd0/of_node", "../elsewhere");
	write_file("sys/devices/virtual/mtd/mtd1/of_node", "a file");
	ck_assert_int_eq(tree_scan(&description), 0);
	ck_assert_ptr_null(description.mtds[0].dt_path);
	ck_assert_ptr_null(description.mtds[1].dt_path);
}
END_TEST

START_TEST(an_mtd_that_vanishes_is_passed_over)
{
	tree_add(0);
	write_link("sys/class/mtd/mtd1", "../../devices/virtual/mtd/mtd1");
	tree_must_find_one(&description);
	ck_assert_int_eq(description.mtds[0].number, 0);
	ck_assert_uint_eq(description.finding_count, 0);
}
END_TEST

START_TEST(an_mtd_without_what_it_needs_is_a_finding)
{
	static const char *const needed[] = { "name", "size", "erasesize" };

	tree_add(0);
	tree_add(2);
	tree_remove_attribute(2, needed[_i]);
	tree_must_find_one(&description);
	ck_assert_int_eq(description.mtds[0].number, 0);
	ck_assert_uint_eq(description.finding_count, 1);
	ck_assert_str_eq(description.findings[0].code, "incomplete");
	ck_assert_int_eq(description.findings[0].mtd, 2);
}
END_TEST

START_TEST(a_file_in_place_of_an_mtd_is_an_error_that_names_it)
{
	expect_errors();
	write_file("sys/class/mtd/mtd5", "no folder");
	ck_assert_int_eq(tree_scan(&description), -ENOTDIR);
	ck_assert_ptr_nonnull(strstr(last_logged(), "mtd5"));
}
END_TEST

START_TEST(an_empty_class_has_no_mtds)
{
	tree_make_empty_class();
	ck_assert_int_eq(tree_scan(&description), 0);
	ck_assert_uint_eq(description.mtd_count, 0);
}
END_TEST

START_TEST(a_system_without_the_class_gives_enoent)
{
	ck_assert_int_eq(tree_scan(&description), -ENOENT);
}
END_TEST

Suite *sysfs_suite(void)
{
	Suite *suite = suite_create("sysfs");
	TCase *lists = tcase_create("lists");
	TCase *places = tcase_create("places");

	tcase_add_checked_fixture(lists, set_up, tear_down);
	tcase_add_test(lists, read_only_twins_are_no_mtds);
	tcase_add_test(lists, what_is_no_mtd_is_passed_over);
	tcase_add_test(lists, numbers_with_gaps_come_in_order);
	tcase_add_test(lists, an_mtd_that_vanishes_is_passed_over);
	tcase_add_loop_test(lists, an_mtd_without_what_it_needs_is_a_finding, 0,
			    3);
	tcase_add_test(lists,
		       a_file_in_place_of_an_mtd_is_an_error_that_names_it);
	tcase_add_test(lists, an_empty_class_has_no_mtds);
	tcase_add_test(lists, a_system_without_the_class_gives_enoent);
	suite_add_tcase(suite, lists);

	tcase_add_checked_fixture(places, set_up, tear_down);
	tcase_add_test(places, an_mtd_without_offset_has_none);
	tcase_add_test(places, an_offset_of_0_is_an_offset);
	tcase_add_test(places, an_offset_has_64_bits);
	tcase_add_test(places, the_parent_is_the_folder_above_the_class);
	tcase_add_test(places,
		       the_parent_of_a_virtual_mtd_is_the_virtual_folder);
	tcase_add_test(places, the_parent_of_a_nested_mtd_is_an_mtd);
	tcase_add_test(places, a_folder_in_place_of_the_link_has_no_parent);
	tcase_add_test(places,
		       the_node_in_the_device_tree_is_a_path_of_the_tree);
	tcase_add_test(places, an_mtd_without_node_has_no_path);
	tcase_add_test(places, a_node_that_is_none_of_the_tree_has_no_path);
	suite_add_tcase(suite, places);
	suite_add_tcase(suite, sysfs_attributes_case());
	return suite;
}
