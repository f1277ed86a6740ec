// SPDX-License-Identifier: BSD-2-Clause
/* The properties of simulated chips that Zephyr has none for. */

#include <errno.h>
#include <string.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "unit.h"

/* A flash of 1 MiB in blocks of 16 KiB and pages of 512 bytes. */
static void begin_flash(const char *type)
{
	blob_begin();
	blob_controller("controller@0");
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0x100000);
	blob_cells("erase-block-size", 0x4000);
	if (type)
		blob_text("flashmap,type", type);
}

static void begin_nand(void)
{
	begin_flash("nand");
	blob_cells("write-block-size", 512);
}

/* With sound ECC. */
static void begin_nand_with_ecc(uint32_t strength, uint32_t step_size)
{
	begin_nand();
	blob_cells("flashmap,ecc-strength", strength);
	blob_cells("flashmap,ecc-step-size", step_size);
}

static const struct fm_chip_description *read_flash(void)
{
	blob_end();
	blob_end();
	must_read_blob(1, 0);
	return &described.chips[0];
}

/* The blob is refused, with the node and this text in the log. */
static void check_refused(const char *why)
{
	expect_errors();
	blob_end();
	blob_end();
	ck_assert_int_eq(blob_read(), -EINVAL);
	ck_assert_msg(strstr(last_logged(), "/controller@0/flash@0") &&
			      strstr(last_logged(), why),
		      "the log says: %s", last_logged());
}

START_TEST(a_chip_has_the_type_of_its_node)
{
	static const char *const types[] = { "nor", "ram" };

	begin_flash(types[_i]);
	ck_assert_str_eq(read_flash()->type, types[_i]);
}
END_TEST

START_TEST(a_nand_has_what_its_node_says)
{
	const struct fm_chip_description *chip;

	begin_nand_with_ecc(8, 256);
	blob_cells("flashmap,oob-size", 16);
	blob_cells("flashmap,bitflip-threshold", 6);
	blob_cells("flashmap,bad-blocks", 3, 0, 63);
	chip = read_flash();
	ck_assert_str_eq(chip->type, "nand");
	ck_assert_uint_eq(chip->write_size, 512);
	ck_assert_uint_eq(chip->erase_size, 0x4000);
	ck_assert_uint_eq(chip->oob_size, 16);
	ck_assert_uint_eq(chip->ecc.strength, 8);
	ck_assert_uint_eq(chip->ecc.step_size, 256);
	ck_assert_uint_eq(chip->ecc.bitflip_threshold, 6);
	ck_assert_uint_eq(chip->bad_block_count, 3);
	ck_assert_uint_eq(chip->bad_blocks[0], 3);
	ck_assert_uint_eq(chip->bad_blocks[1], 0);
	ck_assert_uint_eq(chip->bad_blocks[2], 63);
}
END_TEST

START_TEST(a_bitflip_threshold_is_the_strength_by_default)
{
	begin_nand_with_ecc(8, 512);
	ck_assert_uint_eq(read_flash()->ecc.bitflip_threshold, 8);
}
END_TEST

START_TEST(a_nand_corrects_nothing_by_default)
{
	const struct fm_chip_description *chip;

	begin_nand();
	chip = read_flash();
	ck_assert_uint_eq(chip->oob_size, 0);
	ck_assert_uint_eq(chip->ecc.strength, 0);
	ck_assert_uint_eq(chip->ecc.step_size, 0);
	ck_assert_uint_eq(chip->ecc.bitflip_threshold, 0);
	ck_assert_uint_eq(chip->bad_block_count, 0);
	ck_assert_ptr_null(chip->bad_blocks);
}
END_TEST

START_TEST(an_empty_list_of_bad_blocks_is_none)
{
	begin_nand();
	blob_bytes("flashmap,bad-blocks", "", 0);
	ck_assert_uint_eq(read_flash()->bad_block_count, 0);
}
END_TEST

START_TEST(an_unknown_type_is_refused)
{
	static const char *const types[] = { "", "NAND", "nand2", "mlc-nand" };

	begin_flash(types[_i]);
	check_refused("flashmap,type");
}
END_TEST

START_TEST(a_type_that_is_no_string_is_refused)
{
	begin_flash(NULL);
	blob_bytes("flashmap,type", "nor", 3);
	check_refused("flashmap,type");
}
END_TEST

START_TEST(a_nand_property_of_what_is_no_nand_is_refused)
{
	static const char *const properties[] = {
		"flashmap,oob-size",	  "flashmap,ecc-strength",
		"flashmap,ecc-step-size", "flashmap,bitflip-threshold",
		"flashmap,bad-blocks",
	};

	begin_flash(_i % 2 ? NULL : "ram");
	blob_cells(properties[_i / 2], 1);
	check_refused(properties[_i / 2]);
}
END_TEST

