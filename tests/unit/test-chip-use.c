// SPDX-License-Identifier: BSD-2-Clause
/* What something else uses is not changed. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "chip-windows.h"
#include "unit.h"

/* What a look at the system finds. */
static struct {
	int result;
	bool used;
	struct fm_range range;
	unsigned int looks;
} sight;

static int find_used(const void *context, const struct fm_chip *of,
		     struct fm_used_ranges *used)
{
	ck_assert_ptr_eq(context, &sight);
	ck_assert_ptr_eq(of, &chip);
	sight.looks++;
	if (sight.result < 0 || !sight.used)
		return sight.result;
	used->ranges = calloc(1, sizeof(*used->ranges));
	ck_assert_ptr_nonnull(used->ranges);
	used->ranges[0].range = sight.range;
	used->ranges[0].by = strdup("mtd0 is mounted on /data");
	used->count = 1;
	return 0;
}

/* 64 KiB, of which 0x4000 to 0x5fff are mounted. */
static void set_up_mounted_chip(void)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	chip.find_used = find_used;
	chip.find_used_context = &sight;
	sight.used = true;
	sight.range.offset = 0x4000;
	sight.range.size = 0x2000;
}

START_TEST(change_of_what_is_in_use_is_busy_and_changes_nothing)
{
	expect_errors();
	set_up_mounted_chip();
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -EBUSY);
	ck_assert_int_eq(chip_write(0x5fff, "x", 1), -EBUSY);
	ck_assert_int_eq(chip_erase(0x5000, 0x1000), -EBUSY);
	ck_assert_int_eq(chip_erase(0, 0x10000), -EBUSY);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(user_is_named_in_the_log)
{
	expect_errors();
	set_up_mounted_chip();
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -EBUSY);
	ck_assert_str_eq(last_logged(), "spi0.0: mtd0 is mounted on /data");
	tear_down_chip();
}
END_TEST

START_TEST(neighbours_of_what_is_in_use_are_changed)
{
	set_up_mounted_chip();
	ck_assert_int_eq(chip_write(0x3fff, "", 1), 0);
	ck_assert_int_eq(chip_write(0x6000, "", 1), 0);
	ck_assert_int_eq(chip_erase(0x3000, 0x1000), 0);
	ck_assert_int_eq(chip_erase(0x6000, 0x1000), 0);
	tear_down_chip();
}
END_TEST

START_TEST(what_is_in_use_is_read_without_a_look)
{
	uint8_t data[1];

	set_up_mounted_chip();
	ck_assert_int_eq(chip_read(0x4000, data, 1), 0);
	ck_assert_uint_eq(sight.looks, 0);
	tear_down_chip();
}
END_TEST

START_TEST(change_is_allowed_after_an_unmount)
{
	expect_errors();
	set_up_mounted_chip();
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -EBUSY);
	sight.used = false;
	ck_assert_int_eq(chip_write(0x4000, "", 1), 0);
	tear_down_chip();
}
END_TEST

START_TEST(system_is_looked_at_once_where_nothing_is_in_use)
{
	set_up_mounted_chip();
	sight.used = false;
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(chip_write(0x4000, "", 1), 0);
	ck_assert_uint_eq(sight.looks, 1);
	tear_down_chip();
}
END_TEST

START_TEST(system_is_looked_at_for_each_erase)
{
	expect_errors();
	set_up_mounted_chip();
	sight.used = false;
	ck_assert_int_eq(chip_erase(0x4000, 0x1000), 0);
	sight.used = true;
	ck_assert_int_eq(chip_erase(0x4000, 0x1000), -EBUSY);
	ck_assert_uint_eq(sight.looks, 2);
	tear_down_chip();
}
END_TEST

START_TEST(system_is_looked_at_for_each_flatten)
{
	const struct fm_range range = { 0x4000, 0x1000 };

	expect_errors();
	set_up_mounted_chip();
	sight.used = false;
	ck_assert_int_eq(fm_chip_flatten(&chip, NULL, &range), 0);
	sight.used = true;
	ck_assert_int_eq(fm_chip_flatten(&chip, NULL, &range), -EBUSY);
	ck_assert_int_eq(fm_chip_fill(&chip, NULL, &range, 0), -EBUSY);
	ck_assert_uint_eq(count_changes(), 1);
	tear_down_chip();
}
END_TEST

START_TEST(system_is_looked_at_again_after_a_release)
{
	expect_errors();
	set_up_mounted_chip();
	sight.used = false;
	ck_assert_int_eq(chip_write(0x4000, "", 1), 0);
	ck_assert_int_eq(fm_chip_release(&chip), 0);
	sight.used = true;
	ck_assert_int_eq(chip_write(0x4000, "", 1), -EBUSY);
	tear_down_chip();
}
END_TEST

START_TEST(device_is_open_when_the_system_is_looked_at)
{
	set_up_mounted_chip();
	sight.result = -ENOMEM;
	ck_assert_int_eq(chip_write(0x4000, "x", 1), -ENOMEM);
	ck_assert_uint_eq(fake_count("open mtd0 O_RDWR"), 1);
	tear_down_chip();
}
END_TEST

