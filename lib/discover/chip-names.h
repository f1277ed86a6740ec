/* SPDX-License-Identifier: BSD-2-Clause */
/* What chips are called. */
#ifndef FM_DISCOVER_CHIP_NAMES_H
#define FM_DISCOVER_CHIP_NAMES_H

#include "discover/description.h"

/*
 * The name of the device in sysfs (spi0.0) if no other chip has it, else that
 * of its node, else the path of its node, else mtdN, which stands for that MTD
 * alone and is therefore only taken by a chip that is just that, else the path
 * of the device. A chip that has a name keeps it. -EINVAL if no name is left,
 * -ENOMEM.
 */
int fm_chips_name(struct fm_description *description);

#endif /* FM_DISCOVER_CHIP_NAMES_H */
