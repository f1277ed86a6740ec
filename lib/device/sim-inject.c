// SPDX-License-Identifier: BSD-2-Clause
/* How faults get into a simulated chip: <flashmap/sim.h>. */

#include <errno.h>

#include "device/sim-private.h"

int fm_sim_set_bad(struct fm_medium *medium, uint64_t offset, bool bad)
{
	struct fm_sim_sector *sector;
	struct fm_range range;
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	if (!fm_sim_sector_range(sim, offset, &range)) {
		rc = -EINVAL;
	} else if (!sim->geometry.bad_blocks_possible) {
		rc = -ENOTSUP;
	} else {
		sector = fm_sim_sector_at(sim, offset);
		sim->counters.bad_blocks += (uint32_t)bad - sector->bad;
		sim->changed |= sector->bad != bad;
		sector->bad = bad;
	}
	return fm_sim_leave(sim, rc);
}

int fm_sim_set_weak(struct fm_medium *medium, uint64_t offset,
		    enum flashmap_sim_kind kind, uint32_t nth, bool for_good)
{
	struct fm_sim_fault fault = { .number = nth, .more = for_good };
	struct fm_sim *sim;
	int rc;

	if (kind == FLASHMAP_SIM_WRITE)
		fault.kind = FM_SIM_WEAK_PROGRAM;
	else if (kind == FLASHMAP_SIM_ERASE)
		fault.kind = FM_SIM_WEAK_ERASE;
	else
		return -EINVAL;
	rc = fm_sim_enter(medium, &sim);
	if (rc < 0)
		return rc;
	if (!fm_sim_sector_range(sim, offset, &fault.range)) {
		rc = -EINVAL;
	} else {
		fm_sim_remove_faults(sim, fault.kind, &fault.range);
		if (nth > 0)
			rc = fm_sim_add_fault(sim, &fault);
	}
	return fm_sim_leave(sim, rc);
}

static int set_bitflips(struct fm_sim *sim, uint64_t offset, uint32_t bits)
{
	struct fm_sim_fault fault = { .kind = FM_SIM_BITFLIPS, .number = bits };

	if (offset >= sim->geometry.size)
		return -EINVAL;
	fm_sim_step_at(sim, offset, &fault.range);
	if (bits > 8 * fault.range.size)
		return -EINVAL;
	fm_sim_remove_faults(sim, fault.kind, &fault.range);
	return bits > 0 ? fm_sim_add_fault(sim, &fault) : 0;
}

int fm_sim_set_bitflips(struct fm_medium *medium, uint64_t offset,
			uint32_t bits)
{
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	return fm_sim_leave(sim, set_bitflips(sim, offset, bits));
}

static int set_stuck_bit(struct fm_sim *sim, uint64_t offset, unsigned int bit,
			 enum flashmap_sim_stuck stuck)
{
	struct fm_sim_fault fault = { .kind = FM_SIM_STUCK,
				      .range = { offset, 1 } };
	const struct fm_sim_fault *old;
	uint32_t mask;

	if (offset >= sim->geometry.size || bit > 7 ||
	    (unsigned int)stuck > FLASHMAP_SIM_NOT_STUCK)
		return -EINVAL;
	mask = UINT32_C(1) << bit;
	old = fm_sim_find_fault(sim, fault.kind, &fault.range);
	if (old) {
		fault.number = old->number & ~mask;
		fault.more = old->more & ~mask;
	}
	if (stuck != FLASHMAP_SIM_NOT_STUCK)
		fault.number |= mask;
	if (stuck == FLASHMAP_SIM_STUCK_AT_1)
		fault.more |= mask;
	fm_sim_remove_faults(sim, fault.kind, &fault.range);
	return fault.number ? fm_sim_add_fault(sim, &fault) : 0;
}

int fm_sim_set_stuck_bit(struct fm_medium *medium, uint64_t offset,
			 unsigned int bit, enum flashmap_sim_stuck stuck)
{
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	return fm_sim_leave(sim, set_stuck_bit(sim, offset, bit, stuck));
}
