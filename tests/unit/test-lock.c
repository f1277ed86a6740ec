// SPDX-License-Identifier: BSD-2-Clause
/* Locks of a chip: what it says of each sector is the truth. */

#include <errno.h>
#include <stdio.h>
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
static struct fake_locking *locking;

static void set_up(void)
{
	board_set_up();
	kernel = must_open("kernel");
	locking = &board.kernel->locking;
	locking->can_lock = true;
	locking->can_tell = true;
}

/* Sectors first up to (not including) last of the kernel's MTD are locked. */
static void check_locked(unsigned int first, unsigned int last)
{
	for (unsigned int i = 0; i < KERNEL_SIZE / SECTOR; i++)
		ck_assert_int_eq(fake_is_locked(board.kernel, i * SECTOR, 1),
				 i >= first && i < last);
}

START_TEST(a_sector_is_locked_or_not)
{
	fake_set_locked(board.kernel, 2 * SECTOR, SECTOR, true);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 2 * SECTOR - 1), 0);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 2 * SECTOR), 1);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 3 * SECTOR - 1), 1);
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 3 * SECTOR), 0);
}
END_TEST

START_TEST(a_sector_is_asked_for_with_one_call)
{
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
	fake_forget_calls();
	ck_assert_int_eq(flashmap_area_is_locked(kernel, SECTOR + 5), 0);
	ck_assert_str_eq(fake_calls(), "MEMISLOCKED mtd1 0x1000 0x1000\n");
}
END_TEST

START_TEST(asking_opens_nothing_for_writing)
{
	ck_assert_int_eq(flashmap_area_is_locked(kernel, 0), 0);
	ck_assert_uint_eq(fake_count("open mtd1 O_RDONLY"), 1);
	ck_assert_uint_eq(fake_count("open"), 1);
}
END_TEST

START_TEST(lock_locks_its_range_alone)
{
	ck_assert_int_eq(flashmap_area_lock(kernel, SECTOR, 3 * SECTOR), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd1 0x1000 0x3000"), 1);
	ck_assert_uint_eq(fake_count("MEMLOCK"), 1);
	ck_assert_uint_eq(fake_count("MEMUNLOCK"), 0);
	check_locked(1, 4);
}
END_TEST

START_TEST(unlock_unlocks_its_range_alone)
{
	fake_set_locked(board.kernel, 0, KERNEL_SIZE, true);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 2 * SECTOR,
					      KERNEL_SIZE - 2 * SECTOR),
			 0);
	ck_assert_uint_eq(fake_count("MEMUNLOCK mtd1 0x2000 0x1e000"), 1);
	ck_assert_uint_eq(fake_count("MEMUNLOCK"), 1);
	ck_assert_uint_eq(fake_count("MEMLOCK"), 0);
	check_locked(0, 2);
}
END_TEST

START_TEST(what_is_locked_already_stays_so)
{
	fake_set_locked(board.kernel, 0, 4 * SECTOR, true);
	ck_assert_int_eq(flashmap_area_lock(kernel, SECTOR, 2 * SECTOR), 0);
	check_locked(0, 4);
}
END_TEST

START_TEST(a_whole_area_can_be_locked_and_unlocked)
{
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, KERNEL_SIZE), 0);
	check_locked(0, KERNEL_SIZE / SECTOR);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 0, KERNEL_SIZE), 0);
	check_locked(0, 0);
}
END_TEST

/* Of a sector, before or after the change. */
static void check_asked_once(const char *calls, const char *end,
			     unsigned int sector)
{
	char line[64];
	const char *found;

	snprintf(line, sizeof(line), "MEMISLOCKED mtd1 %#x 0x1000\n",
		 sector * SECTOR);
	found = strstr(calls, line);
	ck_assert_ptr_nonnull(found);
	ck_assert(found < end);
	found = strstr(found + 1, line);
	ck_assert(!found || found > end);
}

