/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of an area that --offset and --length name. */
#ifndef UTILS_RANGE_H
#define UTILS_RANGE_H

#include <stdint.h>

#include "area.h"
#include "options.h"

/* In bytes from the beginning of the area. */
struct range {
	uint64_t offset;
	uint64_t length;
};

/*
 * The range of the options, to the end by default; size is that of the area,
 * or of its good blocks. Returns the exit status; it is a usage error if the
 * range is not in there.
 */
int range_of_options(const struct area *area, uint64_t size,
		     const struct options *options, struct range *range);

#endif
