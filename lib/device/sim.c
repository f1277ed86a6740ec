// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "device/content.h"
#include "device/sim.h"
#include "log.h"

#define PIECE_SIZE 4096

struct fm_sim {
	struct fm_medium medium;
	/* Guards all that follows. */
	pthread_mutex_t lock;
	const char *name;
	struct fm_content content;
	struct fm_geometry geometry;
	uint32_t *erase_counts;
	flashmap_sim_log_fn log;
	void *log_user_data;
};

static struct fm_sim *to_sim(struct fm_medium *medium)
{
	return (struct fm_sim *)medium;
}

static void tell(const struct fm_sim *sim, enum flashmap_sim_kind kind,
		 uint64_t offset, uint64_t length, int result)
{
	const struct flashmap_sim_operation operation = {
		.kind = kind,
		.result = result,
		.offset = offset,
		.length = length,
	};

	if (sim->log)
		sim->log(&operation, sim->log_user_data);
}

static int sim_get_geometry(struct fm_medium *medium,
			    const struct fm_geometry **geometry)
{
	*geometry = &to_sim(medium)->geometry;
	return 0;
}

static int sim_read(struct fm_medium *medium, uint64_t offset, void *data,
		    size_t length)
{
	struct fm_sim *sim = to_sim(medium);
	int rc;

	pthread_mutex_lock(&sim->lock);
	rc = fm_content_open(&sim->content);
	if (!rc) {
		rc = fm_content_load(&sim->content, offset, data, length);
		tell(sim, FLASHMAP_SIM_READ, offset, length, rc);
	}
	pthread_mutex_unlock(&sim->lock);
	return rc;
}

static int sim_prepare_write(struct fm_medium *medium)
{
	struct fm_sim *sim = to_sim(medium);
	int rc;

	pthread_mutex_lock(&sim->lock);
	rc = fm_content_open(&sim->content);
	if (!rc && sim->content.read_only) {
		rc = -EACCES;
		fm_log(FLASHMAP_LOG_ERROR, sim->name, rc,
		       "its file cannot be written");
	}
	pthread_mutex_unlock(&sim->lock);
	return rc;
}

/*
 * Programming moves bits away from the erased value only. A write block of
 * more than a byte carries a checksum on real chips: once per erase.
 */
static bool may_program(const struct fm_geometry *geometry, uint8_t old,
			uint8_t new)
{
	uint8_t erased = geometry->erased_value;

	if (geometry->write_size > 1)
		return old == erased;
	return ((old ^ erased) & ~(new ^ erased)) == 0;
}

static int check_program(const struct fm_sim *sim, uint64_t offset,
			 const uint8_t *data, size_t length)
{
	uint8_t old[PIECE_SIZE];

	for (size_t done = 0; done < length;) {
		size_t size = length - done < sizeof(old) ? length - done
							  : sizeof(old);
		int rc = fm_content_load(&sim->content, offset + done, old,
					 size);

		if (rc < 0)
			return rc;
		for (size_t i = 0; i < size; i++) {
			if (may_program(&sim->geometry, old[i], data[done + i]))
				continue;
			fm_log_range(FLASHMAP_LOG_ERROR, sim->name, -EIO,
				     offset + done + i, 1,
				     "programming without an erase before");
			return -EIO;
		}
		done += size;
	}
	return 0;
}

static int sim_write(struct fm_medium *medium, uint64_t offset,
		     const void *data, size_t length)
{
	struct fm_sim *sim = to_sim(medium);
	int rc;

	pthread_mutex_lock(&sim->lock);
	rc = fm_content_open(&sim->content);
	if (rc < 0)
		goto out;
	rc = check_program(sim, offset, data, length);
	if (!rc)
		rc = fm_content_store(&sim->content, offset, data, length);
	tell(sim, FLASHMAP_SIM_WRITE, offset, length, rc);
out:
	pthread_mutex_unlock(&sim->lock);
	return rc;
}

static int sim_erase(struct fm_medium *medium, const struct fm_range *sector)
{
	struct fm_sim *sim = to_sim(medium);
	int rc;

	pthread_mutex_lock(&sim->lock);
	rc = fm_content_open(&sim->content);
	if (rc < 0)
		goto out;
	rc = fm_content_fill(&sim->content, sector->offset, sector->size);
	if (!rc)
		sim->erase_counts[sector->offset / sector->size]++;
	tell(sim, FLASHMAP_SIM_ERASE, sector->offset, sector->size, rc);
out:
	pthread_mutex_unlock(&sim->lock);
	return rc;
}

static int sim_release(struct fm_medium *medium)
{
	struct fm_sim *sim = to_sim(medium);

	pthread_mutex_lock(&sim->lock);
	fm_content_close(&sim->content);
	pthread_mutex_unlock(&sim->lock);
	return 0;
}

static void sim_destroy(struct fm_medium *medium)
{
	struct fm_sim *sim = to_sim(medium);

	sim_release(medium);
	pthread_mutex_destroy(&sim->lock);
	free(sim->erase_counts);
	fm_content_destroy(&sim->content);
	free(sim);
}

static const struct fm_medium_operations sim_operations = {
	.get_geometry = sim_get_geometry,
	.read = sim_read,
	.prepare_write = sim_prepare_write,
	.write = sim_write,
	.erase = sim_erase,
	.release = sim_release,
	.destroy = sim_destroy,
};

static int check_parameters(const struct fm_sim_parameters *parameters)
{
	if (parameters->size == 0 ||
	    !fm_range_aligned(parameters->size, 0, parameters->erase_size) ||
	    !fm_range_aligned(parameters->erase_size, 0,
			      parameters->write_size))
		return -EINVAL;
	if (parameters->erased_value != 0xff && parameters->erased_value != 0)
		return -EINVAL;
	return 0;
}

int fm_sim_new(const struct fm_sim_parameters *parameters,
	       struct fm_medium **medium)
{
	uint64_t sectors;
	struct fm_sim *sim;
	int rc;

	rc = check_parameters(parameters);
	if (rc < 0)
		return rc;
	sectors = parameters->size / parameters->erase_size;
	if (sectors > SIZE_MAX / sizeof(*sim->erase_counts))
		return -EFBIG;
	sim = calloc(1, sizeof(*sim));
	if (!sim)
		return -ENOMEM;
	sim->medium.operations = &sim_operations;
	sim->name = parameters->name;
	pthread_mutex_init(&sim->lock, NULL);
	fm_geometry_set_uniform(&sim->geometry, parameters->size,
				parameters->erase_size);
	sim->geometry.write_size = parameters->write_size;
	sim->geometry.erased_value = parameters->erased_value;

	rc = fm_content_init(&sim->content, parameters->name, parameters->file,
			     parameters->size, parameters->erased_value);
	sim->erase_counts = calloc((size_t)sectors, sizeof(*sim->erase_counts));
	if (!rc && !sim->erase_counts)
		rc = -ENOMEM;
	if (rc < 0) {
		sim_destroy(&sim->medium);
		return rc;
	}
	*medium = &sim->medium;
	return 0;
}

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
	struct fm_sim *sim = to_sim(medium);
	struct fm_range sector;

	if (!fm_geometry_sector_at(&sim->geometry, offset, &sector))
		return -EINVAL;
	pthread_mutex_lock(&sim->lock);
	*count = sim->erase_counts[sector.offset / sector.size];
	pthread_mutex_unlock(&sim->lock);
	return 0;
}
