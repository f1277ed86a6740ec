/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a picture of a map needs, as a JSON document. */
#ifndef UTILS_MAP_JSON_H
#define UTILS_MAP_JSON_H

#include "chips.h"

/* On stdout; returns the exit status. */
int map_json_print(const struct chips *chips);

#endif
