// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zephyr/drivers/flash.h>

#include "map/registry.h"
#include "zephyr/target.h"

/* Of what is no device, or cannot be asked. */
static const struct flash_parameters unknown = { .erase_value = 0xff };

/* What is right for every window: a write may go through any of them. */
static int sum_up(const struct fm_device *device, struct fm_geometry *sum)
{
	const struct fm_window *windows = device->window;
	size_t count = 1;

	if (!windows) {
		windows = device->chip->windows;
		count = device->chip->window_count;
	}
	if (count == 0)
		return -ENXIO;
	for (size_t i = 0; i < count; i++) {
		const struct fm_geometry *geometry;
		int rc = fm_window_geometry(&windows[i], &geometry);

		if (rc < 0)
			return rc;
		if (i == 0)
			*sum = *geometry;
		if (geometry->write_size > sum->write_size)
			sum->write_size = geometry->write_size;
		sum->no_explicit_erase &= geometry->no_explicit_erase;
	}
	return 0;
}

/* The one that is published first counts. */
static const struct flash_parameters *
publish(struct fm_device *device, const struct flash_parameters *parameters)
{
	void *copy = malloc(sizeof(*parameters));
	void *other = NULL;

	if (!copy)
		return &unknown;
	memcpy(copy, parameters, sizeof(*parameters));
	if (atomic_compare_exchange_strong(&device->parameters, &other, copy))
		return copy;
	free(copy);
	return other;
}

/* Failing to ask is not remembered: it may succeed the next time. */
static const struct flash_parameters *get_parameters(const struct device *dev)
{
	struct fm_device *device = fm_find_device(dev);
	const struct flash_parameters *known;
	struct fm_geometry sum;

	if (!device)
		return &unknown;
	known = atomic_load(&device->parameters);
	if (known)
		return known;
	if (sum_up(device, &sum) < 0)
		return &unknown;
	return publish(device, &(struct flash_parameters){
				       .write_block_size = sum.write_size,
				       .caps = { sum.no_explicit_erase },
				       .erase_value = sum.erased_value,
			       });
}

FM_GENERIC_NAME const struct flash_parameters *
flash_get_parameters(const struct device *dev)
{
	return get_parameters(dev);
}

FM_GENERIC_NAME size_t flash_get_write_block_size(const struct device *dev)
{
	return get_parameters(dev)->write_block_size;
}

/* Of a chip that nothing is known of but one MTD, which it stands for. */
static bool is_one_mtd(const struct flashmap *map, size_t chip)
{
	const struct fm_description *description = &map->description;

	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].chip == chip)
			return !description->mtds[i].placed;
	return false;
}

FM_GENERIC_NAME int flash_get_size(const struct device *dev, uint64_t *size)
{
	const struct fm_device *device;
	struct flashmap *map;
	size_t index;

	map = fm_registry_find_device(dev, &index);
	if (!map)
		return -ENODEV;
	if (!size)
		return -EINVAL;
	device = &map->devices[index];
	if (device->window || is_one_mtd(map, index)) {
		*size = fm_whole_device(device).size;
		return 0;
	}
	if (device->chip->size == 0)
		return -ENOTSUP;
	*size = device->chip->size;
	return 0;
}

FM_GENERIC_NAME int flash_write_protection_set(const struct device *dev,
					       bool enable)
{
	(void)enable;
	return fm_find_device(dev) ? 0 : -ENODEV;
}
