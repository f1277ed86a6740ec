/* SPDX-License-Identifier: BSD-2-Clause */
/* The sectors of a range of a chip, as runs of equal ones. */
#ifndef FM_DEVICE_RUNS_H
#define FM_DEVICE_RUNS_H

#include "device/chip.h"

/* Equal sectors in a row; offset is that of the chip. */
struct fm_run {
	uint64_t offset;
	uint64_t sector_size;
	uint64_t sector_count;
};

/* Not 0 ends it, and is what fm_for_each_run() returns. */
typedef int (*fm_run_fn)(const struct fm_run *run, void *context);

struct fm_run_walk {
	const struct fm_chip *chip;
	/* NULL: at each place the one that fm_chip_find_window() has there. */
	const struct fm_window *window;
	struct fm_range range;
	/* What has no window or no sectors is passed over, and no error. */
	bool passes_gaps;
};

/* The window of a walk, or of an area, that serves one byte of the chip. */
const struct fm_window *fm_window_at(const struct fm_chip *chip,
				     const struct fm_window *window,
				     uint64_t offset);

/*
 * The sectors that begin in the range, in ascending order, none of which
 * overlap, as Zephyr counts them (release 2.7.5, flash_map.c,
 * get_sectors_cb()): one that begins before is left out, the last one may end
 * outside. The same holds where another window takes over. -ENOTSUP if a
 * window has no sectors, -ENXIO where there is none; what asking the device
 * says.
 */
int fm_for_each_run(const struct fm_run_walk *walk, fm_run_fn function,
		    void *context);

#endif /* FM_DEVICE_RUNS_H */
