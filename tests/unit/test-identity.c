// SPDX-License-Identifier: BSD-2-Clause
/* JEDEC id and SFDP of a device. */

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <zephyr/drivers/flash.h>

#include "board.h"
#include "no-device.h"
#include "tree.h"
#include "unit.h"

#define FOLDER "sys/" BOARD_DEVICE "/spi-nor/"

static const uint8_t sfdp[] = { 'S', 'F', 'D', 'P', 6,	  1, 0,	   0xff,
				0,   1,	  2,   3,   0xaa, 0, 0x55, 0 };

static uint8_t data[32];

static int read_sfdp(const struct device *dev, off_t offset, size_t len)
{
	memset(data, 0x5a, sizeof(data));
	return flash_sfdp_read(dev, offset, data, len);
}

static void check_data(off_t offset, size_t len)
{
	ck_assert_mem_eq(data, sfdp + offset, len);
	for (size_t i = len; i < sizeof(data); i++)
		ck_assert_uint_eq(data[i], 0x5a);
}

static void check_id(const struct device *dev)
{
	static const uint8_t expected[] = { 0xc2, 0x25, 0x3a, 0x5a };
	uint8_t id[4] = { 0x5a, 0x5a, 0x5a, 0x5a };

	ck_assert_int_eq(flash_read_jedec_id(dev, id), 0);
	ck_assert_mem_eq(id, expected, sizeof(id));
}

static void check_no_id(const struct device *dev, int error)
{
	uint8_t id[3] = { 0x5a, 0x5a, 0x5a };

	ck_assert_int_eq(flash_read_jedec_id(dev, id), error);
	ck_assert_uint_eq(id[0], 0x5a);
	ck_assert_uint_eq(id[2], 0x5a);
}

static void set_up(void)
{
	board_set_up();
	write_file(FOLDER "jedec_id", "c2253a\n");
	write_bytes(FOLDER "sfdp", sfdp, sizeof(sfdp));
}

static const struct device *chip_device(void)
{
	return must_open("data")->fa_dev;
}

START_TEST(a_chip_has_an_id)
{
	check_id(chip_device());
}
END_TEST

START_TEST(one_mtd_has_the_id_of_its_chip)
{
	check_id(device_get_binding("mtd0"));
	check_id(device_get_binding("mtd2"));
}
END_TEST

START_TEST(another_chip_has_another_id)
{
	check_no_id(must_open("spare")->fa_dev, -ENOTSUP);
	check_no_id(device_get_binding("mtd3"), -ENOTSUP);
	write_file("sys/devices/platform/spi1.0/spi-nor/jedec_id", "ef4018\n");
	check_id(chip_device());
}
END_TEST

START_TEST(an_id_without_place_gives_einval)
{
	ck_assert_int_eq(flash_read_jedec_id(chip_device(), NULL), -EINVAL);
}
END_TEST

START_TEST(nonsense_of_sysfs_gives_eio)
{
	expect_errors();
	write_file(FOLDER "jedec_id", "nothing\n");
	check_no_id(chip_device(), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "jedec_id"));
}
END_TEST

START_TEST(what_is_no_device_has_neither)
{
	const struct device *dev = no_device(_i);

	check_no_id(dev, -ENODEV);
	ck_assert_int_eq(read_sfdp(dev, 0, 1), -ENODEV);
	check_data(0, 0);
}
END_TEST

START_TEST(all_of_sfdp_is_read)
{
	ck_assert_int_eq(read_sfdp(chip_device(), 0, sizeof(sfdp)), 0);
	check_data(0, sizeof(sfdp));
	ck_assert_int_eq(read_sfdp(device_get_binding("mtd1"), 0, 4), 0);
	check_data(0, 4);
}
END_TEST

START_TEST(any_part_of_sfdp_is_read)
{
	ck_assert_int_eq(read_sfdp(chip_device(), 5, 9), 0);
	check_data(5, 9);
	ck_assert_int_eq(read_sfdp(chip_device(), sizeof(sfdp) - 1, 1), 0);
	check_data(sizeof(sfdp) - 1, 1);
}
END_TEST

