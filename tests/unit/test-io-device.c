// SPDX-License-Identifier: BSD-2-Clause
/* Input and output of devices: a chip, or one MTD alone. */

#include <errno.h>
#include <string.h>

#include <storage/flash_map.h>
#include <zephyr/drivers/flash.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

enum {
	CHIP_SIZE = 0x50000,
	KERNEL_SIZE = 0x20000,
	KERNEL_AT = 0x10000,
	DATA_AT = 0x40000,
};

static const struct device *chip, *kernel, *other;
static uint8_t buffer[0x1000];

static const struct device *must_find(const char *name)
{
	const struct device *dev = device_get_binding(name);

	ck_assert_ptr_nonnull(dev);
	return dev;
}

/* The MTD "data" is erased. */
static void set_up(void)
{
	board_set_up();
	chip = must_find("spi0.0");
	kernel = must_find("mtd1");
	other = must_find("spi1.0");
	memset(board.data->content, 0xff, 0x10000);
}

/* Whether a range of "data" has this value, and is erased elsewhere. */
static void check_data(size_t from, size_t to, uint8_t value)
{
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(board.data->content[i],
				  i >= from && i < to ? value : 0xff);
}

static void check_nothing_changed(void)
{
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
}

START_TEST(a_chip_is_read_at_its_offsets)
{
	uint8_t bytes[3] = { 0 };

	ck_assert_int_eq(flash_read(chip, KERNEL_AT + 5, bytes, 2), 0);
	ck_assert_mem_eq(bytes, "\x06\x07\0", 3);
	ck_assert_uint_eq(fake_count("pread mtd1 0x5 0x2"), 1);
}
END_TEST

START_TEST(an_mtd_is_read_from_its_start)
{
	uint8_t bytes[3] = { 0 };

	ck_assert_int_eq(flash_read(kernel, 5, bytes, 2), 0);
	ck_assert_mem_eq(bytes, "\x06\x07\0", 3);
}
END_TEST

START_TEST(a_read_of_a_chip_crosses_its_mtds)
{
	uint8_t bytes[4];

	ck_assert_int_eq(flash_read(chip, KERNEL_AT - 2, bytes, 4), 0);
	ck_assert_mem_eq(bytes, "\xfe\xff\x01\x02", 4);
}
END_TEST

