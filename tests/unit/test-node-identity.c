// SPDX-License-Identifier: BSD-2-Clause
/* What a node has to be, so that it is opened. */

#include <errno.h>
#include <string.h>

#include "node-place.h"
#include "unit.h"

START_TEST(node_of_another_major_is_stale)
{
	expect_errors();
	add_fake(0)->major = 91;
	set_up_node(0);
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(node_of_another_minor_is_stale)
{
	expect_errors();
	add_fake(3)->minor = 8;
	set_up_node(3);
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(read_only_twin_of_the_node_is_stale)
{
	expect_errors();
	/* /dev/mtd3ro has the odd minor. */
	add_fake(3)->minor = 7;
	set_up_node(3);
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(regular_file_in_its_place_is_stale)
{
	expect_errors();
	add_fake(0)->mode = S_IFREG | 0600;
	set_up_node(0);
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(block_device_in_its_place_is_stale)
{
	expect_errors();
	add_fake(0)->mode = S_IFBLK | 0600;
	set_up_node(0);
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(node_that_cannot_be_looked_at_is_stale)
{
	struct fake_mtd *mtd = add_fake(0);

	expect_errors();
	fake_fail(mtd, FAKE_FSTAT, FAKE_ANY, 1, EIO);
	set_up_node(0);
	check_get(false, -ESTALE);
	check_get(false, 0);
	tear_down_node();
}
END_TEST

START_TEST(stale_node_is_named_in_the_log)
{
	expect_errors();
	add_fake(4)->major = 1;
	set_up_node(4);
	check_get(false, -ESTALE);
	ck_assert_ptr_nonnull(strstr(last_logged(), "firmware: "));
	ck_assert_ptr_nonnull(strstr(last_logged(), "/dev/mtd4 "));
	tear_down_node();
}
END_TEST

START_TEST(mtd_that_is_gone_is_nodev)
{
	expect_errors();
	fake_remove(add_fake(0));
	set_up_node(0);
	place.result = -ENODEV;
	check_get(false, -ENODEV);
	check_get(true, -ENODEV);
	tear_down_node();
}
END_TEST

START_TEST(mtd_whose_node_is_missing_is_nodev)
{
	expect_errors();
	fake_remove(add_fake(0));
	set_up_node(0);
	check_get(false, -ENODEV);
	tear_down_node();
}
END_TEST

START_TEST(number_that_another_mtd_has_taken_is_stale)
{
	expect_errors();
	add_fake(0);
	set_up_node(0);
	place.result = -ESTALE;
	check_get(false, -ESTALE);
	check_get(true, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(number_taken_between_two_opens_is_stale)
{
	expect_errors();
	add_fake(0);
	set_up_node(0);
	check_get(false, 0);
	place.result = -ESTALE;
	check_get(true, -ESTALE);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	tear_down_node();
}
END_TEST

START_TEST(what_the_search_says_is_passed_on)
{
	expect_errors();
	add_fake(0);
	set_up_node(0);
	place.result = -ENOMEM;
	check_get(false, -ENOMEM);
	tear_down_node();
}
END_TEST

START_TEST(mtd_that_has_moved_is_found_and_used)
{
	add_fake(0);
	add_fake(5);
	set_up_node(0);
	place.number = 5;
	check_get(false, 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "close mtd0\n"
				       "open mtd5 O_RDONLY\n"
				       "fstat mtd5\n");
	ck_assert_int_eq(fm_node_number(&node), 5);
	ck_assert_ptr_nonnull(strstr(last_logged(), "from mtd0 to mtd5"));
	fake_forget_calls();
	check_get(true, 0);
	ck_assert_str_eq(fake_calls(), "open mtd5 O_RDWR\nfstat mtd5\n");
	tear_down_node();
}
END_TEST

START_TEST(mtd_that_has_moved_is_found_when_its_old_node_is_gone)
{
	add_fake(5);
	set_up_node(0);
	place.number = 5;
	check_get(false, 0);
	ck_assert_str_eq(fake_calls(), "open mtd5 O_RDONLY\nfstat mtd5\n");
	tear_down_node();
}
END_TEST

START_TEST(mtd_that_moves_all_the_time_is_stale)
{
	expect_errors();
	for (int number = 0; number < 4; number++)
		add_fake(number);
	set_up_node(0);
	place.runs_away = true;
	check_get(false, -ESTALE);
	ck_assert_uint_eq(place.asked, 2);
	tear_down_node();
}
END_TEST

TCase *node_identity_case(void)
{
	TCase *tcase = tcase_create("identity");

	tcase_add_test(tcase, node_of_another_major_is_stale);
	tcase_add_test(tcase, node_of_another_minor_is_stale);
	tcase_add_test(tcase, read_only_twin_of_the_node_is_stale);
	tcase_add_test(tcase, regular_file_in_its_place_is_stale);
	tcase_add_test(tcase, block_device_in_its_place_is_stale);
	tcase_add_test(tcase, node_that_cannot_be_looked_at_is_stale);
	tcase_add_test(tcase, stale_node_is_named_in_the_log);
	tcase_add_test(tcase, mtd_that_is_gone_is_nodev);
	tcase_add_test(tcase, mtd_whose_node_is_missing_is_nodev);
	tcase_add_test(tcase, number_that_another_mtd_has_taken_is_stale);
	tcase_add_test(tcase, number_taken_between_two_opens_is_stale);
	tcase_add_test(tcase, what_the_search_says_is_passed_on);
	tcase_add_test(tcase, mtd_that_has_moved_is_found_and_used);
	tcase_add_test(tcase,
		       mtd_that_has_moved_is_found_when_its_old_node_is_gone);
	tcase_add_test(tcase, mtd_that_moves_all_the_time_is_stale);
	return tcase;
}
