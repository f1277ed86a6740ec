/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UTILS_AREA_JSON_H
#define UTILS_AREA_JSON_H

#include "area.h"
#include "json.h"

/* The area or chip as every command describes it. */
struct json *area_json(const struct area *area);
struct json *chip_json(const struct flashmap_chip *chip);

#endif
