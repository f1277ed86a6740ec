/* SPDX-License-Identifier: BSD-2-Clause */
/* One look at a system. */
#ifndef FM_DISCOVER_DISCOVER_H
#define FM_DISCOVER_DISCOVER_H

#include "discover/description.h"
#include "discover/root.h"

/*
 * MTDs and chips below a root: sysfs, else /proc/mtd. -ENODEV if the kernel
 * has neither; no MTD at all is no error. -ENOMEM, -EINVAL where something
 * makes no sense, what open(2) and read(2) say.
 */
int fm_discover_mtds(const struct fm_root *root,
		     struct fm_description *description);

/*
 * Also what the device tree says of them: this file, or the live tree where
 * that is NULL. With a file it is no error if the kernel has no MTD.
 */
int fm_discover(const struct fm_root *root, const char *devicetree,
		struct fm_description *description);

#endif /* FM_DISCOVER_DISCOVER_H */
