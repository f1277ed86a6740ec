// SPDX-License-Identifier: BSD-2-Clause
/* Lists of what is in a map. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

static struct flashmap *map;

static void tear_down(void)
{
	map = flashmap_unref(map);
}

struct list {
	size_t count;
	char names[128];
	int stop_with;
};

static int list_area(const struct flash_area *fa, void *context)
{
	struct list *list = context;

	list->count++;
	strcat(strcat(list->names, fa->fa_label), " ");
	return list->stop_with;
}

START_TEST(areas_are_listed_in_order_of_id)
{
	struct list list = { 0 };

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_foreach_area(map, list_area, &list), 0);
	ck_assert_str_eq(list.names, "boot kernel data spare ");
}
END_TEST

START_TEST(a_list_stops_when_it_is_told_to)
{
	struct list list = { .stop_with = -7 };

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_foreach_area(map, list_area, &list), -7);
	ck_assert_str_eq(list.names, "boot ");
}
END_TEST

static int list_chip(const struct flashmap_chip *chip, void *context)
{
	struct list *list = context;
	char line[64];

	ck_assert_uint_eq(chip->id, list->count++);
	snprintf(line, sizeof(line), "%s %s %#llx %#llx %u%s\n", chip->name,
		 chip->type, (unsigned long long)chip->size,
		 (unsigned long long)chip->erase_size, chip->write_size,
		 chip->simulated ? " simulated" : "");
	strcat(list->names, line);
	return list->stop_with;
}

START_TEST(chips_are_listed)
{
	struct list list = { 0 };

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_foreach_chip(map, list_chip, &list), 0);
	ck_assert_str_eq(list.names, "spi0.0 nor 0 0x1000 1\n"
				     "spi1.0 nor 0x10000 0x1000 1\n");
	list = (struct list){ .stop_with = 3 };
	ck_assert_int_eq(flashmap_foreach_chip(map, list_chip, &list), 3);
	ck_assert_uint_eq(list.count, 1);
}
END_TEST

static int list_finding(const struct flashmap_finding *finding, void *context)
{
	struct list *list = context;
	char line[64];

	list->count++;
	ck_assert_ptr_nonnull(finding->message);
	snprintf(line, sizeof(line), "%s %d\n", finding->code, finding->mtd);
	strcat(list->names, line);
	return list->stop_with;
}

START_TEST(findings_are_listed)
{
	struct list list = { 0 };

	board_add();
	tree_set_attribute(3, "erasesize", "0\n");
	tree_set_attribute(1, "size", "0\n");
	map = fake_load_map();
	ck_assert_int_eq(flashmap_foreach_finding(map, list_finding, &list), 0);
	ck_assert_str_eq(list.names, "empty 1\nno-sectors 3\n");
	list = (struct list){ .stop_with = 1 };
	ck_assert_int_eq(flashmap_foreach_finding(map, list_finding, &list), 1);
	ck_assert_uint_eq(list.count, 1);
}
END_TEST

START_TEST(a_list_without_function_gives_einval)
{
	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_foreach_area(map, NULL, NULL), -EINVAL);
	ck_assert_int_eq(flashmap_foreach_chip(map, NULL, NULL), -EINVAL);
	ck_assert_int_eq(flashmap_foreach_finding(map, NULL, NULL), -EINVAL);
}
END_TEST

START_TEST(a_list_of_a_map_that_is_not_loaded_gives_eacces)
{
	struct list list = { 0 };

	map = board_new_map();
	ck_assert_int_eq(flashmap_foreach_area(map, list_area, &list), -EACCES);
	ck_assert_int_eq(flashmap_foreach_chip(map, list_chip, &list), -EACCES);
	ck_assert_int_eq(flashmap_foreach_finding(map, list_finding, &list),
			 -EACCES);
	ck_assert_uint_eq(list.count, 0);
}
END_TEST

TCase *map_lists_case(void)
{
	TCase *tests = tcase_create("lists");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, areas_are_listed_in_order_of_id);
	tcase_add_test(tests, a_list_stops_when_it_is_told_to);
	tcase_add_test(tests, chips_are_listed);
	tcase_add_test(tests, findings_are_listed);
	tcase_add_test(tests, a_list_without_function_gives_einval);
	tcase_add_test(tests, a_list_of_a_map_that_is_not_loaded_gives_eacces);
	return tests;
}
