// SPDX-License-Identifier: BSD-2-Clause
/* Files that are no sound blob, or just not sound any more. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libfdt.h>

#include "blob.h"
#include "cases.h"
#include "describe.h"
#include "discover/devicetree.h"
#include "unit.h"

static int read_path(const char *path)
{
	return fm_devicetree_read_simulated(path, &described);
}

static int read_bytes(const void *data, size_t length)
{
	write_bytes("test.dtb", data, length);
	return read_path(test_path("test.dtb"));
}

/* A sound blob, the caller's to free. */
static char *make_blob(size_t *size)
{
	char *copy;
	void *blob;

	blob_begin_table();
	blob_add_partition("a@0", "first", 0, 0x1000);
	blob_partition("b@1000", "second", 0x1000, 0x4000);
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
	blob_add_partition("c@0", NULL, 0, 0x1000);
	blob_end();
	blob_end_table();
	blob = blob_finish(size);
	copy = malloc(*size);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, blob, *size);
	return copy;
}

START_TEST(a_missing_file_gives_enoent)
{
	expect_errors();
	ck_assert_int_eq(read_path(test_path("none.dtb")), -ENOENT);
	ck_assert_ptr_nonnull(strstr(last_logged(), "none.dtb"));
}
END_TEST

START_TEST(a_folder_gives_eisdir)
{
	expect_errors();
	ck_assert_int_eq(read_path(test_folder()), -EISDIR);
}
END_TEST

START_TEST(a_pipe_without_writer_is_an_empty_file)
{
	expect_errors();
	ck_assert_int_eq(mkfifo(test_path("pipe"), 0600), 0);
	ck_assert_int_eq(read_path(test_path("pipe")), -EINVAL);
}
END_TEST

START_TEST(an_empty_file_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(read_bytes("", 0), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "test.dtb"));
}
END_TEST

START_TEST(a_text_gives_einval)
{
	static const char text[] = "/dts-v1/; / { compatible = \"source\"; };";

	expect_errors();
	ck_assert_int_eq(read_bytes(text, sizeof(text)), -EINVAL);
}
END_TEST

START_TEST(a_blob_with_another_magic_gives_einval)
{
	size_t size;
	char *blob = make_blob(&size);

	expect_errors();
	blob[0] ^= 1;
	ck_assert_int_eq(read_bytes(blob, size), -EINVAL);
	free(blob);
}
END_TEST

START_TEST(a_blob_that_claims_to_be_larger_gives_einval)
{
	size_t size;
	char *blob = make_blob(&size);

	expect_errors();
	fdt_set_totalsize(blob, (uint32_t)size + 1);
	ck_assert_int_eq(read_bytes(blob, size), -EINVAL);
	fdt_set_totalsize(blob, UINT32_MAX);
	ck_assert_int_eq(read_bytes(blob, size), -EINVAL);
	free(blob);
}
END_TEST

START_TEST(a_blob_that_claims_to_be_smaller_gives_einval)
{
	size_t size;
	char *blob = make_blob(&size);

	expect_errors();
	fdt_set_totalsize(blob, (uint32_t)size - 1);
	ck_assert_int_eq(read_bytes(blob, size), -EINVAL);
	fdt_set_totalsize(blob, 0);
	ck_assert_int_eq(read_bytes(blob, size), -EINVAL);
	free(blob);
}
END_TEST

START_TEST(a_blob_with_something_behind_it_is_read)
{
	char file[2048] = { 0 };
	size_t size;
	char *blob = make_blob(&size);

	ck_assert_uint_lt(size, sizeof(file));
	memcpy(file, blob, size);
	ck_assert_int_eq(read_bytes(file, sizeof(file)), 0);
	ck_assert_uint_eq(described.partition_count, 3);
	free(blob);
}
END_TEST

/* A sound blob, and room behind it, where blocks can be moved to. */
static void make_roomy_blob(char *file, size_t room, uint32_t *behind)
{
	size_t size;
	char *blob = make_blob(&size);

	*behind = (uint32_t)(size + 7) / 8 * 8;
	ck_assert_uint_lt(*behind + size, room);
	memset(file, 0, room);
	memcpy(file, blob, size);
	fdt_set_totalsize(file, (uint32_t)room);
	free(blob);
}

