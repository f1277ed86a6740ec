/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file storage/flash_map.h
 * @brief Zephyr's flash_map API, release 2.7.5, over Linux MTD devices.
 *
 * A flash area is a named range of a flash device. A program opens one by id
 * and reads, writes and erases inside it; every access is checked against the
 * area first, so that no byte outside an area is ever touched through it.
 *
 * The areas come from the default flash map: the first call that needs it
 * looks at the system once (sysfs, else /proc/mtd). <flashmap/map.h> has the
 * Linux side: other roots, the simulator, look-up by label, several maps.
 *
 * Errors: every function that returns int returns 0 (or the positive value it
 * names) or a negative errno, never a short count. No function prints, exits
 * or aborts; <flashmap/log.h> tells the reason behind an error.
 *
 * Threads: any function here may be called from any thread at any time, on
 * the same area too. Overlapping writes and erases behave as with pwrite(2).
 * None is async-signal-safe. After fork() areas work in parent and child.
 *
 * Differences from Zephyr's own implementation, all on the safe side:
 * flash_area_open() sets *fa to NULL on failure (as Zephyr's manual says and
 * its code does not), an area without a device gives -ENODEV instead of a
 * crash, range checks cannot wrap (zephyr #89349), and flash_area_align()
 * returns uint32_t as since release 3.0: a 2048-byte page is 0 in a uint8_t.
 */
#ifndef STORAGE_FLASH_MAP_H
#define STORAGE_FLASH_MAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
static_assert(sizeof(off_t) == 8,
	      "libflashmap needs a 64-bit off_t: use pkg-config's flags");
#else
_Static_assert(sizeof(off_t) == 8,
	       "libflashmap needs a 64-bit off_t: use pkg-config's flags");
#endif

/** Provided for compatibility with MCUboot. Since 0.1. */
#define SOC_FLASH_0_ID 0

/** Provided for compatibility with MCUboot. Since 0.1. */
#define SPI_FLASH_0_ID 1

/**
 * The id that no area has: what FLASH_AREA_ID() gives for an unknown label.
 * flash_area_open() answers it with -ENOENT. Since 0.1.
 */
#define FLASH_AREA_ID_NONE 255

/** A flash device, one chip. Its contents are private. */
struct device;

/**
 * @brief A named range of a flash device.
 *
 * The fields of Zephyr 2.7 stand first and in their order. Areas of a map are
 * owned by the map and never change. A program may also make its own (or copy
 * and change one); it sets fa_off, fa_size and fa_dev_name, or fa_dev, and
 * clears the rest. Such an area is resolved at each call: fa_dev counts only
 * if it is a device of a loaded map, else fa_dev_name is looked up; when both
 * name a device and not the same one, the call is -EINVAL.
 */
struct flash_area {
	/** Id in its map; FLASH_AREA_ID_NONE when it has none. */
	uint8_t fa_id;
	/** Number of the flash device, distinct for 255 chips of a map. */
	uint8_t fa_device_id;
	uint16_t pad16;
	/** Start, in bytes from the beginning of the flash device. */
	off_t fa_off;
	/** Size in bytes. */
	size_t fa_size;
	/**
	 * Name of the flash device: the chip's name, or "mtdN" for one MTD
	 * alone, where fa_off 0 is that MTD's first byte.
	 */
	const char *fa_dev_name;
	/** The flash device; NULL if there is none. */
	const struct device *fa_dev;
	/** Label of the area; NULL if it has none. */
	const char *fa_label;
};

/** @brief What one erase clears. */
struct flash_sector {
	/** Start, in bytes from the beginning of the area. */
	off_t fs_off;
	/** Size in bytes. */
	size_t fs_size;
};

/**
 * @brief What flash_area_foreach() calls for each area.
 * @param fa the area; stays valid as long as its map
 * @param user_data as given to flash_area_foreach()
 */
typedef void (*flash_area_cb_t)(const struct flash_area *fa, void *user_data);

/**
 * @brief Id of the area with this label in the default map.
 *
 * Lower and upper case are one, and each of "- , . @ / +" is "_", so that
 * "image-0" is found as image_0; an exact match wins. Not a Zephyr function:
 * it is what FLASH_AREA_ID() calls where no generated header gives constants.
 *
 * @param label the label, or its form in C; NULL is no label
 * @return the id, or FLASH_AREA_ID_NONE if no area or more than one matches,
 *	the area has no id, or there is no map
 *
 * Since 0.1.
 */
uint8_t flashmap_area_id(const char *label);

/**
 * Id of an area by its label, written without quotes, in lower case and with
 * "_" for special characters: FLASH_AREA_ID(image_0). Looked up at run time;
 * the argument is not macro-expanded. The header that "flashmap header" makes
 * has constants instead, and the other macros of this kind. Since 0.1.
 */
#ifndef FLASH_AREA_ID
#define FLASH_AREA_ID(label) flashmap_area_id(#label)
#endif

/**
 * @brief Open the area with this id in the default map.
 *
 * The same id gives the same pointer each time. No device is touched: whether
 * the area can be used shows at its first use, or by flash_area_has_driver().
 *
 * @param id id of the area
 * @param fa where the area is stored; set to NULL on failure
 * @return 0; -EACCES if there is no flash map (no MTD in the kernel, or the
 *	look at the system failed; it is tried again at the next call);
 *	-ENOENT if no area has this id; -EINVAL if fa is NULL; -ESTALE if
 *	the program was built with a header of "flashmap header", and the area
 *	with this id has another label, offset or size here
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_open(uint8_t id, const struct flash_area **fa);

/**
 * @brief Close an area. Does nothing; any number of closes is fine.
 *
 * An area stays usable after it, because MCUboot closes areas that it still
 * uses (MCUboot #2815). flashmap_release() gives back file descriptors.
 *
 * @param fa the area, or NULL
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
void flash_area_close(const struct flash_area *fa);

/**
 * @brief Read from an area.
 *
 * Any offset and length inside the area. On failure the contents of dst are
 * undefined.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area
 * @param dst where len bytes are stored
 * @param len number of bytes; 0 reads nothing and is 0 inside the area
 * @return 0; -EINVAL if fa is NULL, dst is NULL with len not 0, or the range
 *	is not inside the area or not on the device; -ENODEV if the area has no
 *	device or the MTD is gone; -ESTALE if another MTD has taken its number;
 *	-ENXIO if no MTD gives access to a part of the range; -EACCES or -EPERM
 *	without the right to read; -EIO if the device fails, ends early, or has
 *	a bad block in the range; -EBADMSG if NAND data could not be corrected
 *	(<flashmap/ecc.h> tells more); what else open(2), read(2) and the
 *	driver say
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_read(const struct flash_area *fa, off_t off, void *dst,
		    size_t len);

/**
 * @brief Write to an area.
 *
 * Programs the bytes as they are: never erases, never reads back, never
 * rounds. Success is what the kernel reports; a chip that silently ignores
 * commands (a protected SPI-NOR) shows only by reading back.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area, a multiple of
 *	flash_area_align()
 * @param src the bytes
 * @param len number of bytes, a multiple of flash_area_align(); 0 writes
 *	nothing and is 0 inside the area
 * @return 0; -EINVAL, -ENODEV, -ESTALE, -ENXIO, -EACCES, -EPERM as
 *	flash_area_read(), and -EINVAL if off or len is misaligned; -EROFS if a
 *	byte of the range is read-only or protected; -EBUSY if it is in use
 *	(UBI, a mounted file system, swap, mtdoops), which is looked up at the
 *	first write since the device was opened, and at each erase; -EIO if the
 *	device fails or has a bad block in the range. All but the device's own
 *	failure are found before anything is changed. After a failure of the
 *	device the range is undefined
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_write(const struct flash_area *fa, off_t off, const void *src,
		     size_t len);

/**
 * @brief Erase sectors of an area.
 *
 * Sector by sector in ascending order. Both ends are checked against the
 * sectors: the kernel accepts a misaligned start on SPI-NOR and erases the
 * neighbour (drivers/mtd/spi-nor/core.c, spi_nor_erase()).
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area, where a sector
 *	begins
 * @param len number of bytes, ending where a sector ends; 0 erases nothing
 *	and is 0 inside the area
 * @return 0; errors as flash_area_write(); -EINVAL if an end is inside a
 *	sector; -ENOTSUP if the device cannot erase
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_erase(const struct flash_area *fa, off_t off, size_t len);

/**
 * @brief Smallest unit of programming, in bytes.
 *
 * 1 on most NOR, a page on NAND.
 *
 * @param fa the area
 * @return the write block size; 0 if fa is NULL or the device cannot be asked
 *
 * Since 0.1. uint32_t as since Zephyr 3.0.
 */
uint32_t flash_area_align(const struct flash_area *fa);

/**
 * @brief Sectors of an area of the default map.
 *
 * Offsets are from the beginning of the AREA: Zephyr's header says "of the
 * flash device", its code and MCUboot say area. A sector that begins before
 * the area is left out; one that begins inside and ends outside is reported
 * with its full size.
 *
 * @param fa_id id of the area
 * @param count in: capacity of sectors; out: number of sectors stored
 * @param sectors where they are stored
 * @return 0; -ENOMEM if there are more sectors than fit: the array is filled
 *	and count unchanged; -EINVAL if no area has this id, or a pointer is
 *	NULL; -ENODEV if the area has no device; -ENOTSUP if the device has no
 *	sectors; what open(2) says where the device had to be asked
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_get_sectors(int fa_id, uint32_t *count,
			   struct flash_sector *sectors);

/**
 * @brief Call a function for each area of the default map, in order of id,
 * then those without id. Calls nothing where there is no map.
 * @param user_cb the function; NULL calls nothing
 * @param user_data handed to it
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
void flash_area_foreach(flash_area_cb_t user_cb, void *user_data);

/**
 * @brief Whether an area has a flash device.
 * @param fa the area
 * @return 1 if it has; -ENODEV if not, or fa is NULL
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_has_driver(const struct flash_area *fa);

/**
 * @brief Flash device of an area.
 * @param fa the area
 * @return the device, owned by its map; NULL if it has none
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
const struct device *flash_area_get_device(const struct flash_area *fa);

/**
 * @brief Value that every byte has after an erase.
 * @param fa the area
 * @return the value: 0xff for every MTD, and where fa has no device
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
uint8_t flash_area_erased_val(const struct flash_area *fa);

#ifdef __cplusplus
}
#endif

#endif /* STORAGE_FLASH_MAP_H */
