// SPDX-License-Identifier: GPL-2.0-or-later
#include "format.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The first code point that needs this many bytes: less is not UTF-8. */
static const uint32_t first_of_length[] = { 0, 0, 0x80, 0x800, 0x10000 };

static size_t sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if ((lead & 0xe0) == 0xc0)
		return 2;
	if ((lead & 0xf0) == 0xe0)
		return 3;
	if ((lead & 0xf8) == 0xf0)
		return 4;
	return 0;
}

static bool is_printable(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return false;
	/* What turns the direction of a line, or shows nothing. */
	if ((code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xfeff)
		return false;
	/* Neither is any character at all. */
	if ((code >= 0xd800 && code <= 0xdfff) || (code & 0xfffe) == 0xfffe)
		return false;
	return code <= 0x10ffff;
}

static uint32_t code_of(const char *text, size_t length)
{
	unsigned char lead = (unsigned char)text[0];
	uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);

	for (size_t i = 1; i < length; i++)
		code = code << 6 | ((unsigned char)text[i] & 0x3f);
	return code;
}

size_t format_character(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length = sequence_length(bytes[0]);
	uint32_t code;

	if (length == 0)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	code = code_of(text, length);
	if (code < first_of_length[length] || !is_printable(code))
		return 0;
	return length;
}

void format_print_escaped(FILE *out, const char *text)
{
	while (*text) {
		size_t length = format_character(text);

		if (length == 0) {
			fprintf(out, "\\x%02x", (unsigned char)*text);
			text++;
			continue;
		}
		fwrite(text, 1, length, out);
		text += length;
	}
}

char *format_escaped(const char *text)
{
	char *escaped = NULL;
	size_t size;
	FILE *out = open_memstream(&escaped, &size);

	if (!out)
		return NULL;
	format_print_escaped(out, text);
	if (fclose(out)) {
		free(escaped);
		return NULL;
	}
	return escaped;
}

const char *format_name(const char *name)
{
	return name[0] ? name : "\"\"";
}

const char *format_count(uint64_t count, const char *noun,
			 char text[FORMAT_COUNT_MAX])
{
	snprintf(text, FORMAT_COUNT_MAX, "%" PRIu64 " %s%s", count, noun,
		 count == 1 ? "" : "s");
	return text;
}

/* Blocks of characters that take two columns, first and last. */
static const uint32_t wide[][2] = {
	{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },
	{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f },
	{ 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

static size_t columns_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (code >= wide[i][0] && code <= wide[i][1])
			return 2;
	return 1;
}

size_t format_columns(const char *text, size_t length)
{
	size_t columns = 0;

	for (size_t i = 0; i < length;) {
		size_t size = format_character(text + i);

		if (size == 0)
			size = 1;
		columns += columns_of(code_of(text + i, size));
		i += size;
	}
	return columns;
}

size_t format_width(const char *text)
{
	return format_columns(text, strlen(text));
}

const char *format_size(uint64_t size, char text[FORMAT_SIZE_MAX])
{
	static const char units[] = "KMGTPE";
	uint64_t unit = 1024;
	size_t i = 0;

	if (size < 1024) {
		snprintf(text, FORMAT_SIZE_MAX, "%" PRIu64, size);
		return text;
	}
	while (size / unit >= 1024) {
		unit *= 1024;
		i++;
	}
	if (size % unit == 0)
		snprintf(text, FORMAT_SIZE_MAX, "%" PRIu64 "%c", size / unit,
			 units[i]);
	else
		snprintf(text, FORMAT_SIZE_MAX, "%" PRIu64 ".%" PRIu64 "%c",
			 size / unit, size % unit / (unit / 1024) * 10 / 1024,
			 units[i]);
	return text;
}
