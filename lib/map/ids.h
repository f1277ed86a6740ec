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
	/* The caller's. */
	size_t index;
};

void fm_ids_sort(struct fm_area_key *keys, size_t count);

/* The id at a place in the order; FLASH_AREA_ID_NONE where they have ended. */
uint8_t fm_ids_at(size_t place);

#endif /* FM_MAP_IDS_H */
