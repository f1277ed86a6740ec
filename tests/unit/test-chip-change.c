// SPDX-License-Identifier: BSD-2-Clause
/* Writing and erasing through the windows of a chip. */

#include <errno.h>

#include "chip-windows.h"
#include "unit.h"

/* Whether the content is erased there and as it was filled elsewhere. */
static void check_erased(const struct fake_mtd *mtd, uint8_t pattern,
			 uint64_t begin, uint64_t end)
{
	for (uint64_t i = 0; i < mtd->options.size; i++) {
		uint8_t expected =
			i >= begin && i < end ? 0xff : (uint8_t)(pattern + i);

		if (mtd->content[i] != expected)
			ck_abort_msg("byte %#llx is %#x", (unsigned long long)i,
				     mtd->content[i]);
	}
}

START_TEST(write_is_one_call_per_erase_block)
{
	static const uint8_t zeros[0x2000];
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nor_window(0, 0, 0x4000);
	ck_assert_int_eq(chip_write(0x0ff0, zeros, 0x1020), 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n"
				       "pwrite mtd0 0xff0 0x10\n"
				       "pwrite mtd0 0x1000 0x1000\n"
				       "pwrite mtd0 0x2000 0x10\n");
	ck_assert_uint_eq(mtd->content[0x0fef], 0xef);
	ck_assert_mem_eq(mtd->content + 0x0ff0, zeros, 0x1020);
	ck_assert_uint_eq(mtd->content[0x2011], 0x11);
	tear_down_chip();
}
END_TEST

START_TEST(second_write_is_its_own_calls_alone)
{
	set_up_chip();
	add_nor_window(0, 0, 0x4000);
	ck_assert_int_eq(chip_write(0, "", 1), 0);
	fake_forget_calls();
	ck_assert_int_eq(chip_write(0x100, "", 1), 0);
	ck_assert_str_eq(fake_calls(), "pwrite mtd0 0x100 0x1\n");
	tear_down_chip();
}
END_TEST

START_TEST(write_over_adjacent_windows_takes_one_after_the_other)
{
	static const uint8_t zeros[0x20];
	struct fake_mtd *first, *second;

	set_up_chip();
	first = add_nor_window(0, 1, 0x2000);
	second = add_nor_window(0x2000, 2, 0x2000);
	ck_assert_int_eq(chip_write(0x1ff0, zeros, sizeof(zeros)), 0);
	ck_assert_uint_eq(fake_count("pwrite mtd1 0x1ff0 0x10"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd2 0 0x10"), 1);
	ck_assert_uint_eq(first->content[0x1fef], 0xff);
	ck_assert_mem_eq(first->content + 0x1ff0, zeros, 0x10);
	ck_assert_mem_eq(second->content, zeros, 0x10);
	ck_assert_uint_eq(second->content[0x10], 0x30);
	tear_down_chip();
}
END_TEST

START_TEST(erase_is_one_ioctl_per_sector_in_order)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nor_window(0, 0, 0x8000);
	ck_assert_int_eq(chip_erase(0x2000, 0x3000), 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n"
				       "MEMERASE64 mtd0 0x2000 0x1000\n"
				       "MEMERASE64 mtd0 0x3000 0x1000\n"
				       "MEMERASE64 mtd0 0x4000 0x1000\n");
	check_erased(mtd, 0, 0x2000, 0x5000);
	tear_down_chip();
}
END_TEST

START_TEST(erase_uses_the_sectors_of_each_region)
{
	static const struct region_info_user regions[] = {
		{ 0, 0x1000, 4, 0 },
		{ 0x4000, 0x4000, 3, 1 },
	};
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_window(0, &(struct fake_options){ .number = 0,
						    .erase_size = 0x4000,
						    .regions = regions,
						    .region_count = 2 });
	fake_fill(mtd, 0);
	ck_assert_int_eq(chip_erase(0x3000, 0x5000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64"), 2);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x3000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x4000 0x4000"), 1);
	check_erased(mtd, 0, 0x3000, 0x8000);
	tear_down_chip();
}
END_TEST

START_TEST(erase_over_adjacent_windows_takes_one_after_the_other)
{
	struct fake_mtd *first, *second;

	set_up_chip();
	first = add_nor_window(0, 1, 0x2000);
	second = add_nor_window(0x2000, 2, 0x2000);
	ck_assert_int_eq(chip_erase(0x1000, 0x2000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64"), 2);
	check_erased(first, 0x10, 0x1000, 0x2000);
	check_erased(second, 0x20, 0, 0x1000);
	tear_down_chip();
}
END_TEST

START_TEST(failed_erase_ends_the_call)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nor_window(0, 0, 0x8000);
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, 2, EIO);
	ck_assert_int_eq(chip_erase(0, 0x4000), -EIO);
	ck_assert_uint_eq(fake_count("MEMERASE64"), 2);
	check_erased(mtd, 0, 0, 0x1000);
	tear_down_chip();
}
END_TEST

START_TEST(failed_write_ends_the_call)
{
	static const uint8_t zeros[0x3000];
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nor_window(0, 0, 0x4000);
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 2, EIO);
	ck_assert_int_eq(chip_write(0, zeros, sizeof(zeros)), -EIO);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
	ck_assert_mem_eq(mtd->content, zeros, 0x1000);
	ck_assert_uint_eq(mtd->content[0x1001], 0x01);
	ck_assert_uint_eq(mtd->content[0x2001], 0x01);
	tear_down_chip();
}
END_TEST

