// SPDX-License-Identifier: BSD-2-Clause
/* Reading, writing and erasing areas of fake MTDs. */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

enum {
	KERNEL_SIZE = 0x20000
};

static const struct flash_area *kernel;

static void set_up(void)
{
	board_set_up();
	kernel = must_open("kernel");
}

/* Byte n of each MTD is still n plus its number. */
static bool is_unchanged(const struct fake_mtd *mtd, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (mtd->content[i] !=
		    (uint8_t)(i + (size_t)mtd->options.number))
			return false;
	return true;
}

static void check_only_changed(size_t from, size_t to)
{
	ck_assert(is_unchanged(board.kernel, 0, from));
	ck_assert(is_unchanged(board.kernel, to, KERNEL_SIZE));
	ck_assert(is_unchanged(board.boot, 0, 0x10000));
	ck_assert(is_unchanged(board.data, 0, 0x10000));
	ck_assert(is_unchanged(board.spare, 0, 0x10000));
}

static void check_nothing_changed(void)
{
	check_only_changed(0, 0);
}

START_TEST(a_read_gives_the_bytes_of_the_area)
{
	uint8_t bytes[4] = { 0 };

	ck_assert_int_eq(flash_area_read(kernel, 3, bytes, 2), 0);
	ck_assert_mem_eq(bytes, "\x04\x05\0\0", 4);
	ck_assert_str_eq(fake_calls(), "open mtd1 O_RDONLY\n"
				       "fstat mtd1\n"
				       "pread mtd1 0x3 0x2\n");
	check_nothing_changed();
}
END_TEST

START_TEST(a_read_may_begin_and_end_anywhere)
{
	static uint8_t bytes[KERNEL_SIZE];

	ck_assert_int_eq(flash_area_read(kernel, 0xfff, bytes, 0x1003), 0);
	ck_assert_mem_eq(bytes, board.kernel->content + 0xfff, 0x1003);
	ck_assert_int_eq(flash_area_read(kernel, 0, bytes, KERNEL_SIZE), 0);
	ck_assert_mem_eq(bytes, board.kernel->content, KERNEL_SIZE);
	ck_assert_int_eq(flash_area_read(kernel, KERNEL_SIZE - 1, bytes, 1), 0);
	ck_assert_uint_eq(bytes[0], (uint8_t)KERNEL_SIZE);
}
END_TEST

START_TEST(a_write_changes_its_bytes_alone)
{
	ck_assert_int_eq(flash_area_write(kernel, 0x0ffe, "\0\0\0", 3), 0);
	ck_assert_mem_eq(board.kernel->content + 0x0ffe, "\0\0\0", 3);
	check_only_changed(0x0ffe, 0x1001);
}
END_TEST

