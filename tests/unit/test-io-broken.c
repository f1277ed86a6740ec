// SPDX-License-Identifier: BSD-2-Clause
/*
 * Filling, flattening, copying and failing on simulated NOR and NAND; with
 * libfdt only.
 */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/sim.h>
#include <zephyr/drivers/flash.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "unit.h"

enum {
	/* Of NOR a sector, of NAND a block. */
	SECTOR = 0x1000,
	PAGE = 512,
	AREA_AT = 2 * SECTOR,
	AREA_SIZE = 8 * SECTOR,
};

/* Chips of 12 sectors, each with an area of 8 that begins at the third. */
static const struct flash_area *areas[2];
/* NOR first. */
#define nor (areas[0])
#define nand (areas[1])

/* What a whole chip has to hold. */
static uint8_t expected[2][12 * SECTOR];
static uint8_t data[AREA_SIZE];

static void add_chip(const char *controller, const char *label, bool is_nand)
{
	blob_controller(controller);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 12 * SECTOR);
	blob_cells("erase-block-size", SECTOR);
	blob_cells("write-block-size", is_nand ? PAGE : 1);
	if (is_nand) {
		blob_text("flashmap,type", "nand");
		blob_cells("flashmap,oob-size", 16);
		blob_cells("flashmap,ecc-strength", 4);
		blob_cells("flashmap,ecc-step-size", PAGE);
	}
	blob_table();
	blob_add_partition("partition@2000", label, AREA_AT, AREA_SIZE);
	blob_end_table();
}

static void set_up(void)
{
	blob_begin();
	add_chip("controller@0", "nor", false);
	add_chip("controller@1", "nand", true);
	board.map = board_new_map();
	ck_assert_int_eq(
		flashmap_set_devicetree(board.map, blob_write("both.dtb")), 0);
	ck_assert_int_eq(
		flashmap_set_simulator(board.map, FLASHMAP_SIMULATOR_RAM), 0);
	ck_assert_int_eq(flashmap_load(board.map), 0);
	ck_assert_int_eq(flashmap_set_default(board.map), 0);
	nor = must_open("nor");
	nand = must_open("nand");
	memset(expected, 0xff, sizeof(expected));
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7 + i / 251);
}

static void tear_down(void)
{
	board.map = flashmap_unref(board.map);
}

/* From now on a range of an area has to hold this. */
static void expect(const struct flash_area *fa, size_t off, const void *bytes,
		   size_t len)
{
	memcpy(&expected[fa == nand][AREA_AT + off], bytes, len);
}

static void expect_value(const struct flash_area *fa, size_t off, uint8_t value,
			 size_t len)
{
	memset(&expected[fa == nand][AREA_AT + off], value, len);
}

/* Both chips, all of them. */
static void check_chips(void)
{
	static uint8_t found[12 * SECTOR];

	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(flash_read(flash_area_get_device(areas[i]), 0,
					    found, sizeof(found)),
				 0);
		for (size_t j = 0; j < sizeof(found); j++)
			if (found[j] != expected[i][j])
				ck_abort_msg("byte %#zx of %s is %#x", j,
					     areas[i]->fa_label, found[j]);
	}
}

static void must_write(const struct flash_area *fa, size_t off, size_t len)
{
	ck_assert_int_eq(flash_area_write(fa, (off_t)off, data + off, len), 0);
	expect(fa, off, data + off, len);
}

static void weaken(const struct flash_area *fa, size_t off,
		   enum flashmap_sim_kind kind, uint32_t nth)
{
	ck_assert_int_eq(flashmap_sim_set_weak(board.map, fa->fa_dev_name,
					       AREA_AT + off, kind, nth, false),
			 0);
}

START_TEST(a_sector_that_fails_to_program_is_told)
{
	const struct flash_area *fa = areas[_i];
	off_t failed = 77;

	expect_errors();
	weaken(fa, 3 * SECTOR, FLASHMAP_SIM_WRITE, 2);
	ck_assert_int_eq(flashmap_area_write(fa, SECTOR + PAGE,
					     data + SECTOR + PAGE, 4 * SECTOR,
					     &failed),
			 -EIO);
	ck_assert_int_eq(failed, 3 * SECTOR);
	expect(fa, SECTOR + PAGE, data + SECTOR + PAGE, 2 * SECTOR - PAGE);
	/* A page that is half programmed reads as it likes. */
	ck_assert_int_eq(flash_area_erase(fa, 3 * SECTOR, SECTOR), 0);
	check_chips();
}
END_TEST

START_TEST(a_sector_that_fails_to_erase_is_told)
{
	const struct flash_area *fa = areas[_i];
	off_t failed = 77;

	expect_errors();
	must_write(fa, 0, AREA_SIZE);
	weaken(fa, 3 * SECTOR, FLASHMAP_SIM_ERASE, 1);
	ck_assert_int_eq(flashmap_area_erase(fa, SECTOR, 4 * SECTOR, &failed),
			 -EIO);
	ck_assert_int_eq(failed, 3 * SECTOR);
	expect_value(fa, SECTOR, 0xff, 3 * SECTOR);
	ck_assert_int_eq(flash_area_erase(fa, 3 * SECTOR, SECTOR), 0);
	check_chips();
}
END_TEST

