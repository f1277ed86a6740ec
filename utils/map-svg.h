/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chips of a map, drawn as an SVG. */
#ifndef UTILS_MAP_SVG_H
#define UTILS_MAP_SVG_H

#include <stdio.h>

#include "chips.h"

/* Returns 0 or a negative errno. */
int map_svg_print(const struct chips *chips, FILE *out);

#endif
