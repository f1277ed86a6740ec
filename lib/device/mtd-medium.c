// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <mtd/mtd-user.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "device/ecc-read.h"
#include "device/mtd-medium.h"
#include "device/mtd-abi.h"
#include "device/mtd.h"
#include "device/node.h"
#include "device/transfer.h"
#include "log.h"

struct fm_mtd {
	struct fm_medium medium;
	struct fm_node node;
	/* Guards geometry and flags until geometry_known. */
	pthread_mutex_t lock;
	atomic_bool geometry_known;
	struct fm_geometry geometry;
	uint32_t flags;
	uint32_t erase_regions;
	bool known;
	struct fm_ecc_reader reader;
	/* Since the last release. */
	atomic_bool changed;
};

static struct fm_mtd *to_mtd(struct fm_medium *medium)
{
	/* By void *: it is aligned as what it is the first member of. */
	return (void *)medium;
}

static void log_mtd(struct fm_mtd *mtd, int error, uint64_t offset,
		    uint64_t length, const char *message)
{
	char name[16];

	snprintf(name, sizeof(name), "mtd%d", fm_node_number(&mtd->node));
	fm_log_range(FLASHMAP_LOG_ERROR, name, error, offset, length, "%s",
		     message);
}

static void log_mtd_whole(struct fm_mtd *mtd, int error, const char *message)
{
	log_mtd(mtd, error, FLASHMAP_LOG_NO_RANGE, FLASHMAP_LOG_NO_RANGE,
		message);
}

/* What sysfs did not say. */
static int ask_geometry(struct fm_mtd *mtd, int fd)
{
	uint32_t regions = mtd->erase_regions;
	int rc = 0;

	/* /proc/mtd knows the whole size, and the rest is asked. */
	if (!mtd->known)
		rc = fm_mtd_get_info(fd, mtd->node.identity.size,
				     &mtd->geometry, &mtd->flags, &regions);
	if (!rc && regions > 0)
		rc = fm_mtd_get_regions(fd, regions, &mtd->geometry);
	return rc < 0 ? fm_node_error(-rc) : 0;
}

static int mtd_get_geometry(struct fm_medium *medium,
			    const struct fm_geometry **geometry)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	*geometry = &mtd->geometry;
	if (atomic_load(&mtd->geometry_known))
		return 0;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	pthread_mutex_lock(&mtd->lock);
	if (!atomic_load(&mtd->geometry_known)) {
		rc = ask_geometry(mtd, fd);
		if (!rc)
			atomic_store(&mtd->geometry_known, true);
	}
	pthread_mutex_unlock(&mtd->lock);
	fm_node_put(&mtd->node);
	if (rc < 0)
		log_mtd_whole(mtd, rc, "cannot ask for the geometry");
	return rc;
}

static int mtd_read(struct fm_medium *medium, uint64_t offset, void *data,
		    size_t length, struct fm_ecc_found *found)
{
	struct fm_mtd *mtd = to_mtd(medium);
	size_t done = 0;
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	if (mtd->geometry.has_ecc)
		rc = fm_ecc_read(&mtd->reader, fd, &mtd->geometry, offset, data,
				 length, found);
	else
		rc = fm_transfer_read(fd, offset, data, length, &done);
	fm_node_put(&mtd->node);
	if (rc < 0) {
		rc = fm_node_error(-rc);
		log_mtd(mtd, rc, offset + done, length - done,
			rc == -EBADMSG ? "the data could not be corrected"
				       : "reading failed");
	}
	return rc;
}

static int mtd_get_ecc_counters(struct fm_medium *medium,
				struct fm_ecc_counters *counters)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	rc = fm_mtd_count_ecc(fd, counters);
	fm_node_put(&mtd->node);
	return rc < 0 ? fm_node_error(-rc) : 0;
}

static int mtd_prepare_write(struct fm_medium *medium)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	/* The open would say EACCES, which sounds like a matter of rights. */
	if (!(mtd->flags & MTD_WRITEABLE)) {
		log_mtd_whole(mtd, -EROFS, "the MTD is read-only");
		return -EROFS;
	}
	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	fm_node_put(&mtd->node);
	return 0;
}

static int mtd_write(struct fm_medium *medium, uint64_t offset,
		     const void *data, size_t length)
{
	struct fm_mtd *mtd = to_mtd(medium);
	size_t done;
	int fd, rc;

	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	atomic_store(&mtd->changed, true);
	rc = fm_transfer_write(fd, offset, data, length, &done);
	fm_node_put(&mtd->node);
	if (rc < 0) {
		rc = fm_node_error(-rc);
		log_mtd(mtd, rc, offset + done, length - done,
			"writing failed");
	}
	return rc;
}

static int mtd_erase(struct fm_medium *medium, const struct fm_range *sector)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	atomic_store(&mtd->changed, true);
	rc = fm_mtd_erase(fd, sector);
	fm_node_put(&mtd->node);
	if (rc < 0) {
		rc = fm_node_error(-rc);
		log_mtd(mtd, rc, sector->offset, sector->size,
			"erasing failed");
	}
	return rc;
}

