// SPDX-License-Identifier: BSD-2-Clause
/* Devices by name. */

#include <stdlib.h>

#include <zephyr/device.h>

#include "board.h"
#include "no-device.h"
#include "unit.h"

START_TEST(a_chip_is_found_by_its_name)
{
	const struct device *dev = device_get_binding("spi0.0");

	ck_assert_ptr_nonnull(dev);
	ck_assert_str_eq(dev->name, "spi0.0");
	ck_assert_ptr_eq(dev, must_open("kernel")->fa_dev);
	ck_assert_ptr_ne(dev, device_get_binding("spi1.0"));
}
END_TEST

START_TEST(one_mtd_is_found_by_its_number)
{
	const struct device *dev = device_get_binding("mtd1");

	ck_assert_ptr_nonnull(dev);
	ck_assert_str_eq(dev->name, "mtd1");
	ck_assert_ptr_ne(dev, must_open("kernel")->fa_dev);
	ck_assert_ptr_eq(dev, device_get_binding("mtd1"));
	ck_assert_ptr_ne(dev, device_get_binding("mtd2"));
}
END_TEST

START_TEST(a_program_sees_nothing_else_of_a_device)
{
	const struct device *dev = device_get_binding("spi0.0");

	ck_assert_ptr_null(dev->config);
	ck_assert_ptr_null(dev->api);
	ck_assert_ptr_null(dev->data);
}
END_TEST

START_TEST(another_name_is_no_device)
{
	static const char *const names[] = {
		"kernel", "boot",  "spi2.0", "SPI0.0", "spi0.0 ", "",
		"mtd9",	  "mtd01", "mtd1ro", "mtd-1",  "mtd",	  " mtd1",
	};

	ck_assert_ptr_null(device_get_binding(names[_i]));
}
END_TEST

START_TEST(no_name_is_no_device)
{
	ck_assert_ptr_null(device_get_binding(NULL));
}
END_TEST

/* As the kernel shows it where nothing proves what chip an MTD is on. */
START_TEST(a_chip_that_is_called_like_an_mtd_comes_first)
{
	const struct fake_options options = { .number = 5, .name = "lost" };
	struct flashmap *map;
	const struct device *dev;

	fake_add(&options);
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	dev = device_get_binding("mtd5");
	ck_assert_ptr_nonnull(dev);
	ck_assert_ptr_eq(dev, must_open_in(map, "lost")->fa_dev);
	flashmap_unref(map);
}
END_TEST

START_TEST(without_a_map_there_is_no_device)
{
	expect_errors();
	ck_assert_int_eq(setenv("FLASHMAP_ROOT", test_path("nowhere"), 1), 0);
	ck_assert_ptr_null(device_get_binding("spi0.0"));
}
END_TEST

START_TEST(a_device_with_an_mtd_is_ready)
{
	ck_assert(device_is_ready(device_get_binding("spi0.0")));
	ck_assert(device_is_ready(device_get_binding("mtd1")));
}
END_TEST

START_TEST(what_is_no_device_is_not_ready)
{
	ck_assert(!device_is_ready(no_device(_i)));
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(a_simulated_chip_is_ready)
{
	struct flashmap *map = board_load_demo();
	const struct device *dev = must_open_in(map, "mcuboot")->fa_dev;

	ck_assert(device_is_ready(dev));
	ck_assert_int_eq(flashmap_set_default(map), 0);
	ck_assert_ptr_eq(device_get_binding(dev->name), dev);
	flashmap_unref(map);
}
END_TEST
#endif

Suite *device_suite(void)
{
	Suite *suite = suite_create("device");
	TCase *names = tcase_create("names");
	TCase *other = tcase_create("other");

	tcase_add_checked_fixture(names, board_set_up, board_tear_down);
	tcase_add_test(names, a_chip_is_found_by_its_name);
	tcase_add_test(names, one_mtd_is_found_by_its_number);
	tcase_add_test(names, a_program_sees_nothing_else_of_a_device);
	tcase_add_loop_test(names, another_name_is_no_device, 0, 12);
	tcase_add_test(names, no_name_is_no_device);
	tcase_add_test(names, a_device_with_an_mtd_is_ready);
	tcase_add_loop_test(names, what_is_no_device_is_not_ready, 0,
			    NO_DEVICES);
	suite_add_tcase(suite, names);

	tcase_add_test(other, a_chip_that_is_called_like_an_mtd_comes_first);
	tcase_add_test(other, without_a_map_there_is_no_device);
#ifdef HAVE_LIBFDT
	tcase_add_test(other, a_simulated_chip_is_ready);
#endif
	suite_add_tcase(suite, other);
	return suite;
}
