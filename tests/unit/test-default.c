// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "blob.h"
#include "board.h"
#include "map/default.h"
#include "map/environment.h"
#include "tree.h"
#include "unit.h"

START_TEST(a_map_that_is_named_is_the_default_map)
{
	struct flashmap *map, *found;

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	ck_assert_int_eq(flashmap_get_default(&found), 0);
	ck_assert_ptr_eq(found, map);
	flashmap_unref(map);
}
END_TEST

START_TEST(the_default_map_outlives_its_owner)
{
	struct flashmap *map;
	const struct flash_area *fa;
	uint8_t byte;

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	flashmap_unref(map);
	ck_assert_int_eq(flash_area_open(3, &fa), 0);
	ck_assert_int_eq(flash_area_read(fa, 1, &byte, 1), 0);
	ck_assert_uint_eq(byte, 4);
}
END_TEST

START_TEST(there_is_one_default_map)
{
	struct flashmap *map, *other, *found;

	board_add();
	map = fake_load_map();
	other = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	ck_assert_int_eq(flashmap_set_default(other), -EBUSY);
	ck_assert_int_eq(flashmap_set_default(map), -EBUSY);
	ck_assert_int_eq(flashmap_get_default(&found), 0);
	ck_assert_ptr_eq(found, map);
	flashmap_unref(map);
	flashmap_unref(other);
}
END_TEST

START_TEST(only_a_loaded_map_can_be_the_default_map)
{
	struct flashmap *map = board_new_map();

	ck_assert_int_eq(flashmap_set_default(map), -EINVAL);
	ck_assert_int_eq(flashmap_set_default(NULL), -EINVAL);
	ck_assert_ptr_null(fm_default_peek());
	flashmap_unref(map);
}
END_TEST

START_TEST(the_default_map_is_stored_where_it_is_told_to)
{
	ck_assert_int_eq(flashmap_get_default(NULL), -EINVAL);
}
END_TEST

START_TEST(a_release_without_default_map_loads_none)
{
	ck_assert_int_eq(flashmap_release(NULL), 0);
	ck_assert_ptr_null(fm_default_peek());
}
END_TEST

START_TEST(a_release_of_no_map_is_one_of_the_default_map)
{
	const struct flash_area *fa;
	uint8_t byte;

	board_set_up();
	ck_assert_int_eq(flash_area_open(0, &fa), 0);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	ck_assert_int_eq(flashmap_release(NULL), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	board_tear_down();
}
END_TEST

START_TEST(waiting_for_no_label_gives_einval)
{
	ck_assert_int_eq(flashmap_wait(NULL, 0), -EINVAL);
	ck_assert_ptr_null(fm_default_peek());
}
END_TEST

START_TEST(waiting_for_what_is_there_ends_at_once)
{
	board_set_up();
	ck_assert_int_eq(flashmap_wait("data", 0), 0);
	ck_assert_ptr_eq(fm_default_peek(), board.map);
	board_tear_down();
}
END_TEST

START_TEST(waiting_for_what_never_comes_times_out)
{
	board_set_up();
	ck_assert_int_eq(flashmap_wait("never", 0), -ETIMEDOUT);
	ck_assert_int_eq(flashmap_wait("never", 60), -ETIMEDOUT);
	ck_assert_ptr_eq(fm_default_peek(), board.map);
	board_tear_down();
}
END_TEST

START_TEST(waiting_looks_again)
{
	const struct flash_area *early = NULL, *late;
	uint8_t byte;

	board_set_up();
	early = must_open("boot");
	ck_assert_int_eq(flashmap_wait("late", 0), -ETIMEDOUT);
	fake_fill(tree_add_part(9, "late", "devices/late", 0, 0x1000), 0x40);
	ck_assert_int_eq(flashmap_wait("late", 0), 0);
	ck_assert_int_eq(flashmap_open_label(NULL, "late", &late), 0);
	ck_assert_int_eq(flash_area_read(late, 2, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0x42);
	/* What was opened before stays valid. */
	ck_assert_int_eq(flash_area_read(early, 2, &byte, 1), 0);
	ck_assert_uint_eq(byte, 2);
	board_tear_down();
}
END_TEST

static void *link_late(void *path)
{
	const struct timespec delay = { .tv_nsec = 120000000 };

	nanosleep(&delay, NULL);
	return symlink("../../devices/late/mtd/mtd9", path) == 0 ? path : NULL;
}

START_TEST(waiting_ends_when_a_late_mtd_comes)
{
	char *path = strdup(test_path("sys/class/mtd/mtd9"));
	pthread_t thread;
	void *result;

	board_set_up();
	tree_add_part(9, "late", "devices/late", 0, 0x1000);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, link_late, path), 0);
	ck_assert_int_eq(flashmap_wait("late", 60000), 0);
	ck_assert_int_eq(pthread_join(thread, &result), 0);
	ck_assert_ptr_eq(result, path);
	free(path);
	board_tear_down();
}
END_TEST

