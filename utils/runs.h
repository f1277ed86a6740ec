/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sectors of an area that have something in common, run by run. */
#ifndef UTILS_RUNS_H
#define UTILS_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area.h"
#include "json.h"
#include "range.h"

/* 1 for yes, 0 for no, or a negative errno; as flashmap_area_is_bad(). */
typedef int (*runs_ask_fn)(const struct flash_area *fa, off_t off);

/* Neighbouring sectors, the first one by its number in the area. */
struct run {
	uint64_t first;
	uint64_t count;
	struct range range;
};

struct runs {
	/* false if the device could not be asked. */
	bool known;
	/* Then, why: a negative errno. */
	int error;
	struct run *items;
	size_t count;
};

/* Ask about each sector. Returns 0 or -ENOMEM. */
int runs_find(const struct area *area, runs_ask_fn ask, struct runs *runs);
/* Sectors come in order, by their number in the area. Returns 0 or -ENOMEM. */
int runs_add(struct runs *runs, uint64_t number,
	     const struct flash_sector *sector);
void runs_free(struct runs *runs);

/* "KEY: sectors 2-5 (0x2000, 16K)", a line a run; "none" or "unknown". */
void runs_print(const char *key, const struct runs *runs);
/* An array of offset and size, or null. */
struct json *runs_json(const struct runs *runs);

#endif