START_TEST(a_write_never_erases)
{
	ck_assert_int_eq(flash_area_write(kernel, 0, "\xf0", 1), 0);
	ck_assert_uint_eq(board.kernel->content[0], 0x01 & 0xf0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
}
END_TEST

START_TEST(an_erase_changes_its_sectors_alone)
{
	ck_assert_int_eq(flash_area_erase(kernel, 0x2000, 0x3000), 0);
	for (size_t i = 0x2000; i < 0x5000; i++)
		ck_assert_uint_eq(board.kernel->content[i], 0xff);
	check_only_changed(0x2000, 0x5000);
}
END_TEST

START_TEST(an_erase_goes_sector_by_sector)
{
	ck_assert_int_eq(flash_area_erase(kernel, 0x1000, 0x2000), 0);
	ck_assert_ptr_nonnull(strstr(fake_calls(),
				     "MEMERASE64 mtd1 0x1000 0x1000\n"
				     "MEMERASE64 mtd1 0x2000 0x1000\n"));
	ck_assert_uint_eq(fake_count("MEMERASE"), 2);
}
END_TEST

START_TEST(a_whole_area_can_be_erased)
{
	ck_assert_int_eq(flash_area_erase(kernel, 0, KERNEL_SIZE), 0);
	check_only_changed(0, KERNEL_SIZE);
	ck_assert_uint_eq(fake_count("MEMERASE"), KERNEL_SIZE / 0x1000);
}
END_TEST

static const struct {
	off_t offset;
	size_t length;
} outside[] = {
	{ 1, SIZE_MAX },
	{ KERNEL_SIZE - 1, SIZE_MAX },
	{ KERNEL_SIZE, SIZE_MAX },
	{ 0, SIZE_MAX },
	{ 0, KERNEL_SIZE + 1 },
	{ 1, KERNEL_SIZE },
	{ KERNEL_SIZE - 1, 2 },
	{ KERNEL_SIZE, 1 },
	{ KERNEL_SIZE + 1, 0 },
	{ KERNEL_SIZE + 1, SIZE_MAX },
	{ -1, 0 },
	{ -1, 1 },
	{ -4096, 4096 },
	{ INT64_MIN, 1 },
	{ INT64_MAX, 1 },
	{ INT64_MAX, SIZE_MAX },
};

enum {
	OUTSIDE_COUNT = sizeof(outside) / sizeof(outside[0])
};

START_TEST(a_range_outside_the_area_gives_einval)
{
	static uint8_t bytes[KERNEL_SIZE + 1];

	expect_errors();
	ck_assert_int_eq(flash_area_read(kernel, outside[_i].offset, bytes,
					 outside[_i].length),
			 -EINVAL);
	ck_assert_int_eq(flash_area_write(kernel, outside[_i].offset, bytes,
					  outside[_i].length),
			 -EINVAL);
	ck_assert_int_eq(flash_area_erase(kernel, outside[_i].offset,
					  outside[_i].length),
			 -EINVAL);
	ck_assert_int_eq(flash_area_flatten(kernel, outside[_i].offset,
					    outside[_i].length),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	ck_assert_ptr_nonnull(strstr(last_logged(), "not inside the area"));
}
END_TEST

START_TEST(nothing_at_a_place_in_the_area_is_0)
{
	static const off_t offsets[] = { 0, 1, 0x1000, KERNEL_SIZE - 1,
					 KERNEL_SIZE };
	uint8_t byte = 7;

	ck_assert_int_eq(flash_area_read(kernel, offsets[_i], &byte, 0), 0);
	ck_assert_int_eq(flash_area_write(kernel, offsets[_i], &byte, 0), 0);
	ck_assert_int_eq(flash_area_erase(kernel, offsets[_i], 0), 0);
	ck_assert_int_eq(flash_area_flatten(kernel, offsets[_i], 0), 0);
	ck_assert_int_eq(flash_area_read(kernel, offsets[_i], NULL, 0), 0);
	ck_assert_int_eq(flash_area_write(kernel, offsets[_i], NULL, 0), 0);
	ck_assert_uint_eq(byte, 7);
	ck_assert_str_eq(fake_calls(), "");
	check_nothing_changed();
}
END_TEST

START_TEST(no_area_gives_einval)
{
	uint8_t byte;

	ck_assert_int_eq(flash_area_read(NULL, 0, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_write(NULL, 0, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(NULL, 0, 4096), -EINVAL);
	ck_assert_int_eq(flash_area_flatten(NULL, 0, 4096), -EINVAL);
	ck_assert_int_eq(flash_area_read(NULL, 0, &byte, 0), -EINVAL);
}
END_TEST

START_TEST(no_bytes_give_einval)
{
	ck_assert_int_eq(flash_area_read(kernel, 0, NULL, 1), -EINVAL);
	ck_assert_int_eq(flash_area_write(kernel, 0, NULL, 1), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_erase_that_begins_inside_a_sector_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(flash_area_erase(kernel, 0x800, 0x1000), -EINVAL);
	ck_assert_int_eq(flash_area_erase(kernel, 0x800, 0x800), -EINVAL);
	ck_assert_int_eq(flash_area_erase(kernel, 1, 0x1fff), -EINVAL);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	check_nothing_changed();
}
END_TEST

START_TEST(an_erase_that_ends_inside_a_sector_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(flash_area_erase(kernel, 0, 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(kernel, 0x1000, 0x1001), -EINVAL);
	ck_assert_int_eq(flash_area_erase(kernel, 0x1000, 0x1fff), -EINVAL);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	check_nothing_changed();
}
END_TEST

START_TEST(an_area_is_written_by_bytes_on_nor)
{
	ck_assert_uint_eq(flash_area_align(kernel), 1);
	ck_assert_uint_eq(flash_area_align(NULL), 0);
}
END_TEST

START_TEST(an_mtd_is_erased_to_ones)
{
	ck_assert_uint_eq(flash_area_erased_val(kernel), 0xff);
	ck_assert_uint_eq(flash_area_erased_val(NULL), 0xff);
}
END_TEST

static struct fake_mtd *add_nand(void)
{
	const struct fake_options options = {
		.number = 20,
		.name = "nand",
		.type = "nand",
		.size = 0x80000,
		.erase_size = 0x20000,
		.write_size = 2048,
		.oob_size = 64,
	};

	return fake_add(&options);
}

START_TEST(the_page_of_a_nand_is_its_alignment)
{
	struct flashmap *map;

	add_nand();
	map = fake_load_map();
	ck_assert_uint_eq(flash_area_align(must_open_in(map, "nand")), 2048);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_write_of_no_whole_pages_gives_einval)
{
	struct fake_mtd *nand = add_nand();
	struct flashmap *map = fake_load_map();
	const struct flash_area *fa = must_open_in(map, "nand");
	static uint8_t page[4096];

	expect_errors();
	ck_assert_int_eq(flash_area_write(fa, 1, page, 2048), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 1024, page, 2048), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 0, page, 2047), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 2048, page, 1024), -EINVAL);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_int_eq(flash_area_write(fa, 2048, page, 4096), 0);
	ck_assert_uint_eq(nand->content[2047], 0xff);
	ck_assert_uint_eq(nand->content[2048], 0);
	ck_assert_uint_eq(nand->content[6143], 0);
	ck_assert_uint_eq(nand->content[6144], 0xff);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_bad_block_refuses_the_whole_range)
{
	struct fake_mtd *nand = add_nand();
	struct flashmap *map = fake_load_map();
	const struct flash_area *fa = must_open_in(map, "nand");
	static uint8_t bytes[0x40000];

	expect_errors();
	fake_mark_bad(nand, 0x20000);
	ck_assert_int_eq(flash_area_read(fa, 0, bytes, 0x20001), -EIO);
	ck_assert_int_eq(flash_area_write(fa, 0, bytes, 0x40000), -EIO);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x40000), -EIO);
	ck_assert_uint_eq(fake_count("pread"), 0);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	ck_assert_int_eq(flash_area_read(fa, 0, bytes, 0x20000), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x40000, 0x20000), 0);
	flashmap_unref(map);
}
END_TEST

