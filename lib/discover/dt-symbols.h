/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other names of a node: its labels, which a tree built with "dtc -@" has in
 * "__symbols__", and its aliases.
 */
#ifndef FM_DISCOVER_DT_SYMBOLS_H
#define FM_DISCOVER_DT_SYMBOLS_H

#include "discover/dt-node.h"

/* Fills node_labels and aliases by the partition's path. -ENOMEM. */
int fm_dt_read_symbols(const struct fm_dt *dt,
		       struct fm_partition_description *partition);

#endif /* FM_DISCOVER_DT_SYMBOLS_H */
