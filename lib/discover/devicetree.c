// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "discover/chip-names.h"
#include "discover/devicetree.h"
#include "discover/dt-chip.h"
#include "discover/dt-flash.h"
#include "discover/dt-partitions.h"
#include "discover/livetree.h"
#include "discover/overlap.h"
#include "log.h"

/* A node of a simulated chip: paths do not lead back to nodes without fail. */
struct chip_node {
	char *path;
	int controller;
	int node;
	uint32_t erased_value;
};

struct tree {
	struct fm_dt dt;
	struct fm_description *description;
	/* In order of their paths; the chips have the same indexes. */
	struct chip_node *nodes;
	size_t node_count;
};

static int read_chip(struct tree *tree, const struct chip_node *found)
{
	struct fm_chip_description *chip;

	chip = fm_description_add_chip(tree->description);
	if (!chip)
		return -ENOMEM;
	chip->dt_path = strdup(found->path);
	if (!chip->dt_path)
		return -ENOMEM;
	return fm_dt_read_chip(&tree->dt, found->controller, found->node,
			       (uint8_t)found->erased_value, chip);
}

static int add_node(struct tree *tree, const struct chip_node *found)
{
	struct chip_node *nodes;
	char *path;
	int rc;

	rc = fm_dt_copy_path(&tree->dt, found->node, &path);
	if (rc < 0)
		return rc;
	nodes = reallocarray(tree->nodes, tree->node_count + 1, sizeof(*nodes));
	if (!nodes) {
		free(path);
		return -ENOMEM;
	}
	tree->nodes = nodes;
	nodes[tree->node_count] = *found;
	nodes[tree->node_count++].path = path;
	return 0;
}

static int find_nodes(struct tree *tree, int controller)
{
	struct chip_node found = {
		.controller = controller,
		.erased_value = 0xff,
	};
	int node, rc;

	rc = fm_dt_read_cell(&tree->dt, controller, "erase-value",
			     &found.erased_value);
	if (rc < 0)
		return rc;
	if (found.erased_value != 0xff && found.erased_value != 0)
		return fm_dt_complain(
			&tree->dt, controller,
			"has an \"erase-value\" that is neither 0xff "
			"nor 0x00");
	fdt_for_each_subnode(node, tree->dt.blob, controller) {
		if (!fm_dt_is_compatible(&tree->dt, node, "soc-nv-flash") ||
		    !fm_dt_is_enabled(&tree->dt, node))
			continue;
		found.node = node;
		rc = add_node(tree, &found);
		if (rc < 0)
			break;
	}
	return rc;
}

static int compare_paths(const void *a, const void *b)
{
	const struct chip_node *left = a, *right = b;

	return strverscmp(left->path, right->path);
}

static int read_chips(struct tree *tree)
{
	static const char compatible[] = "zephyr,sim-flash";
	int node = -1, rc = 0;

	while ((node = fdt_node_offset_by_compatible(tree->dt.blob, node,
						     compatible)) >= 0) {
		rc = fm_dt_is_enabled(&tree->dt, node) ? find_nodes(tree, node)
						       : 0;
		if (rc < 0)
			return rc;
	}
	if (tree->node_count == 0) {
		fm_log(FLASHMAP_LOG_ERROR, tree->dt.file, -EINVAL,
		       "it has no \"soc-nv-flash\" below an enabled \"%s\"",
		       compatible);
		return -EINVAL;
	}
	qsort(tree->nodes, tree->node_count, sizeof(*tree->nodes),
	      compare_paths);
	for (size_t i = 0; i < tree->node_count && !rc; i++)
		rc = read_chip(tree, &tree->nodes[i]);
	return rc;
}

static bool has_twin(const struct tree *tree, size_t chip, const char *label)
{
	for (size_t i = 0; i < tree->node_count; i++) {
		const char *other = fm_dt_read_string(
			&tree->dt, tree->nodes[i].node, "label");

		if (i != chip && other && strcmp(label, other) == 0)
			return true;
	}
	return false;
}

static int read_chip_content(struct tree *tree, size_t index)
{
	struct fm_chip_description *chip = &tree->description->chips[index];
	int node = tree->nodes[index].node;
	const char *label = fm_dt_read_string(&tree->dt, node, "label");

	if (label && !has_twin(tree, index, label)) {
		chip->name = strdup(label);
		if (!chip->name)
			return -ENOMEM;
	}
	return fm_dt_read_partitions(&tree->dt, node, index, tree->description);
}

int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description)
{
	struct tree tree = { .description = description };
	int rc = fm_dt_open(&tree.dt, file);

	if (!rc)
		rc = read_chips(&tree);
	for (size_t i = 0; i < description->chip_count && !rc; i++)
		rc = read_chip_content(&tree, i);
	if (!rc)
		rc = fm_chips_name(description);
	if (!rc)
		rc = fm_report_overlaps(description);
	for (size_t i = 0; i < tree.node_count; i++)
		free(tree.nodes[i].path);
	free(tree.nodes);
	fm_dt_close(&tree.dt);
	return rc;
}

/* The kernel knows its flash without a tree that makes sense. */
static int open_live(const struct fm_root *root, struct fm_dt *dt,
		     struct fm_description *description)
{
	char *blob = NULL;
	size_t size = 0;
	int rc = fm_livetree_read(root, &blob, &size);

	if (!rc)
		rc = fm_dt_take(dt, "the live device tree", blob, size);
	if (!rc || rc == -ENOMEM || rc == -ENOENT)
		return rc;
	rc = fm_description_add_finding(
		description, "tree-unreadable", FM_NO_MTD,
		"the live device tree cannot be read (error %d): labels and "
		"partitions are what the kernel tells",
		-rc);
	return rc < 0 ? rc : -ENOENT;
}

int fm_devicetree_read(const struct fm_root *root, const char *file,
		       struct fm_description *description)
{
	struct fm_dt dt;
	int rc;

	rc = file ? fm_dt_open(&dt, file) : open_live(root, &dt, description);
	if (rc < 0)
		return rc == -ENOENT && !file ? 0 : rc;
	dt.findings = description;
	rc = fm_dt_read_flash(&dt, description);
	fm_dt_close(&dt);
	return rc;
}
