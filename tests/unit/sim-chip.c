// SPDX-License-Identifier: BSD-2-Clause

#include <string.h>

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

void set_up_nand(const struct fm_sim_parameters *parameters)
{
	static const struct fm_sim_parameters none;
	struct fm_sim_parameters complete = parameters ? *parameters : none;

	complete.type = "nand";
	complete.write_size = SIM_PAGE;
	complete.oob_size = 16;
	complete.ecc = (struct fm_ecc_ability){ 4, SIM_STEP, 3 };
	set_up_sim(&complete);
}

void tear_down_sim(void)
{
	sim->operations->destroy(sim);
	sim = NULL;
}

int sim_read(uint64_t offset, void *data, size_t length)
{
	struct fm_ecc_found found = { 0 };

	return sim->operations->read(sim, offset, data, length, &found);
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

int sim_program_page(unsigned int page, uint8_t value)
{
	uint8_t data[SIM_PAGE];

	memset(data, value, sizeof(data));
	return sim_write(page * SIM_PAGE, data, sizeof(data));
}

void check_page(unsigned int page, uint8_t value)
{
	uint8_t data[SIM_PAGE];

	ck_assert_int_eq(sim_read(page * SIM_PAGE, data, sizeof(data)), 0);
	check_all(data, sizeof(data), value);
}

uint32_t sim_erase_count(uint64_t offset)
{
	uint32_t count = 12345;

	ck_assert_int_eq(fm_sim_get_erase_count(sim, offset, &count), 0);
	return count;
}

void check_all(const uint8_t *data, size_t length, uint8_t value)
{
	for (size_t i = 0; i < length; i++)
		if (data[i] != value)
			ck_abort_msg("byte %zu is %#x and not %#x", i, data[i],
				     value);
}

void sim_cut(uint64_t operation, enum flashmap_sim_cut how)
{
	ck_assert_int_eq(fm_sim_cut_power(sim, operation, how), 0);
}

void sim_restore(void)
{
	ck_assert_int_eq(fm_sim_restore_power(sim), 0);
}

/* A NOR whose first two sectors hold 0x5a. */
void set_up_full_nor(void)
{
	static uint8_t data[2 * SIM_ERASE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	memset(data, 0x5a, sizeof(data));
	ck_assert_int_eq(sim_write(0, data, SIM_ERASE), 0);
	ck_assert_int_eq(sim_write(SIM_ERASE, data, SIM_ERASE), 0);
}

void check_bytes(uint64_t offset, size_t size, uint8_t value)
{
	static uint8_t data[SIM_SIZE];

	ck_assert_int_eq(sim_read(offset, data, size), 0);
	check_all(data, size, value);
}

/* Whether two reads of so many tell different bytes. */
bool sim_is_unstable(uint64_t offset, size_t size)
{
	static uint8_t first[SIM_ERASE], again[SIM_ERASE];

	sim_read(offset, first, size);
	for (int i = 0; i < 64; i++) {
		sim_read(offset, again, size);
		if (memcmp(first, again, size) != 0)
			return true;
	}
	return false;
}
