/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The canonical order of areas, and the ids that follow from it. It depends on
 * nothing that changes from one start to the next: not on probe order, mtd
 * numbers, or the order of folders.
 */
#ifndef FM_MAP_IDS_H
#define FM_MAP_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The last id that flashmap.conf may give to an area. */
#define FM_LAST_PINNED_ID 199
/*
 * The last id that is given out by itself. What lies above is what an errno
 * looks like in a uint8_t: 234 is -EINVAL, 237 is -ENODEV.
 */
#define FM_LAST_AUTOMATIC_ID 127

/* What an area is sorted by. */
struct fm_area_key {
	/* Partitions of the device tree come first. */
	bool in_tree;
	/* Path of the flash node, or a name of the chip that lasts. */
	const char *chip;
	uint64_t offset;
	/* Larger first: what contains others comes before them. */
	uint64_t size;
	const char *label;
	/* Only where nothing else tells two apart. */
	int mtd;
	/* flashmap.conf gives it this id. */
	bool pinned;
	uint8_t id;
	/* The caller's. */
	size_t index;
};

void fm_ids_sort(struct fm_area_key *keys, size_t count);

/*
 * Gives each key that is not pinned the lowest free id in canonical order, and
 * FLASH_AREA_ID_NONE where they have ended; sorts the keys by id. Ids that are
 * reserved, up to FM_LAST_PINNED_ID, are kept free: an area may come late.
 */
void fm_ids_assign(struct fm_area_key *keys, size_t count,
		   const bool reserved[FM_LAST_PINNED_ID + 1]);

#endif /* FM_MAP_IDS_H */
