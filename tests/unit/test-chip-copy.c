// SPDX-License-Identifier: BSD-2-Clause
/* From one place of a chip to another. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "chip-windows.h"
#include "unit.h"

static uint8_t buffer[0x4000];

/* Within the chip, through the windows that it chooses. */
static int chip_copy(uint64_t from, uint64_t to, uint64_t size,
		     size_t buffer_size)
{
	const struct fm_place source = { &chip, NULL, { from, size } };
	const struct fm_place target = { &chip, NULL, { to, size } };

	return fm_chip_copy(&source, &target, buffer, buffer_size);
}

/* mtd1 with a pattern, and mtd2, erased, in write blocks, behind it. */
static struct fake_mtd *first, *second;

static void set_up_two(uint32_t write_size)
{
	set_up_chip();
	first = add_nor_window(0, 1, 0x8000);
	second = add_window(0x8000,
			    &(struct fake_options){ .number = 2,
						    .size = 0x8000,
						    .write_size = write_size });
}

/* Whether the second holds what stands in the first, and is erased beside. */
static void check_copied(uint64_t from, uint64_t to, uint64_t size)
{
	for (uint64_t i = 0; i < 0x8000; i++) {
		uint8_t expected = 0xff;

		if (i >= to && i - to < size)
			expected = first->content[from + (i - to)];
		if (second->content[i] != expected)
			ck_abort_msg("byte %#llx is %#x and not %#x",
				     (unsigned long long)i, second->content[i],
				     expected);
	}
}

static void check_nothing_changed(void)
{
	ck_assert_uint_eq(count_changes(), 0);
	check_copied(0, 0, 0);
}

START_TEST(copy_goes_by_pieces_of_the_buffer)
{
	set_up_two(1);
	ck_assert_int_eq(chip_copy(0x123, 0x8200, 0x250, 0x100), 0);
	ck_assert_str_eq(fake_calls(), "open mtd2 O_RDONLY\n"
				       "fstat mtd2\n"
				       "open mtd2 O_RDWR\n"
				       "fstat mtd2\n"
				       "open mtd1 O_RDONLY\n"
				       "fstat mtd1\n"
				       "pread mtd1 0x123 0x100\n"
				       "pwrite mtd2 0x200 0x100\n"
				       "pread mtd1 0x223 0x100\n"
				       "pwrite mtd2 0x300 0x100\n"
				       "pread mtd1 0x323 0x50\n"
				       "pwrite mtd2 0x400 0x50\n");
	check_copied(0x123, 0x200, 0x250);
	tear_down_chip();
}
END_TEST

START_TEST(copy_reads_and_writes_at_most_a_sector_a_call)
{
	set_up_two(1);
	ck_assert_int_eq(chip_copy(0x800, 0x8c00, 0x1000, sizeof(buffer)), 0);
	ck_assert_uint_eq(fake_count("pread mtd1 0x800 0x800"), 1);
	ck_assert_uint_eq(fake_count("pread mtd1 0x1000 0x800"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd2 0xc00 0x400"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd2 0x1000 0xc00"), 1);
	check_copied(0x800, 0xc00, 0x1000);
	tear_down_chip();
}
END_TEST

START_TEST(copy_ends_at_the_ends_of_both_windows)
{
	set_up_two(0x200);
	ck_assert_int_eq(chip_copy(0, 0x8000, 0x8000, 0x600), 0);
	check_copied(0, 0, 0x8000);
	tear_down_chip();
}
END_TEST

/* Between two windows each, which are not cut in the same places. */
START_TEST(copy_crosses_windows_where_they_are)
{
	struct fake_mtd *targets[2];
	uint8_t expected[0x1800], found[0x1800];

	set_up_chip();
	add_nor_window(0, 1, 0x1000);
	add_nor_window(0x1000, 2, 0x1000);
	targets[0] = add_window(
		0x4000, &(struct fake_options){ .number = 3, .size = 0x1000 });
	targets[1] = add_window(0x5000,
				&(struct fake_options){ .number = 4,
							.size = 0x1000,
							.write_size = 0x400 });
	ck_assert_int_eq(chip_read(0x300, expected, sizeof(expected)), 0);
	ck_assert_int_eq(chip_copy(0x300, 0x4401, 0xfff, 0x400), 0);
	ck_assert_int_eq(chip_read(0x4401, found, 0xfff), 0);
	ck_assert_mem_eq(found, expected, 0xfff);
	ck_assert_uint_eq(targets[0]->content[0x400], 0xff);
	ck_assert_uint_eq(targets[1]->content[0x400], 0xff);
	tear_down_chip();
}
END_TEST

