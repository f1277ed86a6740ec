// SPDX-License-Identifier: BSD-2-Clause
/* What the kernel is asked for the truth about ECC, and how often. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "nand.h"
#include "unit.h"

/* How a kernel says that it has no such call. */
static const int unsupported[] = { ENOTTY, EOPNOTSUPP, 524 };

enum {
	UNSUPPORTED_COUNT = 3
};

static uint8_t data[NAND_SIZE];

/* With the device open, and what it can do found out. */
static void set_up_in_use(int way)
{
	nand_set_way(way);
	nand_read(0, 1, 0);
	fake_forget_calls();
}

START_TEST(memread_is_all_that_is_needed)
{
	set_up_in_use(NAND_MEMREAD);
	nand_read(NAND_BLOCK, NAND_BLOCK, 0);
	ck_assert_str_eq(fake_calls(), "MEMGETBADBLOCK mtd0 0x1000\n"
				       "MEMREAD mtd0 0x1000 0x1000\n");
}
END_TEST

START_TEST(memread_is_called_once_a_block)
{
	set_up_in_use(NAND_MEMREAD);
	nand_read(100, 2 * NAND_BLOCK, 0);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x64 0xf9c"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0x2000 0x64"), 1);
	ck_assert_uint_eq(fake_count("MEMREAD"), 3);
	ck_assert_uint_eq(count_calls(), 6);
}
END_TEST

START_TEST(a_plain_read_asks_for_ecc_too)
{
	set_up_in_use(NAND_MEMREAD);
	ck_assert_int_eq(flash_area_read(nand.fa, 8, data, 5), 0);
	ck_assert_str_eq(fake_calls(), "MEMGETBADBLOCK mtd0 0\n"
				       "MEMREAD mtd0 0x8 0x5\n");
}
END_TEST

START_TEST(without_memread_the_counters_are_asked_before_and_after)
{
	set_up_in_use(NAND_COUNTERS);
	nand_read(NAND_BLOCK, NAND_BLOCK, 0);
	ck_assert_str_eq(fake_calls(), "MEMGETBADBLOCK mtd0 0x1000\n"
				       "ECCGETSTATS mtd0\n"
				       "pread mtd0 0x1000 0x1000\n"
				       "ECCGETSTATS mtd0\n");
}
END_TEST

START_TEST(counters_cost_two_calls_a_block_at_most)
{
	set_up_in_use(NAND_COUNTERS);
	nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(fake_count("MEMGETBADBLOCK"), NAND_BLOCKS);
	ck_assert_uint_eq(fake_count("pread"), NAND_BLOCKS);
	ck_assert_uint_le(count_calls(), 4 * NAND_BLOCKS);
}
END_TEST

START_TEST(a_read_of_nor_is_one_pread)
{
	const struct flash_area *fa = nand_add_nor();
	struct flashmap_ecc ecc;

	ck_assert_int_eq(flash_area_read(fa, 0, data, 1), 0);
	fake_forget_calls();
	ck_assert_int_eq(flashmap_area_read_ecc(fa, 0x1000, data, 0x1000, &ecc,
						sizeof(ecc)),
			 0);
	ck_assert_mem_eq(data, nand.nor->content + 0x1000, 0x1000);
	ck_assert_int_eq(flash_area_read(fa, 5, data, 2), 0);
	ck_assert_str_eq(fake_calls(), "pread mtd3 0x1000 0x1000\n"
				       "pread mtd3 0x5 0x2\n");
}
END_TEST

START_TEST(nor_tells_nothing_of_ecc)
{
	struct flashmap_ecc ecc;

	memset(&ecc, 0xa5, sizeof(ecc));
	ck_assert_int_eq(flashmap_area_read_ecc(nand_add_nor(), 0, data, 0x1000,
						&ecc, sizeof(ecc)),
			 0);
	ck_assert(!ecc.known);
	ck_assert(!ecc.refresh_wanted);
	ck_assert_uint_eq(ecc.corrected, 0);
	ck_assert_uint_eq(ecc.failed, 0);
	ck_assert_uint_eq(ecc.max_bitflips, 0);
}
END_TEST

START_TEST(missing_memread_is_not_asked_for_again)
{
	struct flashmap_ecc ecc;

	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, FAKE_ALWAYS,
		  unsupported[_i]);
	fake_flip(nand.rootfs, 0, 2);
	fake_ruin(nand.rootfs, NAND_BLOCK);
	ecc = nand_read(0, NAND_SIZE, -EBADMSG);
	ck_assert_uint_eq(ecc.corrected, 2);
	ck_assert_uint_eq(ecc.failed, 1);
	ck_assert(ecc.known);
	nand_read(2 * NAND_BLOCK, NAND_BLOCK, 0);
	ck_assert_uint_eq(fake_count("MEMREAD"), 1);
}
END_TEST

