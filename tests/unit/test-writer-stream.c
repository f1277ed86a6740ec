// SPDX-License-Identifier: BSD-2-Clause
/* How data come, end, are counted and hashed, and who may write. With libfdt
 * only. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"
#include "writer-board.h"

static void set_up_written(int chip)
{
	expect_errors();
	writer_set_up(chip);
	must_update(image(0), SLOT);
	count_operations();
}

static int open_writer(const struct flash_area *fa,
		       const struct flashmap_writer_options *options)
{
	struct flashmap_writer_options complete = *options;
	struct flashmap_writer *writer;
	int rc;

	complete.skip_bad |= writer_chip == WRITER_NAND;
	rc = flashmap_writer_open(fa, &complete, sizeof(complete), &writer);
	flashmap_writer_close(writer);
	return rc;
}

START_TEST(data_that_end_early_give_enodata)
{
	const struct flashmap_writer_options options = {
		.length = SLOT,
		.head_last = true,
	};

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT - 1, &options, NULL), -ENODATA);
	/* The head is not written. */
	ck_assert_int_eq(update(image(1), SLOT, &options, NULL), 0);
	check_slot(0, image(1), SLOT);
}
END_TEST

START_TEST(a_known_length_that_does_not_fit_gives_enospc)
{
	struct flashmap_writer_options options = { .length = SLOT };

	set_up_written(_i);
	ck_assert_int_eq(open_writer(slot, &options), 0);
	options.length = SLOT + 1;
	ck_assert_int_eq(open_writer(slot, &options), -ENOSPC);
	options.length = SLOT;
	options.offset = SECTOR;
	ck_assert_int_eq(open_writer(slot, &options), -ENOSPC);
	options.length = UINT64_MAX;
	ck_assert_int_eq(open_writer(slot, &options), -ENOSPC);
	check_untouched();
}
END_TEST

START_TEST(more_data_than_was_told_give_efbig)
{
	const struct flashmap_writer_options options = { .length = SECTOR };

	set_up_written(WRITER_NOR);
	ck_assert_int_eq(update(image(1), SECTOR + 1, &options, NULL), -EFBIG);
	check_neighbours();
}
END_TEST

START_TEST(too_many_data_of_unknown_length_change_nothing_behind_the_area)
{
	struct flashmap_writer *writer;

	set_up_written(_i);
	writer = must_open_writer(NULL);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), SLOT), 0);
	ck_assert_int_eq(flashmap_writer_write(writer, "x", 1), -ENOSPC);
	ck_assert_int_eq(flashmap_writer_finish(writer, NULL, 0), -ENOSPC);
	flashmap_writer_close(writer);
	check_neighbours();
}
END_TEST

START_TEST(an_offset_outside_the_area_gives_einval)
{
	struct flashmap_writer_options options = { .offset = SLOT };

	set_up_written(_i);
	ck_assert_int_eq(open_writer(slot, &options), -EINVAL);
	options.offset = -1;
	ck_assert_int_eq(open_writer(slot, &options), -EINVAL);
}
END_TEST

/* The chip as an area of the program's, from and to inside sectors. */
START_TEST(an_area_that_begins_inside_a_sector_gives_einval)
{
	const struct flashmap_writer_options options = { 0 };
	struct flash_area area;

	set_up_written(WRITER_NOR);
	area = *slot;
	area.fa_off += 1;
	area.fa_size -= SECTOR;
	ck_assert_int_eq(open_writer(&area, &options), -EINVAL);
	check_untouched();
}
END_TEST

START_TEST(the_sector_that_the_area_ends_in_is_not_touched)
{
	struct flashmap_writer_options options = { .length = 2 * SECTOR };
	struct flash_area area;

	set_up_written(WRITER_NOR);
	area = *slot;
	area.fa_size = 3 * SECTOR - 1;
	ck_assert_int_eq(open_writer(&area, &options), 0);
	options.length++;
	ck_assert_int_eq(open_writer(&area, &options), -ENOSPC);
	check_untouched();
}
END_TEST

