// SPDX-License-Identifier: BSD-2-Clause
/* The faults of a simulated chip: few, so that a list will do. */

#include <errno.h>
#include <stdlib.h>

#include "device/sim-private.h"

int fm_sim_add_fault(struct fm_sim *sim, const struct fm_sim_fault *fault)
{
	struct fm_sim_fault *faults;

	faults = reallocarray(sim->faults, sim->fault_count + 1,
			      sizeof(*faults));
	if (!faults)
		return -ENOMEM;
	sim->faults = faults;
	faults[sim->fault_count++] = *fault;
	sim->changed = true;
	return 0;
}

struct fm_sim_fault *fm_sim_find_fault(struct fm_sim *sim,
				       enum fm_sim_fault_kind kind,
				       const struct fm_range *range)
{
	for (size_t i = 0; i < sim->fault_count; i++) {
		struct fm_sim_fault *fault = &sim->faults[i];

		if (fault->kind == kind &&
		    fm_range_overlaps(&fault->range, range))
			return fault;
	}
	return NULL;
}

void fm_sim_remove_faults(struct fm_sim *sim, enum fm_sim_fault_kind kind,
			  const struct fm_range *range)
{
	size_t kept = 0;

	for (size_t i = 0; i < sim->fault_count; i++) {
		const struct fm_sim_fault *fault = &sim->faults[i];

		if (fault->kind == kind &&
		    fm_range_overlaps(&fault->range, range))
			continue;
		if (kept != i)
			sim->faults[kept] = *fault;
		kept++;
	}
	sim->changed |= kept != sim->fault_count;
	sim->fault_count = kept;
}

void fm_sim_step_at(const struct fm_sim *sim, uint64_t offset,
		    struct fm_range *step)
{
	uint32_t step_size = sim->geometry.ecc.step_size;
	struct fm_range sector;
	uint64_t before;

	fm_sim_sector_range(sim, offset, &sector);
	before = offset - sector.offset;
	if (step_size == 0)
		step_size = sim->page_size;
	step->offset = offset - before % step_size;
	step->size = fm_range_clip(&sector, step->offset, step_size);
}

bool fm_sim_is_too_weak(struct fm_sim *sim, enum fm_sim_fault_kind kind,
			const struct fm_range *range)
{
	struct fm_sim_fault *fault = fm_sim_find_fault(sim, kind, range);

	if (!fault)
		return false;
	if (fault->number > 1) {
		fault->number--;
		sim->counts_changed = true;
		return false;
	}
	if (!fault->more)
		fm_sim_remove_faults(sim, kind, range);
	return true;
}