START_TEST(copy_within_one_window_touches_the_target_alone)
{
	uint8_t before[0x8000];

	set_up_chip();
	first = add_nor_window(0, 1, 0x8000);
	memset(first->content + 0x4000, 0xff, 0x1000);
	memcpy(before, first->content, sizeof(before));
	ck_assert_int_eq(chip_copy(0x2001, 0x4001, 0xffe, 0x300), 0);
	memcpy(before + 0x4001, before + 0x2001, 0xffe);
	ck_assert_mem_eq(first->content, before, sizeof(before));
	tear_down_chip();
}
END_TEST

START_TEST(ranges_side_by_side_do_not_overlap)
{
	set_up_chip();
	first = add_nor_window(0, 1, 0x8000);
	memset(first->content + 0x1000, 0xff, 0x1000);
	ck_assert_int_eq(chip_copy(0x2000, 0x1000, 0x1000, 0x1000), 0);
	ck_assert_mem_eq(first->content + 0x1000, first->content + 0x2000,
			 0x1000);
	memset(first->content + 0x4000, 0xff, 0x1000);
	ck_assert_int_eq(chip_copy(0x3000, 0x4000, 0x1000, 0x1000), 0);
	ck_assert_mem_eq(first->content + 0x3000, first->content + 0x4000,
			 0x1000);
	tear_down_chip();
}
END_TEST

