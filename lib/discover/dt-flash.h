/* SPDX-License-Identifier: BSD-2-Clause */
/* The flash nodes of any board's device tree, and their partitions. */
#ifndef FM_DISCOVER_DT_FLASH_H
#define FM_DISCOVER_DT_FLASH_H

#include "discover/dt-node.h"

/*
 * Adds the partitions of all enabled flash nodes. A node is the chip that has
 * its path, or is on the device that has it; else it is a chip that no MTD
 * gives access to. Chips that are not named yet are called by their label,
 * where no other one has it. -ENOMEM.
 */
int fm_dt_read_flash(const struct fm_dt *dt,
		     struct fm_description *description);

#endif /* FM_DISCOVER_DT_FLASH_H */
