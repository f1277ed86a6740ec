// SPDX-License-Identifier: BSD-2-Clause
/* The map of a system whose device tree tells of its flash. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "live-tree.h"
#include "unit.h"

#define TABLE "/spi@0/flash@0/partitions/"

/*
 * One chip, "bmc": boot is read-only in the tree alone, no MTD is lost@30000,
 * and no node has the MTD "extra".
 */
static struct fake_mtd *boot, *kernel;
static struct flashmap *map;

static struct fake_mtd *add_mtd(int number, const char *name, const char *node,
				uint64_t offset, uint64_t size)
{
	const struct fake_options options = {
		.number = number,
		.name = name,
		.device = BOARD_DEVICE,
		.offset_present = true,
		.offset = offset,
		.size = size,
		.of_node = node,
	};
	struct fake_mtd *mtd = fake_add(&options);

	fake_fill(mtd, (uint8_t)number);
	return mtd;
}

static void begin_tree(void)
{
	blob_begin();
	blob_node("spi@0");
	blob_node("flash@0");
	blob_text("label", "bmc");
	blob_table();
	blob_partition("boot@0", "u-boot", 0, 0x10000);
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_add_partition("kernel@10000", NULL, 0x10000, 0x20000);
	blob_add_partition("lost@30000", NULL, 0x30000, 0x10000);
}

static void end_tree(void)
{
	blob_end();
	blob_end();
	blob_end();
	blob_node("__symbols__");
	blob_text("boot_partition", TABLE "boot@0");
	blob_end();
}

static void set_up_mtds(void)
{
	boot = add_mtd(0, "u-boot", TABLE "boot@0", 0, 0x10000);
	kernel = add_mtd(1, "kernel", TABLE "kernel@10000", 0x10000, 0x20000);
}

static void load(void)
{
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
}

static void set_up(void)
{
	set_up_mtds();
	begin_tree();
	end_tree();
	live_write(false);
	load();
}

static void tear_down(void)
{
	map = flashmap_unref(map);
}

static void check_area(const char *label, uint8_t id, off_t offset, size_t size)
{
	const struct flash_area *fa = must_open_in(map, label);

	ck_assert_uint_eq(fa->fa_id, id);
	ck_assert_int_eq(fa->fa_off, offset);
	ck_assert_uint_eq(fa->fa_size, size);
	ck_assert_str_eq(fa->fa_dev_name, "bmc");
}

START_TEST(areas_are_the_partitions_of_the_tree)
{
	set_up();
	ck_assert_uint_eq(count_areas(map), 3);
	ck_assert_uint_eq(count_chips(map), 1);
	check_area("u-boot", 0, 0, 0x10000);
	check_area("kernel", 1, 0x10000, 0x20000);
	check_area("lost", 2, 0x30000, 0x10000);
	ck_assert_uint_eq(count_findings(map, "mtd-missing"), 1);
	ck_assert_uint_eq(count_findings(map, NULL), 1);
}
END_TEST

START_TEST(an_area_tells_its_node_and_its_tie)
{
	struct flashmap_area_info info;

	set_up();
	ck_assert_int_eq(flashmap_area_get_info(must_open_in(map, "u-boot"),
						&info, sizeof(info)),
			 0);
	ck_assert_str_eq(info.dt_path, TABLE "boot@0");
	ck_assert_str_eq(info.tied_by, "node");
	ck_assert_str_eq(info.node_labels[0], "boot_partition");
	ck_assert_ptr_null(info.node_labels[1]);
	ck_assert(info.read_only);
	ck_assert_int_eq(info.mtd, 0);
}
END_TEST

START_TEST(an_area_that_is_written_is_told_as_such)
{
	struct flashmap_area_info info;

	set_up();
	ck_assert_int_eq(flashmap_area_get_info(must_open_in(map, "kernel"),
						&info, sizeof(info)),
			 0);
	ck_assert(!info.read_only && !info.protected_range);
	ck_assert_ptr_nonnull(info.node_labels);
	ck_assert_ptr_null(info.node_labels[0]);
}
END_TEST

START_TEST(a_partition_without_mtd_gives_enodev)
{
	const struct flash_area *fa;
	struct flashmap_area_info info;
	uint8_t byte = 0;

	expect_errors();
	set_up();
	fa = must_open_in(map, "lost");
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), -ENODEV);
	ck_assert_int_eq(flash_area_write(fa, 0, &byte, 1), -ENODEV);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), -ENODEV);
	ck_assert_int_eq(flash_area_has_driver(fa), -ENODEV);
	ck_assert_int_eq(flashmap_area_get_info(fa, &info, sizeof(info)),
			 -ENODEV);
	flash_area_close(fa);
}
END_TEST

