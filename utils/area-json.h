/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UTILS_AREA_JSON_H
#define UTILS_AREA_JSON_H

#include "area.h"
#include "json.h"

/* The area as list and info describe it. */
struct json *area_json(const struct area *area);

#endif
