// SPDX-License-Identifier: BSD-2-Clause
/* Who uses an area. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

START_TEST(an_area_in_use_tells_by_whom)
{
	const struct flash_area *fa = must_open("data");
	char by[64] = "before";

	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 0x10000, by, sizeof(by)),
			 0);
	ck_assert_str_eq(by, "");
	write_file("proc/swaps", "/dev/mtdblock2 partition 64 0 -2\n");
	ck_assert_int_eq(flashmap_area_in_use(fa, 0x8000, 1, by, sizeof(by)),
			 -EBUSY);
	ck_assert_str_eq(by, "mtd2 is swap space");
	write_file("proc/swaps", "");
	ck_assert_int_eq(flashmap_area_in_use(fa, 0x8000, 1, by, sizeof(by)),
			 0);
	ck_assert_str_eq(by, "");
}
END_TEST

START_TEST(a_neighbour_in_use_does_not_matter)
{
	char by[64] = "before";

	write_file("proc/swaps", "/dev/mtdblock2 partition 64 0 -2\n");
	ck_assert_int_eq(flashmap_area_in_use(must_open("kernel"), 0, 0x20000,
					      by, sizeof(by)),
			 0);
	ck_assert_str_eq(by, "");
}
END_TEST

START_TEST(the_user_need_not_be_told_or_is_cut)
{
	const struct flash_area *fa = must_open("data");
	char by[8];

	write_file("proc/swaps", "/dev/mtdblock2 partition 64 0 -2\n");
	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 1, NULL, 0), -EBUSY);
	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 1, NULL, 9), -EBUSY);
	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 1, by, sizeof(by)),
			 -EBUSY);
	ck_assert_str_eq(by, "mtd2 is");
	strcpy(by, "kept");
	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 1, by, 0), -EBUSY);
	ck_assert_str_eq(by, "kept");
}
END_TEST

START_TEST(nothing_of_an_area_is_not_in_use)
{
	write_file("proc/swaps", "/dev/mtdblock2 partition 64 0 -2\n");
	ck_assert_int_eq(flashmap_area_in_use(must_open("data"), 0, 0, NULL, 0),
			 0);
}
END_TEST

START_TEST(a_range_or_area_that_is_none_cannot_be_in_use)
{
	const struct flash_area made = { .fa_size = 16 };
	const struct flash_area *fa = must_open("data");

	expect_errors();
	ck_assert_int_eq(flashmap_area_in_use(NULL, 0, 1, NULL, 0), -EINVAL);
	ck_assert_int_eq(flashmap_area_in_use(fa, 0, 0x10001, NULL, 0),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_in_use(fa, -1, 1, NULL, 0), -EINVAL);
	ck_assert_int_eq(flashmap_area_in_use(&made, 0, 1, NULL, 0), -ENODEV);
}
END_TEST

TCase *info_uses_case(void)
{
	TCase *uses = tcase_create("uses");

	tcase_add_checked_fixture(uses, board_set_up, board_tear_down);
	tcase_add_test(uses, an_area_in_use_tells_by_whom);
	tcase_add_test(uses, a_neighbour_in_use_does_not_matter);
	tcase_add_test(uses, the_user_need_not_be_told_or_is_cut);
	tcase_add_test(uses, nothing_of_an_area_is_not_in_use);
	tcase_add_test(uses, a_range_or_area_that_is_none_cannot_be_in_use);
	return uses;
}
