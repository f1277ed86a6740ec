// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/map.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "map/layout.h"
#include "map/look.h"

/* All of these are in units of the SVG, which are pixels at first. */
#define MARGIN 20
#define PICTURE_WIDTH 960
#define LANE_HEIGHT 36
#define HEADING_HEIGHT 26
#define LINE_HEIGHT 20
#define SWATCH_SIZE 12
#define INDENT_WIDTH 16
#define LEGEND_WIDTH 130
/* More than a character of any monospaced font has at this size. */
#define FONT_SIZE 13
#define CHARACTER_WIDTH 8

/* Dark text is readable on all of them, whatever is around the picture. */
static const char *const fills[LOOKS] = {
	[LOOK_NO_DRIVER] = "url(#no-driver)",
	[LOOK_IN_USE] = "#ffd966",
	[LOOK_READ_ONLY] = "#f4b0a8",
	[LOOK_PROTECTED] = "#dcc4f0",
	[LOOK_FREE] = "#c9e4f7",
	[LOOK_GAP] = "url(#gap)",
};

/* Where a text is beside its x. */
enum anchor {
	ANCHOR_START,
	ANCHOR_MIDDLE,
	ANCHOR_END,
};

static const char *const anchors[] = {
	[ANCHOR_START] = "",
	[ANCHOR_MIDDLE] = " text-anchor=\"middle\"",
	[ANCHOR_END] = " text-anchor=\"end\"",
};

struct drawing {
	FILE *out;
	const struct placed_chip *chip;
	struct layout layout;
	/* Where the next thing goes. */
	unsigned int y;
	/* Of the widest thing. */
	size_t width;
	bool enlarged;
};

/* Printable text. */
static void print_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else
			fputc(*text, out);
	}
}

static void draw_text(struct drawing *drawing, size_t x, size_t y,
		      enum anchor anchor, const char *text)
{
	size_t end = x;

	if (anchor == ANCHOR_START)
		end += format_width(text) * CHARACTER_WIDTH;
	fprintf(drawing->out, "<text x=\"%zu\" y=\"%zu\"%s>", x, y,
		anchors[anchor]);
	print_text(drawing->out, text);
	fputs("</text>\n", drawing->out);
	if (end > drawing->width)
		drawing->width = end;
}

static void draw_box(struct drawing *drawing, size_t x, size_t y, size_t width,
		     size_t height, enum look look, const char *words)
{
	fprintf(drawing->out,
		"<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%zu\" "
		"fill=\"%s\" stroke=\"#303030\"%s>",
		x, y, width, height, fills[look],
		look == LOOK_GAP ? " stroke-dasharray=\"2 2\"" : "");
	fputs("<title>", drawing->out);
	print_text(drawing->out, words);
	fputs("</title></rect>\n", drawing->out);
}

/* The key, and the label where there is room for it. */
static int draw_name(struct drawing *drawing, const struct placed_area *placed,
		     size_t middle, size_t y, size_t width)
{
	const char *label = placed->area.info.label;
	char key[LOOK_KEY_MAX];
	char *escaped = format_escaped(label ? label : "");
	char *text = NULL;

	if (!escaped)
		return -ENOMEM;
	look_key(placed, key);
	if (asprintf(&text, "%s %s", key, escaped) < 0) {
		free(escaped);
		return -ENOMEM;
	}
	if (!label || (format_width(text) + 1) * CHARACTER_WIDTH > width)
		text[strlen(key)] = '\0';
	draw_text(drawing, middle, y, ANCHOR_MIDDLE, text);
	free(escaped);
	free(text);
	return 0;
}

