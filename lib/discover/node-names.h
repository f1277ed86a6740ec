/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where flash is in a device tree, by names alone: the live tree is walked
 * without opening the properties of each of its nodes, and a .dtb has to give
 * the same areas. The names are those that the bindings demand (Documentation/
 * devicetree/bindings/mtd/) and older trees have.
 */
#ifndef FM_DISCOVER_NODE_NAMES_H
#define FM_DISCOVER_NODE_NAMES_H

#include <stdbool.h>

/* "flash@0", "nand@1,0" and the like. */
bool fm_is_flash_name(const char *name);

/* "partitions": a table of partitions. */
bool fm_is_table_name(const char *name);

/* "partition@100000": what has such a child is a flash, whatever its name. */
bool fm_is_partition_name(const char *name);

#endif /* FM_DISCOVER_NODE_NAMES_H */
