// SPDX-License-Identifier: BSD-2-Clause
/* States beside the file of a chip that are not what they should be. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device/sim-text.h"
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

static void open_nor(void)
{
	set_up_sim(&(struct fm_sim_parameters){ .file = content_path() });
}

static void open_nand(void)
{
	set_up_nand(&(struct fm_sim_parameters){ .file = content_path() });
}

/* With the last line that the text needs. */
static void write_state(const char *text)
{
	char whole[4096];

	ck_assert_int_lt(snprintf(whole, sizeof(whole), "%send %016llx\n", text,
				  (unsigned long long)fm_sim_text_sum(
					  text, strlen(text))),
			 (int)sizeof(whole));
	write_file("chip.bin.state", whole);
}

#define NOR_TITLE "flashmap simulator state 1\nchip nor 32768 4096 1 255 0\n"
#define NAND_TITLE \
	"flashmap simulator state 1\nchip nand 32768 4096 512 255 256\n"

/* The state, and the content if there is one, stay as they are. */
static void check_refused(const char *why)
{
	struct stat before, after;
	uint8_t byte;

	expect_errors();
	ck_assert_int_eq(stat(state_path(), &before), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), -EINVAL);
	ck_assert_msg(strstr(last_logged(), "chip.bin.state") &&
			      strstr(last_logged(), why),
		      "the log says: %s", last_logged());
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EINVAL);
	ck_assert_int_eq(fm_sim_set_seed(sim, 1), -EINVAL);
	tear_down_sim();
	ck_assert_int_eq(stat(state_path(), &after), 0);
	ck_assert_int_eq(before.st_ino, after.st_ino);
	ck_assert_int_eq(before.st_size, after.st_size);
	ck_assert_int_eq(access(content_path(), F_OK), -1);
}

START_TEST(state_of_another_version_or_program_is_refused)
{
	static const char *const texts[] = {
		"",
		"flashmap simulator state 1",
		"flashmap simulator state 2\nchip nor 32768 4096 1 255 0\n",
		"something else\n",
	};

	write_file("chip.bin.state", texts[_i]);
	open_nor();
	check_refused("another version");
}
END_TEST

START_TEST(state_that_is_damaged_is_refused)
{
	static const char sound[] = NOR_TITLE "sector 1 2 0 0\n";
	char *text;

	ck_assert_int_gt(asprintf(&text, "%send %016llx\n", sound,
				  (unsigned long long)fm_sim_text_sum(
					  sound, strlen(sound))),
			 0);
	if (_i == 0)
		text[strlen(sound) - 5] ^= 1;
	else if (_i == 1)
		text[strlen(text) - 2] ^= 1;
	else
		text[strlen(text) - 1] = '\0';
	write_file("chip.bin.state", text);
	free(text);
	open_nor();
	check_refused("checksum");
}
END_TEST

START_TEST(state_with_nul_bytes_is_refused)
{
	write_bytes("chip.bin.state", NOR_TITLE "\0", sizeof(NOR_TITLE) + 1);
	open_nor();
	check_refused("cannot be read");
}
END_TEST

START_TEST(state_of_another_chip_is_refused)
{
	static const char *const chips[] = {
		"chip nand 32768 4096 512 255 256\n",
		"chip nor 65536 4096 1 255 0\n",
		"chip nor 32768 8192 1 255 0\n",
		"chip nor 32768 4096 2 255 0\n",
		"chip nor 32768 4096 1 0 0\n",
		"chip nor 32768 4096 1 255 0 \n",
		"",
	};
	char text[128];

	snprintf(text, sizeof(text), "flashmap simulator state 1\n%s",
		 chips[_i]);
	write_state(text);
	open_nor();
	check_refused("another type or geometry");
}
END_TEST

