/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The nodes of the live device tree, which are folders: their names alone, and
 * which of them lead to flash.
 */
#ifndef FM_DISCOVER_LIVE_NODES_H
#define FM_DISCOVER_LIVE_NODES_H

#include <stdbool.h>
#include <stddef.h>

struct fm_live_node {
	char *name;
	/* In natural order of their names, whatever the folder's. */
	struct fm_live_node *children;
	size_t child_count;
	/* All that is in and below it matters: a flash, aliases, symbols. */
	bool whole;
	/* There is such a node below. */
	bool on_the_way;
};

/*
 * The node of an open folder and all below. -ELOOP past what nests in any real
 * tree, -EFBIG past 16384 nodes, -ENOMEM; what the folders say, -ENOENT if one
 * has gone meanwhile.
 */
int fm_live_nodes_read(int folder, struct fm_live_node *node);
void fm_live_nodes_free(struct fm_live_node *node);

#endif /* FM_DISCOVER_LIVE_NODES_H */
