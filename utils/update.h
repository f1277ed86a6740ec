/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An update of an area by the library's writer: what the options ask for,
 * progress, signals, and what is said at its end.
 */
#ifndef UTILS_UPDATE_H
#define UTILS_UPDATE_H

#include <flashmap/map.h>
#include <flashmap/writer.h>

#include "area.h"
#include "options.h"
#include "range.h"
#include "sectors.h"

struct update {
	const struct area *area;
	const struct options *options;
	/* "write" or "erase", for messages. */
	const char *what;
	/* The area, or a part of it for the writer alone. */
	struct flash_area target;
	/* What is to be changed, the sectors for it, and between where they
	 * are: bad blocks that are left out move what is behind them. */
	struct range range;
	struct sectors sectors;
	struct range between;
	/* The map's devices are released at the end. */
	struct flashmap *map;

	struct flashmap_writer_options how;
	struct flashmap_writer *writer;
	struct flashmap_writer_counts counts;
	/* In what state the area is now, and what to do, for a message. */
	char advice[256];
	enum flashmap_writer_phase phase;
	/* Bytes of this phase. */
	uint64_t done;
};

/*
 * Fill buffer with what comes next; less, or nothing, only at the end. Returns
 * the exit status.
 */
typedef int (*update_next_fn)(void *source, void *buffer, size_t size,
			      size_t *filled);

/*
 * Set area, options, what, map and range before; length_known tells whether
 * range is as long as the data, or the most there is room for. Whatever can be
 * refused is refused here. All of these return the exit status.
 */
int update_open(struct update *update, bool length_known);
int update_open_erase(struct update *update);
/* Takes data to their end. */
int update_write(struct update *update, update_next_fn next, void *source);
int update_finish(struct update *update);
/* In any case; what is not finished is given up. */
void update_close(struct update *update);

/* Once the length of the data is known. */
void update_measure(struct update *update, uint64_t length);
/* Where it is that something changes. */
const char *update_place(const struct update *update, struct place *place);

#endif
