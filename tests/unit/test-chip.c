// SPDX-License-Identifier: BSD-2-Clause
/* The windows of a chip, and reading through them. */

#include <errno.h>

#include "chip-windows.h"
#include "unit.h"

static const struct fm_window *find(uint64_t offset, uint64_t size)
{
	const struct fm_range range = { offset, size };

	return fm_chip_find_window(&chip, &range);
}

static void check_found(uint64_t offset, uint64_t size, uint64_t window_offset,
			uint64_t window_size)
{
	const struct fm_window *window = find(offset, size);

	ck_assert_ptr_nonnull(window);
	ck_assert_uint_eq(window->range.offset, window_offset);
	ck_assert_uint_eq(window->range.size, window_size);
}

/* The whole chip, "firmware" over two of its parts, and those. */
static void add_nested_windows(void)
{
	add_nor_window(0, 0, 0x10000);
	add_nor_window(0x4000, 1, 0x8000);
	add_nor_window(0x4000, 2, 0x2000);
	add_nor_window(0x6000, 3, 0x6000);
}

START_TEST(window_of_exactly_the_range_is_found)
{
	set_up_chip();
	add_nested_windows();
	check_found(0, 0x10000, 0, 0x10000);
	check_found(0x4000, 0x8000, 0x4000, 0x8000);
	check_found(0x4000, 0x2000, 0x4000, 0x2000);
	check_found(0x6000, 0x6000, 0x6000, 0x6000);
	tear_down_chip();
}
END_TEST

START_TEST(smallest_window_that_holds_the_range_is_found)
{
	set_up_chip();
	add_nested_windows();
	check_found(0x5fff, 1, 0x4000, 0x2000);
	check_found(0x6000, 1, 0x6000, 0x6000);
	check_found(0x5fff, 2, 0x4000, 0x8000);
	check_found(0x3fff, 2, 0, 0x10000);
	check_found(0xbfff, 2, 0, 0x10000);
	tear_down_chip();
}
END_TEST

START_TEST(first_of_equal_windows_is_found)
{
	set_up_chip();
	add_nor_window(0, 5, 0x1000);
	add_nor_window(0, 6, 0x1000);
	ck_assert_ptr_eq(find(0, 0x1000), &chip.windows[0]);
	ck_assert_ptr_eq(find(0x800, 1), &chip.windows[0]);
	tear_down_chip();
}
END_TEST

START_TEST(no_window_is_found_where_none_holds_the_range)
{
	set_up_chip();
	ck_assert_ptr_null(find(0, 1));
	add_nor_window(0x1000, 0, 0x1000);
	ck_assert_ptr_null(find(0, 1));
	ck_assert_ptr_null(find(0xfff, 2));
	ck_assert_ptr_null(find(0x1fff, 2));
	ck_assert_ptr_null(find(0x2000, 1));
	ck_assert_ptr_null(find(UINT64_MAX, 1));
	tear_down_chip();
}
END_TEST

START_TEST(extent_is_where_the_last_window_ends)
{
	set_up_chip();
	ck_assert_uint_eq(chip.extent, 0);
	add_nor_window(0x8000, 0, 0x1000);
	ck_assert_uint_eq(chip.extent, 0x9000);
	add_nor_window(0, 1, 0x1000);
	ck_assert_uint_eq(chip.extent, 0x9000);
	tear_down_chip();
}
END_TEST

START_TEST(window_that_ends_past_64_bits_is_refused)
{
	const struct fm_range range = { UINT64_MAX - 0xffff, 0x10001 };
	struct fake_mtd *mtd = fake_add(&(struct fake_options){ .number = 0 });

	set_up_chip();
	/* The medium is destroyed: the leak check would tell. */
	ck_assert_int_eq(fm_chip_add_window(&chip, &range, fake_medium(mtd)),
			 -EINVAL);
	ck_assert_uint_eq(chip.window_count, 0);
	ck_assert_uint_eq(chip.extent, 0);
	tear_down_chip();
}
END_TEST

START_TEST(read_goes_through_the_smallest_window)
{
	uint8_t data[4];

	set_up_chip();
	add_nested_windows();
	ck_assert_int_eq(chip_read(0x7005, data, 4), 0);
	ck_assert_mem_eq(data, "\x35\x36\x37\x38", 4);
	ck_assert_str_eq(fake_calls(), "open mtd3 O_RDONLY\n"
				       "fstat mtd3\n"
				       "pread mtd3 0x1005 0x4\n");
	tear_down_chip();
}
END_TEST