START_TEST(two_writers_cannot_have_the_same_sector)
{
	const struct flashmap_writer_options first = { .length = 2 * SECTOR };
	struct flashmap_writer_options second = { .offset = SECTOR };
	struct flashmap_writer *writer;

	set_up_written(WRITER_NOR);
	writer = must_open_writer(&first);
	ck_assert_int_eq(open_writer(slot, &second), -EBUSY);
	second.offset = 2 * SECTOR;
	ck_assert_int_eq(open_writer(slot, &second), 0);
	flashmap_writer_close(writer);
	second.offset = SECTOR;
	ck_assert_int_eq(open_writer(slot, &second), 0);
}
END_TEST

START_TEST(a_bad_block_without_leave_to_skip_it_gives_eio)
{
	struct flashmap_writer *writer;

	set_up_written(WRITER_NAND);
	ck_assert_int_eq(flashmap_writer_open(slot, NULL, 0, &writer), -EIO);
	ck_assert_ptr_null(writer);
	check_untouched();
}
END_TEST

/* Of "abc", FIPS 180-2. */
static const uint8_t abc_hash[32] =
	"\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23"
	"\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad";

START_TEST(data_with_the_expected_hash_are_written)
{
	const struct flashmap_writer_options options = { .sha256 = abc_hash };

	set_up_written(_i);
#ifdef HAVE_LIBMD
	ck_assert_int_eq(update((const uint8_t *)"abc", 3, &options, NULL), 0);
	check_slot(0, (const uint8_t *)"abc", 3);
#else
	ck_assert_int_eq(open_writer(slot, &options), -ENOTSUP);
#endif
}
END_TEST

#ifdef HAVE_LIBMD
START_TEST(data_with_another_hash_give_eilseq_and_their_end_is_not_written)
{
	const struct flashmap_writer_options options = {
		.sha256 = abc_hash,
		.head_last = true,
	};

	set_up_written(_i);
	ck_assert_int_eq(update((const uint8_t *)"abd", 3, &options, NULL),
			 -EILSEQ);
	check_untouched();
}
END_TEST
#endif

struct progress {
	uint64_t calls[4];
	uint64_t done[4];
	uint64_t total[4];
	uint64_t cancel_at;
};

static int note_progress(enum flashmap_writer_phase phase, uint64_t done,
			 uint64_t total, void *user_data)
{
	struct progress *progress = user_data;

	ck_assert_uint_ge(done, progress->done[phase]);
	progress->calls[phase]++;
	progress->done[phase] = done;
	progress->total[phase] = total;
	return progress->cancel_at > 0 && done >= progress->cancel_at;
}

START_TEST(progress_is_told_for_each_sector)
{
	struct progress progress = { 0 };
	const struct flashmap_writer_options options = {
		.length = SLOT / 2,
		.erase_rest = true,
		.head_last = true,
		.progress = note_progress,
		.user_data = &progress,
	};

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT / 2, &options, NULL), 0);
	ck_assert_uint_eq(progress.calls[FLASHMAP_WRITER_DATA], SECTORS / 2);
	ck_assert_uint_eq(progress.done[FLASHMAP_WRITER_DATA],
			  SLOT / 2 - SECTOR);
	ck_assert_uint_eq(progress.total[FLASHMAP_WRITER_DATA],
			  SLOT / 2 - SECTOR);
	ck_assert_uint_eq(progress.calls[FLASHMAP_WRITER_REST],
			  SECTORS / 2 + 1);
	ck_assert_uint_eq(progress.done[FLASHMAP_WRITER_REST], SLOT / 2);
	ck_assert_uint_eq(progress.total[FLASHMAP_WRITER_REST], SLOT / 2);
	ck_assert_uint_eq(progress.calls[FLASHMAP_WRITER_HEAD], 2);
	ck_assert_uint_eq(progress.done[FLASHMAP_WRITER_HEAD], SECTOR);
	ck_assert_uint_eq(progress.total[FLASHMAP_WRITER_HEAD], SECTOR);
}
END_TEST

