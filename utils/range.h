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
 * The range of the options, to the end of the area by default. Returns the
 * exit status; it is a usage error if the range is not in the area.
 */
int range_of_options(const struct area *area, const struct options *options,
		     struct range *range);

#endif
