// SPDX-License-Identifier: BSD-2-Clause
/* What an MTD is asked for when sysfs does not say it. */

#include <errno.h>

#include "mtd-medium.h"
#include "unit.h"

#define GIB (1ull << 30)

static int ask(void)
{
	const struct fm_geometry *geometry;

	return medium->operations->get_geometry(medium, &geometry);
}

static void check_region(const struct fm_region *region, uint64_t offset,
			 uint64_t size, uint64_t count)
{
	ck_assert_uint_eq(region->offset, offset);
	ck_assert_uint_eq(region->sector_size, size);
	ck_assert_uint_eq(region->sector_count, count);
}

START_TEST(what_sysfs_says_is_not_asked_for)
{
	const struct fm_geometry *geometry;

	set_up_medium(&(struct fake_options){ .number = 0,
					      .type = "nand",
					      .size = 0x100000,
					      .erase_size = 0x20000,
					      .write_size = 2048,
					      .oob_size = 64 });
	geometry = medium_geometry();
	ck_assert_str_eq(fake_calls(), "");
	ck_assert_uint_eq(geometry->size, 0x100000);
	ck_assert_uint_eq(geometry->write_size, 2048);
	ck_assert_uint_eq(geometry->oob_size, 64);
	ck_assert_uint_eq(geometry->erased_value, 0xff);
	ck_assert(geometry->bad_blocks_possible);
	ck_assert_uint_eq(geometry->region_count, 1);
	check_region(geometry->regions, 0, 0x20000, 8);
	tear_down_medium();
}
END_TEST

START_TEST(what_sysfs_does_not_say_is_asked_of_the_node)
{
	const struct fm_geometry *geometry;

	set_up_unknown_medium(&(struct fake_options){ .number = 0,
						      .type = "nand",
						      .size = 0x100000,
						      .erase_size = 0x20000,
						      .write_size = 2048,
						      .oob_size = 64 });
	geometry = medium_geometry();
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "MEMGETINFO mtd0\n"
				       "MEMGETREGIONCOUNT mtd0\n");
	ck_assert_uint_eq(geometry->size, 0x100000);
	ck_assert_uint_eq(geometry->write_size, 2048);
	ck_assert_uint_eq(geometry->oob_size, 64);
	ck_assert_uint_eq(geometry->erased_value, 0xff);
	ck_assert(geometry->bad_blocks_possible);
	check_region(geometry->regions, 0, 0x20000, 8);
	tear_down_medium();
}
END_TEST

START_TEST(node_is_asked_once)
{
	const struct fm_geometry *first;

	set_up_unknown_medium(&(struct fake_options){ .number = 0 });
	first = medium_geometry();
	ck_assert_int_eq(medium_release(), 0);
	fake_forget_calls();
	ck_assert_ptr_eq(medium_geometry(), first);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_medium();
}
END_TEST

START_TEST(size_past_32_bits_is_kept)
{
	const struct fm_geometry *geometry;

	set_up_unknown_medium(&(struct fake_options){
		.number = 0, .size = 5 * GIB, .erase_size = 0x20000 });
	geometry = medium_geometry();
	ck_assert_uint_eq(geometry->size, 5 * GIB);
	check_region(geometry->regions, 0, 0x20000, 5 * GIB / 0x20000);
	tear_down_medium();
}
END_TEST

START_TEST(bad_blocks_are_possible_on_nand_alone)
{
	static const struct {
		const char *type;
		bool possible;
	} types[] = {
		{ "nor", false }, { "nand", true },	  { "mlc-nand", true },
		{ "ram", false }, { "dataflash", false }, { "ubi", false },
	};

	set_up_unknown_medium(
		&(struct fake_options){ .number = 0, .type = types[_i].type });
	ck_assert_int_eq(medium_geometry()->bad_blocks_possible,
			 types[_i].possible);
	tear_down_medium();
}
END_TEST

START_TEST(unknown_read_only_mtd_is_erofs)
{
	expect_errors();
	set_up_unknown_medium(
		&(struct fake_options){ .number = 0, .read_only = true });
	medium_geometry();
	ck_assert_int_eq(medium->operations->prepare_write(medium), -EROFS);
	ck_assert_uint_eq(fake_count("open mtd0 O_RDWR"), 0);
	tear_down_medium();
}
END_TEST

START_TEST(unknown_writeable_mtd_is_writeable)
{
	set_up_unknown_medium(&(struct fake_options){ .number = 0 });
	medium_geometry();
	ck_assert_int_eq(medium->operations->prepare_write(medium), 0);
	tear_down_medium();
}
END_TEST

START_TEST(failed_question_is_an_error_and_asked_again)
{
	expect_errors();
	set_up_unknown_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMGETINFO, 1, EIO);
	fake_fail(mtd, FAKE_IOCTL, MEMGETINFO, 2, ENOTTY);
	fake_fail(mtd, FAKE_IOCTL, MEMGETINFO, 3, EINTR);
	ck_assert_int_eq(ask(), -EIO);
	ck_assert_int_eq(ask(), -ENOTSUP);
	ck_assert_int_eq(ask(), 0);
	tear_down_medium();
}
END_TEST

START_TEST(unknown_mtd_that_is_gone_is_nodev)
{
	expect_errors();
	set_up_unknown_medium(&(struct fake_options){ .number = 0 });
	fake_remove(mtd);
	ck_assert_int_eq(ask(), -ENODEV);
	tear_down_medium();
}
END_TEST