START_TEST(a_partition_with_mtd_has_a_driver)
{
	set_up();
	ck_assert_int_eq(flash_area_has_driver(must_open_in(map, "kernel")), 1);
}
END_TEST

START_TEST(the_kernel_counts_where_reg_differs)
{
	const struct flash_area *fa;
	uint8_t byte;

	add_mtd(0, "u-boot", TABLE "boot@0", 0, 0x10000);
	add_mtd(1, "kernel", TABLE "kernel@10000", 0x40000, 0x8000);
	begin_tree();
	end_tree();
	live_write(false);
	load();
	check_area("kernel", 1, 0x40000, 0x8000);
	fa = must_open_in(map, "kernel");
	ck_assert_int_eq(flash_area_read(fa, 7, &byte, 1), 0);
	ck_assert_uint_eq(byte, 8);
	ck_assert_uint_eq(count_findings(map, "tree-offset"), 1);
}
END_TEST

START_TEST(an_mtd_that_the_tree_does_not_know_comes_last)
{
	add_mtd(2, "extra", NULL, 0x40000, 0x1000);
	set_up();
	check_area("u-boot", 0, 0, 0x10000);
	check_area("lost", 2, 0x30000, 0x10000);
	check_area("extra", 3, 0x40000, 0x1000);
	ck_assert_uint_eq(count_findings(map, "node-missing"), 1);
}
END_TEST

/* What the tree's own table would make of it, the kernel does not have. */
START_TEST(the_command_line_in_place_of_the_tree_is_a_finding)
{
	add_mtd(0, "first", NULL, 0, 0x20000);
	add_mtd(1, "second", NULL, 0x20000, 0x20000);
	write_link("sys/" BOARD_DEVICE "/of_node",
		   "../../firmware/devicetree/base/spi@0/flash@0");
	begin_tree();
	end_tree();
	live_write(false);
	load();
	ck_assert_uint_eq(count_areas(map), 5);
	check_area("u-boot", 0, 0, 0x10000);
	check_area("second", 4, 0x20000, 0x20000);
	ck_assert_uint_eq(count_findings(map, "other-table"), 1);
	ck_assert_uint_eq(count_findings(map, NULL), 1);
}
END_TEST

static void check_refused(const struct flash_area *fa, off_t offset)
{
	static uint8_t zeros[0x1000];

	expect_errors();
	ck_assert_int_eq(flash_area_write(fa, offset, zeros, sizeof(zeros)),
			 -EROFS);
	ck_assert_int_eq(flash_area_erase(fa, offset, sizeof(zeros)), -EROFS);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(boot->content[i], (uint8_t)i);
}

START_TEST(read_only_in_the_tree_is_refused_through_the_area)
{
	set_up();
	check_refused(must_open_in(map, "u-boot"), 0);
	check_refused(must_open_in(map, "u-boot"), 0xf000);
}
END_TEST

START_TEST(read_only_in_the_tree_is_refused_through_a_copy)
{
	struct flash_area copy;

	set_up();
	copy = *must_open_in(map, "u-boot");
	copy.fa_label = "mine";
	copy.fa_id = 77;
	check_refused(&copy, 0x1000);
	copy.fa_dev = NULL;
	copy.fa_dev_name = "mtd0";
	check_refused(&copy, 0x1000);
}
END_TEST

START_TEST(read_only_in_the_tree_is_refused_through_an_area_of_the_callers)
{
	const struct flash_area over = { .fa_off = 0x8000,
					 .fa_size = 0x10000,
					 .fa_dev_name = "bmc" };

	set_up();
	check_refused(&over, 0);
	check_refused(&over, 0x7000);
}
END_TEST

START_TEST(read_only_in_the_tree_is_refused_on_the_chip)
{
	struct flash_area chip = { .fa_size = 0x30000 };

	set_up();
	chip.fa_dev = must_open_in(map, "kernel")->fa_dev;
	check_refused(&chip, 0);
	check_refused(&chip, 0xf000);
}
END_TEST

START_TEST(what_is_beside_a_read_only_partition_is_written)
{
	const struct flash_area over = { .fa_off = 0x8000,
					 .fa_size = 0x10000,
					 .fa_dev_name = "bmc" };

	set_up();
	ck_assert_int_eq(flash_area_erase(&over, 0x8000, 0x1000), 0);
	ck_assert_uint_eq(kernel->content[0], 0xff);
	ck_assert_uint_eq(kernel->content[0x1000], 1);
}
END_TEST

/* The tree says where it should be, the kernel where it is. */
START_TEST(a_read_only_partition_that_lies_elsewhere_is_refused_there)
{
	boot = add_mtd(0, "u-boot", TABLE "boot@0", 0x40000, 0x10000);
	begin_tree();
	end_tree();
	live_write(false);
	load();
	check_area("u-boot", 0, 0x40000, 0x10000);
	check_refused(must_open_in(map, "u-boot"), 0);
	check_refused(must_open_in(map, "u-boot"), 0xf000);
}
END_TEST

