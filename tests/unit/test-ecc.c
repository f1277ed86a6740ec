// SPDX-License-Identifier: BSD-2-Clause
/* What ECC found in data: the same by MEMREAD and by the kernel's counters. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "nand.h"
#include "unit.h"

static uint8_t data[2 * NAND_SIZE];

START_TEST(a_clean_read_finds_nothing)
{
	struct flashmap_ecc ecc;

	nand_set_way(_i);
	ecc = nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(ecc.corrected, 0);
	ck_assert_uint_eq(ecc.failed, 0);
	ck_assert_uint_eq(ecc.max_bitflips, 0);
	ck_assert(ecc.known);
	ck_assert(!ecc.refresh_wanted);
}
END_TEST

START_TEST(corrected_bits_are_counted_and_no_error)
{
	struct flashmap_ecc ecc;

	nand_set_way(_i);
	fake_flip(nand.rootfs, NAND_PAGE, 1);
	fake_flip(nand.rootfs, NAND_PAGE + NAND_STEP, 2);
	fake_flip(nand.rootfs, 3 * NAND_BLOCK, 1);
	ecc = nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(ecc.corrected, 4);
	ck_assert_uint_eq(ecc.failed, 0);
	ck_assert(ecc.known);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_SIZE), 0);
	nand_check_bytes(nand.rootfs, 0, data, NAND_SIZE);
}
END_TEST

START_TEST(the_most_flips_are_those_of_a_step_or_else_of_a_page)
{
	struct flashmap_ecc ecc;

	nand_set_way(_i);
	fake_flip(nand.rootfs, NAND_PAGE, 1);
	fake_flip(nand.rootfs, NAND_PAGE + NAND_STEP, 2);
	fake_flip(nand.rootfs, 5 * NAND_PAGE, 2);
	ecc = nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(ecc.max_bitflips, _i == NAND_MEMREAD ? 2 : 3);
}
END_TEST

START_TEST(a_refresh_is_wanted_from_the_threshold_on)
{
	nand_set_way(_i);
	fake_flip(nand.rootfs, 0, NAND_THRESHOLD - 1);
	fake_flip(nand.rootfs, NAND_BLOCK, NAND_THRESHOLD);
	fake_flip(nand.rootfs, 2 * NAND_BLOCK, NAND_THRESHOLD + 1);
	ck_assert(!nand_read(0, NAND_BLOCK, 0).refresh_wanted);
	ck_assert(nand_read(NAND_BLOCK, NAND_BLOCK, 0).refresh_wanted);
	ck_assert(nand_read(2 * NAND_BLOCK, NAND_BLOCK, 0).refresh_wanted);
}
END_TEST

START_TEST(flips_of_many_pages_below_the_threshold_want_no_refresh)
{
	struct flashmap_ecc ecc;

	nand_set_way(_i);
	for (int i = 0; i < NAND_SIZE / NAND_PAGE; i++)
		fake_flip(nand.rootfs, (uint64_t)i * NAND_PAGE,
			  NAND_THRESHOLD - 1);
	ecc = nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(ecc.corrected,
			  NAND_SIZE / NAND_PAGE * (NAND_THRESHOLD - 1));
	ck_assert_uint_eq(ecc.max_bitflips, NAND_THRESHOLD - 1);
	ck_assert(!ecc.refresh_wanted);
}
END_TEST

START_TEST(what_cannot_be_corrected_is_ebadmsg)
{
	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, 5 * NAND_PAGE);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_BLOCK),
			 -EBADMSG);
	ck_assert_int_eq(flash_area_read(nand.fa, 5 * NAND_PAGE, data,
					 NAND_PAGE),
			 -EBADMSG);
	ck_assert_int_eq(flash_area_read(nand.fa, 5 * NAND_PAGE + 9, data, 3),
			 -EBADMSG);
}
END_TEST

START_TEST(the_last_and_the_first_byte_of_a_bad_page_are_ebadmsg)
{
	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, 5 * NAND_PAGE);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, 5 * NAND_PAGE + 1),
			 -EBADMSG);
	ck_assert_int_eq(flash_area_read(nand.fa, 6 * NAND_PAGE - 1, data,
					 NAND_PAGE),
			 -EBADMSG);
}
END_TEST

START_TEST(the_pages_beside_a_bad_one_are_read)
{
	nand_set_way(_i);
	fake_ruin(nand.rootfs, 5 * NAND_PAGE);
	ck_assert_uint_eq(nand_read(0, 5 * NAND_PAGE, 0).failed, 0);
	ck_assert_uint_eq(nand_read(6 * NAND_PAGE, 2 * NAND_BLOCK, 0).failed,
			  0);
}
END_TEST

START_TEST(data_are_complete_also_after_a_bad_page)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, NAND_BLOCK + 3 * NAND_PAGE + 7);
	ecc = nand_read(100, NAND_SIZE - 300, -EBADMSG);
	ck_assert_uint_eq(ecc.failed, 1);
	ck_assert_uint_eq(ecc.corrected, 0);
	ck_assert(ecc.known);
	ck_assert(ecc.refresh_wanted);
}
END_TEST

START_TEST(every_bad_step_and_every_flip_is_counted_once)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, 0);
	fake_ruin(nand.rootfs, NAND_STEP);
	fake_ruin(nand.rootfs, NAND_SIZE - 1);
	fake_flip(nand.rootfs, NAND_PAGE, 2);
	fake_flip(nand.rootfs, 2 * NAND_BLOCK, 1);
	ecc = nand_read(0, NAND_SIZE, -EBADMSG);
	ck_assert_uint_eq(ecc.failed, 3);
	ck_assert_uint_eq(ecc.corrected, 3);
}
END_TEST

START_TEST(a_bad_page_is_bad_however_often_it_is_read)
{
	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, NAND_BLOCK);
	for (int i = 0; i < 20; i++) {
		ck_assert_uint_eq(
			nand_read(NAND_BLOCK, NAND_PAGE, -EBADMSG).failed, 1);
		ck_assert_int_eq(flash_area_read(nand.fa, NAND_BLOCK, data, 1),
				 -EBADMSG);
	}
}
END_TEST

START_TEST(a_rewritten_block_is_clean_again)
{
	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, NAND_BLOCK);
	nand_read(NAND_BLOCK, NAND_PAGE, -EBADMSG);
	ck_assert_int_eq(flash_area_erase(nand.fa, NAND_BLOCK, NAND_BLOCK), 0);
	ck_assert(!nand_read(NAND_BLOCK, NAND_PAGE, 0).refresh_wanted);
}
END_TEST

START_TEST(an_area_over_two_mtds_is_read_to_its_end)
{
	struct flash_area both = nand_area(0, 2 * NAND_SIZE);
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, NAND_SIZE - NAND_PAGE);
	fake_flip(nand.data, 0, 2);
	fake_ruin(nand.data, NAND_SIZE - 1);
	ck_assert_int_eq(flashmap_area_read_ecc(&both, 0, data, sizeof(data),
						&ecc, sizeof(ecc)),
			 -EBADMSG);
	ck_assert_uint_eq(ecc.failed, 2);
	ck_assert_uint_eq(ecc.corrected, 2);
	nand_check_bytes(nand.rootfs, 0, data, NAND_SIZE);
	nand_check_bytes(nand.data, 0, data + NAND_SIZE, NAND_SIZE);
}
END_TEST

START_TEST(a_failed_read_is_its_own_error)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_fail(nand.rootfs, _i == NAND_MEMREAD ? FAKE_IOCTL : FAKE_READ,
		  _i == NAND_MEMREAD ? MEMREAD : FAKE_ANY, 2, EIO);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_SIZE,
						&ecc, sizeof(ecc)),
			 -EIO);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_SIZE), 0);
}
END_TEST

START_TEST(a_failed_read_after_a_bad_page_is_its_own_error)
{
	struct flash_area both = nand_area(0, 2 * NAND_SIZE);
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_ruin(nand.rootfs, 0);
	if (_i == NAND_MEMREAD)
		fake_fail(nand.data, FAKE_IOCTL, MEMREAD, 1, EIO);
	else
		fake_fail(nand.data, FAKE_READ, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(flashmap_area_read_ecc(&both, 0, data, sizeof(data),
						&ecc, sizeof(ecc)),
			 -EIO);
}
END_TEST

START_TEST(a_bad_block_in_the_range_is_eio)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_mark_bad(nand.rootfs, NAND_BLOCK);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data,
						NAND_BLOCK + 1, &ecc,
						sizeof(ecc)),
			 -EIO);
	ck_assert_uint_eq(fake_count("pread"), 0);
	ck_assert_uint_eq(fake_count("MEMREAD"), 0);
}
END_TEST

START_TEST(without_a_threshold_only_failures_want_a_refresh)
{
	const struct fake_options options = {
		.number = 9,
		.name = "bare",
		.type = "nand",
		.write_size = NAND_PAGE,
		.ecc_strength = 8,
	};
	struct fake_mtd *mtd = fake_add(&options);
	struct flashmap *map = fake_load_map();
	const struct flash_area *fa = must_open_in(map, "bare");
	struct flashmap_ecc ecc;

	expect_errors();
	if (_i == NAND_COUNTERS)
		fake_fail(mtd, FAKE_IOCTL, MEMREAD, FAKE_ALWAYS, ENOTTY);
	fake_flip(mtd, 0, 8);
	ck_assert_int_eq(flashmap_area_read_ecc(fa, 0, data, NAND_PAGE, &ecc,
						sizeof(ecc)),
			 0);
	ck_assert_uint_eq(ecc.max_bitflips, 8);
	ck_assert(!ecc.refresh_wanted);
	fake_ruin(mtd, 0);
	ck_assert_int_eq(flashmap_area_read_ecc(fa, 0, data, NAND_PAGE, &ecc,
						sizeof(ecc)),
			 -EBADMSG);
	ck_assert(ecc.refresh_wanted);
	flashmap_unref(map);
}
END_TEST

static TCase *found_case(void)
{
	TCase *tcase = tcase_create("found");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_loop_test(tcase, a_clean_read_finds_nothing, 0, NAND_WAYS);
	tcase_add_loop_test(tcase, corrected_bits_are_counted_and_no_error, 0,
			    NAND_WAYS);
	tcase_add_loop_test(
		tcase, the_most_flips_are_those_of_a_step_or_else_of_a_page, 0,
		NAND_WAYS);
	tcase_add_loop_test(tcase, a_refresh_is_wanted_from_the_threshold_on, 0,
			    NAND_WAYS);
	tcase_add_loop_test(
		tcase, flips_of_many_pages_below_the_threshold_want_no_refresh,
		0, NAND_WAYS);
	tcase_add_loop_test(tcase,
			    without_a_threshold_only_failures_want_a_refresh, 0,
			    NAND_WAYS);
	return tcase;
}

static TCase *failed_case(void)
{
	TCase *tcase = tcase_create("failed");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_loop_test(tcase, what_cannot_be_corrected_is_ebadmsg, 0,
			    NAND_WAYS);
	tcase_add_loop_test(
		tcase, the_last_and_the_first_byte_of_a_bad_page_are_ebadmsg, 0,
		NAND_WAYS);
	tcase_add_loop_test(tcase, the_pages_beside_a_bad_one_are_read, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, data_are_complete_also_after_a_bad_page, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase,
			    every_bad_step_and_every_flip_is_counted_once, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, a_bad_page_is_bad_however_often_it_is_read,
			    0, NAND_WAYS);
	tcase_add_loop_test(tcase, a_rewritten_block_is_clean_again, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, an_area_over_two_mtds_is_read_to_its_end, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, a_failed_read_is_its_own_error, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase,
			    a_failed_read_after_a_bad_page_is_its_own_error, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, a_bad_block_in_the_range_is_eio, 0,
			    NAND_WAYS);
	return tcase;
}

Suite *ecc_suite(void)
{
	Suite *suite = suite_create("ecc");

	suite_add_tcase(suite, found_case());
	suite_add_tcase(suite, failed_case());
	suite_add_tcase(suite, ecc_arguments_case());
	suite_add_tcase(suite, ecc_calls_case());
	suite_add_tcase(suite, ecc_counters_case());
	suite_add_tcase(suite, ecc_memread_case());
	suite_add_tcase(suite, ecc_statistics_case());
	return suite;
}
