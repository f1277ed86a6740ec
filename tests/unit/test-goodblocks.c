// SPDX-License-Identifier: BSD-2-Clause
/* A view of an area without its bad blocks: what is where. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "good-view.h"
#include "unit.h"

START_TEST(a_view_without_bad_blocks_is_the_area)
{
	good_open(nand.fa);
	check_blocks(0, 1, 2, 3, 4, 5, 6, 7);
}
END_TEST

START_TEST(a_bad_first_block_is_left_out)
{
	good_mark(1 << 0);
	good_open(nand.fa);
	check_blocks(1, 2, 3, 4, 5, 6, 7);
}
END_TEST

START_TEST(a_bad_last_block_is_left_out)
{
	good_mark(1 << 7);
	good_open(nand.fa);
	check_blocks(0, 1, 2, 3, 4, 5, 6);
}
END_TEST

START_TEST(adjacent_bad_blocks_are_left_out)
{
	good_mark(1 << 2 | 1 << 3 | 1 << 4);
	good_open(nand.fa);
	check_blocks(0, 1, 5, 6, 7);
}
END_TEST

START_TEST(bad_blocks_at_the_start_and_the_end_are_left_out)
{
	good_mark(1 << 0 | 1 << 1 | 1 << 6 | 1 << 7);
	good_open(nand.fa);
	check_blocks(2, 3, 4, 5);
}
END_TEST

START_TEST(every_second_block_can_be_bad)
{
	good_mark(0x55);
	good_open(nand.fa);
	check_blocks(1, 3, 5, 7);
}
END_TEST

START_TEST(the_only_good_block_is_the_view)
{
	unsigned int blocks = (unsigned int)_i;

	good_mark(0xff & ~(1u << _i));
	good_open(nand.fa);
	check_view(&blocks, 1);
}
END_TEST

START_TEST(a_view_without_a_good_block_holds_nothing)
{
	uint8_t byte;

	good_mark(0xff);
	good_open(nand.fa);
	check_view(NULL, 0);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, &byte, 1, NULL, 0),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, NAND_BLOCK),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_update(view), 0);
}
END_TEST

START_TEST(offsets_are_those_of_the_area)
{
	struct flash_area part =
		nand_area(NAND_SIZE + 2 * NAND_BLOCK, 3 * NAND_BLOCK);
	off_t area_off;

	fake_mark_bad(nand.data, 3 * NAND_BLOCK);
	good_open(&part);
	ck_assert_uint_eq(flashmap_goodblocks_capacity(view), 2 * NAND_BLOCK);
	ck_assert_int_eq(flashmap_goodblocks_to_area(view, NAND_BLOCK + 5,
						     &area_off),
			 0);
	ck_assert_int_eq(area_off, 2 * NAND_BLOCK + 5);
}
END_TEST

START_TEST(the_view_keeps_a_copy_of_the_area)
{
	struct flash_area part = nand_area(NAND_BLOCK, 2 * NAND_BLOCK);
	uint8_t data[4];

	good_open(&part);
	memset(&part, 0xa5, sizeof(part));
	ck_assert_uint_eq(flashmap_goodblocks_capacity(view), 2 * NAND_BLOCK);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 1, data, 4, NULL, 0),
			 0);
	nand_check_bytes(nand.rootfs, NAND_BLOCK + 1, data, 4);
}
END_TEST

START_TEST(each_block_is_asked_about_once)
{
	good_mark(1 << 3);
	good_open(nand.fa);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), NAND_BLOCKS);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x3000"), 1);
	fake_forget_calls();
	check_blocks(0, 1, 2, 4, 5, 6, 7);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(places_outside_the_view_give_einval)
{
	static const off_t offsets[] = { -1, INT64_MIN, 7 * NAND_BLOCK,
					 NAND_SIZE, INT64_MAX };
	off_t area_off = 77;

	good_mark(1 << 3);
	good_open(nand.fa);
	ck_assert_int_eq(flashmap_goodblocks_to_area(view, offsets[_i],
						     &area_off),
			 -EINVAL);
	ck_assert_int_eq(area_off, 77);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, offsets[_i]),
			 -EINVAL);
}
END_TEST

START_TEST(no_view_gives_einval)
{
	struct flashmap_ecc ecc;
	uint8_t byte = 0;
	off_t off;

	ck_assert_uint_eq(flashmap_goodblocks_capacity(NULL), 0);
	ck_assert_uint_eq(flashmap_goodblocks_bad_count(NULL), 0);
	ck_assert_int_eq(flashmap_goodblocks_to_area(NULL, 0, &off), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_read(NULL, 0, &byte, 1, &ecc,
						  sizeof(ecc)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_write(NULL, 0, &byte, 1), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_erase(NULL, 0, 1), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(NULL, 0), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_update(NULL), -EINVAL);
	flashmap_goodblocks_close(NULL);
	good_open(nand.fa);
	ck_assert_int_eq(flashmap_goodblocks_to_area(view, 0, NULL), -EINVAL);
}
END_TEST

static void check_not_opened(const struct flash_area *fa, int error)
{
	struct flashmap_goodblocks *none = (void *)&none;

	expect_errors();
	ck_assert_int_eq(flashmap_goodblocks_open(fa, &none), error);
	ck_assert_ptr_null(none);
}

START_TEST(no_view_of_nothing)
{
	check_not_opened(NULL, -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_open(nand.fa, NULL), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_open(NULL, NULL), -EINVAL);
}
END_TEST

START_TEST(no_view_of_parts_of_blocks)
{
	struct flash_area late = nand_area(NAND_PAGE, NAND_BLOCK);
	struct flash_area early = nand_area(0, NAND_BLOCK - NAND_PAGE);
	struct flash_area longer = nand_area(0, NAND_BLOCK + 1);

	check_not_opened(&late, -EINVAL);
	check_not_opened(&early, -EINVAL);
	check_not_opened(&longer, -EINVAL);
}
END_TEST

START_TEST(no_view_without_erase_blocks)
{
	const struct fake_options options = {
		.number = 8, .name = "ram", .type = "ram", .no_erase = true
	};
	struct flashmap *map;

	fake_add(&options);
	map = fake_load_map();
	check_not_opened(must_open_in(map, "ram"), -ENOTSUP);
	flashmap_unref(map);
}
END_TEST

START_TEST(no_view_of_unequal_blocks_that_may_be_bad)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x1000, .numblocks = 4 },
		{ .offset = 0x4000, .erasesize = 0x2000, .numblocks = 6 },
	};
	const struct fake_options options = { .number = 8,
					      .name = "mixed",
					      .type = "nand",
					      .write_size = NAND_PAGE,
					      .erase_size = 0x2000,
					      .regions = regions,
					      .region_count = 2 };
	struct flashmap *map;

	fake_add(&options);
	map = fake_load_map();
	check_not_opened(must_open_in(map, "mixed"), -ENOTSUP);
	flashmap_unref(map);
}
END_TEST

START_TEST(no_view_where_a_block_cannot_be_asked_about)
{
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMGETBADBLOCK, NAND_BLOCKS, EIO);
	check_not_opened(nand.fa, -EIO);
}
END_TEST

START_TEST(no_view_without_a_device)
{
	const struct flash_area fa = nand_no_device();

	check_not_opened(&fa, -ENODEV);
	fake_fail(nand.rootfs, FAKE_OPEN, O_RDONLY, 1, EACCES);
	check_not_opened(nand.fa, -EACCES);
}
END_TEST

START_TEST(a_view_of_two_mtds_leaves_out_bad_blocks_of_both)
{
	struct flash_area both = nand_area(0, 2 * NAND_SIZE);
	off_t area_off;

	fake_mark_bad(nand.rootfs, 7 * NAND_BLOCK);
	fake_mark_bad(nand.data, 0);
	good_open(&both);
	ck_assert_uint_eq(flashmap_goodblocks_bad_count(view), 2);
	ck_assert_int_eq(flashmap_goodblocks_to_area(view, 7 * NAND_BLOCK,
						     &area_off),
			 0);
	ck_assert_int_eq(area_off, 9 * NAND_BLOCK);
}
END_TEST

START_TEST(a_view_of_nor_is_the_area)
{
	uint8_t data[0x1801];
	off_t off;

	good_open(nand_add_nor());
	ck_assert_uint_eq(flashmap_goodblocks_capacity(view), 0x10000);
	ck_assert_uint_eq(flashmap_goodblocks_bad_count(view), 0);
	ck_assert_int_eq(flashmap_goodblocks_to_area(view, 0xffff, &off), 0);
	ck_assert_int_eq(off, 0xffff);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0x1000, 0x2000), 0);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 0x2fff, "ab", 2), 0);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0x2000, data,
						  sizeof(data), NULL, 0),
			 0);
	ck_assert_mem_eq(data, nand.nor->content + 0x2000, sizeof(data));
	ck_assert_uint_eq(data[0xfff], 'a');
	ck_assert_int_eq(flashmap_goodblocks_update(view), 0);
	ck_assert_int_eq(flashmap_goodblocks_mark_bad(view, 0), -ENOTSUP);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), 0);
}
END_TEST

START_TEST(a_view_of_nor_with_unequal_sectors_is_the_area)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x1000, .numblocks = 4 },
		{ .offset = 0x4000, .erasesize = 0x4000, .numblocks = 3 },
	};
	const struct fake_options options = { .number = 8,
					      .name = "bottom",
					      .erase_size = 0x4000,
					      .regions = regions,
					      .region_count = 2 };
	struct flashmap *map;

	fake_add(&options);
	map = fake_load_map();
	good_open(must_open_in(map, "bottom"));
	ck_assert_uint_eq(flashmap_goodblocks_capacity(view), 0x10000);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0x3000, 0x5000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd8 0x3000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd8 0x4000 0x4000"), 1);
	flashmap_unref(map);
}
END_TEST

static TCase *places_case(void)
{
	TCase *tcase = tcase_create("places");

	tcase_add_checked_fixture(tcase, nand_set_up, good_tear_down);
	tcase_add_test(tcase, a_view_without_bad_blocks_is_the_area);
	tcase_add_test(tcase, a_bad_first_block_is_left_out);
	tcase_add_test(tcase, a_bad_last_block_is_left_out);
	tcase_add_test(tcase, adjacent_bad_blocks_are_left_out);
	tcase_add_test(tcase, bad_blocks_at_the_start_and_the_end_are_left_out);
	tcase_add_test(tcase, every_second_block_can_be_bad);
	tcase_add_loop_test(tcase, the_only_good_block_is_the_view, 0,
			    NAND_BLOCKS);
	tcase_add_test(tcase, a_view_without_a_good_block_holds_nothing);
	tcase_add_test(tcase, offsets_are_those_of_the_area);
	tcase_add_test(tcase, the_view_keeps_a_copy_of_the_area);
	tcase_add_test(tcase, each_block_is_asked_about_once);
	tcase_add_loop_test(tcase, places_outside_the_view_give_einval, 0, 5);
	tcase_add_test(tcase, a_view_of_two_mtds_leaves_out_bad_blocks_of_both);
	tcase_add_test(tcase, a_view_of_nor_is_the_area);
	tcase_add_test(tcase, a_view_of_nor_with_unequal_sectors_is_the_area);
	return tcase;
}

static TCase *refused_case(void)
{
	TCase *tcase = tcase_create("refused");

	tcase_add_checked_fixture(tcase, nand_set_up, good_tear_down);
	tcase_add_test(tcase, no_view_gives_einval);
	tcase_add_test(tcase, no_view_of_nothing);
	tcase_add_test(tcase, no_view_of_parts_of_blocks);
	tcase_add_test(tcase, no_view_without_erase_blocks);
	tcase_add_test(tcase, no_view_of_unequal_blocks_that_may_be_bad);
	tcase_add_test(tcase, no_view_where_a_block_cannot_be_asked_about);
	tcase_add_test(tcase, no_view_without_a_device);
	return tcase;
}

Suite *goodblocks_suite(void)
{
	Suite *suite = suite_create("goodblocks");

	suite_add_tcase(suite, places_case());
	suite_add_tcase(suite, refused_case());
	suite_add_tcase(suite, goodblocks_io_case());
	suite_add_tcase(suite, goodblocks_change_case());
	return suite;
}
