// SPDX-License-Identifier: BSD-2-Clause
/* The areas of a loaded map, and what is found odd about them. */

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

static const struct flash_area *must_open_id(uint8_t id)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_id(map, id, &fa), 0);
	ck_assert_uint_eq(fa->fa_id, id);
	return fa;
}

START_TEST(an_area_has_the_facts_of_its_mtd)
{
	const struct flash_area *fa;

	board_add();
	map = fake_load_map();
	fa = must_open_in(map, "kernel");
	ck_assert_int_eq(fa->fa_off, 0x10000);
	ck_assert_uint_eq(fa->fa_size, 0x20000);
	ck_assert_str_eq(fa->fa_dev_name, "spi0.0");
	ck_assert_ptr_nonnull(fa->fa_dev);
	ck_assert_ptr_eq(fa->fa_dev, must_open_in(map, "boot")->fa_dev);
	ck_assert_ptr_ne(fa->fa_dev, must_open_in(map, "spare")->fa_dev);
	ck_assert_uint_eq(fa->pad16, 0);
}
END_TEST

START_TEST(the_device_id_is_distinct_for_each_chip)
{
	board_add();
	map = fake_load_map();
	ck_assert_uint_eq(must_open_in(map, "boot")->fa_device_id,
			  must_open_in(map, "data")->fa_device_id);
	ck_assert_uint_ne(must_open_in(map, "boot")->fa_device_id,
			  must_open_in(map, "spare")->fa_device_id);
}
END_TEST

static void check_ids(void)
{
	static const char *const labels[] = { "boot", "kernel", "data",
					      "spare" };

	for (uint8_t id = 0; id < 4; id++)
		ck_assert_str_eq(must_open_id(id)->fa_label, labels[id]);
}

START_TEST(ids_follow_the_order_on_the_chips)
{
	board_add();
	map = fake_load_map();
	check_ids();
}
END_TEST

START_TEST(ids_do_not_depend_on_the_numbers_of_mtds)
{
	board_add();
	fake_renumber(board.boot, 12);
	fake_renumber(board.spare, 0);
	fake_renumber(board.data, 5);
	map = fake_load_map();
	check_ids();
}
END_TEST

START_TEST(partitions_of_the_device_tree_have_the_first_ids)
{
	static const char device[] = "devices/platform/z";
	const struct fake_options options = {
		.number = 9,
		.name = "tree",
		.device = device,
		.offset_present = true,
		.of_node = "/z/flash@0/partitions/tree@0",
	};

	board_add();
	fake_add(&options);
	map = fake_load_map();
	ck_assert_str_eq(must_open_id(0)->fa_label, "tree");
	ck_assert_str_eq(must_open_id(1)->fa_label, "boot");
}
END_TEST

START_TEST(an_id_of_no_area_gives_enoent)
{
	const struct flash_area *fa = (const void *)&map;

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_open_id(map, 4, &fa), -ENOENT);
	ck_assert_ptr_null(fa);
	fa = (const void *)&map;
	ck_assert_int_eq(flashmap_open_id(map, 255, &fa), -ENOENT);
	ck_assert_ptr_null(fa);
	ck_assert_int_eq(flashmap_open_id(map, 0, NULL), -EINVAL);
}
END_TEST

START_TEST(a_label_of_no_area_gives_enoent)
{
	const struct flash_area *fa = (const void *)&map;

	board_add();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_open_label(map, "Boot", &fa), -ENOENT);
	ck_assert_ptr_null(fa);
	fa = (const void *)&map;
	ck_assert_int_eq(flashmap_open_label(map, NULL, &fa), -EINVAL);
	ck_assert_ptr_null(fa);
	ck_assert_int_eq(flashmap_open_label(map, "boot", NULL), -EINVAL);
}
END_TEST

START_TEST(a_label_of_two_areas_is_a_finding)
{
	const struct flash_area *fa = (const void *)&map;

	tree_add_part(0, "twin", BOARD_DEVICE, 0, 0x10000);
	tree_add_part(1, "twin", BOARD_DEVICE, 0x10000, 0x10000);
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "duplicate-label"), 1);
	ck_assert_int_eq(flashmap_open_label(map, "twin", &fa), -ENOTUNIQ);
	ck_assert_ptr_null(fa);
	ck_assert_str_eq(must_open_id(0)->fa_label, "twin");
	ck_assert_str_eq(must_open_id(1)->fa_label, "twin");
}
END_TEST