static int draw_range(struct drawing *drawing, const struct layout_row *row)
{
	unsigned int lane = row->placed ? row->placed->lane
					: layout_gap_lane(drawing->chip);
	size_t first = layout_cell(&drawing->layout, row->start);
	size_t width = layout_cell(&drawing->layout, row->end) - first;
	size_t y = drawing->y + (size_t)lane * LANE_HEIGHT;
	enum look look = row->placed ? look_of_area(row->placed) : LOOK_GAP;
	char *words = look_words(row->placed);
	int error = 0;

	if (!words)
		return -ENOMEM;
	if (width > 0)
		draw_box(drawing, MARGIN + first, y, width, LANE_HEIGHT, look,
			 words);
	if (width > 0 && row->placed)
		error = draw_name(drawing, row->placed,
				  MARGIN + first + width / 2,
				  y + (LANE_HEIGHT + FONT_SIZE) / 2 - 2, width);
	free(words);
	return error;
}

static void draw_ends(struct drawing *drawing)
{
	size_t end = MARGIN + drawing->layout.cell_count;
	char text[24];

	drawing->y += LINE_HEIGHT - 4;
	draw_text(drawing, MARGIN, drawing->y, ANCHOR_START, "0x0");
	snprintf(text, sizeof(text), "0x%" PRIx64, drawing->chip->end);
	draw_text(drawing, end, drawing->y, ANCHOR_END, text);
	drawing->y += LINE_HEIGHT / 2;
}

static int draw_picture(struct drawing *drawing)
{
	const struct placed_chip *chip = drawing->chip;
	struct layout_row row = { 0 };
	uint32_t minimum =
		(uint32_t)(look_key_columns(chip) + 1) * CHARACTER_WIDTH;
	int error = layout_make(chip, minimum, PICTURE_WIDTH, &drawing->layout);

	while (!error && layout_next_row(chip, &row))
		error = draw_range(drawing, &row);
	if (!error) {
		drawing->y +=
			LANE_HEIGHT * (chip->lane_count ? chip->lane_count : 1);
		draw_ends(drawing);
		drawing->enlarged |= drawing->layout.enlarged;
	}
	layout_free(&drawing->layout);
	return error;
}

static int draw_row(struct drawing *drawing, const struct layout_row *row)
{
	size_t key_width = look_key_columns(drawing->chip) * CHARACTER_WIDTH;
	int digits = snprintf(NULL, 0, "%" PRIx64, drawing->chip->end);
	size_t x = MARGIN + SWATCH_SIZE + CHARACTER_WIDTH;
	char *words = look_words(row->placed);
	char key[LOOK_KEY_MAX] = "";
	char place[64], size[FORMAT_SIZE_MAX];
	int length;

	if (!words)
		return -ENOMEM;
	drawing->y += LINE_HEIGHT;
	draw_box(drawing, MARGIN, drawing->y - SWATCH_SIZE + 1, SWATCH_SIZE,
		 SWATCH_SIZE,
		 row->placed ? look_of_area(row->placed) : LOOK_GAP, words);
	if (row->placed)
		look_key(row->placed, key);
	x += key_width;
	draw_text(drawing, x, drawing->y, ANCHOR_END, key);
	x += CHARACTER_WIDTH;
	length = snprintf(place, sizeof(place), "0x%0*" PRIx64, digits,
			  row->start);
	if (row->end > row->start)
		snprintf(place + length, sizeof(place) - (size_t)length,
			 " .. 0x%0*" PRIx64, digits, row->end - 1);
	draw_text(drawing, x, drawing->y, ANCHOR_START, place);
	/* As wide as the widest place, and a size of 7. */
	x += (2 * (size_t)digits + 17) * CHARACTER_WIDTH;
	draw_text(drawing, x, drawing->y, ANCHOR_END,
		  format_size(row->end - row->start, size));
	x += 2 * CHARACTER_WIDTH + (size_t)row->depth * INDENT_WIDTH;
	draw_text(drawing, x, drawing->y, ANCHOR_START, words);
	free(words);
	return 0;
}

