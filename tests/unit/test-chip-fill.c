// SPDX-License-Identifier: BSD-2-Clause
/* One value all over a range, and the erased one. */

#include <errno.h>
#include <string.h>

#include "chip-windows.h"
#include "unit.h"

static int chip_fill(uint64_t offset, uint64_t length, uint8_t value)
{
	const struct fm_range range = { offset, length };

	return fm_chip_fill(&chip, NULL, &range, value);
}

static int chip_flatten(uint64_t offset, uint64_t length)
{
	const struct fm_range range = { offset, length };

	return fm_chip_flatten(&chip, NULL, &range);
}

/* mtdN without sectors, filled with zeros. */
static struct fake_mtd *add_ram_window(uint64_t offset, int number,
				       uint32_t write_size)
{
	struct fake_mtd *mtd;

	mtd = add_window(offset,
			 &(struct fake_options){ .number = number,
						 .type = "ram",
						 .size = 0x4000,
						 .no_erase = true,
						 .write_size = write_size });
	memset(mtd->content, 0, 0x4000);
	return mtd;
}

/* NAND of eight blocks with pages of this size. */
static struct fake_mtd *add_nand_window(uint64_t offset, int number,
					uint32_t page, uint32_t block)
{
	return add_window(offset, &(struct fake_options){ .number = number,
							  .type = "nand",
							  .size = 8 * block,
							  .erase_size = block,
							  .write_size = page,
							  .oob_size = 64 });
}

/* Whether a range has this value, and the rest of the first size another. */
static void check_filled(const struct fake_mtd *mtd, uint64_t begin,
			 uint64_t end, uint8_t value, uint8_t other)
{
	for (uint64_t i = 0; i < mtd->options.size; i++)
		if (mtd->content[i] != (i >= begin && i < end ? value : other))
			ck_abort_msg("byte %#llx is %#x", (unsigned long long)i,
				     mtd->content[i]);
}

START_TEST(fill_writes_the_value_and_nothing_beside)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_window(0x100, &(struct fake_options){ .number = 0 });
	ck_assert_int_eq(chip_fill(0x10f0, 0x1020, 0xa5), 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n"
				       "pwrite mtd0 0xff0 0x10\n"
				       "pwrite mtd0 0x1000 0x1000\n"
				       "pwrite mtd0 0x2000 0x10\n");
	check_filled(mtd, 0xff0, 0x2010, 0xa5, 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(fill_goes_in_pieces_that_fit_on_the_stack)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_window(0, &(struct fake_options){ .erase_size = 0x8000 });
	ck_assert_int_eq(chip_fill(0x800, 0x2001, 0), 0);
	ck_assert_uint_eq(fake_count("pwrite"), 3);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x800 0x1000"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x1800 0x1000"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x2800 0x1"), 1);
	check_filled(mtd, 0x800, 0x2801, 0, 0xff);
	tear_down_chip();
}
END_TEST

/* Write blocks that fit into the buffer once and a rest, just, and not. */
static const struct {
	uint32_t write_size;
	size_t one_call;
} blocks[] = {
	{ 0x200, 0x1000 },  { 0x600, 0xc00 },	{ 0xa00, 0xa00 },
	{ 0x1000, 0x1000 }, { 0x2000, 0x2000 }, { 0x4000, 0x4000 },
};

static size_t longest_write;

static void note_write(const struct fake_event *event, void *context)
{
	uint32_t write_size = *(uint32_t *)context;

	if (event->call != FAKE_WRITE)
		return;
	ck_assert_uint_eq(event->offset % write_size, 0);
	ck_assert_uint_eq(event->length % write_size, 0);
	if (event->length > longest_write)
		longest_write = event->length;
}

