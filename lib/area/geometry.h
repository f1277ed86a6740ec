/* SPDX-License-Identifier: BSD-2-Clause */
/* The geometry and the sectors of an area. */
#ifndef FM_AREA_GEOMETRY_H
#define FM_AREA_GEOMETRY_H

#include "area/resolve.h"
#include "device/runs.h"

/*
 * Of the window that serves the area's first byte. -ENXIO where none is; what
 * asking the device says.
 */
int fm_target_geometry(const struct fm_target *target,
		       const struct fm_geometry **geometry);

/*
 * The sector that holds an offset of the area, in offsets of the area too.
 * -EINVAL if none does, or it begins before the area; -ENXIO where no window
 * is, -ENOTSUP if the device has no sectors; what asking the device says.
 */
int fm_target_sector(const struct fm_target *target, uint64_t offset,
		     struct fm_range *sector);

/*
 * fm_for_each_run() of an area: the offsets of its runs are from the beginning
 * of the area.
 */
int fm_for_each_area_run(const struct flash_area *fa,
			 const struct fm_target *target, fm_run_fn function,
			 void *context);

#endif /* FM_AREA_GEOMETRY_H */
