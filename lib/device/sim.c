// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-private.h"
#include "log.h"

static struct fm_sim *to_sim(struct fm_medium *medium)
{
	/* By void *: it is aligned as what it is the first member of. */
	return (void *)medium;
}

struct fm_sim_sector *fm_sim_sector_at(struct fm_sim *sim, uint64_t offset)
{
	return &sim->sectors[offset / sim->geometry.single.sector_size];
}

bool fm_sim_sector_range(const struct fm_sim *sim, uint64_t offset,
			 struct fm_range *sector)
{
	return fm_geometry_sector_at(&sim->geometry, offset, sector);
}

void fm_sim_reset_state(struct fm_sim *sim)
{
	size_t bytes = fm_sim_blocks_bytes(sim);

	sim->counters.bad_blocks = 0;
	for (uint32_t i = 0; i < sim->sector_count; i++) {
		bool bad = sim->sectors[i].born_bad;

		sim->sectors[i] =
			(struct fm_sim_sector){ .bad = bad, .born_bad = bad };
		sim->counters.bad_blocks += bad;
	}
	if (bytes > 0) {
		memset(sim->programmed, 0, bytes);
		memset(sim->programmed_blank, 0, bytes);
	}
	free(sim->faults);
	sim->faults = NULL;
	sim->fault_count = 0;
	sim->lock_flags = fm_sim_default_lock_flags(sim);
	sim->unlock_sectors = 1;
	sim->changed = false;
	sim->counts_changed = false;
}

/* State of a file that is no more is not that of the one made now. */
static int forget_state(struct fm_sim *sim)
{
	fm_sim_reset_state(sim);
	/* So that it is not read again if it cannot be removed now. */
	sim->changed = sim->kept;
	return sim->kept ? fm_sim_save_state(sim) : 0;
}

static int open_content(struct fm_sim *sim)
{
	int rc = 0;

	if (sim->opened || !sim->content.file)
		return 0;
	/* Other programs may have changed the file since it was closed; what
	 * could not be kept then is only known here. */
	if (!sim->changed && !sim->counts_changed)
		rc = fm_sim_load_state(sim);
	if (!rc)
		rc = fm_content_open(&sim->content);
	if (!rc && sim->content.made)
		rc = forget_state(sim);
	if (rc < 0) {
		fm_content_close(&sim->content);
		return rc;
	}
	for (uint32_t i = 0; i < sim->sector_count; i++)
		sim->sectors[i].scanned = false;
	sim->opened = true;
	return 0;
}

int fm_sim_enter(struct fm_medium *medium, struct fm_sim **sim)
{
	int rc;

	*sim = to_sim(medium);
	pthread_mutex_lock(&(*sim)->lock);
	rc = open_content(*sim);
	if (rc < 0)
		pthread_mutex_unlock(&(*sim)->lock);
	return rc;
}

int fm_sim_leave(struct fm_sim *sim, int rc)
{
	int kept = sim->changed ? fm_sim_save_state(sim) : 0;

	pthread_mutex_unlock(&sim->lock);
	return rc < 0 || kept == 0 ? rc : kept;
}

/* As a caller of the medium, who gets no answer without power. */
static int enter_powered(struct fm_medium *medium, struct fm_sim **sim)
{
	int rc = fm_sim_enter(medium, sim);

	if (rc < 0 || !(*sim)->power.off)
		return rc;
	fm_log(FLASHMAP_LOG_INFO, (*sim)->name, -ENODEV, "it has no power");
	return fm_sim_leave(*sim, -ENODEV);
}

static int tell(const struct fm_sim *sim, enum flashmap_sim_kind kind,
		const struct fm_range *range, int result)
{
	const struct flashmap_sim_operation operation = {
		.kind = kind,
		.result = result,
		.offset = range->offset,
		.length = range->size,
	};

	if (sim->log)
		sim->log(&operation, sim->log_user_data);
	return result;
}

static int sim_get_geometry(struct fm_medium *medium,
			    const struct fm_geometry **geometry)
{
	*geometry = &to_sim(medium)->geometry;
	return 0;
}

static int sim_read(struct fm_medium *medium, uint64_t offset, void *data,
		    size_t length, struct fm_ecc_found *found)
{
	const struct fm_range range = { offset, length };
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	rc = fm_sim_read(sim, &range, data, found);
	return fm_sim_leave(sim, tell(sim, FLASHMAP_SIM_READ, &range, rc));
}

