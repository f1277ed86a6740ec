// SPDX-License-Identifier: BSD-2-Clause

#include <flashmap/map.h>

#include "map/areas.h"

int flash_area_open(uint8_t id, const struct flash_area **fa)
{
	return flashmap_open_id(NULL, id, fa);
}

void flash_area_close(const struct flash_area *fa)
{
	(void)fa;
}

void flash_area_foreach(flash_area_cb_t user_cb, void *user_data)
{
	struct fm_areas areas;

	if (!user_cb || fm_areas_get(NULL, &areas) < 0)
		return;
	for (size_t i = 0; i < areas.count; i++)
		user_cb(&areas.areas[i], user_data);
}

/* An exact match wins. */
static const struct flash_area *find(fm_areas_find_fn function,
				     const char *label)
{
	const struct flash_area *fa;
	struct fm_areas areas;

	if (!label || fm_areas_get(NULL, &areas) < 0)
		return NULL;
	if (function(&areas, label, false, &fa) < 0 &&
	    function(&areas, label, true, &fa) < 0)
		return NULL;
	return fa;
}

uint8_t flashmap_area_id(const char *label)
{
	return flashmap_id_of(find(fm_areas_find_label, label));
}

const struct flash_area *flashmap_find_label(const char *written,
					     const char *expanded)
{
	const struct flash_area *fa = find(fm_areas_find_label, written);

	return fa ? fa : find(fm_areas_find_label, expanded);
}

const struct flash_area *flashmap_find_node_label(const char *written,
						  const char *expanded)
{
	const struct flash_area *fa = find(fm_areas_find_node_label, written);

	return fa ? fa : find(fm_areas_find_node_label, expanded);
}
