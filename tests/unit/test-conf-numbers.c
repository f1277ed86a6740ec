// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "cases.h"
#include "map/conf-field.h"
#include "unit.h"

static const struct {
	const char *text;
	uint64_t number;
} numbers[] = {
	{ "0", 0 },
	{ "1", 1 },
	{ "4096", 4096 },
	{ "18446744073709551615", UINT64_MAX },
	{ "0x0", 0 },
	{ "0x00f", 15 },
	{ "0xfFaA", 0xffaa },
	{ "0xffffffffffffffff", UINT64_MAX },
	{ "0K", 0 },
	{ "1K", 1024 },
	{ "64K", 0x10000 },
	{ "3M", 0x300000 },
	{ "1G", 1u << 30 },
	{ "0x10K", 0x4000 },
	{ "17179869183G", UINT64_MAX - (1u << 30) + 1 },
	{ "18014398509481983K", UINT64_MAX - 1023 },
};

START_TEST(a_number_is_decimal_or_hexadecimal_with_a_suffix)
{
	uint64_t number = 77;

	ck_assert_int_eq(fm_conf_number(numbers[_i].text, &number), 0);
	ck_assert_uint_eq(number, numbers[_i].number);
}
END_TEST

static const char *const no_numbers[] = {
	"",    "-1", "+1",  " 1",    "1 ",   "x",   "0x",   "0X1", "0xg",
	"1x",  "1k", "1KK", "1KB",   "1.5K", "1e3", "K",    "0xK", "00",
	"010", "01", "0b1", "1_000", "1,0",  "1T",  "0x-1", "١",
};

START_TEST(what_is_no_number_gives_einval)
{
	uint64_t number = 77;

	ck_assert_int_eq(fm_conf_number(no_numbers[_i], &number), -EINVAL);
	ck_assert_uint_eq(number, 77);
}
END_TEST

static const char *const too_large[] = {
	"18446744073709551616",
	"18446744073709551620",
	"99999999999999999999999999999999",
	"0x10000000000000000",
	"0xffffffffffffffffffffffffffffffff",
	"17179869184G",
	"17592186044416M",
	"18014398509481984K",
	"18446744073709551616K",
};

START_TEST(more_than_64_bits_give_erange)
{
	uint64_t number = 77;

	ck_assert_int_eq(fm_conf_number(too_large[_i], &number), -ERANGE);
	ck_assert_uint_eq(number, 77);
}
END_TEST

static const struct {
	const char *text;
	const char *bytes;
} escaped[] = {
	{ "", "" },
	{ "abc", "abc" },
	{ "\\040", " " },
	{ "a\\040b\\011", "a b\t" },
	{ "\\0400", " 0" },
	{ "\\001\\177\\200\\377", "\001\177\200\377" },
	{ "\\134\\134", "\\\\" },
};

START_TEST(three_octal_digits_are_a_byte)
{
	char text[32];

	strcpy(text, escaped[_i].text);
	ck_assert_int_eq(fm_conf_unescape(text), 0);
	ck_assert_str_eq(text, escaped[_i].bytes);
}
END_TEST

static const char *const no_escapes[] = {
	"\\",	 "a\\",	  "\\0",   "\\04", "\\000", "\\400", "\\777", "\\8",
	"\\089", "\\x20", "\\ 40", "\\n",  "\\\\",  "\\04 ", "\\-01",
};

START_TEST(another_backslash_gives_einval)
{
	char text[32];

	strcpy(text, no_escapes[_i]);
	ck_assert_int_eq(fm_conf_unescape(text), -EINVAL);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

TCase *conf_numbers_case(void)
{
	TCase *tests = tcase_create("numbers");

	tcase_add_loop_test(tests,
			    a_number_is_decimal_or_hexadecimal_with_a_suffix, 0,
			    COUNT(numbers));
	tcase_add_loop_test(tests, what_is_no_number_gives_einval, 0,
			    COUNT(no_numbers));
	tcase_add_loop_test(tests, more_than_64_bits_give_erange, 0,
			    COUNT(too_large));
	tcase_add_loop_test(tests, three_octal_digits_are_a_byte, 0,
			    COUNT(escaped));
	tcase_add_loop_test(tests, another_backslash_gives_einval, 0,
			    COUNT(no_escapes));
	return tests;
}