START_TEST(another_failure_of_memread_is_no_missing_memread)
{
	static const int errors[] = { EIO, ENOMEM, EINVAL };

	expect_errors();
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, 1, errors[_i]);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, 16), -errors[_i]);
	ck_assert_uint_eq(fake_count("pread"), 0);
	fake_forget_calls();
	nand_read(0, 16, 0);
	ck_assert_uint_eq(fake_count("MEMREAD"), 1);
	ck_assert_uint_eq(fake_count("ECCGETSTATS"), 0);
}
END_TEST

START_TEST(memread_is_tried_again_after_a_signal)
{
	set_up_in_use(NAND_MEMREAD);
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, 1, EINTR);
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, 2, EINTR);
	fake_flip(nand.rootfs, 0, 1);
	ck_assert_uint_eq(nand_read(0, NAND_PAGE, 0).corrected, 1);
	ck_assert_uint_eq(fake_count("MEMREAD mtd0 0 0x200"), 3);
	ck_assert_uint_eq(fake_count("pread"), 0);
}
END_TEST

START_TEST(counters_are_asked_again_after_a_signal)
{
	set_up_in_use(NAND_COUNTERS);
	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, 1, EINTR);
	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, 3, EINTR);
	fake_fail(nand.rootfs, FAKE_READ, FAKE_ANY, 1, EINTR);
	ck_assert(nand_read(0, NAND_PAGE, 0).known);
	ck_assert_uint_eq(fake_count("ECCGETSTATS"), 4);
	ck_assert_uint_eq(fake_count("pread mtd0 0 0x200"), 2);
}
END_TEST

START_TEST(without_memread_and_counters_nothing_is_known)
{
	struct flashmap_ecc ecc;

	nand_set_way(NAND_COUNTERS);
	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, FAKE_ALWAYS,
		  unsupported[_i]);
	fake_flip(nand.rootfs, 0, NAND_THRESHOLD);
	fake_ruin(nand.rootfs, NAND_BLOCK);
	ecc = nand_read(0, NAND_SIZE, 0);
	ck_assert(!ecc.known);
	ck_assert(!ecc.refresh_wanted);
	ck_assert_uint_eq(ecc.corrected, 0);
	ck_assert_uint_eq(ecc.failed, 0);
}
END_TEST

START_TEST(missing_counters_are_not_asked_for_again)
{
	nand_set_way(NAND_COUNTERS);
	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, FAKE_ALWAYS,
		  unsupported[_i]);
	nand_read(0, NAND_SIZE, 0);
	fake_forget_calls();
	nand_read(0, NAND_BLOCK, 0);
	ck_assert_str_eq(fake_calls(), "MEMGETBADBLOCK mtd0 0\n"
				       "pread mtd0 0 0x1000\n");
}
END_TEST

START_TEST(failed_counters_are_an_error)
{
	expect_errors();
	set_up_in_use(NAND_COUNTERS);
	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, (unsigned int)_i + 1,
		  EIO);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, 16), -EIO);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, 16), 0);
}
END_TEST

START_TEST(an_uncounted_failure_is_ebadmsg_all_the_same)
{
	struct flashmap_ecc ecc;

	expect_errors();
	nand.rootfs->uncounted = true;
	fake_ruin(nand.rootfs, NAND_PAGE);
	ecc = nand_read(0, NAND_BLOCK, -EBADMSG);
	ck_assert_uint_ge(ecc.failed, 1);
	ck_assert(ecc.refresh_wanted);
}
END_TEST

START_TEST(flips_of_a_page_that_the_driver_keeps_are_seen)
{
	struct flashmap_ecc ecc;

	nand.rootfs->keeps_page = true;
	fake_flip(nand.rootfs, 0, NAND_THRESHOLD + 1);
	ck_assert(nand_read(0, 10, 0).refresh_wanted);
	/* The kernel counts nothing now, and yet tells the most. */
	ecc = nand_read(10, 10, 0);
	ck_assert(ecc.refresh_wanted);
	ck_assert_uint_eq(ecc.max_bitflips, NAND_THRESHOLD + 1);
}
END_TEST

START_TEST(a_memread_that_comes_short_is_eio)
{
	expect_errors();
	set_up_in_use(NAND_MEMREAD);
	/* MEMGETBADBLOCK is the first. */
	fake_shorten(nand.rootfs, FAKE_IOCTL, 2, NAND_PAGE);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_BLOCK), -EIO);
}
END_TEST

