// SPDX-License-Identifier: BSD-2-Clause
/* flash_ex_op(): bad blocks by the offsets of a device. */

#include <errno.h>
#include <stdint.h>

#include <zephyr/drivers/flash.h>

#include "board.h"
#include "nand.h"
#include "unit.h"

static int ask(const struct device *dev, off_t offset, int *status)
{
	return flash_ex_op(dev, FLASH_EX_OP_IS_BAD_BLOCK, (uintptr_t)&offset,
			   status);
}

static int mark(const struct device *dev, off_t offset)
{
	return flash_ex_op(dev, FLASH_EX_OP_MARK_BAD_BLOCK, (uintptr_t)&offset,
			   NULL);
}

static const struct device *chip_device(void)
{
	return nand.fa->fa_dev;
}

static void check_status(const struct device *dev, off_t offset, int expected)
{
	int status[2] = { -1, 0x5a5a5a5a };

	ck_assert_int_eq(ask(dev, offset, &status[0]), 0);
	ck_assert_int_eq(status[0], expected);
	ck_assert_int_eq(status[1], 0x5a5a5a5a);
}

START_TEST(the_status_of_a_block_is_told_at_each_of_its_bytes)
{
	fake_mark_bad(nand.rootfs, 2 * NAND_BLOCK);
	check_status(chip_device(), 2 * NAND_BLOCK - 1, FLASH_BLOCK_GOOD);
	check_status(chip_device(), 2 * NAND_BLOCK, FLASH_BLOCK_BAD);
	check_status(chip_device(), 3 * NAND_BLOCK - 1, FLASH_BLOCK_BAD);
	check_status(chip_device(), 3 * NAND_BLOCK, FLASH_BLOCK_GOOD);
}
END_TEST

START_TEST(offsets_are_those_of_the_chip)
{
	fake_mark_bad(nand.data, NAND_BLOCK);
	check_status(chip_device(), NAND_BLOCK, FLASH_BLOCK_GOOD);
	check_status(chip_device(), NAND_SIZE + NAND_BLOCK, FLASH_BLOCK_BAD);
}
END_TEST

START_TEST(offsets_of_one_mtd_begin_at_its_start)
{
	const struct device *dev;

	expect_errors();
	ck_assert_int_eq(flashmap_set_default(nand.map), 0);
	dev = device_get_binding("mtd1");
	fake_mark_bad(nand.data, NAND_BLOCK);
	check_status(dev, NAND_BLOCK, FLASH_BLOCK_BAD);
	ck_assert_int_eq(mark(dev, NAND_SIZE - 1), 0);
	ck_assert(nand.data->bad[NAND_BLOCKS - 1]);
	ck_assert_int_eq(mark(dev, NAND_SIZE), -EINVAL);
}
END_TEST

START_TEST(a_nor_has_good_blocks_only)
{
	const struct device *dev = nand_add_nor()->fa_dev;

	check_status(dev, 0, FLASH_BLOCK_GOOD);
	ck_assert_int_eq(mark(dev, 0), -ENOTSUP);
}
END_TEST

START_TEST(a_block_is_marked_once)
{
	ck_assert_int_eq(mark(chip_device(), NAND_SIZE + 2 * NAND_BLOCK + 5),
			 0);
	ck_assert_int_eq(mark(chip_device(), NAND_SIZE + 2 * NAND_BLOCK), 0);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK mtd1 0x2000"), 1);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 1);
	check_status(chip_device(), NAND_SIZE + 2 * NAND_BLOCK,
		     FLASH_BLOCK_BAD);
}
END_TEST

START_TEST(the_first_and_the_last_block_are_marked)
{
	ck_assert_int_eq(mark(chip_device(), 0), 0);
	ck_assert_int_eq(mark(chip_device(), 2 * NAND_SIZE - 1), 0);
	ck_assert(nand.rootfs->bad[0]);
	ck_assert(nand.data->bad[NAND_BLOCKS - 1]);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 2);
}
END_TEST

START_TEST(offsets_that_are_not_on_the_device_give_einval)
{
	static const off_t offsets[] = { 2 * NAND_SIZE, -1, INT64_MIN,
					 INT64_MAX };
	int status = 7;

	expect_errors();
	ck_assert_int_eq(ask(chip_device(), offsets[_i], &status), -EINVAL);
	ck_assert_int_eq(mark(chip_device(), offsets[_i]), -EINVAL);
	ck_assert_int_eq(status, 7);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 0);
}
END_TEST

