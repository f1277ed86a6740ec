// SPDX-License-Identifier: BSD-2-Clause
/* What MCUboot's bootutil asks of a flash area and its device. */

#include <errno.h>

#include <flash_map_backend/flash_map_backend.h>

#include "area/geometry.h"
#include "zephyr/target.h"

/* As fa_device_id where there is no device. */
#define NO_DEVICE 255

FM_GENERIC_NAME uint8_t flash_area_get_device_id(const struct flash_area *fa)
{
	struct fm_target target;

	return fm_resolve(fa, &target) < 0 ? NO_DEVICE : target.chip->id;
}

FM_GENERIC_NAME int flash_area_get_sector(const struct flash_area *fa,
					  off_t off, struct flash_sector *fs)
{
	struct fm_target target;
	struct fm_range sector;
	int rc;

	if (!fa || !fs)
		return -EINVAL;
	if (!fm_range_inside(fa->fa_size, off, 1))
		return -ERANGE;
	rc = fm_resolve(fa, &target);
	if (!rc)
		rc = fm_target_sector(&target, (uint64_t)off, &sector);
	if (rc < 0)
		return rc;
	fs->fs_off = (off_t)sector.offset;
	fs->fs_size = (size_t)sector.size;
	return 0;
}

FM_GENERIC_NAME bool flash_area_erase_required(const struct flash_area *fa)
{
	const struct fm_geometry *geometry;
	struct fm_target target;

	if (fm_resolve(fa, &target) < 0 ||
	    fm_target_geometry(&target, &geometry) < 0)
		return true;
	return !geometry->no_explicit_erase;
}

FM_GENERIC_NAME int flash_device_base(uint8_t fd_id, uintptr_t *ret)
{
	(void)fd_id;
	if (ret)
		*ret = 0;
	return -ENOTSUP;
}
