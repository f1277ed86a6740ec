// SPDX-License-Identifier: BSD-2-Clause
/* The power supply of a simulated chip. */

#include <errno.h>

#include "device/sim-private.h"
#include "log.h"

bool fm_sim_power_fails(struct fm_sim *sim, enum flashmap_sim_cut *cut)
{
	struct fm_sim_power *power = &sim->power;

	power->operations++;
	if (power->until == 0 || --power->until > 0)
		return false;
	power->off = true;
	*cut = power->cut;
	fm_log(FLASHMAP_LOG_INFO, sim->name, -ENODEV, "its power is cut");
	return true;
}

int fm_sim_get_operation_count(struct fm_medium *medium, uint64_t *count)
{
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	*count = sim->power.operations;
	return fm_sim_leave(sim, 0);
}

int fm_sim_cut_power(struct fm_medium *medium, uint64_t operation,
		     enum flashmap_sim_cut cut)
{
	struct fm_sim *sim;
	int rc;

	if ((unsigned int)cut > FLASHMAP_SIM_CUT_LAST_BYTE)
		return -EINVAL;
	rc = fm_sim_enter(medium, &sim);
	if (rc < 0)
		return rc;
	sim->power.until = operation;
	sim->power.cut = cut;
	sim->power.off |= operation == 0;
	return fm_sim_leave(sim, 0);
}

int fm_sim_restore_power(struct fm_medium *medium)
{
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	sim->power.until = 0;
	sim->power.off = false;
	return fm_sim_leave(sim, 0);
}

int fm_sim_set_seed(struct fm_medium *medium, uint64_t seed)
{
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	sim->random = seed;
	return fm_sim_leave(sim, 0);
}