static void name_tree(const char *file)
{
	map = board_new_map();
	ck_assert_int_eq(flashmap_set_devicetree(map, file), 0);
}

START_TEST(a_file_alone_gives_the_areas_of_the_tree)
{
	begin_tree();
	end_tree();
	name_tree(blob_write("board.dtb"));
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 3);
	check_area("u-boot", 0, 0, 0x10000);
	check_area("kernel", 1, 0x10000, 0x20000);
	check_area("lost", 2, 0x30000, 0x10000);
	ck_assert_int_eq(flash_area_has_driver(must_open_in(map, "kernel")),
			 -ENODEV);
	ck_assert_uint_eq(count_findings(map, "chip-missing"), 1);
	ck_assert_uint_eq(count_findings(map, NULL), 1);
}
END_TEST

START_TEST(a_file_takes_the_place_of_the_live_tree)
{
	set_up_mtds();
	blob_begin();
	blob_node("flash@9");
	blob_table();
	blob_add_partition("live@0", NULL, 0, 0x1000);
	blob_end();
	blob_end();
	live_write(false);
	begin_tree();
	end_tree();
	name_tree(blob_write("board.dtb"));
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 3);
	check_area("lost", 2, 0x30000, 0x10000);
}
END_TEST

START_TEST(a_missing_file_gives_enoent)
{
	expect_errors();
	set_up_mtds();
	name_tree(test_path("none.dtb"));
	ck_assert_int_eq(flashmap_load(map), -ENOENT);
}
END_TEST

START_TEST(a_damaged_file_gives_einval)
{
	expect_errors();
	set_up_mtds();
	write_file("board.dtb", "no tree");
	name_tree(test_path("board.dtb"));
	ck_assert_int_eq(flashmap_load(map), -EINVAL);
}
END_TEST

START_TEST(a_recorded_tree_gives_the_map_of_its_board)
{
	set_up_mtds();
	begin_tree();
	end_tree();
	live_write(true);
	load();
	ck_assert_uint_eq(count_areas(map), 3);
	check_area("u-boot", 0, 0, 0x10000);
	check_area("lost", 2, 0x30000, 0x10000);
	check_refused(must_open_in(map, "u-boot"), 0);
}
END_TEST

START_TEST(huge_partitions_are_in_the_findings)
{
	blob_begin();
	blob_node("flash@0");
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(2, 2);
	blob_node("far@0");
	blob_cells("reg", 0xffffffff, 0xfffff000, 0xffffffff, 0xffffffff);
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_node("near@0");
	blob_cells("reg", 0, 0, 0, 0x1000);
	blob_end();
	blob_end();
	blob_end();
	name_tree(blob_write("board.dtb"));
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_uint_eq(count_areas(map), 1);
	ck_assert_uint_eq(must_open_in(map, "near")->fa_size, 0x1000);
	ck_assert_uint_eq(count_findings(map, "too-large"), 1);
}
END_TEST

TCase *map_tree_case(void)
{
	TCase *tests = tcase_create("tree");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, areas_are_the_partitions_of_the_tree);
	tcase_add_test(tests, an_area_tells_its_node_and_its_tie);
	tcase_add_test(tests, an_area_that_is_written_is_told_as_such);
	tcase_add_test(tests, a_partition_without_mtd_gives_enodev);
	tcase_add_test(tests, a_partition_with_mtd_has_a_driver);
	tcase_add_test(tests, the_kernel_counts_where_reg_differs);
	tcase_add_test(tests, an_mtd_that_the_tree_does_not_know_comes_last);
	tcase_add_test(tests,
		       the_command_line_in_place_of_the_tree_is_a_finding);
	tcase_add_test(tests,
		       read_only_in_the_tree_is_refused_through_the_area);
	tcase_add_test(tests, read_only_in_the_tree_is_refused_through_a_copy);
	tcase_add_test(
		tests,
		read_only_in_the_tree_is_refused_through_an_area_of_the_callers);
	tcase_add_test(tests, read_only_in_the_tree_is_refused_on_the_chip);
	tcase_add_test(tests, what_is_beside_a_read_only_partition_is_written);
	tcase_add_test(
		tests,
		a_read_only_partition_that_lies_elsewhere_is_refused_there);
	tcase_add_test(tests, a_file_alone_gives_the_areas_of_the_tree);
	tcase_add_test(tests, a_file_takes_the_place_of_the_live_tree);
	tcase_add_test(tests, a_missing_file_gives_enoent);
	tcase_add_test(tests, a_damaged_file_gives_einval);
	tcase_add_test(tests, a_recorded_tree_gives_the_map_of_its_board);
	tcase_add_test(tests, huge_partitions_are_in_the_findings);
	return tests;
}
