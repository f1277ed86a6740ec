// SPDX-License-Identifier: BSD-2-Clause
/* Ids and areas of flashmap.conf in a map; test-configure-protect.c has what
 * is protected, test-configure-file.c where the file comes from. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <flashmap/area.h>

#include "board.h"
#include "cases.h"
#include "map/map.h"
#include "tree.h"
#include "unit.h"

#define FILE_NAME "etc/flashmap.conf"

static struct flashmap *map;

static void tear_down(void)
{
	map = flashmap_unref(map);
}

/* The board, with this as its flashmap.conf. */
static void load(const char *text)
{
	board_add();
	write_file(FILE_NAME, text);
	map = fake_load_map();
}

static void must_fail(const char *text, const char *what)
{
	const struct flash_area *fa;

	expect_errors();
	board_add();
	write_file(FILE_NAME, text);
	map = board_new_map();
	ck_assert_int_eq(flashmap_load(map), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), what));
	ck_assert_int_eq(flashmap_open_label(map, "boot", &fa), -EACCES);
}

static void check_id(uint8_t id, const char *label)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_id(map, id, &fa), 0);
	ck_assert_str_eq(fa->fa_label, label);
	ck_assert_uint_eq(fa->fa_id, id);
	ck_assert_ptr_eq(must_open_in(map, label), fa);
}

static void check_no_id(uint8_t id)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_id(map, id, &fa), -ENOENT);
}

static int match_finding(const struct flashmap_finding *finding, void *wanted)
{
	const char *const *texts = wanted;

	return strcmp(finding->code, texts[0]) == 0 &&
	       strstr(finding->message, texts[1]);
}

/* A finding with this code and these words. */
static void must_find(const char *code, const char *words)
{
	const char *texts[] = { code, words };

	ck_assert_int_eq(flashmap_foreach_finding(map, match_finding, texts),
			 1);
}

START_TEST(without_a_file_nothing_changes)
{
	board_add();
	map = fake_load_map();
	check_id(0, "boot");
	check_id(1, "kernel");
	check_id(2, "data");
	check_id(3, "spare");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(pinned_ids_come_first_and_the_others_go_around_them)
{
	load("area data id=1\narea boot id=5\n");
	check_id(0, "kernel");
	check_id(1, "data");
	check_id(2, "spare");
	check_id(5, "boot");
	check_no_id(3);
	check_no_id(4);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(ids_from_128_to_199_are_for_pins)
{
	load("area kernel id=128\narea spare id=199\n");
	check_id(0, "boot");
	check_id(1, "data");
	check_id(128, "kernel");
	check_id(199, "spare");
}
END_TEST

static int check_rising(const struct flash_area *fa, void *context)
{
	int *last = context;

	ck_assert_int_gt(fa->fa_id, *last);
	*last = fa->fa_id;
	return 0;
}

START_TEST(areas_are_visited_in_order_of_their_ids)
{
	int last = -1;

	load("area boot id=9\narea spare id=0\n");
	ck_assert_int_eq(flashmap_foreach_area(map, check_rising, &last), 0);
	ck_assert_int_eq(last, 9);
}
END_TEST

START_TEST(a_pinned_area_reads_its_own_bytes)
{
	const struct flash_area *fa;
	uint8_t byte;

	load("area data id=0\n");
	ck_assert_int_eq(flashmap_open_id(map, 0, &fa), 0);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 2);
}
END_TEST

START_TEST(ids_do_not_depend_on_the_numbers_of_mtds)
{
	board_add();
	fake_renumber(board.boot, 12);
	fake_renumber(board.spare, 0);
	fake_renumber(board.data, 5);
	write_file(FILE_NAME, "area gap chip=spi0.0 offset=0x30000 size=64K\n"
			      "area data id=130\n");
	map = fake_load_map();
	check_id(0, "boot");
	check_id(1, "kernel");
	check_id(2, "gap");
	check_id(3, "spare");
	check_id(130, "data");
}
END_TEST

START_TEST(ids_do_not_depend_on_the_order_of_lines)
{
	load("area b chip=spi1.0 offset=0 size=4K\n"
	     "area a chip=spi0.0 offset=0x11000 size=4K\n"
	     "area data id=2\narea boot id=7\n");
	check_id(0, "kernel");
	check_id(1, "a");
	check_id(2, "data");
	check_id(3, "spare");
	check_id(4, "b");
	check_id(7, "boot");
}
END_TEST

START_TEST(an_id_of_an_unknown_label_is_kept_free)
{
	load("area late id=1\n");
	check_id(0, "boot");
	check_no_id(1);
	check_id(2, "kernel");
	must_find("conf-unknown-label", FILE_NAME ":1: ");
	map = flashmap_unref(map);

	tree_add_part(9, "late", "devices/late", 0, 0x1000);
	map = fake_load_map();
	check_id(1, "late");
	check_id(2, "kernel");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
}
END_TEST

START_TEST(an_id_for_two_areas_is_a_mistake)
{
	tree_add_part(9, "boot", "devices/other", 0, 0x1000);
	must_fail("# ids\narea boot id=3\n", FILE_NAME ":2: 2 areas are called "
						       "\"boot\"");
}
END_TEST

START_TEST(a_mistake_in_the_file_fails_the_load)
{
	must_fail("\n\nprotect\n", FILE_NAME ":3: a label is missing");
	write_file(FILE_NAME, "protect boot\n");
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 4);
}
END_TEST

