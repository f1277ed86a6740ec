// SPDX-License-Identifier: BSD-2-Clause

#include "sim-chip.h"

struct fm_medium *sim;

void set_up_sim_value(const struct fm_sim_parameters *parameters,
		      uint8_t erased_value)
{
	struct fm_sim_parameters complete = *parameters;

	complete.name = "flash";
	complete.size = SIM_SIZE;
	complete.erase_size = SIM_ERASE;
	complete.erased_value = erased_value;
	if (!complete.write_size)
		complete.write_size = 1;
	ck_assert_int_eq(fm_sim_new(&complete, &sim), 0);
}

void set_up_sim(const struct fm_sim_parameters *parameters)
{
	set_up_sim_value(parameters, 0xff);
}

void tear_down_sim(void)
{
	sim->operations->destroy(sim);
	sim = NULL;
}

int sim_read(uint64_t offset, void *data, size_t length)
{
	return sim->operations->read(sim, offset, data, length);
}

int sim_write(uint64_t offset, const void *data, size_t length)
{
	return sim->operations->write(sim, offset, data, length);
}

int sim_erase(uint64_t offset, uint64_t size)
{
	const struct fm_range sector = { offset, size };

	return sim->operations->erase(sim, &sector);
}

void check_all(const uint8_t *data, size_t length, uint8_t value)
{
	for (size_t i = 0; i < length; i++)
		if (data[i] != value)
			ck_abort_msg("byte %zu is %#x and not %#x", i, data[i],
				     value);
}
