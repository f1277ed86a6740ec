/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The areas that a program sees of a map. Where it has a flash_map of its own
 * they are in the place of those of the default map, which is still where
 * devices are looked up.
 */
#ifndef FM_MAP_AREAS_H
#define FM_MAP_AREAS_H

#include "map/map.h"

struct fm_areas {
	/* In the order in which they are visited. */
	const struct flash_area *areas;
	size_t count;
	/* Whose they are; NULL where they are the program's own. */
	const struct flashmap *map;
};

/* Whether the map, or the default map for NULL, is the default map. */
bool fm_is_default(const struct flashmap *map);

/*
 * Those of map, or of the default map for NULL. Nothing of the program's own
 * is copied, and they need no look at the system. -EACCES if the map is not
 * loaded, or the program's flash_map is NULL.
 */
int fm_areas_get(struct flashmap *map, struct fm_areas *areas);

/* Logs that a program has only one half of a map of its own. */
void fm_areas_check_program(void);

/* The first one with this id; -ENOENT. */
int fm_areas_find_id(const struct fm_areas *areas, uint8_t id,
		     const struct flash_area **fa);

/*
 * The one with this label, or the node label that its partition has in the
 * device tree; exact, or folded as fm_label_index_new() says. -ENOENT,
 * -ENOTUNIQ; -ENOMEM for a label.
 */
typedef int (*fm_areas_find_fn)(const struct fm_areas *areas, const char *label,
				bool in_c, const struct flash_area **fa);
int fm_areas_find_label(const struct fm_areas *areas, const char *label,
			bool in_c, const struct flash_area **fa);
int fm_areas_find_node_label(const struct fm_areas *areas, const char *label,
			     bool in_c, const struct flash_area **fa);

#endif /* FM_MAP_AREAS_H */
