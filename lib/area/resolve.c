// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "area/resolve.h"
#include "log.h"
#include "map/registry.h"

/* In this map, or the default map if that is NULL, which it is set to then. */
static const struct fm_device *find_named(struct flashmap **map,
					  const char *name)
{
	if (!name || fm_map_get(map) < 0)
		return NULL;
	return fm_map_find_device(*map, name);
}

/* Where offset 0 is: offsets on one MTD alone begin at its own start. */
static uint64_t origin(const struct fm_device *device)
{
	return device->window ? device->window->range.offset : 0;
}

static int resolve_made(const struct flash_area *fa, struct fm_target *target)
{
	const struct fm_device *device, *named;
	struct flashmap *map;
	struct fm_range range;
	size_t index;

	map = fm_registry_find_device(fa->fa_dev, &index);
	device = map ? &map->devices[index] : NULL;
	named = find_named(&map, fa->fa_dev_name);
	if (!device && !named)
		return -ENODEV;
	if (device && named &&
	    (device->chip != named->chip || origin(device) != origin(named))) {
		fm_log(FLASHMAP_LOG_ERROR, fa->fa_dev_name, -EINVAL,
		       "the area names another device than it points to");
		return -EINVAL;
	}

	target->map = map;
	target->device = device ? device : named;
	target->chip = target->device->chip;
	target->window = target->device->window;
	target->link = NULL;
	if (!fm_range_add(origin(target->device), (uint64_t)fa->fa_off,
			  &target->base))
		return -EINVAL;
	if (target->window)
		return 0;
	range.offset = target->base;
	range.size = fa->fa_size;
	target->window = fm_chip_find_window(target->chip, &range);
	return 0;
}

int fm_resolve(const struct flash_area *fa, struct fm_target *target)
{
	struct flashmap *map;
	size_t index;

	if (!fa)
		return -EINVAL;
	map = fm_registry_find_area(fa, &index);
	if (!map)
		return fa->fa_off < 0 ? -EINVAL : resolve_made(fa, target);

	target->map = map;
	target->link = &map->links[index];
	if (!target->link->chip)
		return -ENODEV;
	target->chip = target->link->chip;
	target->device = &map->devices[target->chip - map->chips];
	target->window = target->link->window;
	target->base = (uint64_t)fa->fa_off;
	return 0;
}

int fm_resolve_range(const struct flash_area *fa, off_t off, uint64_t len,
		     struct fm_target *target, struct fm_range *range)
{
	int rc;

	if (!fa)
		return -EINVAL;
	if (!fm_range_inside(fa->fa_size, off, len)) {
		fm_log_range(FLASHMAP_LOG_ERROR, fa->fa_label, -EINVAL,
			     (uint64_t)off, len,
			     "the range is not inside the area");
		return -EINVAL;
	}
	rc = fm_resolve(fa, target);
	if (rc < 0)
		return rc;
	range->size = len;
	return fm_range_add(target->base, (uint64_t)off, &range->offset)
		       ? 0
		       : -EINVAL;
}
