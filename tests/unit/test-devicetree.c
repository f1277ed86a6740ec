// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "describe.h"
#include "discover/devicetree.h"
#include "unit.h"

#ifdef HAVE_LIBFDT

#include "blob.h"

START_TEST(the_map_of_the_zephyr_manual_is_read)
{
	ck_assert_int_eq(
		fm_devicetree_read_simulated(blob_write_demo(), &described), 0);
	ck_assert_uint_eq(described.chip_count, 1);
	ck_assert_str_eq(described.chips[0].name, "flash@0");
	ck_assert_str_eq(described.chips[0].dt_path,
			 "/flash-controller@0/flash@0");
	ck_assert_str_eq(described.chips[0].type, "nor");
	ck_assert(described.chips[0].simulated);
	ck_assert_uint_eq(described.chips[0].size, 0x100000);
	ck_assert_uint_eq(described.chips[0].erase_size, 4096);
	ck_assert_uint_eq(described.chips[0].write_size, 1);
	ck_assert_uint_eq(described.chips[0].erased_value, 0xff);
	ck_assert_uint_eq(described.partition_count, 5);
	check_partition(0, "mcuboot", 0, 0x10000);
	check_partition(1, "storage", 0x1e000, 0x2000);
	check_partition(2, "image-0", 0x20000, 0x60000);
	check_partition(3, "image-1", 0x80000, 0x60000);
	check_partition(4, "image-scratch", 0xe0000, 0x20000);
	ck_assert_str_eq(described.partitions[1].dt_path,
			 "/flash-controller@0/flash@0/partitions/"
			 "partition@1e000");
	ck_assert(!described.partitions[1].read_only);
	ck_assert_uint_eq(described.finding_count, 0);
	ck_assert_uint_eq(described.mtd_count, 0);
}
END_TEST

START_TEST(a_chip_has_what_its_node_says)
{
	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", 0);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0x8000000, 0x80000);
	blob_cells("erase-block-size", 0x800);
	blob_cells("write-block-size", 8);
	blob_end();
	blob_end();
	must_read_blob(1, 0);
	ck_assert_uint_eq(described.chips[0].erased_value, 0);
	ck_assert_uint_eq(described.chips[0].size, 0x80000);
	ck_assert_uint_eq(described.chips[0].erase_size, 0x800);
	ck_assert_uint_eq(described.chips[0].write_size, 8);
}
END_TEST

START_TEST(a_chip_is_erased_to_ones_and_written_by_bytes_by_default)
{
	blob_begin();
	blob_controller("controller@0");
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0x10000);
	blob_cells("erase-block-size", 4096);
	blob_end();
	blob_end();
	must_read_blob(1, 0);
	ck_assert_uint_eq(described.chips[0].erased_value, 0xff);
	ck_assert_uint_eq(described.chips[0].write_size, 1);
}
END_TEST

static void add_chip(const char *controller, const char *label,
		     const char *partition)
{
	blob_controller(controller);
	blob_flash("flash@0", 0x10000);
	if (label)
		blob_text("label", label);
	blob_table();
	blob_add_partition("partition@0", partition, 0, 0x1000);
	blob_end_table();
}

START_TEST(chips_are_in_natural_order_of_their_paths)
{
	blob_begin();
	add_chip("controller@10", NULL, "ten");
	add_chip("controller@2", NULL, "two");
	must_read_blob(2, 2);
	ck_assert_str_eq(described.chips[0].dt_path, "/controller@2/flash@0");
	ck_assert_str_eq(described.chips[1].dt_path, "/controller@10/flash@0");
	for (size_t i = 0; i < 2; i++)
		ck_assert_str_eq(described.partitions[i].label,
				 described.partitions[i].chip == 0 ? "two"
								   : "ten");
}
END_TEST

START_TEST(a_label_names_a_chip)
{
	blob_begin();
	add_chip("controller@0", "boot flash", "a");
	add_chip("controller@1", "data flash", "b");
	must_read_blob(2, 2);
	ck_assert_str_eq(described.chips[0].name, "boot flash");
	ck_assert_str_eq(described.chips[1].name, "data flash");
}
END_TEST

