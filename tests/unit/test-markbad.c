// SPDX-License-Identifier: BSD-2-Clause
/* Marking a block bad. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <flashmap/area.h>

#include "board.h"
#include "nand.h"
#include "unit.h"

static void check_bad_blocks(const struct fake_mtd *mtd, unsigned int expected)
{
	for (unsigned int i = 0; i < NAND_BLOCKS; i++)
		ck_assert_int_eq(mtd->bad[i], (expected >> i) & 1);
}

START_TEST(the_block_that_holds_the_offset_becomes_bad)
{
	static const off_t offsets[] = { 2 * NAND_BLOCK, 2 * NAND_BLOCK + 1,
					 3 * NAND_BLOCK - 1 };

	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, offsets[_i]), 0);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK mtd0 0x2000"), 1);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 1);
	check_bad_blocks(nand.rootfs, 1 << 2);
	check_bad_blocks(nand.data, 0);
	ck_assert_int_eq(flashmap_area_is_bad(nand.fa, 2 * NAND_BLOCK), 1);
}
END_TEST

START_TEST(the_first_and_the_last_block_can_be_marked)
{
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, 0), 0);
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, NAND_SIZE - 1), 0);
	check_bad_blocks(nand.rootfs, 1 | 1 << (NAND_BLOCKS - 1));
}
END_TEST

START_TEST(marking_changes_no_byte)
{
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, 0), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
}
END_TEST

/* The kernel would count it once more. */
START_TEST(a_bad_block_is_not_marked_again)
{
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, NAND_BLOCK), 0);
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, NAND_BLOCK), 0);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 1);
	check_bad_blocks(nand.rootfs, 1 << 1);
}
END_TEST

START_TEST(an_offset_is_that_of_the_area)
{
	struct flash_area part =
		nand_area(NAND_SIZE + NAND_BLOCK, 2 * NAND_BLOCK);

	ck_assert_int_eq(flashmap_area_mark_bad(&part, NAND_BLOCK), 0);
	check_bad_blocks(nand.data, 1 << 2);
	check_bad_blocks(nand.rootfs, 0);
}
END_TEST

static void check_refused(const struct flash_area *fa, off_t off, int error)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_mark_bad(fa, off), error);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 0);
}

START_TEST(marking_outside_the_area_gives_einval)
{
	static const off_t offsets[] = { NAND_SIZE, NAND_SIZE + NAND_BLOCK, -1,
					 INT64_MIN, INT64_MAX };

	check_refused(nand.fa, offsets[_i], -EINVAL);
}
END_TEST

START_TEST(marking_without_an_area_gives_einval)
{
	check_refused(NULL, 0, -EINVAL);
}
END_TEST

START_TEST(marking_a_block_that_is_partly_outside_gives_einval)
{
	struct flash_area late = nand_area(NAND_PAGE, 2 * NAND_BLOCK);

	check_refused(&late, 0, -EINVAL);
	check_refused(&late, 2 * NAND_BLOCK - 1, -EINVAL);
	ck_assert_int_eq(flashmap_area_mark_bad(&late, NAND_BLOCK), 0);
	check_bad_blocks(nand.rootfs, 1 << 1);
}
END_TEST

START_TEST(nor_has_no_block_to_mark)
{
	check_refused(nand_add_nor(), 0, -ENOTSUP);
}
END_TEST

START_TEST(a_driver_that_cannot_mark_is_not_supported)
{
	static const int unsupported[] = { ENOTTY, EOPNOTSUPP, 524 };

	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMSETBADBLOCK, 1, unsupported[_i]);
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_failure_to_mark_is_passed_on)
{
	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMSETBADBLOCK, 1, EIO);
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, 0), -EIO);
	check_bad_blocks(nand.rootfs, 0);
}
END_TEST

START_TEST(marking_is_tried_again_after_a_signal)
{
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMSETBADBLOCK, 1, EINTR);
	ck_assert_int_eq(flashmap_area_mark_bad(nand.fa, 0), 0);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK mtd0 0"), 2);
}
END_TEST

START_TEST(marking_what_is_in_use_is_ebusy)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "0\n");
	check_refused(nand.fa, 0, -EBUSY);
}
END_TEST

START_TEST(marking_without_the_right_to_write_is_passed_on)
{
	fake_fail(nand.rootfs, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	check_refused(nand.fa, 0, -EACCES);
}
END_TEST

START_TEST(marking_what_is_read_only_is_erofs)
{
	const struct fake_options options = {
		.number = 8,
		.name = "fixed",
		.type = "nand",
		.write_size = NAND_PAGE,
		.read_only = true,
	};
	struct flashmap *map;

	fake_add(&options);
	map = fake_load_map();
	check_refused(must_open_in(map, "fixed"), 0, -EROFS);
	flashmap_unref(map);
}
END_TEST

START_TEST(marking_without_a_device_is_nodev)
{
	const struct flash_area fa = nand_no_device();

	check_refused(&fa, 0, -ENODEV);
}
END_TEST

Suite *markbad_suite(void)
{
	Suite *suite = suite_create("markbad");
	TCase *marked = tcase_create("marked");
	TCase *refused = tcase_create("refused");

	tcase_add_checked_fixture(marked, nand_set_up, nand_tear_down);
	tcase_add_loop_test(marked, the_block_that_holds_the_offset_becomes_bad,
			    0, 3);
	tcase_add_test(marked, the_first_and_the_last_block_can_be_marked);
	tcase_add_test(marked, marking_changes_no_byte);
	tcase_add_test(marked, a_bad_block_is_not_marked_again);
	tcase_add_test(marked, an_offset_is_that_of_the_area);
	tcase_add_test(marked, marking_is_tried_again_after_a_signal);
	suite_add_tcase(suite, marked);

	tcase_add_checked_fixture(refused, nand_set_up, nand_tear_down);
	tcase_add_loop_test(refused, marking_outside_the_area_gives_einval, 0,
			    5);
	tcase_add_test(refused, marking_without_an_area_gives_einval);
	tcase_add_test(refused,
		       marking_a_block_that_is_partly_outside_gives_einval);
	tcase_add_test(refused, nor_has_no_block_to_mark);
	tcase_add_loop_test(refused, a_driver_that_cannot_mark_is_not_supported,
			    0, 3);
	tcase_add_test(refused, a_failure_to_mark_is_passed_on);
	tcase_add_test(refused, marking_what_is_in_use_is_ebusy);
	tcase_add_test(refused,
		       marking_without_the_right_to_write_is_passed_on);
	tcase_add_test(refused, marking_what_is_read_only_is_erofs);
	tcase_add_test(refused, marking_without_a_device_is_nodev);
	suite_add_tcase(suite, refused);
	return suite;
}
