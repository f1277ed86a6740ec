// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/procmtd.h"
#include "unit.h"

#define HEADER "dev:    size   erasesize  name\n"

static struct fm_description description;

static void set_up(void)
{
	fm_description_init(&description);
}

static void tear_down(void)
{
	fm_description_destroy(&description);
}

static int parse(const char *text)
{
	char *copy = strdup(text);
	int rc;

	ck_assert_ptr_nonnull(copy);
	rc = fm_procmtd_parse(copy, &description);
	free(copy);
	return rc;
}

static void check_one(const char *line, int number, uint64_t size,
		      uint64_t erase_size, const char *name)
{
	char text[512];

	snprintf(text, sizeof(text), HEADER "%s\n", line);
	ck_assert_int_eq(parse(text), 0);
	ck_assert_uint_eq(description.mtd_count, 1);
	ck_assert_uint_eq(description.finding_count, 0);
	ck_assert_int_eq(description.mtds[0].number, number);
	ck_assert_uint_eq(description.mtds[0].size, size);
	ck_assert_uint_eq(description.mtds[0].erase_size, erase_size);
	ck_assert_str_eq(description.mtds[0].name, name);
}

/* A line that is a finding and no MTD, between two that are. */
static void check_finding(const char *line)
{
	char text[512];

	snprintf(text, sizeof(text),
		 HEADER "mtd0: 00010000 00001000 \"first\"\n%s\n"
			"mtd9: 00020000 00001000 \"last\"\n",
		 line);
	ck_assert_int_eq(parse(text), 0);
	ck_assert_uint_eq(description.mtd_count, 2);
	ck_assert_str_eq(description.mtds[0].name, "first");
	ck_assert_str_eq(description.mtds[1].name, "last");
	ck_assert_uint_eq(description.finding_count, 1);
	ck_assert_str_eq(description.findings[0].code, "proc-mtd-line");
	ck_assert_int_eq(description.findings[0].mtd, FM_NO_MTD);
	ck_assert_ptr_nonnull(strstr(description.findings[0].message, line));
}

START_TEST(a_line_is_an_mtd)
{
	check_one("mtd3: 00900000 00010000 \"kernel\"", 3, 0x900000, 0x10000,
		  "kernel");
}
END_TEST

START_TEST(what_the_text_lacks_is_unknown)
{
	const struct fm_mtd_description *mtd;

	check_one("mtd0: 00010000 00001000 \"boot\"", 0, 0x10000, 0x1000,
		  "boot");
	mtd = &description.mtds[0];
	ck_assert(!mtd->known);
	ck_assert_ptr_null(mtd->type);
	ck_assert_ptr_null(mtd->parent);
	ck_assert_ptr_null(mtd->dt_path);
	ck_assert_int_eq(mtd->parent_number, FM_NO_MTD);
	ck_assert(!mtd->offset_present);
}
END_TEST

START_TEST(a_name_may_have_spaces)
{
	check_one("mtd0: 00010000 00001000 \" my  boot \"", 0, 0x10000, 0x1000,
		  " my  boot ");
}
END_TEST

START_TEST(a_name_may_have_quotes_and_colons)
{
	check_one("mtd0: 00010000 00001000 \"a \"b\": \"\"", 0, 0x10000, 0x1000,
		  "a \"b\": \"");
}
END_TEST

START_TEST(a_name_may_be_empty)
{
	check_one("mtd0: 00010000 00001000 \"\"", 0, 0x10000, 0x1000, "");
}
END_TEST

START_TEST(a_name_may_be_utf8)
{
	check_one("mtd0: 00010000 00001000 \"gr\xc3\xb6\xc3\x9f"
		  "e\"",
		  0, 0x10000, 0x1000,
		  "gr\xc3\xb6\xc3\x9f"
		  "e");
}
END_TEST

START_TEST(a_size_has_64_bits)
{
	check_one("mtd0: 1234567890 00020000 \"nand\"", 0, 0x1234567890,
		  0x20000, "nand");
	tear_down();
	check_one("mtd0: ffffffffffffffff 00020000 \"nand\"", 0, UINT64_MAX,
		  0x20000, "nand");
}
END_TEST

START_TEST(a_size_of_more_than_64_bits_is_a_finding)
{
	check_finding("mtd1: 10000000000000000 00001000 \"huge\"");
}
END_TEST

START_TEST(a_number_of_an_mtd_past_the_largest_int_is_a_finding)
{
	check_finding("mtd2147483648: 00010000 00001000 \"far\"");
}
END_TEST

START_TEST(a_line_of_something_else_is_a_finding)
{
	check_finding("ubi0: 00010000 00001000 \"volume\"");
}
END_TEST

START_TEST(a_line_without_colon_is_a_finding)
{
	check_finding("mtd1 00010000 00001000 \"boot\"");
}
END_TEST

START_TEST(a_line_without_erase_size_is_a_finding)
{
	check_finding("mtd1: 00010000 \"boot\"");
}
END_TEST

START_TEST(a_line_with_a_size_that_is_no_number_is_a_finding)
{
	check_finding("mtd1: 0001000g 00001000 \"boot\"");
}
END_TEST

START_TEST(a_line_with_a_negative_size_is_a_finding)
{
	check_finding("mtd1: -0010000 00001000 \"boot\"");
}
END_TEST

