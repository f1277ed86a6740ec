// SPDX-License-Identifier: BSD-2-Clause
/* How a simulated chip is made. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-private.h"

static int parse_type(const char *name, enum fm_sim_type *type)
{
	static const char *const names[] = {
		[FM_SIM_NOR] = "nor",
		[FM_SIM_NAND] = "nand",
		[FM_SIM_RAM] = "ram",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name ? name : "nor", names[i]) == 0) {
			*type = (enum fm_sim_type)i;
			return 0;
		}
	}
	return -EINVAL;
}

static int check_nand(const struct fm_sim_parameters *parameters)
{
	const struct fm_ecc_ability *ecc = &parameters->ecc;
	uint64_t sectors = parameters->size / parameters->erase_size;

	if (parameters->write_size == 1 ||
	    parameters->write_size == parameters->erase_size ||
	    parameters->erased_value != 0xff ||
	    ecc->bitflip_threshold > ecc->strength)
		return -EINVAL;
	/* One bit more than it corrects has to be in the step. */
	if (ecc->strength > 0 &&
	    (!fm_range_aligned(parameters->write_size, 0, ecc->step_size) ||
	     ecc->strength / 8 >= ecc->step_size))
		return -EINVAL;
	for (size_t i = 0; i < parameters->bad_block_count; i++)
		if (parameters->bad_blocks[i] >= sectors)
			return -EINVAL;
	return 0;
}

static int check_parameters(const struct fm_sim_parameters *parameters,
			    enum fm_sim_type *type)
{
	int rc = parse_type(parameters->type, type);

	if (rc < 0)
		return rc;
	if (parameters->size == 0 ||
	    !fm_range_aligned(parameters->size, 0, parameters->erase_size) ||
	    !fm_range_aligned(parameters->erase_size, 0,
			      parameters->write_size))
		return -EINVAL;
	if (parameters->erased_value != 0xff && parameters->erased_value != 0)
		return -EINVAL;
	if (*type == FM_SIM_NAND)
		return check_nand(parameters);
	return parameters->bad_block_count > 0 ? -EINVAL : 0;
}

/* NOR programs so much at a time, if whole write blocks are in it. */
static uint32_t find_page_size(const struct fm_sim_parameters *parameters)
{
	uint32_t size = FM_SIM_NOR_PAGE_SIZE;

	if (parameters->write_size >= size)
		return parameters->write_size;
	size -= size % parameters->write_size;
	return parameters->erase_size < size ? (uint32_t)parameters->erase_size
					     : size;
}

static void set_geometry(struct fm_sim *sim,
			 const struct fm_sim_parameters *parameters)
{
	fm_geometry_set_uniform(&sim->geometry, parameters->size,
				parameters->erase_size);
	sim->geometry.write_size = parameters->write_size;
	sim->geometry.erased_value = parameters->erased_value;
	sim->geometry.no_explicit_erase = sim->type == FM_SIM_RAM;
	sim->geometry.bit_writeable = sim->type == FM_SIM_NOR &&
				      parameters->write_size == 1;
	sim->page_size = find_page_size(parameters);
	if (sim->type != FM_SIM_NAND)
		return;
	sim->geometry.oob_size = parameters->oob_size;
	sim->geometry.bad_blocks_possible = true;
	sim->geometry.has_ecc = true;
	sim->geometry.ecc = parameters->ecc;
}

static int make_sectors(struct fm_sim *sim,
			const struct fm_sim_parameters *parameters)
{
	sim->sectors = calloc(sim->sector_count, sizeof(*sim->sectors));
	if (!sim->sectors)
		return -ENOMEM;
	for (size_t i = 0; i < parameters->bad_block_count; i++)
		sim->sectors[parameters->bad_blocks[i]].born_bad = true;
	fm_sim_reset_state(sim);
	return 0;
}

int fm_sim_new(const struct fm_sim_parameters *parameters,
	       struct fm_medium **medium)
{
	enum fm_sim_type type;
	uint64_t sectors;
	struct fm_sim *sim;
	int rc;

	rc = check_parameters(parameters, &type);
	if (rc < 0)
		return rc;
	sectors = parameters->size / parameters->erase_size;
	if (sectors > SIZE_MAX / sizeof(*sim->sectors) || sectors > UINT32_MAX)
		return -EFBIG;
	sim = calloc(1, sizeof(*sim));
	if (!sim)
		return -ENOMEM;
	sim->medium.operations = &fm_sim_operations;
	sim->name = parameters->name;
	sim->type = type;
	sim->sector_count = (uint32_t)sectors;
	pthread_mutex_init(&sim->lock, NULL);
	set_geometry(sim, parameters);

	rc = fm_content_init(&sim->content, parameters->name, parameters->file,
			     parameters->size, parameters->erased_value);
	if (!rc)
		rc = fm_sim_blocks_init(sim);
	if (!rc)
		rc = make_sectors(sim, parameters);
	if (rc < 0) {
		fm_sim_operations.destroy(&sim->medium);
		return rc;
	}
	*medium = &sim->medium;
	return 0;
}
