// SPDX-License-Identifier: BSD-2-Clause
/* The kernel's counters, while other readers of the chip raise them. */

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "nand.h"
#include "unit.h"

/* So many reads in a row that others disturb are no reason for an error. */
enum {
	DISTURBED = 4,
};

static void set_up(void)
{
	nand_set_up();
	nand_set_way(NAND_COUNTERS);
}

static void check_clean(const struct flashmap_ecc *ecc)
{
	ck_assert_uint_eq(ecc->corrected, 0);
	ck_assert_uint_eq(ecc->failed, 0);
	ck_assert_uint_eq(ecc->max_bitflips, 0);
	ck_assert(ecc->known);
	ck_assert(!ecc->refresh_wanted);
}

START_TEST(failures_of_others_are_not_believed)
{
	struct flashmap_ecc ecc;

	fake_disturb(nand.rootfs, (unsigned int)_i, 0, 1);
	ecc = nand_read(NAND_BLOCK, NAND_BLOCK, 0);
	check_clean(&ecc);
}
END_TEST

START_TEST(flips_of_others_are_not_believed)
{
	struct flashmap_ecc ecc;

	fake_disturb(nand.rootfs, (unsigned int)_i, 5, 0);
	ecc = nand_read(NAND_BLOCK, NAND_BLOCK, 0);
	check_clean(&ecc);
}
END_TEST

START_TEST(failures_of_others_are_not_believed_of_one_page)
{
	struct flashmap_ecc ecc;

	fake_disturb(nand.rootfs, (unsigned int)_i, 0, 1);
	ecc = nand_read(NAND_PAGE, NAND_PAGE, 0);
	check_clean(&ecc);
}
END_TEST

START_TEST(failures_of_others_are_not_believed_of_a_part_of_a_page)
{
	struct flashmap_ecc ecc;

	fake_disturb(nand.rootfs, (unsigned int)_i, 0, 1);
	ecc = nand_read(NAND_PAGE + 1, 3, 0);
	check_clean(&ecc);
}
END_TEST

START_TEST(a_bad_page_is_bad_while_others_fail)
{
	expect_errors();
	fake_ruin(nand.rootfs, NAND_BLOCK + NAND_PAGE);
	fake_disturb(nand.rootfs, (unsigned int)_i, 2, 3);
	ck_assert_uint_eq(nand_read(NAND_BLOCK, NAND_BLOCK, -EBADMSG).failed,
			  1);
}
END_TEST

START_TEST(own_flips_are_counted_while_others_fail)
{
	struct flashmap_ecc ecc;

	fake_flip(nand.rootfs, NAND_BLOCK + NAND_PAGE, 2);
	fake_disturb(nand.rootfs, (unsigned int)_i, 7, 3);
	ecc = nand_read(NAND_BLOCK, NAND_BLOCK, 0);
	ck_assert_uint_eq(ecc.failed, 0);
	ck_assert_uint_eq(ecc.corrected, 2);
	ck_assert_uint_eq(ecc.max_bitflips, 2);
	ck_assert(!ecc.refresh_wanted);
}
END_TEST

START_TEST(a_read_ends_though_others_fail_all_the_time)
{
	static uint8_t data[NAND_BLOCK];

	expect_errors();
	fake_disturb(nand.rootfs, FAKE_ALWAYS, 1, 1);
	flash_area_read(nand.fa, 0, data, NAND_BLOCK);
	nand_check_bytes(nand.rootfs, 0, data, NAND_BLOCK);
	ck_assert_uint_le(fake_count("pread"),
			  1 + 100 * NAND_BLOCK / NAND_PAGE);
}
END_TEST

START_TEST(a_bad_page_is_bad_while_others_fail_all_the_time)
{
	expect_errors();
	fake_ruin(nand.rootfs, 0);
	fake_disturb(nand.rootfs, FAKE_ALWAYS, 1, 1);
	ck_assert_uint_ge(nand_read(0, NAND_BLOCK, -EBADMSG).failed, 1);
}
END_TEST

