// SPDX-License-Identifier: BSD-2-Clause

#include "device/range.h"
#include "unit.h"

#define TOP UINT64_MAX

START_TEST(inside_accepts_the_whole)
{
	ck_assert(fm_range_inside(100, 0, 100));
	ck_assert(fm_range_inside(1, 0, 1));
	ck_assert(fm_range_inside(TOP, 0, TOP));
}
END_TEST

START_TEST(inside_accepts_a_range_that_ends_at_the_end)
{
	ck_assert(fm_range_inside(100, 1, 99));
	ck_assert(fm_range_inside(100, 99, 1));
	ck_assert(fm_range_inside(TOP, INT64_MAX, TOP - INT64_MAX));
}
END_TEST

START_TEST(inside_accepts_an_empty_range_up_to_the_end)
{
	ck_assert(fm_range_inside(0, 0, 0));
	ck_assert(fm_range_inside(100, 0, 0));
	ck_assert(fm_range_inside(100, 99, 0));
	ck_assert(fm_range_inside(100, 100, 0));
	ck_assert(fm_range_inside(INT64_MAX, INT64_MAX, 0));
}
END_TEST

START_TEST(inside_refuses_an_empty_range_past_the_end)
{
	ck_assert(!fm_range_inside(0, 1, 0));
	ck_assert(!fm_range_inside(100, 101, 0));
	ck_assert(!fm_range_inside(100, INT64_MAX, 0));
}
END_TEST

START_TEST(inside_refuses_one_byte_past_the_end)
{
	ck_assert(!fm_range_inside(0, 0, 1));
	ck_assert(!fm_range_inside(100, 0, 101));
	ck_assert(!fm_range_inside(100, 1, 100));
	ck_assert(!fm_range_inside(100, 99, 2));
	ck_assert(!fm_range_inside(100, 100, 1));
	ck_assert(!fm_range_inside(TOP - 1, 0, TOP));
}
END_TEST

START_TEST(inside_refuses_a_negative_offset)
{
	ck_assert(!fm_range_inside(100, -1, 0));
	ck_assert(!fm_range_inside(100, -1, 1));
	ck_assert(!fm_range_inside(TOP, -1, 0));
	ck_assert(!fm_range_inside(TOP, -2, 1));
	ck_assert(!fm_range_inside(100, INT64_MIN, 0));
	ck_assert(!fm_range_inside(TOP, INT64_MIN, 1));
}
END_TEST

START_TEST(inside_refuses_a_sum_that_wraps)
{
	ck_assert(!fm_range_inside(100, 1, TOP));
	ck_assert(!fm_range_inside(100, 50, TOP - 49));
	ck_assert(!fm_range_inside(100, 101, TOP));
	ck_assert(!fm_range_inside(TOP, 1, TOP));
	ck_assert(!fm_range_inside(TOP, INT64_MAX, TOP - INT64_MAX + 1));
	ck_assert(!fm_range_inside(100, INT64_MAX, TOP));
}
END_TEST

static bool contains(uint64_t outer_offset, uint64_t outer_size,
		     uint64_t offset, uint64_t size)
{
	const struct fm_range outer = { outer_offset, outer_size };
	const struct fm_range inner = { offset, size };

	return fm_range_contains(&outer, &inner);
}

START_TEST(contains_accepts_itself)
{
	ck_assert(contains(100, 50, 100, 50));
	ck_assert(contains(0, TOP, 0, TOP));
	ck_assert(contains(TOP, 0, TOP, 0));
}
END_TEST

START_TEST(contains_accepts_a_part)
{
	ck_assert(contains(100, 50, 100, 1));
	ck_assert(contains(100, 50, 101, 48));
	ck_assert(contains(100, 50, 149, 1));
	ck_assert(contains(0, TOP, TOP - 1, 1));
}
END_TEST

START_TEST(contains_accepts_an_empty_range_up_to_the_end)
{
	ck_assert(contains(100, 50, 100, 0));
	ck_assert(contains(100, 50, 150, 0));
	ck_assert(contains(0, 0, 0, 0));
}
END_TEST

