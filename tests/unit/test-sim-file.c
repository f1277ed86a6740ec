// SPDX-License-Identifier: BSD-2-Clause
/* A simulated chip whose content is a file. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-mtd.h"
#include "sim-chip.h"
#include "unit.h"

static const char *path;

static void set_up_file(void)
{
	path = test_path("chip.bin");
	set_up_sim(&(struct fm_sim_parameters){ .file = path });
}

/* A file of the chip's size: byte n is n. */
static void write_content(void)
{
	static uint8_t data[SIM_SIZE];

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)i;
	write_bytes("chip.bin", data, sizeof(data));
}

/* One byte more than the chip, to see that the file has none. */
static ssize_t read_content(uint8_t data[SIM_SIZE + 1])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	ck_assert_int_ge(fd, 0);
	length = read(fd, data, SIM_SIZE + 1);
	close(fd);
	return length;
}

START_TEST(file_is_made_erased_at_the_first_use)
{
	uint8_t data[SIM_SIZE + 1];

	set_up_file();
	ck_assert_int_eq(access(path, F_OK), -1);
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	ck_assert_int_eq(read_content(data), SIM_SIZE);
	check_all(data, SIM_SIZE, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(file_is_made_with_the_chips_erased_value)
{
	uint8_t data[SIM_SIZE + 1];

	path = test_path("chip.bin");
	set_up_sim_value(&(struct fm_sim_parameters){ .file = path }, 0x00);
	ck_assert_int_eq(sim->operations->prepare_write(sim), 0);
	ck_assert_int_eq(read_content(data), SIM_SIZE);
	check_all(data, SIM_SIZE, 0x00);
	tear_down_sim();
}
END_TEST

START_TEST(file_that_is_never_used_is_never_made)
{
	set_up_file();
	tear_down_sim();
	ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

START_TEST(existing_file_is_the_content)
{
	uint8_t data[SIM_SIZE], expected[SIM_SIZE + 1];

	write_content();
	set_up_file();
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	ck_assert_int_eq(read_content(expected), SIM_SIZE);
	ck_assert_mem_eq(data, expected, SIM_SIZE);
	ck_assert_uint_eq(data[0x123], 0x23);
	tear_down_sim();
}
END_TEST

START_TEST(file_holds_what_was_written_and_erased)
{
	uint8_t data[SIM_SIZE + 1];

	write_content();
	set_up_file();
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_write(SIM_ERASE + 1, "flash", 5), 0);
	ck_assert_int_eq(read_content(data), SIM_SIZE);
	ck_assert_uint_eq(data[SIM_ERASE - 1], 0xff & (SIM_ERASE - 1));
	ck_assert_mem_eq(data + SIM_ERASE, "\377flash\377", 7);
	check_all(data + SIM_ERASE + 6, SIM_ERASE - 6, 0xff);
	ck_assert_uint_eq(data[2 * SIM_ERASE + 5], 5);
	tear_down_sim();
}
END_TEST

START_TEST(write_that_breaks_a_rule_leaves_the_file_alone)
{
	uint8_t data[SIM_SIZE + 1];

	expect_errors();
	write_content();
	set_up_file();
	ck_assert_int_eq(sim_write(0x0f, "\x0e\x11", 2), -EIO);
	ck_assert_int_eq(read_content(data), SIM_SIZE);
	ck_assert_uint_eq(data[0x0f], 0x0f);
	ck_assert_uint_eq(data[0x10], 0x10);
	tear_down_sim();
}
END_TEST

START_TEST(content_survives_release_and_reopening)
{
	uint8_t data[5];

	set_up_file();
	ck_assert_int_eq(sim_write(3, "flash", 5), 0);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	ck_assert_int_eq(sim_read(3, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	tear_down_sim();

	set_up_file();
	memset(data, 0, sizeof(data));
	ck_assert_int_eq(sim_read(3, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	tear_down_sim();
}
END_TEST

START_TEST(file_is_opened_once_and_closed_by_release)
{
	struct fake_mtd *file;
	uint8_t data[1];

	set_up_file();
	file = fake_watch(path);
	fake_fail(file, FAKE_OPEN, FAKE_ANY, 2, EMFILE);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(sim_read(0, data, 1), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	tear_down_sim();
}
END_TEST

START_TEST(file_of_another_size_is_refused_and_left_alone)
{
	static const size_t sizes[] = { 0, SIM_SIZE - 1, SIM_SIZE + 1 };
	static const uint8_t data[SIM_SIZE + 1];
	struct stat status;
	uint8_t byte;

	expect_errors();
	write_bytes("chip.bin", data, sizes[_i]);
	set_up_file();
	ck_assert_int_eq(sim_read(0, &byte, 1), -EINVAL);
	ck_assert_int_eq(sim_write(0, "x", 1), -EINVAL);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EINVAL);
	ck_assert_int_eq(sim->operations->prepare_write(sim), -EINVAL);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq((size_t)status.st_size, sizes[_i]);
	tear_down_sim();
}
END_TEST

START_TEST(what_is_no_regular_file_is_refused)
{
	uint8_t byte;

	expect_errors();
	path = test_path("chip.bin");
	ck_assert_int_eq(mkfifo(path, 0666), 0);
	set_up_file();
	ck_assert_int_eq(sim_read(0, &byte, 1), -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(folder_in_place_of_the_file_is_eisdir)
{
	uint8_t byte;

	expect_errors();
	ck_assert_int_eq(mkdir(test_path("chip.bin"), 0777), 0);
	set_up_file();
	ck_assert_int_eq(sim_read(0, &byte, 1), -EISDIR);
	tear_down_sim();
}
END_TEST

START_TEST(file_in_a_missing_folder_is_enoent)
{
	uint8_t byte;

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){
		.file = test_path("missing/chip.bin") });
	ck_assert_int_eq(sim_read(0, &byte, 1), -ENOENT);
	ck_assert_ptr_nonnull(strstr(last_logged(), "missing/chip.bin"));
	tear_down_sim();
}
END_TEST

START_TEST(read_only_file_is_read_and_never_changed)
{
	static const int errors[] = { EACCES, EROFS };
	uint8_t data[SIM_SIZE], after[SIM_SIZE + 1];
	struct fake_mtd *file;

	expect_errors();
	write_content();
	set_up_file();
	file = fake_watch(path);
	fake_fail(file, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, errors[_i]);
	/* An O_EXCL open fails for the file's existence, not for a right. */
	fake_fail(file, FAKE_OPEN, O_RDWR, 1, EEXIST);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	ck_assert_uint_eq(data[0x77], 0x77);
	ck_assert_int_eq(sim->operations->prepare_write(sim), -EACCES);
	ck_assert_int_eq(read_content(after), SIM_SIZE);
	ck_assert_mem_eq(data, after, SIM_SIZE);
	tear_down_sim();
}
END_TEST

START_TEST(file_becomes_writable_with_the_next_opening)
{
	uint8_t data[1];
	struct fake_mtd *file;

	expect_errors();
	write_content();
	set_up_file();
	file = fake_watch(path);
	fake_fail(file, FAKE_OPEN, O_RDWR, 1, EEXIST);
	fake_fail(file, FAKE_OPEN, O_RDWR, 2, EACCES);
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	ck_assert_int_eq(sim->operations->prepare_write(sim), -EACCES);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	ck_assert_int_eq(sim->operations->prepare_write(sim), 0);
	tear_down_sim();
}
END_TEST

START_TEST(file_that_cannot_be_made_whole_is_removed)
{
	uint8_t data[1];

	expect_errors();
	set_up_file();
	fake_fail(fake_watch(path), FAKE_WRITE, FAKE_ANY, 3, ENOSPC);
	ck_assert_int_eq(sim_read(0, data, 1), -ENOSPC);
	ck_assert_int_eq(access(path, F_OK), -1);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	ck_assert_uint_eq(data[0], 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(error_of_the_file_is_that_of_the_operation)
{
	struct fake_mtd *file;
	uint8_t data[1];

	write_content();
	set_up_file();
	file = fake_watch(path);
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	fake_fail(file, FAKE_READ, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(sim_read(0, data, 1), -EIO);
	fake_fail(file, FAKE_READ, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(sim_write(0, "", 1), -EIO);
	fake_fail(file, FAKE_WRITE, FAKE_ANY, 1, ENOSPC);
	ck_assert_int_eq(sim_write(0, "", 1), -ENOSPC);
	tear_down_sim();
}
END_TEST

START_TEST(failed_erase_is_not_counted)
{
	uint32_t count;

	write_content();
	set_up_file();
	fake_fail(fake_watch(path), FAKE_WRITE, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EIO);
	ck_assert_int_eq(fm_sim_get_erase_count(sim, 0, &count), 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(fm_sim_get_erase_count(sim, 0, &count), 0);
	ck_assert_uint_eq(count, 1);
	tear_down_sim();
}
END_TEST

START_TEST(error_of_the_file_is_that_of_an_operation_that_is_cut)
{
	static const uint8_t zeros[SIM_PAGE];
	static const char *const types[] = { "nor", "nor", "nand", "ram" };
	static const uint32_t write_sizes[] = { 1, 8, SIM_PAGE, 1 };
	struct fake_mtd *file;

	path = test_path("chip.bin");
	set_up_sim(&(struct fm_sim_parameters){
		.file = path,
		.type = types[_i],
		.write_size = write_sizes[_i],
	});
	file = fake_watch(path);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	fake_fail(file, FAKE_WRITE, FAKE_ANY, 1, ENOSPC);
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_HALF), 0);
	ck_assert_int_eq(sim_write(0, zeros, SIM_PAGE), -ENOSPC);
	fake_fail(file, FAKE_WRITE, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(fm_sim_restore_power(sim), 0);
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_HALF), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	tear_down_sim();
}
END_TEST

START_TEST(nothing_is_copied_to_a_file_that_cannot_be_written)
{
	struct fm_medium *from;
	struct fake_mtd *file;

	write_content();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	from = sim;
	set_up_file();
	file = fake_watch(path);
	fake_fail(file, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	fake_fail(file, FAKE_OPEN, O_RDWR, 1, EEXIST);
	ck_assert_int_eq(fm_sim_copy(from, sim), -EACCES);
	tear_down_sim();
	sim = from;
	tear_down_sim();
}
END_TEST

START_TEST(copy_that_fails_says_why)
{
	struct fm_medium *from;
	struct fake_mtd *file;

	write_content();
	set_up_file();
	from = sim;
	file = fake_watch(path);
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	fake_fail(file, FAKE_READ, FAKE_ANY, 1, EIO);
	ck_assert_int_eq(fm_sim_copy(from, sim), -EIO);
	fake_fail(file, FAKE_WRITE, FAKE_ANY, 1, ENOSPC);
	ck_assert_int_eq(fm_sim_copy(sim, from), -ENOSPC);
	ck_assert_int_eq(fm_sim_copy(sim, from), 0);
	tear_down_sim();
	sim = from;
	tear_down_sim();
}
END_TEST

TCase *sim_file_case(void)
{
	TCase *tcase = tcase_create("file");

	tcase_add_test(tcase, file_is_made_erased_at_the_first_use);
	tcase_add_test(tcase, file_is_made_with_the_chips_erased_value);
	tcase_add_test(tcase, file_that_is_never_used_is_never_made);
	tcase_add_test(tcase, existing_file_is_the_content);
	tcase_add_test(tcase, file_holds_what_was_written_and_erased);
	tcase_add_test(tcase, write_that_breaks_a_rule_leaves_the_file_alone);
	tcase_add_test(tcase, content_survives_release_and_reopening);
	tcase_add_test(tcase, file_is_opened_once_and_closed_by_release);
	tcase_add_loop_test(
		tcase, file_of_another_size_is_refused_and_left_alone, 0, 3);
	tcase_add_test(tcase, what_is_no_regular_file_is_refused);
	tcase_add_test(tcase, folder_in_place_of_the_file_is_eisdir);
	tcase_add_test(tcase, file_in_a_missing_folder_is_enoent);
	tcase_add_loop_test(tcase, read_only_file_is_read_and_never_changed, 0,
			    2);
	tcase_add_test(tcase, file_becomes_writable_with_the_next_opening);
	tcase_add_test(tcase, file_that_cannot_be_made_whole_is_removed);
	tcase_add_test(tcase, error_of_the_file_is_that_of_the_operation);
	tcase_add_test(tcase, failed_erase_is_not_counted);
	tcase_add_loop_test(
		tcase, error_of_the_file_is_that_of_an_operation_that_is_cut, 0,
		4);
	tcase_add_test(tcase,
		       nothing_is_copied_to_a_file_that_cannot_be_written);
	tcase_add_test(tcase, copy_that_fails_says_why);
	return tcase;
}