START_TEST(each_sector_is_asked_before_and_after)
{
	const char *change, *end;

	ck_assert_int_eq(flashmap_area_lock(kernel, 4 * SECTOR, 2 * SECTOR), 0);
	change = strstr(fake_calls(), "MEMLOCK");
	ck_assert_ptr_nonnull(change);
	end = change + strlen(change);
	for (unsigned int i = 0; i < KERNEL_SIZE / SECTOR; i++) {
		check_asked_once(fake_calls(), change, i);
		check_asked_once(change, end, i);
	}
}
END_TEST

START_TEST(an_error_of_a_lock_that_acted_is_none)
{
	static const int errors[] = { EIO, EINVAL, ETIMEDOUT, EOPNOTSUPP };

	locking->reported = errors[_i];
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 0);
	check_locked(0, 1);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 0, SECTOR), 0);
	check_locked(0, 0);
}
END_TEST

START_TEST(success_of_a_lock_that_did_nothing_is_eio)
{
	expect_errors();
	locking->ignored = true;
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), -EIO);
	fake_set_locked(board.kernel, 0, SECTOR, true);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 0, SECTOR), -EIO);
}
END_TEST

START_TEST(error_of_a_lock_that_did_nothing_is_passed_on)
{
	static const struct {
		int said;
		int expected;
	} errors[] = {
		{ EIO, -EIO },
		{ EINVAL, -EINVAL },
		{ ETIMEDOUT, -ETIMEDOUT },
		{ 524, -ENOTSUP },
		{ EOPNOTSUPP, -ENOTSUP },
		{ ENOTTY, -ENOTSUP },
	};

	expect_errors();
	locking->ignored = true;
	locking->reported = errors[_i].said;
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR),
			 errors[_i].expected);
	fake_set_locked(board.kernel, 0, SECTOR, true);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 0, SECTOR),
			 errors[_i].expected);
}
END_TEST

START_TEST(a_lock_of_a_part_of_the_range_is_eio)
{
	expect_errors();
	locking->ignored = true;
	fake_set_locked(board.kernel, SECTOR, 2 * SECTOR, true);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, 3 * SECTOR), -EIO);
	ck_assert_int_eq(flashmap_area_lock(kernel, SECTOR, 3 * SECTOR), -EIO);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 0, 2 * SECTOR), -EIO);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 2 * SECTOR, 2 * SECTOR),
			 -EIO);
}
END_TEST

START_TEST(other_sectors_that_changed_are_told_by_1)
{
	locking->granularity = 4 * SECTOR;
	ck_assert_int_eq(flashmap_area_lock(kernel, SECTOR, SECTOR), 1);
	check_locked(0, 4);
	ck_assert_int_eq(flashmap_area_unlock(kernel, 3 * SECTOR, SECTOR), 1);
	check_locked(0, 0);
	ck_assert_int_eq(flashmap_area_lock(kernel, 4 * SECTOR, 4 * SECTOR), 0);
}
END_TEST

START_TEST(other_sectors_are_told_also_after_an_error_that_was_none)
{
	locking->granularity = 2 * SECTOR;
	locking->reported = EIO;
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 1);
}
END_TEST

START_TEST(other_sectors_that_were_locked_before_have_not_changed)
{
	locking->granularity = 4 * SECTOR;
	fake_set_locked(board.kernel, 0, SECTOR, true);
	fake_set_locked(board.kernel, 2 * SECTOR, 2 * SECTOR, true);
	ck_assert_int_eq(flashmap_area_lock(kernel, SECTOR, SECTOR), 0);
}
END_TEST

START_TEST(the_last_sector_of_the_mtd_counts_as_another)
{
	locking->granularity = 2 * SECTOR;
	ck_assert_int_eq(flashmap_area_lock(kernel, KERNEL_SIZE - 2 * SECTOR,
					    SECTOR),
			 1);
	check_locked(30, 32);
}
END_TEST

static void relock(const struct fake_event *event, void *unused)
{
	(void)unused;
	/* The chip unlocks what was locked before, at the other end. */
	if (event->call == FAKE_IOCTL && event->which == MEMLOCK)
		fake_set_locked(event->mtd, KERNEL_SIZE - SECTOR, SECTOR,
				false);
}

