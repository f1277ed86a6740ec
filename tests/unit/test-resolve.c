// SPDX-License-Identifier: BSD-2-Clause
/* Areas that a program made, through the calls that take an area. */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "tree.h"
#include "unit.h"

static struct flash_area make(const char *name, off_t offset, size_t size)
{
	return (struct flash_area){
		.fa_off = offset,
		.fa_size = size,
		.fa_dev_name = name,
	};
}

/* The first byte of the area is this one. */
static void check_byte(const struct flash_area *fa, uint8_t expected)
{
	uint8_t byte = 0;

	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), 0);
	ck_assert_uint_eq(byte, expected);
}

static void check_error(const struct flash_area *fa, int error)
{
	uint8_t byte;

	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), error);
	ck_assert_int_eq(flash_area_write(fa, 0, "x", 1), error);
	ck_assert_int_eq(flash_area_erase(fa, 0, 1), error);
}

START_TEST(an_area_made_by_the_name_of_a_chip_is_at_its_chip_offset)
{
	const struct flash_area made = make("spi0.0", 0x10003, 16);

	check_byte(&made, 3 + 1);
	ck_assert_uint_eq(fake_count("pread mtd1"), 1);
}
END_TEST

START_TEST(an_area_made_by_device_is_at_its_chip_offset)
{
	struct flash_area made = make(NULL, 0x10003, 16);

	made.fa_dev = must_open("boot")->fa_dev;
	check_byte(&made, 3 + 1);
}
END_TEST

START_TEST(an_area_made_by_the_name_of_an_mtd_begins_at_its_start)
{
	const struct flash_area made = make("mtd1", 5, 16);

	check_byte(&made, 5 + 1);
	ck_assert_uint_eq(fake_count("pread mtd1"), 1);
}
END_TEST

START_TEST(the_name_of_an_mtd_that_has_moved_is_that_of_the_map)
{
	const struct flash_area made = make("mtd1", 5, 16);

	fake_renumber(board.kernel, 8);
	check_byte(&made, 5 + 1);
}
END_TEST

START_TEST(an_area_without_any_name_has_no_device)
{
	const struct flash_area made = make(NULL, 0, 16);

	check_error(&made, -ENODEV);
	ck_assert_uint_eq(flash_area_align(&made), 0);
	ck_assert_uint_eq(flash_area_erased_val(&made), 0xff);
}
END_TEST

START_TEST(an_area_with_an_unknown_name_has_no_device)
{
	static const char *const names[] = {
		"spi2.0", "SPI0.0", "spi0.0 ", "",
		"mtd9",	  "mtd01",  "mtd1ro",  "boot",
	};
	const struct flash_area made = make(names[_i], 0, 16);

	check_error(&made, -ENODEV);
}
END_TEST

START_TEST(a_device_that_is_none_counts_as_none)
{
	struct flash_area made = make("spi0.0", 0x10003, 16);

	made.fa_dev = (const void *)"garbage";
	check_byte(&made, 3 + 1);
	made.fa_dev_name = NULL;
	check_error(&made, -ENODEV);
}
END_TEST

START_TEST(a_device_of_a_map_that_is_gone_counts_as_none)
{
	struct flashmap *other = fake_load_map();
	struct flash_area made = make("spi0.0", 0x10003, 16);

	made.fa_dev = must_open_in(other, "boot")->fa_dev;
	flashmap_unref(other);
	check_byte(&made, 3 + 1);
}
END_TEST

START_TEST(a_name_that_is_unknown_does_not_matter_beside_a_device)
{
	struct flash_area made = make("unknown", 0x10003, 16);

	made.fa_dev = must_open("boot")->fa_dev;
	check_byte(&made, 3 + 1);
}
END_TEST

START_TEST(a_name_and_a_device_that_agree_are_fine)
{
	struct flash_area made = make("spi0.0", 0x10003, 16);

	made.fa_dev = must_open("boot")->fa_dev;
	check_byte(&made, 3 + 1);
}
END_TEST

START_TEST(the_name_of_the_first_mtd_agrees_with_its_chip)
{
	struct flash_area made = make("mtd0", 3, 16);

	made.fa_dev = must_open("boot")->fa_dev;
	check_byte(&made, 3);
}
END_TEST

