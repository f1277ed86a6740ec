// SPDX-License-Identifier: BSD-2-Clause
/* What flashmap.conf protects, whatever lies over it. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

#define FILE_NAME "etc/flashmap.conf"

static struct flashmap *map;

static void tear_down(void)
{
	map = flashmap_unref(map);
}

static void load(const char *text)
{
	expect_errors();
	board_add();
	write_file(FILE_NAME, text);
	map = fake_load_map();
}

static bool says_protected(const struct flash_area *fa)
{
	struct flashmap_area_info info;

	ck_assert_int_eq(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	ck_assert(!info.read_only);
	return info.protected_range;
}

/* Refused before any device is touched. */
static void check_refused(const struct flash_area *fa, off_t off, size_t length)
{
	static const uint8_t zeros[0x2000];

	fake_forget_calls();
	ck_assert_int_eq(flash_area_erase(fa, off, length), -EROFS);
	ck_assert_int_eq(flash_area_write(fa, off, zeros, length), -EROFS);
	ck_assert_str_eq(fake_calls(), "");
}

START_TEST(a_protected_area_refuses_every_change)
{
	const struct flash_area *fa;
	uint8_t byte;

	load("protect kernel\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	fa = must_open_in(map, "kernel");
	ck_assert(says_protected(fa));
	check_refused(fa, 0, 0x1000);
	check_refused(fa, 0x1f000, 0x1000);
	check_refused(fa, 5, 1);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 1);
}
END_TEST

START_TEST(its_neighbours_can_be_changed)
{
	load("protect kernel\n");
	ck_assert(!says_protected(must_open_in(map, "boot")));
	ck_assert(!says_protected(must_open_in(map, "data")));
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "boot"), 0xf000, 0x1000), 0);
	ck_assert_int_eq(flash_area_erase(must_open_in(map, "data"), 0, 0x1000),
			 0);
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "spare"), 0, 0x10000), 0);
}
END_TEST

/* "part" is 0x11000 .. 0x15000, inside of "kernel". */
static void load_nested(const char *text)
{
	expect_errors();
	board_add();
	fake_add(&(const struct fake_options){ .number = 9,
					       .name = "part",
					       .above = board.kernel,
					       .offset_present = true,
					       .offset = 0x1000,
					       .size = 0x4000 });
	write_file(FILE_NAME, text);
	map = fake_load_map();
}

START_TEST(an_mtd_inside_refuses_what_is_protected)
{
	load_nested("protect kernel\n");
	ck_assert(says_protected(must_open_in(map, "part")));
	check_refused(must_open_in(map, "part"), 0, 0x1000);
}
END_TEST

START_TEST(an_mtd_around_refuses_what_is_protected)
{
	const struct flash_area *fa;

	load_nested("protect part\n");
	fa = must_open_in(map, "kernel");
	ck_assert(says_protected(fa));
	check_refused(fa, 0, 0x2000);
	check_refused(fa, 0x4fff, 1);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x5000, 0x1000), 0);
}
END_TEST

START_TEST(an_overlapping_area_of_the_file_refuses_it_too)
{
	const struct flash_area *fa;

	load("area env chip=spi0.0 offset=0xf000 size=0x2000\n"
	     "protect kernel\n");
	fa = must_open_in(map, "env");
	ck_assert(says_protected(fa));
	check_refused(fa, 0, 0x2000);
	check_refused(fa, 0x1000, 1);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
}
END_TEST

START_TEST(a_copied_area_and_one_of_the_program_refuse_it)
{
	struct flash_area copy, made = { .fa_off = 0x12000,
					 .fa_size = 0x1000,
					 .fa_dev_name = "spi0.0" };

	load("protect kernel\n");
	ck_assert_int_eq(flashmap_set_default(map), 0);
	copy = *must_open_in(map, "kernel");
	check_refused(&copy, 0, 0x1000);
	check_refused(&made, 0, 0x1000);
	made.fa_dev_name = "mtd1";
	made.fa_off = 0;
	check_refused(&made, 0, 0x1000);
	made.fa_dev_name = NULL;
	made.fa_dev = copy.fa_dev;
	made.fa_off = 0x2f000;
	check_refused(&made, 0, 0x1000);
	made.fa_off = 0xf000;
	ck_assert_int_eq(flash_area_erase(&made, 0, 0x1000), 0);
}
END_TEST

