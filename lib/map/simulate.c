// SPDX-License-Identifier: BSD-2-Clause
/*
 * Maps of simulated chips. All that a map knows of the simulator begins with
 * this call: a static program that does not make it has no simulator.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim.h"
#include "discover/devicetree.h"
#include "map/map.h"

/* The first simulated chip has the file itself, the next ones FILE.1, .2 ... */
static int add_chip(struct flashmap *map, size_t index)
{
	const struct fm_chip_description *described =
		&map->description.chips[index];
	const struct fm_range range = { 0, described->size };
	struct fm_sim_parameters parameters = {
		.name = described->name,
		.type = described->type,
		.size = described->size,
		.erase_size = described->erase_size,
		.write_size = described->write_size,
		.erased_value = described->erased_value,
		.oob_size = described->oob_size,
		.ecc = described->ecc,
		.bad_blocks = described->bad_blocks,
		.bad_block_count = described->bad_block_count,
	};
	struct fm_medium *medium;
	char *file = NULL;
	int rc;

	if (strcmp(map->simulator, FLASHMAP_SIMULATOR_RAM) != 0) {
		rc = index == 0
			     ? asprintf(&file, "%s", map->simulator)
			     : asprintf(&file, "%s.%zu", map->simulator, index);
		if (rc < 0)
			return -ENOMEM;
	}
	parameters.file = file;
	rc = fm_sim_new(&parameters, &medium);
	free(file);
	if (rc < 0)
		return rc;
	map->chips[index].simulated = true;
	return fm_chip_add_window(&map->chips[index], &range, medium);
}

static const struct fm_simulation simulation = {
	.describe = fm_devicetree_read_simulated,
	.add_chip = add_chip,
};

int flashmap_set_simulator(struct flashmap *map, const char *file)
{
	int rc;

	if (!map)
		return -EINVAL;
	rc = fm_map_set_text(map, &map->simulator, file);
	if (!rc)
		map->simulation = &simulation;
	return rc;
}
