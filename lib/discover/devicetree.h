/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A flattened device tree: the simulated chips in it and their partitions, in
 * the form of Zephyr's own native boards. Without libfdt there is a stub.
 */
#ifndef FM_DISCOVER_DEVICETREE_H
#define FM_DISCOVER_DEVICETREE_H

#include "discover/description.h"

/*
 * The "soc-nv-flash" chips of all "zephyr,sim-flash" controllers of a file, in
 * order of their paths, and their "fixed-partitions". -EINVAL, with the path
 * in the log, if the blob is damaged, there is no such chip, or one makes no
 * sense; -ENOTSUP without libfdt; -EFBIG over 16 MiB; -ENOMEM; what open(2)
 * and read(2) say.
 */
int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description);

#endif /* FM_DISCOVER_DEVICETREE_H */
