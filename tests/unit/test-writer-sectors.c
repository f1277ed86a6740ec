// SPDX-License-Identifier: BSD-2-Clause
/* What the writer does with sectors, and how often. With libfdt only. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"
#include "writer-board.h"

/* Without an erase where there is none. */
static uint64_t erases(uint64_t count)
{
	return writer_chip == WRITER_RAM ? 0 : count;
}

static void set_up_written(int chip)
{
	writer_set_up(chip);
	must_update(image(0), SLOT);
	count_operations();
}

START_TEST(what_was_written_is_there)
{
	writer_set_up(_i);
	must_update(image(0), SLOT);
	check_slot(0, image(0), SLOT);
	check_neighbours();
}
END_TEST

START_TEST(the_same_image_again_changes_nothing)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	counts = must_update(image(0), SLOT);
	check_counts(&counts, 0, 0);
	ck_assert_uint_eq(counts.sectors, SECTORS);
	ck_assert_uint_eq(counts.skipped, SECTORS);
}
END_TEST

START_TEST(another_image_erases_each_sector_once)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	counts = must_update(image(1), SLOT);
	check_counts(&counts, erases(SECTORS), SECTORS * pages_in_sector());
	check_slot(0, image(1), SLOT);
	check_neighbours();
}
END_TEST

START_TEST(bits_of_nor_are_programmed_without_an_erase)
{
	struct flashmap_writer_counts counts;
	uint8_t *data = new_image(0);

	set_up_written(WRITER_NOR);
	data[10 * SECTOR + 700] = 0;
	counts = must_update(data, SLOT);
	check_counts(&counts, 0, 1);
	ck_assert_uint_eq(counts.skipped, SECTORS - 1);
	check_slot(0, data, SLOT);
	free(data);
}
END_TEST

START_TEST(a_bit_that_is_set_takes_one_erase_and_what_is_not_blank)
{
	struct flashmap_writer_counts counts;
	uint8_t *data = new_image(0);

	writer_set_up(_i);
	/* The last three pages of sector 10 are blank. */
	memset(data + 11 * SECTOR - 3 * page_size(), 0xff, 3 * page_size());
	must_update(data, SLOT);
	count_operations();
	data[10 * SECTOR + 700] |= 0x80;
	counts = must_update(data, SLOT);
	if (_i == WRITER_RAM)
		check_counts(&counts, 0, 1);
	else
		check_counts(&counts, 1, pages_in_sector() - 3);
	check_slot(0, data, SLOT);
	free(data);
}
END_TEST

START_TEST(exactly_the_sectors_that_differ_are_written)
{
	struct flashmap_writer_counts counts;
	uint8_t *data = new_image(0);

	set_up_written(_i);
	memcpy(data + 33 * SECTOR, image(1), SECTOR);
	counts = must_update(data, SLOT);
	check_counts(&counts, erases(1), pages_in_sector());
	ck_assert_uint_eq(counts.skipped, SECTORS - 1);
	check_slot(0, data, SLOT);
	free(data);
}
END_TEST

START_TEST(full_writes_every_sector)
{
	const struct flashmap_writer_options options = { .full = true };
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(0), SLOT, &options, &counts), 0);
	check_counts(&counts, erases(SECTORS), SECTORS * pages_in_sector());
	ck_assert_uint_eq(counts.skipped, 0);
	check_slot(0, image(0), SLOT);
}
END_TEST

START_TEST(a_blank_sector_of_nor_is_erased_before_it_is_programmed)
{
	struct flashmap_writer_counts counts;

	writer_set_up(WRITER_NOR);
	count_operations();
	counts = must_update(image(0), 2 * SECTOR);
	check_counts(&counts, 2, 2 * pages_in_sector());
}
END_TEST

START_TEST(without_an_earlier_cut_a_blank_sector_of_nor_is_not_erased)
{
	const struct flashmap_writer_options options = {
		.no_earlier_cut = true,
	};
	struct flashmap_writer_counts counts;

	writer_set_up(WRITER_NOR);
	count_operations();
	ck_assert_int_eq(update(image(0), SLOT, &options, &counts), 0);
	check_counts(&counts, 0, SECTORS * pages_in_sector());
	check_slot(0, image(0), SLOT);
}
END_TEST

