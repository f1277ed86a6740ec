// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "tree.h"
#include "unit.h"

static struct fm_description description;

static void set_up(void)
{
	fm_description_init(&description);
}

static void tear_down(void)
{
	fm_description_destroy(&description);
}

START_TEST(all_attributes_of_an_mtd_are_read)
{
	const struct fm_mtd_description *mtd;
	const struct fake_options options = {
		.number = 4,
		.name = "rootfs",
		.type = "nand",
		.size = 0x12345678000,
		.erase_size = 0x20000,
		.write_size = 2048,
		.oob_size = 64,
		.flags = 0x400,
		.device = "devices/platform/nand",
	};

	fake_add(&options);
	mtd = tree_must_find_one(&description);
	ck_assert_int_eq(mtd->number, 4);
	ck_assert_str_eq(mtd->name, "rootfs");
	ck_assert_str_eq(mtd->type, "nand");
	ck_assert_uint_eq(mtd->size, 0x12345678000);
	ck_assert_uint_eq(mtd->erase_size, 0x20000);
	ck_assert_uint_eq(mtd->write_size, 2048);
	ck_assert_uint_eq(mtd->oob_size, 64);
	ck_assert_uint_eq(mtd->flags, 0x400);
	ck_assert_uint_eq(mtd->erase_regions, 0);
	ck_assert(mtd->known);
}
END_TEST

START_TEST(attributes_padded_with_nuls_are_read_right)
{
	const struct fm_mtd_description *mtd;
	char page[4096] = "padded\n";

	tree_add(0);
	write_bytes("sys/class/mtd/mtd0/name", page, sizeof(page));
	memset(page, 0, sizeof(page));
	strcpy(page, "131072\n");
	write_bytes("sys/class/mtd/mtd0/size", page, sizeof(page));
	mtd = tree_must_find_one(&description);
	ck_assert_str_eq(mtd->name, "padded");
	ck_assert_uint_eq(mtd->size, 131072);
}
END_TEST

static void check_name(const char *content, const char *name)
{
	tree_add(0);
	tree_set_attribute(0, "name", content);
	ck_assert_str_eq(tree_must_find_one(&description)->name, name);
}

START_TEST(a_name_may_have_spaces)
{
	check_name(" my  boot \n", " my  boot ");
}
END_TEST

START_TEST(a_name_may_have_quotes_and_backslashes)
{
	check_name("\"a\" \\ 'b'\n", "\"a\" \\ 'b'");
}
END_TEST

START_TEST(a_name_may_be_utf8)
{
	check_name("gr\xc3\xb6\xc3\x9f"
		   "e\n",
		   "gr\xc3\xb6\xc3\x9f"
		   "e");
}
END_TEST

START_TEST(a_name_may_have_control_characters)
{
	check_name("bell\a esc\x1b[31m\nline\n", "bell\a esc\x1b[31m\nline");
}
END_TEST

START_TEST(a_name_may_be_empty)
{
	check_name("\n", "");
}
END_TEST

START_TEST(a_name_may_be_as_long_as_a_page_allows)
{
	char name[4097];

	memset(name, 'n', 4095);
	strcpy(name + 4095, "\n");
	tree_add(0);
	tree_set_attribute(0, "name", name);
	name[4095] = '\0';
	ck_assert_str_eq(tree_must_find_one(&description)->name, name);
}
END_TEST

START_TEST(without_flags_type_or_write_size_an_mtd_is_not_known)
{
	static const char *const attributes[] = {
		"type", "flags", "writesize", "oobsize", "numeraseregions",
	};

	for (int i = 0; i < 5; i++) {
		tree_add(i);
		tree_remove_attribute(i, attributes[i]);
	}
	tree_add(5);
	ck_assert_int_eq(tree_scan(&description), 0);
	ck_assert_uint_eq(description.mtd_count, 6);
	for (int i = 0; i < 5; i++)
		ck_assert(!description.mtds[i].known);
	ck_assert(description.mtds[5].known);
	ck_assert_ptr_null(description.mtds[0].type);
	ck_assert_uint_eq(description.mtds[1].flags, 0);
}
END_TEST

START_TEST(an_erase_size_of_0_is_read_as_it_is)
{
	const struct fake_options options = { .no_erase = true };

	fake_add(&options);
	ck_assert_uint_eq(tree_must_find_one(&description)->erase_size, 0);
	ck_assert(description.mtds[0].known);
}
END_TEST

START_TEST(a_size_of_0_is_read_as_it_is)
{
	tree_add(0);
	tree_set_attribute(0, "size", "0\n");
	ck_assert_uint_eq(tree_must_find_one(&description)->size, 0);
}
END_TEST

START_TEST(nonsense_in_an_attribute_is_an_error_that_names_the_mtd)
{
	static const struct {
		const char *attribute, *text;
	} nonsense[] = {
		{ "size", "much\n" },
		{ "size", "-1\n" },
		{ "size", "\n" },
		{ "erasesize", "4096 bytes\n" },
		{ "writesize", "4294967296\n" },
		{ "flags", "0xzz\n" },
		{ "oobsize", "18446744073709551616\n" },
		{ "numeraseregions", "none\n" },
		{ "offset", "-65536\n" },
	};
	size_t i = (size_t)_i;

	expect_errors();
	tree_add(0);
	tree_add(11);
	tree_set_attribute(11, nonsense[i].attribute, nonsense[i].text);
	ck_assert_int_eq(tree_scan(&description), -EINVAL);
	ck_assert_ptr_nonnull(strstr(last_logged(), "mtd11"));
}
END_TEST

TCase *sysfs_attributes_case(void)
{
	TCase *attributes = tcase_create("attributes");

	tcase_add_checked_fixture(attributes, set_up, tear_down);
	tcase_add_test(attributes, all_attributes_of_an_mtd_are_read);
	tcase_add_test(attributes, attributes_padded_with_nuls_are_read_right);
	tcase_add_test(attributes, a_name_may_have_spaces);
	tcase_add_test(attributes, a_name_may_have_quotes_and_backslashes);
	tcase_add_test(attributes, a_name_may_be_utf8);
	tcase_add_test(attributes, a_name_may_have_control_characters);
	tcase_add_test(attributes, a_name_may_be_empty);
	tcase_add_test(attributes, a_name_may_be_as_long_as_a_page_allows);
	tcase_add_test(attributes,
		       without_flags_type_or_write_size_an_mtd_is_not_known);
	tcase_add_test(attributes, an_erase_size_of_0_is_read_as_it_is);
	tcase_add_test(attributes, a_size_of_0_is_read_as_it_is);
	tcase_add_loop_test(
		attributes,
		nonsense_in_an_attribute_is_an_error_that_names_the_mtd, 0, 9);
	return attributes;
}