START_TEST(read_goes_through_the_window_that_is_named)
{
	const struct fm_range range = { 0x7005, 4 };
	uint8_t data[4];

	set_up_chip();
	add_nested_windows();
	ck_assert_int_eq(
		fm_chip_read(&chip, &chip.windows[1], &range, data, NULL), 0);
	ck_assert_mem_eq(data, "\x15\x16\x17\x18", 4);
	ck_assert_uint_eq(fake_count("pread mtd1 0x3005 0x4"), 1);
	ck_assert_uint_eq(fake_count("pread"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(read_is_one_call_per_erase_block)
{
	uint8_t data[0x2100];
	struct fake_mtd *mtd;

	set_up_chip();
	mtd = add_nor_window(0, 0, 0x10000);
	ck_assert_int_eq(chip_read(0x0f80, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, mtd->content + 0x0f80, sizeof(data));
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "pread mtd0 0xf80 0x80\n"
				       "pread mtd0 0x1000 0x1000\n"
				       "pread mtd0 0x2000 0x1000\n"
				       "pread mtd0 0x3000 0x80\n");
	tear_down_chip();
}
END_TEST

START_TEST(read_of_a_device_without_sectors_is_in_pieces)
{
	static uint8_t data[0x18001];

	set_up_chip();
	add_window(0, &(struct fake_options){ .number = 0,
					      .type = "ram",
					      .size = 0x20000,
					      .no_erase = true });
	ck_assert_int_eq(chip_read(1, data, sizeof(data)), 0);
	ck_assert_uint_eq(fake_count("pread"), 2);
	ck_assert_uint_eq(fake_count("pread mtd0 0x1 0x10000"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x10001 0x8001"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(read_of_a_rest_at_the_end_is_one_call)
{
	uint8_t data[0x1100];

	set_up_chip();
	add_nor_window(0, 0, 0x2100);
	ck_assert_int_eq(chip_read(0x1000, data, sizeof(data)), 0);
	ck_assert_uint_eq(data[0x10ff], 0xff);
	ck_assert_uint_eq(fake_count("pread mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x2000 0x100"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(read_over_adjacent_windows_takes_one_after_the_other)
{
	uint8_t data[0x20];

	set_up_chip();
	add_nor_window(0, 1, 0x2000);
	add_nor_window(0x2000, 2, 0x2000);
	ck_assert_int_eq(chip_read(0x1ff0, data, sizeof(data)), 0);
	ck_assert_uint_eq(data[0], 0x00);
	ck_assert_uint_eq(data[0x10], 0x20);
	ck_assert_uint_eq(data[0x1f], 0x2f);
	ck_assert_uint_eq(fake_count("pread mtd1 0x1ff0 0x10"), 1);
	ck_assert_uint_eq(fake_count("pread mtd2 0 0x10"), 1);
	ck_assert_uint_eq(fake_count("pread"), 2);
	tear_down_chip();
}
END_TEST

START_TEST(read_may_begin_with_the_last_byte_of_a_window)
{
	uint8_t data[3];

	set_up_chip();
	add_nor_window(0, 1, 0x1000);
	add_nor_window(0x1000, 2, 1);
	add_nor_window(0x1001, 3, 0x1000);
	ck_assert_int_eq(chip_read(0xfff, data, 3), 0);
	ck_assert_mem_eq(data, "\x0f\x20\x30", 3);
	tear_down_chip();
}
END_TEST

START_TEST(gap_between_windows_is_enxio)
{
	static uint8_t data[0x3000];

	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x1000);
	add_nor_window(0x2000, 2, 0x1000);
	ck_assert_int_eq(chip_read(0x1000, data, 1), -ENXIO);
	ck_assert_int_eq(chip_read(0x1fff, data, 2), -ENXIO);
	ck_assert_int_eq(chip_read(0, data, 0x3000), -ENXIO);
	ck_assert_int_eq(chip_read(0xfff, data, 2), -ENXIO);
	ck_assert_uint_eq(fake_count("pread"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(change_over_a_gap_changes_nothing)
{
	static const uint8_t zeros[0x3000];

	expect_errors();
	set_up_chip();
	add_nor_window(0, 1, 0x1000);
	add_nor_window(0x2000, 2, 0x1000);
	ck_assert_int_eq(chip_write(0, zeros, sizeof(zeros)), -ENXIO);
	ck_assert_int_eq(chip_erase(0, 0x3000), -ENXIO);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(refusal_of_the_chosen_window_is_final)
{
	struct fake_mtd *part;
	uint8_t data[4];

	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	part = add_nor_window(0x4000, 1, 0x2000);
	fake_fail(part, FAKE_OPEN, FAKE_ANY, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(chip_read(0x4000, data, 4), -EACCES);
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -EACCES);
	ck_assert_int_eq(chip_erase(0x4000, 0x1000), -EACCES);
	ck_assert_uint_eq(fake_count("open mtd0"), 0);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(range_past_the_end_of_the_chip_is_einval)
{
	uint8_t data[2];

	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x1000);
	ck_assert_int_eq(chip_read(0xfff, data, 2), -EINVAL);
	ck_assert_int_eq(chip_read(0x1000, data, 1), -EINVAL);
	ck_assert_int_eq(chip_read(UINT64_MAX, data, 2), -EINVAL);
	ck_assert_int_eq(chip_read(1, data, SIZE_MAX), -EINVAL);
	ck_assert_int_eq(chip_write(0xfff, "xx", 2), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1000, 0x1000), -EINVAL);
	ck_assert_int_eq(chip_erase(0x1000, UINT64_MAX), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(range_outside_the_named_window_is_einval)
{
	const struct fm_range before = { 0xfff, 2 }, after = { 0x1fff, 2 };
	const struct fm_window *window;
	uint8_t data[2];

	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	add_nor_window(0x1000, 1, 0x1000);
	window = &chip.windows[1];
	ck_assert_int_eq(fm_chip_read(&chip, window, &before, data, NULL),
			 -EINVAL);
	ck_assert_int_eq(fm_chip_read(&chip, window, &after, data, NULL),
			 -EINVAL);
	ck_assert_int_eq(fm_chip_write(&chip, window, &before, "xx", NULL),
			 -EINVAL);
	ck_assert_int_eq(fm_chip_write(&chip, window, &after, "xx", NULL),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(zero_length_does_nothing_up_to_the_end)
{
	uint8_t data[1];

	set_up_chip();
	add_nor_window(0, 0, 0x1000);
	ck_assert_int_eq(chip_read(0, data, 0), 0);
	ck_assert_int_eq(chip_read(0x1000, NULL, 0), 0);
	ck_assert_int_eq(chip_write(0x1000, NULL, 0), 0);
	ck_assert_int_eq(chip_erase(0x123, 0), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_chip();
}
END_TEST

START_TEST(zero_length_past_the_end_is_einval)
{
	expect_errors();
	set_up_chip();
	add_nor_window(0, 0, 0x1000);
	ck_assert_int_eq(chip_read(0x1001, NULL, 0), -EINVAL);
	ck_assert_int_eq(chip_write(0x1001, NULL, 0), -EINVAL);
	ck_assert_int_eq(chip_erase(UINT64_MAX, 0), -EINVAL);
	tear_down_chip();
}
END_TEST

START_TEST(error_of_a_read_ends_it)
{
	uint8_t data[0x3000];
	struct fake_mtd *mtd;

	expect_errors();
	set_up_chip();
	mtd = add_nor_window(0, 0, 0x4000);
	fake_fail(mtd, FAKE_READ, FAKE_ANY, 2, EBADMSG);
	ck_assert_int_eq(chip_read(0, data, sizeof(data)), -EBADMSG);
	ck_assert_uint_eq(fake_count("pread"), 2);
	tear_down_chip();
}
END_TEST

static TCase *window_case(void)
{
	TCase *tcase = tcase_create("window");

	tcase_add_test(tcase, window_of_exactly_the_range_is_found);
	tcase_add_test(tcase, smallest_window_that_holds_the_range_is_found);
	tcase_add_test(tcase, first_of_equal_windows_is_found);
	tcase_add_test(tcase, no_window_is_found_where_none_holds_the_range);
	tcase_add_test(tcase, extent_is_where_the_last_window_ends);
	tcase_add_test(tcase, window_that_ends_past_64_bits_is_refused);
	tcase_add_test(tcase, read_goes_through_the_smallest_window);
	tcase_add_test(tcase, read_goes_through_the_window_that_is_named);
	tcase_add_test(tcase, read_is_one_call_per_erase_block);
	tcase_add_test(tcase, read_of_a_device_without_sectors_is_in_pieces);
	tcase_add_test(tcase, read_of_a_rest_at_the_end_is_one_call);
	tcase_add_test(tcase,
		       read_over_adjacent_windows_takes_one_after_the_other);
	tcase_add_test(tcase, read_may_begin_with_the_last_byte_of_a_window);
	tcase_add_test(tcase, gap_between_windows_is_enxio);
	tcase_add_test(tcase, change_over_a_gap_changes_nothing);
	tcase_add_test(tcase, refusal_of_the_chosen_window_is_final);
	tcase_add_test(tcase, range_past_the_end_of_the_chip_is_einval);
	tcase_add_test(tcase, range_outside_the_named_window_is_einval);
	tcase_add_test(tcase, zero_length_does_nothing_up_to_the_end);
	tcase_add_test(tcase, zero_length_past_the_end_is_einval);
	tcase_add_test(tcase, error_of_a_read_ends_it);
	return tcase;
}

Suite *chip_suite(void)
{
	Suite *suite = suite_create("chip");

	suite_add_tcase(suite, window_case());
	suite_add_tcase(suite, chip_change_case());
	suite_add_tcase(suite, chip_fill_case());
	suite_add_tcase(suite, chip_copy_case());
	suite_add_tcase(suite, chip_refuse_case());
	suite_add_tcase(suite, chip_use_case());
	return suite;
}