START_TEST(what_is_behind_the_data_in_their_sector_is_blank)
{
	set_up_written(_i);
	must_update(image(1), 2 * SECTOR + 1);
	check_slot(0, image(1), 2 * SECTOR + 1);
	check_slot_blank(2 * SECTOR + 1, SECTOR - 1);
	check_slot(3 * SECTOR, image(0) + 3 * SECTOR, SLOT - 3 * SECTOR);
	check_neighbours();
}
END_TEST

START_TEST(the_rest_is_erased_if_that_is_asked_for)
{
	const struct flashmap_writer_options options = { .erase_rest = true };

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SECTOR + 9, &options, NULL), 0);
	check_slot(0, image(1), SECTOR + 9);
	check_slot_blank(SECTOR + 9, SLOT - SECTOR - 9);
	check_neighbours();
}
END_TEST

START_TEST(without_data_the_rest_is_all)
{
	const struct flashmap_writer_options options = {
		.offset = 5 * SECTOR,
		.erase_rest = true,
	};
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), 0, &options, &counts), 0);
	ck_assert_uint_eq(counts.erased, erases(SECTORS - 5));
	check_slot(0, image(0), 5 * SECTOR);
	check_slot_blank(5 * SECTOR, SLOT - 5 * SECTOR);
	check_neighbours();
}
END_TEST

START_TEST(what_is_to_be_kept_and_is_lost_gives_ebadmsg)
{
	const struct flashmap_writer_options options = {
		.offset = 3 * SECTOR + 600,
		.keep = true,
	};

	expect_errors();
	set_up_written(WRITER_NAND);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, NULL,
						   chip_offset(3 * SECTOR), 5),
			 0);
	ck_assert_int_eq(update(image(1), 1, &options, NULL), -EBADMSG);
	check_untouched();
}
END_TEST

START_TEST(what_is_around_the_data_is_kept)
{
	const struct flashmap_writer_options options = {
		.offset = 3 * SECTOR + 5,
		.keep = true,
	};
	uint8_t *data = new_image(0);

	set_up_written(_i);
	memcpy(data + 3 * SECTOR + 5, image(1), SECTOR);
	ck_assert_int_eq(update(image(1), SECTOR, &options, NULL), 0);
	check_slot(0, data, SLOT);
	free(data);
}
END_TEST

START_TEST(a_start_inside_a_sector_that_has_data_gives_einval)
{
	const struct flashmap_writer_options options = { .offset = 5 };

	expect_errors();
	set_up_written(_i);
	ck_assert_int_eq(update(image(1), 1, &options, NULL), -EINVAL);
	check_untouched();
}
END_TEST

START_TEST(a_start_inside_a_blank_sector_is_fine)
{
	const struct flashmap_writer_options options = { .offset = 5 };

	writer_set_up(_i);
	ck_assert_int_eq(update(image(1), 10000, &options, NULL), 0);
	check_slot_blank(0, 5);
	check_slot(5, image(1), 10000);
	check_slot_blank(10005, 3 * SECTOR - 10005);
}
END_TEST

START_TEST(a_dry_run_counts_the_same_and_changes_nothing)
{
	struct flashmap_writer_options options = {
		.dry_run = true,
		.head_last = true,
		.erase_rest = true,
	};
	struct flashmap_writer_counts planned, counts;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT / 2, &options, &planned), 0);
	check_untouched();
	check_slot(0, image(0), SLOT);
	ck_assert(!planned.verified);
	options.dry_run = false;
	ck_assert_int_eq(update(image(1), SLOT / 2, &options, &counts), 0);
	check_counts(&counts, planned.erased, planned.programmed);
	planned.verified = true;
	planned.changed = true;
	ck_assert_mem_eq(&planned, &counts, sizeof(counts));
}
END_TEST

