// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A size of this many bits, times LAYOUT_CELLS_MAX, fits into 64. */
#define SIZE_BITS 44

static int compare_edges(const void *first, const void *second)
{
	uint64_t a = *(const uint64_t *)first;
	uint64_t b = *(const uint64_t *)second;

	return a < b ? -1 : a > b;
}

static int find_edges(const struct placed_chip *chip, struct layout *layout)
{
	size_t count = 2 * chip->area_count + 2;
	uint64_t *edges = calloc(count, sizeof(*edges));

	if (!edges)
		return -ENOMEM;
	layout->edges = edges;
	edges[1] = chip->end;
	for (size_t i = 0; i < chip->area_count; i++) {
		if (placed_is_empty(chip->areas[i]))
			continue;
		edges[2 * i + 2] = chip->areas[i]->start;
		edges[2 * i + 3] = chip->areas[i]->end;
	}
	qsort(edges, count, sizeof(*edges), compare_edges);
	layout->edge_count = 1;
	for (size_t i = 1; i < count; i++)
		if (edges[i] != edges[i - 1])
			edges[layout->edge_count++] = edges[i];
	return 0;
}

/* Of what lies behind an edge, small enough to be multiplied. */
static uint64_t size_behind(const struct layout *layout, size_t edge)
{
	uint64_t end = layout->edges[layout->edge_count - 1];
	unsigned int shift = 0;

	while (end >> shift >> SIZE_BITS)
		shift++;
	return (layout->edges[edge + 1] >> shift) -
	       (layout->edges[edge] >> shift);
}

/* What is to scale: so many cells for so many bytes. */
struct scale {
	uint64_t cells;
	uint64_t size;
};

/*
 * What would get less than the minimum gets the minimum, which leaves less for
 * the others: until nothing changes. Each cells[i] is then the minimum, or 0
 * where it is to scale.
 */
static void enlarge(struct layout *layout, uint32_t minimum,
		    struct scale *scale)
{
	bool changed;

	do {
		changed = false;
		for (size_t i = 0; i + 1 < layout->edge_count; i++) {
			uint64_t size = size_behind(layout, i);

			if (layout->cells[i] ||
			    size * scale->cells >= minimum * scale->size)
				continue;
			layout->cells[i] = minimum;
			layout->enlarged = true;
			scale->cells -= minimum;
			scale->size -= size;
			changed = true;
		}
	} while (changed);
}

/* Sums are rounded, not sizes: so the last edge is at the last cell. */
static void place_edges(struct layout *layout, const struct scale *scale)
{
	uint64_t size = 0;
	uint32_t fixed = 0;

	for (size_t i = 0; i < layout->edge_count; i++) {
		uint32_t cells = layout->cells[i];

		layout->cells[i] =
			fixed + (uint32_t)(size * scale->cells / scale->size);
		if (i + 1 == layout->edge_count)
			break;
		fixed += cells;
		if (cells == 0)
			size += size_behind(layout, i);
	}
}

int layout_make(const struct placed_chip *chip, uint32_t minimum,
		uint32_t cell_count, struct layout *layout)
{
	struct scale scale = { 0 };
	uint64_t needed;
	int error;

	memset(layout, 0, sizeof(*layout));
	error = find_edges(chip, layout);
	if (error)
		return error;
	needed = (uint64_t)minimum * (layout->edge_count - 1);
	scale.cells = cell_count;
	if (needed > cell_count)
		scale.cells =
			(needed + cell_count - 1) / cell_count * cell_count;
	if (scale.cells > LAYOUT_CELLS_MAX)
		return -E2BIG;
	layout->cell_count = (uint32_t)scale.cells;
	layout->cells = calloc(layout->edge_count, sizeof(*layout->cells));
	if (!layout->cells)
		return -ENOMEM;
	if (layout->edge_count == 1)
		return 0;
	for (size_t i = 0; i + 1 < layout->edge_count; i++)
		scale.size += size_behind(layout, i);
	enlarge(layout, minimum, &scale);
	place_edges(layout, &scale);
	return 0;
}

void layout_free(struct layout *layout)
{
	free(layout->edges);
	free(layout->cells);
}

uint32_t layout_cell(const struct layout *layout, uint64_t edge)
{
	const uint64_t *found = bsearch(&edge, layout->edges,
					layout->edge_count, sizeof(edge),
					compare_edges);

	return found ? layout->cells[found - layout->edges] : 0;
}

static bool is_whole(const struct placed_chip *chip, size_t index)
{
	return chip->areas[index]->start == 0 &&
	       chip->areas[index]->end == chip->end;
}

unsigned int layout_gap_lane(const struct placed_chip *chip)
{
	size_t whole = 0;

	while (whole < chip->area_count && is_whole(chip, whole))
		whole++;
	return whole < chip->area_count ? (unsigned int)whole : 0;
}

bool layout_next_gap(const struct placed_chip *chip, struct gap *gap)
{
	gap->start = gap->end;
	/* Those that are the whole chip come first. */
	for (size_t i = layout_gap_lane(chip); i < chip->area_count; i++) {
		if (placed_is_empty(chip->areas[i]))
			continue;
		if (chip->areas[i]->start > gap->start) {
			gap->end = chip->areas[i]->start;
			return true;
		}
		if (chip->areas[i]->end > gap->start)
			gap->start = chip->areas[i]->end;
	}
	gap->end = chip->end;
	return gap->start < gap->end;
}

static bool gap_is_next(const struct placed_chip *chip,
			const struct layout_row *row)
{
	unsigned int lane = layout_gap_lane(chip);

	if (!row->gap_left || row->next_area >= chip->area_count)
		return row->gap_left;
	return row->next_area >= lane &&
	       row->next_gap.start < chip->areas[row->next_area]->start;
}

bool layout_next_row(const struct placed_chip *chip, struct layout_row *row)
{
	if (!row->gap_looked_for)
		row->gap_left = layout_next_gap(chip, &row->next_gap);
	row->gap_looked_for = true;
	if (gap_is_next(chip, row)) {
		row->placed = NULL;
		row->start = row->next_gap.start;
		row->end = row->next_gap.end;
		row->depth = layout_gap_lane(chip);
		row->gap_left = layout_next_gap(chip, &row->next_gap);
		return true;
	}
	if (row->next_area >= chip->area_count)
		return false;
	row->placed = chip->areas[row->next_area++];
	row->start = row->placed->start;
	row->end = row->placed->end;
	row->depth = row->placed->depth;
	return true;
}

bool layout_next_overlap(const struct placed_chip *chip,
			 struct overlap *overlap)
{
	size_t first = overlap->first;
	size_t second = overlap->second < first ? first : overlap->second;

	for (; first < chip->area_count; second = ++first) {
		const struct placed_area *one = chip->areas[first];

		while (++second < chip->area_count &&
		       chip->areas[second]->start < one->end) {
			const struct placed_area *other = chip->areas[second];

			if (placed_is_empty(other))
				continue;
			overlap->first = first;
			overlap->second = second;
			overlap->start = other->start;
			overlap->end = other->end < one->end ? other->end
							     : one->end;
			return true;
		}
	}
	return false;
}
