// SPDX-License-Identifier: BSD-2-Clause
/* Locks that are refused. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <flashmap/lock.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

enum {
	SECTOR = 0x1000,
	KERNEL_SIZE = 0x20000,
};

static const struct flash_area *kernel;

static void can_lock(struct fake_mtd *mtd)
{
	mtd->locking.can_lock = true;
	mtd->locking.can_tell = true;
}

static void set_up(void)
{
	board_set_up();
	kernel = must_open("kernel");
	can_lock(board.kernel);
}

static void check_refused(const struct flash_area *fa, off_t off, size_t len,
			  int error)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_lock(fa, off, len), error);
	ck_assert_int_eq(flashmap_area_unlock(fa, off, len), error);
	ck_assert_uint_eq(fake_count("MEMLOCK"), 0);
	ck_assert_uint_eq(fake_count("MEMUNLOCK"), 0);
}

START_TEST(a_lock_of_no_whole_sectors_gives_einval)
{
	check_refused(kernel, 0, SECTOR - 1, -EINVAL);
	check_refused(kernel, 1, SECTOR, -EINVAL);
	check_refused(kernel, SECTOR / 2, SECTOR / 2, -EINVAL);
	check_refused(kernel, 0, SECTOR + 1, -EINVAL);
}
END_TEST

START_TEST(a_lock_outside_the_area_gives_einval)
{
	static const struct {
		off_t offset;
		size_t length;
	} outside[] = {
		{ 0, KERNEL_SIZE + SECTOR }, { KERNEL_SIZE, SECTOR },
		{ -SECTOR, SECTOR },	     { SECTOR, SIZE_MAX },
		{ INT64_MAX, SECTOR },
	};

	check_refused(kernel, outside[_i].offset, outside[_i].length, -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_lock_of_no_area_gives_einval)
{
	check_refused(NULL, 0, SECTOR, -EINVAL);
	ck_assert_int_eq(flashmap_area_is_locked(NULL, 0), -EINVAL);
}
END_TEST

START_TEST(asking_outside_the_area_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_is_locked(kernel, -1), -EINVAL);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, KERNEL_SIZE), -EINVAL);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, INT64_MAX), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_lock_of_nothing_does_nothing)
{
	ck_assert_int_eq(flashmap_area_lock(kernel, 5, 0), 0);
	ck_assert_int_eq(flashmap_area_unlock(kernel, KERNEL_SIZE, 0), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK"), 0);
	ck_assert_uint_eq(fake_count("MEMUNLOCK"), 0);
}
END_TEST

START_TEST(a_chip_without_locks_is_not_supported)
{
	board.kernel->locking.can_lock = false;
	board.kernel->locking.can_tell = false;
	check_refused(kernel, 0, SECTOR, -ENOTSUP);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_chip_that_cannot_tell_is_not_locked)
{
	board.kernel->locking.can_tell = false;
	check_refused(kernel, 0, SECTOR, -ENOTSUP);
}
END_TEST

START_TEST(a_chip_that_can_only_tell_is_not_supported)
{
	expect_errors();
	board.kernel->locking.can_lock = false;
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), -ENOTSUP);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
}
END_TEST

START_TEST(a_driver_that_cannot_tell_is_not_supported)
{
	static const int unsupported[] = { ENOTTY, EOPNOTSUPP, 524 };

	fake_fail(board.kernel, FAKE_IOCTL, MEMISLOCKED, FAKE_ALWAYS,
		  unsupported[_i]);
	check_refused(kernel, 0, SECTOR, -ENOTSUP);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_failure_to_tell_is_passed_on)
{
	expect_errors();
	fake_fail(board.kernel, FAKE_IOCTL, MEMISLOCKED, 1, EIO);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), -EIO);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
}
END_TEST

START_TEST(a_failure_to_tell_before_changes_nothing)
{
	fake_fail(board.kernel, FAKE_IOCTL, MEMISLOCKED, FAKE_ALWAYS, EIO);
	check_refused(kernel, 0, SECTOR, -EIO);
}
END_TEST

static void fail_after_change(const struct fake_event *event, void *unused)
{
	(void)unused;
	if (event->call == FAKE_IOCTL && event->which == MEMLOCK)
		fake_fail(event->mtd, FAKE_IOCTL, MEMISLOCKED, FAKE_ALWAYS,
			  EIO);
}

START_TEST(a_failure_to_tell_afterwards_is_no_success)
{
	expect_errors();
	fake_set_hook(fail_after_change, NULL);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), -EIO);
}
END_TEST

START_TEST(locking_and_asking_go_on_after_signals)
{
	fake_fail(board.kernel, FAKE_IOCTL, MEMISLOCKED, 1, EINTR);
	fake_fail(board.kernel, FAKE_IOCTL, MEMLOCK, 1, EINTR);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd1 0 0x1000"), 2);
}
END_TEST

START_TEST(a_lock_of_what_is_in_use_is_ebusy)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "1\n");
	check_refused(kernel, 0, SECTOR, -EBUSY);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
}
END_TEST

START_TEST(a_lock_without_the_right_to_write_is_passed_on)
{
	fake_fail(board.kernel, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	check_refused(kernel, 0, SECTOR, -EACCES);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
}
END_TEST

/* A map of one more fake. */
static struct fake_mtd *add(const struct fake_options *options)
{
	struct fake_mtd *mtd = fake_add(options);

