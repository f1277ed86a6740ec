/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/slot.h
 * @brief Which flash area is which slot of which image.
 *
 * An image has a primary slot, that it runs from, and a secondary one, that an
 * update is put into (MCUboot, docs/design.md). flashmap.conf says which areas
 * they are ("slot 0 primary firmware-a"). Where it says nothing of a slot,
 * Zephyr's labels do: "image-0" and "image-1" are those of image 0, "image-2"
 * and "image-3" those of image 1, and so on. Where no area has that label, the
 * partition with Zephyr's node label is it, "slot0_partition" to
 * "slot31_partition" in the same order.
 *
 * A program's own map (<storage/flash_map.h>) has slots by labels, and by the
 * flashmap.conf of the default map, which is looked for on the system and has
 * to be there.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef FLASHMAP_SLOT_H
#define FLASHMAP_SLOT_H

#include <flashmap/map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Numbers of slots. Since 0.1. */
enum flashmap_slot {
	FLASHMAP_SLOT_PRIMARY = 0,
	FLASHMAP_SLOT_SECONDARY = 1,
};

/** Images are numbered from 0 to this. Since 0.1. */
#define FLASHMAP_LAST_IMAGE 15

/**
 * @brief The area that is a slot.
 * @param map a loaded map; NULL for the default map
 * @param image number of the image, up to FLASHMAP_LAST_IMAGE
 * @param slot FLASHMAP_SLOT_PRIMARY or FLASHMAP_SLOT_SECONDARY
 * @param fa where the area is stored, owned by the map; NULL on failure
 * @return 0; -EINVAL if fa is NULL, or there can be no such image or slot;
 *	-ENOENT if no area is this slot, as when flashmap.conf names a label
 *	that none has; -ENOTUNIQ if more than one has its label; -EACCES if
 *	there is no flash map
 *
 * Since 0.1.
 */
int flashmap_open_slot(struct flashmap *map, int image, int slot,
		       const struct flash_area **fa);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_SLOT_H */
