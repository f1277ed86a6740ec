/* SPDX-License-Identifier: BSD-2-Clause */
/* The map: descriptions turned into devices and areas. */
#ifndef FM_MAP_MAP_H
#define FM_MAP_MAP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <flashmap/map.h>

#include "device/chip.h"
#include "discover/description.h"
#include "discover/root.h"
#include "map/conf.h"

/* What an area of a map is served by, at the same index. */
struct fm_area_link {
	/* NULL for a partition of the device tree without an MTD. */
	struct device *chip;
	const struct fm_window *window;
	/* What it was made from: one, or both where they are tied. */
	const struct fm_mtd_description *mtd;
	const struct fm_partition_description *partition;
};

struct flashmap {
	atomic_uint references;

	/* Parameters. */
	char *directory;
	char *devicetree;
	char *simulator;
	char *config;
	bool allow_in_use;

	/* Set by a load, then read only. */
	bool loaded;
	struct fm_root root;
	/* Owns all strings. */
	struct fm_description description;
	/* What flashmap.conf says. */
	struct fm_conf conf;
	struct device *chips;
	size_t chip_count;
	/* In order of id, those without in canonical order. */
	struct flash_area *areas;
	struct fm_area_link *links;
	size_t area_count;
	const struct flash_area *by_id[UINT8_MAX + 1];
	/* The areas' labels, in order, and in their form in C. */
	struct fm_label_index *labels;
	struct fm_label_index *c_labels;
};

/* Areas and devices from the description. */
int fm_map_build(struct flashmap *map);
/* Undoes it, also where it failed half way. */
void fm_map_clear(struct flashmap *map);

/* The chip with this name, or NULL. */
struct device *fm_map_find_chip(const struct flashmap *map, const char *name);

/* The window of "mtdN" on its chip, or NULL. */
const struct fm_window *fm_map_find_mtd(const struct flashmap *map,
					const char *name, struct device **chip);

/* map, or the default map if that is NULL; -EACCES if it is not loaded. */
int fm_map_get(struct flashmap **map);

#endif /* FM_MAP_MAP_H */
