// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "sector-list.h"
#include "unit.h"

START_TEST(sectors_are_counted_from_the_beginning_of_the_area)
{
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flash_area_get_sectors(1, &count, sectors), 0);
	ck_assert_uint_eq(count, 32);
	check_sectors(32, 0, 0x1000);
}
END_TEST

START_TEST(as_much_room_as_there_are_sectors_is_enough)
{
	uint32_t count = 32;

	ck_assert_int_eq(flash_area_get_sectors(1, &count, sectors), 0);
	ck_assert_uint_eq(count, 32);
}
END_TEST

START_TEST(too_small_an_array_is_filled_and_the_count_stays)
{
	uint32_t count = 31;

	ck_assert_int_eq(flash_area_get_sectors(1, &count, sectors), -ENOMEM);
	ck_assert_uint_eq(count, 31);
	check_sectors(31, 0, 0x1000);
}
END_TEST

START_TEST(an_array_without_room_gives_enomem)
{
	uint32_t count = 0;

	ck_assert_int_eq(flash_area_get_sectors(1, &count, sectors), -ENOMEM);
	ck_assert_uint_eq(count, 0);
	ck_assert(is_untouched(0));
}
END_TEST

START_TEST(sectors_of_an_unknown_id_give_einval)
{
	static const int ids[] = { 4, 255, 256, 257, -1, -255, 0x10001 };
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flash_area_get_sectors(ids[_i], &count, sectors),
			 -EINVAL);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
	ck_assert(is_untouched(0));
}
END_TEST

START_TEST(sectors_without_place_or_area_give_einval)
{
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flash_area_get_sectors(1, NULL, sectors), -EINVAL);
	ck_assert_int_eq(flash_area_get_sectors(1, &count, NULL), -EINVAL);
	ck_assert_int_eq(flashmap_area_get_sectors(NULL, 0, &count, sectors),
			 -EINVAL);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
}
END_TEST

START_TEST(an_area_without_device_gives_enodev)
{
	const struct flash_area made = { .fa_size = 0x1000 };
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flashmap_area_get_sectors(&made, 0, &count, sectors),
			 -ENODEV);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
}
END_TEST

/* In no map, so that it has no id. */
START_TEST(sectors_of_an_area_are_those_of_its_id)
{
	const struct flash_area copy = *must_open("kernel");
	uint32_t count = 32;

	ck_assert_int_eq(flash_area_sectors(&copy, &count, sectors), 0);
	ck_assert_uint_eq(count, 32);
	check_sectors(32, 0, 0x1000);
	count = 31;
	ck_assert_int_eq(flash_area_sectors(&copy, &count, sectors), -ENOMEM);
	ck_assert_uint_eq(count, 31);
	ck_assert_int_eq(flash_area_sectors(NULL, &count, sectors), -EINVAL);
	ck_assert_int_eq(flash_area_sectors(&copy, NULL, sectors), -EINVAL);
	ck_assert_int_eq(flash_area_sectors(&copy, &count, NULL), -EINVAL);
}
END_TEST

START_TEST(sectors_from_a_first_one_on_are_told)
{
	must_get_sectors(must_open("kernel"), 30, 2);
	check_sectors(2, 0x1e000, 0x1000);
}
END_TEST

START_TEST(a_first_one_past_the_last_is_none)
{
	must_get_sectors(must_open("kernel"), 32, 0);
	must_get_sectors(must_open("kernel"), UINT32_MAX, 0);
	ck_assert(is_untouched(0));
}
END_TEST

static struct flash_area make(off_t offset, size_t size)
{
	return (struct flash_area){
		.fa_off = offset,
		.fa_size = size,
		.fa_dev_name = "spi0.0",
	};
}

START_TEST(a_sector_that_begins_before_the_area_is_left_out)
{
	const struct flash_area fa = make(0x10800, 0x2800);

	must_get_sectors(&fa, 0, 2);
	check_sectors(2, 0x800, 0x1000);
}
END_TEST

START_TEST(a_sector_that_ends_outside_is_told_in_full)
{
	const struct flash_area fa = make(0x11000, 0x1001);

	must_get_sectors(&fa, 0, 2);
	check_sectors(2, 0, 0x1000);
}
END_TEST

START_TEST(an_area_inside_a_sector_has_none)
{
	const struct flash_area inside = make(0x10100, 0x100);
	const struct flash_area to_the_end = make(0x10100, 0xf00);

	must_get_sectors(&inside, 0, 0);
	must_get_sectors(&to_the_end, 0, 0);
	ck_assert(is_untouched(0));
}
END_TEST

START_TEST(an_area_that_begins_with_a_sector_has_it)
{
	const struct flash_area fa = make(0x10000, 1);

	must_get_sectors(&fa, 0, 1);
	check_sectors(1, 0, 0x1000);
}
END_TEST

START_TEST(an_area_of_size_0_has_no_sectors)
{
	const struct flash_area fa = make(0x10000, 0);

	must_get_sectors(&fa, 0, 0);
}
END_TEST

START_TEST(an_area_over_two_mtds_has_the_sectors_of_both)
{
	const struct flash_area fa = make(0xe000, 0x4000);

	must_get_sectors(&fa, 0, 4);
	check_sectors(4, 0, 0x1000);
}
END_TEST

