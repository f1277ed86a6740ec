// SPDX-License-Identifier: BSD-2-Clause
/* The only file of lib/ with an MTD ioctl. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fs.h>
#include <mtd/mtd-user.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "device/mtd.h"
#include "device/node.h"
#include "device/transfer.h"
#include "log.h"

/* include/uapi/linux/major.h */
#define MTD_BLOCK_MAJOR 31

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
	/* Since the last release. */
	atomic_bool changed;
};

static struct fm_mtd *to_mtd(struct fm_medium *medium)
{
	return (struct fm_mtd *)medium;
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

static int mtd_ioctl(int fd, unsigned long request, void *argument)
{
	int rc;

	do
		rc = ioctl(fd, request, argument);
	while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : rc;
}

static int ask_regions(struct fm_geometry *geometry, int fd, uint32_t count)
{
	struct fm_region *regions;
	uint64_t expected = 0;

	regions = calloc(count, sizeof(*regions));
	if (!regions)
		return -ENOMEM;
	for (uint32_t i = 0; i < count; i++) {
		struct region_info_user info = { .regionindex = i };
		int rc = mtd_ioctl(fd, MEMGETREGIONINFO, &info);

		if (rc < 0 || info.offset != expected || !info.erasesize ||
		    !info.numblocks) {
			free(regions);
			return rc < 0 ? fm_node_error(-rc) : -EIO;
		}
		regions[i].offset = info.offset;
		regions[i].sector_size = info.erasesize;
		regions[i].sector_count = info.numblocks;
		expected += (uint64_t)info.erasesize * info.numblocks;
	}
	geometry->regions = regions;
	geometry->region_count = count;
	return 0;
}

static bool is_nand(int type)
{
	return type == MTD_NANDFLASH || type == MTD_MLCNANDFLASH;
}

/* What sysfs did not say. */
static int ask_geometry(struct fm_mtd *mtd, int fd)
{
	struct fm_geometry *geometry = &mtd->geometry;
	uint32_t regions = mtd->erase_regions;
	struct mtd_info_user info;
	int rc;

	if (!mtd->known) {
		int count = 0;

		rc = mtd_ioctl(fd, MEMGETINFO, &info);
		if (rc < 0)
			return fm_node_error(-rc);
		/* info.size has 32 bits; /proc/mtd knows the whole size. */
		fm_geometry_set_uniform(geometry, mtd->node.identity.size,
					info.erasesize);
		geometry->write_size = info.writesize;
		geometry->oob_size = info.oobsize;
		geometry->bad_blocks_possible = is_nand(info.type);
		mtd->flags = info.flags;
		rc = mtd_ioctl(fd, MEMGETREGIONCOUNT, &count);
		regions = rc < 0 || count < 0 ? 0 : (uint32_t)count;
	}
	return regions > 0 ? ask_regions(geometry, fd, regions) : 0;
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
		    size_t length)
{
	struct fm_mtd *mtd = to_mtd(medium);
	size_t done;
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	rc = fm_transfer_read(fd, offset, data, length, &done);
	fm_node_put(&mtd->node);
	if (rc < 0) {
		rc = fm_node_error(-rc);
		log_mtd(mtd, rc, offset + done, length - done,
			"reading failed");
	}
	return rc;
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

static int erase_block(int fd, const struct fm_range *sector)
{
	struct erase_info_user64 wide = {
		.start = sector->offset,
		.length = sector->size,
	};
	struct erase_info_user narrow = {
		.start = (uint32_t)sector->offset,
		.length = (uint32_t)sector->size,
	};
	int rc = mtd_ioctl(fd, MEMERASE64, &wide);

	if (rc != -ENOTTY)
		return rc;
	if (narrow.start != sector->offset || narrow.length != sector->size)
		return -EOVERFLOW;
	return mtd_ioctl(fd, MEMERASE, &narrow);
}

static int mtd_erase(struct fm_medium *medium, const struct fm_range *sector)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int fd, rc;

	rc = fm_node_get(&mtd->node, true, &fd);
	if (rc < 0)
		return rc;
	atomic_store(&mtd->changed, true);
	rc = erase_block(fd, sector);
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
	__kernel_loff_t offset = (__kernel_loff_t)sector_offset;
	int fd, rc;

	rc = fm_node_get(&mtd->node, false, &fd);
	if (rc < 0)
		return rc;
	rc = mtd_ioctl(fd, MEMGETBADBLOCK, &offset);
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

/*
 * An mtdblock device that somebody opened keeps pages of before the change
 * (block/ioctl.c, BLKFLSBUF). No such device is the normal case.
 */
static void flush_block_device(struct fm_mtd *mtd)
{
	int number = fm_node_number(&mtd->node);
	struct stat status;
	char *path;
	int fd, rc = 0;

	if (asprintf(&path, "%s/mtdblock%d", mtd->node.folder, number) < 0)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	free(path);
	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 && S_ISBLK(status.st_mode) &&
	    major(status.st_rdev) == MTD_BLOCK_MAJOR &&
	    minor(status.st_rdev) == (unsigned int)number)
		rc = mtd_ioctl(fd, BLKFLSBUF, NULL);
	close(fd);
	if (rc < 0)
		log_mtd_whole(mtd, rc,
			      "the cache of its mtdblock is not flushed");
}

static int mtd_release(struct fm_medium *medium)
{
	struct fm_mtd *mtd = to_mtd(medium);
	int rc = fm_node_release(&mtd->node);

	if (!rc && atomic_exchange(&mtd->changed, false))
		flush_block_device(mtd);
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
	atomic_init(&mtd->geometry_known,
		    parameters->known && parameters->erase_regions == 0);
	*medium = &mtd->medium;
	return 0;
}