START_TEST(contains_refuses_a_start_before_the_start)
{
	ck_assert(!contains(100, 50, 99, 0));
	ck_assert(!contains(100, 50, 99, 1));
	ck_assert(!contains(100, 50, 99, 51));
	ck_assert(!contains(100, 50, 0, TOP));
	ck_assert(!contains(TOP, 0, 0, 0));
	/* The difference wraps to less than the size. */
	ck_assert(!contains(TOP - 1, TOP, 0, 1));
	ck_assert(!contains(100, TOP, 99, 0));
}
END_TEST

START_TEST(contains_refuses_a_start_past_the_end)
{
	ck_assert(!contains(100, 50, 151, 0));
	ck_assert(!contains(100, 50, 151, 1));
	ck_assert(!contains(100, 50, TOP, 0));
	ck_assert(!contains(100, 50, 151, TOP));
}
END_TEST

START_TEST(contains_refuses_an_end_past_the_end)
{
	ck_assert(!contains(100, 50, 100, 51));
	ck_assert(!contains(100, 50, 149, 2));
	ck_assert(!contains(100, 50, 150, 1));
	ck_assert(!contains(0, 0, 0, 1));
}
END_TEST

START_TEST(contains_refuses_an_end_that_wraps)
{
	ck_assert(!contains(100, 50, 101, TOP));
	ck_assert(!contains(100, 50, 120, TOP - 119));
	ck_assert(!contains(0, TOP, 1, TOP));
}
END_TEST

static bool overlaps(uint64_t offset, uint64_t size, uint64_t other_offset,
		     uint64_t other_size)
{
	const struct fm_range a = { offset, size };
	const struct fm_range b = { other_offset, other_size };
	bool forwards = fm_range_overlaps(&a, &b);

	ck_assert_msg(forwards == fm_range_overlaps(&b, &a),
		      "the order of the two matters");
	return forwards;
}

START_TEST(overlaps_by_a_single_byte)
{
	ck_assert(overlaps(0, 11, 10, 10));
	ck_assert(overlaps(10, 1, 10, 1));
	ck_assert(overlaps(0, TOP, TOP - 1, 1));
}
END_TEST

START_TEST(overlaps_when_one_is_inside_the_other)
{
	ck_assert(overlaps(0, 100, 40, 10));
	ck_assert(overlaps(0, 100, 0, 1));
	ck_assert(overlaps(0, 100, 99, 1));
	ck_assert(overlaps(7, 5, 7, 5));
}
END_TEST

START_TEST(neighbours_do_not_overlap)
{
	ck_assert(!overlaps(0, 10, 10, 10));
	ck_assert(!overlaps(0, 1, 1, 1));
	ck_assert(!overlaps(0, 10, 11, 1));
	ck_assert(!overlaps(0, TOP, TOP, 1));
}
END_TEST

START_TEST(empty_ranges_overlap_nothing)
{
	ck_assert(!overlaps(5, 0, 0, 10));
	ck_assert(!overlaps(5, 0, 5, 0));
	ck_assert(!overlaps(5, 0, 5, 1));
	ck_assert(!overlaps(0, 0, 0, TOP));
}
END_TEST

START_TEST(ranges_at_the_end_of_64_bits_do_not_wrap_into_the_start)
{
	ck_assert(!overlaps(TOP - 9, 100, 0, 1));
	ck_assert(overlaps(TOP - 9, 100, TOP, 1));
	ck_assert(!overlaps(TOP - 9, TOP, 5, 10));
}
END_TEST

START_TEST(multiples_are_aligned)
{
	ck_assert(fm_range_aligned(4096, 8192, 4096));
	ck_assert(fm_range_aligned(1056, 528, 528));
	ck_assert(fm_range_aligned(TOP, TOP, TOP));
	ck_assert(fm_range_aligned(7, 9, 1));
}
END_TEST

START_TEST(zero_is_aligned_to_everything_but_zero)
{
	ck_assert(fm_range_aligned(0, 0, 1));
	ck_assert(fm_range_aligned(0, 0, TOP));
	ck_assert(!fm_range_aligned(0, 0, 0));
	ck_assert(!fm_range_aligned(4096, 4096, 0));
}
END_TEST

