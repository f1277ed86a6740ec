// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

START_TEST(an_unknown_id_gives_enoent_and_null)
{
	const struct flash_area *fa = (const void *)&board;

	ck_assert_int_eq(flash_area_open(4, &fa), -ENOENT);
	ck_assert_ptr_null(fa);
}
END_TEST

START_TEST(the_id_of_no_area_gives_enoent_and_null)
{
	const struct flash_area *fa = (const void *)&board;

	ck_assert_int_eq(flash_area_open(FLASH_AREA_ID_NONE, &fa), -ENOENT);
	ck_assert_ptr_null(fa);
}
END_TEST

START_TEST(an_area_is_stored_where_it_is_told_to)
{
	ck_assert_int_eq(flash_area_open(0, NULL), -EINVAL);
}
END_TEST

START_TEST(an_id_opens_its_area)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flash_area_open(2, &fa), 0);
	ck_assert_uint_eq(fa->fa_id, 2);
	ck_assert_str_eq(fa->fa_label, "data");
}
END_TEST

START_TEST(opening_touches_no_device)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flash_area_open(0, &fa), 0);
	flash_area_close(fa);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(the_same_id_gives_the_same_pointer)
{
	const struct flash_area *first, *second;

	ck_assert_int_eq(flash_area_open(1, &first), 0);
	ck_assert_int_eq(flash_area_open(1, &second), 0);
	ck_assert_ptr_eq(first, second);
	flash_area_close(first);
	ck_assert_int_eq(flash_area_open(1, &second), 0);
	ck_assert_ptr_eq(first, second);
}
END_TEST

START_TEST(an_area_closed_five_times_can_be_read)
{
	const struct flash_area *fa;
	uint8_t byte;

	ck_assert_int_eq(flash_area_open(1, &fa), 0);
	for (int i = 0; i < 5; i++)
		flash_area_close(fa);
	ck_assert_int_eq(flash_area_read(fa, 9, &byte, 1), 0);
	ck_assert_uint_eq(byte, 10);
}
END_TEST

