/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All areas of a map, described. */
#ifndef UTILS_AREAS_H
#define UTILS_AREAS_H

#include <stddef.h>

#include "area.h"

struct areas {
	struct area *items;
	size_t count;
};

/* In the order of the map. Returns 0 or a negative errno. */
int areas_collect(struct flashmap *map, struct areas *areas);
void areas_free(struct areas *areas);

#endif
