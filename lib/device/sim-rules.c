// SPDX-License-Identifier: BSD-2-Clause
/*
 * The rules of a simulated chip. They are stricter than hardware: what a real
 * chip would accept and get wrong is refused before anything has changed.
 */

#include <errno.h>

#include "device/sim-private.h"
#include "log.h"

static int refuse(const struct fm_sim *sim, uint64_t offset, uint64_t length,
		  const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, sim->name, -EIO, offset, length, "%s",
		     why);
	return -EIO;
}

static int check_good(struct fm_sim *sim, const struct fm_range *range,
		      const char *why)
{
	if (fm_sim_sector_at(sim, range->offset)->bad)
		return refuse(sim, range->offset, range->size, why);
	return 0;
}

/* NAND: a page disturbs those after it, so that they have to come later. */
static int check_order(struct fm_sim *sim, const struct fm_range *range)
{
	struct fm_range rest, sector;
	uint64_t later;
	int rc;

	if (!fm_geometry_sector_at(&sim->geometry, range->offset, &sector))
		return -EINVAL;
	rest.offset = range->offset;
	rest.size = fm_range_clip(&sector, range->offset, sector.size);
	rc = fm_sim_blocks_programmed(sim, &rest, &later);
	if (rc <= 0)
		return rc;
	return refuse(sim, range->offset, range->size,
		      "programming a page after a later one of its block");
}

static int check_once(struct fm_sim *sim, const struct fm_range *range)
{
	uint64_t first;
	int rc = fm_sim_blocks_programmed(sim, range, &first);

	if (rc <= 0)
		return rc;
	return refuse(sim, first, sim->geometry.write_size,
		      "programming twice without an erase between");
}

/* Programming moves bits away from the erased value only. */
static int check_bits(struct fm_sim *sim, const struct fm_range *range,
		      const uint8_t *data)
{
	uint8_t erased = sim->geometry.erased_value;
	uint8_t old[FM_SIM_PIECE_SIZE];

	for (uint64_t done = 0; done < range->size;) {
		uint64_t offset = range->offset + done;
		size_t size = (size_t)fm_range_clip(range, offset, sizeof(old));
		int rc = fm_content_load(&sim->content, offset, old, size);

		if (rc < 0)
			return rc;
		for (size_t i = 0; i < size; i++)
			if ((old[i] ^ erased) & ~(data[done + i] ^ erased))
				return refuse(sim, offset + i, 1,
					      "programming without an erase "
					      "before");
		done += size;
	}
	return 0;
}

/*
 * A sector whose erase was cut off may read blank and yet not hold what is
 * programmed. Only bits that are programmed all over hold in any case.
 */
static int check_torn(struct fm_sim *sim, const struct fm_range *range,
		      const uint8_t *data)
{
	uint8_t programmed = (uint8_t)~sim->geometry.erased_value;
	uint64_t i = 0;

	if (!fm_sim_find_fault(sim, FM_SIM_TORN_ERASE, range))
		return 0;
	if (sim->type == FM_SIM_NOR)
		while (i < range->size && data[i] == programmed)
			i++;
	if (i == range->size)
		return 0;
	return refuse(sim, range->offset + i, range->size - i,
		      "programming where an erase was cut off");
}

int fm_sim_check_program(struct fm_sim *sim, const struct fm_range *range,
			 const uint8_t *data)
{
	int rc;

	if (sim->type == FM_SIM_RAM)
		return 0;
	rc = check_good(sim, range, "programming a bad block");
	if (!rc)
		rc = check_torn(sim, range, data);
	if (rc < 0)
		return rc;
	if (!fm_sim_programs_once(sim))
		return check_bits(sim, range, data);
	rc = check_once(sim, range);
	if (!rc && sim->type == FM_SIM_NAND)
		rc = check_order(sim, range);
	return rc;
}

int fm_sim_check_erase(struct fm_sim *sim, const struct fm_range *sector)
{
	return check_good(sim, sector, "erasing a bad block");
}
