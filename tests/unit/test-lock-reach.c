// SPDX-License-Identifier: BSD-2-Clause
/* Chips that go on past 4 GiB, where the kernel's calls about locks end. */

#include <errno.h>

#include <flashmap/lock.h>
#include <flashmap/writer.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

/* 8 GiB in sectors of 256 MiB. */
#define GIB (1ull << 30)
#define SECTOR (GIB / 4)

static struct fake_mtd *large;

static struct fake_mtd *add(const struct fake_options *options)
{
	struct fake_options sized = *options;
	struct fake_mtd *mtd;

	sized.size = 8 * GIB;
	sized.erase_size = (uint32_t)SECTOR;
	mtd = fake_add(&sized);
	mtd->locking.can_lock = true;
	mtd->locking.can_tell = true;
	return mtd;
}

static void set_up_large(void)
{
	large = add(&(struct fake_options){ .number = 9, .name = "large" });
	board.map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(board.map), 0);
}

static void check_overflow(const struct flash_area *fa, off_t off, size_t len)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_lock(fa, off, len), -EOVERFLOW);
	ck_assert_int_eq(flashmap_area_unlock(fa, off, len), -EOVERFLOW);
	ck_assert_uint_eq(fake_count("MEMLOCK"), 0);
	ck_assert_uint_eq(fake_count("MEMUNLOCK"), 0);
}

static struct flash_area large_area(uint64_t offset, size_t size)
{
	return (struct flash_area){ .fa_off = (off_t)offset,
				    .fa_size = size,
				    .fa_dev_name = "mtd9" };
}

START_TEST(a_sector_past_4_gib_cannot_be_asked)
{
	struct flash_area fa = large_area(4 * GIB - SECTOR, 2 * SECTOR);

	expect_errors();
	ck_assert_int_eq(flashmap_area_is_locked(&fa, SECTOR - 1), 0);
	ck_assert_int_eq(flashmap_area_is_locked(&fa, SECTOR), -EOVERFLOW);
	ck_assert_uint_eq(fake_count("MEMISLOCKED mtd9 0xf0000000 0x10000000"),
			  1);
	ck_assert_uint_eq(fake_count("MEMISLOCKED mtd9 0 "), 0);
}
END_TEST

START_TEST(a_lock_up_to_4_gib_is_made)
{
	struct flash_area fa = large_area(4 * GIB - SECTOR, 2 * SECTOR);

	ck_assert_int_eq(flashmap_area_lock(&fa, 0, SECTOR), 0);
	ck_assert_uint_eq(fake_count("MEMLOCK mtd9 0xf0000000 0x10000000"), 1);
	ck_assert(fake_is_locked(large, 4 * GIB - SECTOR, SECTOR));
	ck_assert(!fake_is_locked(large, 4 * GIB, 1));
}
END_TEST

/* Unlocks the last sector before 4 GiB, and closes. */
static void unlock_and_close(void)
{
	const struct flashmap_writer_options options = { .unlock = true };
	struct flash_area fa = large_area(4 * GIB - SECTOR, SECTOR);
	struct flashmap_writer *writer;

	ck_assert_int_eq(flashmap_writer_open(&fa, &options, sizeof(options),
					      &writer),
			 0);
	ck_assert(!fake_is_locked(large, 4 * GIB - SECTOR, 1));
	ck_assert_int_eq(flashmap_writer_close(writer), 0);
}

START_TEST(a_writer_locks_again_where_the_chip_goes_on_past_4_gib)
{
	fake_set_locked(large, 4 * GIB - SECTOR, SECTOR, true);
	unlock_and_close();
	ck_assert(fake_is_locked(large, 4 * GIB - SECTOR, SECTOR));
}
END_TEST

START_TEST(a_writer_locks_again_in_a_row_of_4_gib)
{
	fake_set_locked(large, 0, 4 * GIB, true);
	unlock_and_close();
	ck_assert(fake_is_locked(large, 0, 4 * GIB));
}
END_TEST

START_TEST(a_lock_past_4_gib_is_an_overflow)
{
	struct flash_area fa = large_area(4 * GIB - SECTOR, 3 * SECTOR);

	check_overflow(&fa, SECTOR, SECTOR);
	check_overflow(&fa, 2 * SECTOR, SECTOR);
}
END_TEST

START_TEST(a_lock_across_4_gib_is_an_overflow)
{
	struct flash_area fa = large_area(4 * GIB - SECTOR, 3 * SECTOR);

	check_overflow(&fa, 0, 2 * SECTOR);
	check_overflow(&fa, 0, 3 * SECTOR);
}
END_TEST

/* The part's lock takes the chip's first sector along. */
static void lock_first(const struct fake_event *event, void *over)
{
	if (event->call == FAKE_IOCTL && event->which == MEMLOCK)
		fake_set_locked(over, 0, SECTOR, true);
}

START_TEST(an_mtd_over_what_it_cannot_reach_tells_of_the_others)
{
	const struct fake_options over = {
		.number = 7,
		.name = "over",
		.device = BOARD_DEVICE,
		.offset_present = true,
		.of_node = "/flash@0/partitions/over@0",
	};
	const struct fake_options part = {
		.number = 8,
		.name = "part",
		.device = BOARD_DEVICE,
		.offset_present = true,
		.offset = 4 * GIB,
		.of_node = "/flash@0/partitions/part@100000000",
	};

	fake_set_hook(lock_first, add(&over));
	add(&part);
	board_tear_down();
	board.map = fake_load_map();
	ck_assert_int_eq(flashmap_area_lock(must_open("part"), 0, SECTOR), 1);
}
END_TEST

TCase *lock_reach_case(void)
{
	TCase *tcase = tcase_create("reach");

	tcase_add_checked_fixture(tcase, set_up_large, board_tear_down);
	tcase_add_test(tcase, a_sector_past_4_gib_cannot_be_asked);
	tcase_add_test(tcase, a_lock_up_to_4_gib_is_made);
	tcase_add_test(tcase,
		       a_writer_locks_again_where_the_chip_goes_on_past_4_gib);
	tcase_add_test(tcase, a_writer_locks_again_in_a_row_of_4_gib);
	tcase_add_test(tcase, a_lock_past_4_gib_is_an_overflow);
	tcase_add_test(tcase, a_lock_across_4_gib_is_an_overflow);
	/* Larger areas are not in the map. */
	if (SIZE_MAX > UINT32_MAX)
		tcase_add_test(
			tcase,
			an_mtd_over_what_it_cannot_reach_tells_of_the_others);
	return tcase;
}
