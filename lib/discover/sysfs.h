/* SPDX-License-Identifier: BSD-2-Clause */
/* sys/class/mtd below a root (Documentation/ABI/testing/sysfs-class-mtd). */
#ifndef FM_DISCOVER_SYSFS_H
#define FM_DISCOVER_SYSFS_H

#include "discover/description.h"
#include "discover/root.h"

/* The class's folder, a descriptor; -ENOENT where there is none. */
int fm_sysfs_open(const struct fm_root *root);

/* One MTD. -ENOENT if there is no such number (any more). */
int fm_sysfs_read_mtd(int class_folder, int number,
		      struct fm_mtd_description *mtd);

/* Calls function for each mtdN, in order of number; not 0 stops. */
int fm_sysfs_for_each(int class_folder,
		      int (*function)(int class_folder, int number,
				      void *context),
		      void *context);

/* All MTDs. -ENOENT where sysfs has none of the class. */
int fm_sysfs_scan(const struct fm_root *root,
		  struct fm_description *description);

#endif /* FM_DISCOVER_SYSFS_H */
