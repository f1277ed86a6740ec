/* SPDX-License-Identifier: BSD-2-Clause */
/* The map: descriptions turned into devices and areas. */
#ifndef FM_MAP_MAP_H
#define FM_MAP_MAP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <flashmap/map.h>
#include <zephyr/device.h>

#include "device/chip.h"
#include "discover/description.h"
#include "discover/root.h"
#include "map/conf.h"

/* What a struct device stands for: a chip, or one MTD alone. */
struct fm_device {
	/* What a program sees of it. */
	struct device device;
	struct fm_chip *chip;
	/* NULL for a chip. */
	const struct fm_window *window;
	/* "mtdN"; a chip has its own name. */
	char mtd_name[16];
	/* Made when they are first asked for, and owned. */
	_Atomic(void *) parameters;
};

/* What an area of a map is served by, at the same index. */
struct fm_area_link {
	/* NULL for a partition of the device tree without an MTD. */
	struct fm_chip *chip;
	const struct fm_window *window;
	/* What it was made from: one, or both where they are tied. */
	const struct fm_mtd_description *mtd;
	const struct fm_partition_description *partition;
};

/* All that a map knows of simulated chips. */
struct fm_simulation {
	/* The chips of a device tree, and what is on them. */
	int (*describe)(const char *devicetree,
			struct fm_description *description);
	/* Makes what stands behind one, by its place in the description. */
	int (*add_chip)(struct flashmap *map, size_t index);
};

struct flashmap {
	atomic_uint references;

	/* Parameters. */
	char *directory;
	char *devicetree;
	char *simulator;
	char *config;
	bool allow_in_use;
	/* Set with simulator. */
	const struct fm_simulation *simulation;

	/* Set by a load, then read only. */
	bool loaded;
	struct fm_root root;
	/* Owns all strings. */
	struct fm_description description;
	/* What flashmap.conf says. */
	struct fm_conf conf;
	struct fm_chip *chips;
	size_t chip_count;
	/* The chips, in the same order, and then the MTDs. */
	struct fm_device *devices;
	size_t device_count;
	/* In order of id, those without in canonical order. */
	struct flash_area *areas;
	struct fm_area_link *links;
	size_t area_count;
	const struct flash_area *by_id[UINT8_MAX + 1];
	/* The areas' labels, in order, and in their form in C. */
	struct fm_label_index *labels;
	struct fm_label_index *c_labels;
};

/* A parameter, which is copied; -EBUSY once the map is loaded. */
int fm_map_set_text(struct flashmap *map, char **parameter, const char *value);
/* Those of a map that may be loaded. */
int fm_map_copy_parameters(struct flashmap *map, const struct flashmap *from);

/* Areas and devices from the description. */
int fm_map_build(struct flashmap *map);
/* Undoes it, also where it failed half way. */
void fm_map_clear(struct flashmap *map);

/* The chip with this name, or NULL. */
struct fm_chip *fm_map_find_chip(const struct flashmap *map, const char *name);

/* The chip with this name, else the MTD "mtdN", else NULL. */
const struct fm_device *fm_map_find_device(const struct flashmap *map,
					   const char *name);

/* map, or the default map if that is NULL; -EACCES if it is not loaded. */
int fm_map_get(struct flashmap **map);

#endif /* FM_MAP_MAP_H */