START_TEST(progress_counts_data_and_not_what_fills_their_sector)
{
	struct progress progress = { 0 };
	const struct flashmap_writer_options options = {
		.length = 2 * SECTOR + 100,
		.head_last = true,
		.progress = note_progress,
		.user_data = &progress,
	};

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), 2 * SECTOR + 100, &options, NULL), 0);
	ck_assert_uint_eq(progress.done[FLASHMAP_WRITER_DATA], SECTOR + 100);
	ck_assert_uint_eq(progress.total[FLASHMAP_WRITER_DATA], SECTOR + 100);
}
END_TEST

START_TEST(progress_can_cancel)
{
	struct progress progress = { .cancel_at = 5 * SECTOR };
	const struct flashmap_writer_options options = {
		.progress = note_progress,
		.user_data = &progress,
	};

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT, &options, NULL), -ECANCELED);
	check_slot(0, image(1), 5 * SECTOR);
	check_slot(5 * SECTOR, image(0) + 5 * SECTOR, SLOT - 5 * SECTOR);
}
END_TEST

START_TEST(a_writer_that_is_closed_early_leaves_what_was_not_full)
{
	struct flashmap_writer *writer;

	set_up_written(_i);
	writer = must_open_writer(NULL);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), SECTOR), 0);
	flashmap_writer_close(writer);
	check_untouched();
}
END_TEST

START_TEST(what_is_finished_takes_no_more)
{
	struct flashmap_writer_counts counts;
	struct flashmap_writer *writer;

	set_up_written(WRITER_NOR);
	writer = must_open_writer(NULL);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), 5), 0);
	ck_assert_int_eq(flashmap_writer_finish(writer, NULL, 0), 0);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), 5), -EINVAL);
	ck_assert_int_eq(
		flashmap_writer_finish(writer, &counts, sizeof(counts)), 0);
	ck_assert_uint_eq(counts.bytes, 5);
	flashmap_writer_close(writer);
}
END_TEST

TCase *writer_stream_case(void)
{
	TCase *tests = tcase_create("stream");

	tcase_add_checked_fixture(tests, NULL, writer_tear_down);
	tcase_add_loop_test(tests, data_that_end_early_give_enodata, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests,
			    a_known_length_that_does_not_fit_gives_enospc, 0,
			    WRITER_CHIPS);
	tcase_add_test(tests, more_data_than_was_told_give_efbig);
	tcase_add_loop_test(
		tests,
		too_many_data_of_unknown_length_change_nothing_behind_the_area,
		0, WRITER_CHIPS);
	tcase_add_loop_test(tests, an_offset_outside_the_area_gives_einval, 0,
			    WRITER_CHIPS);
	tcase_add_test(tests, an_area_that_begins_inside_a_sector_gives_einval);
	tcase_add_test(tests, the_sector_that_the_area_ends_in_is_not_touched);
	tcase_add_test(tests, two_writers_cannot_have_the_same_sector);
	tcase_add_test(tests, a_bad_block_without_leave_to_skip_it_gives_eio);
	tcase_add_loop_test(tests, data_with_the_expected_hash_are_written, 0,
			    WRITER_CHIPS);
#ifdef HAVE_LIBMD
	tcase_add_loop_test(
		tests,
		data_with_another_hash_give_eilseq_and_their_end_is_not_written,
		0, WRITER_CHIPS);
#endif
	tcase_add_loop_test(tests, progress_is_told_for_each_sector, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(
		tests, progress_counts_data_and_not_what_fills_their_sector, 0,
		WRITER_CHIPS);
	tcase_add_loop_test(tests, progress_can_cancel, 0, WRITER_CHIPS);
	tcase_add_loop_test(
		tests, a_writer_that_is_closed_early_leaves_what_was_not_full,
		0, WRITER_CHIPS);
	tcase_add_test(tests, what_is_finished_takes_no_more);
	return tests;
}
