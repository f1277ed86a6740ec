/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which MTD is which partition of the device tree, and where the two do not
 * agree. For reading and writing the kernel is right; the tree annotates.
 */
#ifndef FM_DISCOVER_TIE_H
#define FM_DISCOVER_TIE_H

#include "discover/description.h"

/*
 * Ties MTDs and partitions by the MTD's node; without one by chip and place,
 * then by label. What differs, is missing on one side or overlaps becomes a
 * finding. -ENOMEM.
 */
int fm_tie(struct fm_description *description);

#endif /* FM_DISCOVER_TIE_H */
