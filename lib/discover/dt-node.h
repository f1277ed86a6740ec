/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device tree that fdt_check_full() has passed, and the properties of its
 * nodes. What is wrong with a node is said with the node's path.
 */
#ifndef FM_DISCOVER_DT_NODE_H
#define FM_DISCOVER_DT_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "device/range.h"
#include "discover/description.h"

struct fm_dt {
	/* For messages. */
	const char *file;
	/* Owned. */
	char *blob;
	/* Where mistakes become findings; NULL where they are errors. */
	struct fm_description *findings;
};

/*
 * A file, or a blob that was read (taken over, also on failure). -EINVAL, with
 * the reason in the log, if it is not sound; -EFBIG over 4 MiB; -ENOMEM; what
 * open(2) and read(2) say.
 */
int fm_dt_open(struct fm_dt *dt, const char *file);
int fm_dt_take(struct fm_dt *dt, const char *name, char *blob, size_t size);
void fm_dt_close(struct fm_dt *dt);

/* Says what is wrong with a node; -EINVAL, or -ENOMEM. */
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

/* The label, else the name of the node without its address; NULL: no memory. */
char *fm_dt_copy_label(const struct fm_dt *dt, int node);

/* The node's path, the caller's to free. -EINVAL, -ENOMEM. */
int fm_dt_copy_path(const struct fm_dt *dt, int node, char **copy);

#endif /* FM_DISCOVER_DT_NODE_H */
