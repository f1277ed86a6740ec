// SPDX-License-Identifier: BSD-2-Clause
/* What the writer refuses on MTDs, and what calls it makes. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <flashmap/writer.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

static int open_writer(const char *label,
		       const struct flashmap_writer_options *options)
{
	struct flashmap_writer *writer = (void *)1;
	int rc = flashmap_writer_open(must_open(label), options,
				      options ? sizeof(*options) : 0, &writer);

	if (rc < 0)
		ck_assert_ptr_null(writer);
	flashmap_writer_close(writer);
	return rc;
}

START_TEST(arguments_that_make_no_sense_give_einval)
{
	const struct flashmap_writer_options options = { 0 };
	struct flashmap_writer *writer;

	board_set_up();
	ck_assert_int_eq(flashmap_writer_open(NULL, NULL, 0, &writer), -EINVAL);
	ck_assert_int_eq(flashmap_writer_open(must_open("boot"), NULL, 0, NULL),
			 -EINVAL);
	ck_assert_int_eq(flashmap_writer_open(must_open("boot"), &options, 0,
					      &writer),
			 -EINVAL);
	ck_assert_int_eq(flashmap_writer_open(must_open("boot"), NULL, 1,
					      &writer),
			 -EINVAL);
	ck_assert_int_eq(flashmap_writer_write(NULL, "", 0), -EINVAL);
	ck_assert_int_eq(flashmap_writer_finish(NULL, NULL, 0), -EINVAL);
	flashmap_writer_close(NULL);
}
END_TEST

START_TEST(to_mark_bad_blocks_takes_leave_to_skip_them)
{
	const struct flashmap_writer_options options = { .mark_bad = true };

	board_set_up();
	ck_assert_int_eq(open_writer("boot", &options), -EINVAL);
}
END_TEST

/* What a later release of the header may have behind our options. */
struct later_options {
	struct flashmap_writer_options options;
	uint64_t more;
};

START_TEST(an_option_of_a_later_release_gives_enotsup)
{
	struct later_options later = { .more = 1 };
	struct flashmap_writer *writer;

	board_set_up();
	ck_assert_int_eq(flashmap_writer_open(must_open("boot"), &later.options,
					      sizeof(later), &writer),
			 -ENOTSUP);
	later.more = 0;
	ck_assert_int_eq(flashmap_writer_open(must_open("boot"), &later.options,
					      sizeof(later), &writer),
			 0);
	flashmap_writer_close(writer);
}
END_TEST

enum {
	SECTOR = 4096
};

static unsigned int count_changes(void)
{
	return fake_count("pwrite") + fake_count("MEMERASE");
}

/* So many bytes of 0x11 from the beginning of the area on. */
static int write_area(const struct flash_area *fa, size_t length,
		      struct flashmap_writer_counts *counts)
{
	static uint8_t data[4 * SECTOR];
	struct flashmap_writer *writer;
	int rc = flashmap_writer_open(fa, NULL, 0, &writer);

	if (rc < 0)
		return rc;
	memset(data, 0x11, sizeof(data));
	flashmap_writer_write(writer, data, length);
	rc = flashmap_writer_finish(writer, counts,
				    counts ? sizeof(*counts) : 0);
	flashmap_writer_close(writer);
	return rc;
}

START_TEST(what_is_mounted_gives_ebusy)
{
	expect_errors();
	board_set_up();
	write_file("proc/self/mountinfo",
		   "36 22 31:1 / /mnt ro - squashfs x ro\n");
	fake_forget_calls();
	ck_assert_int_eq(open_writer("kernel", NULL), -EBUSY);
	ck_assert_uint_eq(count_changes(), 0);
}
END_TEST

START_TEST(what_is_mounted_is_written_by_force_and_its_cache_is_flushed)
{
	board_add();
	write_file("proc/self/mountinfo",
		   "36 22 31:1 / /mnt ro - squashfs x ro\n");
	board.kernel->block_device = true;
	board.map = board_new_map();
	ck_assert_int_eq(flashmap_set_allow_in_use(board.map, true), 0);
	ck_assert_int_eq(flashmap_load(board.map), 0);
	ck_assert_int_eq(write_area(must_open("kernel"), SECTOR, NULL), 0);
	ck_assert_uint_eq(fake_count("BLKFLSBUF mtdblock1"), 1);
	ck_assert_uint_eq(fake_count("BLKFLSBUF"), 1);
}
END_TEST

START_TEST(what_was_not_changed_is_not_flushed)
{
	board_set_up();
	board.kernel->block_device = true;
	memset(board.kernel->content, 0x11, SECTOR);
	ck_assert_int_eq(write_area(must_open("kernel"), SECTOR, NULL), 0);
	ck_assert_uint_eq(fake_count("BLKFLSBUF"), 0);
}
END_TEST

