/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partitions of a flash node, in every spelling: "fixed-partitions" and
 * partitions right below the flash (Linux, Documentation/devicetree/bindings/
 * mtd/partitions/), "fixed-subpartitions" and "zephyr,mapped-partition"
 * (Zephyr 4.2 and 4.4); partitions in partitions.
 */
#ifndef FM_DISCOVER_DT_PARTITIONS_H
#define FM_DISCOVER_DT_PARTITIONS_H

#include "discover/dt-node.h"

/*
 * Adds them to the description, each with this chip. A table with a mistake is
 * left out where mistakes are findings, else it is -EINVAL; -ENOMEM.
 */
int fm_dt_read_partitions(const struct fm_dt *dt, int flash, size_t chip,
			  struct fm_description *description);

#endif /* FM_DISCOVER_DT_PARTITIONS_H */
