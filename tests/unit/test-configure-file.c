// SPDX-License-Identifier: BSD-2-Clause
/* Where flashmap.conf comes from, and what keeps it from being read. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "map/map.h"
#include "unit.h"

#define FILE_NAME "etc/flashmap.conf"

static struct flashmap *map;

static void set_up(void)
{
	board_add();
	map = board_new_map();
}

static void tear_down(void)
{
	map = flashmap_unref(map);
}

/* What a change of "boot" comes to. */
static int change(void)
{
	return flash_area_erase(must_open_in(map, "boot"), 0, 0x1000);
}

static void must_load(void)
{
	ck_assert_int_eq(flashmap_load(map), 0);
}

static void check_failure(int error, const char *words)
{
	const struct flash_area *fa;

	expect_errors();
	ck_assert_int_eq(flashmap_load(map), error);
	ck_assert_ptr_nonnull(strstr(last_logged(), words));
	ck_assert_int_eq(flashmap_open_label(map, "boot", &fa), -EACCES);
}

START_TEST(the_default_file_may_be_missing)
{
	must_load();
	ck_assert_int_eq(change(), 0);
	ck_assert_str_eq(last_logged(), "");
}
END_TEST

START_TEST(the_default_file_is_below_the_root)
{
	write_file(FILE_NAME, "protect boot\n");
	must_load();
	expect_errors();
	ck_assert_int_eq(change(), -EROFS);
}
END_TEST

START_TEST(a_named_file_takes_the_place_of_the_default)
{
	write_file(FILE_NAME, "protect boot\n");
	write_file("other.conf", "protect data\n");
	ck_assert_int_eq(flashmap_set_config(map, test_path("other.conf")), 0);
	must_load();
	ck_assert_int_eq(change(), 0);
}
END_TEST

START_TEST(the_name_of_the_file_is_copied)
{
	char name[512];

	write_file("other.conf", "protect boot\n");
	strcpy(name, test_path("other.conf"));
	ck_assert_int_eq(flashmap_set_config(map, name), 0);
	memset(name, 'x', sizeof(name) - 1);
	must_load();
	expect_errors();
	ck_assert_int_eq(change(), -EROFS);
}
END_TEST

START_TEST(a_named_file_must_be_there)
{
	ck_assert_int_eq(flashmap_set_config(map, test_path("none.conf")), 0);
	check_failure(-ENOENT, "none.conf");
}
END_TEST

START_TEST(no_file_can_be_named)
{
	write_file(FILE_NAME, "protect boot\n");
	ck_assert_int_eq(flashmap_set_config(map, ""), 0);
	must_load();
	ck_assert_int_eq(change(), 0);
}
END_TEST

START_TEST(a_name_can_be_taken_back)
{
	write_file(FILE_NAME, "protect boot\n");
	ck_assert_int_eq(flashmap_set_config(map, "none.conf"), 0);
	ck_assert_int_eq(flashmap_set_config(map, NULL), 0);
	must_load();
	expect_errors();
	ck_assert_int_eq(change(), -EROFS);
}
END_TEST

START_TEST(a_file_is_named_before_the_load)
{
	ck_assert_int_eq(flashmap_set_config(NULL, "a"), -EINVAL);
	must_load();
	ck_assert_int_eq(flashmap_set_config(map, NULL), -EBUSY);
}
END_TEST

START_TEST(an_empty_file_says_nothing)
{
	write_file(FILE_NAME, "");
	must_load();
	ck_assert_int_eq(change(), 0);
}
END_TEST

START_TEST(a_file_that_cannot_be_opened_fails_the_load)
{
	struct fake_mtd *file = fake_watch(test_path(FILE_NAME));

	write_file(FILE_NAME, "protect boot\n");
	fake_fail(file, FAKE_OPEN, FAKE_ANY, FAKE_ALWAYS, EACCES);
	check_failure(-EACCES, FILE_NAME);
}
END_TEST

START_TEST(a_folder_in_its_place_fails_the_load)
{
	write_file(FILE_NAME "/file", "");
	check_failure(-EISDIR, FILE_NAME);
}
END_TEST

START_TEST(a_pipe_in_its_place_fails_the_load)
{
	write_file("etc/file", "");
	ck_assert_int_eq(mkfifo(test_path(FILE_NAME), 0666), 0);
	check_failure(-EINVAL, FILE_NAME);
}
END_TEST

START_TEST(a_device_in_its_place_fails_the_load)
{
	ck_assert_int_eq(flashmap_set_config(map, "/dev/null"), 0);
	check_failure(-EINVAL, "/dev/null");
}
END_TEST

