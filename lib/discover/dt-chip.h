/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The properties of a simulated chip: Zephyr's own of a "soc-nv-flash" node,
 * and those of this library, which docs/simulator.md describes.
 */
#ifndef FM_DISCOVER_DT_CHIP_H
#define FM_DISCOVER_DT_CHIP_H

#include "discover/description.h"
#include "discover/dt-node.h"

/*
 * Fills all of a zeroed description but its name and path. -EINVAL, with the
 * node in the log, if that makes no chip; -ENOMEM.
 */
int fm_dt_read_chip(const struct fm_dt *dt, int controller, int node,
		    uint8_t erased_value, struct fm_chip_description *chip);

#endif /* FM_DISCOVER_DT_CHIP_H */
