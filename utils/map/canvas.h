/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cells of a terminal that are drawn in any order, then printed. */
#ifndef UTILS_MAP_CANVAS_H
#define UTILS_MAP_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "map/look.h"

/* What has no colour of a look. */
#define CANVAS_PLAIN LOOKS

struct cell {
	/* A character of UTF-8. */
	char bytes[4];
	unsigned char length;
	unsigned char look;
};

struct canvas {
	struct cell *cells;
	size_t columns;
	size_t rows;
	bool color;
};

/* Blank. Returns 0 or -ENOMEM. */
int canvas_make(struct canvas *canvas, size_t columns, size_t rows, bool color);
void canvas_free(struct canvas *canvas);

/* In one row, from first to last. */
void canvas_fill(struct canvas *canvas, size_t row, size_t first, size_t last,
		 char character, int look);
/* A line with corners; those that are there stay. */
void canvas_rule(struct canvas *canvas, size_t row, size_t first, size_t last);
/* Printable text; the cells keep their looks. */
void canvas_write(struct canvas *canvas, size_t row, size_t column,
		  const char *text);

/* On stdout, all rows, from first to last column. */
void canvas_print(const struct canvas *canvas, size_t first, size_t last);

/* What turns a colour on, and off again; "" without colours. */
const char *canvas_begin_look(bool color, int look);
const char *canvas_end_look(bool color, int look);

#endif
