// SPDX-License-Identifier: BSD-2-Clause
/* Blocks that go bad while a view is open. */

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "good-view.h"
#include "unit.h"

static uint8_t data[NAND_SIZE];

/* Block 2 is bad: the view is 0, 1, 3, 4, 5, 6, 7. */
static void set_up(void)
{
	nand_set_up();
	good_mark(1 << 2);
	good_open(nand.fa);
	fake_forget_calls();
}

START_TEST(a_block_that_went_bad_is_still_in_its_place)
{
	good_mark(1 << 4);
	check_blocks(0, 1, 3, 4, 5, 6, 7);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 4 * NAND_BLOCK, data,
						  NAND_BLOCK, NULL, 0),
			 0);
	nand_check_bytes(nand.rootfs, 5 * NAND_BLOCK, data, NAND_BLOCK);
}
END_TEST

START_TEST(a_block_that_went_bad_is_eio)
{
	expect_errors();
	good_mark(1 << 4);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 3 * NAND_BLOCK, data, 1,
						  NULL, 0),
			 -EIO);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 3 * NAND_BLOCK, data,
						   NAND_PAGE),
			 -EIO);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 3 * NAND_BLOCK,
						   NAND_BLOCK),
			 -EIO);
	good_check_changed(0);
}
END_TEST

START_TEST(a_block_that_went_bad_at_the_end_refuses_the_whole_change)
{
	expect_errors();
	good_mark(1 << 7);
	ck_assert_int_eq(
		flashmap_goodblocks_write(view, 0, data, 7 * NAND_BLOCK), -EIO);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 7 * NAND_BLOCK),
			 -EIO);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	good_check_changed(0);
}
END_TEST

START_TEST(an_update_leaves_out_what_went_bad)
{
	good_mark(1 << 0 | 1 << 7);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 1);
	check_blocks(1, 3, 4, 5, 6);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 5 * NAND_BLOCK), 0);
	good_check_changed(1 << 1 | 0x78);
}
END_TEST

START_TEST(an_update_asks_about_each_block_once)
{
	ck_assert_int_eq(flashmap_goodblocks_update(view), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), NAND_BLOCKS);
	ck_assert_uint_eq(count_calls(), NAND_BLOCKS);
}
END_TEST

START_TEST(an_update_without_a_change_is_0)
{
	ck_assert_int_eq(flashmap_goodblocks_update(view), 0);
	check_blocks(0, 1, 3, 4, 5, 6, 7);
	good_mark(1 << 5);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 1);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 0);
	check_blocks(0, 1, 3, 4, 6, 7);
}
END_TEST

START_TEST(after_a_failed_update_the_view_is_as_it_was)
{
	expect_errors();
	good_mark(1 << 0);
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMGETBADBLOCK, 5, EIO);
	ck_assert_int_eq(flashmap_goodblocks_update(view), -EIO);
	check_blocks(0, 1, 3, 4, 5, 6, 7);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 1);
	check_blocks(1, 3, 4, 5, 6, 7);
}
END_TEST

START_TEST(an_update_can_leave_nothing)
{
	good_mark(0xff);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 1);
	check_view(NULL, 0);
}
END_TEST

START_TEST(a_block_that_is_marked_leaves_the_view)
{
	static const off_t offsets[] = { 2 * NAND_BLOCK, 2 * NAND_BLOCK + 7,
					 3 * NAND_BLOCK - 1 };

	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, offsets[_i]), 0);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK mtd0 0x3000"), 1);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 1);
	check_blocks(0, 1, 4, 5, 6, 7);
	good_check_changed(0);
}
END_TEST

START_TEST(the_first_and_the_last_block_can_leave_the_view)
{
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), 0);
	check_blocks(1, 3, 4, 5, 6, 7);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 6 * NAND_BLOCK - 1),
			 0);
	check_blocks(1, 3, 4, 5, 6);
	ck_assert(nand.rootfs->bad[0] && nand.rootfs->bad[7]);
}
END_TEST

START_TEST(all_blocks_can_leave_the_view)
{
	for (int i = 0; i < 7; i++)
		ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), 0);
	check_view(NULL, 0);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), -EINVAL);
}
END_TEST

START_TEST(a_failure_to_mark_leaves_the_view_as_it_was)
{
	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMSETBADBLOCK, 1, EIO);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), -EIO);
	check_blocks(0, 1, 3, 4, 5, 6, 7);
}
END_TEST

START_TEST(a_view_in_use_is_not_marked)
{
	expect_errors();
	write_file("sys/class/ubi/ubi0/mtd_num", "0\n");
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), -EBUSY);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 0);
	check_blocks(0, 1, 3, 4, 5, 6, 7);
}
END_TEST

TCase *goodblocks_change_case(void)
{
	TCase *tcase = tcase_create("change");

	tcase_add_checked_fixture(tcase, set_up, good_tear_down);
	tcase_add_test(tcase, a_block_that_went_bad_is_still_in_its_place);
	tcase_add_test(tcase, a_block_that_went_bad_is_eio);
	tcase_add_test(
		tcase,
		a_block_that_went_bad_at_the_end_refuses_the_whole_change);
	tcase_add_test(tcase, an_update_leaves_out_what_went_bad);
	tcase_add_test(tcase, an_update_asks_about_each_block_once);
	tcase_add_test(tcase, an_update_without_a_change_is_0);
	tcase_add_test(tcase, after_a_failed_update_the_view_is_as_it_was);
	tcase_add_test(tcase, an_update_can_leave_nothing);
	tcase_add_loop_test(tcase, a_block_that_is_marked_leaves_the_view, 0,
			    3);
	tcase_add_test(tcase, the_first_and_the_last_block_can_leave_the_view);
	tcase_add_test(tcase, all_blocks_can_leave_the_view);
	tcase_add_test(tcase, a_failure_to_mark_leaves_the_view_as_it_was);
	tcase_add_test(tcase, a_view_in_use_is_not_marked);
	return tcase;
}
