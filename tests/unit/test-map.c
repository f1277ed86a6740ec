// SPDX-License-Identifier: BSD-2-Clause
/* How a map is set up, loaded and let go; test-map-content.c has what is in
 * it then. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/version.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

static struct flashmap *map;

static void set_up(void)
{
	map = board_new_map();
}

static void tear_down(void)
{
	map = flashmap_unref(map);
}

static void check_empty(void)
{
	const struct flash_area *fa = (const void *)&map;

	ck_assert_int_eq(flashmap_open_id(map, 0, &fa), -EACCES);
	ck_assert_ptr_null(fa);
	fa = (const void *)&map;
	ck_assert_int_eq(flashmap_open_label(map, "boot", &fa), -EACCES);
	ck_assert_ptr_null(fa);
}

START_TEST(the_library_has_the_version_of_its_headers)
{
	ck_assert_str_eq(flashmap_version(), FLASHMAP_VERSION);
}
END_TEST

START_TEST(a_map_is_stored_where_it_is_told_to)
{
	ck_assert_int_eq(flashmap_new(NULL), -EINVAL);
}
END_TEST

START_TEST(a_map_that_is_not_loaded_has_nothing)
{
	check_empty();
	ck_assert_int_eq(flashmap_release(map), 0);
}
END_TEST

START_TEST(no_map_can_be_let_go_or_held)
{
	ck_assert_ptr_null(flashmap_ref(NULL));
	ck_assert_ptr_null(flashmap_unref(NULL));
}
END_TEST

START_TEST(no_map_has_no_parameters)
{
	ck_assert_int_eq(flashmap_set_root(NULL, "/"), -EINVAL);
	ck_assert_int_eq(flashmap_set_devicetree(NULL, "a.dtb"), -EINVAL);
	ck_assert_int_eq(flashmap_set_simulator(NULL, "ram"), -EINVAL);
	ck_assert_int_eq(flashmap_set_allow_in_use(NULL, true), -EINVAL);
	ck_assert_int_eq(flashmap_load(NULL), -EINVAL);
}
END_TEST

START_TEST(parameters_of_a_loaded_map_stay)
{
	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(flashmap_set_root(map, NULL), -EBUSY);
	ck_assert_int_eq(flashmap_set_devicetree(map, NULL), -EBUSY);
	ck_assert_int_eq(flashmap_set_simulator(map, NULL), -EBUSY);
	ck_assert_int_eq(flashmap_set_allow_in_use(map, true), -EBUSY);
}
END_TEST

START_TEST(parameters_are_copied)
{
	char name[512];

	board_add();
	strcpy(name, test_folder());
	ck_assert_int_eq(flashmap_set_root(map, name), 0);
	memset(name, 'x', sizeof(name) - 1);
	ck_assert_int_eq(flashmap_load(map), 0);
}
END_TEST

START_TEST(a_parameter_can_be_taken_back)
{
	board_add();
	ck_assert_int_eq(flashmap_set_devicetree(map, "none.dtb"), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_set_devicetree(map, NULL), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, NULL), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 4);
}
END_TEST

START_TEST(a_map_is_loaded_once)
{
	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(flashmap_load(map), -EALREADY);
	ck_assert_uint_eq(count_areas(map), 4);
}
END_TEST

START_TEST(loading_opens_no_mtd)
{
	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_kernel_without_mtd_gives_enodev)
{
	expect_errors();
	ck_assert_int_eq(flashmap_load(map), -ENODEV);
	ck_assert_ptr_nonnull(strstr(last_logged(), "the kernel has no MTD"));
	check_empty();
}
END_TEST

START_TEST(a_map_that_failed_to_load_can_be_loaded)
{
	expect_errors();
	ck_assert_int_eq(flashmap_load(map), -ENODEV);
	board_add();
	tree_set_attribute(2, "size", "nonsense\n");
	ck_assert_int_eq(flashmap_load(map), -EINVAL);
	check_empty();
	tree_set_attribute(2, "size", "65536\n");
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 4);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(a_map_without_mtds_is_loaded)
{
	tree_make_empty_class();
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 0);
	ck_assert_uint_eq(count_chips(map), 0);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(without_sysfs_the_list_in_proc_is_read)
{
	write_file("proc/mtd", "dev:    size   erasesize  name\n"
			       "mtd0: 00010000 00001000 \"boot\"\n"
			       "mtd1: 00020000 00001000 \"kernel\"\n"
			       "nonsense\n");
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 2);
	ck_assert_uint_eq(count_chips(map), 2);
	ck_assert_uint_eq(count_findings(map, "proc-mtd-line"), 1);
	ck_assert_uint_eq(must_open_in(map, "kernel")->fa_size, 0x20000);
}
END_TEST

START_TEST(a_simulator_without_tree_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "device tree"));
	check_empty();
}
END_TEST

START_TEST(a_tree_that_cannot_be_read_fails_the_load)
{
	expect_errors();
	board_add();
	ck_assert_int_eq(flashmap_set_devicetree(map, "any.dtb"), 0);
#ifdef HAVE_LIBFDT
	ck_assert_int_eq(flashmap_load(map), -ENOENT);
#else
	ck_assert_int_eq(flashmap_load(map), -ENOTSUP);
#endif
	check_empty();
}
END_TEST

START_TEST(a_map_lives_until_its_last_reference)
{
	const struct flash_area *fa;
	uint8_t byte;

	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	fa = must_open_in(map, "kernel");
	ck_assert_ptr_eq(flashmap_ref(map), map);
	ck_assert_ptr_null(flashmap_unref(map));
	ck_assert_int_eq(flash_area_read(fa, 5, &byte, 1), 0);
	ck_assert_uint_eq(byte, 6);
}
END_TEST

START_TEST(the_last_reference_closes_all)
{
	uint8_t byte;

	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(
		flash_area_read(must_open_in(map, "boot"), 0, &byte, 1), 0);
	ck_assert_int_eq(flash_area_erase(must_open_in(map, "spare"), 0, 4096),
			 0);
	ck_assert_uint_eq(fake_open_descriptors(), 3);
	map = flashmap_unref(map);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
}
END_TEST

START_TEST(a_release_closes_all_until_the_next_use)
{
	const struct flash_area *fa;
	uint8_t byte;

	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	fa = must_open_in(map, "boot");
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_int_eq(flashmap_release(map), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	ck_assert_int_eq(flash_area_read(fa, 7, &byte, 1), 0);
	ck_assert_uint_eq(byte, 7);
}
END_TEST

START_TEST(two_maps_live_side_by_side)
{
	struct flashmap *other;
	const struct flash_area *fa;
	uint8_t byte;

	board_add();
	ck_assert_int_eq(flashmap_load(map), 0);
	other = fake_load_map();
	fa = must_open_in(other, "data");
	ck_assert_ptr_ne(fa, must_open_in(map, "data"));
	map = flashmap_unref(map);
	ck_assert_int_eq(flash_area_read(fa, 1, &byte, 1), 0);
	ck_assert_uint_eq(byte, 3);
	flashmap_unref(other);
}
END_TEST

#ifdef HAVE_LIBFDT

START_TEST(a_missing_tree_gives_enoent)
{
	expect_errors();
	ck_assert_int_eq(flashmap_set_devicetree(map, test_path("none.dtb")),
			 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), -ENOENT);
	check_empty();
}
END_TEST

START_TEST(the_simulator_takes_the_place_of_mtds)
{
	board_add();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write_demo()), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 5);
	ck_assert_uint_eq(count_chips(map), 1);
	ck_assert_uint_eq(must_open_in(map, "storage")->fa_off, 0x1e000);
}
END_TEST

START_TEST(simulated_chips_keep_their_content_in_a_file_each)
{
	const char *file = test_path("flash.bin");

	blob_begin();
	for (int i = 0; i < 2; i++) {
		blob_controller(i ? "controller@1" : "controller@0");
		blob_flash("flash@0", 0x10000);
		blob_table();
		blob_add_partition("a@0", i ? "second" : "first", 0, 0x1000);
		blob_end_table();
	}
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("two.dtb")),
			 0);
	ck_assert_int_eq(flashmap_set_simulator(map, file), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_ne(access(file, F_OK), 0);
	ck_assert_int_eq(
		flash_area_write(must_open_in(map, "second"), 0, "x", 1), 0);
	ck_assert_int_ne(access(file, F_OK), 0);
	ck_assert_int_eq(access(test_path("flash.bin.1"), F_OK), 0);
	ck_assert_int_eq(
		flash_area_write(must_open_in(map, "first"), 0, "x", 1), 0);
	ck_assert_int_eq(access(file, F_OK), 0);
}
END_TEST

#else

START_TEST(without_libfdt_a_simulator_gives_enotsup)
{
	expect_errors();
	ck_assert_int_eq(flashmap_set_devicetree(map, "any.dtb"), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), -ENOTSUP);
	check_empty();
}
END_TEST

#endif

static TCase *simulator_case(void)
{
	TCase *tests = tcase_create("simulator");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_simulator_without_tree_gives_einval);
	tcase_add_test(tests, a_tree_that_cannot_be_read_fails_the_load);
#ifdef HAVE_LIBFDT
	tcase_add_test(tests, a_missing_tree_gives_enoent);
	tcase_add_test(tests, the_simulator_takes_the_place_of_mtds);
	tcase_add_test(tests,
		       simulated_chips_keep_their_content_in_a_file_each);
#else
	tcase_add_test(tests, without_libfdt_a_simulator_gives_enotsup);
#endif
	return tests;
}

Suite *map_suite(void)
{
	Suite *suite = suite_create("map");
	TCase *parameters = tcase_create("parameters");
	TCase *loads = tcase_create("loads");
	TCase *lives = tcase_create("lives");

	tcase_add_checked_fixture(parameters, set_up, tear_down);
	tcase_add_test(parameters, the_library_has_the_version_of_its_headers);
	tcase_add_test(parameters, a_map_is_stored_where_it_is_told_to);
	tcase_add_test(parameters, no_map_has_no_parameters);
	tcase_add_test(parameters, parameters_of_a_loaded_map_stay);
	tcase_add_test(parameters, parameters_are_copied);
	tcase_add_test(parameters, a_parameter_can_be_taken_back);
	suite_add_tcase(suite, parameters);

	tcase_add_checked_fixture(loads, set_up, tear_down);
	tcase_add_test(loads, a_map_that_is_not_loaded_has_nothing);
	tcase_add_test(loads, a_map_is_loaded_once);
	tcase_add_test(loads, loading_opens_no_mtd);
	tcase_add_test(loads, a_kernel_without_mtd_gives_enodev);
	tcase_add_test(loads, a_map_that_failed_to_load_can_be_loaded);
	tcase_add_test(loads, a_map_without_mtds_is_loaded);
	tcase_add_test(loads, without_sysfs_the_list_in_proc_is_read);
	suite_add_tcase(suite, loads);

	tcase_add_checked_fixture(lives, set_up, tear_down);
	tcase_add_test(lives, no_map_can_be_let_go_or_held);
	tcase_add_test(lives, a_map_lives_until_its_last_reference);
	tcase_add_test(lives, the_last_reference_closes_all);
	tcase_add_test(lives, a_release_closes_all_until_the_next_use);
	tcase_add_test(lives, two_maps_live_side_by_side);
	suite_add_tcase(suite, lives);

	suite_add_tcase(suite, simulator_case());
	suite_add_tcase(suite, map_content_case());
	suite_add_tcase(suite, map_lists_case());
#ifdef HAVE_LIBFDT
	suite_add_tcase(suite, map_tree_case());
	suite_add_tcase(suite, map_order_case());
#endif
	return suite;
}
