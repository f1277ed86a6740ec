// SPDX-License-Identifier: BSD-2-Clause
/* Reading, writing and erasing through a view without bad blocks. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "good-view.h"
#include "unit.h"

static uint8_t data[NAND_SIZE];

/* Blocks 2 and 3 are bad: the view is 0, 1, 4, 5, 6, 7. */
static void set_up(void)
{
	nand_set_up();
	good_mark(1 << 2 | 1 << 3);
	good_open(nand.fa);
	fake_forget_calls();
}

static int read_view(off_t off, size_t len)
{
	memset(data, 0x5a, sizeof(data));
	return flashmap_goodblocks_read(view, off, data, len, NULL, 0);
}

START_TEST(a_read_across_bad_blocks_skips_them)
{
	ck_assert_int_eq(read_view(2 * NAND_BLOCK - 100, 300), 0);
	nand_check_bytes(nand.rootfs, 2 * NAND_BLOCK - 100, data, 100);
	nand_check_bytes(nand.rootfs, 4 * NAND_BLOCK, data + 100, 200);
	ck_assert_uint_eq(data[300], 0x5a);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x1f9c 0x64"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x4000 0xc8"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD"), 2);
}
END_TEST

START_TEST(the_whole_view_is_read_in_order)
{
	ck_assert_int_eq(read_view(0, 6 * NAND_BLOCK), 0);
	nand_check_bytes(nand.rootfs, 0, data, 2 * NAND_BLOCK);
	nand_check_bytes(nand.rootfs, 4 * NAND_BLOCK, data + 2 * NAND_BLOCK,
			 4 * NAND_BLOCK);
}
END_TEST

START_TEST(a_read_that_ends_before_bad_blocks_reads_no_more)
{
	ck_assert_int_eq(read_view(NAND_BLOCK, NAND_BLOCK), 0);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD"), 1);
}
END_TEST

START_TEST(a_read_that_begins_behind_bad_blocks_reads_no_less)
{
	ck_assert_int_eq(read_view(2 * NAND_BLOCK, 1), 0);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x4000 0x1"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD"), 1);
}
END_TEST

START_TEST(a_write_across_bad_blocks_skips_them)
{
	memset(data, 0, sizeof(data));
	ck_assert_int_eq(flashmap_goodblocks_write(view,
						   2 * NAND_BLOCK - NAND_PAGE,
						   data, 3 * NAND_PAGE),
			 0);
	good_check_changed(1 << 1 | 1 << 4);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x1e00 0x200"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x4000 0x400"), 1);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
}
END_TEST

START_TEST(each_byte_is_written_where_it_is_read)
{
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 6 * NAND_BLOCK), 0);
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i / 3 * 7);
	ck_assert_int_eq(
		flashmap_goodblocks_write(view, 0, data, 6 * NAND_BLOCK), 0);
	ck_assert_mem_eq(nand.rootfs->content, data, 2 * NAND_BLOCK);
	ck_assert_mem_eq(nand.rootfs->content + 4 * NAND_BLOCK,
			 data + 2 * NAND_BLOCK, 4 * NAND_BLOCK);
	good_check_changed(0xf3);
}
END_TEST

START_TEST(an_erase_across_bad_blocks_skips_them)
{
	ck_assert_int_eq(
		flashmap_goodblocks_erase(view, NAND_BLOCK, 2 * NAND_BLOCK), 0);
	good_check_changed(1 << 1 | 1 << 4);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x4000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE"), 2);
}
END_TEST

START_TEST(the_whole_view_can_be_erased)
{
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 6 * NAND_BLOCK), 0);
	good_check_changed(0xf3);
}
END_TEST

START_TEST(nothing_at_a_place_in_the_view_is_0)
{
	static const off_t offsets[] = { 0, 1, 2 * NAND_BLOCK, 6 * NAND_BLOCK };

	ck_assert_int_eq(flashmap_goodblocks_read(view, offsets[_i], NULL, 0,
						  NULL, 0),
			 0);
	ck_assert_int_eq(flashmap_goodblocks_write(view, offsets[_i], NULL, 0),
			 0);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, offsets[_i], 0), 0);
	good_check_changed(0);
}
END_TEST