START_TEST(waiting_for_a_label_of_two_areas_gives_enotuniq)
{
	board_set_up();
	tree_add_part(8, "late", "devices/a", 0, 0x1000);
	tree_add_part(9, "late", "devices/b", 0, 0x1000);
	ck_assert_int_eq(flashmap_wait("late", 60000), -ENOTUNIQ);
	ck_assert_int_eq(flashmap_wait("late", 60000), -ENOTUNIQ);
	board_tear_down();
}
END_TEST

#ifdef ENABLE_ENVIRONMENT

/* The default map would look at the system that the tests run on. */
static void set_up_environment(void)
{
	ck_assert_int_eq(setenv("FLASHMAP_ROOT", test_folder(), 1), 0);
	ck_assert_int_eq(unsetenv("FLASHMAP_DTB"), 0);
	ck_assert_int_eq(unsetenv("FLASHMAP_SIM"), 0);
	ck_assert_int_eq(unsetenv("FLASHMAP_CONFIG"), 0);
}

START_TEST(without_any_map_an_open_gives_eacces)
{
	const struct flash_area *fa = (const void *)&board;

	expect_errors();
	ck_assert_int_eq(flash_area_open(0, &fa), -EACCES);
	ck_assert_ptr_null(fa);
	ck_assert_uint_eq(FLASH_AREA_ID(boot), FLASH_AREA_ID_NONE);
}
END_TEST

static void never(const struct flash_area *fa, void *unused)
{
	ck_abort_msg("visited %p %p", (const void *)fa, unused);
}