START_TEST(offset_that_is_no_multiple_is_not_aligned)
{
	ck_assert(!fm_range_aligned(1, 4096, 4096));
	ck_assert(!fm_range_aligned(4095, 4096, 4096));
	ck_assert(!fm_range_aligned(512, 1056, 528));
	ck_assert(!fm_range_aligned(TOP, 0, 2));
}
END_TEST

START_TEST(length_that_is_no_multiple_is_not_aligned)
{
	ck_assert(!fm_range_aligned(0, 1, 4096));
	ck_assert(!fm_range_aligned(4096, 4097, 4096));
	ck_assert(!fm_range_aligned(0, 512, 528));
	ck_assert(!fm_range_aligned(0, TOP, 2));
}
END_TEST

START_TEST(what_ends_past_4_gib_does_not_fit_32_bits)
{
	ck_assert(fm_range_fits_32_bits(&(struct fm_range){ UINT32_MAX, 1 }));
	ck_assert(!fm_range_fits_32_bits(&(struct fm_range){ UINT32_MAX, 2 }));
}
END_TEST

START_TEST(no_bytes_fit_32_bits_where_their_offset_does)
{
	ck_assert(fm_range_fits_32_bits(&(struct fm_range){ UINT32_MAX, 0 }));
	ck_assert(!fm_range_fits_32_bits(
		&(struct fm_range){ (uint64_t)UINT32_MAX + 1, 0 }));
}
END_TEST

START_TEST(sum_that_fits_is_made)
{
	uint64_t sum = 1;

	ck_assert(fm_range_add(0, 0, &sum));
	ck_assert_uint_eq(sum, 0);
	ck_assert(fm_range_add(3, 4, &sum));
	ck_assert_uint_eq(sum, 7);
	ck_assert(fm_range_add(TOP, 0, &sum));
	ck_assert_uint_eq(sum, TOP);
	ck_assert(fm_range_add(0, TOP, &sum));
	ck_assert_uint_eq(sum, TOP);
	ck_assert(fm_range_add(TOP - 5, 5, &sum));
	ck_assert_uint_eq(sum, TOP);
}
END_TEST

START_TEST(sum_past_64_bits_is_refused_and_not_stored)
{
	uint64_t sum = 42;

	ck_assert(!fm_range_add(TOP, 1, &sum));
	ck_assert(!fm_range_add(1, TOP, &sum));
	ck_assert(!fm_range_add(TOP - 5, 6, &sum));
	ck_assert(!fm_range_add(TOP, TOP, &sum));
	ck_assert_uint_eq(sum, 42);
}
END_TEST

static uint64_t clip(uint64_t offset, uint64_t length)
{
	const struct fm_range range = { 100, 50 };

	return fm_range_clip(&range, offset, length);
}

START_TEST(clip_leaves_what_lies_inside)
{
	ck_assert_uint_eq(clip(100, 0), 0);
	ck_assert_uint_eq(clip(100, 1), 1);
	ck_assert_uint_eq(clip(100, 49), 49);
	ck_assert_uint_eq(clip(100, 50), 50);
	ck_assert_uint_eq(clip(149, 1), 1);
}
END_TEST

START_TEST(clip_cuts_what_lies_past_the_end)
{
	const struct fm_range last = { TOP - 9, 10 };

	ck_assert_uint_eq(clip(100, 51), 50);
	ck_assert_uint_eq(clip(101, 50), 49);
	ck_assert_uint_eq(clip(149, 2), 1);
	ck_assert_uint_eq(clip(149, TOP), 1);
	ck_assert_uint_eq(fm_range_clip(&last, TOP, 5), 1);
}
END_TEST

START_TEST(clip_leaves_nothing_of_what_begins_outside)
{
	const struct fm_range large = { 100, TOP };

	ck_assert_uint_eq(clip(99, 10), 0);
	ck_assert_uint_eq(clip(0, TOP), 0);
	ck_assert_uint_eq(clip(150, 1), 0);
	ck_assert_uint_eq(clip(151, 1), 0);
	ck_assert_uint_eq(clip(TOP, TOP), 0);
	/* The difference wraps to less than the size. */
	ck_assert_uint_eq(fm_range_clip(&large, 98, 10), 0);
}
END_TEST