START_TEST(nothing_of_sfdp_can_be_read_up_to_its_end)
{
	ck_assert_int_eq(read_sfdp(chip_device(), sizeof(sfdp), 0), 0);
	check_data(0, 0);
	ck_assert_int_eq(flash_sfdp_read(chip_device(), 0, NULL, 0), 0);
}
END_TEST

START_TEST(what_is_not_in_sfdp_gives_einval)
{
	static const struct {
		off_t offset;
		size_t len;
	} ranges[] = {
		{ 0, sizeof(sfdp) + 1 },
		{ 1, sizeof(sfdp) },
		{ sizeof(sfdp), 1 },
		{ sizeof(sfdp) + 1, 0 },
		{ -1, 1 },
		{ INT64_MIN, 0 },
		{ 1, SIZE_MAX },
		{ INT64_MAX, 1 },
	};

	expect_errors();
	ck_assert_int_eq(read_sfdp(chip_device(), ranges[_i].offset,
				   ranges[_i].len),
			 -EINVAL);
	check_data(0, 0);
}
END_TEST

START_TEST(sfdp_without_place_gives_einval)
{
	ck_assert_int_eq(flash_sfdp_read(chip_device(), 0, NULL, 1), -EINVAL);
}
END_TEST

START_TEST(a_chip_without_sfdp_is_enotsup)
{
	ck_assert_int_eq(read_sfdp(must_open("spare")->fa_dev, 0, 1), -ENOTSUP);
	check_data(0, 0);
}
END_TEST

START_TEST(without_sysfs_there_is_neither)
{
	const struct fake_options options = { .number = 0,
					      .name = "only",
					      .no_sysfs = true };
	struct flashmap *map;
	const struct device *dev;

	fake_add(&options);
	fake_write_procmtd();
	map = fake_load_map();
	dev = must_open_in(map, "only")->fa_dev;
	check_no_id(dev, -ENOTSUP);
	ck_assert_int_eq(read_sfdp(dev, 0, 1), -ENOTSUP);
	flashmap_unref(map);
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(a_simulated_chip_has_neither)
{
	struct flashmap *map = board_load_demo();
	const struct device *dev = must_open_in(map, "mcuboot")->fa_dev;

	check_no_id(dev, -ENOTSUP);
	ck_assert_int_eq(read_sfdp(dev, 0, 1), -ENOTSUP);
	flashmap_unref(map);
}
END_TEST
#endif

Suite *identity_suite(void)
{
	Suite *suite = suite_create("identity");
	TCase *core = tcase_create("core");
	TCase *none = tcase_create("none");

	tcase_add_checked_fixture(core, set_up, board_tear_down);
	tcase_add_test(core, a_chip_has_an_id);
	tcase_add_test(core, one_mtd_has_the_id_of_its_chip);
	tcase_add_test(core, another_chip_has_another_id);
	tcase_add_test(core, an_id_without_place_gives_einval);
	tcase_add_test(core, nonsense_of_sysfs_gives_eio);
	tcase_add_loop_test(core, what_is_no_device_has_neither, 0, NO_DEVICES);
	tcase_add_test(core, all_of_sfdp_is_read);
	tcase_add_test(core, any_part_of_sfdp_is_read);
	tcase_add_test(core, nothing_of_sfdp_can_be_read_up_to_its_end);
	tcase_add_loop_test(core, what_is_not_in_sfdp_gives_einval, 0, 8);
	tcase_add_test(core, sfdp_without_place_gives_einval);
	tcase_add_test(core, a_chip_without_sfdp_is_enotsup);
	suite_add_tcase(suite, core);

	tcase_add_test(none, without_sysfs_there_is_neither);
#ifdef HAVE_LIBFDT
	tcase_add_test(none, a_simulated_chip_has_neither);
#endif
	suite_add_tcase(suite, none);
	return suite;
}
