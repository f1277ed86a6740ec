// SPDX-License-Identifier: BSD-2-Clause
/* Names that are a prefix and a number. */

#include <limits.h>

#include "cases.h"
#include "discover/root.h"
#include "unit.h"

START_TEST(a_unit_is_a_prefix_and_a_number)
{
	ck_assert_int_eq(fm_parse_unit("mtd0", "mtd"), 0);
	ck_assert_int_eq(fm_parse_unit("mtd3", "mtd"), 3);
	ck_assert_int_eq(fm_parse_unit("mtd120", "mtd"), 120);
	ck_assert_int_eq(fm_parse_unit("ubi7", "ubi"), 7);
}
END_TEST

START_TEST(a_unit_reaches_the_largest_int)
{
	ck_assert_int_eq(fm_parse_unit("mtd2147483647", "mtd"), INT_MAX);
}
END_TEST

START_TEST(a_unit_past_the_largest_int_is_none)
{
	ck_assert_int_eq(fm_parse_unit("mtd2147483648", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd18446744073709551616", "mtd"), -1);
}
END_TEST

START_TEST(a_unit_with_something_behind_it_is_none)
{
	ck_assert_int_eq(fm_parse_unit("mtd3ro", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd3 ", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("ubi0_0", "ubi"), -1);
}
END_TEST

START_TEST(a_unit_has_one_spelling)
{
	ck_assert_int_eq(fm_parse_unit("mtd03", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd00", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd 3", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd+3", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtd-3", "mtd"), -1);
}
END_TEST

START_TEST(a_unit_without_number_or_prefix_is_none)
{
	ck_assert_int_eq(fm_parse_unit("mtd", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("mtdblock3", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("3", "mtd"), -1);
	ck_assert_int_eq(fm_parse_unit("xmtd3", "mtd"), -1);
}
END_TEST

TCase *root_units_case(void)
{
	TCase *units = tcase_create("units");

	tcase_add_test(units, a_unit_is_a_prefix_and_a_number);
	tcase_add_test(units, a_unit_reaches_the_largest_int);
	tcase_add_test(units, a_unit_past_the_largest_int_is_none);
	tcase_add_test(units, a_unit_with_something_behind_it_is_none);
	tcase_add_test(units, a_unit_has_one_spelling);
	tcase_add_test(units, a_unit_without_number_or_prefix_is_none);
	return units;
}