START_TEST(a_name_and_a_device_that_disagree_give_einval)
{
	struct flash_area made = make("spi1.0", 0, 16);

	expect_errors();
	made.fa_dev = must_open("boot")->fa_dev;
	check_error(&made, -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "spi1.0"));
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_mtd_with_another_start_disagrees_with_its_chip)
{
	struct flash_area made = make("mtd1", 0, 16);

	expect_errors();
	made.fa_dev = must_open("boot")->fa_dev;
	check_error(&made, -EINVAL);
}
END_TEST

START_TEST(an_area_past_the_end_of_the_chip_gives_einval)
{
	const struct flash_area past = make("spi0.0", 0x50000, 16);
	const struct flash_area over = make("spi1.0", 0xfff0, 17);
	uint8_t bytes[17];

	expect_errors();
	check_error(&past, -EINVAL);
	ck_assert_int_eq(flash_area_read(&over, 0, bytes, 17), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_area_past_the_end_of_its_mtd_gives_einval)
{
	const struct flash_area made = make("mtd0", 0xffff, 0x1000);
	uint8_t bytes[2];

	expect_errors();
	check_byte(&made, 0xff);
	fake_forget_calls();
	ck_assert_int_eq(flash_area_read(&made, 0, bytes, 2), -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(offsets_that_add_up_to_too_much_give_einval)
{
	const struct flash_area chip = make("spi0.0", INT64_MAX, SIZE_MAX);
	const struct flash_area mtd = make("mtd1", INT64_MAX, SIZE_MAX);
	uint8_t byte;

	expect_errors();
	ck_assert_int_eq(flash_area_read(&chip, INT64_MAX, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_read(&mtd, INT64_MAX, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_read(&mtd, 1, &byte, SIZE_MAX - 1),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_area_with_a_negative_start_gives_einval)
{
	const struct flash_area chip = make("spi0.0", -1, 16);
	const struct flash_area mtd = make("mtd1", -1, 16);

	expect_errors();
	check_error(&chip, -EINVAL);
	check_error(&mtd, -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_area_over_two_neighbours_is_served_by_both)
{
	const struct flash_area made = make("spi0.0", 0xfffe, 16);
	uint8_t bytes[4];

	ck_assert_int_eq(flash_area_read(&made, 0, bytes, 4), 0);
	ck_assert_mem_eq(bytes, "\xfe\xff\x01\x02", 4);
}
END_TEST

START_TEST(an_area_over_a_gap_gives_enxio_and_changes_nothing)
{
	const struct flash_area made = make("spi0.0", 0x2f000, 0x12000);
	uint8_t bytes[0x2000];

	expect_errors();
	memset(bytes, 0, sizeof(bytes));
	ck_assert_int_eq(flash_area_read(&made, 0, bytes, 0x1001), -ENXIO);
	ck_assert_int_eq(flash_area_write(&made, 0, bytes, 0x2000), -ENXIO);
	ck_assert_int_eq(flash_area_erase(&made, 0, 0x2000), -ENXIO);
	ck_assert_int_eq(flash_area_read(&made, 0x1000, bytes, 1), -ENXIO);
	ck_assert_uint_eq(board.kernel->content[0x1f000], 1);
	ck_assert_int_eq(flash_area_read(&made, 0, bytes, 0x1000), 0);
}
END_TEST

START_TEST(a_copy_of_an_area_works_like_it)
{
	const struct flash_area copy = *must_open("kernel");
	const struct flash_area *fa = must_open("kernel");

	check_byte(&copy, 1);
	ck_assert_int_eq(flash_area_erase(&copy, 0, 0x1000), 0);
	check_byte(fa, 0xff);
	ck_assert_uint_eq(flash_area_align(&copy), 1);
	ck_assert_uint_eq(flash_area_erased_val(&copy), 0xff);
	ck_assert_int_eq(flash_area_has_driver(&copy), 1);
	ck_assert_ptr_eq(flash_area_get_device(&copy), fa->fa_dev);
}
END_TEST

START_TEST(a_copy_can_be_made_smaller)
{
	struct flash_area copy = *must_open("kernel");
	uint8_t byte;

	expect_errors();
	copy.fa_off += 0x1010;
	copy.fa_size = 16;
	check_byte(&copy, 0x11);
	ck_assert_int_eq(flash_area_read(&copy, 16, &byte, 1), -EINVAL);
}
END_TEST

START_TEST(a_copy_of_an_area_of_another_map_is_of_that_map)
{
	struct flashmap *other = fake_load_map();
	const struct flash_area copy = *must_open_in(other, "kernel");

	/* Its name is that of a chip of the default map too. */
	ck_assert_ptr_eq(flash_area_get_device(&copy), copy.fa_dev);
	check_byte(&copy, 1);
	flashmap_unref(other);
}
END_TEST

START_TEST(the_smallest_mtd_around_an_area_serves_it)
{
	static const char device[] = "devices/platform/spi7.0";
	struct fake_options options = {
		.number = 10,
		.name = "all",
		.device = device,
		.offset_present = true,
		.size = 0x20000,
		.of_node = "/flash@7/partitions/all@0",
	};
	struct flash_area made = make("spi7.0", 0x4000, 0x1000);
	struct flashmap *map;

	fake_add(&options);
	options.number = 11;
	options.name = "part";
	options.offset = 0x4000;
	options.size = 0x4000;
	options.of_node = "/flash@7/partitions/part@4000";
	fake_add(&options);
	map = fake_load_map();
	made.fa_dev = must_open_in(map, "all")->fa_dev;
	check_byte(&made, 0xff);
	ck_assert_uint_eq(fake_count("pread mtd11"), 1);
	ck_assert_uint_eq(fake_count("pread mtd10"), 0);
	made.fa_off = 0x7fff;
	check_byte(&made, 0xff);
	ck_assert_uint_eq(fake_count("pread mtd10"), 1);
	flashmap_unref(map);
}
END_TEST

Suite *resolve_suite(void)
{
	Suite *suite = suite_create("resolve");
	TCase *names = tcase_create("names");
	TCase *ranges = tcase_create("ranges");

	tcase_add_checked_fixture(names, board_set_up, board_tear_down);
	tcase_add_test(
		names,
		an_area_made_by_the_name_of_a_chip_is_at_its_chip_offset);
	tcase_add_test(names, an_area_made_by_device_is_at_its_chip_offset);
	tcase_add_test(names,
		       an_area_made_by_the_name_of_an_mtd_begins_at_its_start);
	tcase_add_test(names,
		       the_name_of_an_mtd_that_has_moved_is_that_of_the_map);
	tcase_add_test(names, an_area_without_any_name_has_no_device);
	tcase_add_loop_test(names, an_area_with_an_unknown_name_has_no_device,
			    0, 8);
	tcase_add_test(names, a_device_that_is_none_counts_as_none);
	tcase_add_test(names, a_device_of_a_map_that_is_gone_counts_as_none);
	tcase_add_test(names,
		       a_name_that_is_unknown_does_not_matter_beside_a_device);
	tcase_add_test(names, a_name_and_a_device_that_agree_are_fine);
	tcase_add_test(names, the_name_of_the_first_mtd_agrees_with_its_chip);
	tcase_add_test(names, a_name_and_a_device_that_disagree_give_einval);
	tcase_add_test(names,
		       an_mtd_with_another_start_disagrees_with_its_chip);
	suite_add_tcase(suite, names);

	tcase_add_checked_fixture(ranges, board_set_up, board_tear_down);
	tcase_add_test(ranges, an_area_past_the_end_of_the_chip_gives_einval);
	tcase_add_test(ranges, an_area_past_the_end_of_its_mtd_gives_einval);
	tcase_add_test(ranges, offsets_that_add_up_to_too_much_give_einval);
	tcase_add_test(ranges, an_area_with_a_negative_start_gives_einval);
	tcase_add_test(ranges, an_area_over_two_neighbours_is_served_by_both);
	tcase_add_test(ranges,
		       an_area_over_a_gap_gives_enxio_and_changes_nothing);
	tcase_add_test(ranges, a_copy_of_an_area_works_like_it);
	tcase_add_test(ranges, a_copy_can_be_made_smaller);
	tcase_add_test(ranges, a_copy_of_an_area_of_another_map_is_of_that_map);
	tcase_add_test(ranges, the_smallest_mtd_around_an_area_serves_it);
	suite_add_tcase(suite, ranges);
	return suite;
}