START_TEST(an_area_is_added_to_its_chip)
{
	struct flashmap_area_info info;
	const struct flash_area *fa;
	uint8_t bytes[2];

	expect_errors();
	load("area env chip=spi0.0 offset=0x12000 size=0x2000\n");
	ck_assert_uint_eq(count_areas(map), 5);
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	fa = must_open_in(map, "env");
	ck_assert_int_eq(fa->fa_off, 0x12000);
	ck_assert_uint_eq(fa->fa_size, 0x2000);
	ck_assert_ptr_eq(fa->fa_dev, must_open_in(map, "boot")->fa_dev);
	ck_assert_str_eq(fa->fa_dev_name, "spi0.0");
	ck_assert_uint_eq(fa->fa_device_id,
			  must_open_in(map, "boot")->fa_device_id);
	check_id(2, "env");

	ck_assert_int_eq(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	ck_assert_int_eq(info.mtd, FLASHMAP_NO_MTD);
	ck_assert_uint_eq(info.erase_size, 4096);
	ck_assert_uint_eq(info.sector_count, 2);
	ck_assert(!info.read_only);
	ck_assert(!info.protected_range);
	ck_assert_ptr_null(info.dt_path);

	ck_assert_int_eq(flash_area_read(fa, 0x10, bytes, 2), 0);
	ck_assert_uint_eq(bytes[0], 0x11);
	ck_assert_int_eq(flash_area_erase(fa, 0x1000, 0x1000), 0);
	ck_assert_uint_eq(board.kernel->content[0x2fff], 0);
	ck_assert_uint_eq(board.kernel->content[0x3000], 0xff);
	ck_assert_uint_eq(board.kernel->content[0x3fff], 0xff);
	ck_assert_uint_eq(board.kernel->content[0x4000], 1);
	ck_assert_int_eq(flash_area_read(fa, 0x2000, bytes, 1), -EINVAL);
}
END_TEST

START_TEST(an_area_takes_the_smallest_window)
{
	const struct flash_area *fa;
	uint8_t byte;

	board_add();
	fake_add(&(const struct fake_options){ .number = 9,
					       .name = "part",
					       .above = board.kernel,
					       .offset_present = true,
					       .offset = 0x1000,
					       .size = 0x4000 });
	write_file(FILE_NAME,
		   "area env chip=spi0.0 offset=0x12000 size=0x1000\n");
	map = fake_load_map();
	fa = must_open_in(map, "env");
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(fake_count("pread mtd9 0x1000 "), 1);
	ck_assert_uint_eq(fake_count("pread mtd1 "), 0);
}
END_TEST

START_TEST(an_area_can_lie_over_several_windows)
{
	const struct flash_area *fa;
	uint8_t bytes[2];

	load("area both chip=spi0.0 offset=0xf000 size=0x2000\n");
	fa = must_open_in(map, "both");
	ck_assert_int_eq(flash_area_read(fa, 0xfff, bytes, 2), 0);
	ck_assert_uint_eq(bytes[0], 0xff);
	ck_assert_uint_eq(bytes[1], 1);
}
END_TEST

START_TEST(an_area_over_a_gap_gives_enxio_there)
{
	const struct flash_area *fa;
	uint8_t byte;

	expect_errors();
	load("area gap chip=spi0.0 offset=0x2f000 size=0x2000\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	fa = must_open_in(map, "gap");
	ck_assert_int_eq(flash_area_read(fa, 0xfff, &byte, 1), 0);
	ck_assert_int_eq(flash_area_read(fa, 0x1000, &byte, 1), -ENXIO);
	fake_forget_calls();
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x2000), -ENXIO);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
}
END_TEST

