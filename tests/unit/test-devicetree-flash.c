// SPDX-License-Identifier: BSD-2-Clause
/* Which nodes of a board's tree are flash, and which chips they are. */

#include <stdio.h>
#include <string.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "discover/chips.h"
#include "live-tree.h"
#include "unit.h"

/* Opens a node with a table of one partition of this name. */
static void begin_labelled(const char *name, const char *label,
			   const char *partition)
{
	blob_node(name);
	if (label)
		blob_text("label", label);
	blob_table();
	blob_add_partition(partition, NULL, 0, 0x1000);
	blob_end();
}

static void begin_flash(const char *name, const char *partition)
{
	begin_labelled(name, NULL, partition);
}

static void check_chip(size_t index, const char *path, const char *name)
{
	ck_assert_str_eq(described.chips[index].dt_path, path);
	if (name)
		ck_assert_str_eq(described.chips[index].name, name);
	else
		ck_assert_ptr_null(described.chips[index].name);
}

/* A chip that an MTD has shown. */
static void add_mtd(const char *parent, const char *node, const char *device)
{
	struct fm_mtd_description *mtd =
		describe((int)described.mtd_count, parent, node);

	mtd->device_dt_path = device ? strdup(device) : NULL;
}

START_TEST(the_chips_of_a_nand_controller_are_told_apart)
{
	blob_begin();
	blob_node("nand-controller@0");
	blob_cell_counts(1, 0);
	for (int i = 0; i < 2; i++) {
		begin_flash(i ? "nand@1" : "nand@0", "data@0");
		blob_end();
	}
	blob_end();
	must_describe_blob(2, 2);
	check_chip(0, "/nand-controller@0/nand@0", NULL);
	check_chip(1, "/nand-controller@0/nand@1", NULL);
	ck_assert_uint_eq(described.partitions[0].chip, 0);
	ck_assert_uint_eq(described.partitions[1].chip, 1);
	check_no_findings();
}
END_TEST

START_TEST(a_controller_may_be_called_flash)
{
	blob_begin();
	blob_node("flash@1e620000");
	blob_cell_counts(1, 0);
	begin_flash("flash@0", "data@0");
	blob_end();
	blob_end();
	must_describe_blob(1, 1);
	check_chip(0, "/flash@1e620000/flash@0", NULL);
	check_no_findings();
}
END_TEST

START_TEST(a_flash_without_partitions_is_no_chip)
{
	blob_begin();
	blob_node("flash@0");
	blob_text("label", "chip");
	blob_end();
	must_describe_blob(0, 0);
	check_no_findings();
}
END_TEST

START_TEST(a_node_with_a_table_is_flash_whatever_its_name)
{
	blob_begin();
	begin_flash("m25p80@0", "data@0");
	blob_end();
	must_describe_blob(1, 1);
	check_chip(0, "/m25p80@0", NULL);
}
END_TEST

START_TEST(a_table_without_flash_is_none)
{
	blob_begin();
	blob_node("soc");
	blob_node("layout");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
	blob_add_partition("a@0", NULL, 0, 0x1000);
	blob_end();
	blob_end();
	must_describe_blob(0, 0);
}
END_TEST

START_TEST(partitions_of_a_block_device_are_none_of_flash)
{
	blob_begin();
	blob_node("mmc@0");
	blob_node("card@0");
	blob_text("compatible", "mmc-card");
	blob_table();
	blob_add_partition("boot@0", NULL, 0, 0x1000);
	blob_end();
	blob_end();
	blob_end();
	must_describe_blob(0, 0);
	check_no_findings();
}
END_TEST

START_TEST(a_chip_is_called_by_its_label)
{
	blob_begin();
	begin_labelled("flash@0", "bmc", "data@0");
	blob_end();
	must_describe_blob(1, 1);
	check_chip(0, "/flash@0", "bmc");
}
END_TEST

START_TEST(chips_with_one_label_are_not_called_by_it)
{
	blob_begin();
	for (int i = 0; i < 2; i++) {
		begin_labelled(i ? "flash@1" : "flash@0", "twin", "data@0");
		blob_end();
	}
	must_describe_blob(2, 2);
	check_chip(0, "/flash@0", NULL);
	check_chip(1, "/flash@1", NULL);
}
END_TEST

START_TEST(a_label_like_the_name_of_an_mtd_is_not_used)
{
	blob_begin();
	begin_labelled("flash@0", "mtd0", "data@0");
	blob_end();
	must_describe_blob(1, 1);
	check_chip(0, "/flash@0", NULL);
}
END_TEST

