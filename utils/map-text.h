/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chips of a map, drawn on a terminal. */
#ifndef UTILS_MAP_TEXT_H
#define UTILS_MAP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "chips.h"

/* On stdout, in at most so many columns. Returns 0 or a negative errno. */
int map_text_print(const struct chips *chips, size_t columns, bool color);

#endif
