// SPDX-License-Identifier: BSD-2-Clause
/* The contract on simulated chips; with libfdt only. */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <flashmap/sim.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "unit.h"

static void tear_down(void)
{
	board.map = flashmap_unref(board.map);
}

static void load_demo(void)
{
	board.map = board_load_demo();
	ck_assert_int_eq(flashmap_set_default(board.map), 0);
}

/* A chip of 64 KiB with one partition over it, erased to zeros. */
static void load_zeros(uint32_t write_size)
{
	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", 0);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0x10000);
	blob_cells("erase-block-size", 4096);
	blob_cells("write-block-size", write_size);
	blob_table();
	blob_partition("whole@0", "whole", 0, 0x10000);
	blob_end();
	blob_partition("locked@4000", "locked", 0x4000, 0x1000);
	blob_bytes("read-only", "", 0);
	blob_end();
	blob_partition("long@f000", "long", 0xf000, 0x2000);
	blob_end();
	blob_end_table();
	board.map = board_new_map();
	ck_assert_int_eq(
		flashmap_set_devicetree(board.map, blob_write("zeros.dtb")), 0);
	ck_assert_int_eq(flashmap_set_simulator(board.map, "ram"), 0);
	ck_assert_int_eq(flashmap_load(board.map), 0);
}

START_TEST(a_simulated_area_is_erased_at_first)
{
	const struct flash_area *fa;
	uint8_t bytes[8];

	load_demo();
	fa = must_open("image-0");
	ck_assert_uint_eq(flash_area_erased_val(fa), 0xff);
	ck_assert_uint_eq(flash_area_align(fa), 1);
	ck_assert_int_eq(flash_area_read(fa, 0x5fff8, bytes, 8), 0);
	ck_assert_mem_eq(bytes, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
}
END_TEST

START_TEST(what_was_written_is_read_and_erased)
{
	const struct flash_area *fa;
	uint8_t bytes[5];

	load_demo();
	fa = must_open("image-1");
	ck_assert_int_eq(flash_area_write(fa, 0xffe, "image", 5), 0);
	ck_assert_int_eq(flash_area_read(fa, 0xffe, bytes, 5), 0);
	ck_assert_mem_eq(bytes, "image", 5);
	ck_assert_int_eq(flash_area_erase(fa, 0x1000, 0x1000), 0);
	ck_assert_int_eq(flash_area_read(fa, 0xffe, bytes, 5), 0);
	ck_assert_mem_eq(bytes, "im\xff\xff\xff", 5);
}
END_TEST

START_TEST(ranges_are_checked_on_simulated_areas_too)
{
	const struct flash_area *fa;
	uint8_t byte;

	expect_errors();
	load_demo();
	fa = must_open("storage");
	ck_assert_int_eq(flash_area_read(fa, 1, &byte, SIZE_MAX), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 0x1fff, &byte, SIZE_MAX),
			 -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0x2000, 0x1000), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0x800, 0x1000), -EINVAL);
	ck_assert_int_eq(flash_area_read(fa, 0x2000, &byte, 0), 0);
	ck_assert_int_eq(flash_area_read(fa, 0x2001, &byte, 0), -EINVAL);
}
END_TEST

START_TEST(a_chip_may_be_erased_to_zeros)
{
	const struct flash_area *fa;
	uint8_t byte = 7;

	load_zeros(8);
	fa = must_open("whole");
	ck_assert_uint_eq(flash_area_erased_val(fa), 0);
	ck_assert_uint_eq(flash_area_align(fa), 8);
	ck_assert_int_eq(flash_area_read(fa, 99, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0);
}
END_TEST

START_TEST(a_copy_knows_the_erased_value_too)
{
	struct flash_area copy;

	load_zeros(8);
	copy = *must_open("whole");
	ck_assert_uint_eq(flash_area_erased_val(&copy), 0);
	ck_assert_uint_eq(flash_area_align(&copy), 8);
}
END_TEST

START_TEST(a_write_of_no_whole_blocks_gives_einval)
{
	const struct flash_area *fa;

	expect_errors();
	load_zeros(8);
	fa = must_open("whole");
	ck_assert_int_eq(flash_area_write(fa, 4, "12345678", 8), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 0, "12345678", 7), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 8, "12345678", 8), 0);
}
END_TEST