START_TEST(driver_without_regions_has_equal_sectors)
{
	const struct fm_geometry *geometry;

	set_up_unknown_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMGETREGIONCOUNT, 1, EOPNOTSUPP);
	geometry = medium_geometry();
	ck_assert_uint_eq(geometry->region_count, 1);
	check_region(geometry->regions, 0, 4096, 16);
	tear_down_medium();
}
END_TEST

START_TEST(negative_count_of_regions_is_none)
{
	set_up_unknown_medium(&(struct fake_options){
		.number = 0,
		.region_count = 0xffffffff,
		.regions = (struct region_info_user[]){ { 0, 4096, 16, 0 } } });
	check_region(medium_geometry()->regions, 0, 4096, 16);
	ck_assert_uint_eq(fake_count("MEMGETREGIONINFO"), 0);
	tear_down_medium();
}
END_TEST

static const struct region_info_user boot_regions[] = {
	{ .offset = 0, .erasesize = 0x2000, .numblocks = 8 },
	{ .offset = 0x10000, .erasesize = 0x10000, .numblocks = 15 },
};

static const struct fake_options boot = {
	.number = 0,
	.size = 0x100000,
	.erase_size = 0x10000,
	.regions = boot_regions,
	.region_count = 2,
};

static void check_boot(const struct fm_geometry *geometry)
{
	ck_assert_uint_eq(geometry->size, 0x100000);
	ck_assert_uint_eq(geometry->region_count, 2);
	check_region(&geometry->regions[0], 0, 0x2000, 8);
	check_region(&geometry->regions[1], 0x10000, 0x10000, 15);
}

START_TEST(regions_that_sysfs_counts_are_asked_of_the_node)
{
	set_up_medium(&boot);
	check_boot(medium_geometry());
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "MEMGETREGIONINFO mtd0 0\n"
				       "MEMGETREGIONINFO mtd0 1\n");
	fake_forget_calls();
	check_boot(medium_geometry());
	ck_assert_str_eq(fake_calls(), "");
	tear_down_medium();
}
END_TEST

START_TEST(regions_of_an_unknown_mtd_are_asked_of_the_node)
{
	set_up_unknown_medium(&boot);
	check_boot(medium_geometry());
	ck_assert_uint_eq(fake_count("MEMGETREGIONINFO"), 2);
	tear_down_medium();
}
END_TEST

START_TEST(regions_that_make_no_sense_are_eio)
{
	static const struct region_info_user wrong[][2] = {
		/* The first does not begin at 0. */
		{ { 0x1000, 0x2000, 8, 0 }, { 0x11000, 0x10000, 14, 1 } },
		/* A gap, and an overlap. */
		{ { 0, 0x2000, 7, 0 }, { 0x10000, 0x10000, 15, 1 } },
		{ { 0, 0x2000, 9, 0 }, { 0x10000, 0x10000, 15, 1 } },
		/* No size, no sectors. */
		{ { 0, 0, 8, 0 }, { 0, 0x10000, 15, 1 } },
		{ { 0, 0x2000, 0, 0 }, { 0, 0x10000, 16, 1 } },
	};
	struct fake_options options = boot;

	expect_errors();
	options.regions = wrong[_i];
	set_up_medium(&options);
	ck_assert_int_eq(ask(), -EIO);
	mtd->options.regions = boot_regions;
	check_boot(medium_geometry());
	tear_down_medium();
}
END_TEST

START_TEST(failed_question_for_a_region_is_an_error)
{
	expect_errors();
	set_up_medium(&boot);
	fake_fail(mtd, FAKE_IOCTL, MEMGETREGIONINFO, 2, ENOTTY);
	ck_assert_int_eq(ask(), -ENOTSUP);
	check_boot(medium_geometry());
	tear_down_medium();
}
END_TEST

TCase *mtd_geometry_case(void)
{
	TCase *tcase = tcase_create("geometry");

	tcase_add_test(tcase, what_sysfs_says_is_not_asked_for);
	tcase_add_test(tcase, what_sysfs_does_not_say_is_asked_of_the_node);
	tcase_add_test(tcase, node_is_asked_once);
	tcase_add_test(tcase, size_past_32_bits_is_kept);
	tcase_add_loop_test(tcase, bad_blocks_are_possible_on_nand_alone, 0, 6);
	tcase_add_test(tcase, unknown_read_only_mtd_is_erofs);
	tcase_add_test(tcase, unknown_writeable_mtd_is_writeable);
	tcase_add_test(tcase, failed_question_is_an_error_and_asked_again);
	tcase_add_test(tcase, unknown_mtd_that_is_gone_is_nodev);
	tcase_add_test(tcase, driver_without_regions_has_equal_sectors);
	tcase_add_test(tcase, negative_count_of_regions_is_none);
	tcase_add_test(tcase, regions_that_sysfs_counts_are_asked_of_the_node);
	tcase_add_test(tcase, regions_of_an_unknown_mtd_are_asked_of_the_node);
	tcase_add_loop_test(tcase, regions_that_make_no_sense_are_eio, 0, 5);
	tcase_add_test(tcase, failed_question_for_a_region_is_an_error);
	return tcase;
}