START_TEST(fill_goes_in_whole_write_blocks)
{
	uint32_t write_size = blocks[_i].write_size;
	uint32_t block = 16 * write_size;
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nand_window(0, 0, write_size, block);
	fake_set_hook(note_write, &write_size);
	ck_assert_int_eq(chip_fill(write_size, 12 * write_size, 0x3c), 0);
	fake_set_hook(NULL, NULL);
	ck_assert_uint_eq(longest_write, blocks[_i].one_call);
	check_filled(mtd, write_size, 13 * write_size, 0x3c, 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(fill_over_windows_suits_each_of_them)
{
	struct fake_mtd *small, *large;

	set_up_chip();
	small = add_nand_window(0, 1, 0x200, 0x1000);
	large = add_nand_window(0x8000, 2, 0x2000, 0x8000);
	ck_assert_int_eq(chip_fill(0x7e00, 0x4200, 0), 0);
	ck_assert_uint_eq(fake_count("pwrite mtd1 0x7e00 0x200"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd2 0 0x2000"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd2 0x2000 0x2000"), 1);
	check_filled(small, 0x7e00, 0x8000, 0, 0xff);
	check_filled(large, 0, 0x4000, 0, 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(fill_of_no_whole_write_blocks_is_einval_and_changes_nothing)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nand_window(0, 0, 0x200, 0x1000);
	ck_assert_int_eq(chip_fill(1, 0x200, 0), -EINVAL);
	ck_assert_int_eq(chip_fill(0, 0x1ff, 0), -EINVAL);
	ck_assert_int_eq(chip_fill(0, 0x201, 0), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	check_filled(mtd, 0, 0, 0, 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(what_a_later_window_refuses_is_not_filled_at_all)
{
	struct fake_mtd *first;

	expect_errors();
	set_up_chip();
	first = add_nor_window(0, 1, 0x1000);
	add_window(0x1000, &(struct fake_options){ .number = 2,
						   .size = 0x1000,
						   .write_size = 0x100 });
	add_window(0x2000,
		   &(struct fake_options){ .number = 3, .read_only = true });
	ck_assert_int_eq(chip_fill(0xf00, 0x180, 0), -EINVAL);
	ck_assert_int_eq(chip_fill(0xf00, 0x1200, 0), -EROFS);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_uint_eq(first->content[0xf01], 0x11);
	tear_down_chip();
}
END_TEST

START_TEST(what_is_protected_is_not_filled_or_flattened)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	protect(0x5fff, 1);
	ck_assert_int_eq(chip_fill(0x4000, 0x2000, 0), -EROFS);
	ck_assert_int_eq(chip_flatten(0x4000, 0x2000), -EROFS);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(bad_block_at_the_end_is_eio_and_nothing_is_filled)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nand_window(0, 0, 0x200, 0x1000);
	fake_mark_bad(mtd, 0x3000);
	ck_assert_int_eq(chip_fill(0x1000, 0x2200, 0), -EIO);
	ck_assert_int_eq(chip_flatten(0x1000, 0x3000), -EIO);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_int_eq(chip_fill(0x1000, 0x2000, 0), 0);
	ck_assert_int_eq(chip_flatten(0x1000, 0x2000), 0);
	tear_down_chip();
}
END_TEST

START_TEST(fill_and_flatten_need_windows_all_over)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x1000);
	add_nor_window(0x2000, 2, 0x1000);
	ck_assert_int_eq(chip_fill(0, 0x3000, 0), -ENXIO);
	ck_assert_int_eq(chip_flatten(0, 0x3000), -ENXIO);
	ck_assert_int_eq(chip_fill(0x2fff, 2, 0), -EINVAL);
	ck_assert_int_eq(chip_flatten(0x2000, 0x2000), -EINVAL);
	ck_assert_int_eq(chip_fill(1, UINT64_MAX, 0), -EINVAL);
	ck_assert_int_eq(chip_flatten(1, UINT64_MAX), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(failed_fill_ends_the_call)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_window(0, &(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 2, ENOSPC);
	ck_assert_int_eq(chip_fill(0, 0x3000, 0), -ENOSPC);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
	check_filled(mtd, 0, 0x1000, 0, 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(flatten_erases_what_has_sectors)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_window(0, &(struct fake_options){ .number = 0 });
	memset(mtd->content, 0, mtd->options.size);
	ck_assert_int_eq(chip_flatten(0x1000, 0x2000), 0);
	ck_assert_uint_eq(count_changes(), 2);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x2000 0x1000"), 1);
	check_filled(mtd, 0x1000, 0x3000, 0xff, 0);
	tear_down_chip();
}
END_TEST

START_TEST(flatten_of_no_whole_sectors_is_einval_and_changes_nothing)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x4000);
	ck_assert_int_eq(chip_flatten(0x1000, 0x800), -EINVAL);
	ck_assert_int_eq(chip_flatten(0x1800, 0x1000), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(flatten_writes_the_erased_value_where_there_are_no_sectors)
{
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_ram_window(0, 0, 1);
	ck_assert_int_eq(chip_flatten(0x101, 0x1001), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	check_filled(mtd, 0x101, 0x1102, 0xff, 0);
	tear_down_chip();
}
END_TEST

START_TEST(flatten_without_sectors_goes_by_write_blocks)
{
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_ram_window(0, 0, 8);
	ck_assert_int_eq(chip_flatten(4, 8), -EINVAL);
	ck_assert_int_eq(chip_flatten(8, 4), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_int_eq(chip_flatten(8, 24), 0);
	check_filled(mtd, 8, 32, 0xff, 0);
	tear_down_chip();
}
END_TEST

START_TEST(flatten_does_to_each_part_what_it_can)
{
	struct fake_mtd *flash, *ram;

	set_up_chip();
	flash = add_window(0, &(struct fake_options){ .number = 1,
						      .size = 0x4000 });
	memset(flash->content, 0, 0x4000);
	ram = add_ram_window(0x4000, 2, 4);
	ck_assert_int_eq(chip_flatten(0x3000, 0x1804), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd1"), 0);
	check_filled(flash, 0x3000, 0x4000, 0xff, 0);
	check_filled(ram, 0, 0x804, 0xff, 0);
	tear_down_chip();
}
END_TEST

START_TEST(misaligned_part_of_either_kind_refuses_the_whole_flatten)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x4000);
	add_ram_window(0x4000, 2, 4);
	add_nor_window(0x8000, 3, 0x4000);
	ck_assert_int_eq(chip_flatten(0x3000, 0x1802), -EINVAL);
	ck_assert_int_eq(chip_flatten(0x3004, 0x1000), -EINVAL);
	ck_assert_int_eq(chip_flatten(0x4000, 0x4004), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(nothing_is_filled_or_flattened_up_to_the_end)
{
	static const uint64_t offsets[] = { 0, 1, 0x3fff, 0x4000 };

	set_up_chip();
	add_nor_window(0, 0, 0x4000);
	protect(0, 0x4000);
	ck_assert_int_eq(chip_fill(offsets[_i], 0, 0), 0);
	ck_assert_int_eq(chip_flatten(offsets[_i], 0), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(nothing_past_the_end_is_einval)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x4000);
	ck_assert_int_eq(chip_fill(0x4001, 0, 0), -EINVAL);
	ck_assert_int_eq(chip_flatten(0x4001, 0), -EINVAL);
	tear_down_chip();
}
END_TEST

TCase *chip_fill_case(void)
{
	TCase *tcase = tcase_create("fill");

	tcase_add_test(tcase, fill_writes_the_value_and_nothing_beside);
	tcase_add_test(tcase, fill_goes_in_pieces_that_fit_on_the_stack);
	tcase_add_loop_test(tcase, fill_goes_in_whole_write_blocks, 0,
			    sizeof(blocks) / sizeof(blocks[0]));
	tcase_add_test(tcase, fill_over_windows_suits_each_of_them);
	tcase_add_test(
		tcase,
		fill_of_no_whole_write_blocks_is_einval_and_changes_nothing);
	tcase_add_test(tcase, what_a_later_window_refuses_is_not_filled_at_all);
	tcase_add_test(tcase, what_is_protected_is_not_filled_or_flattened);
	tcase_add_test(tcase,
		       bad_block_at_the_end_is_eio_and_nothing_is_filled);
	tcase_add_test(tcase, fill_and_flatten_need_windows_all_over);
	tcase_add_test(tcase, failed_fill_ends_the_call);
	tcase_add_test(tcase, flatten_erases_what_has_sectors);
	tcase_add_test(
		tcase,
		flatten_of_no_whole_sectors_is_einval_and_changes_nothing);
	tcase_add_test(
		tcase,
		flatten_writes_the_erased_value_where_there_are_no_sectors);
	tcase_add_test(tcase, flatten_without_sectors_goes_by_write_blocks);
	tcase_add_test(tcase, flatten_does_to_each_part_what_it_can);
	tcase_add_test(
		tcase,
		misaligned_part_of_either_kind_refuses_the_whole_flatten);
	tcase_add_loop_test(tcase, nothing_is_filled_or_flattened_up_to_the_end,
			    0, 4);
	tcase_add_test(tcase, nothing_past_the_end_is_einval);
	return tcase;
}
