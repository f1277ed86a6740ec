// SPDX-License-Identifier: BSD-2-Clause

#include "device/geometry.h"
#include "unit.h"

#define KIB 1024u

/* A chip of 1 MiB with small sectors for the boot loader. */
static struct fm_region boot_regions[] = {
	{ 0, 8 * KIB, 8 },
	{ 64 * KIB, 64 * KIB, 15 },
};

static const struct fm_geometry boot = {
	.size = 1024 * KIB,
	.write_size = 1,
	.regions = boot_regions,
	.region_count = 2,
};

static bool on_sectors(const struct fm_geometry *geometry, uint64_t offset,
		       uint64_t size)
{
	const struct fm_range range = { offset, size };

	return fm_geometry_on_sectors(geometry, &range);
}

static void check_sector(const struct fm_geometry *geometry, uint64_t at,
			 uint64_t offset, uint64_t size)
{
	struct fm_range sector = { 1, 2 };

	ck_assert(fm_geometry_sector_at(geometry, at, &sector));
	ck_assert_uint_eq(sector.offset, offset);
	ck_assert_uint_eq(sector.size, size);
}

START_TEST(equal_sectors_are_one_region)
{
	struct fm_geometry geometry = { 0 };

	fm_geometry_set_uniform(&geometry, 1024 * KIB, 64 * KIB);
	ck_assert_uint_eq(geometry.size, 1024 * KIB);
	ck_assert_uint_eq(geometry.region_count, 1);
	ck_assert_ptr_eq(geometry.regions, &geometry.single);
	ck_assert_uint_eq(geometry.regions[0].offset, 0);
	ck_assert_uint_eq(geometry.regions[0].sector_size, 64 * KIB);
	ck_assert_uint_eq(geometry.regions[0].sector_count, 16);
}
END_TEST

START_TEST(erase_size_zero_is_no_sector)
{
	struct fm_geometry geometry = { 0 };
	struct fm_range sector;

	fm_geometry_set_uniform(&geometry, 1024 * KIB, 0);
	ck_assert_uint_eq(geometry.size, 1024 * KIB);
	ck_assert_uint_eq(geometry.region_count, 0);
	ck_assert_ptr_null(geometry.regions);
	ck_assert(!fm_geometry_sector_at(&geometry, 0, &sector));
	ck_assert_uint_eq(fm_geometry_largest_sector(&geometry), 0);
}
END_TEST

START_TEST(medium_smaller_than_a_sector_has_none)
{
	struct fm_geometry geometry = { 0 };
	struct fm_geometry empty = { 0 };

	fm_geometry_set_uniform(&geometry, 4095, 4096);
	fm_geometry_set_uniform(&empty, 0, 4096);
	ck_assert_uint_eq(geometry.region_count, 0);
	ck_assert(!on_sectors(&geometry, 0, 4095));
	ck_assert(!on_sectors(&geometry, 0, 4096));
	ck_assert_uint_eq(empty.region_count, 0);
}
END_TEST

START_TEST(medium_of_one_sector_has_one)
{
	struct fm_geometry geometry = { 0 };

	fm_geometry_set_uniform(&geometry, 4096, 4096);
	check_sector(&geometry, 0, 0, 4096);
	check_sector(&geometry, 4095, 0, 4096);
	ck_assert(on_sectors(&geometry, 0, 4096));
}
END_TEST

START_TEST(second_set_takes_the_first_back)
{
	struct fm_geometry geometry = { 0 };

	fm_geometry_set_uniform(&geometry, 1024 * KIB, 64 * KIB);
	fm_geometry_set_uniform(&geometry, 512 * KIB, 0);
	ck_assert_uint_eq(geometry.size, 512 * KIB);
	ck_assert_uint_eq(geometry.region_count, 0);
	ck_assert_ptr_null(geometry.regions);
}
END_TEST

START_TEST(erase_size_may_be_no_power_of_two)
{
	struct fm_geometry geometry = { 0 };

	fm_geometry_set_uniform(&geometry, 10 * 1056, 1056);
	check_sector(&geometry, 1055, 0, 1056);
	check_sector(&geometry, 1056, 1056, 1056);
	check_sector(&geometry, 9 * 1056 + 5, 9 * 1056, 1056);
	ck_assert(on_sectors(&geometry, 1056, 2112));
	ck_assert(!on_sectors(&geometry, 1024, 1056));
	ck_assert(!on_sectors(&geometry, 1056, 1024));
}
END_TEST

