/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chips of a map, each with its areas in the order of their places. */
#ifndef UTILS_CHIPS_H
#define UTILS_CHIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area.h"

#define CHIP_NO_PARENT SIZE_MAX

/* An area at its place on a chip, or on its MTD where that is all there is. */
struct placed_area {
	struct area area;
	uint64_t start;
	/* Behind its last byte. */
	uint64_t end;
	/* The smallest area that contains it, by index. */
	size_t parent;
	/* How many areas contain it. */
	unsigned int depth;
	/* Areas of one lane do not overlap; those that contain it come first. */
	unsigned int lane;
	/* By whom; empty if it is not in use. */
	char used_by[128];
};

struct placed_chip {
	struct flashmap_chip chip;
	/* Its size, or where that is not known the end of the last area. */
	uint64_t end;
	/* By start, larger ones first. */
	struct placed_area **areas;
	size_t area_count;
	unsigned int lane_count;
};

struct chips {
	struct placed_chip *chips;
	size_t count;
};

/* The kernel and device trees have such; they are nowhere in a picture. */
bool placed_is_empty(const struct placed_area *placed);

/* Returns 0 or a negative errno; chips_free() is needed in any case. */
int chips_load(struct flashmap *map, struct chips *chips);
void chips_free(struct chips *chips);

#endif
