/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which MTDs are one chip, and where on it each lies. Only on proof:
 *  - the same flash node above their nodes in the device tree, or
 *  - one MTD is a folder of the other in sysfs, or
 *  - both have an offset, hang on the same real device, are alike, and nothing
 *    on that device speaks against it.
 * What is not proven is a chip of its own, at offset 0, with a finding: the
 * kernel shows virtual devices and the chips of a NAND controller side by
 * side, so a common parent alone proves nothing.
 */
#ifndef FM_DISCOVER_CHIPS_H
#define FM_DISCOVER_CHIPS_H

#include "discover/description.h"

/* Fills the chips, and the place of each MTD. -ENOMEM, -EINVAL. */
int fm_chips_find(struct fm_description *description);

/* The same without names, which the device tree may have. */
int fm_chips_place(struct fm_description *description);

#endif /* FM_DISCOVER_CHIPS_H */