START_TEST(an_area_over_a_gap_gives_enxio)
{
	const struct flash_area fa = make(0x2f000, 0x12000);
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flashmap_area_get_sectors(&fa, 0, &count, sectors),
			 -ENXIO);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
}
END_TEST

START_TEST(an_area_past_the_end_of_its_mtd_gives_enxio)
{
	const struct flash_area fa = { .fa_off = 0xf000,
				       .fa_size = 0x2000,
				       .fa_dev_name = "mtd2" };
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flashmap_area_get_sectors(&fa, 0, &count, sectors),
			 -ENXIO);
	ck_assert_uint_eq(count, SECTOR_LIMIT);
}
END_TEST

START_TEST(an_area_made_by_the_name_of_an_mtd_has_its_sectors)
{
	const struct flash_area fa = { .fa_off = 0x800,
				       .fa_size = 0x1000,
				       .fa_dev_name = "mtd2" };

	must_get_sectors(&fa, 0, 1);
	check_sectors(1, 0x800, 0x1000);
}
END_TEST

START_TEST(a_device_that_cannot_be_asked_is_told)
{
	const struct fake_options options = { .no_sysfs = true };
	struct fake_mtd *mtd;
	struct flashmap *map;
	uint32_t count = SECTOR_LIMIT;

	expect_errors();
	mtd = fake_add(&options);
	fake_write_procmtd();
	map = fake_load_map();
	fake_fail(mtd, FAKE_OPEN, O_RDONLY, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(flashmap_area_get_sectors(must_open_in(map, "mtd0"), 0,
						   &count, sectors),
			 -EACCES);
	ck_assert_uint_eq(flash_area_align(must_open_in(map, "mtd0")), 0);
	ck_assert_uint_eq(flash_area_erased_val(must_open_in(map, "mtd0")),
			  0xff);
	flashmap_unref(map);
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(a_simulated_area_may_begin_and_end_inside_sectors)
{
	struct flashmap *map = board_new_map();
	uint32_t count = SECTOR_LIMIT;

	blob_begin_table();
	blob_add_partition("odd@800", "odd", 0x800, 0x2100);
	blob_add_partition("tiny@5100", "tiny", 0x5100, 0x100);
	blob_end_table();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("odd.dtb")),
			 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(flashmap_set_default(map), 0);
	flashmap_unref(map);
	sectors_forget();

	ck_assert_int_eq(
		flash_area_get_sectors(FLASH_AREA_ID(odd), &count, sectors), 0);
	ck_assert_uint_eq(count, 2);
	check_sectors(2, 0x800, 0x1000);
	count = SECTOR_LIMIT;
	ck_assert_int_eq(flash_area_get_sectors(FLASH_AREA_ID(tiny), &count,
						sectors),
			 0);
	ck_assert_uint_eq(count, 0);
}
END_TEST
#endif

Suite *sectors_suite(void)
{
	Suite *suite = suite_create("sectors");
	TCase *calls = tcase_create("calls");
	TCase *places = tcase_create("places");
	TCase *asked = tcase_create("asked");

	tcase_add_checked_fixture(calls, sectors_set_up, board_tear_down);
	tcase_add_test(calls,
		       sectors_are_counted_from_the_beginning_of_the_area);
	tcase_add_test(calls, as_much_room_as_there_are_sectors_is_enough);
	tcase_add_test(calls, too_small_an_array_is_filled_and_the_count_stays);
	tcase_add_test(calls, an_array_without_room_gives_enomem);
	tcase_add_loop_test(calls, sectors_of_an_unknown_id_give_einval, 0, 7);
	tcase_add_test(calls, sectors_without_place_or_area_give_einval);
	tcase_add_test(calls, an_area_without_device_gives_enodev);
	tcase_add_test(calls, sectors_of_an_area_are_those_of_its_id);
	tcase_add_test(calls, sectors_from_a_first_one_on_are_told);
	tcase_add_test(calls, a_first_one_past_the_last_is_none);
	suite_add_tcase(suite, calls);

	tcase_add_checked_fixture(places, sectors_set_up, board_tear_down);
	tcase_add_test(places,
		       a_sector_that_begins_before_the_area_is_left_out);
	tcase_add_test(places, a_sector_that_ends_outside_is_told_in_full);
	tcase_add_test(places, an_area_inside_a_sector_has_none);
	tcase_add_test(places, an_area_that_begins_with_a_sector_has_it);
	tcase_add_test(places, an_area_of_size_0_has_no_sectors);
	tcase_add_test(places, an_area_over_two_mtds_has_the_sectors_of_both);
	tcase_add_test(places, an_area_over_a_gap_gives_enxio);
	tcase_add_test(places, an_area_past_the_end_of_its_mtd_gives_enxio);
	tcase_add_test(places,
		       an_area_made_by_the_name_of_an_mtd_has_its_sectors);
	suite_add_tcase(suite, places);

	tcase_add_test(asked, a_device_that_cannot_be_asked_is_told);
#ifdef HAVE_LIBFDT
	tcase_add_test(asked,
		       a_simulated_area_may_begin_and_end_inside_sectors);
#endif
	suite_add_tcase(suite, asked);

	suite_add_tcase(suite, sectors_sizes_case());
	return suite;
}
