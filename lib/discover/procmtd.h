/* SPDX-License-Identifier: BSD-2-Clause */
/* proc/mtd below a root, where there is no sysfs. */
#ifndef FM_DISCOVER_PROCMTD_H
#define FM_DISCOVER_PROCMTD_H

#include "discover/description.h"
#include "discover/root.h"

/* All MTDs, without type, flags and write size. -ENOENT without the file. */
int fm_procmtd_scan(const struct fm_root *root,
		    struct fm_description *description);

/* The same from its text, which is changed. -EINVAL if it is another file. */
int fm_procmtd_parse(char *text, struct fm_description *description);

#endif /* FM_DISCOVER_PROCMTD_H */
