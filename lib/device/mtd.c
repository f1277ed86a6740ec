// SPDX-License-Identifier: BSD-2-Clause
/* The only file of lib/ with an MTD ioctl. */

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <mtd/mtd-user.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "device/mtd-abi.h"
#include "device/mtd.h"

/* include/uapi/linux/major.h */
#define MTD_BLOCK_MAJOR 31

static int mtd_ioctl(int fd, unsigned long request, void *argument)
{
	int rc;

	do
		rc = ioctl(fd, request, argument);
	while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : rc;
}

static int read_regions(int fd, uint32_t count, struct fm_region *regions)
{
	uint64_t expected = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct region_info_user info = { .regionindex = i };
		int rc = mtd_ioctl(fd, MEMGETREGIONINFO, &info);

		if (rc < 0)
			return rc;
		if (info.offset != expected || !info.erasesize ||
		    !info.numblocks)
			return -EIO;
		regions[i].offset = info.offset;
		regions[i].sector_size = info.erasesize;
		regions[i].sector_count = info.numblocks;
		expected += (uint64_t)info.erasesize * info.numblocks;
	}
	return 0;
}

int fm_mtd_get_regions(int fd, uint32_t count, struct fm_geometry *geometry)
{
	struct fm_region *regions = calloc(count, sizeof(*regions));
	int rc;

	if (!regions)
		return -ENOMEM;
	rc = read_regions(fd, count, regions);
	if (rc < 0) {
		free(regions);
		return rc;
	}
	geometry->regions = regions;
	geometry->region_count = count;
	return 0;
}

int fm_mtd_get_info(int fd, uint64_t size, struct fm_geometry *geometry,
		    uint32_t *flags, uint32_t *regions)
{
	struct mtd_info_user info;
	int count = 0;
	int rc = mtd_ioctl(fd, MEMGETINFO, &info);
	bool nand;

	if (rc < 0)
		return rc;
	nand = info.type == MTD_NANDFLASH || info.type == MTD_MLCNANDFLASH;
	/* info.size has 32 bits. */
	fm_geometry_set_uniform(geometry, size, info.erasesize);
	geometry->write_size = info.writesize;
	geometry->oob_size = info.oobsize;
	geometry->bad_blocks_possible = nand;
	geometry->no_explicit_erase = info.flags & MTD_NO_ERASE;
	geometry->bit_writeable = info.flags & MTD_BIT_WRITEABLE &&
				  info.writesize == 1;
	geometry->paired_pages = info.type == MTD_MLCNANDFLASH &&
				 !(info.flags & FM_MTD_SLC_ON_MLC_EMULATION);
	geometry->has_ecc = nand;
	*flags = info.flags;
	rc = mtd_ioctl(fd, MEMGETREGIONCOUNT, &count);
	*regions = rc < 0 || count < 0 ? 0 : (uint32_t)count;
	return 0;
}

/* The kernel changes the request, also where a signal ends it. */
static int memread(int fd, uint64_t offset, void *data, size_t length,
		   struct fm_mtd_read_request *request)
{
	int rc;

	do {
		*request = (struct fm_mtd_read_request){
			.start = offset,
			.length = length,
			.data = (uintptr_t)data,
			.mode = MTD_OPS_PLACE_OOB,
		};
		rc = ioctl(fd, FM_MEMREAD, request);
	} while (rc < 0 && errno == EINTR);
	return rc < 0 ? -errno : rc;
}

int fm_mtd_read(int fd, uint64_t offset, void *data, size_t length,
		uint32_t threshold, struct fm_ecc_found *found)
{
	struct fm_mtd_read_request request;
	int rc = memread(fd, offset, data, length, &request);
	struct fm_ecc_found told = { 0 };

	if (rc < 0 && rc != -EUCLEAN && rc != -EBADMSG)
		return rc;
	if (request.length != length)
		return -EIO;
	/* Its answer counts also where a driver leaves the numbers at 0. */
	told.corrected = request.ecc.corrected_bitflips;
	told.failed = request.ecc.uncorrectable_errors;
	told.max_bitflips = request.ecc.max_bitflips;
	if (rc == -EBADMSG && told.failed == 0)
		told.failed = 1;
	if (rc == -EUCLEAN && told.max_bitflips == 0)
		told.max_bitflips = threshold > 0 ? threshold : 1;
	if (rc == -EUCLEAN && told.corrected == 0)
		told.corrected = told.max_bitflips;
	fm_ecc_add(found, &told);
	return told.failed > 0 ? -EBADMSG : 0;
}

int fm_mtd_count_ecc(int fd, struct fm_ecc_counters *counters)
{
	struct mtd_ecc_stats stats;
	int rc = mtd_ioctl(fd, ECCGETSTATS, &stats);

	if (rc < 0)
		return rc;
	counters->corrected = stats.corrected;
	counters->failed = stats.failed;
	counters->bad_blocks = stats.badblocks;
	counters->reserved_blocks = stats.bbtblocks;
	return 0;
}

/* No bits above the 32 that the older calls have. */
static int to_narrow(const struct fm_range *range,
		     struct erase_info_user *narrow)
{
	if (!fm_range_fits_32_bits(range))
		return -EOVERFLOW;
	narrow->start = (uint32_t)range->offset;
	narrow->length = (uint32_t)range->size;
	return 0;
}

int fm_mtd_erase(int fd, const struct fm_range *sector)
{
	struct erase_info_user64 wide = {
		.start = sector->offset,
		.length = sector->size,
	};
	struct erase_info_user narrow;
	int rc = mtd_ioctl(fd, MEMERASE64, &wide);

	if (rc != -ENOTTY)
		return rc;
	rc = to_narrow(sector, &narrow);
	return rc < 0 ? rc : mtd_ioctl(fd, MEMERASE, &narrow);
}

int fm_mtd_is_bad(int fd, uint64_t sector_offset)
{
	__kernel_loff_t offset = (__kernel_loff_t)sector_offset;

	return mtd_ioctl(fd, MEMGETBADBLOCK, &offset);
}

int fm_mtd_mark_bad(int fd, uint64_t sector_offset)
{
	__kernel_loff_t offset = (__kernel_loff_t)sector_offset;

	return mtd_ioctl(fd, MEMSETBADBLOCK, &offset);
}

int fm_mtd_is_locked(int fd, const struct fm_range *range)
{
	struct erase_info_user narrow;
	int rc = to_narrow(range, &narrow);

	return rc < 0 ? rc : mtd_ioctl(fd, MEMISLOCKED, &narrow);
}

int fm_mtd_set_locked(int fd, const struct fm_range *range, bool locked)
{
	struct erase_info_user narrow;
	int rc = to_narrow(range, &narrow);

	if (rc < 0)
		return rc;
	return mtd_ioctl(fd, locked ? MEMLOCK : MEMUNLOCK, &narrow);
}

int fm_mtd_flush_block_device(const char *folder, int number)
{
	struct stat status;
	char *path;
	int fd, rc = 0;

	if (asprintf(&path, "%s/mtdblock%d", folder, number) < 0)
		return -ENOMEM;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	free(path);
	if (fd < 0)
		return 0;
	if (fstat(fd, &status) == 0 && S_ISBLK(status.st_mode) &&
	    major(status.st_rdev) == MTD_BLOCK_MAJOR &&
	    minor(status.st_rdev) == (unsigned int)number)
		rc = mtd_ioctl(fd, BLKFLSBUF, NULL);
	close(fd);
	return rc;
}
