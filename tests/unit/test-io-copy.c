// SPDX-License-Identifier: BSD-2-Clause
/* From one area to another. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

static const struct flash_area *boot, *kernel, *spare;
static uint8_t buffer[0x1000];

/* Half of the kernel and all of the spare chip are erased. */
static void set_up(void)
{
	board_set_up();
	boot = must_open("boot");
	kernel = must_open("kernel");
	spare = must_open("spare");
	memset(board.kernel->content + 0x10000, 0xff, 0x10000);
	memset(board.spare->content, 0xff, 0x10000);
}

static int copy(const struct flash_area *from, off_t from_off,
		const struct flash_area *to, off_t to_off, off_t len)
{
	return flash_area_copy(from, from_off, to, to_off, len, buffer,
			       sizeof(buffer));
}

/* Whether the MTD is erased but for a range that holds what boot does. */
static void check_copied(const struct fake_mtd *mtd, size_t begin, off_t from,
			 size_t to, size_t len)
{
	for (size_t i = begin; i < mtd->options.size; i++) {
		uint8_t expected = 0xff;

		if (i >= to && i - to < len)
			expected = (uint8_t)((size_t)from + (i - to));
		if (mtd->content[i] != expected)
			ck_abort_msg("byte %#zx is %#x", i, mtd->content[i]);
	}
}

static void check_nothing_changed(void)
{
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
}

START_TEST(an_area_is_copied_to_one_of_another_chip)
{
	ck_assert_int_eq(copy(boot, 0x10, spare, 0x2003, 0x1234), 0);
	check_copied(board.spare, 0, 0x10, 0x2003, 0x1234);
}
END_TEST

START_TEST(a_whole_area_is_copied)
{
	ck_assert_int_eq(copy(boot, 0, spare, 0, 0x10000), 0);
	check_copied(board.spare, 0, 0, 0, 0x10000);
}
END_TEST

START_TEST(an_area_is_copied_to_one_of_the_same_chip)
{
	ck_assert_int_eq(copy(boot, 0x10, kernel, 0x10010, 0x1234), 0);
	check_copied(board.kernel, 0x10000, 0x10, 0x10010, 0x1234);
}
END_TEST

