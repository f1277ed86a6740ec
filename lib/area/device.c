// SPDX-License-Identifier: BSD-2-Clause
/* What an area says of its device. */

#include <errno.h>

#include "area/geometry.h"
#include "area/resolve.h"

uint32_t flash_area_align(const struct flash_area *fa)
{
	const struct fm_geometry *geometry;
	struct fm_target target;

	if (fm_resolve(fa, &target) < 0 ||
	    fm_target_geometry(&target, &geometry) < 0)
		return 0;
	return geometry->write_size;
}

uint8_t flash_area_erased_val(const struct flash_area *fa)
{
	const struct fm_geometry *geometry;
	struct fm_target target;

	if (fm_resolve(fa, &target) < 0 ||
	    fm_target_geometry(&target, &geometry) < 0)
		return 0xff;
	return geometry->erased_value;
}

int flash_area_has_driver(const struct flash_area *fa)
{
	return flash_area_get_device(fa) ? 1 : -ENODEV;
}

const struct device *flash_area_get_device(const struct flash_area *fa)
{
	struct fm_target target;

	return fm_resolve(fa, &target) < 0 ? NULL : &target.device->device;
}

bool flash_area_device_is_ready(const struct flash_area *fa)
{
	struct fm_target target;

	return fm_resolve(fa, &target) == 0 && target.chip->window_count > 0;
}

const char *flash_area_label(const struct flash_area *fa)
{
	return flashmap_label_of(fa);
}
