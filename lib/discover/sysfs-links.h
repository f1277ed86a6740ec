/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the links of an MTD in sysfs lead; they are read, never followed. */
#ifndef FM_DISCOVER_SYSFS_LINKS_H
#define FM_DISCOVER_SYSFS_LINKS_H

#include "discover/description.h"

/* What it is a part of, or hangs on. -ENOMEM; what readlinkat(2) says. */
int fm_sysfs_read_parent(int class_folder, const char *entry,
			 struct fm_mtd_description *mtd);

/* Its node in the device tree, and that of the device it hangs on. */
int fm_sysfs_read_nodes(int class_folder, int folder,
			struct fm_mtd_description *mtd);

#endif /* FM_DISCOVER_SYSFS_LINKS_H */