static int mtd_is_bad(struct fm_medium *medium, uint64_t sector_offset)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	rc = fm_mtd_is_bad(fd, sector_offset);
	fm_node_put(&mtd->node);
	if (rc >= 0)
		return rc > 0;
	rc = fm_node_error(-rc);
	/* A driver without bad blocks has none. */
	if (rc == -ENOTSUP)
		return 0;
	log_mtd(mtd, rc, sector_offset, FLASHMAP_LOG_NO_RANGE,
		"cannot ask for a bad block");
	return rc;
}

static int mtd_mark_bad(struct fm_medium *medium, uint64_t sector_offset)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	rc = fm_mtd_mark_bad(fd, sector_offset);
	fm_node_put(&mtd->node);
	if (rc < 0) {
		rc = fm_node_error(-rc);
		log_mtd(mtd, rc, sector_offset, FLASHMAP_LOG_NO_RANGE,
			"cannot mark a block as bad");
	}
	return rc;
}

static int mtd_is_locked(struct fm_medium *medium, const struct fm_range *range)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	rc = fm_mtd_is_locked(fd, range);
	fm_node_put(&mtd->node);
	if (rc >= 0)
		return rc > 0;
	rc = fm_node_error(-rc);
	if (rc != -ENOTSUP && rc != -EOVERFLOW)
		log_mtd(mtd, rc, range->offset, range->size,
			"cannot ask what is locked");
	return rc;
}

static int mtd_set_locked(struct fm_medium *medium,
			  const struct fm_range *range, bool locked)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	rc = fm_mtd_set_locked(fd, range, locked);
	fm_node_put(&mtd->node);
	return rc < 0 ? fm_node_error(-rc) : 0;
}

/* What is open of it keeps pages of before the change. */
static int mtd_flush(struct fm_medium *medium)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int rc = fm_mtd_flush_block_device(mtd->node.folder,
					   fm_node_number(&mtd->node));

	if (rc < 0)
		log_mtd_whole(mtd, rc,
			      "the cache of its mtdblock is not flushed");
	return rc;
}

static int mtd_release(struct fm_medium *medium)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int rc = fm_node_release(&mtd->node);

	if (!rc && atomic_exchange(&mtd->changed, false))
		mtd_flush(medium);
	return rc;
}

static void mtd_destroy(struct fm_medium *medium)
{
	struct fm_mtd *mtd = to_mtd(medium);

	mtd_release(medium);
	fm_node_destroy(&mtd->node);
	if (mtd->geometry.regions != &mtd->geometry.single)
		free(mtd->geometry.regions);
	pthread_mutex_destroy(&mtd->lock);
	free(mtd);
}

static const struct fm_medium_operations mtd_operations = {
	.get_geometry = mtd_get_geometry,
	.read = mtd_read,
	.prepare_write = mtd_prepare_write,
	.write = mtd_write,
	.erase = mtd_erase,
	.is_bad = mtd_is_bad,
	.mark_bad = mtd_mark_bad,
	.get_ecc_counters = mtd_get_ecc_counters,
	.is_locked = mtd_is_locked,
	.set_locked = mtd_set_locked,
	.flush = mtd_flush,
	.release = mtd_release,
	.destroy = mtd_destroy,
};

int fm_mtd_new(const struct fm_mtd_parameters *parameters,
	       struct fm_medium **medium)
{
	struct fm_mtd *mtd = calloc(1, sizeof(*mtd));

	if (!mtd)
		return -ENOMEM;
	mtd->medium.operations = &mtd_operations;
	fm_node_init(&mtd->node, &parameters->node);
	pthread_mutex_init(&mtd->lock, NULL);
	mtd->flags = parameters->flags;
	mtd->erase_regions = parameters->erase_regions;
	mtd->known = parameters->known;

	fm_geometry_set_uniform(&mtd->geometry, parameters->node.identity.size,
				parameters->erase_size);
	mtd->geometry.write_size = parameters->write_size;
	mtd->geometry.oob_size = parameters->oob_size;
	mtd->geometry.erased_value = 0xff;
	mtd->geometry.bad_blocks_possible = parameters->nand;
	mtd->geometry.no_explicit_erase = parameters->flags & MTD_NO_ERASE;
	mtd->geometry.bit_writeable = parameters->flags & MTD_BIT_WRITEABLE &&
				      parameters->write_size == 1;
	mtd->geometry.paired_pages =
		parameters->mlc &&
		!(parameters->flags & FM_MTD_SLC_ON_MLC_EMULATION);
	mtd->geometry.has_ecc = parameters->nand && !parameters->no_ecc;
	mtd->geometry.ecc = parameters->ecc;
	fm_ecc_reader_init(&mtd->reader, parameters->ecc_lock);
	atomic_init(&mtd->geometry_known,
		    parameters->known && parameters->erase_regions == 0);
	*medium = &mtd->medium;
	return 0;
}