START_TEST(a_nand_property_of_the_wrong_length_is_refused)
{
	static const char *const properties[] = {
		"flashmap,oob-size",	  "flashmap,ecc-strength",
		"flashmap,ecc-step-size", "flashmap,bitflip-threshold",
		"flashmap,bad-blocks",
	};

	begin_nand();
	blob_bytes(properties[_i], "\0\0\0\1\0", 5);
	check_refused(_i < 4 ? "is wrong" : properties[_i]);
}
END_TEST

START_TEST(a_nand_without_pages_is_refused)
{
	static const uint32_t sizes[] = { 1, 0x4000 };

	begin_flash("nand");
	blob_cells("write-block-size", sizes[_i]);
	check_refused("write-block-size");
}
END_TEST

START_TEST(a_nand_without_write_block_size_is_refused)
{
	begin_flash("nand");
	check_refused("write-block-size");
}
END_TEST

START_TEST(a_nand_that_is_erased_to_zeros_is_refused)
{
	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", 0);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0x100000);
	blob_cells("erase-block-size", 0x4000);
	blob_cells("write-block-size", 512);
	blob_text("flashmap,type", "nand");
	check_refused("erased to zeros");
}
END_TEST

START_TEST(a_bad_block_past_the_end_is_refused)
{
	begin_nand();
	blob_cells("flashmap,bad-blocks", 1, 64);
	check_refused("past its end");
}
END_TEST

START_TEST(a_page_of_no_whole_ecc_steps_is_refused)
{
	static const uint32_t sizes[] = { 0, 384, 1024 };

	begin_nand_with_ecc(1, sizes[_i]);
	check_refused("flashmap,ecc-step-size");
}
END_TEST

START_TEST(an_ecc_strength_without_step_size_is_refused)
{
	begin_nand();
	blob_cells("flashmap,ecc-strength", 1);
	check_refused("flashmap,ecc-step-size");
}
END_TEST

START_TEST(an_ecc_strength_that_makes_no_sense_is_refused)
{
	static const uint32_t strengths[] = { 0, 512 * 8, 0xffffffff };

	begin_nand_with_ecc(strengths[_i], 512);
	check_refused("flashmap,ecc-strength");
}
END_TEST

START_TEST(an_ecc_step_size_without_strength_is_refused)
{
	begin_nand();
	blob_cells("flashmap,ecc-step-size", 512);
	check_refused("flashmap,ecc-strength");
}
END_TEST

START_TEST(a_bitflip_threshold_of_0_or_above_the_strength_is_refused)
{
	static const uint32_t thresholds[] = { 0, 9, 0xffffffff };

	begin_nand_with_ecc(8, 512);
	blob_cells("flashmap,bitflip-threshold", thresholds[_i]);
	check_refused("flashmap,bitflip-threshold");
}
END_TEST

START_TEST(a_bitflip_threshold_without_ecc_is_refused)
{
	begin_nand();
	blob_cells("flashmap,bitflip-threshold", 1);
	check_refused("flashmap,ecc-step-size");
}
END_TEST

TCase *devicetree_nand_case(void)
{
	TCase *tests = tcase_create("nand");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_loop_test(tests, a_chip_has_the_type_of_its_node, 0, 2);
	tcase_add_test(tests, a_nand_has_what_its_node_says);
	tcase_add_test(tests, a_bitflip_threshold_is_the_strength_by_default);
	tcase_add_test(tests, a_nand_corrects_nothing_by_default);
	tcase_add_test(tests, an_empty_list_of_bad_blocks_is_none);
	tcase_add_loop_test(tests, an_unknown_type_is_refused, 0, 4);
	tcase_add_test(tests, a_type_that_is_no_string_is_refused);
	tcase_add_loop_test(
		tests, a_nand_property_of_what_is_no_nand_is_refused, 0, 10);
	tcase_add_loop_test(
		tests, a_nand_property_of_the_wrong_length_is_refused, 0, 5);
	tcase_add_loop_test(tests, a_nand_without_pages_is_refused, 0, 2);
	tcase_add_test(tests, a_nand_without_write_block_size_is_refused);
	tcase_add_test(tests, a_nand_that_is_erased_to_zeros_is_refused);
	tcase_add_test(tests, a_bad_block_past_the_end_is_refused);
	tcase_add_loop_test(tests, a_page_of_no_whole_ecc_steps_is_refused, 0,
			    3);
	tcase_add_test(tests, an_ecc_strength_without_step_size_is_refused);
	tcase_add_loop_test(
		tests, an_ecc_strength_that_makes_no_sense_is_refused, 0, 3);
	tcase_add_test(tests, an_ecc_step_size_without_strength_is_refused);
	tcase_add_loop_test(
		tests,
		a_bitflip_threshold_of_0_or_above_the_strength_is_refused, 0,
		3);
	tcase_add_test(tests, a_bitflip_threshold_without_ecc_is_refused);
	return tests;
}
