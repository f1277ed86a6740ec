// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/map.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map/canvas.h"
#include "format.h"
#include "map/layout.h"
#include "map/look.h"
#include "terminal.h"

/* Beside its numbers a line of the list has room for this, or is not a row. */
#define WORDS_COLUMNS_MIN 12
#define NUMBER_MAX 24

struct drawing {
	const struct placed_chip *chip;
	struct layout layout;
	struct canvas canvas;
	/* Of the terminal. */
	size_t columns;
	/* From one line of the picture to the next one. */
	size_t step;
	/* Of the longest name of an area in its box. */
	size_t key_columns;
};

/* Each range has room for its key, also where a line ends in it. */
static int make_layout(struct drawing *drawing)
{
	uint32_t minimum = (uint32_t)drawing->key_columns + 1;
	uint32_t step = (uint32_t)drawing->columns - 1;
	int error = layout_make(drawing->chip, minimum, step, &drawing->layout);

	drawing->step = step;
	if (error || drawing->layout.cell_count <= step)
		return error;
	layout_free(&drawing->layout);
	return layout_make(drawing->chip, 2 * minimum, step, &drawing->layout);
}

static void draw_frame(struct drawing *drawing, unsigned int lane, size_t first,
		       size_t last, enum look look)
{
	struct canvas *canvas = &drawing->canvas;
	size_t row = 2 * (size_t)lane;

	for (size_t rule = row; rule <= row + 2; rule += 2)
		canvas_rule(canvas, rule, first, last);
	canvas_fill(canvas, row + 1, first, first, '|', CANVAS_PLAIN);
	canvas_fill(canvas, row + 1, last, last, '|', CANVAS_PLAIN);
	canvas_fill(canvas, row + 1, first + 1, last - 1, look_character(look),
		    (int)look);
}

/*
 * The first place in the box that is not cut by the end of a line. The column
 * where a line ends is printed at the beginning of the next one again.
 */
static bool find_room(const struct drawing *drawing, size_t first, size_t last,
		      size_t columns, size_t *found)
{
	size_t column = first + 1;

	while (column + columns <= last) {
		size_t end;

		if (column % drawing->step == 0)
			column++;
		end = (column / drawing->step + 1) * drawing->step;
		*found = column;
		if (column + columns <= end && column + columns <= last)
			return true;
		column = end;
	}
	return false;
}

static void write_name(struct drawing *drawing, unsigned int lane, size_t first,
		       size_t last, const char *key, const char *label)
{
	size_t row = 2 * (size_t)lane + 1;
	size_t key_columns = strlen(key);
	size_t label_columns = label ? format_width(label) : 0;
	size_t found;

	/* A blank is around it. */
	if (label && find_room(drawing, first, last,
			       key_columns + label_columns + 2, &found)) {
		canvas_write(&drawing->canvas, row, found, key);
		canvas_write(&drawing->canvas, row, found + key_columns, " ");
		found += key_columns + 1;
		canvas_write(&drawing->canvas, row, found, label);
		canvas_write(&drawing->canvas, row, found + label_columns, " ");
	} else if (find_room(drawing, first, last, key_columns, &found)) {
		canvas_write(&drawing->canvas, row, found, key);
	}
}

static int draw_area(struct drawing *drawing, const struct placed_area *placed)
{
	size_t first = layout_cell(&drawing->layout, placed->start);
	size_t last = layout_cell(&drawing->layout, placed->end);
	const char *label = placed->area.info.label;
	char *escaped = format_escaped(label ? label : "");
	char key[LOOK_KEY_MAX];

	if (!escaped)
		return -ENOMEM;
	if (first < last) {
		draw_frame(drawing, placed->lane, first, last,
			   look_of_area(placed));
		write_name(drawing, placed->lane, first, last,
			   look_key(placed, key), label ? escaped : NULL);
	}
	free(escaped);
	return 0;
}

static int draw(struct drawing *drawing)
{
	const struct placed_chip *chip = drawing->chip;
	struct gap gap = { 0 };
	int error = 0;

	while (layout_next_gap(chip, &gap))
		draw_frame(drawing, layout_gap_lane(chip),
			   layout_cell(&drawing->layout, gap.start),
			   layout_cell(&drawing->layout, gap.end), LOOK_GAP);
	for (size_t i = 0; i < chip->area_count && !error; i++)
		error = draw_area(drawing, chip->areas[i]);
	return error;
}

