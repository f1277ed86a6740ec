/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that change flash have in common. */
#ifndef UTILS_CHANGE_H
#define UTILS_CHANGE_H

#include <stdint.h>

#include <flashmap/map.h>

#include "area.h"
#include "sectors.h"

/* advice is for the message of a failure. Returns the exit status. */
int change_erase_sector(const struct area *area,
			const struct flash_sector *sector, const char *advice);

/*
 * Erase sector by sector, so that a signal gets through, with progress.
 * *erased is how many, also after a failure. Returns the exit status.
 */
int change_erase(const struct area *area, const struct sectors *sectors,
		 uint64_t *erased);

/* After the last change, whatever status it ended with. */
int change_finish(struct flashmap *map, int status);

#endif
