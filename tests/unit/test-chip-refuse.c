// SPDX-License-Identifier: BSD-2-Clause
/* Protected ranges and bad blocks. */

#include <errno.h>

#include "chip-windows.h"
#include "unit.h"

START_TEST(protected_range_is_erofs_before_the_device_is_touched)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x4000, 0x2000);
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -EROFS);
	ck_assert_int_eq(chip_write(0x5fff, "x", 1), -EROFS);
	ck_assert_int_eq(chip_erase(0x4000, 0x2000), -EROFS);
	ck_assert_int_eq(chip_erase(0, 0x10000), -EROFS);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(one_protected_byte_is_enough)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x5000, 1);
	ck_assert_int_eq(chip_write(0x4fff, "xx", 2), -EROFS);
	ck_assert_int_eq(chip_write(0x5000, "x", 1), -EROFS);
	ck_assert_int_eq(chip_erase(0x5000, 0x1000), -EROFS);
	ck_assert_int_eq(chip_erase(0x4000, 0x2000), -EROFS);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(neighbours_of_a_protected_range_are_changed)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x4000, 0x2000);
	ck_assert_int_eq(chip_write(0x3fff, "", 1), 0);
	ck_assert_int_eq(chip_write(0x6000, "", 1), 0);
	ck_assert_int_eq(chip_erase(0x3000, 0x1000), 0);
	ck_assert_int_eq(chip_erase(0x6000, 0x1000), 0);
	tear_down_chip();
}
END_TEST

START_TEST(protection_is_of_the_chip_and_not_of_a_window)
{
	const struct fm_range range = { 0x4000, 0x1000 };

	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	add_nor_window(0x4000, 1, 0x2000);
	protect(0x4000, 0x2000);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(fm_chip_erase(&chip, &chip.windows[i], &range,
					       NULL),
				 -EROFS);
		ck_assert_int_eq(fm_chip_write(&chip, &chip.windows[i], &range,
					       "x", NULL),
				 -EROFS);
	}
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(each_of_several_protected_ranges_counts)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0, 0x1000);
	protect(0xf000, 0x1000);
	ck_assert_int_eq(chip_write(0, "x", 1), -EROFS);
	ck_assert_int_eq(chip_write(0xffff, "x", 1), -EROFS);
	ck_assert_int_eq(chip_write(0x1000, "", 1), 0);
	tear_down_chip();
}
END_TEST

START_TEST(protected_range_is_read)
{
	uint8_t data[1];

	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x4000, 0x2000);
	ck_assert_int_eq(chip_read(0x4001, data, 1), 0);
	ck_assert_uint_eq(data[0], 1);
	tear_down_chip();
}
END_TEST

START_TEST(zero_length_in_a_protected_range_is_no_change)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x4000, 0x2000);
	ck_assert_int_eq(chip_write(0x5000, NULL, 0), 0);
	ck_assert_int_eq(chip_erase(0x5000, 0), 0);
	tear_down_chip();
}
END_TEST

/* NAND of eight blocks of 16 KiB with pages of 2 KiB. */
static struct fake_mtd *add_nand_window(uint64_t offset, int number)
{
	struct fake_mtd *mtd;

	mtd = add_window(offset, &(struct fake_options){ .number = number,
							 .type = "nand",
							 .size = 0x20000,
							 .erase_size = 0x4000,
							 .write_size = 0x800,
							 .oob_size = 64 });
	fake_fill(mtd, 0);
	return mtd;
}

static uint8_t pages[0x20000];

