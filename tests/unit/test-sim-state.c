// SPDX-License-Identifier: BSD-2-Clause
/* What a simulated chip keeps beside the file of its content. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-mtd.h"
#include "sim-chip.h"
#include "unit.h"

static const char *content_path(void)
{
	return test_path("chip.bin");
}

static const char *state_path(void)
{
	return test_path("chip.bin.state");
}

static bool has_state(void)
{
	return access(state_path(), F_OK) == 0;
}

static void open_nor(void)
{
	set_up_sim(&(struct fm_sim_parameters){ .file = content_path() });
}

static void open_nand(void)
{
	set_up_nand(&(struct fm_sim_parameters){ .file = content_path() });
}

/* In another map, in another process: nothing is known but the files. */
static void reopen_nor(void)
{
	tear_down_sim();
	open_nor();
}

static void reopen_nand(void)
{
	tear_down_sim();
	open_nand();
}

#define NOR_TITLE "flashmap simulator state 1\nchip nor 32768 4096 1 255 0\n"
#define NAND_TITLE \
	"flashmap simulator state 1\nchip nand 32768 4096 512 255 256\n"

static void check_state(const char *expected)
{
	char text[4096] = { 0 };
	char *end;
	FILE *file = fopen(state_path(), "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_lt(fread(text, 1, sizeof(text) - 1, file),
			  sizeof(text) - 1);
	fclose(file);
	end = strstr(text, "\nend ");
	ck_assert_ptr_nonnull(end);
	end[1] = '\0';
	ck_assert_str_eq(text, expected);
}

START_TEST(nothing_to_keep_is_no_file)
{
	uint8_t data[SIM_PAGE];

	open_nor();
	ck_assert_int_eq(sim_write(0, "flash", 5), 0);
	reopen_nor();
	ck_assert_int_eq(sim_read(0, data, 5), 0);
	tear_down_sim();
	ck_assert(!has_state());
}
END_TEST

START_TEST(programmed_content_needs_no_state)
{
	open_nand();
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	tear_down_sim();
	ck_assert(!has_state());
}
END_TEST

START_TEST(erase_counts_are_kept_when_it_is_closed)
{
	open_nor();
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert(!has_state());
	ck_assert_int_eq(sim->operations->release(sim), 0);
	check_state(NOR_TITLE "sector 1 2 0 0\n");
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 2);
	reopen_nor();
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 2);
	ck_assert_uint_eq(sim_erase_count(0), 0);
	tear_down_sim();
}
END_TEST