START_TEST(rest_at_the_end_is_in_no_sector)
{
	struct fm_geometry geometry = { 0 };
	struct fm_range sector;

	fm_geometry_set_uniform(&geometry, 2 * 4096 + 100, 4096);
	ck_assert_uint_eq(geometry.size, 2 * 4096 + 100);
	ck_assert_uint_eq(geometry.regions[0].sector_count, 2);
	check_sector(&geometry, 2 * 4096 - 1, 4096, 4096);
	ck_assert(!fm_geometry_sector_at(&geometry, 2 * 4096, &sector));
	ck_assert(!fm_geometry_sector_at(&geometry, 2 * 4096 + 99, &sector));
	ck_assert_ptr_null(fm_geometry_region_at(&geometry, 2 * 4096));
}
END_TEST

START_TEST(range_that_holds_the_rest_is_not_on_sectors)
{
	struct fm_geometry geometry = { 0 };

	fm_geometry_set_uniform(&geometry, 2 * 4096 + 100, 4096);
	ck_assert(on_sectors(&geometry, 0, 2 * 4096));
	ck_assert(!on_sectors(&geometry, 0, 2 * 4096 + 100));
	ck_assert(!on_sectors(&geometry, 2 * 4096, 100));
	ck_assert(!on_sectors(&geometry, 4096, 2 * 4096));
}
END_TEST

START_TEST(region_is_found_by_its_first_and_last_byte)
{
	ck_assert_ptr_eq(fm_geometry_region_at(&boot, 0), &boot_regions[0]);
	ck_assert_ptr_eq(fm_geometry_region_at(&boot, 64 * KIB - 1),
			 &boot_regions[0]);
	ck_assert_ptr_eq(fm_geometry_region_at(&boot, 64 * KIB),
			 &boot_regions[1]);
	ck_assert_ptr_eq(fm_geometry_region_at(&boot, 1024 * KIB - 1),
			 &boot_regions[1]);
}
END_TEST

START_TEST(past_the_end_is_no_region)
{
	ck_assert_ptr_null(fm_geometry_region_at(&boot, 1024 * KIB));
	ck_assert_ptr_null(fm_geometry_region_at(&boot, UINT64_MAX));
}
END_TEST

START_TEST(before_the_first_region_is_no_region)
{
	struct fm_region late = { 4096, 4096, 1 };
	const struct fm_geometry geometry = {
		.size = 8192,
		.regions = &late,
		.region_count = 1,
	};

	ck_assert_ptr_null(fm_geometry_region_at(&geometry, 0));
	ck_assert_ptr_null(fm_geometry_region_at(&geometry, 4095));
	ck_assert_ptr_eq(fm_geometry_region_at(&geometry, 4096), &late);
}
END_TEST

START_TEST(sectors_have_the_size_of_their_region)
{
	check_sector(&boot, 0, 0, 8 * KIB);
	check_sector(&boot, 8 * KIB - 1, 0, 8 * KIB);
	check_sector(&boot, 8 * KIB, 8 * KIB, 8 * KIB);
	check_sector(&boot, 64 * KIB - 1, 56 * KIB, 8 * KIB);
	check_sector(&boot, 64 * KIB, 64 * KIB, 64 * KIB);
	check_sector(&boot, 1024 * KIB - 1, 960 * KIB, 64 * KIB);
}
END_TEST

START_TEST(sectors_are_counted_from_the_start_of_their_region)
{
	struct fm_region regions[] = { { 0, 8 * KIB, 3 },
				       { 24 * KIB, 64 * KIB, 2 } };
	const struct fm_geometry geometry = {
		.size = 152 * KIB,
		.regions = regions,
		.region_count = 2,
	};

	check_sector(&geometry, 24 * KIB, 24 * KIB, 64 * KIB);
	check_sector(&geometry, 64 * KIB, 24 * KIB, 64 * KIB);
	check_sector(&geometry, 88 * KIB, 88 * KIB, 64 * KIB);
	ck_assert(on_sectors(&geometry, 24 * KIB, 64 * KIB));
	ck_assert(!on_sectors(&geometry, 64 * KIB, 64 * KIB));
}
END_TEST

START_TEST(sector_is_left_alone_where_there_is_none)
{
	struct fm_range sector = { 1, 2 };

	ck_assert(!fm_geometry_sector_at(&boot, 1024 * KIB, &sector));
	ck_assert_uint_eq(sector.offset, 1);
	ck_assert_uint_eq(sector.size, 2);
}
END_TEST

START_TEST(whole_sectors_are_on_sectors)
{
	ck_assert(on_sectors(&boot, 0, 8 * KIB));
	ck_assert(on_sectors(&boot, 8 * KIB, 16 * KIB));
	ck_assert(on_sectors(&boot, 960 * KIB, 64 * KIB));
	ck_assert(on_sectors(&boot, 0, 1024 * KIB));
}
END_TEST

START_TEST(range_over_two_regions_is_on_sectors)
{
	ck_assert(on_sectors(&boot, 56 * KIB, 72 * KIB));
	ck_assert(!on_sectors(&boot, 56 * KIB, 16 * KIB));
	ck_assert(!on_sectors(&boot, 60 * KIB, 68 * KIB));
}
END_TEST

