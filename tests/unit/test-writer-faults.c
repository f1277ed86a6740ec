// SPDX-License-Identifier: BSD-2-Clause
/* What chips do wrong while they are written. With libfdt only. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/lock.h>

#include "board.h"
#include "cases.h"
#include "unit.h"
#include "writer-board.h"

static const struct flashmap_writer_options marking = {
	.skip_bad = true,
	.mark_bad = true,
};

static void set_up_written(int chip)
{
	expect_errors();
	writer_set_up(chip);
	must_update(image(0), SLOT);
	count_operations();
}

static void weaken(size_t offset, enum flashmap_sim_kind kind, bool for_good)
{
	ck_assert_int_eq(flashmap_sim_set_weak(board.map, NULL,
					       chip_offset(offset), kind, 1,
					       for_good),
			 0);
}

static void stick(size_t offset, unsigned int bit, enum flashmap_sim_stuck at)
{
	ck_assert_int_eq(flashmap_sim_set_stuck_bit(
				 board.map, NULL, chip_offset(offset), bit, at),
			 0);
}

START_TEST(an_erase_that_fails_once_is_tried_again)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR, FLASHMAP_SIM_ERASE, false);
	counts = must_update(image(1), SLOT);
	ck_assert_uint_eq(counts.retries, 1);
	ck_assert_uint_eq(counts.erased, SECTORS);
	check_slot(0, image(1), SLOT);
}
END_TEST

START_TEST(an_erase_that_fails_three_times_ends_it)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert_uint_eq(counts.retries, 2);
	ck_assert_uint_eq(counts.erased, 9);
	ck_assert_uint_eq(counts.marked_bad, 0);
	ck_assert(!counts.verified);
	check_slot(0, image(1), 9 * SECTOR);
	check_slot(10 * SECTOR, image(0) + 10 * SECTOR, SLOT - 10 * SECTOR);
}
END_TEST

START_TEST(where_it_failed_is_told)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR + 100, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert_uint_eq(counts.failed_offset, 9 * SECTOR);
}
END_TEST

START_TEST(where_the_head_failed_is_told)
{
	const struct flashmap_writer_options options = { .head_last = true };
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(0, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), -EIO);
	ck_assert_uint_eq(counts.failed_offset, 0);
}
END_TEST

START_TEST(where_nothing_failed_no_offset_is_told)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	counts = must_update(image(1), SLOT);
	ck_assert_uint_eq(counts.failed_offset, UINT64_MAX);
}
END_TEST

START_TEST(a_failure_of_the_device_is_no_difference)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert(!counts.differs);
}
END_TEST

START_TEST(a_failure_on_the_way_leaves_the_head_invalid)
{
	const struct flashmap_writer_options options = { .head_last = true };
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), -EIO);
	ck_assert(counts.head_invalid);
}
END_TEST

START_TEST(a_complete_update_has_a_valid_head)
{
	const struct flashmap_writer_options options = { .head_last = true };
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), 0);
	ck_assert(!counts.head_invalid);
}
END_TEST

START_TEST(what_fails_before_the_first_change_changed_nothing)
{
	const struct flashmap_writer_options options = {
		.length = 2 * (uint64_t)SECTOR,
	};
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SECTOR, &options, &counts), -ENODATA);
	ck_assert(!counts.changed);
}
END_TEST

START_TEST(what_fails_in_the_first_change_may_have_changed_something)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(0, FLASHMAP_SIM_ERASE, true);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert(counts.changed);
}
END_TEST

START_TEST(a_dry_run_changed_nothing)
{
	const struct flashmap_writer_options options = { .dry_run = true };
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), 0);
	ck_assert(!counts.changed);
}
END_TEST

START_TEST(a_write_that_fails_is_not_repeated_in_place)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	weaken(9 * SECTOR, FLASHMAP_SIM_WRITE, false);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert_uint_eq(counts.retries, 0);
	ck_assert_uint_eq(counts.erased, 10);
	ck_assert_uint_eq(counts.programmed, 9 * pages_in_sector());
	check_slot(10 * SECTOR, image(0) + 10 * SECTOR, SLOT - 10 * SECTOR);
}
END_TEST

START_TEST(a_later_call_says_the_same_as_the_one_that_failed)
{
	struct flashmap_writer *writer;

	set_up_written(WRITER_NOR);
	weaken(0, FLASHMAP_SIM_WRITE, false);
	writer = must_open_writer(NULL);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), SECTOR + 1),
			 -EIO);
	count_operations();
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), SECTOR), -EIO);
	ck_assert_int_eq(flashmap_writer_finish(writer, NULL, 0), -EIO);
	check_untouched();
	flashmap_writer_close(writer);
}
END_TEST

START_TEST(a_block_that_goes_bad_is_marked_and_left_out)
{
	static const enum flashmap_sim_kind kinds[] = { FLASHMAP_SIM_ERASE,
							FLASHMAP_SIM_WRITE };
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	weaken(9 * SECTOR, kinds[_i], true);
	ck_assert_int_eq(update(image(1), SLOT - SECTOR, &marking, &counts), 0);
	ck_assert(counts.verified);
	ck_assert_uint_eq(counts.marked_bad, 1);
	ck_assert_uint_eq(counts.bad_blocks, BAD_BLOCKS + 1);
	check_slot(0, image(1), SLOT - SECTOR);
	/* Nine good ones and two bad ones are before it. */
	ck_assert_int_eq(flashmap_area_is_bad(slot, 11 * SECTOR), 1);
	check_neighbours();
}
END_TEST