START_TEST(ranges_that_overlap_are_einval_and_nothing_is_done)
{
	static const struct {
		uint64_t from, to, size;
	} cases[] = {
		{ 0x1000, 0x1001, 2 },	    { 0x1001, 0x1000, 2 },
		{ 0x1000, 0x1fff, 0x1000 }, { 0x1fff, 0x1000, 0x1000 },
		{ 0x7000, 0x8000, 0x1001 },
	};

	expect_errors();
	set_up_two(1);
	ck_assert_int_eq(chip_copy(cases[_i].from, cases[_i].to, cases[_i].size,
				   0x100),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

/* Whatever windows they are reached through. */
START_TEST(ranges_overlap_on_the_chip_and_not_in_a_window)
{
	const struct fm_place source = { &chip, NULL, { 0x1000, 0x1000 } };
	struct fm_place target = { &chip, NULL, { 0x1800, 0x1000 } };

	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x8000);
	add_nor_window(0x1000, 2, 0x4000);
	target.window = &chip.windows[1];
	ck_assert_int_eq(fm_chip_copy(&source, &target, buffer, 0x100),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(same_offsets_of_two_chips_do_not_overlap)
{
	const struct fm_range whole = { 0, 0x8000 };
	struct fm_place source = { &chip, NULL, whole }, target;
	struct fm_chip other;

	set_up_chip();
	first = add_nor_window(0, 1, 0x8000);
	second =
		fake_add(&(struct fake_options){ .number = 2, .size = 0x8000 });
	fm_chip_init(&other);
	other.name = "spi1.0";
	ck_assert_int_eq(
		fm_chip_add_window(&other, &whole, fake_medium(second)), 0);
	target = (struct fm_place){ &other, NULL, whole };
	ck_assert_int_eq(fm_chip_copy(&source, &target, buffer, 0x1000), 0);
	check_copied(0, 0, 0x8000);
	fm_chip_destroy(&other);
	tear_down_chip();
}
END_TEST

START_TEST(copy_to_the_same_place_does_nothing)
{
	const struct fm_place source = { &chip, NULL, { 0x1000, 0x1000 } };
	struct fm_place target = source;

	set_up_chip();
	add_nor_window(0, 1, 0x8000);
	add_nor_window(0x1000, 2, 0x4000);
	protect(0, 0x8000);
	target.window = &chip.windows[1];
	ck_assert_int_eq(fm_chip_copy(&source, &target, buffer, 3), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(copy_of_nothing_does_nothing)
{
	set_up_two(0x200);
	protect(0, 0x10000);
	ck_assert_int_eq(chip_copy(5, 0x8003, 0, 0x200), 0);
	ck_assert_int_eq(chip_copy(0x10000, 0x8003, 0, 0x200), 0);
	ck_assert_int_eq(chip_copy(5, 0x10000, 0, 0x200), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(copy_of_a_range_outside_is_einval_and_nothing_is_done)
{
	static const struct {
		uint64_t from, to, size;
	} cases[] = {
		{ 0, 0xf000, 0x1001 }, { 0xf000, 0, 0x1001 },
		{ 0, 0x10001, 0 },     { 0x10001, 0, 0 },
		{ 0, 1, UINT64_MAX },  { 1, 0, UINT64_MAX },
		{ 0, 0x10000, 1 },     { 0x10000, 0, 1 },
	};

	expect_errors();
	set_up_two(1);
	ck_assert_int_eq(chip_copy(cases[_i].from, cases[_i].to, cases[_i].size,
				   0x100),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(copy_to_no_whole_write_blocks_is_einval_and_changes_nothing)
{
	expect_errors();
	set_up_two(0x200);
	ck_assert_int_eq(chip_copy(0, 0x8100, 0x200, 0x200), -EINVAL);
	ck_assert_int_eq(chip_copy(0, 0x8200, 0x1ff, 0x200), -EINVAL);
	ck_assert_int_eq(chip_copy(0, 0x8200, 0x201, 0x200), -EINVAL);
	check_nothing_changed();
	ck_assert_int_eq(chip_copy(3, 0x8200, 0x200, 0x200), 0);
	check_copied(3, 0x200, 0x200);
	tear_down_chip();
}
END_TEST

START_TEST(buffer_of_no_whole_write_blocks_is_einval_and_changes_nothing)
{
	static const size_t sizes[] = { 1, 0x1ff, 0x201, 0x3ff };

	expect_errors();
	set_up_two(0x200);
	ck_assert_int_eq(chip_copy(0, 0x8200, 0x200, sizes[_i]), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "buffer"));
	check_nothing_changed();
	tear_down_chip();
}
END_TEST

START_TEST(buffer_has_to_suit_every_window_that_is_written)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x8000);
	add_window(0x8000,
		   &(struct fake_options){ .number = 2, .size = 0x1000 });
	add_window(0x9000,
		   &(struct fake_options){ .number = 3, .write_size = 0x400 });
	ck_assert_int_eq(chip_copy(0, 0x8c00, 0x800, 0x200), -EINVAL);
	ck_assert_uint_eq(count_changes(), 0);
	ck_assert_int_eq(chip_copy(0, 0x8c00, 0x800, 0x800), 0);
	tear_down_chip();
}
END_TEST

START_TEST(what_the_target_refuses_is_found_before_a_change)
{
	expect_errors();
	set_up_two(1);
	protect(0xafff, 1);
	ck_assert_int_eq(chip_copy(0, 0x9000, 0x2000, 0x1000), -EROFS);
	check_nothing_changed();
	ck_assert_uint_eq(fake_count("pread"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(bad_block_on_either_side_is_eio_and_changes_nothing)
{
	const struct fake_options nand = { .number = 3,
					   .type = "nand",
					   .size = 0x8000,
					   .write_size = 0x200,
					   .oob_size = 16 };
	struct fake_mtd *mtd;

	expect_errors();
	set_up_two(1);
	mtd = add_window(0x10000, &nand);
	fake_mark_bad(mtd, 0x3000);
	ck_assert_int_eq(chip_copy(0x11000, 0x8000, 0x2001, 0x1000), -EIO);
	ck_assert_int_eq(chip_copy(0, 0x11000, 0x2200, 0x1000), -EIO);
	check_nothing_changed();
	ck_assert_int_eq(chip_copy(0, 0x11000, 0x2000, 0x1000), 0);
	ck_assert_mem_eq(mtd->content + 0x1000, first->content, 0x2000);
	tear_down_chip();
}
END_TEST

START_TEST(gap_on_either_side_is_enxio_and_changes_nothing)
{
	expect_errors();
	set_up_two(1);
	add_nor_window(0x11000, 3, 0x1000);
	ck_assert_int_eq(chip_copy(0, 0xf000, 0x3000, 0x1000), -ENXIO);
	ck_assert_int_eq(chip_copy(0xf000, 0, 0x3000, 0x1000), -ENXIO);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(source_that_cannot_be_opened_is_found_before_a_change)
{
	struct fake_mtd *later;

	expect_errors();
	set_up_two(1);
	later = add_nor_window(0x10000, 3, 0x8000);
	add_window(0x18000, &(struct fake_options){ .number = 4 });
	fake_fail(later, FAKE_OPEN, O_RDONLY, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(chip_copy(0xf000, 0x18000, 0x2000, 0x1000), -EACCES);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(failed_read_ends_the_copy)
{
	expect_errors();
	set_up_two(1);
	fake_fail(first, FAKE_READ, FAKE_ANY, 2, EIO);
	ck_assert_int_eq(chip_copy(0, 0x8000, 0x3000, 0x1000), -EIO);
	check_copied(0, 0, 0x1000);
	tear_down_chip();
}
END_TEST

START_TEST(failed_write_ends_the_copy)
{
	expect_errors();
	set_up_two(1);
	fake_fail(second, FAKE_WRITE, FAKE_ANY, 2, EIO);
	ck_assert_int_eq(chip_copy(0, 0x8000, 0x3000, 0x1000), -EIO);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
	check_copied(0, 0, 0x1000);
	tear_down_chip();
}
END_TEST

TCase *chip_copy_case(void)
{
	TCase *tcase = tcase_create("copy");

	tcase_add_test(tcase, copy_goes_by_pieces_of_the_buffer);
	tcase_add_test(tcase, copy_reads_and_writes_at_most_a_sector_a_call);
	tcase_add_test(tcase, copy_ends_at_the_ends_of_both_windows);
	tcase_add_test(tcase, copy_crosses_windows_where_they_are);
	tcase_add_test(tcase, copy_within_one_window_touches_the_target_alone);
	tcase_add_test(tcase, ranges_side_by_side_do_not_overlap);
	tcase_add_loop_test(tcase,
			    ranges_that_overlap_are_einval_and_nothing_is_done,
			    0, 5);
	tcase_add_test(tcase, ranges_overlap_on_the_chip_and_not_in_a_window);
	tcase_add_test(tcase, same_offsets_of_two_chips_do_not_overlap);
	tcase_add_test(tcase, copy_to_the_same_place_does_nothing);
	tcase_add_test(tcase, copy_of_nothing_does_nothing);
	tcase_add_loop_test(
		tcase, copy_of_a_range_outside_is_einval_and_nothing_is_done, 0,
		8);
	tcase_add_test(
		tcase,
		copy_to_no_whole_write_blocks_is_einval_and_changes_nothing);
	tcase_add_loop_test(
		tcase,
		buffer_of_no_whole_write_blocks_is_einval_and_changes_nothing,
		0, 4);
	tcase_add_test(tcase, buffer_has_to_suit_every_window_that_is_written);
	tcase_add_test(tcase, what_the_target_refuses_is_found_before_a_change);
	tcase_add_test(tcase,
		       bad_block_on_either_side_is_eio_and_changes_nothing);
	tcase_add_test(tcase, gap_on_either_side_is_enxio_and_changes_nothing);
	tcase_add_test(tcase,
		       source_that_cannot_be_opened_is_found_before_a_change);
	tcase_add_test(tcase, failed_read_ends_the_copy);
	tcase_add_test(tcase, failed_write_ends_the_copy);
	return tcase;
}
