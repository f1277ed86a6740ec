// SPDX-License-Identifier: BSD-2-Clause

#include "board.h"
#include "map/registry.h"
#include "tree.h"
#include "unit.h"

static struct flashmap *first, *second;

static void set_up(void)
{
	board_add();
	first = fake_load_map();
	second = fake_load_map();
}

static void tear_down(void)
{
	first = flashmap_unref(first);
	second = flashmap_unref(second);
}

static void check_area(struct flashmap *map, const char *label)
{
	const struct flash_area *fa = must_open_in(map, label);
	size_t index = 99;

	ck_assert_ptr_eq(fm_registry_find_area(fa, &index), map);
	ck_assert_ptr_eq(&map->areas[index], fa);
}

static void check_no_area(const void *address)
{
	size_t index = 99;

	ck_assert_ptr_null(fm_registry_find_area(address, &index));
	ck_assert_uint_eq(index, 99);
}

START_TEST(an_area_is_known_to_be_of_its_map)
{
	check_area(first, "boot");
	check_area(first, "spare");
	check_area(second, "boot");
	check_area(second, "spare");
}
END_TEST

START_TEST(a_copy_of_an_area_is_of_no_map)
{
	const struct flash_area copy = *must_open_in(first, "boot");

	check_no_area(&copy);
}
END_TEST

START_TEST(an_address_inside_an_area_is_of_no_map)
{
	const char *fa = (const char *)must_open_in(first, "boot");

	check_no_area(fa + 1);
	check_no_area(fa + sizeof(struct flash_area) - 1);
}
END_TEST

START_TEST(an_address_past_the_last_area_is_of_no_map)
{
	ck_assert_uint_eq(first->area_count, 4);
	check_no_area(first->areas + 4);
	check_no_area(NULL);
}
END_TEST

START_TEST(an_area_of_a_map_that_is_gone_is_of_no_map)
{
	const struct flash_area *fa = must_open_in(first, "boot");

	first = flashmap_unref(first);
	check_no_area(fa);
	check_area(second, "boot");
}
END_TEST

START_TEST(a_map_that_is_only_held_is_known)
{
	flashmap_ref(first);
	flashmap_unref(first);
	check_area(first, "boot");
}
END_TEST

START_TEST(a_map_after_others_are_gone_is_known)
{
	for (int round = 0; round < 20; round++) {
		first = flashmap_unref(first);
		first = fake_load_map();
		check_area(first, "kernel");
		check_area(second, "kernel");
	}
}
END_TEST

START_TEST(a_map_that_is_not_loaded_has_no_areas)
{
	struct flashmap *map = board_new_map();

	check_no_area(map->areas);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_map_without_mtds_has_no_areas)
{
	struct flashmap *map;

	fake_remove(board.boot);
	fake_remove(board.kernel);
	fake_remove(board.data);
	fake_remove(board.spare);
	map = fake_load_map();
	check_no_area(map->areas);
	flashmap_unref(map);
}
END_TEST

static void check_device(struct flashmap *map, size_t number)
{
	size_t index = 99;

	ck_assert_ptr_eq(fm_registry_find_device(&map->devices[number].device,
						 &index),
			 map);
	ck_assert_uint_eq(index, number);
}

static void check_no_device(const void *address)
{
	size_t index = 99;

	ck_assert_ptr_null(fm_registry_find_device(address, &index));
	ck_assert_uint_eq(index, 99);
}

START_TEST(a_device_is_known_to_be_of_its_map)
{
	for (size_t i = 0; i < 2; i++) {
		check_device(first, i);
		check_device(second, i);
	}
}
END_TEST

START_TEST(one_mtd_alone_is_a_device_too)
{
	ck_assert_uint_eq(first->device_count, first->chip_count + 4);
	check_device(first, first->chip_count);
	check_device(first, first->device_count - 1);
}
END_TEST

START_TEST(what_is_no_device_is_of_no_map)
{
	check_no_device(NULL);
	check_no_device("garbage");
	check_no_device((const char *)&first->devices[0] + 1);
	check_no_device(&first->devices[first->device_count]);
	check_no_device(&first->chips[0]);
}
END_TEST

START_TEST(a_device_of_a_map_that_is_gone_is_of_no_map)
{
	const struct device *device = &first->devices[0].device;

	first = flashmap_unref(first);
	check_no_device(device);
}
END_TEST

Suite *registry_suite(void)
{
	Suite *suite = suite_create("registry");
	TCase *areas = tcase_create("areas");
	TCase *devices = tcase_create("devices");

	tcase_add_checked_fixture(areas, set_up, tear_down);
	tcase_add_test(areas, an_area_is_known_to_be_of_its_map);
	tcase_add_test(areas, a_copy_of_an_area_is_of_no_map);
	tcase_add_test(areas, an_address_inside_an_area_is_of_no_map);
	tcase_add_test(areas, an_address_past_the_last_area_is_of_no_map);
	tcase_add_test(areas, an_area_of_a_map_that_is_gone_is_of_no_map);
	tcase_add_test(areas, a_map_that_is_only_held_is_known);
	tcase_add_test(areas, a_map_after_others_are_gone_is_known);
	tcase_add_test(areas, a_map_that_is_not_loaded_has_no_areas);
	tcase_add_test(areas, a_map_without_mtds_has_no_areas);
	suite_add_tcase(suite, areas);

	tcase_add_checked_fixture(devices, set_up, tear_down);
	tcase_add_test(devices, a_device_is_known_to_be_of_its_map);
	tcase_add_test(devices, one_mtd_alone_is_a_device_too);
	tcase_add_test(devices, what_is_no_device_is_of_no_map);
	tcase_add_test(devices, a_device_of_a_map_that_is_gone_is_of_no_map);
	suite_add_tcase(suite, devices);
	return suite;
}