START_TEST(without_permission_no_block_is_marked)
{
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	weaken(9 * SECTOR, FLASHMAP_SIM_WRITE, true);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert_uint_eq(counts.marked_bad, 0);
	ck_assert_uint_eq(counts.bad_blocks, BAD_BLOCKS);
	ck_assert_int_eq(flashmap_area_is_bad(slot, 11 * SECTOR), 0);
}
END_TEST

START_TEST(where_no_good_block_is_left_it_ends_with_enospc)
{
	struct flashmap_writer_options options = marking;
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	options.length = SLOT;
	weaken(9 * SECTOR, FLASHMAP_SIM_WRITE, true);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), -ENOSPC);
	ck_assert_uint_eq(counts.erased, 10);
	check_neighbours();
}
END_TEST

START_TEST(a_head_that_goes_bad_is_marked_and_the_next_update_succeeds)
{
	static const enum flashmap_sim_kind kinds[] = { FLASHMAP_SIM_ERASE,
							FLASHMAP_SIM_WRITE };
	struct flashmap_writer_options options = marking;
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	options.head_last = true;
	weaken(0, kinds[_i], true);
	ck_assert_int_eq(update(image(1), SLOT - SECTOR, &options, &counts),
			 -EIO);
	ck_assert_uint_eq(counts.marked_bad, 1);
	ck_assert_int_eq(update(image(1), SLOT - SECTOR, &options, &counts), 0);
	check_slot(0, image(1), SLOT - SECTOR);
}
END_TEST

START_TEST(a_bit_that_will_not_erase_is_found)
{
	set_up_written(WRITER_NOR);
	stick(9 * SECTOR + 99, 7, FLASHMAP_SIM_STUCK_AT_0);
	ck_assert_int_eq(update(image(1), SLOT, NULL, NULL), 0);
	/* Images have no such bit, but this one. */
	uint8_t *data = new_image(1);

	data[9 * SECTOR + 99] |= 0x80;
	ck_assert_int_eq(update(data, SLOT, NULL, NULL), -EIO);
	free(data);
}
END_TEST

START_TEST(a_bit_that_will_not_program_is_found)
{
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NOR);
	stick(9 * SECTOR + 99, 7, FLASHMAP_SIM_STUCK_AT_1);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -EIO);
	ck_assert_uint_eq(counts.erased, 10);
	ck_assert_str_eq(last_logged(),
			 "flash@0: the sector does not read as it was "
			 "written");
}
END_TEST

