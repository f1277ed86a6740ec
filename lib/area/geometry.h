/* SPDX-License-Identifier: BSD-2-Clause */
/* The geometry and the sectors of an area. */
#ifndef FM_AREA_GEOMETRY_H
#define FM_AREA_GEOMETRY_H

#include "area/resolve.h"
#include "device/geometry.h"

/*
 * Of the window that serves the area's first byte. -ENXIO where none is; what
 * asking the device says.
 */
int fm_target_geometry(const struct flash_area *fa,
		       const struct fm_target *target,
		       const struct fm_geometry **geometry);

/* Equal sectors in a row; offset is from the beginning of the area. */
struct fm_run {
	uint64_t offset;
	uint64_t sector_size;
	uint64_t sector_count;
};

/* Not 0 stops. */
typedef int (*fm_run_fn)(const struct fm_run *run, void *context);

/*
 * The sectors that begin in the area, as Zephyr counts them (release 2.7.5,
 * flash_map.c, get_sectors_cb()): one that begins before is left out, the last
 * one may end outside. -ENOTSUP if the device has no sectors, -ENXIO where no
 * window is, what asking the device says.
 */
int fm_for_each_run(const struct flash_area *fa, const struct fm_target *target,
		    fm_run_fn function, void *context);

#endif /* FM_AREA_GEOMETRY_H */
