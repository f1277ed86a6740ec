// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/sim.h>: the simulated chips of a map. */

#include <errno.h>
#include <string.h>

#include "device/sim.h"
#include "map/map.h"

static int find_simulated(struct flashmap *map, const char *name,
			  struct fm_medium **medium)
{
	struct fm_chip *found = NULL;
	int rc = fm_map_get(&map);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < map->chip_count; i++) {
		struct fm_chip *chip = &map->chips[i];

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

int flashmap_sim_set_bad(struct flashmap *map, const char *chip,
			 uint64_t offset, bool bad)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_set_bad(medium, offset, bad);
}

int flashmap_sim_set_weak(struct flashmap *map, const char *chip,
			  uint64_t offset, enum flashmap_sim_kind kind,
			  uint32_t nth, bool for_good)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc
		      : fm_sim_set_weak(medium, offset, kind, nth, for_good);
}

int flashmap_sim_set_bitflips(struct flashmap *map, const char *chip,
			      uint64_t offset, uint32_t bits)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_set_bitflips(medium, offset, bits);
}

int flashmap_sim_set_stuck_bit(struct flashmap *map, const char *chip,
			       uint64_t offset, unsigned int bit,
			       enum flashmap_sim_stuck stuck)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_set_stuck_bit(medium, offset, bit, stuck);
}

int flashmap_sim_set_locks(struct flashmap *map, const char *chip,
			   unsigned int flags, uint32_t unlock_sectors)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_set_locks(medium, flags, unlock_sectors);
}

int flashmap_sim_get_operation_count(struct flashmap *map, const char *chip,
				     uint64_t *count)
{
	struct fm_medium *medium;
	int rc;

	if (!count)
		return -EINVAL;
	rc = find_simulated(map, chip, &medium);
	return rc < 0 ? rc : fm_sim_get_operation_count(medium, count);
}

int flashmap_sim_cut_power(struct flashmap *map, const char *chip,
			   uint64_t operation, enum flashmap_sim_cut cut)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_cut_power(medium, operation, cut);
}

int flashmap_sim_restore_power(struct flashmap *map, const char *chip)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_restore_power(medium);
}

int flashmap_sim_set_seed(struct flashmap *map, const char *chip, uint64_t seed)
{
	struct fm_medium *medium;
	int rc = find_simulated(map, chip, &medium);

	return rc < 0 ? rc : fm_sim_set_seed(medium, seed);
}

int flashmap_sim_copy(struct flashmap *from, const char *from_chip,
		      struct flashmap *to, const char *to_chip)
{
	struct fm_medium *source, *target;
	int rc = find_simulated(from, from_chip, &source);

	if (!rc)
		rc = find_simulated(to, to_chip, &target);
	return rc < 0 ? rc : fm_sim_copy(source, target);
}