/* Where the chip begins and ends. */
static void print_ends(const struct drawing *drawing)
{
	char end[NUMBER_MAX];
	size_t columns = drawing->layout.cell_count + 1;
	int length =
		snprintf(end, sizeof(end), "0x%" PRIx64, drawing->chip->end);

	if (columns <= drawing->columns && (size_t)length + 4 <= columns)
		printf("0x0%*s\n", (int)columns - 3, end);
}

static int print_picture(struct drawing *drawing, bool color, bool *enlarged)
{
	unsigned int lanes = drawing->chip->lane_count;
	int error = make_layout(drawing);
	size_t cells = drawing->layout.cell_count;

	if (!error)
		error = canvas_make(&drawing->canvas, cells + 1,
				    2 * (size_t)(lanes ? lanes : 1) + 1, color);
	if (!error)
		error = draw(drawing);
	for (size_t first = 0; first < cells && !error; first += drawing->step)
		canvas_print(&drawing->canvas, first, first + drawing->step);
	if (!error)
		print_ends(drawing);
	*enlarged |= drawing->layout.enlarged;
	canvas_free(&drawing->canvas);
	layout_free(&drawing->layout);
	return error;
}

static int print_row(const struct drawing *drawing,
		     const struct layout_row *row)
{
	int digits = snprintf(NULL, 0, "%" PRIx64, drawing->chip->end);
	size_t indent = drawing->key_columns + (size_t)digits + 15;
	size_t depth = 2 * (size_t)row->depth;
	char *words = look_words(row->placed);
	char key[LOOK_KEY_MAX] = ".";
	char place[NUMBER_MAX], size[FORMAT_SIZE_MAX];
	struct wrap wrap;

	if (!words)
		return -ENOMEM;
	if (row->placed)
		look_key(row->placed, key);
	format_size(row->end - row->start, size);
	snprintf(place, sizeof(place), "0x%0*" PRIx64, digits, row->start);
	if (indent + WORDS_COLUMNS_MIN <= drawing->columns) {
		size_t room = drawing->columns - WORDS_COLUMNS_MIN - indent;

		if (depth > room)
			depth = room;
		wrap_start(&wrap, drawing->columns, indent + depth);
		printf("%*s  %s  %7s", (int)drawing->key_columns, key, place,
		       size);
		wrap.column = indent - 2;
		wrap_move(&wrap, wrap.indent);
	} else {
		wrap_start(&wrap, drawing->columns, 2);
		wrap_print(&wrap, key);
		wrap_print(&wrap, place);
		wrap_print(&wrap, size);
	}
	wrap_print(&wrap, words);
	wrap_end(&wrap);
	free(words);
	return 0;
}

static int print_heading(const struct drawing *drawing)
{
	char *words = look_chip_words(drawing->chip);
	struct wrap wrap;

	if (!words)
		return -ENOMEM;
	wrap_start(&wrap, drawing->columns, 2);
	wrap_print(&wrap, words);
	wrap_end(&wrap);
	free(words);
	return 0;
}

static int print_chip(const struct placed_chip *chip, size_t columns,
		      bool color, bool *enlarged)
{
	struct drawing drawing = {
		.chip = chip,
		.columns = columns,
		.key_columns = look_key_columns(chip),
	};
	struct layout_row row = { 0 };
	int error = print_heading(&drawing);

	if (!error && chip->end > 0)
		error = print_picture(&drawing, color, enlarged);
	while (!error && layout_next_row(chip, &row))
		error = print_row(&drawing, &row);
	putchar('\n');
	return error;
}

static void print_legend(const struct chips *chips, size_t columns, bool color)
{
	bool used[LOOKS];
	struct wrap wrap;

	look_find_used(chips, used);
	wrap_start(&wrap, columns, 0);
	for (int look = 0; look < LOOKS; look++) {
		const char *name = look_name((enum look)look);

		/* Without colours it is blank. */
		if (!used[look] || (look == LOOK_FREE && !color))
			continue;
		wrap_reserve(&wrap, strlen(name) + 4);
		printf("[%s%c%s] %s", canvas_begin_look(color, look),
		       look_character((enum look)look),
		       canvas_end_look(color, look), name);
	}
	if (wrap.column > 0)
		wrap_end(&wrap);
}

int map_print_text(const struct chips *chips, size_t columns, bool color)
{
	bool enlarged = false;
	struct wrap wrap;

	for (size_t i = 0; i < chips->count; i++) {
		int error =
			print_chip(&chips->chips[i], columns, color, &enlarged);

		if (error)
			return error;
	}
	print_legend(chips, columns, color);
	wrap_start(&wrap, columns, 0);
	if (enlarged) {
		wrap_print(&wrap, LAYOUT_ENLARGED);
		wrap_end(&wrap);
	}
	return 0;
}
