/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file storage/flash_map.h
 * @brief Zephyr's flash_map API over Linux MTD devices: release 2.7.5, and what
 * has been added since.
 *
 * A flash area is a named range of a flash device. A program opens one by id
 * and reads, writes and erases inside it; every access is checked against the
 * area first, so that no byte outside an area is ever touched through it.
 *
 * The areas come from the default flash map: the first call that needs it
 * looks at the system once (sysfs, else /proc/mtd). <flashmap/map.h> has the
 * Linux side: other roots, the simulator, look-up by label, several maps.
 *
 * A program may have a map of its own (CONFIG_FLASH_MAP_CUSTOM in Zephyr): it
 * defines, both, with external linkage,
 *
 *	const struct flash_area *flash_map = areas;
 *	const int flash_map_entries = number_of_areas;
 *
 * and the areas of the default map are those, in that order; the first one
 * with an id counts. (C++ gives a const object external linkage only if it is
 * declared extern.) They may change while no call uses them. No look at the
 * system is needed to open one; its device is looked for there, in the default
 * map, as for other areas that a program makes. A NULL flash_map is no map,
 * -EACCES.
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
 * docs/from-zephyr.md has them all.
 */
#ifndef STORAGE_FLASH_MAP_H
#define STORAGE_FLASH_MAP_H

#include <stdbool.h>
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

/** A flash device; <zephyr/device.h> has its name. */
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
	 * Name of the flash device, of the default map: the chip's name, or
	 * "mtdN" for one MTD alone, where fa_off 0 is that MTD's first byte.
	 */
	const char *fa_dev_name;
	/** The flash device; NULL if there is none. */
	const struct device *fa_dev;
	/** Label of the area; NULL if it has none. */
	const char *fa_label;
};