static uint64_t before(uint64_t offset)
{
	const struct fm_range range = { 100, 50 };

	return fm_range_before(&range, offset);
}

START_TEST(before_is_what_lies_before_an_offset_inside)
{
	const struct fm_range last = { TOP - 9, 10 };

	ck_assert_uint_eq(before(101), 1);
	ck_assert_uint_eq(before(149), 49);
	ck_assert_uint_eq(before(150), 50);
	ck_assert_uint_eq(fm_range_before(&last, TOP), 9);
}
END_TEST

START_TEST(before_is_nothing_up_to_the_start)
{
	ck_assert_uint_eq(before(0), 0);
	ck_assert_uint_eq(before(99), 0);
	ck_assert_uint_eq(before(100), 0);
}
END_TEST

START_TEST(before_is_all_past_the_end)
{
	ck_assert_uint_eq(before(151), 50);
	ck_assert_uint_eq(before(TOP), 50);
}
END_TEST

Suite *range_suite(void)
{
	Suite *suite = suite_create("range");
	TCase *tcase = tcase_create("range");

	tcase_add_test(tcase, inside_accepts_the_whole);
	tcase_add_test(tcase, inside_accepts_a_range_that_ends_at_the_end);
	tcase_add_test(tcase, inside_accepts_an_empty_range_up_to_the_end);
	tcase_add_test(tcase, inside_refuses_an_empty_range_past_the_end);
	tcase_add_test(tcase, inside_refuses_one_byte_past_the_end);
	tcase_add_test(tcase, inside_refuses_a_negative_offset);
	tcase_add_test(tcase, inside_refuses_a_sum_that_wraps);
	tcase_add_test(tcase, contains_accepts_itself);
	tcase_add_test(tcase, contains_accepts_a_part);
	tcase_add_test(tcase, contains_accepts_an_empty_range_up_to_the_end);
	tcase_add_test(tcase, contains_refuses_a_start_before_the_start);
	tcase_add_test(tcase, contains_refuses_a_start_past_the_end);
	tcase_add_test(tcase, contains_refuses_an_end_past_the_end);
	tcase_add_test(tcase, contains_refuses_an_end_that_wraps);
	tcase_add_test(tcase, overlaps_by_a_single_byte);
	tcase_add_test(tcase, overlaps_when_one_is_inside_the_other);
	tcase_add_test(tcase, neighbours_do_not_overlap);
	tcase_add_test(tcase, empty_ranges_overlap_nothing);
	tcase_add_test(tcase,
		       ranges_at_the_end_of_64_bits_do_not_wrap_into_the_start);
	tcase_add_test(tcase, multiples_are_aligned);
	tcase_add_test(tcase, zero_is_aligned_to_everything_but_zero);
	tcase_add_test(tcase, offset_that_is_no_multiple_is_not_aligned);
	tcase_add_test(tcase, length_that_is_no_multiple_is_not_aligned);
	tcase_add_test(tcase, what_ends_past_4_gib_does_not_fit_32_bits);
	tcase_add_test(tcase, no_bytes_fit_32_bits_where_their_offset_does);
	tcase_add_test(tcase, sum_that_fits_is_made);
	tcase_add_test(tcase, sum_past_64_bits_is_refused_and_not_stored);
	tcase_add_test(tcase, clip_leaves_what_lies_inside);
	tcase_add_test(tcase, clip_cuts_what_lies_past_the_end);
	tcase_add_test(tcase, clip_leaves_nothing_of_what_begins_outside);
	tcase_add_test(tcase, before_is_what_lies_before_an_offset_inside);
	tcase_add_test(tcase, before_is_nothing_up_to_the_start);
	tcase_add_test(tcase, before_is_all_past_the_end);
	suite_add_tcase(suite, tcase);
	return suite;
}