START_TEST(a_label_of_two_chips_names_none)
{
	blob_begin();
	add_chip("controller@0", "flash", "a");
	add_chip("controller@1", "flash", "b");
	must_read_blob(2, 2);
	ck_assert_str_eq(described.chips[0].name, "/controller@0/flash@0");
	ck_assert_str_eq(described.chips[1].name, "/controller@1/flash@0");
}
END_TEST

START_TEST(a_chip_whose_path_is_the_label_of_another_is_refused)
{
	expect_errors();
	blob_begin();
	add_chip("controller@0", "/controller@1/flash@0", "a");
	add_chip("controller@1", NULL, "b");
	ck_assert_int_eq(blob_read(), -EINVAL);
	ck_assert_msg(strstr(last_logged(), "/controller@1/flash@0"),
		      "the log says: %s", last_logged());
}
END_TEST

START_TEST(a_flash_without_address_keeps_its_own_partitions)
{
	blob_begin();
	blob_controller("controller@0");
	for (int i = 0; i < 2; i++) {
		blob_flash(i ? "flash" : "flash@1", 0x10000);
		blob_table();
		blob_add_partition("partition@0", i ? "plain" : "one", 0,
				   0x1000);
		blob_end();
		blob_end();
	}
	blob_end();
	must_read_blob(2, 2);
	ck_assert_str_eq(described.chips[0].dt_path, "/controller@0/flash");
	for (size_t i = 0; i < 2; i++)
		ck_assert_str_eq(described.partitions[i].label,
				 described.partitions[i].chip ? "one"
							      : "plain");
}
END_TEST

START_TEST(a_controller_may_be_anywhere_in_the_tree)
{
	blob_begin();
	blob_node("soc");
	blob_node("bus");
	add_chip("controller@0", NULL, "deep");
	blob_end();
	blob_end();
	must_read_blob(1, 1);
	ck_assert_str_eq(described.chips[0].dt_path,
			 "/soc/bus/controller@0/flash@0");
}
END_TEST

static void add_tests(Suite *suite)
{
	TCase *chips = tcase_create("chips");

	tcase_add_checked_fixture(chips, describe_set_up, describe_tear_down);
	tcase_add_test(chips, the_map_of_the_zephyr_manual_is_read);
	tcase_add_test(chips, a_chip_has_what_its_node_says);
	tcase_add_test(
		chips,
		a_chip_is_erased_to_ones_and_written_by_bytes_by_default);
	tcase_add_test(chips, chips_are_in_natural_order_of_their_paths);
	tcase_add_test(chips, a_label_names_a_chip);
	tcase_add_test(chips, a_label_of_two_chips_names_none);
	tcase_add_test(chips,
		       a_chip_whose_path_is_the_label_of_another_is_refused);
	tcase_add_test(chips, a_flash_without_address_keeps_its_own_partitions);
	tcase_add_test(chips, a_controller_may_be_anywhere_in_the_tree);
	suite_add_tcase(suite, chips);

	suite_add_tcase(suite, devicetree_partitions_case());
	suite_add_tcase(suite, devicetree_spellings_case());
	suite_add_tcase(suite, devicetree_wrong_case());
	suite_add_tcase(suite, devicetree_flash_case());
	suite_add_tcase(suite, devicetree_mistakes_case());
	suite_add_tcase(suite, devicetree_nand_case());
	suite_add_tcase(suite, devicetree_blobs_case());
}

#else

START_TEST(without_libfdt_no_tree_is_read)
{
	expect_errors();
	ck_assert_int_eq(fm_devicetree_read_simulated("test.dtb", &described),
			 -ENOTSUP);
	ck_assert_ptr_nonnull(strstr(last_logged(), "test.dtb"));
	ck_assert_ptr_nonnull(strstr(last_logged(), "libfdt"));
}
END_TEST

static void add_tests(Suite *suite)
{
	TCase *tests = tcase_create("none");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, without_libfdt_no_tree_is_read);
	suite_add_tcase(suite, tests);
}

#endif

Suite *devicetree_suite(void)
{
	Suite *suite = suite_create("devicetree");

	add_tests(suite);
	return suite;
}
