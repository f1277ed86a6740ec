// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/sim.h>: the simulated chips of a map. */

#include <errno.h>
#include <string.h>

#include "device/sim.h"
#include "map/map.h"

static int find_simulated(struct flashmap *map, const char *name,
			  struct fm_medium **medium)
{
	struct device *found = NULL;
	int rc = fm_map_get(&map);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < map->chip_count; i++) {
		struct device *chip = &map->chips[i];

		if (!chip->simulated || (name && strcmp(name, chip->name) != 0))
			continue;
		if (found)
			return -ENOTUNIQ;
		found = chip;
	}
	if (!found)
		return -ENODEV;
	*medium = found->windows[0].medium;
	return 0;
}

int flashmap_sim_set_log(struct flashmap *map, const char *chip,
			 flashmap_sim_log_fn log, void *user_data)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	if (rc < 0)
		return rc;
	fm_sim_set_log(medium, log, user_data);
	return 0;
}

int flashmap_sim_get_erase_count(struct flashmap *map, const char *chip,
				 uint64_t offset, uint32_t *count)
{
	struct fm_medium *medium;
	int rc;

	if (!count)
		return -EINVAL;
	rc = find_simulated(map, chip, &medium);
	return rc < 0 ? rc : fm_sim_get_erase_count(medium, offset, count);
}
