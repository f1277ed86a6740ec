// SPDX-License-Identifier: BSD-2-Clause
/* Look-up by node label, and by the macros that do it. */

#include <string.h>

#include <zephyr/storage/flash_map.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "unit.h"

#define TABLE "/controller@0/flash@0/partitions/"

/* A label that is a macro by chance, and one that a program names another by. */
#define oops no_such_label
#define MY_SLOT slot0_partition

static const struct flash_area *boot, *slot;

static void set_up(void)
{
	struct flashmap *map = board_new_map();

	blob_begin_table();
	blob_add_partition("boot@0", "mcuboot", 0, 0x1000);
	blob_add_partition("slot@1000", "image-0", 0x1000, 0x2000);
	blob_add_partition("last@3000", "last", 0x3000, 0x1000);
	blob_end_table();
	blob_node("__symbols__");
	blob_text("boot_partition", TABLE "boot@0");
	blob_text("Loader", TABLE "boot@0");
	blob_text("slot0_partition", TABLE "slot@1000");
	blob_text("oops", TABLE "slot@1000");
	blob_text("both", TABLE "boot@0");
	blob_text("Both", TABLE "slot@1000");
	blob_text("BOTH", TABLE "last@3000");
	blob_end();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("nodes.dtb")),
			 0);
	ck_assert_int_eq(flashmap_set_simulator(map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(flashmap_set_default(map), 0);
	boot = must_open_in(map, "mcuboot");
	slot = must_open_in(map, "image-0");
	flashmap_unref(map);
}

static const struct flash_area *find(const char *label)
{
	return flashmap_find_node_label(label, label);
}

START_TEST(a_node_label_is_found)
{
	ck_assert_ptr_eq(find("slot0_partition"), slot);
	ck_assert_ptr_eq(find("boot_partition"), boot);
	ck_assert_ptr_eq(find("Loader"), boot);
}
END_TEST

START_TEST(a_node_label_is_found_in_lower_case)
{
	ck_assert_ptr_eq(find("loader"), boot);
	ck_assert_ptr_eq(find("SLOT0_PARTITION"), slot);
}
END_TEST

START_TEST(a_label_is_no_node_label)
{
	ck_assert_ptr_null(find("image-0"));
	ck_assert_ptr_null(find("image_0"));
	ck_assert_ptr_null(find("flash@0"));
	ck_assert_ptr_null(find(""));
	ck_assert_ptr_null(find("slot0_partitio"));
	ck_assert_ptr_null(find("slot0_partition_"));
}
END_TEST

START_TEST(an_exact_node_label_wins)
{
	ck_assert_ptr_eq(find("both"), boot);
	ck_assert_ptr_eq(find("Both"), slot);
}
END_TEST

START_TEST(a_node_label_of_several_areas_is_none)
{
	ck_assert_ptr_null(find("bOTH"));
}
END_TEST

START_TEST(what_is_written_comes_before_what_it_expands_to)
{
	ck_assert_ptr_eq(flashmap_find_node_label("loader", "slot0_partition"),
			 boot);
	ck_assert_ptr_eq(flashmap_find_node_label("none", "slot0_partition"),
			 slot);
	ck_assert_ptr_eq(flashmap_find_node_label(NULL, "slot0_partition"),
			 slot);
	ck_assert_ptr_eq(flashmap_find_node_label("slot0_partition", NULL),
			 slot);
	ck_assert_ptr_null(flashmap_find_node_label(NULL, NULL));
}
END_TEST

START_TEST(macros_give_the_area_of_a_node_label)
{
	ck_assert(FIXED_PARTITION_EXISTS(slot0_partition));
	ck_assert_uint_eq(FIXED_PARTITION_ID(slot0_partition), slot->fa_id);
	ck_assert_int_eq(FIXED_PARTITION_OFFSET(slot0_partition), 0x1000);
	ck_assert_uint_eq(FIXED_PARTITION_SIZE(slot0_partition), 0x2000);
	ck_assert_ptr_eq(FIXED_PARTITION_DEVICE(slot0_partition), slot->fa_dev);
	ck_assert_ptr_eq(FIXED_PARTITION(slot0_partition), slot);
}
END_TEST

START_TEST(macros_have_the_names_of_zephyr_4_4_too)
{
	ck_assert(PARTITION_EXISTS(slot0_partition));
	ck_assert_uint_eq(PARTITION_ID(slot0_partition), slot->fa_id);
	ck_assert_int_eq(PARTITION_OFFSET(slot0_partition), 0x1000);
	ck_assert_uint_eq(PARTITION_SIZE(slot0_partition), 0x2000);
	ck_assert_ptr_eq(PARTITION_DEVICE(slot0_partition), slot->fa_dev);
	ck_assert_ptr_eq(PARTITION(slot0_partition), slot);
}
END_TEST

START_TEST(a_node_label_may_be_a_macro_by_chance)
{
	ck_assert_ptr_eq(FIXED_PARTITION(oops), slot);
	ck_assert(FIXED_PARTITION_EXISTS(oops));
	ck_assert_uint_eq(FIXED_PARTITION_ID(oops), slot->fa_id);
	ck_assert_uint_eq(FIXED_PARTITION_SIZE(oops), 0x2000);
	ck_assert_int_eq(FIXED_PARTITION_OFFSET(oops), 0x1000);
	ck_assert_ptr_eq(FIXED_PARTITION_DEVICE(oops), slot->fa_dev);
	ck_assert_ptr_eq(PARTITION(oops), slot);
	ck_assert_uint_eq(PARTITION_ID(oops), slot->fa_id);
}
END_TEST

START_TEST(a_node_label_may_be_named_by_a_macro)
{
	ck_assert_ptr_eq(FIXED_PARTITION(MY_SLOT), slot);
	ck_assert_uint_eq(FIXED_PARTITION_ID(MY_SLOT), slot->fa_id);
	ck_assert_uint_eq(PARTITION_ID(MY_SLOT), slot->fa_id);
	ck_assert_ptr_eq(PARTITION(MY_SLOT), slot);
}
END_TEST

START_TEST(macros_give_nothing_for_an_unknown_node_label)
{
	ck_assert(!FIXED_PARTITION_EXISTS(slot1_partition));
	ck_assert_uint_eq(FIXED_PARTITION_ID(slot1_partition),
			  FLASH_AREA_ID_NONE);
	ck_assert_int_eq(FIXED_PARTITION_OFFSET(slot1_partition), -1);
	ck_assert_uint_eq(FIXED_PARTITION_SIZE(slot1_partition), 0);
	ck_assert_ptr_null(FIXED_PARTITION_DEVICE(slot1_partition));
	ck_assert_ptr_null(FIXED_PARTITION(slot1_partition));
	ck_assert(!PARTITION_EXISTS(slot1_partition));
}
END_TEST

START_TEST(without_a_device_tree_there_is_no_node_label)
{
	board_set_up();
	ck_assert_ptr_null(find("boot"));
	ck_assert_ptr_null(find("boot_partition"));
	board_tear_down();
}
END_TEST

TCase *open_nodes_case(void)
{
	TCase *tests = tcase_create("nodes");

	tcase_add_checked_fixture(tests, set_up, NULL);
	tcase_add_test(tests, a_node_label_is_found);
	tcase_add_test(tests, a_node_label_is_found_in_lower_case);
	tcase_add_test(tests, a_label_is_no_node_label);
	tcase_add_test(tests, an_exact_node_label_wins);
	tcase_add_test(tests, a_node_label_of_several_areas_is_none);
	tcase_add_test(tests, what_is_written_comes_before_what_it_expands_to);
	tcase_add_test(tests, macros_give_the_area_of_a_node_label);
	tcase_add_test(tests, macros_have_the_names_of_zephyr_4_4_too);
	tcase_add_test(tests, a_node_label_may_be_a_macro_by_chance);
	tcase_add_test(tests, a_node_label_may_be_named_by_a_macro);
	tcase_add_test(tests, macros_give_nothing_for_an_unknown_node_label);
	return tests;
}

TCase *open_no_nodes_case(void)
{
	TCase *tests = tcase_create("no-nodes");

	tcase_add_test(tests, without_a_device_tree_there_is_no_node_label);
	return tests;
}