START_TEST(a_line_without_name_is_a_finding)
{
	check_finding("mtd1: 00010000 00001000");
}
END_TEST

START_TEST(a_line_with_half_a_name_is_a_finding)
{
	check_finding("mtd1: 00010000 00001000 \"boot");
}
END_TEST

START_TEST(a_line_with_only_a_quote_is_a_finding)
{
	check_finding("mtd1: 00010000 00001000 \"");
}
END_TEST

START_TEST(a_line_with_more_behind_the_name_is_a_finding)
{
	check_finding("mtd1: 00010000 00001000 \"boot\" ro");
}
END_TEST

START_TEST(an_empty_list_is_no_error)
{
	ck_assert_int_eq(parse(HEADER), 0);
	ck_assert_uint_eq(description.mtd_count, 0);
	ck_assert_uint_eq(description.finding_count, 0);
}
END_TEST

START_TEST(a_text_without_header_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(parse("mtd0: 00010000 00001000 \"boot\"\n"), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "/proc/mtd"));
	ck_assert_uint_eq(description.mtd_count, 0);
}
END_TEST

START_TEST(an_empty_text_gives_einval)
{
	expect_errors();
	ck_assert_int_eq(parse(""), -EINVAL);
	ck_assert_int_eq(parse("\n\n"), -EINVAL);
}
END_TEST

START_TEST(a_last_line_without_line_end_counts)
{
	ck_assert_int_eq(parse(HEADER "mtd0: 00010000 00001000 \"boot\""), 0);
	ck_assert_uint_eq(description.mtd_count, 1);
}
END_TEST

START_TEST(a_file_of_more_than_a_page_is_read_in_whole)
{
	enum {
		COUNT = 500
	};
	char *text = malloc(COUNT * 64);
	size_t length = strlen(HEADER);
	struct fm_root root;

	ck_assert_ptr_nonnull(text);
	strcpy(text, HEADER);
	for (int i = 0; i < COUNT; i++)
		length += (size_t)sprintf(text + length,
					  "mtd%d: 00010000 00001000 "
					  "\"partition number %d\"\n",
					  i, i);
	write_bytes("proc/mtd", text, length);
	free(text);

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	ck_assert_int_eq(fm_procmtd_scan(&root, &description), 0);
	fm_root_destroy(&root);
	ck_assert_uint_eq(description.mtd_count, COUNT);
	ck_assert_uint_eq(description.finding_count, 0);
	for (int i = 0; i < COUNT; i++)
		ck_assert_int_eq(description.mtds[i].number, i);
	ck_assert_str_eq(description.mtds[COUNT - 1].name,
			 "partition number 499");
}
END_TEST

START_TEST(a_missing_file_gives_enoent)
{
	struct fm_root root;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	ck_assert_int_eq(fm_procmtd_scan(&root, &description), -ENOENT);
	fm_root_destroy(&root);
}
END_TEST

Suite *procmtd_suite(void)
{
	Suite *suite = suite_create("procmtd");
	TCase *lines = tcase_create("lines");
	TCase *mistakes = tcase_create("mistakes");
	TCase *files = tcase_create("files");

	tcase_add_checked_fixture(lines, set_up, tear_down);
	tcase_add_test(lines, a_line_is_an_mtd);
	tcase_add_test(lines, what_the_text_lacks_is_unknown);
	tcase_add_test(lines, a_name_may_have_spaces);
	tcase_add_test(lines, a_name_may_have_quotes_and_colons);
	tcase_add_test(lines, a_name_may_be_empty);
	tcase_add_test(lines, a_name_may_be_utf8);
	tcase_add_test(lines, a_size_has_64_bits);
	suite_add_tcase(suite, lines);

	tcase_add_checked_fixture(mistakes, set_up, tear_down);
	tcase_add_test(mistakes, a_size_of_more_than_64_bits_is_a_finding);
	tcase_add_test(mistakes,
		       a_number_of_an_mtd_past_the_largest_int_is_a_finding);
	tcase_add_test(mistakes, a_line_of_something_else_is_a_finding);
	tcase_add_test(mistakes, a_line_without_colon_is_a_finding);
	tcase_add_test(mistakes, a_line_without_erase_size_is_a_finding);
	tcase_add_test(mistakes,
		       a_line_with_a_size_that_is_no_number_is_a_finding);
	tcase_add_test(mistakes, a_line_with_a_negative_size_is_a_finding);
	tcase_add_test(mistakes, a_line_without_name_is_a_finding);
	tcase_add_test(mistakes, a_line_with_half_a_name_is_a_finding);
	tcase_add_test(mistakes, a_line_with_only_a_quote_is_a_finding);
	tcase_add_test(mistakes, a_line_with_more_behind_the_name_is_a_finding);
	suite_add_tcase(suite, mistakes);

	tcase_add_checked_fixture(files, set_up, tear_down);
	tcase_add_test(files, an_empty_list_is_no_error);
	tcase_add_test(files, a_text_without_header_gives_einval);
	tcase_add_test(files, an_empty_text_gives_einval);
	tcase_add_test(files, a_last_line_without_line_end_counts);
	tcase_add_test(files, a_file_of_more_than_a_page_is_read_in_whole);
	tcase_add_test(files, a_missing_file_gives_enoent);
	suite_add_tcase(suite, files);
	return suite;
}
