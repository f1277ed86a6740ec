// SPDX-License-Identifier: BSD-2-Clause
/* What is in a map, one after the other. */

#include <errno.h>

#include "map/areas.h"
#include "map/expect.h"

int flashmap_open_id(struct flashmap *map, uint8_t id,
		     const struct flash_area **fa)
{
	struct fm_areas areas;
	int rc;

	if (!fa)
		return -EINVAL;
	*fa = NULL;
	rc = fm_areas_get(map, &areas);
	if (!rc)
		rc = fm_areas_find_id(&areas, id, fa);
	if (!rc && fm_is_default(map))
		rc = fm_expect_check(*fa, !areas.map);
	if (rc < 0)
		*fa = NULL;
	return rc;
}

int flashmap_open_label(struct flashmap *map, const char *label,
			const struct flash_area **fa)
{
	struct fm_areas areas;
	int rc;

	if (!fa)
		return -EINVAL;
	*fa = NULL;
	if (!label)
		return -EINVAL;
	rc = fm_areas_get(map, &areas);
	if (!rc)
		rc = fm_areas_find_label(&areas, label, false, fa);
	return rc;
}

int flashmap_foreach_area(struct flashmap *map, flashmap_area_fn function,
			  void *user_data)
{
	struct fm_areas areas;
	int rc;

	if (!function)
		return -EINVAL;
	rc = fm_areas_get(map, &areas);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < areas.count && !rc; i++)
		rc = function(&areas.areas[i], user_data);
	return rc;
}

/* From the description alone: no device is touched for a list. */
static void describe_chip(const struct flashmap *map, size_t index,
			  struct flashmap_chip *info)
{
	const struct fm_description *description = &map->description;
	const struct fm_chip_description *described =
		&description->chips[index];
	const struct fm_chip *chip = &map->chips[index];

	*info = (struct flashmap_chip){
		.name = chip->name,
		.type = chip->type,
		.dt_path = chip->dt_path,
		.size = chip->size,
		.erase_size = described->erase_size,
		.write_size = described->write_size,
		.id = chip->id,
		.simulated = chip->simulated,
	};
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		if (mtd->chip != index)
			continue;
		if (mtd->erase_size > info->erase_size)
			info->erase_size = mtd->erase_size;
		if (mtd->write_size > info->write_size)
			info->write_size = mtd->write_size;
	}
}

int flashmap_foreach_chip(struct flashmap *map, flashmap_chip_fn function,
			  void *user_data)
{
	int rc;

	if (!function)
		return -EINVAL;
	rc = fm_map_get(&map);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < map->chip_count && !rc; i++) {
		struct flashmap_chip info;

		describe_chip(map, i, &info);
		rc = function(&info, user_data);
	}
	return rc;
}

int flashmap_foreach_finding(struct flashmap *map, flashmap_finding_fn function,
			     void *user_data)
{
	int rc;

	if (!function)
		return -EINVAL;
	rc = fm_map_get(&map);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < map->description.finding_count && !rc; i++) {
		const struct fm_finding *found = &map->description.findings[i];
		const struct flashmap_finding finding = {
			.code = found->code,
			.message = found->message,
			.mtd = found->mtd,
		};

		rc = function(&finding, user_data);
	}
	return rc;
}