static const struct {
	off_t offset;
	size_t length;
} outside[] = {
	{ 0, 6 * NAND_BLOCK + 1 },	    { 0, 7 * NAND_BLOCK },
	{ 5 * NAND_BLOCK, 2 * NAND_BLOCK }, { 6 * NAND_BLOCK, NAND_BLOCK },
	{ 6 * NAND_BLOCK + 1, 0 },	    { NAND_BLOCK, SIZE_MAX },
	{ -NAND_BLOCK, NAND_BLOCK },	    { INT64_MAX, NAND_BLOCK },
};

enum {
	OUTSIDE_COUNT = sizeof(outside) / sizeof(outside[0])
};

START_TEST(a_range_outside_the_view_gives_einval)
{
	const off_t off = outside[_i].offset;
	const size_t len = outside[_i].length;

	expect_errors();
	ck_assert_int_eq(flashmap_goodblocks_read(view, off, data, len, NULL,
						  0),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_write(view, off, data, len),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, off, len), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	good_check_changed(0);
}
END_TEST

START_TEST(a_view_without_bytes_gives_einval)
{
	struct flashmap_ecc ecc;

	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, NULL, 1, NULL, 0),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 0, NULL, NAND_PAGE),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, data, 1, &ecc, 0),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, data, 1, NULL, 8),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

static void check_unchanged(void)
{
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	good_check_changed(0);
}

START_TEST(a_write_of_no_whole_pages_changes_nothing)
{
	expect_errors();
	ck_assert_int_eq(flashmap_goodblocks_write(view, 0, data,
						   3 * NAND_BLOCK + 1),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_write(view, NAND_PAGE - 1, data,
						   3 * NAND_BLOCK),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 1, data,
						   3 * NAND_BLOCK - 1),
			 -EINVAL);
	check_unchanged();
}
END_TEST

START_TEST(an_erase_of_no_whole_blocks_changes_nothing)
{
	expect_errors();
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 1), -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0,
						   3 * NAND_BLOCK - NAND_PAGE),
			 -EINVAL);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, NAND_PAGE,
						   3 * NAND_BLOCK - NAND_PAGE),
			 -EINVAL);
	check_unchanged();
}
END_TEST

START_TEST(a_view_in_use_is_not_changed)
{
	expect_errors();
	write_file("sys/class/ubi/ubi0/mtd_num", "0\n");
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 3 * NAND_BLOCK),
			 -EBUSY);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 0, data,
						   3 * NAND_BLOCK),
			 -EBUSY);
	check_unchanged();
}
END_TEST

START_TEST(a_view_without_the_right_to_write_is_not_changed)
{
	expect_errors();
	fake_fail(nand.rootfs, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(flashmap_goodblocks_erase(view, 0, 3 * NAND_BLOCK),
			 -EACCES);
	ck_assert_int_eq(flashmap_goodblocks_write(view, 0, data,
						   3 * NAND_BLOCK),
			 -EACCES);
	check_unchanged();
}
END_TEST

START_TEST(ecc_of_a_view_is_that_of_all_its_parts)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand_set_way(_i);
	fake_flip(nand.rootfs, 0, 1);
	fake_ruin(nand.rootfs, 2 * NAND_BLOCK - 1);
	fake_flip(nand.rootfs, 4 * NAND_BLOCK, 2);
	fake_ruin(nand.rootfs, 7 * NAND_BLOCK);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, data, 6 * NAND_BLOCK,
						  &ecc, sizeof(ecc)),
			 -EBADMSG);
	ck_assert_uint_eq(ecc.corrected, 3);
	ck_assert_uint_eq(ecc.failed, 2);
	ck_assert(ecc.known);
	ck_assert(ecc.refresh_wanted);
	nand_check_bytes(nand.rootfs, 0, data, 2 * NAND_BLOCK);
	nand_check_bytes(nand.rootfs, 4 * NAND_BLOCK, data + 2 * NAND_BLOCK,
			 4 * NAND_BLOCK);
}
END_TEST