START_TEST(another_sector_that_was_unlocked_by_a_lock_is_told)
{
	fake_set_locked(board.kernel, KERNEL_SIZE - SECTOR, SECTOR, true);
	fake_set_hook(relock, NULL);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 1);
}
END_TEST

/* What a lock of the kernel's first sector does to another MTD. */
static void lock_beside(const struct fake_event *event, void *context)
{
	struct fake_mtd *beside = context;

	if (event->call == FAKE_IOCTL && event->which == MEMLOCK)
		fake_set_locked(beside, beside->options.size - SECTOR, SECTOR,
				true);
}

/* As some chips do where the range is at their other end. */
static void lock_elsewhere(const struct fake_event *event, void *unused)
{
	(void)unused;
	if (event->call == FAKE_IOCTL && event->which == MEMLOCK)
		fake_set_locked(board.kernel, KERNEL_SIZE - SECTOR, SECTOR,
				true);
}

START_TEST(a_failed_lock_tells_of_others_in_the_log)
{
	expect_errors();
	locking->ignored = true;
	fake_set_hook(lock_elsewhere, NULL);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), -EIO);
	check_locked(KERNEL_SIZE / SECTOR - 1, KERNEL_SIZE / SECTOR);
	ck_assert_ptr_nonnull(strstr(last_logged(), "outside the range"));
}
END_TEST

START_TEST(neighbours_outside_the_mtd_are_told_by_1)
{
	board.boot->locking.can_tell = true;
	fake_set_hook(lock_beside, board.boot);
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 1);
}
END_TEST

START_TEST(a_neighbour_that_cannot_be_asked_does_not_matter)
{
	board.boot->locking.can_tell = true;
	fake_fail(board.boot, FAKE_OPEN, FAKE_ANY, FAKE_ALWAYS, EACCES);
	expect_errors();
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 0);
	check_locked(0, 1);
}
END_TEST

/* A lock of the first of two MTDs takes the start of the second along. */
static void lock_next(const struct fake_event *event, void *unused)
{
	(void)unused;
	if (event->call == FAKE_IOCTL && event->which == MEMLOCK &&
	    event->mtd == board.boot)
		fake_set_locked(board.kernel, 0, SECTOR, true);
}

START_TEST(neighbours_in_the_range_are_what_was_asked_for)
{
	struct flash_area both = {
		.fa_off = 0xf000,
		.fa_size = 0x2000,
		.fa_dev = flash_area_get_device(kernel),
	};

	board.boot->locking = *locking;
	fake_set_hook(lock_next, NULL);
	ck_assert_int_eq(flashmap_area_lock(&both, 0, 0x2000), 0);
	check_locked(0, 1);
}
END_TEST

static struct fake_mtd *add_node_part(int number, const char *name,
				      const char *node, uint64_t offset,
				      uint64_t size)
{
	const struct fake_options options = {
		.number = number,
		.name = name,
		.device = "devices/platform/spi9.0",
		.offset_present = true,
		.offset = offset,
		.size = size,
		.of_node = node,
	};
	struct fake_mtd *mtd = fake_add(&options);

	mtd->locking.can_lock = true;
	mtd->locking.can_tell = true;
	return mtd;
}

START_TEST(an_mtd_over_the_range_tells_of_the_same_sectors)
{
	/* Its last sector is the part's first. */
	struct fake_mtd *over = add_node_part(
		7, "over", "/flash@9/partitions/over@0", 0, 0x5000);

	add_node_part(8, "part", "/flash@9/partitions/part@4000", 0x4000,
		      0x4000);
	board_tear_down();
	board.map = fake_load_map();
	fake_set_hook(lock_beside, over);
	ck_assert_int_eq(flashmap_area_lock(must_open("part"), 0, SECTOR), 0);
	ck_assert_uint_eq(fake_count("MEMISLOCKED mtd7 0x4000 0x1000"), 2);
}
END_TEST

