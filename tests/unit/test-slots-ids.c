// SPDX-License-Identifier: BSD-2-Clause
/* Ids of slots, as MCUboot's bootutil asks for them. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flash_map_backend/flash_map_backend.h>

#include "board.h"
#include "cases.h"
#include "map/ids.h"
#include "slot-map.h"
#include "unit.h"

/* Ids 0 to 4. */
static const char *const labels[] = { "image-1", "image-0", "image-3",
				      "image-2", "other",   NULL };

static void load_default(const char *const *of, const char *config)
{
	slots_load(of, config);
	ck_assert_int_eq(flashmap_set_default(slot_map), 0);
}

static void set_up(void)
{
	load_default(labels, NULL);
}

START_TEST(a_slot_of_an_image_has_an_id)
{
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, 0), 1);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, 1), 0);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(1, 0), 3);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(1, 1), 2);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(2, 0), -ENOENT);
}
END_TEST

START_TEST(no_slot_of_an_image_gives_einval)
{
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(-1, 0), -EINVAL);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(16, 0), -EINVAL);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, 2), -EINVAL);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, -1), -EINVAL);
}
END_TEST

START_TEST(a_slot_alone_is_one_of_image_0)
{
	ck_assert_int_eq(flash_area_id_from_image_slot(0), 1);
	ck_assert_int_eq(flash_area_id_from_image_slot(1), 0);
	ck_assert_int_eq(flash_area_id_from_image_slot(2), -EINVAL);
	ck_assert_int_eq(flash_area_id_from_image_slot(-1), -EINVAL);
}
END_TEST

START_TEST(an_id_is_a_slot_of_its_image)
{
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 1), 0);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 0), 1);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(1, 3), 0);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(1, 2), 1);
}
END_TEST

START_TEST(an_id_is_no_slot_of_another_image)
{
	static const int ids[] = { 3,  4,	5,	 255,	  256,	  257,
				   -1, -ENOENT, -EINVAL, INT_MAX, INT_MIN };

	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, ids[_i]),
			 -ENOENT);
}
END_TEST

START_TEST(an_id_is_no_slot_where_no_area_is_one)
{
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(2, -ENOENT),
			 -ENOENT);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(2, 255), -ENOENT);
}
END_TEST

START_TEST(a_slot_of_an_image_that_cannot_be_gives_einval)
{
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(-1, 1), -EINVAL);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(16, 1), -EINVAL);
}
END_TEST

START_TEST(numbers_of_uploads_are_slots_in_a_row)
{
	ck_assert_int_eq(flash_area_id_from_direct_image(0), 1);
	ck_assert_int_eq(flash_area_id_from_direct_image(1), 1);
	ck_assert_int_eq(flash_area_id_from_direct_image(2), 0);
	ck_assert_int_eq(flash_area_id_from_direct_image(3), 3);
	ck_assert_int_eq(flash_area_id_from_direct_image(4), 2);
	ck_assert_int_eq(flash_area_id_from_direct_image(5), -ENOENT);
	ck_assert_int_eq(flash_area_id_from_direct_image(32), -ENOENT);
}
END_TEST

START_TEST(numbers_that_no_upload_has_give_einval)
{
	static const int numbers[] = { -1, 33, INT_MAX, INT_MIN };

	ck_assert_int_eq(flash_area_id_from_direct_image(numbers[_i]), -EINVAL);
}
END_TEST

START_TEST(lines_of_the_file_are_followed)
{
	load_default(labels, "slot 0 primary other\n");
	ck_assert_int_eq(flash_area_id_from_image_slot(0), 4);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 4), 0);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 1), -ENOENT);
}
END_TEST

START_TEST(a_label_of_two_areas_is_no_slot)
{
	static const char *const twins[] = { "image-0", "image-0", "image-1",
					     NULL };

	expect_errors();
	load_default(twins, NULL);
	ck_assert_int_eq(flash_area_id_from_image_slot(0), -ENOENT);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, 0), -ENOENT);
	ck_assert_int_eq(flash_area_id_from_direct_image(1), -ENOENT);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 0), -ENOENT);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 2), 1);
}
END_TEST