START_TEST(empty_range_is_on_sectors_anywhere)
{
	ck_assert(on_sectors(&boot, 0, 0));
	ck_assert(on_sectors(&boot, 1, 0));
	ck_assert(on_sectors(&boot, UINT64_MAX, 0));
}
END_TEST

START_TEST(start_inside_a_sector_is_not_on_sectors)
{
	ck_assert(!on_sectors(&boot, 1, 8 * KIB - 1));
	ck_assert(!on_sectors(&boot, 4 * KIB, 8 * KIB));
	ck_assert(!on_sectors(&boot, 4 * KIB, 4 * KIB));
	/* Aligned to the small sectors of the other region only. */
	ck_assert(!on_sectors(&boot, 72 * KIB, 56 * KIB));
}
END_TEST

START_TEST(end_inside_a_sector_is_not_on_sectors)
{
	ck_assert(!on_sectors(&boot, 0, 1));
	ck_assert(!on_sectors(&boot, 0, 8 * KIB - 1));
	ck_assert(!on_sectors(&boot, 0, 8 * KIB + 1));
	ck_assert(!on_sectors(&boot, 64 * KIB, 8 * KIB));
}
END_TEST

START_TEST(range_past_the_end_is_not_on_sectors)
{
	ck_assert(!on_sectors(&boot, 1024 * KIB, 64 * KIB));
	ck_assert(!on_sectors(&boot, 960 * KIB, 128 * KIB));
	ck_assert(!on_sectors(&boot, 64 * KIB, UINT64_MAX));
	ck_assert(!on_sectors(&boot, UINT64_MAX, 1));
	/* Ends at 64 KiB when the sum wraps. */
	ck_assert(!on_sectors(&boot, 128 * KIB, UINT64_MAX - 64 * KIB + 1));
}
END_TEST

START_TEST(sector_that_ends_past_the_end_is_not_on_sectors)
{
	struct fm_region region = { 0, 4096, 2 };
	const struct fm_geometry geometry = {
		.size = 8191,
		.regions = &region,
		.region_count = 1,
	};

	ck_assert(on_sectors(&geometry, 0, 4096));
	ck_assert(!on_sectors(&geometry, 4096, 4096));
}
END_TEST

START_TEST(largest_sector_is_that_of_the_largest_region)
{
	struct fm_region regions[] = { { 0, 65536, 1 }, { 65536, 4096, 4 } };
	const struct fm_geometry top_boot = {
		.size = 65536 + 4 * 4096,
		.regions = regions,
		.region_count = 2,
	};

	ck_assert_uint_eq(fm_geometry_largest_sector(&boot), 64 * KIB);
	ck_assert_uint_eq(fm_geometry_largest_sector(&top_boot), 65536);
}
END_TEST

Suite *geometry_suite(void)
{
	Suite *suite = suite_create("geometry");
	TCase *tcase = tcase_create("geometry");

	tcase_add_test(tcase, equal_sectors_are_one_region);
	tcase_add_test(tcase, erase_size_zero_is_no_sector);
	tcase_add_test(tcase, medium_smaller_than_a_sector_has_none);
	tcase_add_test(tcase, medium_of_one_sector_has_one);
	tcase_add_test(tcase, second_set_takes_the_first_back);
	tcase_add_test(tcase, erase_size_may_be_no_power_of_two);
	tcase_add_test(tcase, rest_at_the_end_is_in_no_sector);
	tcase_add_test(tcase, range_that_holds_the_rest_is_not_on_sectors);
	tcase_add_test(tcase, region_is_found_by_its_first_and_last_byte);
	tcase_add_test(tcase, past_the_end_is_no_region);
	tcase_add_test(tcase, before_the_first_region_is_no_region);
	tcase_add_test(tcase, sectors_have_the_size_of_their_region);
	tcase_add_test(tcase,
		       sectors_are_counted_from_the_start_of_their_region);
	tcase_add_test(tcase, sector_is_left_alone_where_there_is_none);
	tcase_add_test(tcase, whole_sectors_are_on_sectors);
	tcase_add_test(tcase, range_over_two_regions_is_on_sectors);
	tcase_add_test(tcase, empty_range_is_on_sectors_anywhere);
	tcase_add_test(tcase, start_inside_a_sector_is_not_on_sectors);
	tcase_add_test(tcase, end_inside_a_sector_is_not_on_sectors);
	tcase_add_test(tcase, range_past_the_end_is_not_on_sectors);
	tcase_add_test(tcase, sector_that_ends_past_the_end_is_not_on_sectors);
	tcase_add_test(tcase, largest_sector_is_that_of_the_largest_region);
	suite_add_tcase(suite, tcase);
	return suite;
}
