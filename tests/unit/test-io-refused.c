// SPDX-License-Identifier: BSD-2-Clause
/* Changes that are refused: what is read-only or in use. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

/* A chip with a read-only partition, one over all, and one behind it. */
static struct fake_mtd *locked, *all, *rest;

static void add_node_part(struct fake_mtd **mtd, int number, const char *name,
			  uint64_t offset, uint64_t size, bool read_only)
{
	static const char *const nodes[] = { "/flash@0/partitions/locked@4000",
					     "/flash@0/partitions/all@0",
					     "/flash@0/partitions/rest@8000" };
	const struct fake_options options = {
		.number = number,
		.name = name,
		.device = BOARD_DEVICE,
		.offset_present = true,
		.offset = offset,
		.size = size,
		.read_only = read_only,
		.of_node = nodes[number],
	};

	*mtd = fake_add(&options);
	fake_fill(*mtd, 0);
}

static void set_up(void)
{
	add_node_part(&locked, 0, "locked", 0x4000, 0x4000, true);
	add_node_part(&all, 1, "all", 0, 0x20000, false);
	add_node_part(&rest, 2, "rest", 0x8000, 0x8000, false);
	board.map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(board.map), 0);
}

static void check_refused(const struct flash_area *fa, off_t offset,
			  size_t length, int error)
{
	static uint8_t zeros[0x20000];

	expect_errors();
	ck_assert_int_eq(flash_area_write(fa, offset, zeros, length), error);
	ck_assert_int_eq(flash_area_erase(fa, offset, length), error);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
}

START_TEST(a_read_only_mtd_refuses_changes)
{
	check_refused(must_open("locked"), 0, 0x1000, -EROFS);
	ck_assert_uint_eq(fake_count("open"), 0);
}
END_TEST

START_TEST(a_read_only_mtd_is_read)
{
	uint8_t byte;

	ck_assert_int_eq(flash_area_read(must_open("locked"), 5, &byte, 1), 0);
	ck_assert_uint_eq(byte, 5);
}
END_TEST

START_TEST(a_copy_of_a_read_only_area_refuses_changes)
{
	struct flash_area copy = *must_open("locked");

	check_refused(&copy, 0x1000, 0x1000, -EROFS);
	copy.fa_dev = NULL;
	check_refused(&copy, 0x1000, 0x1000, -EROFS);
}
END_TEST

START_TEST(an_area_over_a_read_only_one_refuses_changes_there)
{
	const struct flash_area *fa = must_open("all");

	check_refused(fa, 0x4000, 0x1000, -EROFS);
	check_refused(fa, 0x7000, 0x1000, -EROFS);
	check_refused(fa, 0, 0x20000, -EROFS);
	check_refused(fa, 0x3000, 0x2000, -EROFS);
	check_refused(fa, 0x7000, 0x2000, -EROFS);
	ck_assert_uint_eq(fake_count("open"), 0);
}
END_TEST

START_TEST(an_area_over_a_read_only_one_can_be_changed_elsewhere)
{
	const struct flash_area *fa = must_open("all");

	ck_assert_int_eq(flash_area_erase(fa, 0x3000, 0x1000), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x8000, 0x1000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd1"), 2);
}
END_TEST

START_TEST(an_area_made_over_a_read_only_one_refuses_changes)
{
	const struct flash_area chip = { .fa_off = 0x4000,
					 .fa_size = 0x1000,
					 .fa_dev_name = "spi0.0" };
	const struct flash_area mtd = { .fa_off = 0x4000,
					.fa_size = 0x1000,
					.fa_dev_name = "mtd1" };

	check_refused(&chip, 0, 0x1000, -EROFS);
	check_refused(&mtd, 0, 0x1000, -EROFS);
}
END_TEST

START_TEST(nothing_can_be_written_to_what_is_read_only)
{
	const struct flash_area *fa = must_open("locked");

	ck_assert_int_eq(flash_area_write(fa, 0, "", 0), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0), 0);
}
END_TEST

START_TEST(what_is_attached_to_ubi_refuses_changes_and_says_so)
{
	write_file("sys/class/ubi/ubi4/mtd_num", "2\n");
	check_refused(must_open("rest"), 0, 0x1000, -EBUSY);
	ck_assert_ptr_nonnull(strstr(last_logged(), "spi0.0"));
	ck_assert_ptr_nonnull(
		strstr(last_logged(), "mtd2 is attached to ubi4"));
}
END_TEST