START_TEST(marks_are_kept_at_once)
{
	open_nand();
	ck_assert_int_eq(sim->operations->mark_bad(sim, 3 * SIM_ERASE), 0);
	check_state(NAND_TITLE "sector 3 0 1 0\n");
	reopen_nand();
	ck_assert_int_eq(sim->operations->is_bad(sim, 3 * SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->is_bad(sim, 2 * SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(blocks_that_are_bad_from_the_start_are_not_kept)
{
	static const uint32_t bad[] = { 2 };
	const struct fm_sim_parameters parameters = {
		.file = content_path(),
		.bad_blocks = bad,
		.bad_block_count = 1,
	};

	set_up_nand(&parameters);
	ck_assert_int_eq(sim->operations->is_bad(sim, 2 * SIM_ERASE), 1);
	tear_down_sim();
	ck_assert(!has_state());
	set_up_nand(&parameters);
	ck_assert_int_eq(sim->operations->mark_bad(sim, 0), 0);
	check_state(NAND_TITLE "sector 0 0 1 0\n");
	tear_down_sim();
	set_up_nand(&parameters);
	ck_assert_int_eq(sim->operations->is_bad(sim, 2 * SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), 1);
	tear_down_sim();
}
END_TEST

START_TEST(pages_that_are_programmed_blank_are_kept_at_once)
{
	expect_errors();
	open_nand();
	ck_assert_int_eq(sim_program_page(2, 0xff), 0);
	ck_assert_int_eq(sim_program_page(3, 0xff), 0);
	ck_assert_int_eq(sim_program_page(9, 0xff), 0);
	check_state(NAND_TITLE "programmed 2 2\nprogrammed 9 1\n");
	reopen_nand();
	ck_assert_int_eq(sim_program_page(3, 0x5a), -EIO);
	ck_assert_int_eq(sim_program_page(1, 0x5a), -EIO);
	ck_assert_int_eq(sim_program_page(4, 0x5a), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	check_state(NAND_TITLE "sector 1 1 0 0\nprogrammed 2 2\n");
	tear_down_sim();
}
END_TEST

START_TEST(locks_are_kept_at_once)
{
	const struct fm_range range = { SIM_ERASE, 2 * SIM_ERASE };

	open_nor();
	ck_assert_int_eq(fm_sim_set_locks(sim, FLASHMAP_SIM_LOCKS_REFUSE, 2),
			 0);
	ck_assert_int_eq(sim->operations->set_locked(sim, &range, true), 0);
	check_state(NOR_TITLE "locks 2 2\nsector 1 0 0 1\nsector 2 0 0 1\n");
	reopen_nor();
	expect_errors();
	ck_assert_int_eq(sim->operations->is_locked(sim, &range), 1);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	tear_down_sim();
}
END_TEST

START_TEST(state_of_nothing_more_is_removed)
{
	open_nand();
	ck_assert_int_eq(fm_sim_set_bad(sim, 0, true), 0);
	ck_assert(has_state());
	ck_assert_int_eq(fm_sim_set_bad(sim, 0, false), 0);
	ck_assert(!has_state());
	tear_down_sim();
	ck_assert(!has_state());
}
END_TEST

START_TEST(faults_are_kept)
{
	uint8_t data[SIM_PAGE];

	expect_errors();
	open_nand();
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 5), 0);
	ck_assert_int_eq(fm_sim_set_stuck_bit(sim, SIM_PAGE, 1,
					      FLASHMAP_SIM_STUCK_AT_0),
			 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, SIM_ERASE, FLASHMAP_SIM_ERASE, 2,
					 true),
			 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, SIM_ERASE, FLASHMAP_SIM_WRITE, 1,
					 false),
			 0);
	reopen_nand();
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), -EBADMSG);
	ck_assert_int_eq(sim_read(SIM_PAGE, data, sizeof(data)), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(8, 0), -EIO);
	reopen_nand();
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	tear_down_sim();
}
END_TEST

START_TEST(unstable_places_are_kept)
{
	static const uint8_t zeros[64];
	uint8_t first[64], again[64];

	open_nor();
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_HALF), 0);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	ck_assert(has_state());
	reopen_nor();
	ck_assert_int_eq(sim_read(0, first, sizeof(first)), 0);
	check_all(first, 32, 0);
	ck_assert_int_eq(sim_read(0, again, sizeof(again)), 0);
	ck_assert_mem_ne(first, again, sizeof(first));
	reopen_nor();
	ck_assert_int_eq(sim_read(0, again, sizeof(again)), 0);
	ck_assert_mem_eq(first, again, sizeof(first));
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	reopen_nor();
	ck_assert_int_eq(sim_read(0, again, sizeof(again)), 0);
	check_all(again, sizeof(again), 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(torn_erase_is_kept)
{
	expect_errors();
	open_nand();
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_LAST_BYTE),
			 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	reopen_nand();
	check_page(0, 0xff);
	ck_assert_int_eq(sim_program_page(0, 0), -EIO);
	tear_down_sim();
}
END_TEST

START_TEST(power_is_there_after_reopening)
{
	open_nor();
	ck_assert_int_eq(fm_sim_cut_power(sim, 0, FLASHMAP_SIM_CUT_CLEAN), 0);
	reopen_nor();
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(content_that_is_not_blank_counts_without_a_state)
{
	expect_errors();
	open_nand();
	ck_assert_int_eq(sim_program_page(2, 0x5a), 0);
	tear_down_sim();
	ck_assert(!has_state());
	open_nand();
	ck_assert_int_eq(sim_program_page(2, 0x00), -EIO);
	ck_assert_int_eq(sim_program_page(1, 0x00), -EIO);
	ck_assert_int_eq(sim_program_page(3, 0x00), 0);
	tear_down_sim();
}
END_TEST

START_TEST(file_of_another_program_is_programmed_where_it_is_not_blank)
{
	static uint8_t data[SIM_SIZE];

	expect_errors();
	memset(data, 0xff, sizeof(data));
	data[3 * SIM_PAGE - 1] = 0xfe;
	write_bytes("chip.bin", data, sizeof(data));
	open_nand();
	ck_assert_int_eq(sim_program_page(2, 0x00), -EIO);
	ck_assert_int_eq(sim_program_page(3, 0x00), 0);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	data[8 * SIM_PAGE] = 0;
	write_bytes("chip.bin", data, sizeof(data));
	ck_assert_int_eq(sim_program_page(8, 0x00), -EIO);
	ck_assert_int_eq(sim_program_page(3, 0x00), 0);
	tear_down_sim();
}
END_TEST

START_TEST(state_of_a_file_that_is_made_anew_is_removed)
{
	open_nand();
	ck_assert_int_eq(sim_program_page(0, 0xff), 0);
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), 0);
	tear_down_sim();
	ck_assert(has_state());
	ck_assert_int_eq(unlink(content_path()), 0);
	open_nand();
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 0);
	ck_assert(!has_state());
	tear_down_sim();
}
END_TEST

