/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the areas of a chip are in a picture of it: its edges in cells, which
 * are columns of a terminal or units of an SVG.
 */
#ifndef UTILS_MAP_LAYOUT_H
#define UTILS_MAP_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chips.h"

struct layout {
	/* Where an area or the chip begins or ends, each once, ascending. */
	uint64_t *edges;
	/* Of each edge: the cell that begins there. */
	uint32_t *cells;
	size_t edge_count;
	/* From the first edge to the last one. */
	uint32_t cell_count;
	/* LAYOUT_ENLARGED is to be said. */
	bool enlarged;
};

#define LAYOUT_ENLARGED "Small ranges are drawn larger than to scale."

/* A range of a chip that no area has. */
struct gap {
	uint64_t start;
	uint64_t end;
};

/* How two areas of a chip, by index, overlap. */
struct overlap {
	size_t first;
	size_t second;
	uint64_t start;
	uint64_t end;
};

/* More cells than this are no picture, and their products would not fit. */
#define LAYOUT_CELLS_MAX 524288

/*
 * Spread a chip over cell_count cells. What lies between two edges has at
 * least minimum cells, and the rest is to scale. Where that is not enough,
 * the number of cells is the next multiple of cell_count that is.
 *
 * Returns 0; -ENOMEM; -E2BIG if the areas are too many for a picture.
 */
int layout_make(const struct placed_chip *chip, uint32_t minimum,
		uint32_t cell_count, struct layout *layout);
void layout_free(struct layout *layout);

/* Of an edge. */
uint32_t layout_cell(const struct layout *layout, uint64_t edge);

/*
 * The next gap behind gap->end, which is 0 at first; false if there is none.
 * An area that is the whole chip, with others in it, leaves the gaps between
 * these.
 */
bool layout_next_gap(const struct placed_chip *chip, struct gap *gap);
/* Where there is room for the gaps. */
unsigned int layout_gap_lane(const struct placed_chip *chip);

/* A line of a list that goes with a picture: an area or a gap. */
struct layout_row {
	/* NULL is a gap. */
	const struct placed_area *placed;
	uint64_t start;
	uint64_t end;
	/* How deep it is in other areas. */
	unsigned int depth;
	/* What comes next. */
	size_t next_area;
	struct gap next_gap;
	bool gap_looked_for;
	bool gap_left;
};

/* By place, from a row of zeros on; false behind the last one. */
bool layout_next_row(const struct placed_chip *chip, struct layout_row *row);

/*
 * The next pair of areas; with first and second 0 it is the first one. False
 * if there is none.
 */
bool layout_next_overlap(const struct placed_chip *chip,
			 struct overlap *overlap);

#endif
