// SPDX-License-Identifier: BSD-2-Clause
/* Which area is which slot; test-slots-ids.c has what bootutil calls. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <flashmap/slot.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "slot-map.h"
#include "tree.h"
#include "unit.h"

static const char *const two_images[] = { "image-3", "image-2", "image-1",
					  "image-0", NULL };

static void check_slot(int image, int slot, const char *label)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_slot(slot_map, image, slot, &fa), 0);
	ck_assert_str_eq(fa->fa_label, label);
	ck_assert_ptr_eq(fa, must_open_in(slot_map, label));
}

static void check_no_slot(int image, int slot, int error)
{
	const struct flash_area *fa = (const void *)&slot_map;

	ck_assert_int_eq(flashmap_open_slot(slot_map, image, slot, &fa), error);
	ck_assert_ptr_null(fa);
}

START_TEST(slots_have_the_labels_of_zephyr)
{
	slots_load(two_images, NULL);
	check_slot(0, FLASHMAP_SLOT_PRIMARY, "image-0");
	check_slot(0, FLASHMAP_SLOT_SECONDARY, "image-1");
	check_slot(1, FLASHMAP_SLOT_PRIMARY, "image-2");
	check_slot(1, FLASHMAP_SLOT_SECONDARY, "image-3");
	check_no_slot(2, FLASHMAP_SLOT_PRIMARY, -ENOENT);
}
END_TEST

START_TEST(the_last_image_has_the_labels_30_and_31)
{
	static const char *const labels[] = { "image-30", "image-31",
					      "image-32", NULL };

	slots_load(labels, NULL);
	check_slot(15, FLASHMAP_SLOT_PRIMARY, "image-30");
	check_slot(15, FLASHMAP_SLOT_SECONDARY, "image-31");
	check_no_slot(16, FLASHMAP_SLOT_PRIMARY, -EINVAL);
}
END_TEST

START_TEST(a_label_is_compared_exactly)
{
	static const char *const labels[] = { "Image-0", "image_0", "image-01",
					      NULL };

	slots_load(labels, NULL);
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOENT);
	check_no_slot(0, FLASHMAP_SLOT_SECONDARY, -ENOENT);
}
END_TEST

START_TEST(what_can_be_no_slot_gives_einval)
{
	static const struct {
		int image, slot;
	} wrong[] = {
		{ -1, 0 },	{ INT_MIN, 0 }, { INT_MAX, 0 },
		{ 0, -1 },	{ 0, 2 },	{ 0, INT_MAX },
		{ 0, INT_MIN }, { 256, 0 },	{ 16, 1 },
	};

	slots_load(two_images, NULL);
	check_no_slot(wrong[_i].image, wrong[_i].slot, -EINVAL);
}
END_TEST

START_TEST(a_slot_is_stored_where_it_is_told_to)
{
	slots_load(two_images, NULL);
	ck_assert_int_eq(flashmap_open_slot(slot_map, 0, 0, NULL), -EINVAL);
}
END_TEST

START_TEST(a_line_of_the_file_comes_before_the_label)
{
	slots_load(two_images, "slot 0 primary image-3\n");
	check_slot(0, FLASHMAP_SLOT_PRIMARY, "image-3");
	check_slot(0, FLASHMAP_SLOT_SECONDARY, "image-1");
	/* Only the slot that is named is another one. */
	check_slot(1, FLASHMAP_SLOT_SECONDARY, "image-3");
}
END_TEST

START_TEST(each_image_has_its_own_lines)
{
	static const char *const labels[] = { "a", "b", "c", "d", NULL };

	slots_load(labels, "slot 1 secondary d\nslot 0 secondary b\n"
			   "slot 1 primary c\nslot 0 primary a\n");
	check_slot(0, FLASHMAP_SLOT_PRIMARY, "a");
	check_slot(0, FLASHMAP_SLOT_SECONDARY, "b");
	check_slot(1, FLASHMAP_SLOT_PRIMARY, "c");
	check_slot(1, FLASHMAP_SLOT_SECONDARY, "d");
}
END_TEST

START_TEST(a_line_with_an_unknown_label_is_not_made_up_for)
{
	slots_load(two_images, "slot 0 primary imago\n");
	ck_assert_ptr_nonnull(strstr(last_logged(), "no area is this slot"));
	ck_assert_uint_eq(count_findings(slot_map, "conf-unknown-label"), 1);
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOENT);
	check_slot(0, FLASHMAP_SLOT_SECONDARY, "image-1");
}
END_TEST

START_TEST(a_line_with_the_label_of_two_areas_gives_enotuniq)
{
	static const char *const labels[] = { "twin", "image-0", "twin", NULL };

	expect_errors();
	slots_load(labels, "slot 0 primary twin\n");
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOTUNIQ);
	ck_assert_ptr_nonnull(strstr(last_logged(), "\"twin\""));
}
END_TEST