START_TEST(a_chip_is_written_and_erased_at_its_offsets)
{
	ck_assert_int_eq(flash_write(chip, DATA_AT + 0xfff, "\0\0", 2), 0);
	check_data(0xfff, 0x1001, 0);
	ck_assert_int_eq(flash_erase(chip, DATA_AT, 0x1000), 0);
	check_data(0x1000, 0x1001, 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd2 0 0x1000"), 1);
}
END_TEST

START_TEST(an_mtd_is_written_and_erased_from_its_start)
{
	const struct device *data = must_find("mtd2");

	ck_assert_int_eq(flash_write(data, 0xfff, "\0\0", 2), 0);
	check_data(0xfff, 0x1001, 0);
	ck_assert_int_eq(flash_erase(data, 0x1000, 0x1000), 0);
	check_data(0xfff, 0x1000, 0);
}
END_TEST

START_TEST(a_device_is_filled_and_flattened)
{
	ck_assert_int_eq(flash_fill(chip, 0x3c, DATA_AT + 1, 0x2001), 0);
	check_data(1, 0x2002, 0x3c);
	ck_assert_int_eq(flash_flatten(chip, DATA_AT + 0x1000, 0x2000), 0);
	check_data(1, 0x1000, 0x3c);
}
END_TEST

START_TEST(a_device_is_erased_by_whole_pages)
{
	expect_errors();
	ck_assert_int_eq(flash_erase(chip, DATA_AT, 0x800), -EINVAL);
	ck_assert_int_eq(flash_erase(chip, DATA_AT + 0x800, 0x1000), -EINVAL);
	ck_assert_int_eq(flash_flatten(chip, DATA_AT, 0x800), -EINVAL);
	check_nothing_changed();
}
END_TEST

static void check_all_calls(const struct device *dev, off_t offset, size_t size,
			    int expected)
{
	ck_assert_int_eq(flash_read(dev, offset, buffer, size), expected);
	ck_assert_int_eq(flash_write(dev, offset, buffer, size), expected);
	ck_assert_int_eq(flash_erase(dev, offset, size), expected);
	ck_assert_int_eq(flash_fill(dev, 0, offset, size), expected);
	ck_assert_int_eq(flash_flatten(dev, offset, size), expected);
}

START_TEST(what_is_no_device_gives_enodev)
{
	const struct device made = *chip;

	check_all_calls(NULL, 0, 0x1000, -ENODEV);
	check_all_calls(&made, 0, 0x1000, -ENODEV);
	check_all_calls(NULL, 0, 0, -ENODEV);
	check_all_calls(NULL, -1, 1, -ENODEV);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_range_that_is_not_on_the_device_gives_einval)
{
	/* Of the chip, then of the MTD. */
	static const off_t sizes[] = { CHIP_SIZE, KERNEL_SIZE };
	const struct device *dev = _i == 0 ? chip : kernel;
	off_t size = sizes[_i];

	expect_errors();
	check_all_calls(dev, 1, SIZE_MAX, -EINVAL);
	check_all_calls(dev, size - 1, SIZE_MAX, -EINVAL);
	check_all_calls(dev, size, SIZE_MAX, -EINVAL);
	check_all_calls(dev, 0, (size_t)size + 1, -EINVAL);
	check_all_calls(dev, size - 1, 2, -EINVAL);
	check_all_calls(dev, size, 1, -EINVAL);
	check_all_calls(dev, size + 1, 0, -EINVAL);
	check_all_calls(dev, -1, 0, -EINVAL);
	check_all_calls(dev, -1, 1, -EINVAL);
	check_all_calls(dev, -0x1000, 0x1000, -EINVAL);
	check_all_calls(dev, INT64_MAX, 1, -EINVAL);
	check_all_calls(dev, INT64_MIN, 1, -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(nothing_on_the_device_is_0)
{
	static const off_t offsets[] = { 0, 1, KERNEL_SIZE - 1, KERNEL_SIZE };

	check_all_calls(kernel, offsets[_i], 0, 0);
	check_all_calls(chip, offsets[_i], 0, 0);
	check_all_calls(chip, CHIP_SIZE, 0, 0);
	ck_assert_int_eq(flash_read(chip, 0, NULL, 0), 0);
	ck_assert_int_eq(flash_write(chip, 0, NULL, 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(no_bytes_for_a_device_give_einval)
{
	ck_assert_int_eq(flash_read(chip, 0, NULL, 1), -EINVAL);
	ck_assert_int_eq(flash_write(chip, 0, NULL, 1), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(where_no_mtd_is_gives_enxio)
{
	expect_errors();
	check_all_calls(chip, 0x30000, 0x1000, -ENXIO);
	check_all_calls(chip, 0x2f000, 0x1000, 0);
	fake_forget_calls();
	check_all_calls(chip, 0x2f000, 0x12000, -ENXIO);
	check_nothing_changed();
}
END_TEST

/* One that has none, and one whose driver has none. */
START_TEST(a_device_without_erase_gives_enosys)
{
	const struct fake_options options = {
		.number = 7, .name = "ram", .type = "ram", .no_erase = true
	};
	struct fake_mtd *ram = fake_add(&options);
	const struct device *dev;

	expect_errors();
	memset(ram->content, 0, 0x10000);
	board_tear_down();
	board.map = fake_load_map();
	dev = flash_area_get_device(must_open("ram"));
	ck_assert_int_eq(flash_erase(dev, 0, 0x1000), -ENOSYS);
	ck_assert_int_eq(flash_erase(dev, 0, 0), 0);
	ck_assert_int_eq(flash_flatten(dev, 3, 9), 0);
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(ram->content[i], i >= 3 && i < 12 ? 0xff : 0);
	fake_fail(board.spare, FAKE_IOCTL, MEMERASE64, 1, EOPNOTSUPP);
	ck_assert_int_eq(flash_erase(other, 0, 0x1000), -ENOSYS);
	fake_fail(board.spare, FAKE_IOCTL, MEMERASE64, 1, EOPNOTSUPP);
	ck_assert_int_eq(flash_flatten(other, 0, 0x1000), -ENOSYS);
}
END_TEST

static int copy(const struct device *from, off_t from_off,
		const struct device *to, off_t to_off, off_t size)
{
	return flash_copy(from, from_off, to, to_off, size, buffer,
			  sizeof(buffer));
}

START_TEST(a_device_is_copied_to_itself_and_to_another)
{
	ck_assert_int_eq(copy(kernel, 0x10, chip, DATA_AT + 3, 0x2345), 0);
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(board.data->content[i],
				  i >= 3 && i < 0x2348 ? (uint8_t)(i - 3 + 0x11)
						       : 0xff);
	memset(board.spare->content, 0xff, 0x10000);
	ck_assert_int_eq(copy(chip, DATA_AT, other, 0, 0x10000), 0);
	ck_assert_mem_eq(board.spare->content, board.data->content, 0x10000);
}
END_TEST

START_TEST(an_mtd_and_its_chip_overlap_in_a_copy)
{
	expect_errors();
	ck_assert_int_eq(copy(chip, KERNEL_AT, kernel, 0x800, 0x1000), -EINVAL);
	ck_assert_int_eq(copy(kernel, 0x1800, chip, KERNEL_AT + 0x1000, 0x1000),
			 -EINVAL);
	ck_assert_int_eq(copy(chip, 0, chip, 0xfff, 0x1000), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_device_is_copied_to_its_own_place_by_doing_nothing)
{
	ck_assert_int_eq(copy(chip, 5, chip, 5, 0x1000), 0);
	ck_assert_int_eq(copy(chip, KERNEL_AT + 5, kernel, 5, 0x1000), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_copy_of_nothing_on_the_devices_is_0)
{
	ck_assert_int_eq(copy(chip, CHIP_SIZE, kernel, KERNEL_SIZE, 0), 0);
	ck_assert_int_eq(copy(chip, 0, kernel, 1, 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(arguments_of_a_copy_come_before_its_devices)
{
	ck_assert_int_eq(flash_copy(NULL, -1, NULL, -1, -1, NULL, 0), -EINVAL);
	ck_assert_int_eq(flash_copy(NULL, -1, NULL, 0, 1, buffer, 1), -EINVAL);
	ck_assert_int_eq(flash_copy(NULL, 0, NULL, -1, 1, buffer, 1), -EINVAL);
	ck_assert_int_eq(flash_copy(NULL, 0, NULL, 2, -1, buffer, 1), -EINVAL);
	ck_assert_int_eq(flash_copy(NULL, 0, NULL, 2, 1, NULL, 1), -EINVAL);
	ck_assert_int_eq(flash_copy(NULL, 0, NULL, 2, 1, buffer, 0), -EINVAL);
	ck_assert_int_eq(copy(NULL, INT64_MAX, NULL, 0, 1), -EINVAL);
	ck_assert_int_eq(copy(NULL, 0, NULL, 1, INT64_MAX), -EINVAL);
	ck_assert_int_eq(copy(NULL, 0, NULL, 2, 1), -ENODEV);
	ck_assert_int_eq(copy(NULL, 2, NULL, 2, 1), -ENODEV);
	ck_assert_int_eq(copy(chip, 0, NULL, 2, 1), -ENODEV);
	ck_assert_int_eq(copy(NULL, 0, chip, 2, 1), -ENODEV);
	ck_assert_int_eq(copy(NULL, 0, NULL, 0, INT64_MAX), -ENODEV);
}
END_TEST

START_TEST(a_copy_that_is_not_on_its_devices_gives_einval)
{
	static const struct {
		off_t offset, size;
	} outside[] = {
		{ KERNEL_SIZE + 1, 0 }, { KERNEL_SIZE, 1 },
		{ KERNEL_SIZE - 1, 2 }, { 0, KERNEL_SIZE + 1 },
		{ 1, INT64_MAX - 1 },
	};

	expect_errors();
	ck_assert_int_eq(copy(kernel, outside[_i].offset, other, 0,
			      outside[_i].size),
			 -EINVAL);
	ck_assert_int_eq(copy(other, 0, kernel, outside[_i].offset,
			      outside[_i].size),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

TCase *io_device_case(void)
{
	TCase *tests = tcase_create("device");

	tcase_add_checked_fixture(tests, set_up, board_tear_down);
	tcase_add_test(tests, a_chip_is_read_at_its_offsets);
	tcase_add_test(tests, an_mtd_is_read_from_its_start);
	tcase_add_test(tests, a_read_of_a_chip_crosses_its_mtds);
	tcase_add_test(tests, a_chip_is_written_and_erased_at_its_offsets);
	tcase_add_test(tests, an_mtd_is_written_and_erased_from_its_start);
	tcase_add_test(tests, a_device_is_filled_and_flattened);
	tcase_add_test(tests, a_device_is_erased_by_whole_pages);
	tcase_add_test(tests, what_is_no_device_gives_enodev);
	tcase_add_loop_test(
		tests, a_range_that_is_not_on_the_device_gives_einval, 0, 2);
	tcase_add_loop_test(tests, nothing_on_the_device_is_0, 0, 4);
	tcase_add_test(tests, no_bytes_for_a_device_give_einval);
	tcase_add_test(tests, where_no_mtd_is_gives_enxio);
	tcase_add_test(tests, a_device_without_erase_gives_enosys);
	tcase_add_test(tests, a_device_is_copied_to_itself_and_to_another);
	tcase_add_test(tests, an_mtd_and_its_chip_overlap_in_a_copy);
	tcase_add_test(tests,
		       a_device_is_copied_to_its_own_place_by_doing_nothing);
	tcase_add_test(tests, a_copy_of_nothing_on_the_devices_is_0);
	tcase_add_test(tests, arguments_of_a_copy_come_before_its_devices);
	tcase_add_loop_test(
		tests, a_copy_that_is_not_on_its_devices_gives_einval, 0, 5);
	return tests;
}