START_TEST(bad_block_in_the_range_is_eio_and_changes_nothing)
{
	/* First, in the middle, and last block of the range. */
	static const uint64_t places[] = { 0x4000, 0x8000, 0xc000 };
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nand_window(0, 0);
	fake_mark_bad(mtd, places[_i]);
	ck_assert_int_eq(chip_write(0x4000, pages, 0xc000), -EIO);
	ck_assert_int_eq(chip_erase(0x4000, 0xc000), -EIO);
	ck_assert_int_eq(chip_read(0x4000, pages, 0xc000), -EIO);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_uint_eq(fake_count("pread"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(bad_block_of_a_later_window_changes_nothing)
{
	struct fake_mtd *second;

	expect_errors();
	set_up_chip();
	add_nand_window(0, 1);
	second = add_nand_window(0x20000, 2);
	fake_mark_bad(second, 0);
	ck_assert_int_eq(chip_write(0x1c000, pages, 0x8000), -EIO);
	ck_assert_int_eq(chip_erase(0x1c000, 0x8000), -EIO);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(bad_block_that_is_touched_by_one_byte_counts)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nand_window(0, 0);
	fake_mark_bad(mtd, 0x8000);
	ck_assert_int_eq(chip_read(0x7fff, pages, 2), -EIO);
	ck_assert_int_eq(chip_read(0xbfff, pages, 2), -EIO);
	ck_assert_int_eq(chip_write(0x7800, pages, 0x1000), -EIO);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(bad_blocks_beside_the_range_do_not_count)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nand_window(0, 0);
	fake_mark_bad(mtd, 0x0000);
	fake_mark_bad(mtd, 0x8000);
	ck_assert_int_eq(chip_erase(0x4000, 0x4000), 0);
	ck_assert_int_eq(chip_write(0x4000, pages, 0x4000), 0);
	ck_assert_int_eq(chip_read(0x4000, pages, 0x4000), 0);
	tear_down_chip();
}
END_TEST

START_TEST(each_block_of_the_range_is_asked_once)
{
	set_up_chip();
	add_nand_window(0, 0);
	ck_assert_int_eq(chip_erase(0x4000, 0x8000), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), 2);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x4000"), 1);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x8000"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(nor_is_not_asked_for_bad_blocks)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	ck_assert_int_eq(chip_erase(0, 0x10000), 0);
	ck_assert_int_eq(chip_read(0, pages, 0x10000), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(failed_look_for_bad_blocks_changes_nothing)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nand_window(0, 0);
	fake_fail(mtd, FAKE_IOCTL, MEMGETBADBLOCK, 2, ENODEV);
	ck_assert_int_eq(chip_erase(0x4000, 0x8000), -ENODEV);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(is_bad_asks_for_the_sector_of_an_offset)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nand_window(0x100000, 0);
	fake_mark_bad(mtd, 0x8000);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x108000), 1);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x10bfff), 1);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x10c000), 0);
	ck_assert_int_eq(fm_chip_is_bad(&chip, &chip.windows[0], 0x107fff), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x8000"), 2);
	tear_down_chip();
}
END_TEST

START_TEST(is_bad_is_no_without_bad_blocks)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x1000), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(rest_of_a_nand_that_is_no_block_is_not_bad)
{
	uint8_t data[0x800];

	set_up_chip();
	add_window(0, &(struct fake_options){ .number = 0,
					      .type = "nand",
					      .size = 0x8800,
					      .erase_size = 0x4000,
					      .write_size = 0x800 });
	ck_assert_int_eq(chip_read(0x8000, data, sizeof(data)), 0);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x8000), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(is_bad_needs_an_offset_on_the_chip)
{
	expect_errors();
	set_up_chip();
	add_nand_window(0x100000, 0);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0x120000), -EINVAL);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, UINT64_MAX), -EINVAL);
	ck_assert_int_eq(fm_chip_is_bad(&chip, NULL, 0xfffff), -ENXIO);
	ck_assert_int_eq(fm_chip_is_bad(&chip, &chip.windows[0], 0xfffff),
			 -EINVAL);
	tear_down_chip();
}
END_TEST

TCase *chip_refuse_case(void)
{
	TCase *tcase = tcase_create("refuse");

	tcase_add_test(tcase,
		       protected_range_is_erofs_before_the_device_is_touched);
	tcase_add_test(tcase, one_protected_byte_is_enough);
	tcase_add_test(tcase, neighbours_of_a_protected_range_are_changed);
	tcase_add_test(tcase, protection_is_of_the_chip_and_not_of_a_window);
	tcase_add_test(tcase, each_of_several_protected_ranges_counts);
	tcase_add_test(tcase, protected_range_is_read);
	tcase_add_test(tcase, zero_length_in_a_protected_range_is_no_change);
	tcase_add_loop_test(
		tcase, bad_block_in_the_range_is_eio_and_changes_nothing, 0, 3);
	tcase_add_test(tcase, bad_block_of_a_later_window_changes_nothing);
	tcase_add_test(tcase, bad_block_that_is_touched_by_one_byte_counts);
	tcase_add_test(tcase, bad_blocks_beside_the_range_do_not_count);
	tcase_add_test(tcase, each_block_of_the_range_is_asked_once);
	tcase_add_test(tcase, nor_is_not_asked_for_bad_blocks);
	tcase_add_test(tcase, failed_look_for_bad_blocks_changes_nothing);
	tcase_add_test(tcase, is_bad_asks_for_the_sector_of_an_offset);
	tcase_add_test(tcase, is_bad_is_no_without_bad_blocks);
	tcase_add_test(tcase, rest_of_a_nand_that_is_no_block_is_not_bad);
	tcase_add_test(tcase, is_bad_needs_an_offset_on_the_chip);
	return tcase;
}