/* Images have the highest bit of no byte. */
static void stick_bits(size_t offset, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		stick(offset + i, 7, FLASHMAP_SIM_STUCK_AT_1);
}

START_TEST(what_cannot_be_corrected_after_it_was_written_is_not_marked)
{
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	stick_bits(9 * SECTOR, 5);
	ck_assert_int_eq(update(image(1), SLOT - SECTOR, &marking, &counts),
			 -EIO);
	ck_assert_uint_eq(counts.marked_bad, 0);
	ck_assert_uint_eq(counts.erased, 10);
	ck_assert_int_eq(flashmap_area_is_bad(slot, 11 * SECTOR), 0);
}
END_TEST

START_TEST(flips_at_the_threshold_after_a_write_are_a_warning)
{
	set_up_written(WRITER_NAND);
	stick_bits(9 * SECTOR, 3);
	must_update(image(1), SLOT);
	ck_assert_str_eq(last_logged(),
			 "flash@0: so many bits flipped in what was just "
			 "written that it should be written anew");
}
END_TEST

START_TEST(without_verify_a_bit_that_will_not_program_is_not_found)
{
	const struct flashmap_writer_options options = { .no_verify = true };
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NOR);
	stick(9 * SECTOR + 99, 7, FLASHMAP_SIM_STUCK_AT_1);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), 0);
	ck_assert(!counts.verified);
}
END_TEST

/* Chips that cannot be asked for their locks, and ignore commands. */
START_TEST(a_chip_that_ignores_commands_is_found)
{
	const struct flashmap_writer_options options = { .head_last = _i };
	struct flashmap_writer_counts counts;
	struct flashmap_writer *writer;

	set_up_written(WRITER_NOR);
	writer = must_open_writer(&options);
	ck_assert_int_eq(flashmap_area_lock(slot, 0, SLOT), 0);
	ck_assert_int_eq(flashmap_writer_write(writer, image(1), SLOT), -EIO);
	ck_assert_int_eq(
		flashmap_writer_finish(writer, &counts, sizeof(counts)), -EIO);
	ck_assert(counts.differs);
	ck_assert(!counts.head_invalid);
	flashmap_writer_close(writer);
	check_slot(0, image(0), SLOT);
}
END_TEST

START_TEST(a_device_that_is_gone_ends_it_with_enodev)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(flashmap_sim_cut_power(board.map, NULL, 30,
						FLASHMAP_SIM_CUT_CLEAN),
			 0);
	ck_assert_int_eq(update(image(1), SLOT, NULL, &counts), -ENODEV);
	ck_assert_uint_eq(counts.retries, 0);
	ck_assert_uint_eq(counts.marked_bad, 0);
}
END_TEST

START_TEST(a_sector_that_is_locked_gives_eperm)
{
	set_up_written(WRITER_NOR);
	ck_assert_int_eq(flashmap_area_lock(slot, 60 * SECTOR, SECTOR), 0);
	ck_assert_int_eq(update(image(1), SLOT, NULL, NULL), -EPERM);
	check_untouched();
}
END_TEST

static void check_locks(void)
{
	for (unsigned int i = 0; i < SECTORS; i++)
		ck_assert_int_eq(flashmap_area_is_locked(slot, i * SECTOR),
				 i == 3 || i == 60);
	ck_assert_int_eq(flashmap_area_is_locked(must_open("behind"), 0), 1);
}

static void lock_some(void)
{
	ck_assert_int_eq(flashmap_sim_set_locks(board.map, NULL, 0, 16), 0);
	ck_assert_int_eq(flashmap_area_lock(slot, 3 * SECTOR, SECTOR), 0);
	ck_assert_int_eq(flashmap_area_lock(slot, 60 * SECTOR, SECTOR), 0);
	ck_assert_int_eq(flashmap_area_lock(must_open("behind"), 0, SECTOR), 0);
}

