// SPDX-License-Identifier: BSD-2-Clause
/* The contract on simulated NAND; with libfdt only. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "unit.h"

#define BLOCK 0x4000
#define PAGE 512

/* A chip of 16 blocks, of which number 9 is bad; the area has 4 to 15. */
static const struct flash_area *load_nand(void)
{
	blob_begin();
	blob_controller("controller@0");
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 16 * BLOCK);
	blob_cells("erase-block-size", BLOCK);
	blob_cells("write-block-size", PAGE);
	blob_text("flashmap,type", "nand");
	blob_cells("flashmap,oob-size", 16);
	blob_cells("flashmap,ecc-strength", 4);
	blob_cells("flashmap,ecc-step-size", 512);
	blob_cells("flashmap,bad-blocks", 9);
	blob_table();
	blob_add_partition("partition@10000", "data", 4 * BLOCK, 12 * BLOCK);
	blob_end_table();
	board.map = board_new_map();
	ck_assert_int_eq(
		flashmap_set_devicetree(board.map, blob_write("nand.dtb")), 0);
	ck_assert_int_eq(
		flashmap_set_simulator(board.map, FLASHMAP_SIMULATOR_RAM), 0);
	ck_assert_int_eq(flashmap_load(board.map), 0);
	return must_open("data");
}

static void tear_down(void)
{
	board.map = flashmap_unref(board.map);
}

static int find_type(const struct flashmap_chip *chip, void *context)
{
	ck_assert_str_eq(chip->type, "nand");
	++*(int *)context;
	return 0;
}

START_TEST(a_simulated_nand_is_told_as_such)
{
	const struct flash_area *fa = load_nand();
	int chips = 0;

	ck_assert_uint_eq(flash_area_align(fa), PAGE);
	ck_assert_uint_eq(flash_area_erased_val(fa), 0xff);
	ck_assert_int_eq(flashmap_foreach_chip(board.map, find_type, &chips),
			 0);
	ck_assert_int_eq(chips, 1);
}
END_TEST

START_TEST(pages_are_written_across_blocks_and_read)
{
	static uint8_t data[2 * BLOCK], back[sizeof(data)];
	const struct flash_area *fa = load_nand();

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	ck_assert_int_eq(flash_area_write(fa, BLOCK / 2, data, sizeof(data)),
			 0);
	ck_assert_int_eq(flash_area_read(fa, BLOCK / 2, back, sizeof(back)), 0);
	ck_assert_mem_eq(data, back, sizeof(data));
}
END_TEST

START_TEST(a_bad_block_is_where_the_tree_says)
{
	const struct flash_area *fa = load_nand();

	for (off_t block = 0; block < 12; block++)
		ck_assert_int_eq(flashmap_area_is_bad(fa, block * BLOCK),
				 block == 5);
}
END_TEST

START_TEST(a_bad_block_in_the_range_is_eio_and_nothing_changes)
{
	static uint8_t data[2 * BLOCK], back[BLOCK];
	const struct flash_area *fa = load_nand();

	expect_errors();
	ck_assert_int_eq(flash_area_write(fa, 4 * BLOCK, data, sizeof(data)),
			 -EIO);
	ck_assert_int_eq(flash_area_erase(fa, 4 * BLOCK, sizeof(data)), -EIO);
	ck_assert_int_eq(flash_area_read(fa, 4 * BLOCK, data, sizeof(data)),
			 -EIO);
	ck_assert_int_eq(flash_area_read(fa, 4 * BLOCK, back, sizeof(back)), 0);
	for (size_t i = 0; i < sizeof(back); i++)
		ck_assert_uint_eq(back[i], 0xff);
}
END_TEST

START_TEST(a_page_is_written_once_between_erases)
{
	const struct flash_area *fa = load_nand();
	uint8_t page[PAGE] = { 0 };

	expect_errors();
	ck_assert_int_eq(flash_area_write(fa, PAGE, page, PAGE), 0);
	ck_assert_int_eq(flash_area_write(fa, PAGE, page, PAGE), -EIO);
	ck_assert_int_eq(flash_area_write(fa, 0, page, PAGE), -EIO);
	ck_assert_int_eq(flash_area_write(fa, 0, page, 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0, BLOCK), 0);
	ck_assert_int_eq(flash_area_write(fa, 0, page, PAGE), 0);
	ck_assert_int_eq(flash_area_write(fa, PAGE, page, PAGE), 0);
}
END_TEST

TCase *io_nand_case(void)
{
	TCase *tests = tcase_create("nand");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, a_simulated_nand_is_told_as_such);
	tcase_add_test(tests, pages_are_written_across_blocks_and_read);
	tcase_add_test(tests, a_bad_block_is_where_the_tree_says);
	tcase_add_test(tests,
		       a_bad_block_in_the_range_is_eio_and_nothing_changes);
	tcase_add_test(tests, a_page_is_written_once_between_erases);
	return tests;
}
