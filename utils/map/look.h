/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a picture of a chip says of its areas, by looks and in words. */
#ifndef UTILS_MAP_LOOK_H
#define UTILS_MAP_LOOK_H

#include <stdbool.h>

#include "chips.h"

/* Of an area the first one that is true. */
enum look {
	LOOK_NO_DRIVER,
	LOOK_IN_USE,
	LOOK_READ_ONLY,
	LOOK_PROTECTED,
	LOOK_FREE,
	LOOK_GAP,
	LOOKS,
};

enum look look_of_area(const struct placed_area *placed);

/* For the legend. */
const char *look_name(enum look look);
/* Fills an area where there are no colours. */
char look_character(enum look look);

/* Which looks there are in the picture of these chips. */
void look_find_used(const struct chips *chips, bool used[LOOKS]);

#define LOOK_KEY_MAX 8

/* Its name in the picture: the id, "-" without one. */
const char *look_key(const struct placed_area *placed, char text[LOOK_KEY_MAX]);
/* Columns of the longest one of a chip. */
size_t look_key_columns(const struct placed_chip *chip);

/*
 * What stands beside an area: its label, and after that all that is true of
 * it, escaped. NULL is a gap. To be freed; NULL if memory is out.
 */
char *look_words(const struct placed_area *placed);

/* "nor, 1M, sectors of 4K"; in the same way. */
char *look_chip_words(const struct placed_chip *chip);

#endif