START_TEST(state_that_cannot_be_kept_is_an_error_and_known_still)
{
	open_nand();
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	fake_fail(fake_watch(test_path("chip.bin.state.new")), FAKE_WRITE,
		  FAKE_ANY, 1, ENOSPC);
	expect_errors();
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), -ENOSPC);
	ck_assert(!has_state());
	ck_assert_int_eq(access(test_path("chip.bin.state.new"), F_OK), -1);
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 1);
	ck_assert(has_state());
	tear_down_sim();
}
END_TEST

START_TEST(state_that_cannot_be_made_is_an_error)
{
	open_nand();
	check_page(0, 0xff);
	ck_assert_int_eq(mkdir(test_path("chip.bin.state.new"), 0777), 0);
	expect_errors();
	ck_assert_int_eq(sim->operations->mark_bad(sim, 0), -EISDIR);
	ck_assert_ptr_nonnull(strstr(last_logged(), "chip.bin.state"));
	ck_assert_int_eq(rmdir(test_path("chip.bin.state.new")), 0);
	ck_assert_int_eq(mkdir(state_path(), 0777), 0);
	ck_assert_int_eq(sim->operations->release(sim), -EISDIR);
	ck_assert_int_eq(rmdir(state_path()), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), 1);
	check_state(NAND_TITLE "sector 0 0 1 0\n");
	tear_down_sim();
}
END_TEST

START_TEST(chip_that_cannot_be_written_keeps_nothing_new)
{
	static uint8_t data[SIM_SIZE];
	struct fake_mtd *file;

	write_bytes("chip.bin", data, sizeof(data));
	open_nand();
	file = fake_watch(content_path());
	fake_fail(file, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	fake_fail(file, FAKE_OPEN, O_RDWR, 1, EEXIST);
	ck_assert_int_eq(fm_sim_set_bad(sim, 0, true), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), 1);
	tear_down_sim();
	ck_assert(!has_state());
}
END_TEST

START_TEST(state_is_closed_after_each_use)
{
	open_nand();
	fake_watch(state_path());
	fake_watch(test_path("chip.bin.state.new"));
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), 0);
	reopen_nand();
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 1);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	tear_down_sim();
}
END_TEST

TCase *sim_state_case(void)
{
	TCase *tcase = tcase_create("state");

	tcase_add_test(tcase, nothing_to_keep_is_no_file);
	tcase_add_test(tcase, programmed_content_needs_no_state);
	tcase_add_test(tcase, erase_counts_are_kept_when_it_is_closed);
	tcase_add_test(tcase, marks_are_kept_at_once);
	tcase_add_test(tcase, blocks_that_are_bad_from_the_start_are_not_kept);
	tcase_add_test(tcase, pages_that_are_programmed_blank_are_kept_at_once);
	tcase_add_test(tcase, locks_are_kept_at_once);
	tcase_add_test(tcase, state_of_nothing_more_is_removed);
	tcase_add_test(tcase, faults_are_kept);
	tcase_add_test(tcase, unstable_places_are_kept);
	tcase_add_test(tcase, torn_erase_is_kept);
	tcase_add_test(tcase, power_is_there_after_reopening);
	tcase_add_test(tcase, content_that_is_not_blank_counts_without_a_state);
	tcase_add_test(
		tcase,
		file_of_another_program_is_programmed_where_it_is_not_blank);
	tcase_add_test(tcase, state_of_a_file_that_is_made_anew_is_removed);
	tcase_add_test(tcase,
		       state_that_cannot_be_kept_is_an_error_and_known_still);
	tcase_add_test(tcase, state_that_cannot_be_made_is_an_error);
	tcase_add_test(tcase, chip_that_cannot_be_written_keeps_nothing_new);
	tcase_add_test(tcase, state_is_closed_after_each_use);
	return tcase;
}