START_TEST(a_refresh_of_a_view_is_wanted_from_the_threshold_on)
{
	struct flashmap_ecc ecc;

	nand_set_way(_i);
	fake_flip(nand.rootfs, 4 * NAND_BLOCK, NAND_THRESHOLD);
	fake_flip(nand.rootfs, 5 * NAND_BLOCK, NAND_THRESHOLD - 1);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, data, 3 * NAND_BLOCK,
						  &ecc, sizeof(ecc)),
			 0);
	ck_assert(ecc.refresh_wanted);
	ck_assert_int_eq(flashmap_goodblocks_read(view, 3 * NAND_BLOCK, data,
						  NAND_BLOCK, &ecc,
						  sizeof(ecc)),
			 0);
	ck_assert(!ecc.refresh_wanted);
}
END_TEST

START_TEST(a_view_is_read_to_its_end_also_without_findings)
{
	expect_errors();
	fake_ruin(nand.rootfs, 0);
	ck_assert_int_eq(read_view(0, 6 * NAND_BLOCK), -EBADMSG);
	nand_check_bytes(nand.rootfs, 4 * NAND_BLOCK, data + 2 * NAND_BLOCK,
			 4 * NAND_BLOCK);
}
END_TEST

START_TEST(a_shorter_structure_of_a_view_is_filled_to_its_end)
{
	uint8_t bytes[sizeof(struct flashmap_ecc)];

	memset(bytes, 0xa5, sizeof(bytes));
	ck_assert_int_eq(flashmap_goodblocks_read(view, 0, data, 1,
						  (void *)bytes, 8),
			 0);
	ck_assert_mem_eq(bytes, "\0\0\0\0\0\0\0\0\xa5\xa5", 10);
}
END_TEST

static void add_refusals(TCase *tcase)
{
	tcase_add_loop_test(tcase, a_range_outside_the_view_gives_einval, 0,
			    OUTSIDE_COUNT);
	tcase_add_test(tcase, a_view_without_bytes_gives_einval);
	tcase_add_test(tcase, a_write_of_no_whole_pages_changes_nothing);
	tcase_add_test(tcase, an_erase_of_no_whole_blocks_changes_nothing);
	tcase_add_test(tcase, a_view_in_use_is_not_changed);
	tcase_add_test(tcase, a_view_without_the_right_to_write_is_not_changed);
}

TCase *goodblocks_io_case(void)
{
	TCase *tcase = tcase_create("io");

	tcase_add_checked_fixture(tcase, set_up, good_tear_down);
	tcase_add_test(tcase, a_read_across_bad_blocks_skips_them);
	tcase_add_test(tcase, the_whole_view_is_read_in_order);
	tcase_add_test(tcase, a_read_that_ends_before_bad_blocks_reads_no_more);
	tcase_add_test(tcase,
		       a_read_that_begins_behind_bad_blocks_reads_no_less);
	tcase_add_test(tcase, a_write_across_bad_blocks_skips_them);
	tcase_add_test(tcase, each_byte_is_written_where_it_is_read);
	tcase_add_test(tcase, an_erase_across_bad_blocks_skips_them);
	tcase_add_test(tcase, the_whole_view_can_be_erased);
	tcase_add_loop_test(tcase, nothing_at_a_place_in_the_view_is_0, 0, 4);
	add_refusals(tcase);
	tcase_add_loop_test(tcase, ecc_of_a_view_is_that_of_all_its_parts, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase,
			    a_refresh_of_a_view_is_wanted_from_the_threshold_on,
			    0, NAND_WAYS);
	tcase_add_test(tcase, a_view_is_read_to_its_end_also_without_findings);
	tcase_add_test(tcase,
		       a_shorter_structure_of_a_view_is_filled_to_its_end);
	return tcase;
}
