// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/chip-names.h"
#include "discover/root.h"
#include "log.h"

typedef const char *(*name_fn)(const struct fm_description *description,
			       size_t chip);

/* The MTD with the lowest number that is part of no other one. */
static const struct fm_mtd_description *
first_top(const struct fm_description *description, size_t chip)
{
	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].chip == chip &&
		    description->mtds[i].top)
			return &description->mtds[i];
	return NULL;
}

/* Whether "mtdN", that MTD alone from its own start, is the chip as well. */
static bool is_whole_chip(const struct fm_description *description,
			  const struct fm_mtd_description *top)
{
	if (top->chip_offset != 0)
		return false;
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		if (mtd->chip == top->chip && mtd->top && mtd != top)
			return false;
	}
	return true;
}

/* A name that looks like an MTD's would hide that MTD. */
static const char *last_component(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	if (!slash || slash[1] == '\0' || fm_parse_unit(slash + 1, "mtd") >= 0)
		return NULL;
	return slash + 1;
}

static const char *device_path(const struct fm_description *description,
			       size_t chip)
{
	const struct fm_mtd_description *mtd = first_top(description, chip);

	if (!mtd || !mtd->placed)
		return NULL;
	if (!mtd->parent || strcmp(mtd->parent, "devices/virtual") == 0)
		return NULL;
	return mtd->parent;
}

static const char *device_name(const struct fm_description *description,
			       size_t chip)
{
	return last_component(device_path(description, chip));
}

static const char *node_name(const struct fm_description *description,
			     size_t chip)
{
	return last_component(description->chips[chip].dt_path);
}

static const char *node_path(const struct fm_description *description,
			     size_t chip)
{
	return description->chips[chip].dt_path;
}

/* The name that this way gives, if it gives it to no other chip. */
static const char *unique_name(const struct fm_description *description,
			       size_t chip, name_fn way)
{
	const char *name = way(description, chip);

	for (size_t i = 0; name && i < description->chip_count; i++) {
		const char *other = way(description, i);
		const char *given = description->chips[i].name;

		if (i == chip)
			continue;
		if ((other && strcmp(name, other) == 0) ||
		    (given && strcmp(name, given) == 0))
			return NULL;
	}
	return name;
}

static int choose_name(struct fm_description *description, size_t chip)
{
	static const name_fn ways[] = { device_name, node_name, node_path };
	const struct fm_mtd_description *top = first_top(description, chip);
	char **name = &description->chips[chip].name;
	const char *found = NULL;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !found; i++)
		found = unique_name(description, chip, ways[i]);
	if (!found && top && is_whole_chip(description, top)) {
		if (asprintf(name, "mtd%d", top->number) >= 0)
			return 0;
		*name = NULL;
		return -ENOMEM;
	}
	if (!found)
		found = unique_name(description, chip, device_path);
	if (!found) {
		const char *path = description->chips[chip].dt_path;

		fm_log(FLASHMAP_LOG_ERROR, path ? path : "a chip", -EINVAL,
		       "another chip is called so");
		return -EINVAL;
	}
	*name = strdup(found);
	return *name ? 0 : -ENOMEM;
}

int fm_chips_name(struct fm_description *description)
{
	int rc = 0;

	for (size_t chip = 0; chip < description->chip_count && !rc; chip++)
		if (!description->chips[chip].name)
			rc = choose_name(description, chip);
	return rc;
}
