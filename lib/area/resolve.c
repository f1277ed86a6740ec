// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "area/resolve.h"
#include "log.h"
#include "map/registry.h"

/* What an area's name stands for: a chip, or one MTD alone. */
struct named {
	struct flashmap *map;
	struct device *chip;
	const struct fm_window *window;
};

static bool find_named(struct flashmap *map, const char *name,
		       struct named *named)
{
	if (!name || fm_map_get(&map) < 0)
		return false;
	named->map = map;
	named->window = NULL;
	named->chip = fm_map_find_chip(map, name);
	if (!named->chip)
		named->window = fm_map_find_mtd(map, name, &named->chip);
	return named->chip != NULL;
}

/* Offsets on one MTD alone begin at its own start. */
static bool is_chip_itself(const struct named *named)
{
	return !named->window || named->window->range.offset == 0;
}

static int resolve_made(const struct flash_area *fa, struct fm_target *target)
{
	struct flashmap *map = fm_registry_find_device(fa->fa_dev);
	struct named named = { NULL, NULL, NULL };
	bool has_name = find_named(map, fa->fa_dev_name, &named);
	struct fm_range range;

	if (!map && !has_name)
		return -ENODEV;
	if (map && has_name &&
	    (named.chip != fa->fa_dev || !is_chip_itself(&named))) {
		fm_log(FLASHMAP_LOG_ERROR, fa->fa_dev_name, -EINVAL,
		       "the area names another device than it points to");
		return -EINVAL;
	}
	if (map) {
		named.map = map;
		named.chip = (struct device *)fa->fa_dev;
		named.window = NULL;
	}

	target->map = named.map;
	target->chip = named.chip;
	target->window = named.window;
	target->base = (uint64_t)fa->fa_off;
	target->link = NULL;
	if (named.window)
		return fm_range_add(named.window->range.offset, target->base,
				    &target->base)
			       ? 0
			       : -EINVAL;
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
	target->window = target->link->window;
	target->base = (uint64_t)fa->fa_off;
	return 0;
}

int fm_resolve_range(const struct flash_area *fa, off_t off, size_t len,
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
