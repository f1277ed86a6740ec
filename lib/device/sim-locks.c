// SPDX-License-Identifier: BSD-2-Clause
/* Write protection that a simulated chip has of its own. */

#include <errno.h>

#include "device/sim-private.h"
#include "log.h"

#define ALL_FLAGS                                              \
	(FLASHMAP_SIM_LOCKS_NONE | FLASHMAP_SIM_LOCKS_REFUSE | \
	 FLASHMAP_SIM_LOCKS_FALSE_ERROR)

unsigned int fm_sim_default_lock_flags(const struct fm_sim *sim)
{
	return sim->type == FM_SIM_NOR ? 0 : FLASHMAP_SIM_LOCKS_NONE;
}

bool fm_sim_is_locked(struct fm_sim *sim, uint64_t offset)
{
	return !(sim->lock_flags & FLASHMAP_SIM_LOCKS_NONE) &&
	       fm_sim_sector_at(sim, offset)->locked;
}

int fm_sim_range_is_locked(struct fm_sim *sim, const struct fm_range *range)
{
	struct fm_range sector, left = *range;

	if (sim->lock_flags & FLASHMAP_SIM_LOCKS_NONE)
		return -ENOTSUP;
	/* As MEMISLOCKED: only if the entire range is. */
	while (left.size > 0) {
		uint64_t size;

		if (!fm_sim_sector_range(sim, left.offset, &sector))
			return -EINVAL;
		if (!fm_sim_is_locked(sim, left.offset))
			return 0;
		size = fm_range_clip(&sector, left.offset, left.size);
		left.offset += size;
		left.size -= size;
	}
	return 1;
}

int fm_sim_set_locked(struct fm_sim *sim, const struct fm_range *range,
		      bool locked)
{
	uint64_t sector_size = sim->geometry.single.sector_size;
	uint64_t first = range->offset / sector_size;
	uint64_t count = range->size / sector_size;
	uint64_t unit = locked ? 1 : sim->unlock_sectors;

	if (sim->lock_flags & FLASHMAP_SIM_LOCKS_NONE)
		return -ENOTSUP;
	if (!fm_geometry_on_sectors(&sim->geometry, range))
		return -EINVAL;
	if (count > 0) {
		count += first % unit;
		first -= first % unit;
		count += (unit - count % unit) % unit;
	}
	for (uint64_t i = first; i < first + count; i++) {
		if (i >= sim->sector_count)
			break;
		sim->changed |= sim->sectors[i].locked != locked;
		sim->sectors[i].locked = locked;
	}
	return sim->lock_flags & FLASHMAP_SIM_LOCKS_FALSE_ERROR ? -EIO : 0;
}

int fm_sim_set_locks(struct fm_medium *medium, unsigned int flags,
		     uint32_t unlock_sectors)
{
	struct fm_sim *sim;
	int rc;

	if (flags & ~(unsigned int)ALL_FLAGS || unlock_sectors == 0)
		return -EINVAL;
	rc = fm_sim_enter(medium, &sim);
	if (rc < 0)
		return rc;
	sim->changed |= sim->lock_flags != flags ||
			sim->unlock_sectors != unlock_sectors;
	sim->lock_flags = flags;
	sim->unlock_sectors = unlock_sectors;
	return fm_sim_leave(sim, 0);
}
