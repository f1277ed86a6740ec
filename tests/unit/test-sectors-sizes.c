// SPDX-License-Identifier: BSD-2-Clause
/* Sectors of several sizes, and what is none. */

#include <errno.h>

#include "board.h"
#include "cases.h"
#include "sector-list.h"
#include "tree.h"
#include "unit.h"

START_TEST(a_rest_at_the_end_is_no_sector)
{
	struct flashmap *map;

	tree_set_attribute(3, "size", "14336\n");
	map = fake_load_map();
	must_get_sectors(must_open_in(map, "spare"), 0, 3);
	check_sectors(3, 0, 0x1000);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_mtd_without_erase_size_gives_enotsup)
{
	struct flashmap *map;
	uint32_t count = SECTOR_LIMIT;

	tree_set_attribute(3, "erasesize", "0\n");
	map = fake_load_map();
	ck_assert_int_eq(flashmap_area_get_sectors(must_open_in(map, "spare"),
						   0, &count, sectors),
			 -ENOTSUP);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
	flashmap_unref(map);
}
END_TEST

/* Four sectors of 8 KiB before one of 32 KiB and two of 64 KiB. */
static struct flashmap *load_regions(void)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x2000, .numblocks = 4 },
		{ .offset = 0x8000, .erasesize = 0x8000, .numblocks = 1 },
		{ .offset = 0x10000, .erasesize = 0x10000, .numblocks = 2 },
	};
	const struct fake_options options = {
		.number = 30,
		.name = "regions",
		.size = 0x30000,
		.erase_size = 0x10000,
		.regions = regions,
		.region_count = 3,
	};

	fake_add(&options);
	return fake_load_map();
}

START_TEST(sectors_of_all_sizes_are_told)
{
	struct flashmap *map = load_regions();

	must_get_sectors(must_open_in(map, "regions"), 0, 7);
	for (int i = 0; i < 4; i++)
		check_sector((size_t)i, i * 0x2000, 0x2000);
	check_sector(4, 0x8000, 0x8000);
	check_sector(5, 0x10000, 0x10000);
	check_sector(6, 0x20000, 0x10000);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_first_one_may_be_in_a_later_region)
{
	struct flashmap *map = load_regions();

	must_get_sectors(must_open_in(map, "regions"), 4, 3);
	check_sector(0, 0x8000, 0x8000);
	check_sector(1, 0x10000, 0x10000);
	must_get_sectors(must_open_in(map, "regions"), 6, 1);
	check_sector(0, 0x20000, 0x10000);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_area_may_begin_and_end_inside_regions)
{
	struct flashmap *map = load_regions();
	struct flash_area fa = *must_open_in(map, "regions");

	fa.fa_off = 0x5000;
	fa.fa_size = 0xc000;
	must_get_sectors(&fa, 0, 3);
	check_sector(0, 0x1000, 0x2000);
	check_sector(1, 0x3000, 0x8000);
	check_sector(2, 0xb000, 0x10000);
	flashmap_unref(map);
}
END_TEST

TCase *sectors_sizes_case(void)
{
	TCase *tests = tcase_create("sizes");

	tcase_add_checked_fixture(tests, sectors_set_up, board_tear_down);
	tcase_add_test(tests, a_rest_at_the_end_is_no_sector);
	tcase_add_test(tests, an_mtd_without_erase_size_gives_enotsup);
	tcase_add_test(tests, sectors_of_all_sizes_are_told);
	tcase_add_test(tests, a_first_one_may_be_in_a_later_region);
	tcase_add_test(tests, an_area_may_begin_and_end_inside_regions);
	return tests;
}
