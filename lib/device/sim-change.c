// SPDX-License-Identifier: BSD-2-Clause
/*
 * The operations of a simulated chip: the program of a page, the erase of a
 * sector. Rules have been checked before the first one.
 */

#include <errno.h>

#include "device/sim-private.h"
#include "log.h"

static int fail(const struct fm_sim *sim, const struct fm_range *range,
		const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, sim->name, -EIO, range->offset,
		     range->size, "%s", why);
	return -EIO;
}

/* Most chips ignore a command for what is locked, and report success. */
static int check_lock(struct fm_sim *sim, const struct fm_range *range,
		      bool *ignored)
{
	*ignored = fm_sim_is_locked(sim, range->offset);
	if (*ignored && sim->lock_flags & FLASHMAP_SIM_LOCKS_REFUSE)
		return fail(sim, range, "the sector is locked");
	return 0;
}

static int program_page(struct fm_sim *sim, const struct fm_range *page,
			const uint8_t *data, bool ignored)
{
	enum flashmap_sim_cut cut;
	int rc = 0;

	if (fm_sim_power_fails(sim, &cut)) {
		if (!ignored && cut != FLASHMAP_SIM_CUT_CLEAN)
			rc = fm_sim_tear_program(sim, page, data, cut);
		return rc < 0 ? rc : -ENODEV;
	}
	if (ignored)
		return 0;
	if (fm_sim_is_too_weak(sim, FM_SIM_WEAK_PROGRAM, page)) {
		rc = fm_sim_tear_program(sim, page, data,
					 FLASHMAP_SIM_CUT_HALF);
		return rc < 0 ? rc : fail(sim, page, "programming failed");
	}
	rc = fm_content_store(&sim->content, page->offset, data,
			      (size_t)page->size);
	if (rc < 0)
		return rc;
	fm_sim_settle(sim, page, data);
	fm_sim_blocks_program(sim, page, data);
	return 0;
}

/* The part of a range that lies in the same page as its first byte. */
static void first_page(const struct fm_sim *sim, const struct fm_range *range,
		       struct fm_range *page)
{
	struct fm_range sector = { 0, 0 };

	fm_sim_sector_range(sim, range->offset, &sector);
	page->offset = range->offset;
	page->size = sim->page_size -
		     (range->offset - sector.offset) % sim->page_size;
	if (page->size > range->size)
		page->size = range->size;
}

int fm_sim_program(struct fm_sim *sim, const struct fm_range *range,
		   const uint8_t *data)
{
	struct fm_range left = *range;
	bool ignored;
	int rc;

	if (!fm_range_aligned(range->offset, range->size,
			      sim->geometry.write_size))
		return -EINVAL;
	rc = check_lock(sim, range, &ignored);
	if (!rc && !ignored)
		rc = fm_sim_check_program(sim, range, data);
	while (left.size > 0 && !rc) {
		struct fm_range page;

		first_page(sim, &left, &page);
		rc = program_page(sim, &page, data, ignored);
		data += page.size;
		left.offset += page.size;
		left.size -= page.size;
	}
	return rc;
}

static int erase_properly(struct fm_sim *sim, const struct fm_range *sector)
{
	int rc = fm_content_fill(&sim->content, sector->offset, sector->size);

	if (rc < 0)
		return rc;
	fm_sim_blocks_erase(sim, sector);
	fm_sim_remove_faults(sim, FM_SIM_BITFLIPS, sector);
	fm_sim_remove_faults(sim, FM_SIM_TORN_PROGRAM, sector);
	fm_sim_remove_faults(sim, FM_SIM_TORN_ERASE, sector);
	fm_sim_sector_at(sim, sector->offset)->erase_count++;
	sim->counts_changed = true;
	return 0;
}

int fm_sim_erase(struct fm_sim *sim, const struct fm_range *sector)
{
	enum flashmap_sim_cut cut;
	bool ignored;
	int rc;

	if (sector->size == 0 ||
	    !fm_geometry_on_sectors(&sim->geometry, sector))
		return -EINVAL;
	rc = check_lock(sim, sector, &ignored);
	if (!rc && !ignored)
		rc = fm_sim_check_erase(sim, sector);
	if (rc < 0)
		return rc;
	if (fm_sim_power_fails(sim, &cut)) {
		if (!ignored && cut != FLASHMAP_SIM_CUT_CLEAN)
			rc = fm_sim_tear_erase(sim, sector, cut);
		return rc < 0 ? rc : -ENODEV;
	}
	if (ignored)
		return 0;
	if (fm_sim_is_too_weak(sim, FM_SIM_WEAK_ERASE, sector)) {
		rc = fm_sim_tear_erase(sim, sector, FLASHMAP_SIM_CUT_HALF);
		return rc < 0 ? rc : fail(sim, sector, "erasing failed");
	}
	return erase_properly(sim, sector);
}
