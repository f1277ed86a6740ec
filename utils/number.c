// SPDX-License-Identifier: GPL-2.0-or-later
#include "number.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

static unsigned int suffix_shift(char suffix)
{
	switch (suffix) {
	case 'K':
	case 'k':
		return 10;
	case 'M':
	case 'm':
		return 20;
	case 'G':
	case 'g':
		return 30;
	default:
		return 0;
	}
}

int number_parse(const char *text, uint64_t *number)
{
	unsigned int shift;
	int base = 10;
	uintmax_t value;
	char *end;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	}
	/* strtoumax() would take white space and a sign. */
	if (!(base == 16 ? isxdigit((unsigned char)text[0])
			 : isdigit((unsigned char)text[0])))
		return -EINVAL;
	/* ... and in "0x0x1" a second prefix. */
	if (base == 16 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return -EINVAL;
	errno = 0;
	value = strtoumax(text, &end, base);
	shift = suffix_shift(*end);
	if (shift)
		end++;
	if (*end)
		return -EINVAL;
	if (errno == ERANGE || value > UINT64_MAX >> shift)
		return -ERANGE;
	*number = (uint64_t)value << shift;
	return 0;
}

/* One digit, or -1. */
static int digit_value(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = strchr(digits, tolower((unsigned char)digit));

	return digit && found ? (int)(found - digits) : -1;
}

int number_parse_bytes(const char *text, uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int high = digit_value(text[2 * i]);
		int low = high < 0 ? -1 : digit_value(text[2 * i + 1]);

		if (low < 0)
			return -EINVAL;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return text[2 * count] ? -EINVAL : 0;
}