START_TEST(areas_past_the_last_id_are_opened_by_label)
{
	enum {
		COUNT = 130
	};
	char text[COUNT * 40] = "dev:    size   erasesize  name\n";

	for (int i = 0; i < COUNT; i++)
		sprintf(text + strlen(text), "mtd%d: 1000 1000 \"a%d\"\n", i,
			i);
	write_file("proc/mtd", text);
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "ids-exhausted"), 1);
	ck_assert_uint_eq(count_areas(map), COUNT);
	ck_assert_str_eq(must_open_id(127)->fa_label, "a127");
	ck_assert_uint_eq(must_open_in(map, "a128")->fa_id, FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(must_open_in(map, "a129")->fa_id, FLASH_AREA_ID_NONE);
}
END_TEST

START_TEST(as_many_areas_as_ids_are_no_finding)
{
	enum {
		COUNT = 128
	};
	char text[COUNT * 40] = "dev:    size   erasesize  name\n";

	for (int i = 0; i < COUNT; i++)
		sprintf(text + strlen(text), "mtd%d: 1000 1000 \"a%d\"\n", i,
			i);
	write_file("proc/mtd", text);
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "ids-exhausted"), 0);
}
END_TEST

START_TEST(a_partition_of_size_0_opens_and_refuses_all_bytes)
{
	const struct flash_area *fa;
	uint8_t byte;

	expect_errors();
	board_add();
	tree_set_attribute(2, "size", "0\n");
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "empty"), 1);
	fa = must_open_in(map, "data");
	ck_assert_uint_eq(fa->fa_size, 0);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 0, "x", 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0, 4096), -EINVAL);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(what_is_odd_about_an_mtd_is_a_finding)
{
	board_add();
	tree_set_attribute(0, "erasesize", "0\n");
	tree_set_attribute(3, "size", "65537\n");
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "no-sectors"), 1);
	ck_assert_uint_eq(count_findings(map, "rest"), 1);
}
END_TEST

START_TEST(an_area_at_more_than_63_bits_is_a_finding_and_no_area)
{
	const struct flash_area *fa;

	board_add();
	tree_set_attribute(2, "offset", "9223372036854775808\n");
	map = fake_load_map();
	ck_assert_uint_eq(count_findings(map, "too-large"), 1);
	ck_assert_uint_eq(count_areas(map), 3);
	ck_assert_int_eq(flashmap_open_label(map, "data", &fa), -ENOENT);
}
END_TEST

START_TEST(mtds_in_a_circle_of_folders_are_loaded)
{
	/* 0 in 1 in 2 in 0, and 3 and 4 in each other. */
	static const int above[] = { 1, 2, 0, 4, 3 };

	for (int i = 0; i < 5; i++) {
		char path[80], target[80];

		snprintf(path, sizeof(path), "sys/class/mtd/mtd%d", i);
		snprintf(target, sizeof(target),
			 "../../devices/a/mtd/mtd%d/mtd%d", above[i], i);
		write_link(path, target);
		snprintf(target, sizeof(target),
			 "sys/devices/a/mtd/mtd%d/mtd%d/name", above[i], i);
		write_file(target, "part\n");
		tree_set_attribute(i, "size", "65536\n");
		tree_set_attribute(i, "erasesize", "4096\n");
		tree_set_attribute(i, "offset", "4096\n");
	}
	map = fake_load_map();
	ck_assert_uint_eq(count_areas(map), 5);
	ck_assert_uint_eq(count_chips(map), 5);
}
END_TEST

TCase *map_content_case(void)
{
	TCase *tests = tcase_create("content");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, an_area_has_the_facts_of_its_mtd);
	tcase_add_test(tests, the_device_id_is_distinct_for_each_chip);
	tcase_add_test(tests, ids_follow_the_order_on_the_chips);
	tcase_add_test(tests, ids_do_not_depend_on_the_numbers_of_mtds);
	tcase_add_test(tests, partitions_of_the_device_tree_have_the_first_ids);
	tcase_add_test(tests, an_id_of_no_area_gives_enoent);
	tcase_add_test(tests, a_label_of_no_area_gives_enoent);
	tcase_add_test(tests, a_label_of_two_areas_is_a_finding);
	tcase_add_test(tests, areas_past_the_last_id_are_opened_by_label);
	tcase_add_test(tests, as_many_areas_as_ids_are_no_finding);
	tcase_add_test(tests,
		       a_partition_of_size_0_opens_and_refuses_all_bytes);
	tcase_add_test(tests, what_is_odd_about_an_mtd_is_a_finding);
	tcase_add_test(tests,
		       an_area_at_more_than_63_bits_is_a_finding_and_no_area);
	tcase_add_test(tests, mtds_in_a_circle_of_folders_are_loaded);
	return tests;
}