START_TEST(a_blob_whose_reservations_are_not_aligned_gives_einval)
{
	_Alignas(8) char file[4096];
	uint32_t behind;

	make_roomy_blob(file, sizeof(file), &behind);
	fdt_set_off_mem_rsvmap(file, behind);
	ck_assert_int_eq(read_bytes(file, sizeof(file)), 0);
	describe_tear_down();
	expect_errors();
	fdt_set_off_mem_rsvmap(file, behind + 4);
	ck_assert_int_eq(read_bytes(file, sizeof(file)), -EINVAL);
}
END_TEST

START_TEST(a_blob_whose_structure_is_not_aligned_gives_einval)
{
	_Alignas(8) char file[4096], nodes[2048];
	uint32_t behind, length;

	make_roomy_blob(file, sizeof(file), &behind);
	length = fdt_size_dt_struct(file);
	ck_assert_uint_le(length, sizeof(nodes));
	memcpy(nodes, file + fdt_off_dt_struct(file), length);
	memcpy(file + behind, nodes, length);
	fdt_set_off_dt_struct(file, behind);
	ck_assert_int_eq(read_bytes(file, sizeof(file)), 0);
	describe_tear_down();
	expect_errors();
	memcpy(file + behind + 2, nodes, length);
	fdt_set_off_dt_struct(file, behind + 2);
	ck_assert_int_eq(read_bytes(file, sizeof(file)), -EINVAL);
}
END_TEST

START_TEST(a_blob_cut_anywhere_gives_einval)
{
	size_t size;
	char *blob = make_blob(&size);

	expect_errors();
	for (size_t length = 0; length < size; length++) {
		ck_assert_int_eq(read_bytes(blob, length), -EINVAL);
		describe_tear_down();
	}
	free(blob);
}
END_TEST

START_TEST(a_failure_describes_no_more_than_it_can_free)
{
	expect_errors();
	blob_begin_table();
	blob_add_partition("a@0", "first", 0, 0x1000);
	blob_node("no-reg");
	blob_end();
	blob_end_table();
	ck_assert_int_eq(blob_read(), -EINVAL);
}
END_TEST

/* A few bytes become others, the same ones at every run. */
static void mutate(char *blob, size_t size, unsigned int *state)
{
	unsigned int changes;

	*state = *state * 1103515245u + 12345u;
	changes = 1 + (*state >> 16) % 4;
	while (changes-- > 0) {
		*state = *state * 1103515245u + 12345u;
		blob[(*state >> 8) % size] = (char)(*state >> 4);
	}
}

START_TEST(a_blob_with_random_mistakes_is_read_or_refused)
{
	unsigned int state = (unsigned int)_i;
	size_t size, refused = 0;
	char *blob = make_blob(&size);
	char *copy = malloc(size);

	ck_assert_ptr_nonnull(copy);
	expect_errors();
	for (int round = 0; round < 500; round++) {
		int rc;

		memcpy(copy, blob, size);
		mutate(copy, size, &state);
		rc = read_bytes(copy, size);
		ck_assert_msg(rc == 0 || rc == -EINVAL, "round %d: %d", round,
			      rc);
		refused += rc < 0;
		describe_tear_down();
	}
	ck_assert_uint_gt(refused, 0);
	ck_assert_uint_lt(refused, 500);
	free(copy);
	free(blob);
}
END_TEST

TCase *devicetree_blobs_case(void)
{
	TCase *tests = tcase_create("blobs");

	tcase_add_checked_fixture(tests, describe_set_up, describe_tear_down);
	tcase_add_test(tests, a_missing_file_gives_enoent);
	tcase_add_test(tests, a_folder_gives_eisdir);
	tcase_add_test(tests, a_pipe_without_writer_is_an_empty_file);
	tcase_add_test(tests, an_empty_file_gives_einval);
	tcase_add_test(tests, a_text_gives_einval);
	tcase_add_test(tests, a_blob_with_another_magic_gives_einval);
	tcase_add_test(tests, a_blob_that_claims_to_be_larger_gives_einval);
	tcase_add_test(tests, a_blob_that_claims_to_be_smaller_gives_einval);
	tcase_add_test(tests, a_blob_with_something_behind_it_is_read);
	tcase_add_test(tests,
		       a_blob_whose_reservations_are_not_aligned_gives_einval);
	tcase_add_test(tests,
		       a_blob_whose_structure_is_not_aligned_gives_einval);
	tcase_add_test(tests, a_blob_cut_anywhere_gives_einval);
	tcase_add_test(tests, a_failure_describes_no_more_than_it_can_free);
	tcase_add_loop_test(
		tests, a_blob_with_random_mistakes_is_read_or_refused, 1, 5);
	return tests;
}
