/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A medium is what holds the bytes behind a window of a chip: an MTD, or a
 * simulated chip. Its offsets are its own, from 0. Callers have checked every
 * range against the geometry; a medium answers for what the device does.
 */
#ifndef FM_DEVICE_MEDIUM_H
#define FM_DEVICE_MEDIUM_H

#include <stddef.h>
#include <stdint.h>

#include "device/geometry.h"

struct fm_medium;

/* All return 0 or a negative errno, is_bad 1 for a bad block. */
struct fm_medium_operations {
	/* The geometry never changes once it is known. */
	int (*get_geometry)(struct fm_medium *medium,
			    const struct fm_geometry **geometry);
	/* At most one sector. */
	int (*read)(struct fm_medium *medium, uint64_t offset, void *data,
		    size_t length);
	/* Whether it can be changed at all; opens what that takes. */
	int (*prepare_write)(struct fm_medium *medium);
	/* At most one sector, whole write blocks, never read-modify-write. */
	int (*write)(struct fm_medium *medium, uint64_t offset,
		     const void *data, size_t length);
	/* Exactly one sector. */
	int (*erase)(struct fm_medium *medium, const struct fm_range *sector);
	int (*is_bad)(struct fm_medium *medium, uint64_t sector_offset);
	/* Gives back descriptors; -EBUSY if another thread uses them. */
	int (*release)(struct fm_medium *medium);
	void (*destroy)(struct fm_medium *medium);
};

struct fm_medium {
	const struct fm_medium_operations *operations;
};

#endif /* FM_DEVICE_MEDIUM_H */
