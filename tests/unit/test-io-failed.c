// SPDX-License-Identifier: BSD-2-Clause
/* Where a write or an erase failed; flattening an area. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

#define NEVER_STORED 77

static const struct flash_area *kernel;
static const uint8_t zeros[0x20000];

static void set_up(void)
{
	board_set_up();
	kernel = must_open("kernel");
}

/* Whether a range has this value, and the rest what it was filled with. */
static void check_changed(size_t from, size_t to, uint8_t value)
{
	for (size_t i = 0; i < board.kernel->options.size; i++) {
		uint8_t expected = i >= from && i < to ? value
						       : (uint8_t)(i + 1);

		if (board.kernel->content[i] != expected)
			ck_abort_msg("byte %#zx is %#x", i,
				     board.kernel->content[i]);
	}
}

static int write_failing(off_t off, size_t len, off_t *failed)
{
	*failed = NEVER_STORED;
	return flashmap_area_write(kernel, off, zeros, len, failed);
}

static int erase_failing(off_t off, size_t len, off_t *failed)
{
	*failed = NEVER_STORED;
	return flashmap_area_erase(kernel, off, len, failed);
}

START_TEST(a_failed_write_tells_the_offset_of_its_sector)
{
	off_t failed;

	expect_errors();
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 3, EIO);
	ck_assert_int_eq(write_failing(0x800, 0x3000, &failed), -EIO);
	ck_assert_int_eq(failed, 0x2000);
	check_changed(0x800, 0x2000, 0);
}
END_TEST

START_TEST(a_write_that_fails_at_once_tells_its_own_offset)
{
	off_t failed;

	expect_errors();
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(write_failing(0x800, 0x3000, &failed), -EIO);
	ck_assert_int_eq(failed, 0x800);
	check_changed(0, 0, 0);
}
END_TEST

START_TEST(a_failed_erase_tells_the_offset_of_its_sector)
{
	off_t failed;

	expect_errors();
	fake_fail(board.kernel, FAKE_IOCTL, MEMERASE64, 3, EIO);
	ck_assert_int_eq(erase_failing(0x1000, 0x4000, &failed), -EIO);
	ck_assert_int_eq(failed, 0x3000);
	check_changed(0x1000, 0x3000, 0xff);
}
END_TEST

START_TEST(an_erase_that_fails_at_once_tells_its_own_offset)
{
	off_t failed;

	expect_errors();
	fake_fail(board.kernel, FAKE_IOCTL, MEMERASE64, 1, EIO);
	ck_assert_int_eq(erase_failing(0x1000, 0x4000, &failed), -EIO);
	ck_assert_int_eq(failed, 0x1000);
	check_changed(0, 0, 0);
}
END_TEST

/* Over boot and kernel. */
START_TEST(a_failure_in_a_later_mtd_is_told_in_offsets_of_the_area)
{
	const struct flash_area made = { .fa_off = 0x8000,
					 .fa_size = 0x10000,
					 .fa_dev_name = "spi0.0" };
	off_t failed = NEVER_STORED;

	expect_errors();
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 2, EIO);
	ck_assert_int_eq(flashmap_area_write(&made, 0x100, zeros, 0xa000,
					     &failed),
			 -EIO);
	ck_assert_int_eq(failed, 0x9000);
	fake_fail(board.kernel, FAKE_IOCTL, MEMERASE64, 3, EIO);
	ck_assert_int_eq(flashmap_area_erase(&made, 0x1000, 0xb000, &failed),
			 -EIO);
	ck_assert_int_eq(failed, 0xa000);
}
END_TEST

START_TEST(a_success_has_no_failed_offset)
{
	off_t failed;

	ck_assert_int_eq(write_failing(0, 0x1800, &failed), 0);
	ck_assert_int_eq(failed, -1);
	ck_assert_int_eq(erase_failing(0, 0x1000, &failed), 0);
	ck_assert_int_eq(failed, -1);
	ck_assert_int_eq(write_failing(5, 0, &failed), 0);
	ck_assert_int_eq(failed, -1);
	ck_assert_int_eq(erase_failing(5, 0, &failed), 0);
	ck_assert_int_eq(failed, -1);
}
END_TEST