START_TEST(without_any_map_nothing_is_visited)
{
	struct flash_sector sector;
	uint32_t count = 1;

	expect_errors();
	flash_area_foreach(never, NULL);
	ck_assert_int_eq(flash_area_get_sectors(0, &count, &sector), -EINVAL);
	ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(a_failure_of_the_default_map_is_told)
{
	struct flashmap *map = (void *)&board;

	expect_errors();
	ck_assert_int_eq(flashmap_get_default(&map), -ENODEV);
	ck_assert_ptr_null(map);
}
END_TEST

START_TEST(a_failure_of_the_default_map_is_not_remembered)
{
	const struct flash_area *fa;

	expect_errors();
	ck_assert_int_eq(flash_area_open(0, &fa), -EACCES);
	board_add();
	ck_assert_int_eq(flash_area_open(0, &fa), 0);
	ck_assert_str_eq(fa->fa_label, "boot");
}
END_TEST

START_TEST(the_default_map_is_loaded_once)
{
	struct flashmap *map, *again;

	board_add();
	ck_assert_int_eq(flashmap_get_default(&map), 0);
	tree_add(7);
	ck_assert_int_eq(flashmap_get_default(&again), 0);
	ck_assert_ptr_eq(map, again);
	ck_assert_uint_eq(count_areas(NULL), 4);
}
END_TEST

START_TEST(the_environment_names_the_root_with_a_warning)
{
	board_add();
	ck_assert_uint_eq(count_areas(NULL), 4);
	ck_assert_ptr_nonnull(strstr(last_logged(), "FLASHMAP_ROOT="));
}
END_TEST

START_TEST(an_empty_variable_names_nothing)
{
	board_add();
	ck_assert_int_eq(setenv("FLASHMAP_DTB", "", 1), 0);
	ck_assert_int_eq(setenv("FLASHMAP_SIM", "", 1), 0);
	ck_assert_uint_eq(count_areas(NULL), 4);
	ck_assert_ptr_null(strstr(last_logged(), "FLASHMAP_SIM"));
}
END_TEST

START_TEST(the_environment_names_a_configuration_with_a_warning)
{
	board_add();
	write_file("other.conf", "area spare id=9\n");
	ck_assert_int_eq(setenv("FLASHMAP_CONFIG", test_path("other.conf"), 1),
			 0);
	ck_assert_uint_eq(must_open_in(NULL, "spare")->fa_id, 9);
	ck_assert_ptr_nonnull(strstr(last_logged(), "FLASHMAP_CONFIG="));
}
END_TEST

START_TEST(waiting_without_default_map_waits_for_one)
{
	expect_errors();
	ck_assert_int_eq(flashmap_wait("boot", 0), -ETIMEDOUT);
	ck_assert_ptr_null(fm_default_peek());
	board_add();
	ck_assert_int_eq(flashmap_wait("boot", 0), 0);
	ck_assert_ptr_nonnull(fm_default_peek());
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(the_environment_names_a_simulator_with_a_warning)
{
	const struct flash_area *fa;
	uint8_t byte = 0;

	ck_assert_int_eq(setenv("FLASHMAP_DTB", blob_write_demo(), 1), 0);
	ck_assert_int_eq(setenv("FLASHMAP_SIM", "ram", 1), 0);
	ck_assert_int_eq(flash_area_open(FLASH_AREA_ID(image_0), &fa), 0);
	ck_assert_ptr_nonnull(strstr(last_logged(), "FLASHMAP_SIM=ram"));
	ck_assert_str_eq(fa->fa_label, "image-0");
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0xff);
}
END_TEST
#endif

static void add_environment(Suite *suite)
{
	TCase *tests = tcase_create("environment");

	tcase_add_checked_fixture(tests, set_up_environment, NULL);
	tcase_add_test(tests, without_any_map_an_open_gives_eacces);
	tcase_add_test(tests, without_any_map_nothing_is_visited);
	tcase_add_test(tests, a_failure_of_the_default_map_is_told);
	tcase_add_test(tests, a_failure_of_the_default_map_is_not_remembered);
	tcase_add_test(tests, the_default_map_is_loaded_once);
	tcase_add_test(tests, the_environment_names_the_root_with_a_warning);
	tcase_add_test(tests, an_empty_variable_names_nothing);
	tcase_add_test(tests,
		       the_environment_names_a_configuration_with_a_warning);
	tcase_add_test(tests, waiting_without_default_map_waits_for_one);
#ifdef HAVE_LIBFDT
	tcase_add_test(tests, the_environment_names_a_simulator_with_a_warning);
#endif
	suite_add_tcase(suite, tests);
}

#else

START_TEST(a_library_without_environment_takes_nothing_from_it)
{
	struct flashmap *map = board_new_map();

	ck_assert_int_eq(setenv("FLASHMAP_SIM", "ram", 1), 0);
	ck_assert_int_eq(setenv("FLASHMAP_CONFIG", "none.conf", 1), 0);
	ck_assert_int_eq(fm_environment_apply(map), 0);
	ck_assert_ptr_null(map->simulator);
	ck_assert_ptr_null(map->config);
	ck_assert_str_eq(last_logged(), "");
	flashmap_unref(map);
}
END_TEST

static void add_environment(Suite *suite)
{
	TCase *tests = tcase_create("environment");

	tcase_add_test(tests,
		       a_library_without_environment_takes_nothing_from_it);
	suite_add_tcase(suite, tests);
}

#endif

Suite *default_suite(void)
{
	Suite *suite = suite_create("default");
	TCase *maps = tcase_create("maps");
	TCase *waits = tcase_create("waits");

	tcase_set_tags(waits, "threads");
	tcase_set_tags(maps, "threads");
	tcase_add_test(maps, a_map_that_is_named_is_the_default_map);
	tcase_add_test(maps, the_default_map_outlives_its_owner);
	tcase_add_test(maps, there_is_one_default_map);
	tcase_add_test(maps, only_a_loaded_map_can_be_the_default_map);
	tcase_add_test(maps, the_default_map_is_stored_where_it_is_told_to);
	tcase_add_test(maps, a_release_without_default_map_loads_none);
	tcase_add_test(maps, a_release_of_no_map_is_one_of_the_default_map);
	suite_add_tcase(suite, maps);

	tcase_add_test(waits, waiting_for_no_label_gives_einval);
	tcase_add_test(waits, waiting_for_what_is_there_ends_at_once);
	tcase_add_test(waits, waiting_for_what_never_comes_times_out);
	tcase_add_test(waits, waiting_looks_again);
	tcase_add_test(waits, waiting_ends_when_a_late_mtd_comes);
	tcase_add_test(waits, waiting_for_a_label_of_two_areas_gives_enotuniq);
	suite_add_tcase(suite, waits);

	add_environment(suite);
	return suite;
}
