// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "area/geometry.h"

struct collection {
	struct flash_sector *sectors;
	uint32_t capacity;
	uint32_t used;
	/* Sectors to pass over first. */
	uint64_t skip;
};

static int collect(const struct fm_run *run, void *context)
{
	struct collection *collection = context;
	uint64_t index = collection->skip;

	if (index >= run->sector_count) {
		collection->skip -= run->sector_count;
		return 0;
	}
	collection->skip = 0;
	for (; index < run->sector_count; index++) {
		struct flash_sector *sector;

		if (collection->used == collection->capacity)
			return -ENOMEM;
		sector = &collection->sectors[collection->used++];
		sector->fs_off =
			(off_t)(run->offset + index * run->sector_size);
		sector->fs_size = (size_t)run->sector_size;
	}
	return 0;
}

int flashmap_area_get_sectors(const struct flash_area *fa, uint32_t first,
			      uint32_t *count, struct flash_sector *sectors)
{
	struct collection collection = { .sectors = sectors, .skip = first };
	struct fm_target target;
	int rc;

	if (!count || !sectors)
		return -EINVAL;
	rc = fm_resolve(fa, &target);
	if (rc < 0)
		return rc;
	collection.capacity = *count;
	rc = fm_for_each_area_run(fa, &target, collect, &collection);
	if (!rc)
		*count = collection.used;
	return rc;
}

int flash_area_sectors(const struct flash_area *fa, uint32_t *count,
		       struct flash_sector *sectors)
{
	return flashmap_area_get_sectors(fa, 0, count, sectors);
}

int flash_area_get_sectors(int fa_id, uint32_t *count,
			   struct flash_sector *sectors)
{
	const struct flash_area *fa;

	if (fa_id < 0 || fa_id > UINT8_MAX ||
	    flashmap_open_id(NULL, (uint8_t)fa_id, &fa) < 0)
		return -EINVAL;
	return flashmap_area_get_sectors(fa, 0, count, sectors);
}