START_TEST(an_area_past_the_end_is_a_finding_and_no_area)
{
	const struct flash_area *fa;

	load("protect data\narea far chip=spi0.0 offset=0x50000 size=1 id=3\n");
	must_find("conf-beyond-chip", FILE_NAME ":2: the area \"far\"");
	ck_assert_uint_eq(count_findings(map, NULL), 1);
	ck_assert_uint_eq(count_areas(map), 4);
	ck_assert_int_eq(flashmap_open_label(map, "far", &fa), -ENOENT);
	check_no_id(3);
	check_id(4, "spare");
}
END_TEST

START_TEST(an_area_that_ends_past_the_end_is_a_finding)
{
	const struct flash_area *fa;

	load("area long chip=spi0.0 offset=0x4f000 size=0x2000\n");
	must_find("conf-beyond-chip", FILE_NAME ":1: the area \"long\"");
	ck_assert_uint_eq(count_findings(map, NULL), 1);
	fa = must_open_in(map, "long");
	ck_assert_uint_eq(fa->fa_size, 0x2000);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
	ck_assert_uint_eq(board.data->content[0xefff], 1);
	ck_assert_uint_eq(board.data->content[0xf000], 0xff);
	expect_errors();
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x2000), -EINVAL);
}
END_TEST

START_TEST(an_area_of_an_unknown_chip_is_a_finding_and_no_area)
{
	const struct flash_area *fa;

	load("area a chip=spi9.0 offset=0 size=4K\n");
	must_find("conf-unknown-chip", FILE_NAME ":1: the area \"a\" "
						 "(0x1000 bytes at 0 of "
						 "spi9.0)");
	ck_assert_uint_eq(count_findings(map, NULL), 1);
	ck_assert_int_eq(flashmap_open_label(map, "a", &fa), -ENOENT);
}
END_TEST

START_TEST(an_area_that_is_there_is_a_finding_and_not_added)
{
	load("area data chip=spi0.0 offset=0x40000 size=0x10000 id=20\n");
	must_find("conf-known-area", FILE_NAME ":1: the area \"data\"");
	ck_assert_uint_eq(count_findings(map, NULL), 1);
	ck_assert_uint_eq(count_areas(map), 4);
	check_id(20, "data");
}
END_TEST

START_TEST(an_area_with_the_label_of_another_one_is_a_finding)
{
	const struct flash_area *fa;

	load("area data chip=spi0.0 offset=0x40000 size=0x1000 id=20\n");
	ck_assert_uint_eq(count_findings(map, "duplicate-label"), 1);
	ck_assert_int_eq(flashmap_open_label(map, "data", &fa), -ENOTUNIQ);
	ck_assert_int_eq(flashmap_open_id(map, 20, &fa), 0);
	ck_assert_uint_eq(fa->fa_size, 0x1000);
}
END_TEST