START_TEST(a_node_that_turns_out_to_be_read_only_gives_erofs)
{
	expect_errors();
	board_set_up();
	fake_fail(board.kernel, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EROFS);
	ck_assert_int_eq(open_writer("kernel", NULL), -EROFS);
	ck_assert_uint_eq(count_changes(), 0);
}
END_TEST

START_TEST(a_device_that_goes_in_the_middle_gives_enodev)
{
	struct flashmap_writer_counts counts;

	expect_errors();
	board_set_up();
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 2, ENODEV);
	ck_assert_int_eq(write_area(must_open("kernel"), 3 * SECTOR, &counts),
			 -ENODEV);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
	ck_assert_uint_eq(counts.erased, 2);
	ck_assert_uint_eq(counts.programmed, 16);
}
END_TEST

START_TEST(a_signal_is_no_failure)
{
	board_set_up();
	fake_fail(board.kernel, FAKE_WRITE, FAKE_ANY, 1, EINTR);
	fake_fail(board.kernel, FAKE_READ, FAKE_ANY, 1, EINTR);
	ck_assert_int_eq(write_area(must_open("kernel"), SECTOR, NULL), 0);
	ck_assert_uint_eq(board.kernel->content[0], 0x11);
	ck_assert_uint_eq(board.kernel->content[SECTOR - 1], 0x11);
}
END_TEST

START_TEST(the_counts_are_the_calls_that_were_made)
{
	struct flashmap_writer_counts counts;

	board_set_up();
	memset(board.kernel->content, 0x11, 3 * SECTOR);
	/* One bit to program, and one to erase. */
	board.kernel->content[5] = 0x13;
	board.kernel->content[SECTOR + 5] = 0x10;
	fake_forget_calls();
	ck_assert_int_eq(write_area(must_open("kernel"), 3 * SECTOR, &counts),
			 0);
	ck_assert_uint_eq(counts.sectors, 3);
	ck_assert_uint_eq(counts.skipped, 1);
	ck_assert_uint_eq(counts.erased, 1);
	ck_assert_uint_eq(counts.programmed, 1 + 16);
	ck_assert_uint_eq(fake_count("MEMERASE"), 1);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd1 0x1000 0x1000"), 1);
	ck_assert_uint_eq(fake_count("pwrite"), 2);
	ck_assert_uint_eq(fake_count("pwrite mtd1 0 0x100"), 1);
	ck_assert_uint_eq(fake_count("pwrite mtd1 0x1000 0x1000"), 1);
	/* Each once, and what was changed once more. */
	ck_assert_uint_eq(fake_count("pread"), 3 + 2);
}
END_TEST

START_TEST(an_area_in_two_mtds_is_written_through_both)
{
	struct flash_area area = { .fa_off = 0xf000, .fa_size = 0x2000 };

	board_set_up();
	area.fa_dev = flash_area_get_device(must_open("boot"));
	ck_assert_int_eq(write_area(&area, 0x2000, NULL), 0);
	ck_assert_uint_eq(board.boot->content[0xefff], 0xff);
	ck_assert_uint_eq(board.boot->content[0xf000], 0x11);
	ck_assert_uint_eq(board.kernel->content[0xfff], 0x11);
	ck_assert_uint_eq(board.kernel->content[0x1000], 1);
}
END_TEST

/* Of what was locked, and cannot be locked again. */
static struct flashmap_writer *open_unlocked(void)
{
	const struct flashmap_writer_options options = { .unlock = true };
	struct flashmap_writer *writer;

	expect_errors();
	board_set_up();
	board.kernel->locking.can_lock = true;
	board.kernel->locking.can_tell = true;
	fake_set_locked(board.kernel, 0, 2 * SECTOR, true);
	ck_assert_int_eq(flashmap_writer_open(must_open("kernel"), &options,
					      sizeof(options), &writer),
			 0);
	ck_assert(!fake_is_locked(board.kernel, 0, 1));
	board.kernel->locking.ignored = true;
	return writer;
}

START_TEST(locks_that_cannot_be_restored_are_a_failure)
{
	struct flashmap_writer *writer = open_unlocked();
	struct flashmap_writer_counts counts;

	ck_assert_int_eq(
		flashmap_writer_finish(writer, &counts, sizeof(counts)), -EIO);
	ck_assert(counts.left_unlocked);
	ck_assert_str_eq(last_logged(),
			 "spi0.0: 2 sectors are not locked as they were");
	ck_assert_int_eq(flashmap_writer_close(writer), 0);
}
END_TEST

START_TEST(locks_that_cannot_be_restored_are_a_failure_to_close)
{
	struct flashmap_writer *writer = open_unlocked();

	ck_assert_int_eq(flashmap_writer_close(writer), -EIO);
}
END_TEST

START_TEST(mlc_nand_has_no_head_that_comes_last)
{
	const struct flashmap_writer_options options = {
		.head_last = true,
		.skip_bad = true,
	};

	expect_errors();
	fake_add(&(struct fake_options){ .number = 0,
					 .name = "mlc",
					 .type = "mlc-nand",
					 .write_size = 512,
					 .oob_size = 16 });
	board.map = fake_load_map();
	ck_assert_int_eq(open_writer("mlc", &options), -ENOTSUP);
	ck_assert_int_eq(open_writer("mlc", NULL), 0);
}
END_TEST

