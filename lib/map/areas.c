// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "log.h"
#include "map/areas.h"
#include "map/default.h"
#include "map/label.h"

/* A map of the program's own: both are there, or it has none. */
extern const struct flash_area *flash_map __attribute__((weak));
extern const int flash_map_entries __attribute__((weak));

static bool program_has_map(void)
{
	return &flash_map && &flash_map_entries;
}

void fm_areas_check_program(void)
{
	if (!&flash_map == !&flash_map_entries)
		return;
	fm_log(FLASHMAP_LOG_WARNING, "flash_map", 0,
	       "the program has no map of its own: it defines %s, but not %s "
	       "with external linkage",
	       &flash_map ? "flash_map" : "flash_map_entries",
	       &flash_map ? "flash_map_entries" : "flash_map");
}

bool fm_is_default(const struct flashmap *map)
{
	return !map || map == fm_default_peek();
}

int fm_areas_get(struct flashmap *map, struct fm_areas *areas)
{
	int rc;

	if (program_has_map() && fm_is_default(map)) {
		areas->areas = flash_map;
		areas->count = flash_map_entries > 0 ? (size_t)flash_map_entries
						     : 0;
		areas->map = NULL;
		return areas->areas ? 0 : -EACCES;
	}
	rc = fm_map_get(&map);
	if (rc < 0)
		return rc;
	areas->areas = map->areas;
	areas->count = map->area_count;
	areas->map = map;
	return 0;
}

int fm_areas_find_id(const struct fm_areas *areas, uint8_t id,
		     const struct flash_area **fa)
{
	*fa = NULL;
	if (areas->map)
		*fa = areas->map->by_id[id];
	for (size_t i = 0; i < areas->count && !areas->map && !*fa; i++)
		if (areas->areas[i].fa_id == id && id != FLASH_AREA_ID_NONE)
			*fa = &areas->areas[i];
	return *fa ? 0 : -ENOENT;
}

int fm_areas_find_label(const struct fm_areas *areas, const char *label,
			bool in_c, const struct flash_area **fa)
{
	const struct flashmap *map = areas->map;

	if (map)
		return fm_label_find(in_c ? map->c_labels : map->labels, label,
				     fa);
	return fm_label_search(areas->areas, areas->count, label, in_c, fa);
}

static bool has_node_label(const struct fm_area_link *link, const char *label,
			   bool in_c)
{
	char *const *own = link->partition ? link->partition->node_labels
					   : NULL;

	for (; own && *own; own++)
		if (fm_label_equal(*own, label, in_c))
			return true;
	return false;
}

int fm_areas_find_node_label(const struct fm_areas *areas, const char *label,
			     bool in_c, const struct flash_area **fa)
{
	const struct flash_area *found = NULL;

	for (size_t i = 0; i < areas->count && areas->map; i++) {
		if (!has_node_label(&areas->map->links[i], label, in_c))
			continue;
		if (found)
			return -ENOTUNIQ;
		found = &areas->areas[i];
	}
	if (!found)
		return -ENOENT;
	*fa = found;
	return 0;
}