START_TEST(a_link_that_leads_nowhere_fails_the_load)
{
	write_link(FILE_NAME, "gone.conf");
	check_failure(-ENOENT, FILE_NAME);
	write_file("etc/gone.conf", "protect boot\n");
	must_load();
	ck_assert_int_eq(change(), -EROFS);
}
END_TEST

START_TEST(a_file_in_the_place_of_etc_fails_the_load)
{
	write_file("etc", "");
	check_failure(-ENOTDIR, FILE_NAME);
}
END_TEST

START_TEST(a_file_over_256_kib_fails_the_load)
{
	size_t size = (256 << 10) + 1;
	char *text = malloc(size);

	ck_assert_ptr_nonnull(text);
	memset(text, '\n', size);
	write_bytes(FILE_NAME, text, size);
	check_failure(-EFBIG, FILE_NAME);
	write_bytes(FILE_NAME, text, size - 1);
	free(text);
	must_load();
}
END_TEST

START_TEST(a_later_look_takes_the_same_file)
{
	struct flashmap *later;

	expect_errors();
	write_file("other.conf", "area boot id=9\n");
	ck_assert_int_eq(flashmap_set_config(map, test_path("other.conf")), 0);
	must_load();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	fake_add(&(const struct fake_options){ .number = 9, .name = "late" });
	ck_assert_int_eq(flashmap_wait("late", 0), 0);
	ck_assert_int_eq(flashmap_get_default(&later), 0);
	ck_assert_ptr_ne(later, map);
	ck_assert_uint_eq(must_open_in(later, "boot")->fa_id, 9);
}
END_TEST

#ifdef HAVE_LIBFDT

static void set_up_simulator(void)
{
	map = board_new_map();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write_demo()), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM),
			 0);
}

START_TEST(the_default_file_says_nothing_of_simulated_chips)
{
	write_file(FILE_NAME, "protect storage\nno such keyword\n");
	must_load();
	ck_assert_int_eq(
		flash_area_write(must_open_in(map, "storage"), 0, "x", 1), 0);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(a_named_file_counts_for_simulated_chips)
{
	const struct flash_area *fa;
	char byte;

	expect_errors();
	write_file("sim.conf",
		   "protect storage\narea storage id=150\n"
		   "area end chip=flash@0 offset=0xff000 size=4K\n");
	ck_assert_int_eq(flashmap_set_config(map, test_path("sim.conf")), 0);
	must_load();
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	ck_assert_int_eq(flashmap_open_id(map, 150, &fa), 0);
	ck_assert_str_eq(fa->fa_label, "storage");
	ck_assert_int_eq(flash_area_write(fa, 0, "x", 1), -EROFS);
	fa = must_open_in(map, "end");
	ck_assert_int_eq(flash_area_write(fa, 4095, "x", 1), 0);
	ck_assert_int_eq(flash_area_read(fa, 4095, &byte, 1), 0);
	ck_assert_int_eq(byte, 'x');
}
END_TEST

#endif

TCase *configure_simulator_case(void)
{
	TCase *tests = tcase_create("simulator");

#ifdef HAVE_LIBFDT
	tcase_add_checked_fixture(tests, set_up_simulator, tear_down);
	tcase_add_test(tests, the_default_file_says_nothing_of_simulated_chips);
	tcase_add_test(tests, a_named_file_counts_for_simulated_chips);
#endif
	return tests;
}

TCase *configure_file_case(void)
{
	TCase *tests = tcase_create("file");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_default_file_may_be_missing);
	tcase_add_test(tests, the_default_file_is_below_the_root);
	tcase_add_test(tests, a_named_file_takes_the_place_of_the_default);
	tcase_add_test(tests, the_name_of_the_file_is_copied);
	tcase_add_test(tests, a_named_file_must_be_there);
	tcase_add_test(tests, no_file_can_be_named);
	tcase_add_test(tests, a_name_can_be_taken_back);
	tcase_add_test(tests, a_file_is_named_before_the_load);
	tcase_add_test(tests, an_empty_file_says_nothing);
	tcase_add_test(tests, a_file_that_cannot_be_opened_fails_the_load);
	tcase_add_test(tests, a_folder_in_its_place_fails_the_load);
	tcase_add_test(tests, a_pipe_in_its_place_fails_the_load);
	tcase_add_test(tests, a_device_in_its_place_fails_the_load);
	tcase_add_test(tests, a_link_that_leads_nowhere_fails_the_load);
	tcase_add_test(tests, a_file_in_the_place_of_etc_fails_the_load);
	tcase_add_test(tests, a_file_over_256_kib_fails_the_load);
	tcase_add_test(tests, a_later_look_takes_the_same_file);
	return tests;
}
