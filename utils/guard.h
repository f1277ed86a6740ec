/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that can refuse a change, asked before the first one. */
#ifndef UTILS_GUARD_H
#define UTILS_GUARD_H

#include <stdbool.h>

#include "area.h"
#include "sectors.h"

/*
 * what is "erase" or "write". With force what is in use is a warning. Returns
 * the exit status.
 */
int guard_change(const struct area *area, const struct sectors *sectors,
		 const char *what, bool force);

#endif
