// SPDX-License-Identifier: BSD-2-Clause
/* The sectors of a chip, through all of its windows. */

#include <errno.h>
#include <fcntl.h>

#include "chip-windows.h"
#include "device/runs.h"
#include "unit.h"

#define RUN_LIMIT 8

static struct fm_run runs[RUN_LIMIT];
static size_t run_count;

static int store(const struct fm_run *run, void *context)
{
	const int *result = context;

	ck_assert_uint_lt(run_count, RUN_LIMIT);
	runs[run_count++] = *run;
	return *result;
}

static int walk_range(uint64_t offset, uint64_t size, bool passes_gaps,
		      int result)
{
	const struct fm_run_walk walk = {
		.chip = &chip,
		.range = { offset, size },
		.passes_gaps = passes_gaps,
	};

	run_count = 0;
	return fm_for_each_run(&walk, store, &result);
}

/* All of the chip. */
static void must_walk(size_t expected)
{
	ck_assert_int_eq(walk_range(0, chip.extent, true, 0), 0);
	ck_assert_uint_eq(run_count, expected);
}

static void check_run(size_t index, uint64_t offset, uint64_t size,
		      uint64_t count)
{
	ck_assert_uint_eq(runs[index].offset, offset);
	ck_assert_uint_eq(runs[index].sector_size, size);
	ck_assert_uint_eq(runs[index].sector_count, count);
}

static void add(uint64_t offset, uint64_t size, uint32_t sector_size)
{
	const struct fake_options options = {
		.number = (int)chip.window_count,
		.size = size,
		.erase_size = sector_size,
		.no_erase = sector_size == 0,
	};

	add_window(offset, &options);
}

START_TEST(each_window_is_a_run)
{
	add(0, 0x10000, 0x1000);
	add(0x10000, 0x20000, 0x8000);
	must_walk(2);
	check_run(0, 0, 0x1000, 16);
	check_run(1, 0x10000, 0x8000, 4);
}
END_TEST

START_TEST(windows_are_taken_in_the_order_of_their_offsets)
{
	add(0x10000, 0x10000, 0x8000);
	add(0, 0x10000, 0x1000);
	must_walk(2);
	check_run(0, 0, 0x1000, 16);
	check_run(1, 0x10000, 0x8000, 2);
}
END_TEST

START_TEST(a_gap_is_passed_over)
{
	add(0x8000, 0x4000, 0x1000);
	add(0x20000, 0x4000, 0x1000);
	must_walk(2);
	check_run(0, 0x8000, 0x1000, 4);
	check_run(1, 0x20000, 0x1000, 4);
}
END_TEST

START_TEST(a_gap_is_enxio_where_it_is_not_passed_over)
{
	add(0, 0x4000, 0x1000);
	add(0x8000, 0x4000, 0x1000);
	ck_assert_int_eq(walk_range(0, 0xc000, false, 0), -ENXIO);
	ck_assert_uint_eq(run_count, 1);
	ck_assert_int_eq(walk_range(0x4000, 0x1000, false, 0), -ENXIO);
	ck_assert_uint_eq(run_count, 0);
}
END_TEST

START_TEST(a_window_without_sectors_is_passed_over)
{
	add(0, 0x4000, 0);
	add(0x4000, 0x4000, 0x1000);
	must_walk(1);
	check_run(0, 0x4000, 0x1000, 4);
}
END_TEST

