/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A medium is what holds the bytes behind a window of a chip: an MTD, or a
 * simulated chip. Its offsets are its own, from 0. Callers have checked every
 * range against the geometry; a medium answers for what the device does.
 */
#ifndef FM_DEVICE_MEDIUM_H
#define FM_DEVICE_MEDIUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/ecc.h"
#include "device/geometry.h"

struct fm_medium;

/* All return 0 or a negative errno, those that ask whether 1 for yes. */
struct fm_medium_operations {
	/* The geometry never changes once it is known. */
	int (*get_geometry)(struct fm_medium *medium,
			    const struct fm_geometry **geometry);
	/*
	 * At most one sector. Adds to *found; -EBADMSG, with data as good as
	 * they could be had, if that had to add to found->failed.
	 */
	int (*read)(struct fm_medium *medium, uint64_t offset, void *data,
		    size_t length, struct fm_ecc_found *found);
	/* Whether it can be changed at all; opens what that takes. */
	int (*prepare_write)(struct fm_medium *medium);
	/* At most one sector, whole write blocks, never read-modify-write. */
	int (*write)(struct fm_medium *medium, uint64_t offset,
		     const void *data, size_t length);
	/* Exactly one sector. */
	int (*erase)(struct fm_medium *medium, const struct fm_range *sector);

	/* Where geometry says that bad blocks are possible, else not called. */
	int (*is_bad)(struct fm_medium *medium, uint64_t sector_offset);
	int (*mark_bad)(struct fm_medium *medium, uint64_t sector_offset);
	/* Where geometry says that ECC is there, else not called. */
	int (*get_ecc_counters)(struct fm_medium *medium,
				struct fm_ecc_counters *counters);
	/*
	 * Whether all of a range is locked. -ENOTSUP if it cannot tell,
	 * -EOVERFLOW if any of it is past what it can be asked about.
	 */
	int (*is_locked)(struct fm_medium *medium,
			 const struct fm_range *range);
	/* What this returns proves nothing: ask again, sector by sector. */
	int (*set_locked)(struct fm_medium *medium,
			  const struct fm_range *range, bool locked);

	/* Whoever reads it through a cache of the kernel sees what changed. */
	int (*flush)(struct fm_medium *medium);
	/* Gives back descriptors; -EBUSY if another thread uses them. */
	int (*release)(struct fm_medium *medium);
	void (*destroy)(struct fm_medium *medium);
};

struct fm_medium {
	const struct fm_medium_operations *operations;
	/* By reads of this medium so far; guarded by the lock of its chip. */
	struct fm_ecc_found found;
};

#endif /* FM_DEVICE_MEDIUM_H */
