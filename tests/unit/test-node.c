// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>

#include "node-place.h"
#include "unit.h"

START_TEST(nothing_is_opened_before_the_first_use)
{
	add_fake(3);
	set_up_node(3);
	ck_assert_str_eq(fake_calls(), "");
	ck_assert_uint_eq(place.asked, 0);
	ck_assert_int_eq(fm_node_number(&node), 3);
	tear_down_node();
}
END_TEST

START_TEST(read_opens_read_only_and_looks_at_the_node)
{
	add_fake(3);
	set_up_node(3);
	check_get(false, 0);
	ck_assert_str_eq(fake_calls(), "open mtd3 O_RDONLY\nfstat mtd3\n");
	ck_assert_uint_eq(place.asked, 1);
	ck_assert_int_eq(place.last_number, 3);
	tear_down_node();
}
END_TEST

START_TEST(write_opens_read_only_first_and_then_for_writing)
{
	add_fake(0);
	set_up_node(0);
	check_get(true, 0);
	ck_assert_str_eq(fake_calls(), "open mtd0 O_RDONLY\n"
				       "fstat mtd0\n"
				       "open mtd0 O_RDWR\n"
				       "fstat mtd0\n");
	ck_assert_uint_eq(place.asked, 2);
	tear_down_node();
}
END_TEST

START_TEST(first_descriptor_stays_when_the_second_is_opened)
{
	int before, second, after;

	add_fake(0);
	set_up_node(0);
	ck_assert_int_eq(fm_node_get(&node, false, &before), 0);
	ck_assert_int_eq(fm_node_get(&node, true, &second), 0);
	ck_assert_int_eq(fm_node_get(&node, false, &after), 0);
	ck_assert_int_eq(before, after);
	ck_assert_int_ne(before, second);
	ck_assert_uint_eq(fake_open_descriptors(), 2);
	for (int i = 0; i < 3; i++)
		fm_node_put(&node);
	tear_down_node();
}
END_TEST

START_TEST(open_node_is_used_without_another_call)
{
	add_fake(0);
	set_up_node(0);
	check_get(true, 0);
	fake_forget_calls();
	check_get(true, 0);
	check_get(false, 0);
	ck_assert_str_eq(fake_calls(), "");
	ck_assert_uint_eq(place.asked, 2);
	tear_down_node();
}
END_TEST

START_TEST(missing_right_to_open_is_passed_on)
{
	static const int errors[] = { EACCES, EPERM, EBUSY, EMFILE };
	struct fake_mtd *mtd = add_fake(0);

	expect_errors();
	fake_fail(mtd, FAKE_OPEN, FAKE_ANY, 1, errors[_i]);
	set_up_node(0);
	check_get(false, -errors[_i]);
	check_get(false, 0);
	tear_down_node();
}
END_TEST

START_TEST(missing_right_to_write_leaves_reading_as_it_is)
{
	struct fake_mtd *mtd = add_fake(0);

	expect_errors();
	fake_fail(mtd, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EPERM);
	set_up_node(0);
	check_get(true, -EPERM);
	check_get(false, 0);
	check_get(true, -EPERM);
	ck_assert_uint_eq(fake_count("open mtd0 O_RDONLY"), 1);
	ck_assert_uint_eq(fake_count("open mtd0 O_RDWR"), 2);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	tear_down_node();
}
END_TEST

START_TEST(release_closes_both_descriptors)
{
	add_fake(0);
	set_up_node(0);
	check_get(true, 0);
	fake_forget_calls();
	ck_assert_int_eq(fm_node_release(&node), 0);
	ck_assert_str_eq(fake_calls(), "close mtd0\nclose mtd0\n");
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	tear_down_node();
}
END_TEST

START_TEST(release_of_what_is_not_open_does_nothing)
{
	add_fake(0);
	set_up_node(0);
	ck_assert_int_eq(fm_node_release(&node), 0);
	check_get(false, 0);
	ck_assert_int_eq(fm_node_release(&node), 0);
	fake_forget_calls();
	ck_assert_int_eq(fm_node_release(&node), 0);
	ck_assert_str_eq(fake_calls(), "");
	tear_down_node();
}
END_TEST

