/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/ecc.h
 * @brief What error correction found in the data of a flash area.
 *
 * On NAND, read(2) of /dev/mtdN succeeds with wrong data (drivers/mtd/
 * mtdchar.c, mtdchar_read()). flash_area_read() does not: data that could not
 * be corrected are -EBADMSG. The functions here tell the rest: how many bits
 * were corrected, and when data should be rewritten before they are lost.
 *
 * How it is known: by MEMREAD (Linux 6.1 and later) for each read exactly;
 * else by ECCGETSTATS around each read, whose counters all readers of the
 * chip share, so that what failed, or is at the threshold, is read again, page
 * by page, and only what repeats is believed. Fewer flips than that count as
 * they are told.
 *
 * UNSTABLE: may change in any release before 1.0.
 *
 * Threads: any function from any thread.
 */
#ifndef FLASHMAP_ECC_H
#define FLASHMAP_ECC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief What was found in data that were read. Members are only ever added
 * at the end.
 */
struct flashmap_ecc {
	/** Bits that were corrected. */
	uint64_t corrected;
	/** ECC steps that could not be corrected: their data are wrong. */
	uint64_t failed;
	/**
	 * Most bits corrected in one ECC step. Where the kernel has no
	 * MEMREAD it is the most that there can have been.
	 */
	uint32_t max_bitflips;
	/** false if the device does not tell: NOR, RAM. */
	bool known;
	/**
	 * max_bitflips is at bitflip_threshold or above, or something failed:
	 * the data should be written anew. false if the threshold is unknown
	 * and nothing failed.
	 */
	bool refresh_wanted;
};

/**
 * @brief Read, and learn what error correction found.
 *
 * As flash_area_read(), but reading goes on after data that could not be
 * corrected, so that dst is complete, as good as it could be had.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area
 * @param dst where the data are stored
 * @param len length in bytes
 * @param ecc where the findings are stored; may be NULL. Complete also after
 *	-EBADMSG
 * @param ecc_size sizeof(*ecc), so that the structure can grow; 0 if ecc is
 *	NULL
 * @return 0; -EBADMSG if a part could not be corrected; -EINVAL if ecc_size
 *	does not suit ecc; else as flash_area_read()
 *
 * Since 0.1.
 */
int flashmap_area_read_ecc(const struct flash_area *fa, off_t off, void *dst,
			   size_t len, struct flashmap_ecc *ecc,
			   size_t ecc_size);

/**
 * @brief The state of a device as far as error correction tells. Members are
 * only ever added at the end.
 */
struct flashmap_ecc_statistics {
	/** Bits that can be corrected in one step; 0 if unknown. */
	uint32_t strength;
	/** Bytes of one step; 0 if unknown. */
	uint32_t step_size;
	/** Corrected bits in a step from which on data should be rewritten;
	 * as it was when the map was loaded; 0 if unknown. */
	uint32_t bitflip_threshold;
	/** Bits corrected for any reader since the kernel found the device. */
	uint64_t corrected;
	/** Uncorrectable steps for any reader since then. */
	uint64_t failed;
	/** Bad blocks of the device, those in the area and others. */
	uint64_t bad_blocks;
	/** Blocks that hold the kernel's table of bad blocks. */
	uint64_t reserved_blocks;
	/** What reads through this map found since it was loaded, on the
	 * device: in the area and in others that share its MTD. */
	struct flashmap_ecc found;
};

/**
 * @brief Statistics of the MTD behind an area (all of them where several
 * serve it).
 * @param fa the area
 * @param statistics where they are stored
 * @param statistics_size sizeof(*statistics), so that the structure can grow
 * @return 0; -EINVAL if a pointer is NULL, statistics_size is 0, or the
 *	area's range is not on its device; -ENOTSUP if the device does not
 *	tell: NOR, RAM; -ENODEV if it has no device; -ENXIO if no MTD gives
 *	access to a part of it; -ESTALE and what open(2) says, as
 *	flash_area_read()
 *
 * Since 0.1. Source: ECCGETSTATS, include/uapi/mtd/mtd-abi.h;
 * Documentation/ABI/testing/sysfs-class-mtd.
 */
int flashmap_area_get_ecc_statistics(const struct flash_area *fa,
				     struct flashmap_ecc_statistics *statistics,
				     size_t statistics_size);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_ECC_H */