START_TEST(a_window_without_sectors_is_enotsup_where_it_is_not_passed_over)
{
	add(0, 0x4000, 0);
	ck_assert_int_eq(walk_range(0, 0x4000, false, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_smaller_window_takes_over_where_it_begins)
{
	add(0, 0x20000, 0x1000);
	add(0x8000, 0x4000, 0x2000);
	must_walk(3);
	check_run(0, 0, 0x1000, 8);
	check_run(1, 0x8000, 0x2000, 2);
	check_run(2, 0xc000, 0x1000, 20);
}
END_TEST

START_TEST(a_window_in_a_window_in_a_window_takes_over)
{
	add(0, 0x20000, 0x1000);
	add(0x8000, 0x8000, 0x2000);
	add(0xa000, 0x2000, 0x800);
	must_walk(5);
	check_run(0, 0, 0x1000, 8);
	check_run(1, 0x8000, 0x2000, 1);
	check_run(2, 0xa000, 0x800, 4);
	check_run(3, 0xc000, 0x2000, 2);
	check_run(4, 0x10000, 0x1000, 16);
}
END_TEST

START_TEST(a_larger_window_takes_over_where_a_smaller_one_ends)
{
	add(0, 0x8000, 0x1000);
	add(0x4000, 0x10000, 0x2000);
	must_walk(2);
	check_run(0, 0, 0x1000, 8);
	check_run(1, 0x8000, 0x2000, 6);
}
END_TEST

START_TEST(of_two_windows_of_one_size_the_first_one_takes_over)
{
	add(0x4000, 0x10000, 0x2000);
	add(0, 0x10000, 0x1000);
	must_walk(2);
	check_run(0, 0, 0x1000, 4);
	check_run(1, 0x4000, 0x2000, 8);
}
END_TEST

START_TEST(of_two_windows_of_one_size_the_second_one_waits)
{
	add(0, 0x10000, 0x1000);
	add(0x4000, 0x10000, 0x2000);
	must_walk(2);
	check_run(0, 0, 0x1000, 16);
	check_run(1, 0x10000, 0x2000, 2);
}
END_TEST

/* What fm_chip_find_window() says of each sector is what it was told by. */
START_TEST(no_sector_is_told_twice_where_windows_do_not_fit)
{
	add(0, 0x20000, 0x4000);
	add(0x6000, 0x4000, 0x1000);
	must_walk(3);
	check_run(0, 0, 0x4000, 2);
	check_run(1, 0x8000, 0x1000, 2);
	check_run(2, 0xc000, 0x4000, 5);
}
END_TEST

START_TEST(an_empty_window_changes_nothing)
{
	const struct fm_range empty = { 0x2000, 0 };
	struct fake_mtd *mtd;

	add(0, 0x4000, 0x1000);
	mtd = fake_add(&(struct fake_options){ .number = 9 });
	ck_assert_int_eq(fm_chip_add_window(&chip, &empty, fake_medium(mtd)),
			 0);
	must_walk(1);
	check_run(0, 0, 0x1000, 4);
}
END_TEST

START_TEST(a_chip_without_windows_has_no_runs)
{
	ck_assert_int_eq(walk_range(0, 0x10000, true, 0), 0);
	ck_assert_uint_eq(run_count, 0);
}
END_TEST

START_TEST(a_given_window_is_the_only_one)
{
	struct fm_run_walk walk = { .chip = &chip };
	int result = 0;

	add(0, 0x20000, 0x1000);
	add(0x8000, 0x4000, 0x2000);
	walk.window = &chip.windows[0];
	walk.range = walk.window->range;
	run_count = 0;
	ck_assert_int_eq(fm_for_each_run(&walk, store, &result), 0);
	ck_assert_uint_eq(run_count, 1);
	check_run(0, 0, 0x1000, 32);
}
END_TEST

START_TEST(sectors_begin_in_the_range_and_may_end_outside)
{
	add(0, 0x10000, 0x1000);
	ck_assert_int_eq(walk_range(0x1001, 0x1fff, false, 0), 0);
	ck_assert_uint_eq(run_count, 1);
	check_run(0, 0x2000, 0x1000, 1);
	ck_assert_int_eq(walk_range(0x1000, 0x1001, false, 0), 0);
	check_run(0, 0x1000, 0x1000, 2);
}
END_TEST

START_TEST(a_rest_that_is_no_sector_is_left_out)
{
	add(0, 0x2800, 0x1000);
	add(0x2800, 0x2000, 0x1000);
	must_walk(2);
	check_run(0, 0, 0x1000, 2);
	check_run(1, 0x2800, 0x1000, 2);
}
END_TEST

START_TEST(regions_of_a_window_are_runs)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x2000, .numblocks = 4 },
		{ .offset = 0x8000, .erasesize = 0x8000, .numblocks = 3 },
	};

	add_window(0x1000, &(struct fake_options){ .number = 0,
						   .size = 0x20000,
						   .erase_size = 0x8000,
						   .regions = regions,
						   .region_count = 2 });
	must_walk(2);
	check_run(0, 0x1000, 0x2000, 4);
	check_run(1, 0x9000, 0x8000, 3);
}
END_TEST

