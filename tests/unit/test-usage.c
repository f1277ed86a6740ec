// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "discover/usage.h"
#include "describe.h"
#include "unit.h"

/* mtd0 to mtd4, "part0" to "part4". */
static void set_up(void)
{
	describe_set_up();
	for (int number = 0; number < 5; number++)
		describe(number, "devices/virtual", NULL);
}

static void find(void)
{
	struct fm_root root;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	ck_assert_int_eq(fm_usage_find(&root, &described), 0);
	fm_root_destroy(&root);
}

/* This MTD alone is in use, by this user. */
static void check_used_by(int number, const char *by)
{
	for (int other = 0; other < 5; other++) {
		const char *found = described_mtd(other)->used_by;

		if (other != number)
			ck_assert_ptr_null(found);
		else
			ck_assert_str_eq(found, by);
	}
}

static void check_unused(void)
{
	check_used_by(-1, NULL);
}

START_TEST(a_system_without_any_of_the_files_uses_nothing)
{
	find();
	check_unused();
}
END_TEST

START_TEST(files_that_name_no_mtd_use_nothing)
{
	write_file("sys/class/ubi/version", "1\n");
	write_file("proc/self/mountinfo", "");
	write_file("proc/1/mountinfo", "\n\n");
	write_file("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
	write_file("sys/module/mtdoops/parameters/mtddev", "\n");
	find();
	check_unused();
}
END_TEST

START_TEST(ubi_uses_what_it_is_attached_to)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "3\n");
	write_file("sys/class/ubi/ubi0_0/mtd_num", "1\n");
	find();
	check_used_by(3, "mtd3 is attached to ubi0 (ubiupdatevol writes UBI "
			 "volumes)");
}
END_TEST

START_TEST(each_ubi_device_counts)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "0\n");
	write_file("sys/class/ubi/ubi12/mtd_num", "4\n");
	find();
	ck_assert_ptr_nonnull(strstr(described_mtd(0)->used_by, "ubi0"));
	ck_assert_ptr_nonnull(strstr(described_mtd(4)->used_by, "ubi12"));
	ck_assert_ptr_null(described_mtd(1)->used_by);
}
END_TEST

START_TEST(an_ubi_device_that_detached_uses_nothing)
{
	write_file("sys/class/ubi/ubi0/total_eraseblocks", "16\n");
	find();
	check_unused();
}
END_TEST

START_TEST(an_ubi_device_on_an_mtd_that_is_not_there_uses_nothing)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "17\n");
	find();
	check_unused();
}
END_TEST

