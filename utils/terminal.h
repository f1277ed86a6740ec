/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What standard output is printed on, and text that stays inside of it. */
#ifndef UTILS_TERMINAL_H
#define UTILS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

enum color_mode {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/* COLUMNS, else those of the terminal, else 80. */
size_t terminal_columns(void);

/* auto: on a terminal that has colours, unless NO_COLOR is set. */
bool terminal_has_color(enum color_mode mode);

/* Words on stdout, in lines of at most so many columns. */
struct wrap {
	size_t columns;
	/* Of the second line and those behind it. */
	size_t indent;
	/* Where the line is now. */
	size_t column;
	/* The next word is the first one in its line, or behind a move. */
	bool first;
};

void wrap_start(struct wrap *wrap, size_t columns, size_t indent);
/* Each takes a space before it where it is not the first. */
void wrap_print(struct wrap *wrap, const char *text);
/* The caller prints so many columns. */
void wrap_reserve(struct wrap *wrap, size_t columns);
/* To a column, or the next line if the line is there already. */
void wrap_move(struct wrap *wrap, size_t column);
void wrap_end(struct wrap *wrap);

#endif
