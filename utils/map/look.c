// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "map/layout.h"

static const struct {
	char character;
	const char *name;
} looks[LOOKS] = {
	[LOOK_NO_DRIVER] = { '?', "no driver" },
	[LOOK_IN_USE] = { '*', "in use" },
	[LOOK_READ_ONLY] = { '#', "read-only" },
	[LOOK_PROTECTED] = { '+', "protected" },
	[LOOK_FREE] = { ' ', "writable" },
	[LOOK_GAP] = { '.', "gap" },
};

enum look look_of_area(const struct placed_area *placed)
{
	if (flash_area_has_driver(placed->area.fa) != 1)
		return LOOK_NO_DRIVER;
	if (placed->used_by[0])
		return LOOK_IN_USE;
	if (placed->area.info.read_only)
		return LOOK_READ_ONLY;
	if (placed->area.info.protected_range)
		return LOOK_PROTECTED;
	return LOOK_FREE;
}

const char *look_name(enum look look)
{
	return looks[look].name;
}

char look_character(enum look look)
{
	return looks[look].character;
}

void look_find_used(const struct chips *chips, bool used[LOOKS])
{
	for (int look = 0; look < LOOKS; look++)
		used[look] = false;
	for (size_t i = 0; i < chips->count; i++) {
		const struct placed_chip *chip = &chips->chips[i];
		struct gap gap = { 0 };

		for (size_t area = 0; area < chip->area_count; area++)
			used[look_of_area(chip->areas[area])] = true;
		if (layout_next_gap(chip, &gap))
			used[LOOK_GAP] = true;
	}
}

static void print_state(FILE *out, const struct placed_area *placed)
{
	const struct flashmap_area_info *info = &placed->area.info;

	if (flash_area_has_driver(placed->area.fa) != 1)
		fputs(", no driver", out);
	/* What is read-only is a protected range of its chip, too. */
	if (info->read_only)
		fputs(", read-only", out);
	else if (info->protected_range)
		fputs(", protected", out);
	if (placed->used_by[0]) {
		fputs(", in use: ", out);
		format_print_escaped(out, placed->used_by);
	}
}

const char *look_key(const struct placed_area *placed, char text[LOOK_KEY_MAX])
{
	strcpy(text, "-");
	if (placed->area.fa->fa_id != FLASH_AREA_ID_NONE)
		snprintf(text, LOOK_KEY_MAX, "%u", placed->area.fa->fa_id);
	return text;
}

size_t look_key_columns(const struct placed_chip *chip)
{
	size_t columns = 1;

	for (size_t i = 0; i < chip->area_count; i++) {
		char key[LOOK_KEY_MAX];
		size_t length = strlen(look_key(chip->areas[i], key));

		if (length > columns)
			columns = length;
	}
	return columns;
}

char *look_words(const struct placed_area *placed)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (placed) {
		const char *label = placed->area.info.label;

		format_print_escaped(out, label ? label : "no label");
		print_state(out, placed);
	} else {
		fputs("gap", out);
	}
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

char *look_chip_words(const struct placed_chip *placed)
{
	const struct flashmap_chip *chip = &placed->chip;
	char size_text[FORMAT_SIZE_MAX];
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	format_print_escaped(out, chip->name);
	fprintf(out, ":%s", chip->simulated ? " simulated" : "");
	if (chip->type) {
		putc(' ', out);
		format_print_escaped(out, chip->type);
	}
	if (chip->size)
		fprintf(out, " %s", format_size(chip->size, size_text));
	else if (placed->area_count > 0 &&
		 !placed->areas[0]->area.info.offset_known)
		fputs(" alone, its place on the chip is unknown", out);
	else
		fputs(" of unknown size, drawn to its last area", out);
	if (chip->erase_size)
		fprintf(out, ", sectors of %s",
			format_size(chip->erase_size, size_text));
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