START_TEST(an_area_of_the_file_can_be_protected)
{
	load("protect env\n"
	     "area env chip=spi0.0 offset=0x12000 size=0x1000\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	check_refused(must_open_in(map, "env"), 0, 0x1000);
	check_refused(must_open_in(map, "kernel"), 0x2000, 0x1000);
	ck_assert_int_eq(flash_area_erase(must_open_in(map, "kernel"), 0x3000,
					  0x1000),
			 0);
}
END_TEST

START_TEST(what_of_a_protected_area_is_on_the_chip_is_protected)
{
	load("area end chip=spi0.0 offset=0x4f000 size=1G\nprotect end\n");
	ck_assert_uint_eq(count_findings(map, "conf-beyond-chip"), 1);
	ck_assert_uint_eq(count_findings(map, NULL), 1);
	check_refused(must_open_in(map, "data"), 0xf000, 0x1000);
	ck_assert_int_eq(
		flash_area_erase(must_open_in(map, "data"), 0xe000, 0x1000), 0);
}
END_TEST

START_TEST(a_protected_area_without_chip_is_told_twice)
{
	load("area end chip=spi7.0 offset=0 size=1\nprotect end\n");
	ck_assert_uint_eq(count_findings(map, "conf-unknown-chip"), 1);
	ck_assert_uint_eq(count_findings(map, "conf-unknown-label"), 1);
}
END_TEST

static bool expects_lock(const struct flash_area *fa)
{
	struct flashmap_area_info info;

	ck_assert_int_eq(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	return info.lock_expected;
}

START_TEST(an_area_that_is_to_be_locked_says_so_and_is_not_protected)
{
	const struct flash_area *fa;

	load("locked kernel\nprotect boot\n");
	fa = must_open_in(map, "kernel");
	ck_assert(expects_lock(fa));
	ck_assert(!expects_lock(must_open_in(map, "boot")));
	ck_assert(!says_protected(fa));
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
}
END_TEST

START_TEST(all_areas_of_a_name_are_protected)
{
	const struct flash_area *fa;

	tree_add_part(9, "boot", "devices/other", 0, 0x1000);
	load("protect boot\n");
	for (uint8_t id = 0; id < 5; id++) {
		ck_assert_int_eq(flashmap_open_id(map, id, &fa), 0);
		ck_assert_int_eq(says_protected(fa),
				 strcmp(fa->fa_label, "boot") == 0);
		if (says_protected(fa))
			check_refused(fa, 0, 0x1000);
	}
}
END_TEST

START_TEST(two_lines_protect_once)
{
	load("protect boot\nprotect boot\n");
	check_refused(must_open_in(map, "boot"), 0, 0x1000);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(use_is_allowed_but_never_what_is_protected)
{
	board_add();
	expect_errors();
	write_file(FILE_NAME, "protect boot\n");
	map = board_new_map();
	ck_assert_int_eq(flashmap_set_allow_in_use(map, true), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	check_refused(must_open_in(map, "boot"), 0, 0x1000);
}
END_TEST

START_TEST(an_mtd_that_comes_late_is_protected)
{
	board_set_up();
	expect_errors();
	write_file(FILE_NAME, "protect late\n");
	ck_assert_int_eq(flashmap_wait("late", 0), -ETIMEDOUT);
	ck_assert_ptr_nonnull(strstr(last_logged(), "\"late\""));
	tree_add_part(9, "late", "devices/late", 0, 0x1000);
	ck_assert_int_eq(flashmap_wait("late", 0), 0);
	check_refused(must_open_in(NULL, "late"), 0, 0x1000);
	board_tear_down();
}
END_TEST

TCase *configure_protect_case(void)
{
	TCase *tests = tcase_create("protect");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, a_protected_area_refuses_every_change);
	tcase_add_test(tests, its_neighbours_can_be_changed);
	tcase_add_test(tests, an_mtd_inside_refuses_what_is_protected);
	tcase_add_test(tests, an_mtd_around_refuses_what_is_protected);
	tcase_add_test(tests, an_overlapping_area_of_the_file_refuses_it_too);
	tcase_add_test(tests, a_copied_area_and_one_of_the_program_refuse_it);
	tcase_add_test(tests, an_area_of_the_file_can_be_protected);
	tcase_add_test(tests,
		       what_of_a_protected_area_is_on_the_chip_is_protected);
	tcase_add_test(tests, a_protected_area_without_chip_is_told_twice);
	tcase_add_test(
		tests,
		an_area_that_is_to_be_locked_says_so_and_is_not_protected);
	tcase_add_test(tests, all_areas_of_a_name_are_protected);
	tcase_add_test(tests, two_lines_protect_once);
	tcase_add_test(tests, use_is_allowed_but_never_what_is_protected);
	tcase_add_test(tests, an_mtd_that_comes_late_is_protected);
	return tests;
}