START_TEST(failed_look_is_an_error_and_not_remembered)
{
	set_up_mounted_chip();
	sight.used = false;
	sight.result = -ENOMEM;
	ck_assert_int_eq(chip_erase(0, 0x1000), -ENOMEM);
	ck_assert_uint_eq(count_changes(), 0);
	sight.result = 0;
	ck_assert_int_eq(chip_erase(0, 0x1000), 0);
	ck_assert_uint_eq(sight.looks, 2);
	tear_down_chip();
}
END_TEST

START_TEST(failed_second_look_is_no_permission)
{
	expect_errors();
	set_up_mounted_chip();
	ck_assert_int_eq(chip_write(0x3000, "", 1), 0);
	sight.result = -EIO;
	ck_assert_int_eq(chip_write(0x4000, "", 1), -EIO);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x4000"), 0);
	tear_down_chip();
}
END_TEST

START_TEST(permission_to_change_what_is_in_use_saves_the_look)
{
	set_up_mounted_chip();
	chip.allow_in_use = true;
	ck_assert_int_eq(chip_write(0x4000, "", 1), 0);
	ck_assert_int_eq(chip_erase(0x4000, 0x1000), 0);
	ck_assert_uint_eq(sight.looks, 0);
	tear_down_chip();
}
END_TEST

START_TEST(permission_to_change_what_is_in_use_covers_no_protection)
{
	expect_errors();
	set_up_mounted_chip();
	chip.allow_in_use = true;
	protect(0x4000, 0x1000);
	ck_assert_int_eq(chip_erase(0x4000, 0x1000), -EROFS);
	ck_assert_uint_eq(count_changes(), 0);
	tear_down_chip();
}
END_TEST

START_TEST(nothing_is_in_use_on_a_chip_that_cannot_be_looked_at)
{
	set_up_chip();
	add_nor_window(0, 0, 0x10000);
	ck_assert_int_eq(chip_write(0x4000, "", 1), 0);
	tear_down_chip();
}
END_TEST

static int look(uint64_t offset, uint64_t size, char *by, size_t by_size)
{
	const struct fm_range range = { offset, size };

	return fm_chip_look_in_use(&chip, &range, by, by_size);
}

START_TEST(question_names_the_user)
{
	char by[64] = "before";

	set_up_mounted_chip();
	ck_assert_int_eq(look(0x5fff, 2, by, sizeof(by)), -EBUSY);
	ck_assert_str_eq(by, "mtd0 is mounted on /data");
	ck_assert_int_eq(look(0x6000, 2, by, sizeof(by)), 0);
	ck_assert_str_eq(by, "");
	tear_down_chip();
}
END_TEST

START_TEST(question_looks_each_time)
{
	set_up_mounted_chip();
	ck_assert_int_eq(look(0x4000, 1, NULL, 0), -EBUSY);
	sight.used = false;
	ck_assert_int_eq(look(0x4000, 1, NULL, 0), 0);
	sight.result = -ENOMEM;
	ck_assert_int_eq(look(0x4000, 1, NULL, 0), -ENOMEM);
	ck_assert_uint_eq(sight.looks, 3);
	tear_down_chip();
}
END_TEST

START_TEST(name_of_the_user_is_cut_to_fit)
{
	char by[5] = { 'x', 'x', 'x', 'x', 'x' };

	set_up_mounted_chip();
	ck_assert_int_eq(look(0x4000, 1, by, 4), -EBUSY);
	ck_assert_mem_eq(by, "mtd\0x", 5);
	ck_assert_int_eq(look(0x4000, 1, by, 0), -EBUSY);
	ck_assert_mem_eq(by, "mtd\0x", 5);
	tear_down_chip();
}
END_TEST

TCase *chip_use_case(void)
{
	TCase *tcase = tcase_create("use");

	tcase_add_test(tcase,
		       change_of_what_is_in_use_is_busy_and_changes_nothing);
	tcase_add_test(tcase, user_is_named_in_the_log);
	tcase_add_test(tcase, neighbours_of_what_is_in_use_are_changed);
	tcase_add_test(tcase, what_is_in_use_is_read_without_a_look);
	tcase_add_test(tcase, change_is_allowed_after_an_unmount);
	tcase_add_test(tcase, system_is_looked_at_once_where_nothing_is_in_use);
	tcase_add_test(tcase, system_is_looked_at_again_after_a_release);
	tcase_add_test(tcase, system_is_looked_at_for_each_erase);
	tcase_add_test(tcase, system_is_looked_at_for_each_flatten);
	tcase_add_test(tcase, device_is_open_when_the_system_is_looked_at);
	tcase_add_test(tcase, failed_look_is_an_error_and_not_remembered);
	tcase_add_test(tcase, failed_second_look_is_no_permission);
	tcase_add_test(tcase,
		       permission_to_change_what_is_in_use_saves_the_look);
	tcase_add_test(
		tcase,
		permission_to_change_what_is_in_use_covers_no_protection);
	tcase_add_test(tcase,
		       nothing_is_in_use_on_a_chip_that_cannot_be_looked_at);
	tcase_add_test(tcase, question_names_the_user);
	tcase_add_test(tcase, question_looks_each_time);
	tcase_add_test(tcase, name_of_the_user_is_cut_to_fit);
	return tcase;
}
