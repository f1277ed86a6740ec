/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Properties of the nodes of a device tree that fdt_check_full() has passed.
 * What is wrong with a node is logged with the node's path.
 */
#ifndef FM_DISCOVER_DT_NODE_H
#define FM_DISCOVER_DT_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "device/range.h"

struct fm_dt {
	const char *file;
	char *blob;
};

/* Logs what is wrong with a node; -EINVAL. */
int fm_dt_complain(const struct fm_dt *dt, int node, const char *what);

/* "status" says so, or says nothing. */
bool fm_dt_is_enabled(const struct fm_dt *dt, int node);
bool fm_dt_is_compatible(const struct fm_dt *dt, int node, const char *with);

/*
 * The only entry of "reg", with the cells that the parent node has: 1 or 2
 * each. -EINVAL.
 */
int fm_dt_read_reg(const struct fm_dt *dt, int parent, int node,
		   struct fm_range *range);

/* A property of one cell; number stays as it is without it. -EINVAL. */
int fm_dt_read_cell(const struct fm_dt *dt, int node, const char *property,
		    uint32_t *number);

/* A property that is a string with its end inside the property, or NULL. */
const char *fm_dt_read_string(const struct fm_dt *dt, int node,
			      const char *property);

/* The node's path, the caller's to free. -EINVAL, -ENOMEM. */
int fm_dt_copy_path(const struct fm_dt *dt, int node, char **copy);

#endif /* FM_DISCOVER_DT_NODE_H */