START_TEST(an_area_may_have_the_range_of_another_one)
{
	load("area alias chip=spi0.0 offset=0x40000 size=0x10000\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	check_id(2, "alias");
	check_id(3, "data");
}
END_TEST

START_TEST(a_chip_is_found_by_its_path_in_the_tree)
{
	const struct fake_options options = {
		.number = 9,
		.name = "tree",
		.device = "devices/platform/z",
		.offset_present = true,
		.of_node = "/z/flash@0/partitions/tree@0",
	};

	fake_add(&options);
	load("area a chip=/z/flash@0 offset=0x1000 size=4K\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	ck_assert_ptr_eq(must_open_in(map, "a")->fa_dev,
			 must_open_in(map, "tree")->fa_dev);
	/* What the tree has comes first, also on a later chip. */
	check_id(0, "tree");
	check_id(1, "boot");
}
END_TEST

START_TEST(unknown_labels_are_findings_and_a_warning)
{
	load("protect bot\n"
	     "locked kernal\n"
	     "slot 0 primary dat\n"
	     "area spar id=7\n");
	must_find("conf-unknown-label", FILE_NAME ":1: no area is called "
						  "\"bot\"");
	must_find("conf-unknown-label", FILE_NAME ":2: ");
	must_find("conf-unknown-label", FILE_NAME ":3: ");
	must_find("conf-unknown-label", FILE_NAME ":4: ");
	ck_assert_uint_eq(count_findings(map, "conf-unknown-label"), 4);
	ck_assert_uint_eq(count_findings(map, NULL), 4);
	ck_assert_ptr_nonnull(strstr(last_logged(), FILE_NAME ":4: no area is "
							      "called "));
}
END_TEST

START_TEST(what_is_kept_for_later_is_in_the_map)
{
	load("locked boot\nslot 1 secondary data\n");
	ck_assert_uint_eq(count_findings(map, NULL), 0);
	ck_assert_uint_eq(map->conf.count, 2);
	ck_assert_int_eq(map->conf.entries[0].kind, FM_CONF_LOCKED);
	ck_assert_str_eq(map->conf.entries[0].label, "boot");
	ck_assert_int_eq(map->conf.entries[1].kind, FM_CONF_SLOT);
	ck_assert_uint_eq(map->conf.entries[1].image, 1);
}
END_TEST

START_TEST(labels_of_two_areas_may_be_kept_as_locked)
{
	tree_add_part(9, "boot", "devices/other", 0, 0x1000);
	load("locked boot\n");
	ck_assert_uint_eq(count_findings(map, "conf-unknown-label"), 0);
}
END_TEST

Suite *configure_suite(void)
{
	Suite *suite = suite_create("configure");
	TCase *ids = tcase_create("ids");
	TCase *areas = tcase_create("areas");

	tcase_add_checked_fixture(ids, NULL, tear_down);
	tcase_add_test(ids, without_a_file_nothing_changes);
	tcase_add_test(ids,
		       pinned_ids_come_first_and_the_others_go_around_them);
	tcase_add_test(ids, ids_from_128_to_199_are_for_pins);
	tcase_add_test(ids, areas_are_visited_in_order_of_their_ids);
	tcase_add_test(ids, a_pinned_area_reads_its_own_bytes);
	tcase_add_test(ids, ids_do_not_depend_on_the_numbers_of_mtds);
	tcase_add_test(ids, ids_do_not_depend_on_the_order_of_lines);
	tcase_add_test(ids, an_id_of_an_unknown_label_is_kept_free);
	tcase_add_test(ids, an_id_for_two_areas_is_a_mistake);
	tcase_add_test(ids, a_mistake_in_the_file_fails_the_load);
	tcase_add_test(ids, unknown_labels_are_findings_and_a_warning);
	tcase_add_test(ids, what_is_kept_for_later_is_in_the_map);
	tcase_add_test(ids, labels_of_two_areas_may_be_kept_as_locked);
	suite_add_tcase(suite, ids);

	tcase_add_checked_fixture(areas, NULL, tear_down);
	tcase_add_test(areas, an_area_is_added_to_its_chip);
	tcase_add_test(areas, an_area_takes_the_smallest_window);
	tcase_add_test(areas, an_area_can_lie_over_several_windows);
	tcase_add_test(areas, an_area_over_a_gap_gives_enxio_there);
	tcase_add_test(areas, an_area_past_the_end_is_a_finding_and_no_area);
	tcase_add_test(areas, an_area_that_ends_past_the_end_is_a_finding);
	tcase_add_test(areas,
		       an_area_of_an_unknown_chip_is_a_finding_and_no_area);
	tcase_add_test(areas, an_area_that_is_there_is_a_finding_and_not_added);
	tcase_add_test(areas,
		       an_area_with_the_label_of_another_one_is_a_finding);
	tcase_add_test(areas, an_area_may_have_the_range_of_another_one);
	tcase_add_test(areas, a_chip_is_found_by_its_path_in_the_tree);
	suite_add_tcase(suite, areas);
	suite_add_tcase(suite, configure_file_case());
	suite_add_tcase(suite, configure_protect_case());
	suite_add_tcase(suite, configure_simulator_case());
	return suite;
}
