// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/dt-flash.h"
#include "discover/dt-partitions.h"
#include "discover/node-names.h"
#include "discover/root.h"

/* Nodes nest no deeper; fdt_check_full() has seen to what is deeper still. */
#define DEPTH_LIMIT 32

/* More on one board is a mistake or an attack. */
#define FLASH_LIMIT 256

/* The walk through a tree. */
struct walk {
	const struct fm_dt *dt;
	struct fm_description *description;
	size_t flash_count;
};

static bool is_flash(const struct fm_dt *dt, int node)
{
	const char *name = fdt_get_name(dt->blob, node, NULL);
	int child;

	if (name && fm_is_flash_name(name))
		return true;
	fdt_for_each_subnode(child, dt->blob, node) {
		name = fdt_get_name(dt->blob, child, NULL);
		if (name &&
		    (fm_is_table_name(name) || fm_is_partition_name(name)))
			return true;
	}
	return false;
}

/* What is in a flash, or divides something else than flash, leads to none. */
static bool is_searched(const struct fm_dt *dt, int node)
{
	const char *name = fdt_get_name(dt->blob, node, NULL);

	return name && !fm_is_table_name(name) && !fm_is_partition_name(name) &&
	       !fm_dt_is_compatible(dt, node, "fixed-partitions") &&
	       !fm_dt_is_compatible(dt, node, "mmc-card") &&
	       fm_dt_is_enabled(dt, node);
}

static bool same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* The chip whose device has this node, if that device has one chip only. */
static struct fm_chip_description *
find_by_device(const struct fm_description *description, const char *path)
{
	struct fm_chip_description *found = NULL;

	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];
		struct fm_chip_description *chip =
			&description->chips[mtd->chip];

		if (!same_text(mtd->device_dt_path, path) || chip->dt_path)
			continue;
		if (found && found != chip)
			return NULL;
		found = chip;
	}
	return found;
}

/* path is taken over. */
static int find_chip(struct fm_description *description, char *path,
		     size_t *index)
{
	struct fm_chip_description *chip;

	for (size_t i = 0; i < description->chip_count; i++) {
		if (!same_text(description->chips[i].dt_path, path))
			continue;
		free(path);
		*index = i;
		return 0;
	}
	chip = find_by_device(description, path);
	if (!chip) {
		chip = fm_description_add_chip(description);
		if (chip && asprintf(&chip->key, "node:%s", path) < 0) {
			chip->key = NULL;
			chip = NULL;
		}
	}
	if (!chip) {
		free(path);
		return -ENOMEM;
	}
	chip->dt_path = path;
	*index = (size_t)(chip - description->chips);
	return 0;
}

static int read_flash(struct walk *walk, int node)
{
	struct fm_description *description = walk->description;
	const struct fm_dt *dt = walk->dt;
	size_t chips = description->chip_count;
	size_t partitions = description->partition_count;
	size_t index;
	char *path;
	int rc;

	if (walk->flash_count++ == FLASH_LIMIT)
		return fm_dt_complain(dt, node,
				      "is one flash too many; it and the next "
				      "ones are left out");
	if (walk->flash_count > FLASH_LIMIT)
		return 0;
	rc = fm_dt_copy_path(dt, node, &path);
	if (!rc)
		rc = find_chip(description, path, &index);
	if (!rc)
		rc = fm_dt_read_partitions(dt, node, index, description);
	/* A chip that has neither an MTD nor a partition is of no use. */
	if (!rc && description->chip_count > chips &&
	    description->partition_count == partitions)
		fm_description_drop_chip(description);
	return rc;
}

static int read_below(struct walk *walk, int node, int depth)
{
	size_t partitions = walk->description->partition_count;
	const struct fm_dt *dt = walk->dt;
	int child, rc = 0;

	if (depth > DEPTH_LIMIT || !is_searched(dt, node))
		return 0;
	if (is_flash(dt, node))
		rc = read_flash(walk, node);
	/* A mistake is told. */
	if (rc == -EINVAL)
		rc = 0;
	/* In a flash there is no other one; in a controller there is. */
	if (rc < 0 || walk->description->partition_count > partitions)
		return rc;
	fdt_for_each_subnode(child, dt->blob, node) {
		rc = read_below(walk, child, depth + 1);
		if (rc < 0)
			break;
	}
	return rc;
}

static const char *label_of(const struct fm_dt *dt,
			    const struct fm_chip_description *chip)
{
	int node = chip->dt_path ? fdt_path_offset(dt->blob, chip->dt_path)
				 : -1;

	return node < 0 ? NULL : fm_dt_read_string(dt, node, "label");
}

/* By its label, which no other chip must have. */
static int name_chip(struct fm_description *description, size_t index,
		     const char *const *labels)
{
	struct fm_chip_description *chip = &description->chips[index];
	const char *label = labels[index];

	/* A name that looks like an MTD's would hide that MTD. */
	if (!label || chip->name || fm_parse_unit(label, "mtd") >= 0)
		return 0;
	for (size_t i = 0; i < description->chip_count; i++)
		if (i != index && same_text(label, labels[i]))
			return 0;
	chip->name = strdup(label);
	return chip->name ? 0 : -ENOMEM;
}

static int name_chips(const struct fm_dt *dt,
		      struct fm_description *description)
{
	size_t count = description->chip_count;
	const char **labels = calloc(count + 1, sizeof(*labels));
	int rc = 0;

	if (!labels)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		labels[i] = label_of(dt, &description->chips[i]);
	for (size_t i = 0; i < count && !rc; i++)
		rc = name_chip(description, i, labels);
	free(labels);
	return rc;
}

int fm_dt_read_flash(const struct fm_dt *dt, struct fm_description *description)
{
	struct walk walk = { .dt = dt, .description = description };
	int rc = read_below(&walk, 0, 0);

	return rc < 0 ? rc : name_chips(dt, description);
}