START_TEST(state_with_a_line_that_makes_no_sense_is_refused)
{
	static const char *const lines[] = {
		"sector 8 0 0 0\n",
		"sector 1 4294967296 0 0\n",
		"sector 1 0 1 0\n",
		"sector 1 0 0 2\n",
		"sector 1 0 0\n",
		"sector 1 0 0 0 0\n",
		"sector  1 0 0 0\n",
		"sector -1 0 0 0\n",
		"sector 1 0 0 0",
		"sectors 1 0 0 0\n",
		"programmed 0 1\n",
		"locks 8 1\n",
		"locks 0 0\n",
		"locks 0 1 1\n",
		"fault 0 0 256 0 0\n",
		"fault 0 0 255 1 0\n",
		"fault 0 0 256 2049 0\n",
		"fault 0 1 256 1 0\n",
		"fault 0 32768 256 1 0\n",
		"fault 0 18446744073709551616 256 1 0\n",
		"fault 1 0 1 0 0\n",
		"fault 1 0 1 1 2\n",
		"fault 1 0 2 1 0\n",
		"fault 1 0 1 256 0\n",
		"fault 2 0 4095 1 0\n",
		"fault 2 0 4096 0 0\n",
		"fault 3 0 4096 1 2\n",
		"fault 4 0 2 0 0 ffff\n",
		"fault 4 0 2 4 0 ffff\n",
		"fault 4 0 2 1 0 fff\n",
		"fault 4 0 2 1 0 ffFF\n",
		"fault 4 0 2 1 0 fffff\n",
		"fault 4 0 2 1 0\n",
		"fault 4 0 257 1 0 ff\n",
		"fault 4 4095 2 1 0 ffff\n",
		"fault 5 0 4096 0 0\n",
		"fault 5 0 256 1 0\n",
		"fault 6 0 4096 1 0\n",
		"\n",
		"end 0\n",
		"fault 5 0 4096 4 0\n",
		"fault 5 0 4096 1 1\n",
		"fault 4 0 2 1 1 ffff\n",
		"sector 1 0 0 1",
	};
	char text[256];

	ck_assert_uint_lt((size_t)_i, sizeof(lines) / sizeof(lines[0]));
	snprintf(text, sizeof(text), NOR_TITLE "%s", lines[_i]);
	write_state(text);
	open_nor();
	check_refused("makes no sense");
}
END_TEST

START_TEST(nothing_counts_of_a_state_that_is_sound_in_part)
{
	write_state(NOR_TITLE "locks 2 4\n"
			      "sector 1 5 0 1\n"
			      "fault 1 300 1 255 165\n"
			      "fault 9 0 1 1 1\n");
	open_nor();
	check_refused("makes no sense");
	ck_assert_int_eq(unlink(state_path()), 0);
	open_nor();
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(state_outlives_a_file_that_cannot_be_made)
{
	write_state(NAND_TITLE "sector 1 5 1 0\n");
	open_nand();
	fake_fail(fake_watch(content_path()), FAKE_WRITE, FAKE_ANY, 1, EIO);
	expect_errors();
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), -EIO);
	ck_assert_int_eq(access(state_path(), F_OK), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 0);
	ck_assert_int_eq(access(state_path(), F_OK), -1);
	tear_down_sim();
}
END_TEST

START_TEST(state_with_sound_lines_is_read)
{
	uint8_t data[3];

	write_state(NOR_TITLE "locks 4 2\n"
			      "sector 7 4294967295 0 1\n"
			      "fault 0 0 256 1 0\n"
			      "fault 1 300 1 255 165\n"
			      "fault 2 0 4096 1 1\n"
			      "fault 4 512 2 3 0 00ff\n"
			      "fault 5 4096 4096 3 0\n");
	open_nor();
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	/* The content was not there, so the state is not its own. */
	ck_assert_uint_eq(data[0], 0xff);
	tear_down_sim();
	write_state(NOR_TITLE "sector 7 4294967295 0 1\n"
			      "fault 0 0 256 1 0\n"
			      "fault 1 300 1 255 165\n");
	open_nor();
	ck_assert_int_eq(sim_read(0, data, 1), 0);
	ck_assert_uint_eq(data[0], 0xfe);
	ck_assert_int_eq(sim_read(299, data, 3), 0);
	ck_assert_mem_eq(data, "\xff\xa5\xff", 3);
	ck_assert_uint_eq(sim_erase_count(SIM_SIZE - 1), UINT32_MAX);
	tear_down_sim();
}
END_TEST

START_TEST(pages_past_the_end_are_refused)
{
	static const char *const lines[] = {
		"programmed 64 1\n",
		"programmed 63 2\n",
		"programmed 0 65\n",
		"programmed 1 18446744073709551615\n",
	};
	char text[128];

	snprintf(text, sizeof(text), NAND_TITLE "%s", lines[_i]);
	write_state(text);
	open_nand();
	check_refused("makes no sense");
}
END_TEST

START_TEST(state_that_cannot_be_opened_or_read_is_an_error)
{
	static const struct {
		enum fake_call call;
		int error;
	} failures[] = { { FAKE_OPEN, EACCES }, { FAKE_READ, EIO } };
	struct fake_mtd *state;

	write_state(NAND_TITLE "sector 1 0 1 0\n");
	open_nand();
	state = fake_watch(state_path());
	fake_fail(state, failures[_i].call, FAKE_ANY, 1, failures[_i].error);
	expect_errors();
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), -failures[_i].error);
	ck_assert_ptr_nonnull(strstr(last_logged(), "chip.bin.state"));
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), 0);
	tear_down_sim();
}
END_TEST

