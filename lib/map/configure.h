/* SPDX-License-Identifier: BSD-2-Clause */
/* What flashmap.conf says, applied to a map that is being built. */
#ifndef FM_MAP_CONFIGURE_H
#define FM_MAP_CONFIGURE_H

#include "map/ids.h"
#include "map/map.h"

/* Reads map->conf. What fm_conf_read() says. */
int fm_configure_read(struct flashmap *map);

/* Adds its areas to the description, once the chips are there. -ENOMEM. */
int fm_configure_areas(struct flashmap *map);

/*
 * Pins ids, which may reserve some for areas that are not there yet, and
 * protects. The keys are those of all areas. -EINVAL for what can be meant in
 * two ways, logged with its line; -ENOMEM.
 */
int fm_configure_keys(struct flashmap *map, struct fm_area_key *keys,
		      size_t count, bool reserved[FM_LAST_PINNED_ID + 1]);

/* Whether an area of this label is to be locked. */
bool fm_configure_expects_lock(const struct flashmap *map, const char *label);

/* A name of the chip of such an area that lasts. */
const char *
fm_configure_chip_name(const struct flashmap *map,
		       const struct fm_partition_description *partition);

#endif /* FM_MAP_CONFIGURE_H */
