// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/canvas.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

/* Of the 16 colours that every terminal has, or their reverse. */
static const char *const colors[LOOKS] = {
	[LOOK_NO_DRIVER] = "\033[7m",	  [LOOK_IN_USE] = "\033[30;43m",
	[LOOK_READ_ONLY] = "\033[97;41m", [LOOK_PROTECTED] = "\033[97;45m",
	[LOOK_FREE] = "\033[30;46m",
};

const char *canvas_begin_look(bool color, int look)
{
	return color && look < LOOKS && colors[look] ? colors[look] : "";
}

const char *canvas_end_look(bool color, int look)
{
	return canvas_begin_look(color, look)[0] ? "\033[0m" : "";
}

static struct cell *cell_at(const struct canvas *canvas, size_t row,
			    size_t column)
{
	return &canvas->cells[row * canvas->columns + column];
}

int canvas_make(struct canvas *canvas, size_t columns, size_t rows, bool color)
{
	canvas->cells = calloc(columns * rows, sizeof(*canvas->cells));
	if (!canvas->cells)
		return -ENOMEM;
	canvas->columns = columns;
	canvas->rows = rows;
	canvas->color = color;
	for (size_t row = 0; row < rows; row++)
		canvas_fill(canvas, row, 0, columns - 1, ' ', CANVAS_PLAIN);
	return 0;
}

void canvas_free(struct canvas *canvas)
{
	free(canvas->cells);
}

void canvas_fill(struct canvas *canvas, size_t row, size_t first, size_t last,
		 char character, int look)
{
	for (size_t column = first; column <= last; column++)
		*cell_at(canvas, row, column) = (struct cell){
			.bytes = { character },
			.length = 1,
			.look = (unsigned char)look,
		};
}

void canvas_rule(struct canvas *canvas, size_t row, size_t first, size_t last)
{
	for (size_t column = first + 1; column < last; column++)
		if (cell_at(canvas, row, column)->bytes[0] != '+')
			canvas_fill(canvas, row, column, column, '-',
				    CANVAS_PLAIN);
	canvas_fill(canvas, row, first, first, '+', CANVAS_PLAIN);
	canvas_fill(canvas, row, last, last, '+', CANVAS_PLAIN);
}

void canvas_write(struct canvas *canvas, size_t row, size_t column,
		  const char *text)
{
	while (*text) {
		size_t length = format_character(text);
		size_t columns;
		struct cell *cell;

		length = length ? length : 1;
		columns = format_columns(text, length);
		cell = cell_at(canvas, row, column);
		memcpy(cell->bytes, text, length);
		cell->length = (unsigned char)length;
		/* The second column of a wide character is its own. */
		for (size_t i = 1; i < columns; i++)
			cell[i].length = 0;
		column += columns;
		text += length;
	}
}

static bool is_blank(const struct cell *cell)
{
	return cell->look == CANVAS_PLAIN && cell->bytes[0] == ' ';
}

static void print_row(const struct canvas *canvas, size_t row, size_t first,
		      size_t last)
{
	int look = CANVAS_PLAIN;

	while (last > first && is_blank(cell_at(canvas, row, last)))
		last--;
	for (size_t column = first; column <= last; column++) {
		const struct cell *cell = cell_at(canvas, row, column);

		if (cell->look != look) {
			fputs(canvas_end_look(canvas->color, look), stdout);
			look = cell->look;
			fputs(canvas_begin_look(canvas->color, look), stdout);
		}
		fwrite(cell->bytes, 1, cell->length, stdout);
	}
	fputs(canvas_end_look(canvas->color, look), stdout);
	putchar('\n');
}

void canvas_print(const struct canvas *canvas, size_t first, size_t last)
{
	for (size_t row = 0; row < canvas->rows; row++)
		print_row(canvas, row, first, last);
}