START_TEST(what_cannot_be_asked_is_an_error)
{
	static const struct region_info_user region = { .erasesize = 0x1000,
							.numblocks = 16 };
	struct fake_mtd *mtd;

	expect_errors();
	add(0, 0x10000, 0x1000);
	mtd = add_window(0x10000, &(struct fake_options){ .number = 1,
							  .regions = &region,
							  .region_count = 1 });
	fake_fail(mtd, FAKE_OPEN, O_RDONLY, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(walk_range(0, 0x20000, true, 0), -EACCES);
	ck_assert_uint_eq(run_count, 1);
}
END_TEST

START_TEST(the_function_ends_the_walk)
{
	add(0, 0x10000, 0x1000);
	add(0x10000, 0x10000, 0x1000);
	ck_assert_int_eq(walk_range(0, 0x20000, true, 7), 7);
	ck_assert_uint_eq(run_count, 1);
}
END_TEST

START_TEST(offsets_past_4_gib_are_exact)
{
	add(0, 0x180000000, 0x10000);
	add(0x200001000, 0x180000000, 0x20000);
	must_walk(2);
	check_run(0, 0, 0x10000, 0x18000);
	check_run(1, 0x200001000, 0x20000, 0xc000);
}
END_TEST

Suite *runs_suite(void)
{
	Suite *suite = suite_create("runs");
	TCase *core = tcase_create("core");

	tcase_add_checked_fixture(core, set_up_chip, tear_down_chip);
	tcase_add_test(core, each_window_is_a_run);
	tcase_add_test(core, windows_are_taken_in_the_order_of_their_offsets);
	tcase_add_test(core, a_gap_is_passed_over);
	tcase_add_test(core, a_gap_is_enxio_where_it_is_not_passed_over);
	tcase_add_test(core, a_window_without_sectors_is_passed_over);
	tcase_add_test(
		core,
		a_window_without_sectors_is_enotsup_where_it_is_not_passed_over);
	tcase_add_test(core, a_smaller_window_takes_over_where_it_begins);
	tcase_add_test(core, a_window_in_a_window_in_a_window_takes_over);
	tcase_add_test(core,
		       a_larger_window_takes_over_where_a_smaller_one_ends);
	tcase_add_test(core,
		       of_two_windows_of_one_size_the_first_one_takes_over);
	tcase_add_test(core, of_two_windows_of_one_size_the_second_one_waits);
	tcase_add_test(core, no_sector_is_told_twice_where_windows_do_not_fit);
	tcase_add_test(core, an_empty_window_changes_nothing);
	tcase_add_test(core, a_chip_without_windows_has_no_runs);
	tcase_add_test(core, a_given_window_is_the_only_one);
	tcase_add_test(core, sectors_begin_in_the_range_and_may_end_outside);
	tcase_add_test(core, a_rest_that_is_no_sector_is_left_out);
	tcase_add_test(core, regions_of_a_window_are_runs);
	tcase_add_test(core, what_cannot_be_asked_is_an_error);
	tcase_add_test(core, the_function_ends_the_walk);
	tcase_add_test(core, offsets_past_4_gib_are_exact);
	suite_add_tcase(suite, core);
	return suite;
}
