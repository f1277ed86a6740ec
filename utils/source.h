/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who says what is known of an area: "kernel", "device tree" or
 * "flashmap.conf"; NULL where nobody does.
 */
#ifndef UTILS_SOURCE_H
#define UTILS_SOURCE_H

#include "area.h"

const char *source_of_label(const struct area *area);
/* Of offset and size. */
const char *source_of_place(const struct area *area);
/* Of sectors, write block and out-of-band size. */
const char *source_of_geometry(const struct area *area);

#endif
