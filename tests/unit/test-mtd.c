// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "mtd-medium.h"
#include "unit.h"

/* What a driver may say, and what the library says then. */
static const struct {
	int said;
	int expected;
} errors[] = {
	{ 524, -ENOTSUP },  { EOPNOTSUPP, -ENOTSUP },
	{ ENXIO, -ENODEV }, { ENOENT, -ENODEV },
	{ EIO, -EIO },	    { EBADMSG, -EBADMSG },
	{ EROFS, -EROFS },  { EINVAL, -EINVAL },
};

#define ERROR_COUNT 8

/* The last error, as a program sees it. */
static struct flashmap_log_entry logged;
static char logged_subject[16];

static void keep_entry(const struct flashmap_log_entry *entry, void *unused)
{
	(void)unused;
	logged = *entry;
	strncpy(logged_subject, entry->subject, sizeof(logged_subject) - 1);
}

static void check_logged(const char *subject, int error, uint64_t offset,
			 uint64_t length)
{
	ck_assert_int_eq(logged.level, FLASHMAP_LOG_ERROR);
	ck_assert_str_eq(logged_subject, subject);
	ck_assert_int_eq(logged.error, error);
	ck_assert_uint_eq(logged.offset, offset);
	ck_assert_uint_eq(logged.length, length);
}