START_TEST(a_second_write_without_erase_gives_eio)
{
	const struct flash_area *fa;
	uint8_t bytes[8];

	expect_errors();
	load_zeros(8);
	fa = must_open("whole");
	ck_assert_int_eq(flash_area_write(fa, 8, "12345678", 8), 0);
	ck_assert_int_eq(flash_area_write(fa, 8, "87654321", 8), -EIO);
	ck_assert_int_eq(flash_area_read(fa, 8, bytes, 8), 0);
	ck_assert_mem_eq(bytes, "12345678", 8);
}
END_TEST

START_TEST(a_read_only_partition_refuses_changes)
{
	expect_errors();
	load_zeros(1);
	ck_assert_int_eq(flash_area_write(must_open("locked"), 0, "x", 1),
			 -EROFS);
	ck_assert_int_eq(flash_area_erase(must_open("whole"), 0x4000, 0x1000),
			 -EROFS);
	ck_assert_int_eq(flash_area_erase(must_open("whole"), 0x3000, 0x1000),
			 0);
}
END_TEST

START_TEST(a_partition_past_the_end_is_served_up_to_it)
{
	const struct flash_area *fa;
	static uint8_t bytes[0x2000];

	expect_errors();
	load_zeros(1);
	fa = must_open("long");
	ck_assert_int_eq(flash_area_read(fa, 0, bytes, 0x1000), 0);
	ck_assert_int_eq(flash_area_read(fa, 0, bytes, 0x1001), -EINVAL);
	ck_assert_int_eq(flash_area_read(fa, 0x1000, bytes, 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x2000), -EINVAL);
}
END_TEST

struct operations {
	size_t count;
	struct flashmap_sim_operation last;
};

static void note(const struct flashmap_sim_operation *operation, void *context)
{
	struct operations *operations = context;

	operations->count++;
	operations->last = *operation;
}

START_TEST(operations_are_logged_in_chip_offsets)
{
	struct operations operations = { 0 };
	uint32_t count = 99;

	load_demo();
	ck_assert_int_eq(
		flashmap_sim_set_log(NULL, "flash@0", note, &operations), 0);
	ck_assert_int_eq(flash_area_erase(must_open("storage"), 0x1000, 0x1000),
			 0);
	ck_assert_uint_eq(operations.count, 1);
	ck_assert_int_eq(operations.last.kind, FLASHMAP_SIM_ERASE);
	ck_assert_int_eq(operations.last.result, 0);
	ck_assert_uint_eq(operations.last.offset, 0x1f000);
	ck_assert_uint_eq(operations.last.length, 0x1000);
	ck_assert_int_eq(
		flashmap_sim_get_erase_count(NULL, NULL, 0x1f800, &count), 0);
	ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(only_a_simulated_chip_has_a_log)
{
	struct flashmap *map = board_new_map();
	uint32_t count;

	load_demo();
	ck_assert_int_eq(flashmap_sim_set_log(NULL, "flash@1", NULL, NULL),
			 -ENODEV);
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, NULL, NULL), -EACCES);
	ck_assert_int_eq(flashmap_sim_get_erase_count(NULL, NULL, 0, NULL),
			 -EINVAL);
	ck_assert_int_eq(flashmap_sim_get_erase_count(NULL, NULL, 0x100000,
						      &count),
			 -EINVAL);
	flashmap_unref(map);
}
END_TEST

TCase *io_simulated_case(void)
{
	TCase *tests = tcase_create("simulated");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, a_simulated_area_is_erased_at_first);
	tcase_add_test(tests, what_was_written_is_read_and_erased);
	tcase_add_test(tests, ranges_are_checked_on_simulated_areas_too);
	tcase_add_test(tests, a_chip_may_be_erased_to_zeros);
	tcase_add_test(tests, a_copy_knows_the_erased_value_too);
	tcase_add_test(tests, a_write_of_no_whole_blocks_gives_einval);
	tcase_add_test(tests, a_second_write_without_erase_gives_eio);
	tcase_add_test(tests, a_read_only_partition_refuses_changes);
	tcase_add_test(tests, a_partition_past_the_end_is_served_up_to_it);
	tcase_add_test(tests, operations_are_logged_in_chip_offsets);
	tcase_add_test(tests, only_a_simulated_chip_has_a_log);
	return tests;
}
