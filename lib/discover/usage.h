/* SPDX-License-Identifier: BSD-2-Clause */
/* Which MTDs something outside of this library uses now. */
#ifndef FM_DISCOVER_USAGE_H
#define FM_DISCOVER_USAGE_H

#include "discover/description.h"
#include "discover/root.h"

/*
 * Sets used_by of each MTD that UBI is attached to, that is mounted or swapped
 * on, that mtdoops writes to, or that is a UBI volume itself (gluebi). What
 * the kernel does not have cannot use an MTD. -ENOMEM, what read(2) says.
 */
int fm_usage_find(const struct fm_root *root,
		  struct fm_description *description);

#endif /* FM_DISCOVER_USAGE_H */