START_TEST(a_chip_is_found_by_the_node_of_its_mtds)
{
	add_mtd("devices/spi0.0", "/flash@0", NULL);
	ck_assert_int_eq(fm_chips_place(&described), 0);
	blob_begin();
	begin_labelled("flash@0", "bmc", "data@0");
	blob_end();
	must_describe_blob(1, 1);
	check_chip(0, "/flash@0", "bmc");
}
END_TEST

START_TEST(a_chip_is_found_by_the_node_of_its_device)
{
	add_mtd("devices/spi0.0", NULL, "/flash@0");
	ck_assert_int_eq(fm_chips_place(&described), 0);
	blob_begin();
	begin_flash("flash@0", "data@0");
	blob_end();
	must_describe_blob(1, 1);
	ck_assert_str_eq(described.chips[0].dt_path, "/flash@0");
	ck_assert_uint_eq(described.partitions[0].chip, described.mtds[0].chip);
}
END_TEST

START_TEST(a_device_of_several_chips_tells_none)
{
	add_mtd("devices/spi0.0", NULL, "/flash@0");
	add_mtd("devices/spi0.0", NULL, "/flash@0");
	ck_assert_int_eq(fm_chips_place(&described), 0);
	ck_assert_uint_eq(described.chip_count, 2);
	blob_begin();
	begin_flash("flash@0", "data@0");
	blob_end();
	must_describe_blob(3, 1);
	ck_assert_uint_eq(described.partitions[0].chip, 2);
}
END_TEST

START_TEST(the_live_tree_tells_what_the_file_does)
{
	blob_begin();
	blob_node("nand-controller@0");
	begin_labelled("nand@0", "n\xc3\xa4nd", "data@0");
	blob_end();
	blob_end();
	begin_flash("m25p80@0", "boot@0");
	blob_end();
	live_write(_i);
	ck_assert_int_eq(live_describe(), 0);
	ck_assert_uint_eq(described.chip_count, 2);
	ck_assert_uint_eq(described.partition_count, 2);
	check_chip(0, "/m25p80@0", NULL);
	check_chip(1, "/nand-controller@0/nand@0", "n\xc3\xa4nd");
	check_partition(0, "boot", 0, 0x1000);
	check_partition(1, "data", 0, 0x1000);
	check_no_findings();
}
END_TEST

/* So many flashes, with a partition each. */
static void add_flashes(unsigned int count)
{
	char name[16];

	blob_begin();
	for (unsigned int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "flash@%x", i);
		begin_flash(name, "data@0");
		blob_end();
	}
}

START_TEST(so_many_as_256_flashes_are_read)
{
	add_flashes(256);
	must_describe_blob(256, 256);
	check_no_findings();
}
END_TEST

START_TEST(more_flashes_are_a_mistake_and_left_out)
{
	add_flashes(300);
	must_describe_blob(256, 256);
	ck_assert_uint_eq(described.finding_count, 1);
	ck_assert_str_eq(described.findings[0].code, "tree-mistake");
	ck_assert_ptr_nonnull(
		strstr(described.findings[0].message, "/flash@100 "));
}
END_TEST

TCase *devicetree_flash_case(void)
{
	TCase *tests = tcase_create("flash");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, the_chips_of_a_nand_controller_are_told_apart);
	tcase_add_test(tests, a_controller_may_be_called_flash);
	tcase_add_test(tests, a_flash_without_partitions_is_no_chip);
	tcase_add_test(tests, a_node_with_a_table_is_flash_whatever_its_name);
	tcase_add_test(tests, a_table_without_flash_is_none);
	tcase_add_test(tests, partitions_of_a_block_device_are_none_of_flash);
	tcase_add_test(tests, a_chip_is_called_by_its_label);
	tcase_add_test(tests, chips_with_one_label_are_not_called_by_it);
	tcase_add_test(tests, a_label_like_the_name_of_an_mtd_is_not_used);
	tcase_add_test(tests, a_chip_is_found_by_the_node_of_its_mtds);
	tcase_add_test(tests, a_chip_is_found_by_the_node_of_its_device);
	tcase_add_test(tests, a_device_of_several_chips_tells_none);
	tcase_add_test(tests, so_many_as_256_flashes_are_read);
	tcase_add_test(tests, more_flashes_are_a_mistake_and_left_out);
	tcase_add_loop_test(tests, the_live_tree_tells_what_the_file_does, 0,
			    2);
	return tests;
}