START_TEST(a_flattened_range_is_erased_and_nothing_beside)
{
	const struct flash_area *fa = areas[_i];

	must_write(fa, 0, AREA_SIZE);
	ck_assert_int_eq(flash_area_flatten(fa, 2 * SECTOR, 3 * SECTOR), 0);
	expect_value(fa, 2 * SECTOR, 0xff, 3 * SECTOR);
	check_chips();
	must_write(fa, 2 * SECTOR, 3 * SECTOR);
	check_chips();
}
END_TEST

START_TEST(a_filled_range_has_the_value_and_nothing_beside)
{
	const struct flash_area *fa = areas[_i];

	ck_assert_int_eq(flash_fill(flash_area_get_device(fa), 0x5a,
				    AREA_AT + PAGE, 2 * SECTOR),
			 0);
	expect_value(fa, PAGE, 0x5a, 2 * SECTOR);
	check_chips();
}
END_TEST

START_TEST(a_nand_is_filled_by_whole_pages)
{
	const struct device *dev = flash_area_get_device(nand);

	expect_errors();
	ck_assert_int_eq(flash_fill(dev, 0, AREA_AT + 1, PAGE), -EINVAL);
	ck_assert_int_eq(flash_fill(dev, 0, AREA_AT, PAGE - 1), -EINVAL);
	check_chips();
}
END_TEST

/* From NOR to NAND, and back. */
START_TEST(an_area_is_copied_to_another_kind_of_flash)
{
	static uint8_t buffer[3 * PAGE];
	const struct flash_area *from = areas[_i], *to = areas[!_i];

	must_write(from, 0, AREA_SIZE);
	ck_assert_int_eq(flash_area_copy(from, PAGE, to, 2 * PAGE, 4 * SECTOR,
					 buffer, sizeof(buffer)),
			 0);
	expect(to, 2 * PAGE, data + PAGE, 4 * SECTOR);
	check_chips();
}
END_TEST

START_TEST(a_copy_to_nand_is_of_whole_pages)
{
	static uint8_t buffer[PAGE + 1];

	expect_errors();
	must_write(nor, 0, SECTOR);
	ck_assert_int_eq(flash_area_copy(nor, 0, nand, 0, PAGE - 1, buffer,
					 PAGE),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(nor, 0, nand, 1, PAGE, buffer, PAGE),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(nor, 0, nand, 0, PAGE, buffer,
					 PAGE + 1),
			 -EINVAL);
	ck_assert_int_eq(flash_area_copy(nor, 0, nand, 0, PAGE, buffer, 1),
			 -EINVAL);
	check_chips();
	ck_assert_int_eq(flash_area_copy(nor, 1, nand, 0, PAGE, buffer, PAGE),
			 0);
	expect(nand, 0, data + 1, PAGE);
	check_chips();
}
END_TEST

START_TEST(a_bad_block_refuses_the_whole_copy)
{
	static uint8_t buffer[SECTOR];

	expect_errors();
	must_write(nor, 0, AREA_SIZE);
	must_write(nand, 0, SECTOR);
	ck_assert_int_eq(flashmap_sim_set_bad(board.map, nand->fa_dev_name,
					      AREA_AT + 3 * SECTOR, true),
			 0);
	ck_assert_int_eq(flash_area_copy(nor, 0, nand, SECTOR, 3 * SECTOR,
					 buffer, SECTOR),
			 -EIO);
	ck_assert_int_eq(flash_area_copy(nand, 0, nor, 0, 4 * SECTOR, buffer,
					 SECTOR),
			 -EIO);
	ck_assert_int_eq(flashmap_sim_set_bad(board.map, nand->fa_dev_name,
					      AREA_AT + 3 * SECTOR, false),
			 0);
	check_chips();
}
END_TEST

START_TEST(a_copy_ends_where_data_cannot_be_corrected)
{
	static uint8_t buffer[SECTOR];

	expect_errors();
	must_write(nand, 0, AREA_SIZE);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, nand->fa_dev_name,
						   AREA_AT + 2 * SECTOR, 5),
			 0);
	ck_assert_int_eq(flash_area_copy(nand, 0, nor, 0, AREA_SIZE, buffer,
					 SECTOR),
			 -EBADMSG);
	ck_assert_int_eq(flashmap_sim_set_bitflips(board.map, nand->fa_dev_name,
						   AREA_AT + 2 * SECTOR, 0),
			 0);
	expect(nor, 0, data, 2 * SECTOR);
	check_chips();
}
END_TEST

TCase *io_broken_case(void)
{
	TCase *tests = tcase_create("broken");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, a_sector_that_fails_to_program_is_told, 0,
			    2);
	tcase_add_loop_test(tests, a_sector_that_fails_to_erase_is_told, 0, 2);
	tcase_add_loop_test(
		tests, a_flattened_range_is_erased_and_nothing_beside, 0, 2);
	tcase_add_loop_test(
		tests, a_filled_range_has_the_value_and_nothing_beside, 0, 2);
	tcase_add_test(tests, a_nand_is_filled_by_whole_pages);
	tcase_add_loop_test(tests, an_area_is_copied_to_another_kind_of_flash,
			    0, 2);
	tcase_add_test(tests, a_copy_to_nand_is_of_whole_pages);
	tcase_add_test(tests, a_bad_block_refuses_the_whole_copy);
	tcase_add_test(tests, a_copy_ends_where_data_cannot_be_corrected);
	return tests;
}