/* 128 areas that are there before it take all the ids. */
START_TEST(an_area_without_id_is_no_slot)
{
	char text[129 * 40] = "dev:    size   erasesize  name\n";

	for (int i = 0; i < 128; i++)
		sprintf(text + strlen(text), "mtd%d: 1000 1000 \"a%d\"\n", i,
			i);
	strcat(text, "mtd128: 1000 1000 \"image-0\"\n");
	write_file("proc/mtd", text);
	slot_map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(slot_map), 0);
	ck_assert_uint_eq(must_open_in(slot_map, "image-0")->fa_id,
			  FLASH_AREA_ID_NONE);
	ck_assert_int_eq(flash_area_id_from_image_slot(0), -ENOENT);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0,
							   FLASH_AREA_ID_NONE),
			 -ENOENT);
}
END_TEST

#ifdef ENABLE_ENVIRONMENT
START_TEST(without_a_map_there_is_no_slot)
{
	const struct flash_area *fa;

	ck_assert_int_eq(setenv("FLASHMAP_ROOT", test_folder(), 1), 0);
	expect_errors();
	ck_assert_int_eq(flash_area_open(0, &fa), -EACCES);
	ck_assert_int_eq(flash_area_id_from_image_slot(0), -EACCES);
	ck_assert_int_eq(flash_area_id_from_multi_image_slot(0, 0), -EACCES);
	ck_assert_int_eq(flash_area_id_from_direct_image(0), -EACCES);
	ck_assert_int_eq(flash_area_id_to_multi_image_slot(0, 0), -EACCES);
}
END_TEST
#endif

START_TEST(an_error_in_a_byte_is_the_id_of_no_area)
{
	static const int errors[] = { -EINVAL, -ENOENT, -EACCES, -ENODEV,
				      -ENOMEM };
	const uint8_t byte = (uint8_t)errors[_i];

	ck_assert_uint_gt(byte, FM_LAST_PINNED_ID);
	ck_assert_uint_gt(byte, FM_LAST_AUTOMATIC_ID);
}
END_TEST

TCase *slots_ids_case(void)
{
	TCase *tests = tcase_create("ids");

	tcase_add_checked_fixture(tests, NULL, slots_tear_down);
	tcase_add_test(tests, lines_of_the_file_are_followed);
	tcase_add_test(tests, a_label_of_two_areas_is_no_slot);
	tcase_add_test(tests, an_area_without_id_is_no_slot);
#ifdef ENABLE_ENVIRONMENT
	tcase_add_test(tests, without_a_map_there_is_no_slot);
#endif
	tcase_add_loop_test(tests, an_error_in_a_byte_is_the_id_of_no_area, 0,
			    5);
	return tests;
}

TCase *slots_numbers_case(void)
{
	TCase *tests = tcase_create("numbers");

	tcase_add_checked_fixture(tests, set_up, slots_tear_down);
	tcase_add_test(tests, a_slot_of_an_image_has_an_id);
	tcase_add_test(tests, no_slot_of_an_image_gives_einval);
	tcase_add_test(tests, a_slot_alone_is_one_of_image_0);
	tcase_add_test(tests, an_id_is_a_slot_of_its_image);
	tcase_add_loop_test(tests, an_id_is_no_slot_of_another_image, 0, 11);
	tcase_add_test(tests, an_id_is_no_slot_where_no_area_is_one);
	tcase_add_test(tests, a_slot_of_an_image_that_cannot_be_gives_einval);
	tcase_add_test(tests, numbers_of_uploads_are_slots_in_a_row);
	tcase_add_loop_test(tests, numbers_that_no_upload_has_give_einval, 0,
			    4);
	return tests;
}