START_TEST(a_locked_sector_ignores_what_it_is_told)
{
	ck_assert_int_eq(flashmap_area_lock(kernel, 0, SECTOR), 0);
	ck_assert_int_eq(flash_area_erase(kernel, 0, 2 * SECTOR), 0);
	ck_assert_uint_eq(board.kernel->content[5], 1 + 5);
	ck_assert_uint_eq(board.kernel->content[SECTOR], 0xff);
	ck_assert_int_eq(flash_area_write(kernel, 5, "", 1), 0);
	ck_assert_uint_eq(board.kernel->content[5], 1 + 5);
}
END_TEST

START_TEST(an_area_over_two_mtds_is_locked_in_both)
{
	struct flash_area both = {
		.fa_off = 0xf000,
		.fa_size = 0x3000,
		.fa_dev = flash_area_get_device(kernel),
	};

	board.boot->locking = *locking;
	ck_assert_int_eq(flashmap_area_lock(&both, 0, 0x3000), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd0 0xf000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd1 0 0x2000"), 1);
	ck_assert_int_eq(flashmap_area_is_locked(&both, 0x1000), 1);
	locking->granularity = 4 * SECTOR;
	ck_assert_int_eq(flashmap_area_unlock(&both, 0, 0x2000), 1);
}
END_TEST

static TCase *state_case(void)
{
	TCase *tcase = tcase_create("state");

	tcase_add_checked_fixture(tcase, set_up, board_tear_down);
	tcase_add_test(tcase, a_sector_is_locked_or_not);
	tcase_add_test(tcase, a_sector_is_asked_for_with_one_call);
	tcase_add_test(tcase, asking_opens_nothing_for_writing);
	tcase_add_test(tcase, lock_locks_its_range_alone);
	tcase_add_test(tcase, unlock_unlocks_its_range_alone);
	tcase_add_test(tcase, what_is_locked_already_stays_so);
	tcase_add_test(tcase, a_whole_area_can_be_locked_and_unlocked);
	tcase_add_test(tcase, each_sector_is_asked_before_and_after);
	tcase_add_test(tcase, a_locked_sector_ignores_what_it_is_told);
	tcase_add_test(tcase, an_area_over_two_mtds_is_locked_in_both);
	return tcase;
}

static TCase *truth_case(void)
{
	TCase *tcase = tcase_create("truth");

	tcase_add_checked_fixture(tcase, set_up, board_tear_down);
	tcase_add_loop_test(tcase, an_error_of_a_lock_that_acted_is_none, 0, 4);
	tcase_add_test(tcase, success_of_a_lock_that_did_nothing_is_eio);
	tcase_add_loop_test(
		tcase, error_of_a_lock_that_did_nothing_is_passed_on, 0, 6);
	tcase_add_test(tcase, a_lock_of_a_part_of_the_range_is_eio);
	tcase_add_test(tcase, other_sectors_that_changed_are_told_by_1);
	tcase_add_test(
		tcase,
		other_sectors_are_told_also_after_an_error_that_was_none);
	tcase_add_test(tcase,
		       other_sectors_that_were_locked_before_have_not_changed);
	tcase_add_test(tcase, the_last_sector_of_the_mtd_counts_as_another);
	tcase_add_test(tcase,
		       another_sector_that_was_unlocked_by_a_lock_is_told);
	tcase_add_test(tcase, a_failed_lock_tells_of_others_in_the_log);
	tcase_add_test(tcase, neighbours_outside_the_mtd_are_told_by_1);
	tcase_add_test(tcase, a_neighbour_that_cannot_be_asked_does_not_matter);
	tcase_add_test(tcase, an_mtd_over_the_range_tells_of_the_same_sectors);
	tcase_add_test(tcase, neighbours_in_the_range_are_what_was_asked_for);
	return tcase;
}

Suite *lock_suite(void)
{
	Suite *suite = suite_create("lock");

	suite_add_tcase(suite, state_case());
	suite_add_tcase(suite, truth_case());
	suite_add_tcase(suite, lock_reach_case());
	suite_add_tcase(suite, lock_refused_case());
	return suite;
}
