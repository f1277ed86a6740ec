/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sectors of an area. */
#ifndef UTILS_SECTORS_H
#define UTILS_SECTORS_H

#include <stdint.h>

#include "area.h"
#include "range.h"

/* Whole sectors. */
struct sectors {
	struct range range;
	/* Number of the first one in the area. */
	uint32_t first;
	uint64_t count;
};

/* Walks over sectors without holding all of them. */
struct sector_cursor {
	const struct area *area;
	uint32_t next;
	uint32_t used;
	uint32_t filled;
	struct flash_sector sectors[64];
};

/*
 * The sectors that a range touches; none is the range itself. Those that are
 * not whole in the area are not among them. Returns 0 or a negative errno.
 */
int sectors_around(const struct area *area, const struct range *range,
		   struct sectors *sectors);

/*
 * The same, where the range has to begin and end with one, since what is
 * beside it would be lost. Returns the exit status.
 */
int sectors_exactly(const struct area *area, const struct range *range,
		    struct sectors *sectors);

void sector_cursor_start(struct sector_cursor *cursor, const struct area *area,
			 uint32_t first);
/* Returns 1; 0 if there is no further sector; a negative errno. */
int sector_cursor_next(struct sector_cursor *cursor,
		       struct flash_sector *sector);

#endif
