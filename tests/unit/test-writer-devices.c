// SPDX-License-Identifier: BSD-2-Clause
/* The writer on devices of other shapes, and in two processes. */

#include <errno.h>
#include <mtd/mtd-user.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <flashmap/writer.h>

#include "board.h"
#include "cases.h"
#include "unit.h"

static int write_all(const struct flash_area *fa,
		     const struct flashmap_writer_options *options,
		     const uint8_t *data, size_t length,
		     struct flashmap_writer_counts *counts)
{
	struct flashmap_writer *writer;
	int rc = flashmap_writer_open(fa, options, sizeof(*options), &writer);

	if (rc < 0)
		return rc;
	flashmap_writer_write(writer, data, length);
	rc = flashmap_writer_finish(writer, counts, sizeof(*counts));
	flashmap_writer_close(writer);
	return rc;
}

static uint8_t data[0x30000];

/* Byte n of it is n; the fakes here hold other bytes. */
static void fill_data(void)
{
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)i;
}

START_TEST(sectors_of_several_sizes_are_each_written_once)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x2000, .numblocks = 4 },
		{ .offset = 0x8000, .erasesize = 0x8000, .numblocks = 1 },
		{ .offset = 0x10000, .erasesize = 0x10000, .numblocks = 2 },
	};
	const struct flashmap_writer_options options = { .head_last = _i };
	struct flashmap_writer_counts counts;
	struct fake_mtd *mtd = fake_add(&(struct fake_options){
		.name = "regions",
		.size = sizeof(data),
		.erase_size = 0x10000,
		.regions = regions,
		.region_count = 3,
	});

	fill_data();
	fake_fill(mtd, 1);
	board.map = fake_load_map();
	ck_assert_int_eq(write_all(must_open("regions"), &options, data,
				   sizeof(data), &counts),
			 0);
	ck_assert_uint_eq(counts.sectors, 7);
	ck_assert_uint_eq(counts.erased, 7);
	ck_assert_uint_eq(fake_count("MEMERASE"), 7);
	ck_assert_uint_eq(counts.programmed, sizeof(data) / 256 + (_i ? 1 : 0));
	ck_assert_mem_eq(mtd->content, data, sizeof(data));
}
END_TEST

START_TEST(where_there_are_no_sectors_pages_that_differ_are_written)
{
	const struct flashmap_writer_options options = { .head_last = _i };
	struct flashmap_writer_counts counts;
	struct fake_mtd *mtd = fake_add(&(struct fake_options){
		.name = "ram",
		.type = "ram",
		.size = sizeof(data),
		.no_erase = true,
		.flags = MTD_CAP_RAM,
	});

	fill_data();
	fake_fill(mtd, 0);
	memset(mtd->content + 0x20300, 0xff, 0x101);
	board.map = fake_load_map();
	ck_assert_int_eq(write_all(must_open("ram"), &options, data,
				   sizeof(data) - 1, &counts),
			 0);
	ck_assert_uint_eq(fake_count("MEMERASE"), 0);
	/* Those two, and the first page of the head twice. */
	ck_assert_uint_eq(counts.programmed, 2 + (_i ? 2 : 0));
	ck_assert_mem_eq(mtd->content, data, sizeof(data) - 1);
	ck_assert_uint_eq(mtd->content[sizeof(data) - 1], 0xff);
}
END_TEST

START_TEST(what_cannot_be_erased_gives_enotsup)
{
	const struct flashmap_writer_options options = { 0 };
	struct flashmap_writer_counts counts;

	expect_errors();
	fake_add(&(struct fake_options){ .name = "odd", .no_erase = true });
	board.map = fake_load_map();
	ck_assert_int_eq(write_all(must_open("odd"), &options, data, 1,
				   &counts),
			 -ENOTSUP);
}
END_TEST

static int try_open(struct flashmap *map)
{
	struct flashmap_writer *writer;
	int rc = flashmap_writer_open(must_open_in(map, "kernel"), NULL, 0,
				      &writer);

	flashmap_writer_close(writer);
	return rc;
}

/* A writer has it, and another map has the same board. */
static struct flashmap_writer *claim_kernel(struct flashmap **other)
{
	struct flashmap_writer *writer;

	write_file("run/utmp", "");
	board_set_up();
	*other = fake_load_map();
	ck_assert_int_eq(
		flashmap_writer_open(must_open("kernel"), NULL, 0, &writer), 0);
	return writer;
}

START_TEST(a_child_does_not_have_the_claim_of_its_parent)
{
	struct flashmap_writer *writer;
	struct flashmap *other;
	int status = -1;
	pid_t child;

	expect_errors();
	writer = claim_kernel(&other);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		_exit(try_open(other) == -EBUSY ? 0 : 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	/* Its end has given nothing up. */
	ck_assert_int_eq(try_open(other), -EBUSY);
	flashmap_writer_close(writer);
	ck_assert_int_eq(try_open(other), 0);
	flashmap_unref(other);
}
END_TEST

START_TEST(a_child_does_not_keep_what_its_parent_gave_up)
{
	struct flashmap_writer *writer;
	struct flashmap *other;
	int ends[2];
	char byte;
	pid_t child;

	writer = claim_kernel(&other);
	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
	}
	flashmap_writer_close(writer);
	/* While the child lives, and has all that was open. */
	ck_assert_int_eq(try_open(other), 0);
	close(ends[0]);
	close(ends[1]);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	flashmap_unref(other);
}
END_TEST

START_TEST(a_child_cannot_give_up_the_claim_of_its_parent)
{
	struct flashmap_writer *writer;
	struct flashmap *other;
	pid_t child;

	expect_errors();
	writer = claim_kernel(&other);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		flashmap_writer_close(writer);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_eq(try_open(other), -EBUSY);
	flashmap_writer_close(writer);
	flashmap_unref(other);
}
END_TEST

TCase *writer_devices_case(void)
{
	TCase *tests = tcase_create("devices");

	tcase_add_checked_fixture(tests, NULL, board_tear_down);
	tcase_add_loop_test(
		tests, sectors_of_several_sizes_are_each_written_once, 0, 2);
	tcase_add_loop_test(
		tests, where_there_are_no_sectors_pages_that_differ_are_written,
		0, 2);
	tcase_add_test(tests, what_cannot_be_erased_gives_enotsup);
	tcase_add_test(tests, a_child_does_not_have_the_claim_of_its_parent);
	tcase_add_test(tests, a_child_does_not_keep_what_its_parent_gave_up);
	tcase_add_test(tests, a_child_cannot_give_up_the_claim_of_its_parent);
	return tests;
}
