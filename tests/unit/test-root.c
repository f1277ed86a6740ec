// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cases.h"
#include "discover/root.h"
#include "unit.h"

static int open_folder(void)
{
	int fd = open(test_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

/* What fm_read_attribute() says of a file with these bytes. */
static int read_back(const void *data, size_t length, char *text, size_t size)
{
	int folder, rc;

	write_bytes("attribute", data, length);
	folder = open_folder();
	rc = fm_read_attribute(folder, "attribute", text, size);
	close(folder);
	return rc;
}

static void check_text(const void *data, size_t length, const char *expected)
{
	char text[FM_ATTRIBUTE_SIZE];

	ck_assert_int_eq(read_back(data, length, text, sizeof(text)), 0);
	ck_assert_str_eq(text, expected);
}

static int read_number(const char *content, uint64_t *number)
{
	int folder, rc;

	write_file("number", content);
	folder = open_folder();
	rc = fm_read_number(folder, "number", number);
	close(folder);
	return rc;
}

static void check_number(const char *content, uint64_t expected)
{
	uint64_t number = 0;

	ck_assert_int_eq(read_number(content, &number), 0);
	ck_assert_uint_eq(number, expected);
}

static void check_no_number(const char *content)
{
	uint64_t number;

	ck_assert_int_eq(read_number(content, &number), -EINVAL);
}

START_TEST(an_attribute_loses_its_line_end)
{
	check_text("nor\n", 4, "nor");
}
END_TEST

START_TEST(an_attribute_without_line_end_is_whole)
{
	check_text("nor", 3, "nor");
}
END_TEST

START_TEST(only_the_last_line_end_is_cut)
{
	check_text("two\nlines\n\n", 11, "two\nlines\n");
}
END_TEST

START_TEST(an_empty_attribute_is_an_empty_text)
{
	check_text("", 0, "");
}
END_TEST

START_TEST(an_attribute_padded_to_a_page_ends_at_its_first_nul)
{
	char page[4096] = "u-boot\n";

	check_text(page, sizeof(page), "u-boot");
}
END_TEST

START_TEST(a_padded_attribute_without_line_end_is_whole)
{
	char page[4096] = "u-boot";

	check_text(page, sizeof(page), "u-boot");
}
END_TEST

START_TEST(a_page_with_its_nul_is_a_text_of_4095_bytes)
{
	char page[4096];

	memset(page, 'n', sizeof(page));
	page[4095] = '\0';
	check_text(page, sizeof(page), page);
}
END_TEST

START_TEST(a_page_with_its_line_end_is_a_text_of_4095_bytes)
{
	char page[4096], text[FM_ATTRIBUTE_SIZE];

	memset(page, 'n', sizeof(page));
	page[4095] = '\n';
	ck_assert_int_eq(read_back(page, sizeof(page), text, sizeof(text)), 0);
	ck_assert_uint_eq(strlen(text), 4095);
	ck_assert_mem_eq(text, page, 4095);
}
END_TEST

START_TEST(an_attribute_longer_than_the_buffer_is_an_overflow)
{
	char text[4];

	ck_assert_int_eq(read_back("four", 4, text, sizeof(text)), -EOVERFLOW);
	ck_assert_int_eq(read_back("three", 5, text, sizeof(text)), -EOVERFLOW);
}
END_TEST

START_TEST(an_attribute_that_just_fits_is_read)
{
	char text[4];

	ck_assert_int_eq(read_back("two", 3, text, sizeof(text)), 0);
	ck_assert_str_eq(text, "two");
}
END_TEST

START_TEST(a_missing_attribute_gives_enoent)
{
	char text[16];
	int folder = open_folder();

	ck_assert_int_eq(fm_read_attribute(folder, "missing", text,
					   sizeof(text)),
			 -ENOENT);
	close(folder);
}
END_TEST

START_TEST(an_attribute_that_is_a_folder_gives_eisdir)
{
	char text[16];
	int folder;

	write_file("attribute/inside", "");
	folder = open_folder();
	ck_assert_int_eq(fm_read_attribute(folder, "attribute", text,
					   sizeof(text)),
			 -EISDIR);
	close(folder);
}
END_TEST

START_TEST(a_number_may_be_decimal)
{
	check_number("0\n", 0);
	check_number("4096\n", 4096);
	check_number("010\n", 10);
}
END_TEST

START_TEST(a_number_may_be_hexadecimal)
{
	check_number("0xc00\n", 0xc00);
	check_number("0xFF", 0xff);
}
END_TEST

START_TEST(a_number_has_64_bits)
{
	check_number("18446744073709551615\n", UINT64_MAX);
	check_number("0xffffffffffffffff\n", UINT64_MAX);
}
END_TEST

START_TEST(a_number_of_more_than_64_bits_is_none)
{
	check_no_number("18446744073709551616\n");
	check_no_number("0x10000000000000000\n");
}
END_TEST

START_TEST(an_empty_attribute_is_no_number)
{
	check_no_number("");
	check_no_number("\n");
}
END_TEST

START_TEST(a_signed_attribute_is_no_number)
{
	check_no_number("-1\n");
	check_no_number("+1\n");
}
END_TEST

START_TEST(an_attribute_with_more_than_a_number_is_none)
{
	check_no_number("4096 bytes\n");
	check_no_number("12\n34\n");
	check_no_number("0x\n");
	check_no_number("0xfg\n");
	check_no_number(" 1\n");
	check_no_number("ff\n");
}
END_TEST

static void check_root(const char *directory, const char *kept,
		       const char *device_folder)
{
	struct fm_root root;

	ck_assert_int_eq(fm_root_init(&root, directory), 0);
	ck_assert_str_eq(root.directory, kept);
	ck_assert_str_eq(root.device_folder, device_folder);
	fm_root_destroy(&root);
	ck_assert_ptr_null(root.directory);
	ck_assert_ptr_null(root.device_folder);
}

START_TEST(no_directory_is_the_root_itself)
{
	check_root(NULL, "", "/dev");
	check_root("", "", "/dev");
	check_root("/", "", "/dev");
}
END_TEST

START_TEST(slashes_at_the_end_of_a_root_do_not_matter)
{
	check_root("/target", "/target", "/target/dev");
	check_root("/target///", "/target", "/target/dev");
	check_root("tree/", "tree", "tree/dev");
}
END_TEST

START_TEST(a_file_is_found_below_the_root)
{
	struct fm_root root;
	char *text;

	write_file("proc/mtd", "dev:\n");
	ck_assert_int_eq(fm_root_init(&root, test_path("/")), 0);
	ck_assert_int_eq(fm_root_read_file(&root, "proc/mtd", &text), 0);
	ck_assert_str_eq(text, "dev:\n");
	free(text);
	ck_assert_int_eq(fm_root_read_file(&root, "proc/swaps", &text),
			 -ENOENT);
	ck_assert_int_eq(fm_root_read_file(&root, "proc", &text), -EISDIR);
	fm_root_destroy(&root);
}
END_TEST

START_TEST(a_file_is_read_in_whole_whatever_its_size)
{
	enum {
		SIZE = 100001
	};
	char *content = malloc(SIZE);
	size_t size;
	char *data;
	int fd;

	ck_assert_ptr_nonnull(content);
	for (int i = 0; i < SIZE; i++)
		content[i] = (char)(i % 251);
	write_bytes("large", content, SIZE);
	fd = open(test_path("large"), O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(fm_read_descriptor(fd, &data, &size), 0);
	close(fd);
	ck_assert_uint_eq(size, SIZE);
	ck_assert_mem_eq(data, content, SIZE);
	ck_assert_int_eq(data[SIZE], '\0');
	free(data);
	free(content);
}
END_TEST

START_TEST(a_file_over_16_mib_is_too_big)
{
	struct fm_root root;
	char *text;

	write_file("huge", "");
	ck_assert_int_eq(truncate(test_path("huge"), (16 << 20) + 1), 0);
	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	ck_assert_int_eq(fm_root_read_file(&root, "huge", &text), -EFBIG);
	fm_root_destroy(&root);
}
END_TEST

Suite *root_suite(void)
{
	Suite *suite = suite_create("root");
	TCase *attributes = tcase_create("attributes");
	TCase *numbers = tcase_create("numbers");
	TCase *roots = tcase_create("roots");

	tcase_add_test(attributes, an_attribute_loses_its_line_end);
	tcase_add_test(attributes, an_attribute_without_line_end_is_whole);
	tcase_add_test(attributes, only_the_last_line_end_is_cut);
	tcase_add_test(attributes, an_empty_attribute_is_an_empty_text);
	tcase_add_test(attributes,
		       an_attribute_padded_to_a_page_ends_at_its_first_nul);
	tcase_add_test(attributes,
		       a_padded_attribute_without_line_end_is_whole);
	tcase_add_test(attributes, a_page_with_its_nul_is_a_text_of_4095_bytes);
	tcase_add_test(attributes,
		       a_page_with_its_line_end_is_a_text_of_4095_bytes);
	tcase_add_test(attributes,
		       an_attribute_longer_than_the_buffer_is_an_overflow);
	tcase_add_test(attributes, an_attribute_that_just_fits_is_read);
	tcase_add_test(attributes, a_missing_attribute_gives_enoent);
	tcase_add_test(attributes, an_attribute_that_is_a_folder_gives_eisdir);
	suite_add_tcase(suite, attributes);

	tcase_add_test(numbers, a_number_may_be_decimal);
	tcase_add_test(numbers, a_number_may_be_hexadecimal);
	tcase_add_test(numbers, a_number_has_64_bits);
	tcase_add_test(numbers, a_number_of_more_than_64_bits_is_none);
	tcase_add_test(numbers, an_empty_attribute_is_no_number);
	tcase_add_test(numbers, a_signed_attribute_is_no_number);
	tcase_add_test(numbers, an_attribute_with_more_than_a_number_is_none);
	suite_add_tcase(suite, numbers);

	tcase_add_test(roots, no_directory_is_the_root_itself);
	tcase_add_test(roots, slashes_at_the_end_of_a_root_do_not_matter);
	tcase_add_test(roots, a_file_is_found_below_the_root);
	tcase_add_test(roots, a_file_is_read_in_whole_whatever_its_size);
	tcase_add_test(roots, a_file_over_16_mib_is_too_big);
	suite_add_tcase(suite, roots);

	suite_add_tcase(suite, root_units_case());
	return suite;
}