START_TEST(a_mounted_mtd_is_in_use)
{
	write_file("proc/self/mountinfo",
		   "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		   "36 22 31:2 / /mnt/data rw,noatime - jffs2 mtd2 rw\n");
	find();
	check_used_by(2, "mtd2 is mounted on /mnt/data");
}
END_TEST

START_TEST(a_mount_point_is_named_as_it_is_called)
{
	write_file("proc/self/mountinfo",
		   "36 22 31:2 / /mnt/my\\040data\\134x rw - jffs2 mtd2 rw\n");
	find();
	check_used_by(2, "mtd2 is mounted on /mnt/my data\\x");
}
END_TEST

START_TEST(a_mount_with_optional_fields_counts)
{
	write_file("proc/self/mountinfo",
		   "36 22 31:1 /sub /mnt rw shared:3 master:1 - squashfs "
		   "/dev/mtdblock1 ro\n");
	find();
	check_used_by(1, "mtd1 is mounted on /mnt");
}
END_TEST

START_TEST(a_mount_of_another_device_uses_nothing)
{
	write_file("proc/self/mountinfo",
		   "36 22 131:2 / /a rw - ext4 /dev/x rw\n"
		   "37 22 3:12 / /b rw - ext4 /dev/y rw\n"
		   "38 22 0:31 / /proc rw - proc mtd2 rw\n"
		   "nonsense\n");
	find();
	check_unused();
}
END_TEST

START_TEST(a_mount_that_this_namespace_hides_counts)
{
	write_file("proc/self/mountinfo",
		   "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
	write_file("proc/1/mountinfo",
		   "36 22 31:4 / /data rw - jffs2 mtd4 rw\n");
	find();
	check_used_by(4, "mtd4 is mounted on /data");
}
END_TEST

START_TEST(swap_space_is_in_use)
{
	write_file("proc/swaps",
		   "Filename\t\tType\t\tSize\tUsed\tPriority\n"
		   "/dev/sda2 partition 1048572 0 -2\n"
		   "/dev/mtdblock3                          partition\t64\t0"
		   "\t-3\n");
	find();
	check_used_by(3, "mtd3 is swap space");
}
END_TEST

START_TEST(mtdoops_names_its_mtd_by_name)
{
	write_file("sys/module/mtdoops/parameters/mtddev", "part2\n");
	find();
	check_used_by(2, "mtd2 holds the kernel's oops log (mtdoops)");
}
END_TEST

START_TEST(mtdoops_names_its_mtd_by_number)
{
	write_file("sys/module/mtdoops/parameters/mtddev", "1\n");
	find();
	check_used_by(1, "mtd1 holds the kernel's oops log (mtdoops)");
}
END_TEST

START_TEST(mtdoops_on_an_mtd_that_is_not_there_uses_nothing)
{
	write_file("sys/module/mtdoops/parameters/mtddev", "part\n");
	find();
	check_unused();
}
END_TEST

START_TEST(a_volume_that_is_an_mtd_is_in_use)
{
	describe_type(described_mtd(0), "ubi");
	find();
	check_used_by(0, "mtd0 is a UBI volume (ubiupdatevol writes it)");
}
END_TEST

START_TEST(an_mtd_of_unknown_type_is_no_volume)
{
	describe_type(described_mtd(0), NULL);
	find();
	check_unused();
}
END_TEST

START_TEST(the_first_user_is_named)
{
	write_file("sys/class/ubi/ubi0/mtd_num", "3\n");
	write_file("proc/self/mountinfo", "36 22 31:3 / /mnt rw - x mtd3 rw\n");
	find();
	ck_assert_ptr_nonnull(strstr(described_mtd(3)->used_by, "ubi0"));
}
END_TEST

/* What cannot be looked at may be in use. */
START_TEST(what_cannot_be_read_is_an_error)
{
	static const char *const paths[] = {
		"proc/self/mountinfo",
		"proc/swaps",
		"sys/module/mtdoops/parameters/mtddev",
		"sys/class/ubi/ubi0/mtd_num",
	};
	struct fm_root root;
	char below[64];

	snprintf(below, sizeof(below), "%s/file", paths[_i]);
	write_file(below, "a folder in its place");
	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	ck_assert_int_eq(fm_usage_find(&root, &described), -EISDIR);
	fm_root_destroy(&root);
}
END_TEST

START_TEST(the_mounts_of_another_process_need_not_be_readable)
{
	write_file("proc/1/mountinfo/file", "a folder in its place");
	find();
	check_unused();
}
END_TEST

START_TEST(files_padded_with_nuls_are_read_right)
{
	char page[4096] = "36 22 31:2 / /mnt rw - jffs2 mtd2 rw\n";

	write_bytes("proc/self/mountinfo", page, sizeof(page));
	memset(page, 0, sizeof(page));
	strcpy(page, "4\n");
	write_bytes("sys/class/ubi/ubi0/mtd_num", page, sizeof(page));
	find();
	ck_assert_str_eq(described_mtd(2)->used_by, "mtd2 is mounted on /mnt");
	ck_assert_ptr_nonnull(strstr(described_mtd(4)->used_by, "ubi0"));
}
END_TEST

START_TEST(a_place_longer_than_it_can_be_told_is_cut)
{
	char line[1200] = "36 22 31:0 / /", place[1001];

	memset(place, 'p', 1000);
	place[1000] = '\0';
	strcat(strcat(line, place), " rw - jffs2 mtd0 rw\n");
	write_file("proc/self/mountinfo", line);
	find();
	ck_assert_uint_eq(strlen(described_mtd(0)->used_by),
			  strlen("mtd0 is mounted on ") + 255);
}
END_TEST

Suite *usage_suite(void)
{
	Suite *suite = suite_create("usage");
	TCase *tests = tcase_create("usage");

	tcase_add_checked_fixture(tests, set_up, describe_tear_down);
	tcase_add_test(tests, a_system_without_any_of_the_files_uses_nothing);
	tcase_add_test(tests, files_that_name_no_mtd_use_nothing);
	tcase_add_test(tests, ubi_uses_what_it_is_attached_to);
	tcase_add_test(tests, each_ubi_device_counts);
	tcase_add_test(tests, an_ubi_device_that_detached_uses_nothing);
	tcase_add_test(tests,
		       an_ubi_device_on_an_mtd_that_is_not_there_uses_nothing);
	tcase_add_test(tests, a_mounted_mtd_is_in_use);
	tcase_add_test(tests, a_mount_point_is_named_as_it_is_called);
	tcase_add_test(tests, a_mount_with_optional_fields_counts);
	tcase_add_test(tests, a_mount_of_another_device_uses_nothing);
	tcase_add_test(tests, a_mount_that_this_namespace_hides_counts);
	tcase_add_test(tests, swap_space_is_in_use);
	tcase_add_test(tests, mtdoops_names_its_mtd_by_name);
	tcase_add_test(tests, mtdoops_names_its_mtd_by_number);
	tcase_add_test(tests, mtdoops_on_an_mtd_that_is_not_there_uses_nothing);
	tcase_add_test(tests, a_volume_that_is_an_mtd_is_in_use);
	tcase_add_test(tests, an_mtd_of_unknown_type_is_no_volume);
	tcase_add_test(tests, the_first_user_is_named);
	tcase_add_loop_test(tests, what_cannot_be_read_is_an_error, 0, 4);
	tcase_add_test(tests,
		       the_mounts_of_another_process_need_not_be_readable);
	tcase_add_test(tests, files_padded_with_nuls_are_read_right);
	tcase_add_test(tests, a_place_longer_than_it_can_be_told_is_cut);
	suite_add_tcase(suite, tests);
	return suite;
}
