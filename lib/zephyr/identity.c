// SPDX-License-Identifier: BSD-2-Clause
/* What a chip says of itself, as far as the kernel passes it on. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zephyr/drivers/flash.h>

#include "discover/spi-nor.h"
#include "log.h"
#include "map/registry.h"
#include "zephyr/target.h"

/* An MTD of the device; all those of a chip are on the same one. */
static const struct fm_mtd_description *find_mtd(const struct flashmap *map,
						 size_t index)
{
	const struct fm_description *description = &map->description;

	/* The chips come first, then the MTDs in their order. */
	if (index >= map->chip_count)
		return &description->mtds[index - map->chip_count];
	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].chip == index)
			return &description->mtds[i];
	return NULL;
}

FM_GENERIC_NAME int flash_read_jedec_id(const struct device *dev, uint8_t *id)
{
	const struct fm_mtd_description *mtd;
	struct flashmap *map;
	size_t index;

	map = fm_registry_find_device(dev, &index);
	if (!map)
		return -ENODEV;
	if (!id)
		return -EINVAL;
	mtd = find_mtd(map, index);
	return mtd ? fm_spi_nor_read_id(&map->root, mtd, id) : -ENOTSUP;
}

FM_GENERIC_NAME int flash_sfdp_read(const struct device *dev, off_t offset,
				    void *data, size_t len)
{
	const struct fm_mtd_description *mtd;
	struct flashmap *map;
	size_t index, size;
	char *sfdp;
	int rc;

	map = fm_registry_find_device(dev, &index);
	if (!map)
		return -ENODEV;
	if (!data && len > 0)
		return -EINVAL;
	mtd = find_mtd(map, index);
	rc = mtd ? fm_spi_nor_read_sfdp(&map->root, mtd, &sfdp, &size)
		 : -ENOTSUP;
	if (rc < 0)
		return rc;
	if (!fm_range_inside(size, offset, len)) {
		rc = -EINVAL;
		fm_log_range(FLASHMAP_LOG_ERROR, dev->name, rc,
			     (uint64_t)offset, len,
			     "the range is not inside the parameters");
	} else if (len > 0) {
		memcpy(data, sfdp + offset, len);
	}
	free(sfdp);
	return rc;
}
