/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms that a picture of a flash map has. */
#ifndef UTILS_MAP_MAP_H
#define UTILS_MAP_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "chips.h"

/* On stdout, in at most so many columns. Returns 0 or a negative errno. */
int map_print_text(const struct chips *chips, size_t columns, bool color);
/* Returns 0 or a negative errno. */
int map_print_svg(const struct chips *chips, FILE *out);
/* What a picture needs, on stdout; returns the exit status. */
int map_print_json(const struct chips *chips);

#endif
