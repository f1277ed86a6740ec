// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "tree.h"
#include "unit.h"

#define DEVICE "devices/platform/spi0.0"

/* What mtd2 was when it was found: "kernel" at 1 MiB. */
static const struct fm_mtd_identity kernel = {
	.name = "kernel",
	.parent = DEVICE,
	.size = 0x10000,
	.offset = 0x100000,
	.offset_present = true,
	.type = "nor",
	.erase_size = 0x1000,
	.write_size = 1,
};

static struct fake_mtd *add_kernel(int number)
{
	return tree_add_part(number, "kernel", DEVICE, 0x100000, 0x10000);
}

static struct fake_mtd *add_other(int number)
{
	return tree_add_part(number, "other", DEVICE, 0x200000, 0x10000);
}

static void check_found(int number)
{
	int found = -7;

	ck_assert_int_eq(tree_locate(&kernel, 2, &found), 0);
	ck_assert_int_eq(found, number);
}

static void check_lost(int error)
{
	int found = -7;

	ck_assert_int_eq(tree_locate(&kernel, 2, &found), error);
	ck_assert_int_eq(found, -7);
}

START_TEST(an_mtd_that_stayed_has_the_same_number)
{
	add_other(1);
	add_kernel(2);
	check_found(2);
}
END_TEST

START_TEST(an_mtd_that_stayed_wins_over_one_that_looks_alike)
{
	add_kernel(0);
	add_kernel(2);
	add_kernel(3);
	check_found(2);
}
END_TEST

START_TEST(an_mtd_that_moved_is_found)
{
	add_other(1);
	add_kernel(5);
	check_found(5);
}
END_TEST

START_TEST(an_mtd_that_moved_is_found_while_another_has_its_number)
{
	add_other(2);
	add_kernel(5);
	check_found(5);
}
END_TEST

START_TEST(a_number_taken_by_another_gives_estale)
{
	add_other(2);
	check_lost(-ESTALE);
}
END_TEST

START_TEST(an_mtd_that_is_gone_gives_enodev)
{
	add_other(1);
	add_other(3);
	check_lost(-ENODEV);
}
END_TEST

START_TEST(a_class_without_mtds_gives_enodev)
{
	tree_make_empty_class();
	check_lost(-ENODEV);
}
END_TEST

START_TEST(a_system_without_class_and_list_gives_enodev)
{
	check_lost(-ENODEV);
}
END_TEST

START_TEST(several_that_look_alike_give_estale)
{
	add_kernel(5);
	add_kernel(6);
	check_lost(-ESTALE);
	ck_assert_ptr_nonnull(strstr(last_logged(), "mtd2"));
}
END_TEST

START_TEST(another_name_is_another_mtd)
{
	tree_add_part(2, "kernel2", DEVICE, 0x100000, 0x10000);
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_size_is_another_mtd)
{
	tree_add_part(2, "kernel", DEVICE, 0x100000, 0x20000);
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_offset_is_another_mtd)
{
	tree_add_part(2, "kernel", DEVICE, 0x110000, 0x10000);
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_device_is_another_mtd)
{
	tree_add_part(2, "kernel", "devices/platform/spi0.1", 0x100000,
		      0x10000);
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_erase_size_is_another_mtd)
{
	add_kernel(2);
	tree_set_attribute(2, "erasesize", "65536\n");
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_write_size_is_another_mtd)
{
	add_kernel(2);
	tree_set_attribute(2, "writesize", "16\n");
	check_lost(-ESTALE);
}
END_TEST

START_TEST(another_type_is_another_mtd)
{
	add_kernel(2);
	tree_set_attribute(2, "type", "ram\n");
	check_lost(-ESTALE);
}
END_TEST

START_TEST(a_lost_offset_is_another_mtd)
{
	add_kernel(2);
	tree_remove_attribute(2, "offset");
	check_lost(-ESTALE);
}
END_TEST

START_TEST(an_offset_does_not_count_where_there_was_none)
{
	const struct fm_mtd_identity identity = {
		.name = "mtd4",
		.parent = "devices/virtual",
		.type = "nor",
		.size = 0x10000,
		.erase_size = 0x1000,
		.write_size = 1,
		.offset = 0x5000,
	};
	int found = -7;

	tree_add(4);
	ck_assert_int_eq(tree_locate(&identity, 4, &found), 0);
	ck_assert_int_eq(found, 4);
}
END_TEST

