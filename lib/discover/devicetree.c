// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libfdt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/range.h"
#include "discover/chip-names.h"
#include "discover/devicetree.h"
#include "discover/dt-chip.h"
#include "discover/dt-node.h"
#include "discover/root.h"
#include "log.h"

/* Partitions in partitions: more is a mistake or an attack. */
#define DEPTH_LIMIT 8

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

static int read_blob(struct tree *tree)
{
	size_t size;
	int fd, rc;

	fd = open(tree->dt.file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	rc = fd < 0 ? -errno : fm_read_descriptor(fd, &tree->dt.blob, &size);
	if (fd >= 0)
		close(fd);
	if (rc < 0) {
		fm_log(FLASHMAP_LOG_ERROR, tree->dt.file, rc,
		       "cannot read the device tree");
		return rc;
	}
	rc = fdt_check_full(tree->dt.blob, size);
	if (rc < 0) {
		fm_log(FLASHMAP_LOG_ERROR, tree->dt.file, -EINVAL,
		       "it is no sound device tree: %s", fdt_strerror(rc));
		return -EINVAL;
	}
	return 0;
}

/* The label, else the name of the node without its address. */
static char *copy_label(const struct tree *tree, int node)
{
	const char *label = fm_dt_read_string(&tree->dt, node, "label");
	const char *name;

	if (label)
		return strdup(label);
	name = fdt_get_name(tree->dt.blob, node, NULL);
	return name ? strndup(name, strcspn(name, "@")) : NULL;
}

static int judge_partition(struct tree *tree, size_t chip,
			   const struct fm_partition_description *partition)
{
	const struct fm_range range = { partition->offset, partition->size };
	const struct fm_range whole = {
		.size = tree->description->chips[chip].size,
	};

	if (partition->size == 0)
		return fm_description_add_finding(tree->description, "empty",
						  FM_NO_MTD,
						  "%s (\"%s\") has size 0",
						  partition->dt_path,
						  partition->label);
	if (!fm_range_contains(&whole, &range))
		return fm_description_add_finding(
			tree->description, "beyond-chip", FM_NO_MTD,
			"%s (\"%s\") ends past the end of its chip",
			partition->dt_path, partition->label);
	return 0;
}

static int read_partitions(struct tree *tree, int table, size_t chip,
			   uint64_t base, int depth);

static int read_partition(struct tree *tree, int table, int node, size_t chip,
			  uint64_t base, int depth)
{
	struct fm_partition_description *partition;
	struct fm_range range;
	uint64_t offset;
	int rc;

	rc = fm_dt_read_reg(&tree->dt, table, node, &range);
	if (rc < 0)
		return rc;
	if (!fm_range_add(base, range.offset, &offset))
		return fm_dt_complain(&tree->dt, node,
				      "has an offset past 64 bits");
	partition = fm_description_add_partition(tree->description);
	if (!partition)
		return -ENOMEM;
	partition->chip = chip;
	partition->offset = offset;
	partition->size = range.size;
	partition->read_only =
		fdt_getprop(tree->dt.blob, node, "read-only", NULL) != NULL;
	partition->label = copy_label(tree, node);
	if (!partition->label)
		return -ENOMEM;
	rc = fm_dt_copy_path(&tree->dt, node, &partition->dt_path);
	if (!rc)
		rc = judge_partition(tree, chip, partition);
	if (!rc && fm_dt_is_compatible(&tree->dt, node, "fixed-partitions"))
		rc = read_partitions(tree, node, chip, offset, depth + 1);
	return rc;
}

static int read_partitions(struct tree *tree, int table, size_t chip,
			   uint64_t base, int depth)
{
	int node, rc = 0;

	if (depth > DEPTH_LIMIT)
		return fm_dt_complain(&tree->dt, table, "is nested too deep");
	fdt_for_each_subnode(node, tree->dt.blob, table) {
		if (!fm_dt_is_enabled(&tree->dt, node))
			continue;
		rc = read_partition(tree, table, node, chip, base, depth);
		if (rc < 0)
			break;
	}
	return rc;
}

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
	int table, rc = 0;

	if (label && !has_twin(tree, index, label)) {
		chip->name = strdup(label);
		if (!chip->name)
			return -ENOMEM;
	}
	fdt_for_each_subnode(table, tree->dt.blob, node) {
		if (!fm_dt_is_compatible(&tree->dt, table,
					 "fixed-partitions") ||
		    !fm_dt_is_enabled(&tree->dt, table))
			continue;
		rc = read_partitions(tree, table, index, 0, 1);
		if (rc < 0)
			break;
	}
	return rc;
}

int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description)
{
	struct tree tree = { .dt.file = file, .description = description };
	int rc;

	rc = read_blob(&tree);
	if (!rc)
		rc = read_chips(&tree);
	for (size_t i = 0; i < description->chip_count && !rc; i++)
		rc = read_chip_content(&tree, i);
	if (!rc)
		rc = fm_chips_name(description);
	for (size_t i = 0; i < tree.node_count; i++)
		free(tree.nodes[i].path);
	free(tree.nodes);
	free(tree.dt.blob);
	return rc;
}