START_TEST(read_is_one_pread)
{
	uint8_t data[512];

	set_up_medium(&(struct fake_options){ .number = 2 });
	fake_fill(mtd, 7);
	ck_assert_int_eq(medium_read(0x1080, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, mtd->content + 0x1080, sizeof(data));
	ck_assert_str_eq(fake_calls(), "open mtd2 O_RDONLY\n"
				       "fstat mtd2\n"
				       "pread mtd2 0x1080 0x200\n");
	tear_down_medium();
}
END_TEST

START_TEST(second_read_is_one_pread_and_nothing_else)
{
	uint8_t data[16];

	set_up_medium(&(struct fake_options){ .number = 0 });
	ck_assert_int_eq(medium_read(0, data, sizeof(data)), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_read(16, data, sizeof(data)), 0);
	ck_assert_str_eq(fake_calls(), "pread mtd0 0x10 0x10\n");
	tear_down_medium();
}
END_TEST

START_TEST(read_goes_on_after_a_short_count)
{
	uint8_t data[100];

	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fill(mtd, 0);
	fake_shorten(mtd, FAKE_READ, 1, 30);
	fake_shorten(mtd, FAKE_READ, 2, 1);
	ck_assert_int_eq(medium_read(0x10, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, mtd->content + 0x10, sizeof(data));
	ck_assert_uint_eq(fake_count("pread"), 3);
	ck_assert_uint_eq(fake_count("pread mtd0 0x10 0x64"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x2e 0x46"), 1);
	ck_assert_uint_eq(fake_count("pread mtd0 0x2f 0x45"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(read_is_tried_again_after_a_signal)
{
	uint8_t data[100];

	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fill(mtd, 0);
	fake_fail(mtd, FAKE_READ, FAKE_ANY, 1, EINTR);
	fake_shorten(mtd, FAKE_READ, 2, 50);
	fake_fail(mtd, FAKE_READ, FAKE_ANY, 3, EINTR);
	ck_assert_int_eq(medium_read(0, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, mtd->content, sizeof(data));
	ck_assert_uint_eq(fake_count("pread mtd0 0 0x64"), 2);
	ck_assert_uint_eq(fake_count("pread mtd0 0x32 0x32"), 2);
	tear_down_medium();
}
END_TEST

START_TEST(read_that_comes_to_nothing_is_eio)
{
	uint8_t data[100];

	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_shorten(mtd, FAKE_READ, 1, 0);
	ck_assert_int_eq(medium_read(0, data, sizeof(data)), -EIO);
	ck_assert_uint_eq(fake_count("pread"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(read_past_the_end_of_the_device_is_eio)
{
	uint8_t data[100];

	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0, .size = 0x1000 });
	ck_assert_int_eq(medium_read(0xff0, data, sizeof(data)), -EIO);
	tear_down_medium();
}
END_TEST

START_TEST(error_of_a_read_is_that_of_the_contract)
{
	uint8_t data[100];

	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_READ, FAKE_ANY, 1, errors[_i].said);
	ck_assert_int_eq(medium_read(0, data, sizeof(data)),
			 errors[_i].expected);
	ck_assert_int_eq(medium_read(0, data, sizeof(data)), 0);
	tear_down_medium();
}
END_TEST

START_TEST(error_of_a_read_is_logged_with_what_is_left)
{
	uint8_t data[100];

	set_up_medium(&(struct fake_options){ .number = 6 });
	flashmap_set_log(keep_entry, NULL);
	fake_shorten(mtd, FAKE_READ, 1, 30);
	fake_fail(mtd, FAKE_READ, FAKE_ANY, 2, EBADMSG);
	ck_assert_int_eq(medium_read(0x1000, data, sizeof(data)), -EBADMSG);
	check_logged("mtd6", -EBADMSG, 0x1000 + 30, 70);
	tear_down_medium();
}
END_TEST

START_TEST(read_without_the_device_is_nodev)
{
	uint8_t data[1];

	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_remove(mtd);
	ck_assert_int_eq(medium_read(0, data, 1), -ENODEV);
	ck_assert_int_eq(medium_write(0, "x", 1), -ENODEV);
	ck_assert_int_eq(medium_erase(0, 4096), -ENODEV);
	ck_assert_int_eq(medium_is_bad(0), -ENODEV);
	tear_down_medium();
}
END_TEST

START_TEST(write_is_one_pwrite)
{
	set_up_medium(&(struct fake_options){ .number = 1 });
	ck_assert_int_eq(medium_write(0x1003, "flash", 5), 0);
	ck_assert_mem_eq(mtd->content + 0x1002, "\377flash\377", 7);
	ck_assert_str_eq(fake_calls(), "open mtd1 O_RDONLY\n"
				       "fstat mtd1\n"
				       "open mtd1 O_RDWR\n"
				       "fstat mtd1\n"
				       "pwrite mtd1 0x1003 0x5\n");
	fake_forget_calls();
	ck_assert_int_eq(medium_write(0x1010, "map", 3), 0);
	ck_assert_str_eq(fake_calls(), "pwrite mtd1 0x1010 0x3\n");
	tear_down_medium();
}
END_TEST

START_TEST(write_goes_on_after_short_counts_and_signals)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_shorten(mtd, FAKE_WRITE, 1, 4);
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 2, EINTR);
	ck_assert_int_eq(medium_write(0x20, "flash map", 9), 0);
	ck_assert_mem_eq(mtd->content + 0x20, "flash map\xff", 10);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x20 0x9"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd0 0x24 0x5"), 2);
	tear_down_medium();
}
END_TEST

START_TEST(write_that_comes_to_nothing_is_eio)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_shorten(mtd, FAKE_WRITE, 1, 0);
	ck_assert_int_eq(medium_write(0, "flash", 5), -EIO);
	ck_assert_uint_eq(fake_count("pwrite"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(error_of_a_write_is_that_of_the_contract)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 1, errors[_i].said);
	ck_assert_int_eq(medium_write(0, "flash", 5), errors[_i].expected);
	ck_assert_uint_eq(fake_count("pwrite"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(error_of_a_write_is_logged_with_what_is_left)
{
	set_up_medium(&(struct fake_options){ .number = 6 });
	flashmap_set_log(keep_entry, NULL);
	fake_shorten(mtd, FAKE_WRITE, 1, 2);
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 2, EIO);
	ck_assert_int_eq(medium_write(0x1000, "flash", 5), -EIO);
	check_logged("mtd6", -EIO, 0x1002, 3);
	tear_down_medium();
}
END_TEST

START_TEST(prepare_write_opens_for_writing_and_changes_nothing)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	ck_assert_int_eq(medium->operations->prepare_write(medium), 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n");
	ck_assert_int_eq(medium_release(), 0);
	tear_down_medium();
}
END_TEST

START_TEST(read_only_mtd_is_erofs_and_not_opened)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0, .read_only = true });
	ck_assert_int_eq(medium->operations->prepare_write(medium), -EROFS);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_medium();
}
END_TEST

START_TEST(missing_right_to_write_is_passed_on)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	ck_assert_int_eq(medium->operations->prepare_write(medium), -EACCES);
	ck_assert_int_eq(medium_write(0, "x", 1), -EACCES);
	ck_assert_int_eq(medium_erase(0, 4096), -EACCES);
	ck_assert_uint_eq(fake_count("pwrite"), 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	tear_down_medium();
}
END_TEST

START_TEST(bad_block_is_asked_of_the_driver)
{
	set_up_medium(&(struct fake_options){ .number = 0, .type = "nand" });
	fake_mark_bad(mtd, 0x3000);
	ck_assert_int_eq(medium_is_bad(0x3000), 1);
	ck_assert_int_eq(medium_is_bad(0x2000), 0);
	ck_assert_int_eq(medium_is_bad(0x4000), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x3000"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(driver_without_bad_blocks_has_none)
{
	static const int unsupported[] = { 524, EOPNOTSUPP, ENOTTY };

	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMGETBADBLOCK, 1, unsupported[_i]);
	ck_assert_int_eq(medium_is_bad(0x1000), 0);
	tear_down_medium();
}
END_TEST

START_TEST(failed_look_for_a_bad_block_is_an_error)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0, .type = "nand" });
	fake_fail(mtd, FAKE_IOCTL, MEMGETBADBLOCK, 1, EIO);
	fake_fail(mtd, FAKE_IOCTL, MEMGETBADBLOCK, 2, EINTR);
	ck_assert_int_eq(medium_is_bad(0x1000), -EIO);
	ck_assert_int_eq(medium_is_bad(0x1000), 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK mtd0 0x1000"), 3);
	tear_down_medium();
}
END_TEST

static TCase *transfer_case(void)
{
	TCase *tcase = tcase_create("transfer");

	tcase_add_test(tcase, read_is_one_pread);
	tcase_add_test(tcase, second_read_is_one_pread_and_nothing_else);
	tcase_add_test(tcase, read_goes_on_after_a_short_count);
	tcase_add_test(tcase, read_is_tried_again_after_a_signal);
	tcase_add_test(tcase, read_that_comes_to_nothing_is_eio);
	tcase_add_test(tcase, read_past_the_end_of_the_device_is_eio);
	tcase_add_loop_test(tcase, error_of_a_read_is_that_of_the_contract, 0,
			    ERROR_COUNT);
	tcase_add_test(tcase, error_of_a_read_is_logged_with_what_is_left);
	tcase_add_test(tcase, read_without_the_device_is_nodev);
	tcase_add_test(tcase, write_is_one_pwrite);
	tcase_add_test(tcase, write_goes_on_after_short_counts_and_signals);
	tcase_add_test(tcase, write_that_comes_to_nothing_is_eio);
	tcase_add_loop_test(tcase, error_of_a_write_is_that_of_the_contract, 0,
			    ERROR_COUNT);
	tcase_add_test(tcase, error_of_a_write_is_logged_with_what_is_left);
	tcase_add_test(tcase,
		       prepare_write_opens_for_writing_and_changes_nothing);
	tcase_add_test(tcase, read_only_mtd_is_erofs_and_not_opened);
	tcase_add_test(tcase, missing_right_to_write_is_passed_on);
	tcase_add_test(tcase, bad_block_is_asked_of_the_driver);
	tcase_add_loop_test(tcase, driver_without_bad_blocks_has_none, 0, 3);
	tcase_add_test(tcase, failed_look_for_a_bad_block_is_an_error);
	return tcase;
}

Suite *mtd_suite(void)
{
	Suite *suite = suite_create("mtd");

	suite_add_tcase(suite, transfer_case());
	suite_add_tcase(suite, mtd_change_case());
	suite_add_tcase(suite, mtd_geometry_case());
	return suite;
}