START_TEST(state_that_is_no_regular_file_is_refused)
{
	ck_assert_int_eq(mkfifo(state_path(), 0666), 0);
	open_nor();
	check_refused("cannot be read");
}
END_TEST

/* Digits become others, or something else, the same ones at every run. */
static void spoil(char *text, size_t length, unsigned int *state)
{
	static const char characters[] = "012345678901234567890123456789 \nf-";
	size_t at;

	do {
		*state = *state * 1103515245u + 12345u;
		at = (*state >> 8) % length;
	} while (text[at] < '0' || text[at] > '9');
	text[at] = characters[(*state >> 4) % (sizeof(characters) - 1)];
}

/* The chip does something, whatever became of it. */
static void use_chip(void)
{
	static uint8_t data[SIM_ERASE];

	for (unsigned int i = 0; i < SIM_SIZE / SIM_ERASE; i++) {
		sim_read(i * SIM_ERASE, data, sizeof(data));
		memset(data, 0, sizeof(data));
		sim_write(i * SIM_ERASE, data, SIM_PAGE);
		sim_erase(i * SIM_ERASE, SIM_ERASE);
		sim_write(i * SIM_ERASE + SIM_PAGE, data, SIM_PAGE);
	}
}

START_TEST(state_with_random_mistakes_is_read_or_refused)
{
	static const char *const titles[] = { NOR_TITLE, NAND_TITLE };
	static const char *const states[] = {
		"locks 2 3\nsector 1 5 0 1\nsector 7 70000 0 0\n"
		"fault 0 512 256 3 0\nfault 1 300 1 255 165\n"
		"fault 2 0 4096 1 1\nfault 3 4096 4096 7 0\n"
		"fault 4 510 2 3 0 00ff\nfault 5 8192 4096 2 0\n",
		"sector 1 5 1 0\nprogrammed 3 7\nprogrammed 60 4\n"
		"fault 0 512 256 3 0\nfault 1 300 1 255 165\n"
		"fault 2 0 4096 1 1\nfault 3 4096 4096 7 0\n"
		"fault 4 1024 512 3 0\nfault 5 8192 4096 2 0\n",
	};
	unsigned int state = (unsigned int)_i, refused = 0;
	size_t title = strlen(titles[_i % 2]);
	static const uint8_t content[SIM_SIZE];

	expect_errors();
	write_bytes("chip.bin", content, sizeof(content));
	for (int round = 0; round < 300; round++) {
		char text[1024];
		uint8_t byte;
		int rc;

		snprintf(text, sizeof(text), "%s%s", titles[_i % 2],
			 states[_i % 2]);
		if (round > 0)
			spoil(text + title, strlen(text) - title, &state);
		write_state(text);
		if (_i % 2)
			open_nand();
		else
			open_nor();
		rc = sim_read(SIM_SIZE - 1, &byte, 1);
		ck_assert_msg(rc == 0 || rc == -EINVAL || rc == -EBADMSG,
			      "round %d: %d", round, rc);
		ck_assert(round > 0 || rc == 0);
		refused += rc == -EINVAL;
		if (rc != -EINVAL)
			use_chip();
		tear_down_sim();
	}
	ck_assert_uint_gt(refused, 30);
	ck_assert_uint_lt(refused, 270);
}
END_TEST

TCase *sim_state_refused_case(void)
{
	TCase *tcase = tcase_create("state refused");

	tcase_add_loop_test(
		tcase, state_of_another_version_or_program_is_refused, 0, 4);
	tcase_add_loop_test(tcase, state_that_is_damaged_is_refused, 0, 3);
	tcase_add_test(tcase, state_with_nul_bytes_is_refused);
	tcase_add_loop_test(tcase, state_of_another_chip_is_refused, 0, 7);
	tcase_add_loop_test(
		tcase, state_with_a_line_that_makes_no_sense_is_refused, 0, 40);
	tcase_add_test(tcase, nothing_counts_of_a_state_that_is_sound_in_part);
	tcase_add_test(tcase, state_outlives_a_file_that_cannot_be_made);
	tcase_add_test(tcase, state_with_sound_lines_is_read);
	tcase_add_loop_test(
		tcase, state_with_random_mistakes_is_read_or_refused, 0, 6);
	tcase_add_loop_test(tcase, pages_past_the_end_are_refused, 0, 4);
	tcase_add_loop_test(
		tcase, state_that_cannot_be_opened_or_read_is_an_error, 0, 2);
	tcase_add_test(tcase, state_that_is_no_regular_file_is_refused);
	return tcase;
}
