/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map that the options describe. */
#ifndef UTILS_OPEN_MAP_H
#define UTILS_OPEN_MAP_H

#include <flashmap/map.h>

#include "options.h"

/* Returns the exit status; *map is NULL unless that is 0. */
int map_open(const struct options *options, struct flashmap **map);
/* What it is made from, for a person; a device tree by its file name alone. */
const char *map_source(const struct options *options);
void map_close(const struct options *options, struct flashmap *map);

#endif