START_TEST(use_after_release_opens_and_checks_again)
{
	struct fake_mtd *mtd = add_fake(0);

	expect_errors();
	set_up_node(0);
	check_get(false, 0);
	ck_assert_int_eq(fm_node_release(&node), 0);
	check_get(false, 0);
	ck_assert_uint_eq(fake_count("open mtd0 O_RDONLY"), 2);
	ck_assert_uint_eq(place.asked, 2);
	ck_assert_int_eq(fm_node_release(&node), 0);
	mtd->minor = 2;
	check_get(false, -ESTALE);
	tear_down_node();
}
END_TEST

START_TEST(release_of_what_is_in_use_is_busy_and_closes_nothing)
{
	int fd, again;

	add_fake(0);
	set_up_node(0);
	check_get(true, 0);
	ck_assert_int_eq(fm_node_get(&node, false, &fd), 0);
	fake_forget_calls();
	ck_assert_int_eq(fm_node_release(&node), -EBUSY);
	ck_assert_str_eq(fake_calls(), "");
	ck_assert_uint_eq(fake_open_descriptors(), 2);
	ck_assert_int_eq(fm_node_get(&node, false, &again), 0);
	ck_assert_int_eq(again, fd);
	fm_node_put(&node);
	ck_assert_int_eq(fm_node_release(&node), -EBUSY);
	fm_node_put(&node);
	tear_down_node();
}
END_TEST

START_TEST(failed_use_does_not_keep_the_node_busy)
{
	struct fake_mtd *mtd = add_fake(0);

	expect_errors();
	fake_fail(mtd, FAKE_OPEN, O_RDWR, FAKE_ALWAYS, EACCES);
	set_up_node(0);
	check_get(true, -EACCES);
	ck_assert_int_eq(fm_node_release(&node), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	tear_down_node();
}
END_TEST

START_TEST(errors_of_the_kernel_become_those_of_the_contract)
{
	ck_assert_int_eq(fm_node_error(524), -ENOTSUP);
	ck_assert_int_eq(fm_node_error(EOPNOTSUPP), -ENOTSUP);
	ck_assert_int_eq(fm_node_error(ENOTTY), -ENOTSUP);
	ck_assert_int_eq(fm_node_error(ENOENT), -ENODEV);
	ck_assert_int_eq(fm_node_error(ENXIO), -ENODEV);
	ck_assert_int_eq(fm_node_error(ENODEV), -ENODEV);
	ck_assert_int_eq(fm_node_error(EIO), -EIO);
	ck_assert_int_eq(fm_node_error(EACCES), -EACCES);
	ck_assert_int_eq(fm_node_error(EROFS), -EROFS);
	ck_assert_int_eq(fm_node_error(EBADMSG), -EBADMSG);
}
END_TEST

static TCase *open_case(void)
{
	TCase *tcase = tcase_create("open");

	tcase_add_test(tcase, nothing_is_opened_before_the_first_use);
	tcase_add_test(tcase, read_opens_read_only_and_looks_at_the_node);
	tcase_add_test(tcase, write_opens_read_only_first_and_then_for_writing);
	tcase_add_test(tcase, first_descriptor_stays_when_the_second_is_opened);
	tcase_add_test(tcase, open_node_is_used_without_another_call);
	tcase_add_loop_test(tcase, missing_right_to_open_is_passed_on, 0, 4);
	tcase_add_test(tcase, missing_right_to_write_leaves_reading_as_it_is);
	tcase_add_test(tcase, release_closes_both_descriptors);
	tcase_add_test(tcase, release_of_what_is_not_open_does_nothing);
	tcase_add_test(tcase, use_after_release_opens_and_checks_again);
	tcase_add_test(tcase,
		       release_of_what_is_in_use_is_busy_and_closes_nothing);
	tcase_add_test(tcase, failed_use_does_not_keep_the_node_busy);
	tcase_add_test(tcase,
		       errors_of_the_kernel_become_those_of_the_contract);
	return tcase;
}

Suite *node_suite(void)
{
	Suite *suite = suite_create("node");

	suite_add_tcase(suite, open_case());
	suite_add_tcase(suite, node_identity_case());
	return suite;
}
