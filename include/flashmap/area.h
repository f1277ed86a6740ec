/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/area.h
 * @brief What Linux knows about a flash area beyond the Zephyr contract.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef FLASHMAP_AREA_H
#define FLASHMAP_AREA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What flashmap_area_info.mtd is without an MTD. Since 0.1. */
#define FLASHMAP_NO_MTD (-1)

/**
 * @brief Facts about an area. The strings live as long as its map. Members
 * are only ever added at the end.
 */
struct flashmap_area_info {
	/** Label; NULL if the area has none. */
	const char *label;
	/** Name of its chip. */
	const char *chip;
	/** Type as the kernel spells it ("nor", "nand"); NULL if unknown. */
	const char *type;
	/** Device-tree path of its partition; NULL if unknown. */
	const char *dt_path;
	/**
	 * Offset in bytes on its physical chip, where offset_known: for an MTD
	 * whose chip is not proven, fa_off is 0 and this is unknown.
	 */
	uint64_t offset;
	/** What the kernel says its offset in its parent is, where
	 * kernel_offset_known. */
	uint64_t kernel_offset;
	/** Size in bytes. */
	uint64_t size;
	/** Size of the (largest) sector in bytes; 0 if it has none. */
	uint64_t erase_size;
	/** Number of sectors that begin and end in the area. */
	uint64_t sector_count;
	/** Write block size in bytes. */
	uint32_t write_size;
	/** Out-of-band bytes a page; 0 if it has none. */
	uint32_t oob_size;
	/** The mtdN it is reached through, or FLASHMAP_NO_MTD. */
	int mtd;
	bool offset_known;
	bool kernel_offset_known;
	/**
	 * false if the node had to be asked for erase_size, sector_count,
	 * write_size or oob_size and could not be.
	 */
	bool geometry_known;
	/** The MTD itself refuses writes, as far as sysfs or the tree says. */
	bool read_only;
	/** A part of the range is read-only or protected on its chip. */
	bool protected_range;
	/** The chip may have bad blocks (NAND). */
	bool bad_blocks_possible;
	/** The chip is simulated. */
	bool simulated;
	/**
	 * How it is known that its MTD is its partition of the device tree:
	 * "node" (the kernel says so), "place" (offset and size on its chip)
	 * or "label"; NULL if it is no such partition, or has no MTD.
	 */
	const char *tied_by;
	/**
	 * Node labels of its partition, ended by NULL; NULL where the device
	 * tree does not tell them.
	 */
	const char *const *node_labels;
	/** Its aliases in the device tree, in the same way. */
	const char *const *aliases;
	/** flashmap.conf says that the chip has it locked; nothing more. */
	bool lock_expected;
};

/**
 * @brief Facts about an area; may open the device where sysfs is not there.
 * @param fa the area
 * @param info where they are stored
 * @param info_size sizeof(*info), so that the structure can grow
 * @return 0; -EINVAL if a pointer is NULL, info_size is 0, or the area's
 *	range is not on its device; -ENODEV if it has no device, where info
 *	has what the device tree tells of an area of a map; -ENXIO if no
 *	MTD gives access to a part of it
 *
 * Since 0.1.
 */
int flashmap_area_get_info(const struct flash_area *fa,
			   struct flashmap_area_info *info, size_t info_size);

/**
 * @brief Who uses a range of an area now, or an MTD that overlaps it: UBI, a
 * mounted file system, swap, mtdoops. Looks at the system at each call.
 * @param fa the area
 * @param off offset in bytes from the beginning of the area
 * @param len length in bytes
 * @param by where the user is named ("mtd3 is attached to ubi0"); may be
 *	NULL. Empty if the range is not in use
 * @param by_size size of by in bytes; a longer text is cut
 * @return 0 if it is not in use; -EBUSY if it is; -EINVAL if fa is NULL or
 *	the range is not inside the area; -ENODEV if it has no device; -ENOMEM
 *
 * Since 0.1.
 */
int flashmap_area_in_use(const struct flash_area *fa, off_t off, size_t len,
			 char *by, size_t by_size);

/**
 * @brief Whether the sector at an offset is a bad block.
 * @param fa the area
 * @param off any offset in bytes inside the sector
 * @return 1 if it is bad; 0 if not, or the device has no bad blocks; -EINVAL
 *	if fa is NULL or off is not inside the area; errors as
 *	flash_area_read()
 *
 * Since 0.1. Source: MEMGETBADBLOCK, include/uapi/mtd/mtd-abi.h.
 */
int flashmap_area_is_bad(const struct flash_area *fa, off_t off);

/**
 * @brief Mark the sector at an offset as a bad block, for good: nothing takes
 * that back. For a block that failed to be erased or programmed, never for one
 * that only reads badly.
 * @param fa the area
 * @param off any offset in bytes inside the sector
 * @return 0, also if it was bad before; -ENOTSUP if the device has no bad
 *	blocks; -EINVAL if fa is NULL, off is not inside the area, or the
 *	sector is not; -EROFS, -EBUSY and others as flash_area_erase()
 *
 * Since 0.1. Source: MEMSETBADBLOCK, include/uapi/mtd/mtd-abi.h.
 */
int flashmap_area_mark_bad(const struct flash_area *fa, off_t off);

/**
 * @brief Write to an area, and tell where it failed.
 *
 * As flash_area_write(). What lies before the failed offset was written; of
 * what lies from there on, up to the end of that sector, nothing is known;
 * what lies behind that is unchanged. Where the device has no sectors, nothing
 * is known up to the end of the range.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area
 * @param src the bytes
 * @param len number of bytes
 * @param failed where the offset that could not be written is stored, in bytes
 *	from the beginning of the area; -1 if nothing was changed, or nothing
 *	failed. May be NULL
 * @return as flash_area_write()
 *
 * Since 0.1.
 */
int flashmap_area_write(const struct flash_area *fa, off_t off, const void *src,
			size_t len, off_t *failed);

/**
 * @brief Erase sectors of an area, and tell which one failed.
 *
 * As flash_area_erase(). The sectors before the failed one were erased; of its
 * own content nothing is known; those behind it are unchanged.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area
 * @param len number of bytes
 * @param failed where the offset of the sector that could not be erased is
 *	stored, in bytes from the beginning of the area; -1 if nothing was
 *	changed, or nothing failed. May be NULL
 * @return as flash_area_erase()
 *
 * Since 0.1.
 */
int flashmap_area_erase(const struct flash_area *fa, off_t off, size_t len,
			off_t *failed);

/**
 * @brief Sectors of any area, also one that is not in the default map.
 *
 * As flash_area_get_sectors(), with the area instead of its id, and from a
 * first sector on, so that a large area can be walked in pieces.
 *
 * @param fa the area
 * @param first number of the first sector wanted, from 0
 * @param count in: capacity of sectors; out: number of sectors stored
 * @param sectors where they are stored
 * @return as flash_area_get_sectors(); -EINVAL if fa is NULL
 *
 * Since 0.1.
 */
int flashmap_area_get_sectors(const struct flash_area *fa, uint32_t first,
			      uint32_t *count, struct flash_sector *sectors);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_AREA_H */
