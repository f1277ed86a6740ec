// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <limits.h>
#include <stdbool.h>

#include "map/conf-field.h"

#define ESCAPE_DIGITS 3

/* -1 if there is no byte behind the backslash. */
static int escaped_byte(const char *digits)
{
	int byte = 0;

	for (int i = 0; i < ESCAPE_DIGITS; i++) {
		if (digits[i] < '0' || digits[i] > '7')
			return -1;
		byte = byte * 8 + (digits[i] - '0');
	}
	return byte > 0 && byte <= UCHAR_MAX ? byte : -1;
}

int fm_conf_unescape(char *text)
{
	char *to = text;

	while (*text) {
		int byte;

		if (*text != '\\') {
			*to++ = *text++;
			continue;
		}
		byte = escaped_byte(text + 1);
		if (byte < 0)
			return -EINVAL;
		*to++ = (char)byte;
		text += 1 + ESCAPE_DIGITS;
	}
	*to = '\0';
	return 0;
}

/* Not isxdigit(): that depends on the locale, and a file does not. */
static int digit_value(char digit, int base)
{
	int value = base;

	if (digit >= '0' && digit <= '9')
		value = digit - '0';
	else if (digit >= 'a' && digit <= 'f')
		value = digit - 'a' + 10;
	else if (digit >= 'A' && digit <= 'F')
		value = digit - 'A' + 10;
	return value < base ? value : -1;
}

/* 0 if it is none. */
static unsigned int suffix_shift(char suffix)
{
	switch (suffix) {
	case 'K':
		return 10;
	case 'M':
		return 20;
	case 'G':
		return 30;
	default:
		return 0;
	}
}

int fm_conf_number(const char *text, uint64_t *number)
{
	uint64_t value = 0;
	bool fits = true;
	unsigned int shift;
	int base = 10;

	if (text[0] == '0' && text[1] == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0' && digit_value(text[1], 10) >= 0) {
		/* Octal or decimal: whoever wrote it knows. */
		return -EINVAL;
	}
	if (digit_value(*text, base) < 0)
		return -EINVAL;
	for (; digit_value(*text, base) >= 0; text++) {
		unsigned int digit = (unsigned int)digit_value(*text, base);

		fits = fits && value <= (UINT64_MAX - digit) / (uint64_t)base;
		value = value * (uint64_t)base + digit;
	}
	shift = suffix_shift(*text);
	if (shift)
		text++;
	if (*text)
		return -EINVAL;
	if (!fits || value > UINT64_MAX >> shift)
		return -ERANGE;
	*number = value << shift;
	return 0;
}