START_TEST(the_end_of_a_copy_need_not_fill_the_buffer)
{
	ck_assert_int_eq(flash_area_copy(boot, 0, spare, 0, 7, buffer, 5), 0);
	ck_assert_uint_eq(fake_count("pread mtd0 0 0x5"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x5 0x2"), 1);
	check_copied(board.spare, 0, 0, 0, 7);
}
END_TEST

START_TEST(a_copy_within_an_area_must_not_overlap)
{
	expect_errors();
	ck_assert_int_eq(copy(kernel, 0x10000, kernel, 0xffff, 2), -EINVAL);
	ck_assert_int_eq(copy(kernel, 0xffff, kernel, 0x10000, 2), -EINVAL);
	check_nothing_changed();
	ck_assert_int_eq(copy(kernel, 0xfff0, kernel, 0x10000, 0x10), 0);
	check_copied(board.kernel, 0x10000, 0xfff1, 0x10000, 0x10);
}
END_TEST

/* Whatever areas they are ranges of. */
START_TEST(a_copy_must_not_overlap_on_its_chip)
{
	const struct flash_area made = { .fa_off = 0x1f000,
					 .fa_size = 0x8000,
					 .fa_dev_name = "spi0.0" };

	expect_errors();
	ck_assert_int_eq(copy(kernel, 0xf000, &made, 1, 0x1000), -EINVAL);
	ck_assert_int_eq(copy(&made, 1, kernel, 0xf000, 0x1000), -EINVAL);
	check_nothing_changed();
}
END_TEST

START_TEST(a_copy_to_its_own_place_does_nothing)
{
	const struct flash_area made = { .fa_off = 0x1f000,
					 .fa_size = 0x8000,
					 .fa_dev_name = "spi0.0" };

	ck_assert_int_eq(copy(kernel, 5, kernel, 5, 0x1000), 0);
	ck_assert_int_eq(copy(kernel, 0xf000, &made, 0, 0x1000), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_of_nothing_inside_the_areas_is_0)
{
	static const off_t offsets[] = { 0, 1, 0xffff, 0x10000 };

	ck_assert_int_eq(copy(boot, offsets[_i], spare, 0x10000, 0), 0);
	ck_assert_int_eq(copy(boot, 0x10000, spare, offsets[_i], 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_of_what_is_outside_gives_einval)
{
	static const struct {
		off_t off, len;
	} outside[] = {
		{ 0x10001, 0 },
		{ 0x10000, 1 },
		{ 0xffff, 2 },
		{ 0, 0x10001 },
		{ 1, INT64_MAX },
		{ INT64_MAX, 1 },
		{ -1, 1 },
		{ -1, 0 },
		{ 0, -1 },
		{ 0x100, -0x100 },
		{ INT64_MIN, 1 },
		{ 0, INT64_MIN },
		{ 0xffff, INT64_MAX },
	};

	expect_errors();
	ck_assert_int_eq(copy(boot, outside[_i].off, spare, 0, outside[_i].len),
			 -EINVAL);
	ck_assert_int_eq(copy(boot, 0, spare, outside[_i].off, outside[_i].len),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_without_a_buffer_gives_einval)
{
	ck_assert_int_eq(flash_area_copy(boot, 0, spare, 0, 1, NULL, 1),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(boot, 0, spare, 0, 1, buffer, 0),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(boot, 0, spare, 0, 0, NULL, 1),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(boot, 0, spare, 0, 0, buffer, 0),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_without_an_area_gives_einval)
{
	ck_assert_int_eq(copy(NULL, 0, spare, 0, 1), -EINVAL);
	ck_assert_int_eq(copy(boot, 0, NULL, 0, 1), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_without_a_device_gives_enodev)
{
	const struct flash_area made = { .fa_size = 0x1000,
					 .fa_dev_name = "no such" };

	ck_assert_int_eq(copy(&made, 0, spare, 0, 1), -ENODEV);
	ck_assert_int_eq(copy(boot, 0, &made, 0, 1), -ENODEV);
	check_nothing_changed();
}
END_TEST

START_TEST(a_copy_to_what_is_in_use_gives_ebusy)
{
	expect_errors();
	write_file("sys/class/ubi/ubi0/mtd_num", "3\n");
	ck_assert_int_eq(copy(boot, 0, spare, 0, 0x1000), -EBUSY);
	check_nothing_changed();
	ck_assert_int_eq(copy(spare, 0, kernel, 0x10000, 0x1000), 0);
}
END_TEST

TCase *io_copy_case(void)
{
	TCase *tests = tcase_create("copy");

	tcase_add_checked_fixture(tests, set_up, board_tear_down);
	tcase_add_test(tests, an_area_is_copied_to_one_of_another_chip);
	tcase_add_test(tests, a_whole_area_is_copied);
	tcase_add_test(tests, an_area_is_copied_to_one_of_the_same_chip);
	tcase_add_test(tests, the_end_of_a_copy_need_not_fill_the_buffer);
	tcase_add_test(tests, a_copy_within_an_area_must_not_overlap);
	tcase_add_test(tests, a_copy_must_not_overlap_on_its_chip);
	tcase_add_test(tests, a_copy_to_its_own_place_does_nothing);
	tcase_add_loop_test(tests, a_copy_of_nothing_inside_the_areas_is_0, 0,
			    4);
	tcase_add_loop_test(tests, a_copy_of_what_is_outside_gives_einval, 0,
			    13);
	tcase_add_test(tests, a_copy_without_a_buffer_gives_einval);
	tcase_add_test(tests, a_copy_without_an_area_gives_einval);
	tcase_add_test(tests, a_copy_without_a_device_gives_enodev);
	tcase_add_test(tests, a_copy_to_what_is_in_use_gives_ebusy);
	return tests;
}