START_TEST(what_is_missing_gives_einval)
{
	const struct device *dev = chip_device();
	off_t offset = 0;
	int status = 7;

	ck_assert_int_eq(ask(dev, 0, NULL), -EINVAL);
	ck_assert_int_eq(flash_ex_op(dev, FLASH_EX_OP_IS_BAD_BLOCK, 0, &status),
			 -EINVAL);
	ck_assert_int_eq(flash_ex_op(dev, FLASH_EX_OP_MARK_BAD_BLOCK, 0, NULL),
			 -EINVAL);
	ck_assert_int_eq(status, 7);
	/* Marking tells nothing: what is there for it is left alone. */
	ck_assert_int_eq(flash_ex_op(dev, FLASH_EX_OP_MARK_BAD_BLOCK,
				     (uintptr_t)&offset, &status),
			 0);
	ck_assert_int_eq(status, 7);
}
END_TEST

START_TEST(an_offset_may_lie_anywhere_in_memory)
{
	struct {
		char before;
		off_t offset;
	} __attribute__((packed)) odd = { 1, NAND_BLOCK };
	int status = -1;

	fake_mark_bad(nand.rootfs, NAND_BLOCK);
	ck_assert_int_eq(flash_ex_op(chip_device(), FLASH_EX_OP_IS_BAD_BLOCK,
				     (uintptr_t)&odd + 1, &status),
			 0);
	ck_assert_int_eq(status, FLASH_BLOCK_BAD);
}
END_TEST

START_TEST(another_operation_is_not_supported)
{
	static const uint16_t codes[] = { FLASH_EX_OP_RESET,
					  3,
					  0x7fff,
					  FLASH_EX_OP_VENDOR_BASE,
					  FLASH_EX_OP_VENDOR_BASE | 1,
					  UINT16_MAX };

	ck_assert_int_eq(flash_ex_op(chip_device(), codes[_i], 0, NULL),
			 -ENOTSUP);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(what_is_read_only_is_not_marked)
{
	struct flashmap *map;

	expect_errors();
	fake_add(&(struct fake_options){ .number = 8,
					 .name = "fixed",
					 .type = "nand",
					 .write_size = NAND_PAGE,
					 .read_only = true });
	map = fake_load_map();
	ck_assert_int_eq(mark(must_open_in(map, "fixed")->fa_dev, 0), -EROFS);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(what_is_in_use_is_not_marked)
{
	expect_errors();
	write_file("sys/class/ubi/ubi0/mtd_num", "1\n");
	ck_assert_int_eq(mark(chip_device(), NAND_SIZE), -EBUSY);
	ck_assert_uint_eq(fake_count("MEMSETBADBLOCK"), 0);
	ck_assert_int_eq(mark(chip_device(), 0), 0);
}
END_TEST

START_TEST(failures_of_the_device_are_passed_on)
{
	int status = 7;

	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMGETBADBLOCK, 1, EIO);
	ck_assert_int_eq(ask(chip_device(), 0, &status), -EIO);
	ck_assert_int_eq(status, 7);
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMSETBADBLOCK, 1, EIO);
	ck_assert_int_eq(mark(chip_device(), 0), -EIO);
}
END_TEST

START_TEST(what_is_no_device_has_no_operations)
{
	static const struct device made = { .name = "nand" };
	static const uint16_t codes[] = { FLASH_EX_OP_RESET,
					  FLASH_EX_OP_IS_BAD_BLOCK,
					  FLASH_EX_OP_MARK_BAD_BLOCK, 77 };
	off_t offset = 0;
	int status = 7;

	ck_assert_int_eq(flash_ex_op(NULL, codes[_i], (uintptr_t)&offset,
				     &status),
			 -ENODEV);
	ck_assert_int_eq(flash_ex_op(&made, codes[_i], (uintptr_t)&offset,
				     &status),
			 -ENODEV);
	ck_assert_int_eq(status, 7);
}
END_TEST

Suite *extended_suite(void)
{
	Suite *suite = suite_create("extended");
	TCase *core = tcase_create("core");

	tcase_add_checked_fixture(core, nand_set_up, nand_tear_down);
	tcase_add_test(core,
		       the_status_of_a_block_is_told_at_each_of_its_bytes);
	tcase_add_test(core, offsets_are_those_of_the_chip);
	tcase_add_test(core, offsets_of_one_mtd_begin_at_its_start);
	tcase_add_test(core, a_nor_has_good_blocks_only);
	tcase_add_test(core, a_block_is_marked_once);
	tcase_add_test(core, the_first_and_the_last_block_are_marked);
	tcase_add_loop_test(
		core, offsets_that_are_not_on_the_device_give_einval, 0, 4);
	tcase_add_test(core, what_is_missing_gives_einval);
	tcase_add_test(core, an_offset_may_lie_anywhere_in_memory);
	tcase_add_loop_test(core, another_operation_is_not_supported, 0, 6);
	tcase_add_test(core, what_is_read_only_is_not_marked);
	tcase_add_test(core, what_is_in_use_is_not_marked);
	tcase_add_test(core, failures_of_the_device_are_passed_on);
	tcase_add_loop_test(core, what_is_no_device_has_no_operations, 0, 4);
	suite_add_tcase(suite, core);
	return suite;
}