static const struct flashmap_writer_options unlocking = { .unlock = true };

START_TEST(what_was_unlocked_is_locked_as_it_was)
{
	set_up_written(WRITER_NOR);
	lock_some();
	ck_assert_int_eq(update(image(1), SLOT, &unlocking, NULL), 0);
	check_slot(0, image(1), SLOT);
	check_locks();
}
END_TEST

START_TEST(what_was_unlocked_is_locked_after_a_failure_and_a_close_too)
{
	set_up_written(WRITER_NOR);
	lock_some();
	weaken(9 * SECTOR, FLASHMAP_SIM_WRITE, false);
	ck_assert_int_eq(update(image(1), SLOT, &unlocking, NULL), -EIO);
	check_locks();
	flashmap_writer_close(must_open_writer(&unlocking));
	check_locks();
}
END_TEST

TCase *writer_faults_case(void)
{
	TCase *tests = tcase_create("faults");

	tcase_add_checked_fixture(tests, NULL, writer_tear_down);
	tcase_add_loop_test(tests, an_erase_that_fails_once_is_tried_again, 0,
			    WRITER_RAM);
	tcase_add_loop_test(tests, an_erase_that_fails_three_times_ends_it, 0,
			    WRITER_RAM);
	tcase_add_loop_test(tests, where_it_failed_is_told, 0, WRITER_RAM);
	tcase_add_loop_test(tests, where_the_head_failed_is_told, 0,
			    WRITER_RAM);
	tcase_add_loop_test(tests, where_nothing_failed_no_offset_is_told, 0,
			    WRITER_RAM);
	tcase_add_loop_test(tests, a_failure_of_the_device_is_no_difference, 0,
			    WRITER_RAM);
	tcase_add_loop_test(tests, a_failure_on_the_way_leaves_the_head_invalid,
			    0, WRITER_RAM);
	tcase_add_loop_test(tests, a_complete_update_has_a_valid_head, 0,
			    WRITER_RAM);
	tcase_add_loop_test(
		tests,
		what_fails_in_the_first_change_may_have_changed_something, 0,
		WRITER_RAM);
	tcase_add_loop_test(tests, a_dry_run_changed_nothing, 0, WRITER_RAM);
	tcase_add_loop_test(tests,
			    what_fails_before_the_first_change_changed_nothing,
			    0, WRITER_RAM);
	tcase_add_loop_test(tests, a_write_that_fails_is_not_repeated_in_place,
			    0, WRITER_RAM);
	tcase_add_test(tests,
		       a_later_call_says_the_same_as_the_one_that_failed);
	tcase_add_loop_test(tests, a_block_that_goes_bad_is_marked_and_left_out,
			    0, 2);
	tcase_add_test(tests, without_permission_no_block_is_marked);
	tcase_add_test(tests, where_no_good_block_is_left_it_ends_with_enospc);
	tcase_add_loop_test(
		tests,
		a_head_that_goes_bad_is_marked_and_the_next_update_succeeds, 0,
		2);
	tcase_add_test(tests, a_bit_that_will_not_erase_is_found);
	tcase_add_test(tests, a_bit_that_will_not_program_is_found);
	tcase_add_test(
		tests,
		what_cannot_be_corrected_after_it_was_written_is_not_marked);
	tcase_add_test(tests,
		       flips_at_the_threshold_after_a_write_are_a_warning);
	tcase_add_test(tests,
		       without_verify_a_bit_that_will_not_program_is_not_found);
	tcase_add_loop_test(tests, a_chip_that_ignores_commands_is_found, 0, 2);
	tcase_add_loop_test(tests, a_device_that_is_gone_ends_it_with_enodev, 0,
			    WRITER_CHIPS);
	tcase_add_test(tests, a_sector_that_is_locked_gives_eperm);
	tcase_add_test(tests, what_was_unlocked_is_locked_as_it_was);
	tcase_add_test(
		tests,
		what_was_unlocked_is_locked_after_a_failure_and_a_close_too);
	return tests;
}
