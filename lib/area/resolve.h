/* SPDX-License-Identifier: BSD-2-Clause */
/* From an area to the chip and the window that serve it. */
#ifndef FM_AREA_RESOLVE_H
#define FM_AREA_RESOLVE_H

#include <stdint.h>

#include <storage/flash_map.h>

#include "device/chip.h"
#include "map/map.h"

struct fm_target {
	struct flashmap *map;
	const struct fm_device *device;
	struct fm_chip *chip;
	/* NULL if no single window serves the whole area. */
	const struct fm_window *window;
	/* Chip offset of the area's first byte. */
	uint64_t base;
	/* What the area was made from; NULL for one that a program made. */
	const struct fm_area_link *link;
};

/*
 * An area of a map knows its window; one that a program made is looked up by
 * device or name, and then by range. -EINVAL for NULL, a negative offset, or
 * two names that do not agree; -ENODEV if it names no device.
 */
int fm_resolve(const struct flash_area *fa, struct fm_target *target);

/* Also checks a range of the area, and gives it in chip offsets. -EINVAL. */
int fm_resolve_range(const struct flash_area *fa, off_t off, uint64_t len,
		     struct fm_target *target, struct fm_range *range);

#endif /* FM_AREA_RESOLVE_H */