/* The page goes bad before the third reading: of the block, twice of it. */
static void spoil_third_reading(const struct fake_event *event, void *context)
{
	unsigned int *readings = context;

	if (event->call == FAKE_READ && ++*readings == 3)
		fake_ruin(event->mtd, 0);
}

START_TEST(data_of_a_page_that_goes_bad_meanwhile_are_no_success)
{
	static uint8_t data[NAND_PAGE];
	unsigned int readings = 0;

	expect_errors();
	fake_flip(nand.rootfs, 0, NAND_STRENGTH);
	fake_set_hook(spoil_third_reading, &readings);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_PAGE),
			 -EBADMSG);
	ck_assert_uint_ge(readings, 3);
}
END_TEST

START_TEST(only_the_block_in_doubt_is_read_again)
{
	expect_errors();
	fake_ruin(nand.rootfs, 2 * NAND_BLOCK);
	nand_read(0, NAND_SIZE, -EBADMSG);
	ck_assert_uint_eq(fake_count("pread mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x1200"), 0);
	ck_assert_uint_eq(fake_count("pread mtd0 0x3200"), 0);
	ck_assert_uint_ge(fake_count("pread mtd0 0x2000 0x200"), 1);
}
END_TEST

START_TEST(counters_that_wrap_are_understood)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand.rootfs->failed = UINT32_MAX;
	nand.rootfs->corrected = UINT32_MAX - 1;
	fake_ruin(nand.rootfs, 0);
	fake_flip(nand.rootfs, NAND_PAGE, NAND_THRESHOLD - 1);
	ecc = nand_read(0, NAND_BLOCK, -EBADMSG);
	ck_assert_uint_eq(ecc.failed, 1);
	ck_assert_uint_eq(ecc.corrected, NAND_THRESHOLD - 1);
}
END_TEST

START_TEST(failures_of_others_do_not_matter_to_memread)
{
	struct flashmap_ecc ecc;

	fake_disturb(nand.rootfs, FAKE_ALWAYS, 1, 1);
	ecc = nand_read(0, NAND_SIZE, 0);
	check_clean(&ecc);
}
END_TEST

TCase *ecc_counters_case(void)
{
	TCase *tcase = tcase_create("counters");

	tcase_add_checked_fixture(tcase, set_up, nand_tear_down);
	tcase_add_loop_test(tcase, failures_of_others_are_not_believed, 1,
			    DISTURBED + 1);
	tcase_add_loop_test(tcase, flips_of_others_are_not_believed, 1,
			    DISTURBED + 1);
	tcase_add_loop_test(tcase,
			    failures_of_others_are_not_believed_of_one_page, 1,
			    DISTURBED + 1);
	tcase_add_loop_test(
		tcase, failures_of_others_are_not_believed_of_a_part_of_a_page,
		1, DISTURBED + 1);
	tcase_add_loop_test(tcase, a_bad_page_is_bad_while_others_fail, 1,
			    DISTURBED + 1);
	tcase_add_loop_test(tcase, own_flips_are_counted_while_others_fail, 1,
			    DISTURBED + 1);
	tcase_add_test(tcase, a_read_ends_though_others_fail_all_the_time);
	tcase_add_test(tcase, a_bad_page_is_bad_while_others_fail_all_the_time);
	tcase_add_test(tcase,
		       data_of_a_page_that_goes_bad_meanwhile_are_no_success);
	tcase_add_test(tcase, only_the_block_in_doubt_is_read_again);
	tcase_add_test(tcase, counters_that_wrap_are_understood);
	return tcase;
}

/* On its own: without what set_up() says of MEMREAD. */
TCase *ecc_memread_case(void)
{
	TCase *tcase = tcase_create("memread");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_test(tcase, failures_of_others_do_not_matter_to_memread);
	return tcase;
}
