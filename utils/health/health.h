/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How well an area keeps its data, as far as its device tells. */
#ifndef UTILS_HEALTH_HEALTH_H
#define UTILS_HEALTH_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <flashmap/ecc.h>

#include "area.h"
#include "runs.h"
#include "state.h"

/* What reading all pages has found. */
struct health_scan {
	bool done;
	/* Without bad blocks. */
	uint64_t bytes;
	struct flashmap_ecc found;
	/* The sectors where that was. */
	struct runs uncorrectable;
	struct runs refresh;
};

struct health {
	const struct area *area;
	struct state state;
	struct health_scan scan;
	/* It could not be asked, or not read to its end, which was said. */
	bool unknown;
};

/* What reads every area with progress in all. */
#define HEALTH_SCAN_PHASE "read"

/* Fills scan of an area whose state is known. Returns the exit status. */
int health_scan(struct health *health);
void health_free(struct health *health);

/* Whether the area has a device to be asked. */
bool health_has_device(const struct health *health);
/* Whether data were lost: at the last reads of anybody, or in the scan. */
bool health_is_wrong(const struct health *health);
/* Why it cannot be told; 0 where it can, or where a device never does. */
int health_error(const struct health *health);

/* These return the exit status. */
int health_print_area(const struct health *health);
int health_print_table(const struct health *items, size_t count);
int health_print_json(const struct health *items, size_t count);

#endif