START_TEST(nonsense_in_sysfs_is_told)
{
	int found = -7;

	add_kernel(5);
	add_other(2);
	tree_set_attribute(2, "size", "nonsense\n");
	ck_assert_int_eq(tree_locate(&kernel, 2, &found), -EINVAL);
	ck_assert_int_eq(found, -7);
}
END_TEST

/* What /proc/mtd alone knows. */
static const struct fm_mtd_identity listed = {
	.name = "kernel",
	.size = 0x10000,
	.erase_size = 0x1000,
};

static void check_listed(const char *lines, int rc, int number)
{
	char text[512] = "dev:    size   erasesize  name\n";
	int found = -7;

	strcat(text, lines);
	write_file("proc/mtd", text);
	ck_assert_int_eq(tree_locate(&listed, 2, &found), rc);
	ck_assert_int_eq(found, number);
}

START_TEST(a_list_alone_tells_that_an_mtd_stayed)
{
	check_listed("mtd0: 00010000 00001000 \"kernel\"\n"
		     "mtd2: 00010000 00001000 \"kernel\"\n"
		     "mtd3: 00010000 00001000 \"kernel\"\n",
		     0, 2);
}
END_TEST

START_TEST(a_list_alone_tells_that_an_mtd_moved)
{
	check_listed("mtd1: 00010000 00001000 \"kernel\"\n"
		     "mtd2: 00020000 00001000 \"kernel\"\n",
		     0, 1);
}
END_TEST

START_TEST(a_list_alone_tells_that_a_number_was_taken)
{
	check_listed("mtd2: 00010000 00001000 \"other\"\n", -ESTALE, -7);
}
END_TEST

START_TEST(a_list_alone_tells_that_an_mtd_is_gone)
{
	check_listed("mtd1: 00010000 00001000 \"other\"\n", -ENODEV, -7);
}
END_TEST

START_TEST(a_list_alone_tells_that_several_look_alike)
{
	check_listed("mtd0: 00010000 00001000 \"kernel\"\n"
		     "mtd1: 00010000 00001000 \"kernel\"\n",
		     -ESTALE, -7);
}
END_TEST

Suite *locate_suite(void)
{
	Suite *suite = suite_create("locate");
	TCase *places = tcase_create("places");
	TCase *others = tcase_create("others");
	TCase *lists = tcase_create("lists");

	tcase_add_test(places, an_mtd_that_stayed_has_the_same_number);
	tcase_add_test(places,
		       an_mtd_that_stayed_wins_over_one_that_looks_alike);
	tcase_add_test(places, an_mtd_that_moved_is_found);
	tcase_add_test(places,
		       an_mtd_that_moved_is_found_while_another_has_its_number);
	tcase_add_test(places, a_number_taken_by_another_gives_estale);
	tcase_add_test(places, an_mtd_that_is_gone_gives_enodev);
	tcase_add_test(places, a_class_without_mtds_gives_enodev);
	tcase_add_test(places, a_system_without_class_and_list_gives_enodev);
	tcase_add_test(places, several_that_look_alike_give_estale);
	suite_add_tcase(suite, places);

	tcase_add_test(others, another_name_is_another_mtd);
	tcase_add_test(others, another_size_is_another_mtd);
	tcase_add_test(others, another_offset_is_another_mtd);
	tcase_add_test(others, another_erase_size_is_another_mtd);
	tcase_add_test(others, another_write_size_is_another_mtd);
	tcase_add_test(others, another_type_is_another_mtd);
	tcase_add_test(others, another_device_is_another_mtd);
	tcase_add_test(others, a_lost_offset_is_another_mtd);
	tcase_add_test(others, an_offset_does_not_count_where_there_was_none);
	tcase_add_test(others, nonsense_in_sysfs_is_told);
	suite_add_tcase(suite, others);

	tcase_add_test(lists, a_list_alone_tells_that_an_mtd_stayed);
	tcase_add_test(lists, a_list_alone_tells_that_an_mtd_moved);
	tcase_add_test(lists, a_list_alone_tells_that_a_number_was_taken);
	tcase_add_test(lists, a_list_alone_tells_that_an_mtd_is_gone);
	tcase_add_test(lists, a_list_alone_tells_that_several_look_alike);
	suite_add_tcase(suite, lists);

	suite_add_tcase(suite, locate_nested_case());
	return suite;
}
