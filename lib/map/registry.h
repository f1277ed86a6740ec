/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loaded maps of the process. Tells an area or a device of a map from one
 * that a program made, by its address, without a lock: that is asked at every
 * read.
 */
#ifndef FM_MAP_REGISTRY_H
#define FM_MAP_REGISTRY_H

#include <stddef.h>

#include "map/map.h"

/* -ENOMEM. */
int fm_registry_add(struct flashmap *map);
void fm_registry_remove(struct flashmap *map);

/* The map whose area this is, and its index there; NULL if it is of none. */
struct flashmap *fm_registry_find_area(const struct flash_area *fa,
				       size_t *index);

/* The map whose device this is, and its index there; NULL if it is of none. */
struct flashmap *fm_registry_find_device(const struct device *device,
					 size_t *index);

#endif /* FM_MAP_REGISTRY_H */
