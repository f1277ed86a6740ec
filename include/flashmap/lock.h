/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/lock.h
 * @brief Write protection that a flash chip has of its own.
 *
 * Most SPI-NOR chips ignore a program or an erase of a locked sector and
 * report success: flash_area_write() and flash_area_erase() say what the
 * kernel says. Only the chip's own answer about each sector, and reading
 * back, tell the truth, so the functions here believe nothing else: a driver
 * may report an error and yet have locked.
 *
 * Most chips can lock only a few ranges (a power of two of blocks from one end
 * of the chip), so that locking or unlocking a range may take others along.
 *
 * The kernel's calls take 32-bit offsets and lengths, in the MTD that serves
 * the range: beyond is -EOVERFLOW.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef FLASHMAP_LOCK_H
#define FLASHMAP_LOCK_H

#include <stddef.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Whether the sector at an offset is locked.
 * @param fa the area
 * @param off any offset in bytes inside the sector
 * @return 1 if all of it is locked; 0 if not; -ENOTSUP if the device cannot
 *	tell, or has no sectors; -EOVERFLOW if the sector is out of the
 *	kernel's reach; -EINVAL if fa is NULL or off is not inside the area;
 *	errors as flash_area_read()
 *
 * Since 0.1. Source: MEMISLOCKED, include/uapi/mtd/mtd-abi.h.
 */
int flashmap_area_is_locked(const struct flash_area *fa, off_t off);

/**
 * @brief Lock a range.
 *
 * The state of every sector of the chip is asked for before and after, one
 * call each, through every MTD of the chip that can be asked: a partition's
 * neighbours are locked and unlocked as easily as its own sectors.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area; the start of a
 *	sector
 * @param len length in bytes; whole sectors
 * @return 0 if every sector of the range is locked now and no other one has
 *	changed; 1 if every sector of the range is, and others of the chip have
 *	changed too: flashmap_area_is_locked() tells which; -EIO if a sector of
 *	the range is not locked though the kernel reported success, else the
 *	kernel's error; others may have changed then too, which is a warning in
 *	the log; -ENOTSUP if the device cannot lock, or cannot tell; -EOVERFLOW
 *	if the range is out of the kernel's reach; -EROFS, -EBUSY, -EINVAL and
 *	others as flash_area_erase()
 *
 * Since 0.1. Source: MEMLOCK, include/uapi/mtd/mtd-abi.h.
 */
int flashmap_area_lock(const struct flash_area *fa, off_t off, size_t len);

/**
 * @brief Unlock a range; as flashmap_area_lock() the other way round.
 * @param fa the area
 * @param off offset in bytes from the beginning of the area; the start of a
 *	sector
 * @param len length in bytes; whole sectors
 * @return as flashmap_area_lock()
 *
 * Since 0.1. Source: MEMUNLOCK, include/uapi/mtd/mtd-abi.h.
 */
int flashmap_area_unlock(const struct flash_area *fa, off_t off, size_t len);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_LOCK_H */