START_TEST(erase_refuses_a_start_inside_a_sector)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nor_window(0, 0, 0x8000);
	ck_assert_int_eq(chip_erase(0x1800, 0x800), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1800, 0x1000), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1001, 0xfff), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	check_erased(mtd, 0, 0, 0);
	tear_down_chip();
}
END_TEST

START_TEST(erase_refuses_an_end_inside_a_sector)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nor_window(0, 0, 0x8000);
	ck_assert_int_eq(chip_erase(0x1000, 0x800), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1000, 0x1001), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1000, 1), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	check_erased(mtd, 0, 0, 0);
	tear_down_chip();
}
END_TEST

START_TEST(erase_of_a_device_without_sectors_is_not_supported)
{
	expect_errors();
	set_up_chip();
	add_window(0, &(struct fake_options){
			      .number = 0, .type = "ram", .no_erase = true });
	ck_assert_int_eq(chip_erase(0, 0x1000), -ENOTSUP);
	ck_assert_int_eq(chip_erase(0, 0x10000), -ENOTSUP);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_int_eq(chip_write(3, "x", 1), 0);
	tear_down_chip();
}
END_TEST

START_TEST(alignment_is_counted_from_the_start_of_the_window)
{
	static const uint8_t zeros[16];

	expect_errors();
	set_up_chip();
	add_window(0x1100, &(struct fake_options){ .number = 0,
						   .size = 0x4000,
						   .write_size = 0x200 });
	ck_assert_int_eq(chip_erase(0x1100, 0x1000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0 0x1000"), 1);
	ck_assert_int_eq(chip_erase(0x2000, 0x1000), -EINVAL);
	ck_assert_int_eq(chip_write(0x1200, zeros, 16), -EINVAL);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(write_refuses_what_is_not_whole_write_blocks)
{
	static const uint8_t zeros[0x1000];

	expect_errors();
	set_up_chip();
	add_window(0x1100, &(struct fake_options){ .number = 0,
						   .size = 0x4000,
						   .write_size = 0x200 });
	ck_assert_int_eq(chip_write(0x1101, zeros, 0x200), -EINVAL);
	ck_assert_int_eq(chip_write(0x1100, zeros, 0x1ff), -EINVAL);
	ck_assert_int_eq(chip_write(0x1100, zeros, 0x201), -EINVAL);
	ck_assert_int_eq(chip_write(0x1100, zeros, 1), -EINVAL);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_int_eq(chip_write(0x1300, zeros, 0x400), 0);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x200 0x400"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(misaligned_part_in_a_later_window_changes_nothing)
{
	static const uint8_t zeros[0x1000];
	struct fake_mtd *first;

	expect_errors();
	set_up_chip();
	first = add_nor_window(0, 1, 0x1000);
	add_window(0x1000,
		   &(struct fake_options){ .number = 2, .write_size = 0x100 });
	ck_assert_int_eq(chip_write(0xf00, zeros, 0x180), -EINVAL);
	ck_assert_int_eq(chip_erase(0, 0x1800), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	check_erased(first, 0x10, 0, 0);
	ck_assert_int_eq(chip_write(0xf00, zeros, 0x200), 0);
	tear_down_chip();
}
END_TEST

START_TEST(refusal_of_a_later_window_changes_nothing)
{
	static const uint8_t zeros[0x1000];
	struct fake_mtd *first;

	expect_errors();
	set_up_chip();
	first = add_nor_window(0, 1, 0x1000);
	add_window(0x1000,
		   &(struct fake_options){ .number = 2, .read_only = true });
	ck_assert_int_eq(chip_write(0xff0, zeros, 0x20), -EROFS);
	ck_assert_int_eq(chip_erase(0, 0x2000), -EROFS);
	ck_assert_uint_eq(count_changes(), 0);
	check_erased(first, 0x10, 0, 0);
	tear_down_chip();
}
END_TEST

/* Releases the chip in the middle of a read. */
static void release_chip(const struct fake_event *event, void *context)
{
	int *result = context;

	if (event->call == FAKE_READ)
		*result = fm_chip_release(&chip);
}

START_TEST(release_of_a_chip_goes_on_past_a_busy_window)
{
	int result = 1;
	uint8_t data[1];

	set_up_chip();
	for (int number = 0; number < 3; number++) {
		add_nor_window((uint64_t)number * 0x1000, number, 0x1000);
		ck_assert_int_eq(chip_read((uint64_t)number * 0x1000, data, 1),
				 0);
	}
	fake_set_hook(release_chip, &result);
	ck_assert_int_eq(chip_read(0x1000, data, 1), 0);
	fake_set_hook(NULL, NULL);
	ck_assert_int_eq(result, -EBUSY);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	ck_assert_uint_eq(fake_count("close mtd1"), 0);
	ck_assert_int_eq(fm_chip_release(&chip), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	tear_down_chip();
}
END_TEST

TCase *chip_change_case(void)
{
	TCase *tcase = tcase_create("change");

	tcase_add_test(tcase, write_is_one_call_per_erase_block);
	tcase_add_test(tcase, second_write_is_its_own_calls_alone);
	tcase_add_test(tcase,
		       write_over_adjacent_windows_takes_one_after_the_other);
	tcase_add_test(tcase, erase_is_one_ioctl_per_sector_in_order);
	tcase_add_test(tcase, erase_uses_the_sectors_of_each_region);
	tcase_add_test(tcase,
		       erase_over_adjacent_windows_takes_one_after_the_other);
	tcase_add_test(tcase, failed_erase_ends_the_call);
	tcase_add_test(tcase, failed_write_ends_the_call);
	tcase_add_test(tcase, erase_refuses_a_start_inside_a_sector);
	tcase_add_test(tcase, erase_refuses_an_end_inside_a_sector);
	tcase_add_test(tcase,
		       erase_of_a_device_without_sectors_is_not_supported);
	tcase_add_test(tcase,
		       alignment_is_counted_from_the_start_of_the_window);
	tcase_add_test(tcase, write_refuses_what_is_not_whole_write_blocks);
	tcase_add_test(tcase,
		       misaligned_part_in_a_later_window_changes_nothing);
	tcase_add_test(tcase, refusal_of_a_later_window_changes_nothing);
	tcase_add_test(tcase, release_of_a_chip_goes_on_past_a_busy_window);
	return tcase;
}
