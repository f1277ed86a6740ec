// SPDX-License-Identifier: BSD-2-Clause
/* Erasing an MTD, and the cache that is old after a change. */

#include <errno.h>
#include <linux/fs.h>
#include <string.h>

#include "mtd-medium.h"
#include "unit.h"

#define GIB (1ull << 30)

static const char flushed[] = "open mtdblock0 O_RDONLY\n"
			      "fstat mtdblock0\n"
			      "BLKFLSBUF mtdblock0\n"
			      "close mtdblock0\n";

static void set_up_with_block_device(void)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	mtd->block_device = true;
}

/* What a release does after its descriptors are closed. */
static const char *calls_after_close(void)
{
	const char *calls = fake_calls();

	while (strncmp(calls, "close mtd0\n", 11) == 0)
		calls += 11;
	return calls;
}

START_TEST(erase_is_one_ioctl_of_exactly_the_sector)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	memset(mtd->content, 0, 0x10000);
	ck_assert_int_eq(medium_erase(0x3000, 0x1000), 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n"
				       "MEMERASE64 mtd0 0x3000 0x1000\n");
	for (size_t i = 0; i < 0x10000; i++)
		ck_assert_uint_eq(mtd->content[i],
				  i >= 0x3000 && i < 0x4000 ? 0xff : 0);
	tear_down_medium();
}
END_TEST

