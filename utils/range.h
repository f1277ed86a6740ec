/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of bytes; sums of what comes from outside are made by subtraction. */
#ifndef UTILS_RANGE_H
#define UTILS_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "area.h"
#include "options.h"

/* In bytes from the beginning of an area, or of a chip. */
struct range {
	uint64_t offset;
	uint64_t length;
};

/* Whether inner lies in outer; an empty one may lie at outer's end. */
bool range_contains(const struct range *outer, const struct range *inner);

/* Whether the two have a byte in common. */
bool range_overlaps(const struct range *a, const struct range *b);

/*
 * The part of an area that --offset and --length name, to the end by default;
 * size is that of the area, or of its good blocks. Returns the exit status; it
 * is a usage error if the range is not in there.
 */
int range_of_options(const struct area *area, uint64_t size,
		     const struct options *options, struct range *range);

#endif
