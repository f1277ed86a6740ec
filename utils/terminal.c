// SPDX-License-Identifier: GPL-2.0-or-later
#include "terminal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "format.h"
#include "number.h"

#define COLUMNS_DEFAULT 80
/* The longest thing that is not broken, "[#] read-only", fits. */
#define COLUMNS_MIN 16
#define COLUMNS_MAX 1000

size_t terminal_columns(void)
{
	const char *text = getenv("COLUMNS");
	uint64_t columns = 0;
	struct winsize size;

	if (!text || number_parse(text, &columns))
		columns = 0;
	if (columns == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		columns = size.ws_col;
	if (columns == 0)
		columns = COLUMNS_DEFAULT;
	if (columns < COLUMNS_MIN)
		return COLUMNS_MIN;
	return columns < COLUMNS_MAX ? (size_t)columns : COLUMNS_MAX;
}

bool terminal_has_color(enum color_mode mode)
{
	const char *off = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (mode != COLOR_AUTO)
		return mode == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(off && off[0]) && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

void wrap_start(struct wrap *wrap, size_t columns, size_t indent)
{
	*wrap = (struct wrap){
		.columns = columns,
		.indent = indent,
		.first = true,
	};
}

static void start_line(struct wrap *wrap)
{
	printf("\n%*s", (int)wrap->indent, "");
	wrap->column = wrap->indent;
	wrap->first = true;
}

void wrap_reserve(struct wrap *wrap, size_t columns)
{
	if (!wrap->first && wrap->column + 1 + columns > wrap->columns)
		start_line(wrap);
	if (!wrap->first) {
		putchar(' ');
		wrap->column++;
	}
	wrap->column += columns;
	wrap->first = false;
}

/* What is longer than a line goes over several. */
static void print_long_word(struct wrap *wrap, const char *word,
			    const char *end)
{
	wrap_reserve(wrap, 0);
	while (word < end) {
		size_t length = format_character(word);
		size_t columns;

		length = length ? length : 1;
		columns = format_columns(word, length);
		if (wrap->column + columns > wrap->columns)
			start_line(wrap);
		fwrite(word, 1, length, stdout);
		wrap->column += columns;
		wrap->first = false;
		word += length;
	}
}

void wrap_print(struct wrap *wrap, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, " ");
		size_t columns = format_columns(text, length);

		if (columns > wrap->columns - wrap->indent) {
			print_long_word(wrap, text, text + length);
		} else {
			wrap_reserve(wrap, columns);
			fwrite(text, 1, length, stdout);
		}
		text += length;
		text += *text == ' ';
	}
}

void wrap_move(struct wrap *wrap, size_t column)
{
	if (wrap->column > column)
		start_line(wrap);
	if (wrap->column < column)
		printf("%*s", (int)(column - wrap->column), "");
	wrap->column = column;
	wrap->first = true;
}

void wrap_end(struct wrap *wrap)
{
	putchar('\n');
	wrap->column = 0;
	wrap->first = true;
}