static int sim_prepare_write(struct fm_medium *medium)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	if (sim->content.read_only) {
		rc = -EACCES;
		fm_log(FLASHMAP_LOG_ERROR, sim->name, rc,
		       "its file cannot be written");
	}
	return fm_sim_leave(sim, rc);
}

static int sim_write(struct fm_medium *medium, uint64_t offset,
		     const void *data, size_t length)
{
	const struct fm_range range = { offset, length };
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	rc = fm_sim_program(sim, &range, data);
	return fm_sim_leave(sim, tell(sim, FLASHMAP_SIM_WRITE, &range, rc));
}

static int sim_erase(struct fm_medium *medium, const struct fm_range *sector)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	rc = fm_sim_erase(sim, sector);
	return fm_sim_leave(sim, tell(sim, FLASHMAP_SIM_ERASE, sector, rc));
}

static int sim_is_bad(struct fm_medium *medium, uint64_t sector_offset)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	return fm_sim_leave(sim, fm_sim_sector_at(sim, sector_offset)->bad);
}

/* As MEMSETBADBLOCK: what is bad already stays so, which is no error. */
static int sim_mark_bad(struct fm_medium *medium, uint64_t sector_offset)
{
	struct fm_sim_sector *sector;
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	sector = fm_sim_sector_at(sim, sector_offset);
	sim->counters.bad_blocks += !sector->bad;
	sim->changed |= !sector->bad;
	sector->bad = true;
	return fm_sim_leave(sim, 0);
}

static int sim_get_ecc_counters(struct fm_medium *medium,
				struct fm_ecc_counters *counters)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	*counters = sim->counters;
	return fm_sim_leave(sim, 0);
}

static int sim_is_locked(struct fm_medium *medium, const struct fm_range *range)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	return fm_sim_leave(sim, fm_sim_range_is_locked(sim, range));
}

static int sim_set_locked(struct fm_medium *medium,
			  const struct fm_range *range, bool locked)
{
	struct fm_sim *sim;
	int rc = enter_powered(medium, &sim);

	if (rc < 0)
		return rc;
	return fm_sim_leave(sim, fm_sim_set_locked(sim, range, locked));
}

/* Nothing is between it and its readers. */
static int sim_flush(struct fm_medium *medium)
{
	(void)medium;
	return 0;
}

static int sim_release(struct fm_medium *medium)
{
	struct fm_sim *sim = to_sim(medium);
	int rc = 0;

	pthread_mutex_lock(&sim->lock);
	if (sim->opened && (sim->changed || sim->counts_changed))
		rc = fm_sim_save_state(sim);
	fm_content_close(&sim->content);
	sim->opened = false;
	pthread_mutex_unlock(&sim->lock);
	return rc;
}

static void sim_destroy(struct fm_medium *medium)
{
	struct fm_sim *sim = to_sim(medium);

	sim_release(medium);
	pthread_mutex_destroy(&sim->lock);
	fm_sim_blocks_destroy(sim);
	free(sim->faults);
	free(sim->sectors);
	fm_content_destroy(&sim->content);
	free(sim);
}

const struct fm_medium_operations fm_sim_operations = {
	.get_geometry = sim_get_geometry,
	.read = sim_read,
	.prepare_write = sim_prepare_write,
	.write = sim_write,
	.erase = sim_erase,
	.is_bad = sim_is_bad,
	.mark_bad = sim_mark_bad,
	.get_ecc_counters = sim_get_ecc_counters,
	.is_locked = sim_is_locked,
	.set_locked = sim_set_locked,
	.flush = sim_flush,
	.release = sim_release,
	.destroy = sim_destroy,
};

void fm_sim_set_log(struct fm_medium *medium, flashmap_sim_log_fn log,
		    void *user_data)
{
	struct fm_sim *sim = to_sim(medium);

	pthread_mutex_lock(&sim->lock);
	sim->log = log;
	sim->log_user_data = user_data;
	pthread_mutex_unlock(&sim->lock);
}

int fm_sim_get_erase_count(struct fm_medium *medium, uint64_t offset,
			   uint32_t *count)
{
	struct fm_range sector;
	struct fm_sim *sim;
	int rc = fm_sim_enter(medium, &sim);

	if (rc < 0)
		return rc;
	if (fm_sim_sector_range(sim, offset, &sector))
		*count = fm_sim_sector_at(sim, offset)->erase_count;
	else
		rc = -EINVAL;
	return fm_sim_leave(sim, rc);
}
