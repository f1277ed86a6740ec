// SPDX-License-Identifier: BSD-2-Clause

#include <zephyr/device.h>

#include "zephyr/target.h"

FM_GENERIC_NAME const struct device *device_get_binding(const char *name)
{
	const struct fm_device *device;
	struct flashmap *map = NULL;

	if (!name || fm_map_get(&map) < 0)
		return NULL;
	device = fm_map_find_device(map, name);
	return device ? &device->device : NULL;
}

FM_GENERIC_NAME bool device_is_ready(const struct device *dev)
{
	const struct fm_device *device = fm_find_device(dev);

	return device && device->chip->window_count > 0;
}