START_TEST(a_memread_that_comes_to_nothing_is_eio)
{
	expect_errors();
	set_up_in_use(NAND_MEMREAD);
	fake_shorten(nand.rootfs, FAKE_IOCTL, 2, 0);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, 16), -EIO);
}
END_TEST

START_TEST(each_mtd_has_its_own_way)
{
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, FAKE_ALWAYS, ENOTTY);
	nand_read(0, 1, 0);
	fake_forget_calls();
	ck_assert_int_eq(flash_area_read(must_open_in(nand.map, "data"), 0,
					 data, 16),
			 0);
	ck_assert_uint_eq(fake_count("MEMREAD mtd1 0 0x10"), 1);
}
END_TEST

START_TEST(memread_is_given_large_offsets)
{
	const struct fake_options options = {
		.number = 5,
		.name = "large",
		.type = "nand",
		.size = 8ull << 30,
		.erase_size = 1 << 20,
		.write_size = 4096,
		.ecc_strength = 8,
	};
	const struct flash_area fa = { .fa_off = 5ll << 30,
				       .fa_size = 1 << 20,
				       .fa_dev_name = "mtd5" };

	fake_add(&options);
	nand_reload();
	ck_assert_int_eq(flashmap_set_default(nand.map), 0);
	ck_assert_int_eq(flash_area_read(&fa, 4096, data, 512), 0);
	ck_assert_uint_eq(fake_count("MEMREAD mtd5 0x140001000 0x200"), 1);
}
END_TEST

START_TEST(without_sysfs_a_nand_tells_of_ecc)
{
	const struct fake_options options = {
		.number = 6,
		.name = "bare",
		.type = "nand",
		.write_size = NAND_PAGE,
		.no_sysfs = true,
	};
	struct flashmap_ecc ecc;
	struct flashmap *map;
	struct fake_mtd *mtd;

	expect_errors();
	nand_tear_down();
	fake_remove(nand.rootfs);
	fake_remove(nand.data);
	ck_assert_int_eq(remove(test_path("sys/class/mtd")), 0);
	mtd = fake_add(&options);
	fake_write_procmtd();
	map = fake_load_map();
	fake_ruin(mtd, 0);
	ck_assert_int_eq(flashmap_area_read_ecc(must_open_in(map, "bare"), 0,
						data, NAND_PAGE, &ecc,
						sizeof(ecc)),
			 -EBADMSG);
	ck_assert(ecc.known);
	flashmap_unref(map);
}
END_TEST

static void add_fallback_tests(TCase *tcase)
{
	tcase_add_loop_test(tcase, missing_memread_is_not_asked_for_again, 0,
			    UNSUPPORTED_COUNT);
	tcase_add_loop_test(
		tcase, another_failure_of_memread_is_no_missing_memread, 0, 3);
	tcase_add_test(tcase, memread_is_tried_again_after_a_signal);
	tcase_add_test(tcase, counters_are_asked_again_after_a_signal);
	tcase_add_loop_test(tcase,
			    without_memread_and_counters_nothing_is_known, 0,
			    UNSUPPORTED_COUNT);
	tcase_add_loop_test(tcase, missing_counters_are_not_asked_for_again, 0,
			    UNSUPPORTED_COUNT);
	tcase_add_loop_test(tcase, failed_counters_are_an_error, 0, 2);
	tcase_add_test(tcase, each_mtd_has_its_own_way);
}

TCase *ecc_calls_case(void)
{
	TCase *tcase = tcase_create("calls");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_test(tcase, memread_is_all_that_is_needed);
	tcase_add_test(tcase, memread_is_called_once_a_block);
	tcase_add_test(tcase, a_plain_read_asks_for_ecc_too);
	tcase_add_test(tcase,
		       without_memread_the_counters_are_asked_before_and_after);
	tcase_add_test(tcase, counters_cost_two_calls_a_block_at_most);
	tcase_add_test(tcase, a_read_of_nor_is_one_pread);
	tcase_add_test(tcase, nor_tells_nothing_of_ecc);
	add_fallback_tests(tcase);
	tcase_add_test(tcase, an_uncounted_failure_is_ebadmsg_all_the_same);
	tcase_add_test(tcase, flips_of_a_page_that_the_driver_keeps_are_seen);
	tcase_add_test(tcase, a_memread_that_comes_short_is_eio);
	tcase_add_test(tcase, a_memread_that_comes_to_nothing_is_eio);
	tcase_add_test(tcase, memread_is_given_large_offsets);
	tcase_add_test(tcase, without_sysfs_a_nand_tells_of_ecc);
	return tcase;
}