START_TEST(what_is_mounted_refuses_changes_and_says_so)
{
	write_file("proc/self/mountinfo",
		   "36 22 31:2 / /mnt/rest rw - jffs2 mtd2 rw\n");
	check_refused(must_open("rest"), 0, 0x1000, -EBUSY);
	ck_assert_ptr_nonnull(
		strstr(last_logged(), "mtd2 is mounted on /mnt/rest"));
}
END_TEST

START_TEST(what_is_in_use_can_be_read)
{
	uint8_t byte;

	write_file("sys/class/ubi/ubi0/mtd_num", "2\n");
	ck_assert_int_eq(flash_area_read(must_open("rest"), 3, &byte, 1), 0);
	ck_assert_uint_eq(byte, 3);
}
END_TEST

START_TEST(an_area_over_one_in_use_refuses_changes_there)
{
	const struct flash_area *fa = must_open("all");

	write_file("sys/class/ubi/ubi0/mtd_num", "2\n");
	check_refused(fa, 0x8000, 0x1000, -EBUSY);
	check_refused(fa, 0xf000, 0x2000, -EBUSY);
	ck_assert_int_eq(flash_area_erase(fa, 0x10000, 0x1000), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x3000, 0x1000), 0);
}
END_TEST

START_TEST(an_area_under_one_in_use_refuses_changes)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "1\n");
	check_refused(must_open("rest"), 0x1000, 0x1000, -EBUSY);
}
END_TEST

START_TEST(what_is_used_no_more_can_be_changed)
{
	const struct flash_area *fa = must_open("rest");

	write_file("sys/class/ubi/ubi0/mtd_num", "2\n");
	check_refused(fa, 0, 0x1000, -EBUSY);
	write_file("sys/class/ubi/ubi0/mtd_num", "17\n");
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
}
END_TEST

START_TEST(what_came_into_use_is_seen_after_a_release)
{
	const struct flash_area *fa = must_open("rest");

	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
	ck_assert_int_eq(flashmap_release(board.map), 0);
	fake_forget_calls();
	write_file("sys/class/ubi/ubi0/mtd_num", "2\n");
	check_refused(fa, 0, 0x1000, -EBUSY);
}
END_TEST