START_TEST(no_area_can_be_closed)
{
	flash_area_close(NULL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_area_of_a_map_has_a_driver)
{
	ck_assert_int_eq(flash_area_has_driver(must_open("boot")), 1);
}
END_TEST

START_TEST(what_has_no_device_has_no_driver)
{
	const struct flash_area made = { .fa_size = 16 };

	ck_assert_int_eq(flash_area_has_driver(NULL), -ENODEV);
	ck_assert_int_eq(flash_area_has_driver(&made), -ENODEV);
}
END_TEST

START_TEST(the_device_of_an_area_of_a_map_is_ready)
{
	const struct flash_area copy = *must_open("boot");

	ck_assert(flash_area_device_is_ready(must_open("boot")));
	ck_assert(flash_area_device_is_ready(&copy));
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(what_has_no_device_is_not_ready)
{
	const struct flash_area made = { .fa_size = 16 };

	ck_assert(!flash_area_device_is_ready(NULL));
	ck_assert(!flash_area_device_is_ready(&made));
}
END_TEST

START_TEST(an_area_has_the_label_that_it_says)
{
	const struct flash_area made = { .fa_label = "mine" }, bare = { 0 };

	ck_assert_str_eq(flash_area_label(must_open("boot")), "boot");
	ck_assert_str_eq(flash_area_label(&made), "mine");
	ck_assert_ptr_null(flash_area_label(&bare));
	ck_assert_ptr_null(flash_area_label(NULL));
}
END_TEST

START_TEST(an_area_has_the_device_of_its_chip)
{
	const struct flash_area *boot = must_open("boot");

	ck_assert_ptr_nonnull(flash_area_get_device(boot));
	ck_assert_ptr_eq(flash_area_get_device(boot), boot->fa_dev);
	ck_assert_ptr_eq(flash_area_get_device(must_open("data")),
			 flash_area_get_device(boot));
	ck_assert_ptr_ne(flash_area_get_device(must_open("spare")),
			 flash_area_get_device(boot));
}
END_TEST

START_TEST(what_has_no_device_gives_null)
{
	const struct flash_area made = { .fa_size = 16,
					 .fa_dev_name = "spi9.0" };

	ck_assert_ptr_null(flash_area_get_device(NULL));
	ck_assert_ptr_null(flash_area_get_device(&made));
}
END_TEST

struct visits {
	size_t count;
	uint8_t ids[8];
};

static void visit(const struct flash_area *fa, void *user_data)
{
	struct visits *visits = user_data;

	visits->ids[visits->count++] = fa->fa_id;
}

START_TEST(areas_are_visited_in_order_of_id)
{
	struct visits visits = { 0 };

	flash_area_foreach(visit, &visits);
	ck_assert_uint_eq(visits.count, 4);
	for (uint8_t id = 0; id < 4; id++)
		ck_assert_uint_eq(visits.ids[id], id);
}
END_TEST

START_TEST(no_function_visits_nothing)
{
	flash_area_foreach(NULL, NULL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(ids_are_found_by_label)
{
	ck_assert_uint_eq(flashmap_area_id("boot"), 0);
	ck_assert_uint_eq(FLASH_AREA_ID(kernel), 1);
	ck_assert_uint_eq(FLASH_AREA_ID(spare), 3);
}
END_TEST

START_TEST(an_unknown_label_has_no_id)
{
	ck_assert_uint_eq(FLASH_AREA_ID(missing), FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(flashmap_area_id(""), FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(flashmap_area_id(NULL), FLASH_AREA_ID_NONE);
}
END_TEST

START_TEST(the_ids_for_mcuboot_are_those_of_zephyr)
{
	ck_assert_int_eq(SOC_FLASH_0_ID, 0);
	ck_assert_int_eq(SPI_FLASH_0_ID, 1);
}
END_TEST

/* A default map with these labels, in the order of ids. */
static void load_labels(const char *const *labels)
{
	struct flashmap *map;

	for (int i = 0; labels[i]; i++)
		tree_add_part(i, labels[i], BOARD_DEVICE, (uint64_t)i * 0x1000,
			      0x1000);
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	flashmap_unref(map);
}

START_TEST(a_label_is_found_by_its_form_in_c)
{
	static const char *const labels[] = { "Image-0", "a,b", NULL };

	load_labels(labels);
	ck_assert_uint_eq(FLASH_AREA_ID(image_0), 0);
	ck_assert_uint_eq(FLASH_AREA_ID(a_b), 1);
}
END_TEST

START_TEST(an_exact_label_wins)
{
	static const char *const labels[] = { "image-0", "image_0", NULL };

	load_labels(labels);
	ck_assert_uint_eq(FLASH_AREA_ID(image_0), 1);
	ck_assert_uint_eq(flashmap_area_id("image-0"), 0);
	ck_assert_uint_eq(flashmap_area_id("Image-0"), FLASH_AREA_ID_NONE);
}
END_TEST

START_TEST(a_label_of_two_areas_has_no_id)
{
	static const char *const labels[] = { "twin", "twin", NULL };

	load_labels(labels);
	ck_assert_uint_eq(FLASH_AREA_ID(twin), FLASH_AREA_ID_NONE);
}
END_TEST

static void note_id(const struct flash_area *fa, void *user_data)
{
	*(uint8_t *)user_data = fa->fa_id;
}

START_TEST(an_area_past_the_last_id_is_visited_last)
{
	char text[129 * 40] = "dev:    size   erasesize  name\n";
	struct flashmap *map;
	uint8_t last = 0;

	for (int i = 0; i < 129; i++)
		sprintf(text + strlen(text), "mtd%d: 1000 1000 \"a%d\"\n", i,
			i);
	write_file("proc/mtd", text);
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	flashmap_unref(map);
	flash_area_foreach(note_id, &last);
	ck_assert_uint_eq(last, FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(FLASH_AREA_ID(a128), FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(FLASH_AREA_ID(a127), 127);
}
END_TEST

Suite *open_suite(void)
{
	Suite *suite = suite_create("open");
	TCase *opens = tcase_create("opens");
	TCase *devices = tcase_create("devices");
	TCase *labels = tcase_create("labels");

	tcase_add_checked_fixture(opens, board_set_up, board_tear_down);
	tcase_add_test(opens, an_unknown_id_gives_enoent_and_null);
	tcase_add_test(opens, the_id_of_no_area_gives_enoent_and_null);
	tcase_add_test(opens, an_area_is_stored_where_it_is_told_to);
	tcase_add_test(opens, an_id_opens_its_area);
	tcase_add_test(opens, opening_touches_no_device);
	tcase_add_test(opens, the_same_id_gives_the_same_pointer);
	tcase_add_test(opens, an_area_closed_five_times_can_be_read);
	tcase_add_test(opens, no_area_can_be_closed);
	tcase_add_test(opens, areas_are_visited_in_order_of_id);
	tcase_add_test(opens, no_function_visits_nothing);
	tcase_add_test(opens, ids_are_found_by_label);
	tcase_add_test(opens, an_unknown_label_has_no_id);
	tcase_add_test(opens, the_ids_for_mcuboot_are_those_of_zephyr);
	suite_add_tcase(suite, opens);

	tcase_add_checked_fixture(devices, board_set_up, board_tear_down);
	tcase_add_test(devices, an_area_of_a_map_has_a_driver);
	tcase_add_test(devices, what_has_no_device_has_no_driver);
	tcase_add_test(devices, the_device_of_an_area_of_a_map_is_ready);
	tcase_add_test(devices, what_has_no_device_is_not_ready);
	tcase_add_test(devices, an_area_has_the_label_that_it_says);
	tcase_add_test(devices, an_area_has_the_device_of_its_chip);
	tcase_add_test(devices, what_has_no_device_gives_null);
	suite_add_tcase(suite, devices);

	tcase_add_test(labels, a_label_is_found_by_its_form_in_c);
	tcase_add_test(labels, an_exact_label_wins);
	tcase_add_test(labels, a_label_of_two_areas_has_no_id);
	tcase_add_test(labels, an_area_past_the_last_id_is_visited_last);
	suite_add_tcase(suite, labels);
#ifdef HAVE_LIBFDT
	suite_add_tcase(suite, open_nodes_case());
	suite_add_tcase(suite, open_no_nodes_case());
#endif
	return suite;
}
