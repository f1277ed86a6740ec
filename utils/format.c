// SPDX-License-Identifier: GPL-2.0-or-later
#include "format.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

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
	return (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;
}

size_t format_character(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length = sequence_length(bytes[0]);
	uint32_t code;

	if (length == 0)
		return 0;
	code = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (bytes[i] & 0x3f);
	}
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

size_t format_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		if (((unsigned char)*text & 0xc0) != 0x80)
			width++;
	return width;
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