	can_lock(mtd);
	board_tear_down();
	board.map = fake_load_map();
	return mtd;
}

START_TEST(a_lock_of_what_is_read_only_is_erofs)
{
	const struct flash_area *fa;

	add(&(struct fake_options){
		.number = 9, .name = "fixed", .read_only = true });
	fa = must_open("fixed");
	check_refused(fa, 0, SECTOR, -EROFS);
	ck_assert_int_eq(flashmap_area_is_locked(fa, 0), 0);
}
END_TEST

START_TEST(a_device_without_sectors_is_not_supported)
{
	const struct flash_area *fa;

	add(&(struct fake_options){
		.number = 9, .name = "ram", .type = "ram", .no_erase = true });
	fa = must_open("ram");
	check_refused(fa, 0, SECTOR, -ENOTSUP);
	ck_assert_int_eq(flashmap_area_is_locked(fa, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_lock_without_a_device_is_nodev)
{
	const struct flash_area fa = { .fa_size = SECTOR,
				       .fa_dev_name = "no such" };

	check_refused(&fa, 0, SECTOR, -ENODEV);
	ck_assert_int_eq(flashmap_area_is_locked(&fa, 0), -ENODEV);
}
END_TEST

START_TEST(sectors_of_all_sizes_are_asked)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x1000, .numblocks = 4 },
		{ .offset = 0x4000, .erasesize = 0x4000, .numblocks = 3 },
	};
	const struct flash_area *fa;
	struct fake_mtd *mtd;

	mtd = add(&(struct fake_options){ .number = 9,
					  .name = "top",
					  .erase_size = 0x4000,
					  .regions = regions,
					  .region_count = 2 });
	fa = must_open("top");
	ck_assert_int_eq(flashmap_area_lock(fa, 0x3000, 0x5000), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd9 0x3000 0x5000"), 1);
	ck_assert_uint_eq(fake_count("MEMISLOCKED mtd9 0x2000 0x1000"), 2);
	ck_assert_uint_eq(fake_count("MEMISLOCKED mtd9 0x8000 0x4000"), 2);
	ck_assert_int_eq(flashmap_area_is_locked(fa, 0x7fff), 1);
	ck_assert(!fake_is_locked(mtd, 0x2000, 0x1000));
}
END_TEST

static void add_unsupported_tests(TCase *tcase)
{
	tcase_add_test(tcase, a_chip_without_locks_is_not_supported);
	tcase_add_test(tcase, a_chip_that_cannot_tell_is_not_locked);
	tcase_add_test(tcase, a_chip_that_can_only_tell_is_not_supported);
	tcase_add_loop_test(tcase, a_driver_that_cannot_tell_is_not_supported,
			    0, 3);
	tcase_add_test(tcase, a_device_without_sectors_is_not_supported);
}

TCase *lock_refused_case(void)
{
	TCase *tcase = tcase_create("refused");

	tcase_add_checked_fixture(tcase, set_up, board_tear_down);
	tcase_add_test(tcase, a_lock_of_no_whole_sectors_gives_einval);
	tcase_add_loop_test(tcase, a_lock_outside_the_area_gives_einval, 0, 5);
	tcase_add_test(tcase, a_lock_of_no_area_gives_einval);
	tcase_add_test(tcase, asking_outside_the_area_gives_einval);
	tcase_add_test(tcase, a_lock_of_nothing_does_nothing);
	tcase_add_test(tcase, a_failure_to_tell_is_passed_on);
	tcase_add_test(tcase, a_failure_to_tell_before_changes_nothing);
	tcase_add_test(tcase, a_failure_to_tell_afterwards_is_no_success);
	tcase_add_test(tcase, locking_and_asking_go_on_after_signals);
	tcase_add_test(tcase, a_lock_of_what_is_in_use_is_ebusy);
	tcase_add_test(tcase, a_lock_without_the_right_to_write_is_passed_on);
	tcase_add_test(tcase, a_lock_of_what_is_read_only_is_erofs);
	tcase_add_test(tcase, a_lock_without_a_device_is_nodev);
	tcase_add_test(tcase, sectors_of_all_sizes_are_asked);
	add_unsupported_tests(tcase);
	return tcase;
}