START_TEST(no_data_change_nothing)
{
	struct flashmap_writer_counts counts;

	set_up_written(_i);
	counts = must_update(image(1), 0);
	check_counts(&counts, 0, 0);
	ck_assert_uint_eq(counts.sectors, 0);
}
END_TEST

START_TEST(a_head_that_comes_last_costs_no_second_erase)
{
	const struct flashmap_writer_options options = { .head_last = true };
	struct flashmap_writer_counts counts;
	/* NOR and RAM: the old head is programmed over. */
	const unsigned int zeroed = _i == WRITER_NOR || _i == WRITER_RAM;

	set_up_written(_i);
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), 0);
	check_counts(&counts, erases(SECTORS),
		     SECTORS * pages_in_sector() + zeroed);
	check_slot(0, image(1), SLOT);
	count_operations();
	ck_assert_int_eq(update(image(1), SLOT, &options, &counts), 0);
	check_counts(&counts, 0, 0);
	ck_assert_uint_eq(counts.skipped, SECTORS);
}
END_TEST

START_TEST(flips_at_the_threshold_are_written_anew)
{
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, NULL,
						   chip_offset(20 * SECTOR), 2),
			 0);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, NULL,
						   chip_offset(30 * SECTOR), 3),
			 0);
	counts = must_update(image(0), SLOT);
	check_counts(&counts, 1, pages_in_sector());
	ck_assert_uint_eq(counts.corrected, 5);
}
END_TEST

START_TEST(an_old_page_that_is_lost_is_one_that_differs)
{
	struct flashmap_writer_counts counts;

	set_up_written(WRITER_NAND);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, NULL,
						   chip_offset(20 * SECTOR), 5),
			 0);
	counts = must_update(image(0), SLOT);
	check_counts(&counts, 1, pages_in_sector());
	check_slot(0, image(0), SLOT);
}
END_TEST

TCase *writer_sectors_case(void)
{
	TCase *tests = tcase_create("sectors");

	tcase_add_checked_fixture(tests, NULL, writer_tear_down);
	tcase_add_loop_test(tests, what_was_written_is_there, 0, WRITER_CHIPS);
	tcase_add_loop_test(tests, the_same_image_again_changes_nothing, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests, another_image_erases_each_sector_once, 0,
			    WRITER_CHIPS);
	tcase_add_test(tests, bits_of_nor_are_programmed_without_an_erase);
	tcase_add_loop_test(
		tests, a_bit_that_is_set_takes_one_erase_and_what_is_not_blank,
		0, WRITER_CHIPS);
	tcase_add_loop_test(tests, exactly_the_sectors_that_differ_are_written,
			    0, WRITER_CHIPS);
	tcase_add_loop_test(tests, full_writes_every_sector, 0, WRITER_CHIPS);
	tcase_add_test(tests,
		       a_blank_sector_of_nor_is_erased_before_it_is_programmed);
	tcase_add_test(
		tests,
		without_an_earlier_cut_a_blank_sector_of_nor_is_not_erased);
	tcase_add_loop_test(tests,
			    what_is_behind_the_data_in_their_sector_is_blank, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests, the_rest_is_erased_if_that_is_asked_for, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests, without_data_the_rest_is_all, 0,
			    WRITER_CHIPS);
	tcase_add_test(tests, what_is_to_be_kept_and_is_lost_gives_ebadmsg);
	tcase_add_loop_test(tests, what_is_around_the_data_is_kept, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests,
			    a_start_inside_a_sector_that_has_data_gives_einval,
			    0, WRITER_CHIPS);
	tcase_add_loop_test(tests, a_start_inside_a_blank_sector_is_fine, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests,
			    a_dry_run_counts_the_same_and_changes_nothing, 0,
			    WRITER_CHIPS);
	tcase_add_loop_test(tests, no_data_change_nothing, 0, WRITER_CHIPS);
	tcase_add_loop_test(tests, a_head_that_comes_last_costs_no_second_erase,
			    0, WRITER_CHIPS);
	tcase_add_test(tests, flips_at_the_threshold_are_written_anew);
	tcase_add_test(tests, an_old_page_that_is_lost_is_one_that_differs);
	return tests;
}
