// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "log.h"
#include "map/registry.h"
#include "zephyr/target.h"

struct fm_device *fm_find_device(const struct device *dev)
{
	size_t index;
	struct flashmap *map = fm_registry_find_device(dev, &index);

	return map ? &map->devices[index] : NULL;
}

struct fm_range fm_whole_device(const struct fm_device *device)
{
	if (device->window)
		return device->window->range;
	return (struct fm_range){ .size = device->chip->extent };
}

int fm_find_device_range(const struct device *dev, off_t offset, uint64_t len,
			 const struct fm_device **device,
			 struct fm_range *range)
{
	struct fm_range whole;

	*device = fm_find_device(dev);
	if (!*device)
		return -ENODEV;
	whole = fm_whole_device(*device);
	range->size = len;
	if (fm_range_inside(whole.size, offset, len) &&
	    fm_range_add(whole.offset, (uint64_t)offset, &range->offset))
		return 0;
	fm_log_range(FLASHMAP_LOG_ERROR, dev->name, -EINVAL, (uint64_t)offset,
		     len, "the range is not on the device");
	return -EINVAL;
}