START_TEST(what_is_in_use_can_be_changed_where_that_is_allowed)
{
	struct flashmap *map = board_new_map();

	ck_assert_int_eq(flashmap_set_allow_in_use(map, true), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	write_file("sys/class/ubi/ubi0/mtd_num", "2\n");
	ck_assert_int_eq(flash_area_erase(must_open_in(map, "rest"), 0, 0x1000),
			 0);
	fake_forget_calls();
	check_refused(must_open_in(map, "locked"), 0, 0x1000, -EROFS);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_mtd_that_came_later_counts_when_it_is_in_use)
{
	static const char device[] = BOARD_DEVICE;
	const struct fake_options options = {
		.number = 7,
		.name = "later",
		.device = device,
		.offset_present = true,
		.offset = 0x9000,
		.size = 0x1000,
		.of_node = "/flash@0/partitions/later@9000",
	};

	fake_add(&options);
	write_file("sys/class/ubi/ubi0/mtd_num", "7\n");
	check_refused(must_open("rest"), 0x1000, 0x1000, -EBUSY);
	ck_assert_int_eq(flash_area_erase(must_open("rest"), 0, 0x1000), 0);
}
END_TEST

START_TEST(a_doubt_that_came_later_does_not_hide_the_use)
{
	struct flashmap *map;
	const struct flash_area *fa;

	tree_add_part(10, "a", "devices/b", 0, 0x10000);
	tree_add_part(11, "b", "devices/b", 0x10000, 0x10000);
	map = fake_load_map();
	fa = must_open_in(map, "b");
	/* Now nothing proves any more that the two are one chip. */
	tree_add_part(12, "c", "devices/b", 0x8000, 0x10000);
	write_file("sys/class/ubi/ubi0/mtd_num", "11\n");
	check_refused(fa, 0, 0x1000, -EBUSY);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_node_that_came_later_does_not_hide_the_use)
{
	const struct fake_options options = {
		.number = 12,
		.name = "c",
		.device = "devices/b",
		.offset_present = true,
		.offset = 0x20000,
		.of_node = "/other@0/partitions/c@20000",
	};
	struct flashmap *map;
	const struct flash_area *fa;

	tree_add_part(11, "b", "devices/b", 0x10000, 0x10000);
	map = fake_load_map();
	fa = must_open_in(map, "b");
	fake_add(&options);
	write_file("sys/class/ubi/ubi0/mtd_num", "11\n");
	check_refused(fa, 0, 0x1000, -EBUSY);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_unproven_neighbour_in_use_refuses_where_it_may_overlap)
{
	struct flashmap *map;

	tree_add_part(10, "a", "devices/b", 0, 0x10000);
	tree_add_part(11, "b", "devices/b", 0x8000, 0x10000);
	map = fake_load_map();
	write_file("sys/class/ubi/ubi0/mtd_num", "11\n");
	check_refused(must_open_in(map, "a"), 0, 0x1000, -EBUSY);
	flashmap_unref(map);
}
END_TEST

/* Two chips on one controller, their places told by nodes or not at all. */
static struct flashmap *load_two(const char *first, const char *second)
{
	struct fake_options options = {
		.number = 10,
		.name = "first",
		.device = "devices/controller",
		.offset_present = true,
		.of_node = first,
	};

	fake_add(&options);
	options.number = 11;
	options.name = "second";
	options.of_node = second;
	if (!second)
		options.device = "devices/other";
	fake_add(&options);
	return fake_load_map();
}

START_TEST(another_chip_of_the_controller_in_use_does_not_matter)
{
	struct flashmap *map = load_two("/c/flash@0/partitions/a@0",
					"/c/flash@1/partitions/a@0");

	write_file("sys/class/ubi/ubi0/mtd_num", "10\n");
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "second"), 0, 0x1000), 0);
	fake_forget_calls();
	check_refused(must_open_in(map, "first"), 0x1000, 0x1000, -EBUSY);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_mtd_of_another_device_in_use_does_not_matter)
{
	struct flashmap *map = load_two(NULL, NULL);

	write_file("sys/class/ubi/ubi0/mtd_num", "10\n");
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "second"), 0, 0x1000), 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(virtual_mtds_that_are_whole_do_not_overlap)
{
	struct flashmap *map;

	tree_add(10);
	tree_add(11);
	map = fake_load_map();
	write_file("sys/class/ubi/ubi0/mtd_num", "10\n");
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "mtd11"), 0, 0x1000), 0);
	flashmap_unref(map);
}
END_TEST

TCase *io_refused_case(void)
{
	TCase *tests = tcase_create("refused");

	tcase_add_checked_fixture(tests, set_up, board_tear_down);
	tcase_add_test(tests, a_read_only_mtd_refuses_changes);
	tcase_add_test(tests, a_read_only_mtd_is_read);
	tcase_add_test(tests, a_copy_of_a_read_only_area_refuses_changes);
	tcase_add_test(tests,
		       an_area_over_a_read_only_one_refuses_changes_there);
	tcase_add_test(tests,
		       an_area_over_a_read_only_one_can_be_changed_elsewhere);
	tcase_add_test(tests,
		       an_area_made_over_a_read_only_one_refuses_changes);
	tcase_add_test(tests, nothing_can_be_written_to_what_is_read_only);
	tcase_add_test(tests,
		       what_is_attached_to_ubi_refuses_changes_and_says_so);
	tcase_add_test(tests, what_is_mounted_refuses_changes_and_says_so);
	tcase_add_test(tests, what_is_in_use_can_be_read);
	tcase_add_test(tests, an_area_over_one_in_use_refuses_changes_there);
	tcase_add_test(tests, an_area_under_one_in_use_refuses_changes);
	tcase_add_test(tests, what_is_used_no_more_can_be_changed);
	tcase_add_test(tests, what_came_into_use_is_seen_after_a_release);
	tcase_add_test(tests,
		       what_is_in_use_can_be_changed_where_that_is_allowed);
	tcase_add_test(tests, an_mtd_that_came_later_counts_when_it_is_in_use);
	tcase_add_test(tests, a_doubt_that_came_later_does_not_hide_the_use);
	tcase_add_test(tests, a_node_that_came_later_does_not_hide_the_use);
	tcase_add_test(tests,
		       another_chip_of_the_controller_in_use_does_not_matter);
	tcase_add_test(tests, an_mtd_of_another_device_in_use_does_not_matter);
	tcase_add_test(tests, virtual_mtds_that_are_whole_do_not_overlap);
	tcase_add_test(
		tests,
		an_unproven_neighbour_in_use_refuses_where_it_may_overlap);
	return tests;
}