Suite *io_suite(void)
{
	Suite *suite = suite_create("io");
	TCase *bytes = tcase_create("bytes");
	TCase *ranges = tcase_create("ranges");
	TCase *units = tcase_create("units");

	tcase_add_checked_fixture(bytes, set_up, board_tear_down);
	tcase_add_test(bytes, a_read_gives_the_bytes_of_the_area);
	tcase_add_test(bytes, a_read_may_begin_and_end_anywhere);
	tcase_add_test(bytes, a_write_changes_its_bytes_alone);
	tcase_add_test(bytes, a_write_never_erases);
	tcase_add_test(bytes, an_erase_changes_its_sectors_alone);
	tcase_add_test(bytes, an_erase_goes_sector_by_sector);
	tcase_add_test(bytes, a_whole_area_can_be_erased);
	suite_add_tcase(suite, bytes);

	tcase_add_checked_fixture(ranges, set_up, board_tear_down);
	tcase_add_loop_test(ranges, a_range_outside_the_area_gives_einval, 0,
			    OUTSIDE_COUNT);
	tcase_add_loop_test(ranges, nothing_at_a_place_in_the_area_is_0, 0, 5);
	tcase_add_test(ranges, no_area_gives_einval);
	tcase_add_test(ranges, no_bytes_give_einval);
	suite_add_tcase(suite, ranges);

	tcase_add_checked_fixture(units, set_up, board_tear_down);
	tcase_add_test(units,
		       an_erase_that_begins_inside_a_sector_gives_einval);
	tcase_add_test(units, an_erase_that_ends_inside_a_sector_gives_einval);
	tcase_add_test(units, an_area_is_written_by_bytes_on_nor);
	tcase_add_test(units, an_mtd_is_erased_to_ones);
	tcase_add_test(units, the_page_of_a_nand_is_its_alignment);
	tcase_add_test(units, a_write_of_no_whole_pages_gives_einval);
	tcase_add_test(units, a_bad_block_refuses_the_whole_range);
	suite_add_tcase(suite, units);

	suite_add_tcase(suite, io_refused_case());
	suite_add_tcase(suite, io_failed_case());
	suite_add_tcase(suite, io_copy_case());
	suite_add_tcase(suite, io_hash_case());
	suite_add_tcase(suite, io_device_case());
#ifdef HAVE_LIBFDT
	suite_add_tcase(suite, io_simulated_case());
	suite_add_tcase(suite, io_nand_case());
	suite_add_tcase(suite, io_broken_case());
#endif
	return suite;
}
