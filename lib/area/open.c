// SPDX-License-Identifier: BSD-2-Clause

#include <flashmap/map.h>

#include "map/label.h"
#include "map/map.h"

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
	struct flashmap *map = NULL;

	if (!user_cb || fm_map_get(&map) < 0)
		return;
	for (size_t i = 0; i < map->area_count; i++)
		user_cb(&map->areas[i], user_data);
}

uint8_t flashmap_area_id(const char *label)
{
	struct flashmap *map = NULL;
	const struct flash_area *fa;

	if (!label || fm_map_get(&map) < 0)
		return FLASH_AREA_ID_NONE;
	if (fm_label_find(map->labels, label, &fa) < 0 &&
	    fm_label_find(map->c_labels, label, &fa) < 0)
		return FLASH_AREA_ID_NONE;
	return fa->fa_id;
}