START_TEST(a_refusal_has_no_failed_offset)
{
	off_t failed;

	expect_errors();
	ck_assert_int_eq(write_failing(0x1ffff, 2, &failed), -EINVAL);
	ck_assert_int_eq(failed, -1);
	ck_assert_int_eq(erase_failing(0x800, 0x1000, &failed), -EINVAL);
	ck_assert_int_eq(failed, -1);
	failed = NEVER_STORED;
	ck_assert_int_eq(flashmap_area_write(NULL, 0, zeros, 1, &failed),
			 -EINVAL);
	ck_assert_int_eq(failed, -1);
	failed = NEVER_STORED;
	ck_assert_int_eq(flashmap_area_erase(NULL, 0, 0x1000, &failed),
			 -EINVAL);
	ck_assert_int_eq(failed, -1);
	failed = NEVER_STORED;
	ck_assert_int_eq(flashmap_area_write(kernel, 0, NULL, 1, &failed),
			 -EINVAL);
	ck_assert_int_eq(failed, -1);
	fake_fail(board.kernel, FAKE_OPEN, FAKE_ANY, FAKE_ALWAYS, EPERM);
	ck_assert_int_eq(write_failing(0, 1, &failed), -EPERM);
	ck_assert_int_eq(failed, -1);
	ck_assert_int_eq(erase_failing(0, 0x1000, &failed), -EPERM);
	ck_assert_int_eq(failed, -1);
	check_changed(0, 0, 0);
}
END_TEST

START_TEST(nobody_has_to_ask_where_it_failed)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_write(kernel, 0, zeros, 0x1000, NULL),
			 0);
	ck_assert_int_eq(flashmap_area_erase(kernel, 0, 0x1000, NULL), 0);
	check_changed(0, 0x1000, 0xff);
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 1, EIO);
	fake_fail(board.kernel, FAKE_IOCTL, MEMERASE64, 1, EIO);
	ck_assert_int_eq(flashmap_area_write(kernel, 0, zeros, 1, NULL), -EIO);
	ck_assert_int_eq(flashmap_area_erase(kernel, 0, 0x1000, NULL), -EIO);
	ck_assert_int_eq(flashmap_area_erase(kernel, 1, 0x1000, NULL), -EINVAL);
}
END_TEST

START_TEST(a_flattened_area_is_erased)
{
	ck_assert_int_eq(flash_area_flatten(kernel, 0x3000, 0x2000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64"), 2);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	check_changed(0x3000, 0x5000, 0xff);
}
END_TEST

START_TEST(flattening_no_whole_sectors_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(flash_area_flatten(kernel, 0x3000, 0x1800), -EINVAL);
	ck_assert_int_eq(flash_area_flatten(kernel, 0x2800, 0x1000), -EINVAL);
	check_changed(0, 0, 0);
}
END_TEST

START_TEST(an_area_without_sectors_is_flattened_by_writing)
{
	const struct fake_options options = {
		.number = 7, .name = "ram", .type = "ram", .no_erase = true
	};
	struct fake_mtd *ram = fake_add(&options);
	const struct flash_area *fa;

	expect_errors();
	memset(ram->content, 0, 0x10000);
	board_tear_down();
	board.map = fake_load_map();
	fa = must_open("ram");
	ck_assert_int_eq(flash_area_erase(fa, 3, 0x1100), -ENOTSUP);
	ck_assert_int_eq(flash_area_flatten(fa, 3, 0x1100), 0);
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(ram->content[i],
				  i >= 3 && i < 0x1103 ? 0xff : 0);
}
END_TEST

TCase *io_failed_case(void)
{
	TCase *tests = tcase_create("failed");

	tcase_add_checked_fixture(tests, set_up, board_tear_down);
	tcase_add_test(tests, a_failed_write_tells_the_offset_of_its_sector);
	tcase_add_test(tests, a_write_that_fails_at_once_tells_its_own_offset);
	tcase_add_test(tests, a_failed_erase_tells_the_offset_of_its_sector);
	tcase_add_test(tests, an_erase_that_fails_at_once_tells_its_own_offset);
	tcase_add_test(tests,
		       a_failure_in_a_later_mtd_is_told_in_offsets_of_the_area);
	tcase_add_test(tests, a_success_has_no_failed_offset);
	tcase_add_test(tests, a_refusal_has_no_failed_offset);
	tcase_add_test(tests, nobody_has_to_ask_where_it_failed);
	tcase_add_test(tests, a_flattened_area_is_erased);
	tcase_add_test(tests, flattening_no_whole_sectors_gives_einval);
	tcase_add_test(tests, an_area_without_sectors_is_flattened_by_writing);
	return tests;
}
