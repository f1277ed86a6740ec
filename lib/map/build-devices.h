/* SPDX-License-Identifier: BSD-2-Clause */
/* The chips of a map, their windows, and the devices that stand for them. */
#ifndef FM_MAP_BUILD_DEVICES_H
#define FM_MAP_BUILD_DEVICES_H

#include "map/map.h"

/* What there is after a failure is fm_map_clear()'s. */
int fm_build_devices(struct flashmap *map);

/* The window of an MTD, once the devices are built. */
const struct fm_window *fm_window_of(const struct flashmap *map,
				     const struct fm_mtd_description *mtd);

#endif /* FM_MAP_BUILD_DEVICES_H */