START_TEST(the_label_of_two_areas_gives_enotuniq)
{
	static const char *const labels[] = { "image-0", "image-0", NULL };

	expect_errors();
	slots_load(labels, NULL);
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOTUNIQ);
}
END_TEST

START_TEST(null_is_the_default_map)
{
	const struct flash_area *fa;

	slots_load(two_images, NULL);
	ck_assert_int_eq(flashmap_set_default(slot_map), 0);
	ck_assert_int_eq(flashmap_open_slot(NULL, 0, 0, &fa), 0);
	ck_assert_ptr_eq(fa, must_open_in(slot_map, "image-0"));
}
END_TEST

START_TEST(a_map_that_is_not_loaded_gives_eacces)
{
	slot_map = board_new_map();
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -EACCES);
}
END_TEST

START_TEST(a_slot_is_found_without_touching_a_device)
{
	slots_load(two_images, NULL);
	fake_forget_calls();
	check_slot(0, FLASHMAP_SLOT_PRIMARY, "image-0");
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

#ifdef HAVE_LIBFDT
#define TABLE "/controller@0/flash@0/partitions/"

/* Two simulated partitions, and what __symbols__ says of them. */
static void load_nodes(const char *label, const char *symbol)
{
	blob_begin_table();
	blob_add_partition("one@0", label, 0, 0x1000);
	blob_add_partition("two@1000", "two", 0x1000, 0x1000);
	blob_end_table();
	blob_node("__symbols__");
	blob_text(symbol, TABLE "two@1000");
	blob_end();
	slot_map = board_new_map();
	ck_assert_int_eq(
		flashmap_set_devicetree(slot_map, blob_write("nodes.dtb")), 0);
	ck_assert_int_eq(flashmap_set_simulator(slot_map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(slot_map), 0);
}

START_TEST(a_node_label_is_the_last_resort)
{
	load_nodes("one", "slot1_partition");
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOENT);
	check_slot(0, FLASHMAP_SLOT_SECONDARY, "two");
}
END_TEST

START_TEST(the_last_slot_has_the_last_node_label)
{
	load_nodes("one", "slot31_partition");
	check_slot(15, FLASHMAP_SLOT_SECONDARY, "two");
}
END_TEST

START_TEST(a_label_comes_before_a_node_label)
{
	load_nodes("image-0", "slot0_partition");
	check_slot(0, FLASHMAP_SLOT_PRIMARY, "image-0");
}
END_TEST

START_TEST(the_node_label_of_a_slot_is_compared_exactly)
{
	load_nodes("one", "Slot0_Partition");
	check_no_slot(0, FLASHMAP_SLOT_PRIMARY, -ENOENT);
}
END_TEST

static TCase *node_label_case(void)
{
	TCase *tests = tcase_create("node-labels");

	tcase_add_checked_fixture(tests, NULL, slots_tear_down);
	tcase_add_test(tests, a_node_label_is_the_last_resort);
	tcase_add_test(tests, the_last_slot_has_the_last_node_label);
	tcase_add_test(tests, a_label_comes_before_a_node_label);
	tcase_add_test(tests, the_node_label_of_a_slot_is_compared_exactly);
	return tests;
}
#endif

Suite *slots_suite(void)
{
	Suite *suite = suite_create("slots");
	TCase *tests = tcase_create("slots");

	tcase_add_checked_fixture(tests, NULL, slots_tear_down);
	tcase_add_test(tests, slots_have_the_labels_of_zephyr);
	tcase_add_test(tests, the_last_image_has_the_labels_30_and_31);
	tcase_add_test(tests, a_label_is_compared_exactly);
	tcase_add_loop_test(tests, what_can_be_no_slot_gives_einval, 0, 9);
	tcase_add_test(tests, a_slot_is_stored_where_it_is_told_to);
	tcase_add_test(tests, a_line_of_the_file_comes_before_the_label);
	tcase_add_test(tests, each_image_has_its_own_lines);
	tcase_add_test(tests, a_line_with_an_unknown_label_is_not_made_up_for);
	tcase_add_test(tests,
		       a_line_with_the_label_of_two_areas_gives_enotuniq);
	tcase_add_test(tests, the_label_of_two_areas_gives_enotuniq);
	tcase_add_test(tests, null_is_the_default_map);
	tcase_add_test(tests, a_map_that_is_not_loaded_gives_eacces);
	tcase_add_test(tests, a_slot_is_found_without_touching_a_device);
	suite_add_tcase(suite, tests);
#ifdef HAVE_LIBFDT
	suite_add_tcase(suite, node_label_case());
#endif
	suite_add_tcase(suite, slots_ids_case());
	suite_add_tcase(suite, slots_numbers_case());
	return suite;
}