static int draw_chip(struct drawing *drawing)
{
	char *words = look_chip_words(drawing->chip);
	struct layout_row row = { 0 };
	int error = 0;

	if (!words)
		return -ENOMEM;
	drawing->y += LINE_HEIGHT;
	fputs("<g font-weight=\"bold\">", drawing->out);
	draw_text(drawing, MARGIN, drawing->y, ANCHOR_START, words);
	fputs("</g>\n", drawing->out);
	drawing->y += HEADING_HEIGHT - LINE_HEIGHT + 4;
	free(words);
	if (drawing->chip->end > 0)
		error = draw_picture(drawing);
	while (!error && layout_next_row(drawing->chip, &row))
		error = draw_row(drawing, &row);
	drawing->y += LINE_HEIGHT;
	return error;
}

static void draw_legend(struct drawing *drawing, const struct chips *chips)
{
	bool used[LOOKS];
	size_t x = MARGIN;

	look_find_used(chips, used);
	drawing->y += LINE_HEIGHT;
	for (int look = 0; look < LOOKS; look++) {
		const char *name = look_name((enum look)look);

		if (!used[look])
			continue;
		draw_box(drawing, x, drawing->y - SWATCH_SIZE + 1, SWATCH_SIZE,
			 SWATCH_SIZE, (enum look)look, name);
		draw_text(drawing, x + SWATCH_SIZE + CHARACTER_WIDTH,
			  drawing->y, ANCHOR_START, name);
		x += LEGEND_WIDTH;
	}
	if (!drawing->enlarged)
		return;
	drawing->y += LINE_HEIGHT;
	draw_text(drawing, MARGIN, drawing->y, ANCHOR_START, LAYOUT_ENLARGED);
}

static int draw(struct drawing *drawing, const struct chips *chips)
{
	for (size_t i = 0; i < chips->count; i++) {
		int error;

		drawing->chip = &chips->chips[i];
		error = draw_chip(drawing);
		if (error)
			return error;
	}
	draw_legend(drawing, chips);
	return 0;
}

/* Its own light ground: what is dark elsewhere is not dark here. */
static void print_document(FILE *out, const struct drawing *drawing,
			   const char *body)
{
	size_t width = drawing->width + MARGIN;
	unsigned int height = drawing->y + MARGIN;

	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
		"height=\"%u\"\n viewBox=\"0 0 %zu %u\" role=\"img\" "
		"xml:space=\"preserve\" fill=\"#101010\"\n"
		" font-family=\"DejaVu Sans Mono, monospace\" "
		"font-size=\"%d\">\n"
		"<title>Flash map</title>\n",
		width, height, width, height, FONT_SIZE);
	fputs("<defs>\n"
	      "<pattern id=\"gap\" width=\"8\" height=\"8\" "
	      "patternUnits=\"userSpaceOnUse\">\n"
	      "<rect width=\"8\" height=\"8\" fill=\"#ffffff\"/>"
	      "<path d=\"M0 8L8 0\" stroke=\"#b0b0b0\"/>\n</pattern>\n"
	      "<pattern id=\"no-driver\" width=\"6\" height=\"6\" "
	      "patternUnits=\"userSpaceOnUse\">\n"
	      "<rect width=\"6\" height=\"6\" fill=\"#e4e4e4\"/>"
	      "<circle cx=\"3\" cy=\"3\" r=\"0.8\" fill=\"#909090\"/>\n"
	      "</pattern>\n</defs>\n",
	      out);
	fprintf(out,
		"<rect width=\"%zu\" height=\"%u\" fill=\"#ffffff\"/>\n"
		"%s</svg>\n",
		width, height, body);
}

int map_print_svg(const struct chips *chips, FILE *out)
{
	struct drawing drawing = { .y = MARGIN / 2 };
	char *body = NULL;
	size_t size;
	int error;

	drawing.out = open_memstream(&body, &size);
	if (!drawing.out)
		return -ENOMEM;
	error = draw(&drawing, chips);
	if (fclose(drawing.out) && !error)
		error = -ENOMEM;
	if (!error)
		print_document(out, &drawing, body);
	free(body);
	return error;
}
