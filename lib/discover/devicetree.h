/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device tree: simulated chips and their partitions, in the form of
 * Zephyr's own native boards, or what a real board's tree says of the system's
 * flash. Without libfdt there is a stub.
 */
#ifndef FM_DISCOVER_DEVICETREE_H
#define FM_DISCOVER_DEVICETREE_H

#include "discover/description.h"
#include "discover/root.h"

/*
 * The "soc-nv-flash" chips of all "zephyr,sim-flash" controllers of a file, in
 * order of their paths, and their "fixed-partitions". -EINVAL, with the path
 * in the log, if the blob is damaged, there is no such chip, or one makes no
 * sense; -ENOTSUP without libfdt; -EFBIG over 4 MiB; -ENOMEM; what open(2)
 * and read(2) say.
 */
int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description);

/*
 * The partitions of all flash nodes of a file, or of the live tree where that
 * is NULL, added to what the system's MTDs are described by; a mistake in the
 * tree is a finding. A system without a tree has none. -EINVAL if the file is
 * damaged; -ENOTSUP for a file without libfdt; -EFBIG over 4 MiB; -ENOMEM;
 * what open(2) and read(2) say of the file.
 */
int fm_devicetree_read(const struct fm_root *root, const char *file,
		       struct fm_description *description);

#endif /* FM_DISCOVER_DEVICETREE_H */
