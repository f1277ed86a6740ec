/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why an area may not be changed. The library is what refuses; this says it
 * better than an errno.
 */
#ifndef UTILS_GUARD_H
#define UTILS_GUARD_H

#include "area.h"
#include "options.h"
#include "sectors.h"

/*
 * Before the device is touched: what is read-only, protected or in use. what
 * is "erase" or "write". With --force what is in use is a warning. Returns the
 * exit status.
 */
int guard_check(const struct area *area, const struct range *range,
		const char *what, const struct options *options);

/*
 * The library has refused to change the sectors for the data from start on,
 * and nothing was changed. Returns the exit status.
 */
int guard_explain(const struct area *area, const struct sectors *sectors,
		  uint64_t start, const char *what,
		  const struct options *options, int error);

/* The exit status that goes with an errno of <flashmap/writer.h>. */
int guard_status(int error);

#endif