START_TEST(erase_is_tried_again_after_a_signal)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, 1, EINTR);
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, 2, EINTR);
	ck_assert_int_eq(medium_erase(0, 0x1000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0 0x1000"), 3);
	tear_down_medium();
}
END_TEST

START_TEST(old_kernel_gets_the_old_request)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	memset(mtd->content, 0, 0x10000);
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, FAKE_ALWAYS, ENOTTY);
	ck_assert_int_eq(medium_erase(0x3000, 0x1000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x3000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE mtd0 0x3000 0x1000"), 1);
	ck_assert_uint_eq(mtd->content[0x2fff], 0);
	ck_assert_uint_eq(mtd->content[0x3000], 0xff);
	ck_assert_uint_eq(mtd->content[0x3fff], 0xff);
	ck_assert_uint_eq(mtd->content[0x4000], 0);
	tear_down_medium();
}
END_TEST

START_TEST(large_offset_is_erased_as_it_is)
{
	set_up_medium(&(struct fake_options){
		.number = 0, .size = 8 * GIB, .erase_size = 0x20000 });
	ck_assert_int_eq(medium_erase(5 * GIB, 0x20000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd0 0x140000000 0x20000"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(large_offset_on_an_old_kernel_is_an_overflow)
{
	expect_errors();
	set_up_medium(&(struct fake_options){
		.number = 0, .size = 8 * GIB, .erase_size = 0x20000 });
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, FAKE_ALWAYS, ENOTTY);
	ck_assert_int_eq(medium_erase(4 * GIB, 0x20000), -EOVERFLOW);
	ck_assert_uint_eq(fake_count("MEMERASE mtd0"), 0);
	ck_assert_int_eq(medium_erase(4 * GIB - 0x20000, 0x20000), 0);
	ck_assert_uint_eq(fake_count("MEMERASE mtd0 0xfffe0000 0x20000"), 1);
	tear_down_medium();
}
END_TEST

START_TEST(large_sector_on_an_old_kernel_is_an_overflow)
{
	expect_errors();
	set_up_medium(&(struct fake_options){
		.number = 0, .size = 8 * GIB, .erase_size = 0x20000 });
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, FAKE_ALWAYS, ENOTTY);
	ck_assert_int_eq(medium_erase(0, 4 * GIB), -EOVERFLOW);
	ck_assert_int_eq(medium_erase(0, 4 * GIB + 0x20000), -EOVERFLOW);
	ck_assert_uint_eq(fake_count("MEMERASE mtd0"), 0);
	tear_down_medium();
}
END_TEST

START_TEST(device_without_any_erase_is_not_supported)
{
	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, FAKE_ALWAYS, ENOTTY);
	fake_fail(mtd, FAKE_IOCTL, MEMERASE, FAKE_ALWAYS, ENOTTY);
	ck_assert_int_eq(medium_erase(0, 0x1000), -ENOTSUP);
	tear_down_medium();
}
END_TEST

START_TEST(error_of_an_erase_is_that_of_the_contract)
{
	static const struct {
		int said;
		int expected;
	} errors[] = {
		{ 524, -ENOTSUP }, { EOPNOTSUPP, -ENOTSUP }, { EIO, -EIO },
		{ EROFS, -EROFS }, { EBUSY, -EBUSY },
	};

	expect_errors();
	set_up_medium(&(struct fake_options){ .number = 0 });
	fake_fail(mtd, FAKE_IOCTL, MEMERASE64, 1, errors[_i].said);
	ck_assert_int_eq(medium_erase(0x1000, 0x1000), errors[_i].expected);
	ck_assert_uint_eq(fake_count("MEMERASE64"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE mtd0"), 0);
	tear_down_medium();
}
END_TEST

START_TEST(release_after_a_write_flushes_the_block_device)
{
	set_up_with_block_device();
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(calls_after_close(), flushed);
	tear_down_medium();
}
END_TEST

START_TEST(release_after_an_erase_flushes_the_block_device)
{
	set_up_with_block_device();
	ck_assert_int_eq(medium_erase(0, 0x1000), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(calls_after_close(), flushed);
	tear_down_medium();
}
END_TEST

START_TEST(release_after_a_failed_change_flushes_the_block_device)
{
	expect_errors();
	set_up_with_block_device();
	fake_fail(mtd, FAKE_WRITE, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(medium_write(0, "x", 1), -EIO);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(calls_after_close(), flushed);
	tear_down_medium();
}
END_TEST

START_TEST(release_without_a_change_flushes_nothing)
{
	uint8_t data[1];

	set_up_with_block_device();
	ck_assert_int_eq(medium_read(0, data, 1), 0);
	ck_assert_int_eq(medium->operations->prepare_write(medium), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(calls_after_close(), "");
	tear_down_medium();
}
END_TEST

START_TEST(second_release_flushes_nothing)
{
	set_up_with_block_device();
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	ck_assert_int_eq(medium_release(), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_medium();
}
END_TEST

START_TEST(end_of_a_changed_medium_flushes_the_block_device)
{
	set_up_with_block_device();
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	tear_down_medium();
	ck_assert_uint_eq(fake_count("BLKFLSBUF mtdblock0"), 1);
}
END_TEST

START_TEST(no_block_device_is_no_error)
{
	set_up_medium(&(struct fake_options){ .number = 0 });
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_uint_eq(fake_count("BLKFLSBUF"), 0);
	tear_down_medium();
}
END_TEST

START_TEST(what_is_not_its_block_device_is_not_flushed)
{
	set_up_with_block_device();
	if (_i == 0)
		mtd->block_mode = S_IFREG | 0600;
	else if (_i == 1)
		mtd->block_major = 8;
	else if (_i == 2)
		mtd->block_minor = 1;
	else
		fake_fail(mtd, FAKE_FSTAT, FAKE_ANY, 3, EIO);
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	fake_forget_calls();
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_str_eq(calls_after_close(), "open mtdblock0 O_RDONLY\n"
					      "fstat mtdblock0\n"
					      "close mtdblock0\n");
	tear_down_medium();
}
END_TEST

START_TEST(failed_flush_is_logged)
{
	expect_errors();
	set_up_with_block_device();
	fake_fail(mtd, FAKE_IOCTL, BLKFLSBUF, 1, EIO);
	ck_assert_int_eq(medium_write(0, "x", 1), 0);
	ck_assert_int_eq(medium_release(), 0);
	ck_assert_ptr_nonnull(strstr(last_logged(), "mtd0: "));
	ck_assert_ptr_nonnull(strstr(last_logged(), "not flushed"));
	tear_down_medium();
}
END_TEST

TCase *mtd_change_case(void)
{
	TCase *tcase = tcase_create("change");

	tcase_add_test(tcase, erase_is_one_ioctl_of_exactly_the_sector);
	tcase_add_test(tcase, erase_is_tried_again_after_a_signal);
	tcase_add_test(tcase, old_kernel_gets_the_old_request);
	tcase_add_test(tcase, large_offset_is_erased_as_it_is);
	tcase_add_test(tcase, large_offset_on_an_old_kernel_is_an_overflow);
	tcase_add_test(tcase, large_sector_on_an_old_kernel_is_an_overflow);
	tcase_add_test(tcase, device_without_any_erase_is_not_supported);
	tcase_add_loop_test(tcase, error_of_an_erase_is_that_of_the_contract, 0,
			    5);
	tcase_add_test(tcase, release_after_a_write_flushes_the_block_device);
	tcase_add_test(tcase, release_after_an_erase_flushes_the_block_device);
	tcase_add_test(tcase,
		       release_after_a_failed_change_flushes_the_block_device);
	tcase_add_test(tcase, release_without_a_change_flushes_nothing);
	tcase_add_test(tcase, second_release_flushes_nothing);
	tcase_add_test(tcase, end_of_a_changed_medium_flushes_the_block_device);
	tcase_add_test(tcase, no_block_device_is_no_error);
	tcase_add_loop_test(tcase, what_is_not_its_block_device_is_not_flushed,
			    0, 4);
	tcase_add_test(tcase, failed_flush_is_logged);
	return tcase;
}