/* As another process would see the same chip. */
static struct flashmap *set_up_two_maps(void)
{
	board_set_up();
	return fake_load_map();
}

START_TEST(a_writer_of_another_process_has_its_range_for_itself)
{
	const struct flashmap_writer_options second = { .offset = SECTOR };
	const struct flashmap_writer_options first = { .length = SECTOR };
	struct flashmap *other;
	struct flashmap_writer *writer;

	expect_errors();
	write_file("run/utmp", "");
	other = set_up_two_maps();
	ck_assert_int_eq(flashmap_writer_open(must_open_in(other, "kernel"),
					      &first, sizeof(first), &writer),
			 0);
	ck_assert_int_eq(open_writer("kernel", NULL), -EBUSY);
	ck_assert_int_eq(open_writer("kernel", &second), 0);
	ck_assert_int_eq(open_writer("boot", NULL), 0);
	flashmap_writer_close(writer);
	ck_assert_int_eq(open_writer("kernel", NULL), 0);
	flashmap_unref(other);
}
END_TEST

START_TEST(without_a_folder_for_it_that_is_a_warning)
{
	board_set_up();
	ck_assert_int_eq(open_writer("kernel", NULL), 0);
	ck_assert_ptr_nonnull(strstr(
		last_logged(),
		"other processes cannot be kept from writing to spi0.0 too"));
}
END_TEST

START_TEST(a_folder_that_others_can_write_to_is_none)
{
	struct flashmap *other;
	struct flashmap_writer *writer;

	write_file("run/flashmap/x", "");
	ck_assert_int_eq(chmod(test_path("run/flashmap"), 0777), 0);
	other = set_up_two_maps();
	ck_assert_int_eq(flashmap_writer_open(must_open_in(other, "kernel"),
					      NULL, 0, &writer),
			 0);
	ck_assert_int_eq(open_writer("kernel", NULL), 0);
	flashmap_writer_close(writer);
	flashmap_unref(other);
}
END_TEST

START_TEST(a_link_in_the_place_of_its_file_is_not_followed)
{
	write_file("run/flashmap/x", "");
	ck_assert_int_eq(chmod(test_path("run/flashmap"), 0755), 0);
	write_link("run/flashmap/spi0.0.lock", "x.lock");
	board_set_up();
	ck_assert_int_eq(open_writer("kernel", NULL), 0);
	ck_assert_int_lt(access(test_path("run/flashmap/x.lock"), F_OK), 0);
}
END_TEST

Suite *writer_suite(void)
{
	Suite *suite = suite_create("writer");
	TCase *tests = tcase_create("refuse");

	tcase_add_checked_fixture(tests, NULL, board_tear_down);
	tcase_add_test(tests, arguments_that_make_no_sense_give_einval);
	tcase_add_test(tests, to_mark_bad_blocks_takes_leave_to_skip_them);
	tcase_add_test(tests, an_option_of_a_later_release_gives_enotsup);
	tcase_add_test(tests, what_is_mounted_gives_ebusy);
	tcase_add_test(
		tests,
		what_is_mounted_is_written_by_force_and_its_cache_is_flushed);
	tcase_add_test(tests, what_was_not_changed_is_not_flushed);
	tcase_add_test(tests,
		       a_node_that_turns_out_to_be_read_only_gives_erofs);
	tcase_add_test(tests, a_device_that_goes_in_the_middle_gives_enodev);
	tcase_add_test(tests, a_signal_is_no_failure);
	tcase_add_test(tests, the_counts_are_the_calls_that_were_made);
	tcase_add_test(tests, an_area_in_two_mtds_is_written_through_both);
	tcase_add_test(tests, locks_that_cannot_be_restored_are_a_failure);
	tcase_add_test(tests,
		       locks_that_cannot_be_restored_are_a_failure_to_close);
	tcase_add_test(tests, mlc_nand_has_no_head_that_comes_last);
	tcase_add_test(tests,
		       a_writer_of_another_process_has_its_range_for_itself);
	tcase_add_test(tests, without_a_folder_for_it_that_is_a_warning);
	tcase_add_test(tests, a_folder_that_others_can_write_to_is_none);
	tcase_add_test(tests, a_link_in_the_place_of_its_file_is_not_followed);
	suite_add_tcase(suite, tests);
	suite_add_tcase(suite, writer_devices_case());
#ifdef HAVE_LIBFDT
	suite_add_tcase(suite, writer_model_case());
	suite_add_tcase(suite, writer_sectors_case());
	suite_add_tcase(suite, writer_stream_case());
	suite_add_tcase(suite, writer_faults_case());
	suite_add_tcase(suite, writer_cuts_case());
#endif
	return suite;
}
