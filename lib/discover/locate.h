/* SPDX-License-Identifier: BSD-2-Clause */
/* Where an MTD is now, whatever its number was. */
#ifndef FM_DISCOVER_LOCATE_H
#define FM_DISCOVER_LOCATE_H

#include "device/node.h"
#include "discover/description.h"
#include "discover/root.h"

/* What a description is known by; points into it. */
struct fm_mtd_identity fm_identity_of(const struct fm_mtd_description *mtd);

bool fm_identity_same(const struct fm_mtd_identity *a,
		      const struct fm_mtd_identity *b);

/* A fm_locate_fn; context is a struct fm_root. */
int fm_locate(const void *context, const struct fm_mtd_identity *identity,
	      int last_number, int *number);

#endif /* FM_DISCOVER_LOCATE_H */
