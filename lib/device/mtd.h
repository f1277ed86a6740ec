/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel can be asked about an MTD that is open, and what it can be
 * told to do. All return 0 or the kernel's negative errno as it is, those that
 * ask whether 1 for yes.
 */
#ifndef FM_DEVICE_MTD_H
#define FM_DEVICE_MTD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/ecc.h"
#include "device/geometry.h"

/* regions is the number of erase regions, 0 if all sectors are alike. */
int fm_mtd_get_info(int fd, uint64_t size, struct fm_geometry *geometry,
		    uint32_t *flags, uint32_t *regions);
/* -EIO if they make no sense; -ENOMEM. */
int fm_mtd_get_regions(int fd, uint32_t count, struct fm_geometry *geometry);

/*
 * Reads by MEMREAD, which tells what was found in this very read. -EBADMSG,
 * with the data, if something could not be corrected. threshold is what the
 * kernel compares flips with.
 */
int fm_mtd_read(int fd, uint64_t offset, void *data, size_t length,
		uint32_t threshold, struct fm_ecc_found *found);
/* Counted for all readers. */
int fm_mtd_count_ecc(int fd, struct fm_ecc_counters *counters);

int fm_mtd_erase(int fd, const struct fm_range *sector);
int fm_mtd_is_bad(int fd, uint64_t sector_offset);
int fm_mtd_mark_bad(int fd, uint64_t sector_offset);

/* -EOVERFLOW past the 32 bits that these calls have. */
int fm_mtd_is_locked(int fd, const struct fm_range *range);
int fm_mtd_set_locked(int fd, const struct fm_range *range, bool locked);

/*
 * An mtdblock device that somebody opened keeps pages of before a change
 * (block/ioctl.c, BLKFLSBUF). No such device is the normal case.
 */
int fm_mtd_flush_block_device(const char *folder, int number);

#endif /* FM_DEVICE_MTD_H */
