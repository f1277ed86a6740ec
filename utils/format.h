/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and sizes as a person reads them. */
#ifndef UTILS_FORMAT_H
#define UTILS_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define FORMAT_SIZE_MAX 48
#define FORMAT_COUNT_MAX 48

/*
 * Bytes of the printable UTF-8 character at text; 0 if it is a control
 * character or no UTF-8.
 */
size_t format_character(const char *text);

/*
 * Control characters and what is no UTF-8 become \xNN: a label must neither
 * break a line nor reach the terminal as a command.
 */
void format_print_escaped(FILE *out, const char *text);
char *format_escaped(const char *text);

/* What a user gave, so that nothing is seen as nothing: "". */
const char *format_name(const char *name);

/* "1 sector", "2 sectors" */
const char *format_count(uint64_t count, const char *noun,
			 char text[FORMAT_COUNT_MAX]);

/* Columns on a terminal, of text that is printable; length is in bytes. */
size_t format_columns(const char *text, size_t length);
size_t format_width(const char *text);

/* In K, M or G, so that an exact value can be typed back: "384K", "1.5M". */
const char *format_size(uint64_t size, char text[FORMAT_SIZE_MAX]);

#endif