/** @brief What flash_area_check_int_sha256() compares. Since 0.1. */
struct flash_area_check {
	/** The 32 bytes of the hash that is expected. */
	const uint8_t *match;
	/** Number of bytes that are hashed. */
	size_t clen;
	/** Where they begin, in bytes from the beginning of the area. */
	size_t off;
	/** Room for the pieces that are read; undefined afterwards. */
	uint8_t *rbuf;
	/** Its size in bytes. */
	size_t rblen;
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
 * "image-0" is found as image_0; an exact match wins. Not a Zephyr function.
 *
 * @param label the label, or its form in C; NULL is no label
 * @return the id, or FLASH_AREA_ID_NONE if no area or more than one matches,
 *	the area has no id, or there is no map
 *
 * Since 0.1.
 */
uint8_t flashmap_area_id(const char *label);

/**
 * @brief The area of the default map that FLASH_AREA_ID() and its kin name.
 *
 * As flashmap_area_id() compares. What is written is looked for first, since
 * it may be a macro by chance ("linux" is one), then what it expands to, since
 * Zephyr's programs name areas by macros of their own.
 *
 * @param written the label as it is written
 * @param expanded the same after macro expansion
 * @return the area; NULL if no area or more than one matches, or there is no
 *	map
 *
 * Since 0.1.
 */
const struct flash_area *flashmap_find_label(const char *written,
					     const char *expanded);

/**
 * @brief The area of the default map that FIXED_PARTITION_ID() and its kin
 * name: the one whose partition has this node label in the device tree.
 *
 * As flashmap_find_label() compares. Only a tree that was compiled with
 * "dtc -@" tells node labels; areas of a program's own map have none.
 *
 * @param written the node label as it is written
 * @param expanded the same after macro expansion
 * @return the area; NULL if no area or more than one matches, or there is no
 *	map
 *
 * Since 0.1.
 */
const struct flash_area *flashmap_find_node_label(const char *written,
						  const char *expanded);

/*
 * Areas by label, written without quotes, in lower case and with "_" for
 * special characters: FLASH_AREA_ID(image_0); and by node label:
 * FIXED_PARTITION_ID(slot0_partition). They are looked up when the program
 * runs, so they are no constants: the header that "flashmap header" makes,
 * included before or after this one, has the same macros as constants. What
 * is unknown has the id FLASH_AREA_ID_NONE, the offset -1 and the size 0.
 */
#define FLASHMAP_TEXT_OF(...) #__VA_ARGS__
#define FLASHMAP_BY_LABEL(written, ...) \
	flashmap_find_label(written, FLASHMAP_TEXT_OF(__VA_ARGS__))
#define FLASHMAP_BY_NODE_LABEL(written, ...) \
	flashmap_find_node_label(written, FLASHMAP_TEXT_OF(__VA_ARGS__))

/** Id of an area; FLASH_AREA_ID_NONE for NULL. Since 0.1. */
static inline uint8_t flashmap_id_of(const struct flash_area *fa)
{
	return fa ? fa->fa_id : FLASH_AREA_ID_NONE;
}

/** fa_off of an area; -1, which nothing accepts, for NULL. Since 0.1. */
static inline off_t flashmap_offset_of(const struct flash_area *fa)
{
	return fa ? fa->fa_off : -1;
}

/** fa_size of an area; 0 for NULL. Since 0.1. */
static inline size_t flashmap_size_of(const struct flash_area *fa)
{
	return fa ? fa->fa_size : 0;
}

/** Label of an area; NULL for NULL. Since 0.1. */
static inline const char *flashmap_label_of(const struct flash_area *fa)
{
	return fa ? fa->fa_label : NULL;
}

/* #label in each of them: one macro further down, it would be expanded. */
#ifndef FLASH_AREA_ID
/** Whether there is an area with this label. Since 0.1. */
#define FLASH_AREA_LABEL_EXISTS(label) \
	(FLASHMAP_BY_LABEL(#label, label) != NULL)
/** Its label as a string. Since 0.1. */
#define FLASH_AREA_LABEL_STR(label) \
	flashmap_label_of(FLASHMAP_BY_LABEL(#label, label))
/** Its id. Since 0.1. */
#define FLASH_AREA_ID(label) flashmap_id_of(FLASHMAP_BY_LABEL(#label, label))
/** Its fa_off. Since 0.1. */
#define FLASH_AREA_OFFSET(label) \
	flashmap_offset_of(FLASHMAP_BY_LABEL(#label, label))
/** Its fa_size. Since 0.1. */
#define FLASH_AREA_SIZE(label) \
	flashmap_size_of(FLASHMAP_BY_LABEL(#label, label))
/** Its device, or NULL. Since 0.1. */
#define FLASH_AREA_DEVICE(label) \
	flash_area_get_device(FLASHMAP_BY_LABEL(#label, label))
#endif

#ifndef FIXED_PARTITION_ID
/** Whether there is an area with this node label. Since 0.1. */
#define FIXED_PARTITION_EXISTS(label) \
	(FLASHMAP_BY_NODE_LABEL(#label, label) != NULL)
/** Its id. Since 0.1. */
#define FIXED_PARTITION_ID(label) \
	flashmap_id_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** Its fa_off. Since 0.1. */
#define FIXED_PARTITION_OFFSET(label) \
	flashmap_offset_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** Its fa_size. Since 0.1. */
#define FIXED_PARTITION_SIZE(label) \
	flashmap_size_of(FLASHMAP_BY_NODE_LABEL(#label, label))
/** Its device, or NULL. Since 0.1. */
#define FIXED_PARTITION_DEVICE(label) \
	flash_area_get_device(FLASHMAP_BY_NODE_LABEL(#label, label))
/** The area itself, or NULL. Since 0.1. */
#define FIXED_PARTITION(label) FLASHMAP_BY_NODE_LABEL(#label, label)
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
 * @brief Give every byte of a range the erased value: by erasing it where the
 * device has sectors, else by programming it.
 *
 * @param fa the area
 * @param off offset in bytes from the beginning of the area, a multiple of
 *	what is erased or programmed there
 * @param len number of bytes, such a multiple too
 * @return as flash_area_erase() or, where the device has no sectors, as
 *	flash_area_write(); -ENOMEM
 *
 * Since 0.1. Source: Zephyr 3.7, storage/flash_map.h.
 */
int flash_area_flatten(const struct flash_area *fa, off_t off, size_t len);

/**
 * @brief Copy a range to a range that was erased, of the same area or of
 * another one. Erases nothing.
 *
 * The last piece may be smaller than the buffer; it is neither padded nor read
 * beyond the range.
 *
 * @param src_fa the area to read
 * @param src_off offset in bytes from its beginning
 * @param dst_fa the area to program
 * @param dst_off offset in bytes from its beginning, a multiple of its
 *	flash_area_align()
 * @param len number of bytes, a multiple of flash_area_align() of dst_fa
 * @param buf room for the pieces that are copied; undefined afterwards
 * @param buf_size its size in bytes, such a multiple too
 * @return 0, also without doing anything where both are the same place of a
 *	device; -EINVAL if len is negative, a range is not inside its area,
 *	buf is NULL, buf_size is 0 or no such multiple, something is
 *	misaligned, or the ranges overlap on their device; others as
 *	flash_area_read() and flash_area_write(). What can be found before
 *	anything is changed is
 *
 * Since 0.1. Source: Zephyr 4.1, storage/flash_map.h.
 */
int flash_area_copy(const struct flash_area *src_fa, off_t src_off,
		    const struct flash_area *dst_fa, off_t dst_off, off_t len,
		    uint8_t *buf, size_t buf_size);

/**
 * @brief Compare the SHA-256 of a range with what is expected.
 * @param fa the area
 * @param fac what is compared
 * @return 0 if it is as expected; -EILSEQ if not; -EINVAL if fa, fac, its
 *	match or its rbuf is NULL, its clen or rblen is 0, or the range is not
 *	inside the area; -ENOTSUP if the library was built without libmd;
 *	others as flash_area_read()
 *
 * Since 0.1. Source: Zephyr 2.7.5, storage/flash_map.h.
 */
int flash_area_check_int_sha256(const struct flash_area *fa,
				const struct flash_area_check *fac);

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
 * @brief Sectors of an area, also of one that is in no map.
 * @param fa the area
 * @param count in: capacity of sectors; out: number of sectors stored
 * @param sectors where they are stored
 * @return as flash_area_get_sectors(); -EINVAL if fa is NULL
 *
 * Since 0.1. Source: Zephyr 4.1, storage/flash_map.h.
 */
int flash_area_sectors(const struct flash_area *fa, uint32_t *count,
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
 * @brief Whether an area has a flash device that is ready.
 * @param fa the area, or NULL
 * @return as device_is_ready() of its device; false if it has none
 *
 * Since 0.1. Source: Zephyr 4.1, storage/flash_map.h.
 */
bool flash_area_device_is_ready(const struct flash_area *fa);

/**
 * @brief Label of an area.
 * @param fa the area
 * @return the label, which lives as long as the area; NULL if it has none, or
 *	fa is NULL
 *
 * Since 0.1. Source: Zephyr 3.4, storage/flash_map.h.
 */
const char *flash_area_label(const struct flash_area *fa);

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
