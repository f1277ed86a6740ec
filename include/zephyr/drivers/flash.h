/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file zephyr/drivers/flash.h
 * @brief Zephyr's flash driver API, release 2.7.5 and what came since, over
 * MTD devices.
 *
 * Offsets are from the beginning of the device: of the chip, or of the one MTD
 * for a device called "mtdN". A range of a chip is served by the MTD with
 * exactly that range, else the smallest that contains it, else adjacent ones
 * in turn; where there is none, -ENXIO. What is read-only or protected on the
 * chip is so here too.
 *
 * A range that is not on the device is -EINVAL; the check cannot wrap. A
 * length of 0 is 0 for any offset on the device, its end included.
 *
 * These names are common ones. Nothing in the library calls them, and they
 * give way to a program's own functions of the same name.
 *
 * Not here: what a driver is written with (struct flash_driver_api and its
 * function types), since a driver for Linux is the kernel's.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef ZEPHYR_DRIVERS_FLASH_H
#define ZEPHYR_DRIVERS_FLASH_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <zephyr/device.h>

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

/** Has to be erased before it is programmed again. Since 0.1. */
#define FLASH_ERASE_C_EXPLICIT 0x01
/** For a variable that shall hold capabilities later. Since 0.1. */
#define FLASH_ERASE_CAPS_UNSET ((int)-1)
/** Reserved by Zephyr. Since 0.1. */
#define FLASH_ERASE_C_SUPPORTED 0x02
/** Reserved by Zephyr. Since 0.1. */
#define FLASH_ERASE_C_VAL_BIT 0x04
/** Reserved by Zephyr. Since 0.1. */
#define FLASH_ERASE_UNIFORM_PAGE 0x08

/** @brief What a device is like. It does not change while a map is loaded. */
struct flash_parameters {
	/** Smallest unit of programming in bytes; 0 if it cannot be asked. */
	const size_t write_block_size;
	/** See flash_params_get_erase_cap(). Set if all MTDs of the chip say
	 * so (MTD_NO_ERASE), and for simulated RAM. */
	struct {
		bool no_explicit_erase : 1;
	} caps;
	/** Value of every byte after an erase. */
	uint8_t erase_value;
};

/**
 * @brief How a device is erased.
 * @param p parameters of the device
 * @return FLASH_ERASE_C_EXPLICIT, or 0 for RAM, which needs no erase
 *
 * Since 0.1. Source: Zephyr 3.7, drivers/flash.h.
 */
static inline int flash_params_get_erase_cap(const struct flash_parameters *p)
{
	return p->caps.no_explicit_erase ? 0 : FLASH_ERASE_C_EXPLICIT;
}

/** @brief Pages of one size in a row. Since 0.1. */
struct flash_pages_layout {
	/** Number of pages. */
	size_t pages_count;
	/** Size of one in bytes. */
	size_t pages_size;
};

/** @brief A page: what one erase clears, a sector. */
struct flash_pages_info {
	/** Start in bytes from the beginning of the device. */
	off_t start_offset;
	/** Size in bytes. */
	size_t size;
	/** Number of the page, from 0. */
	uint32_t index;
};

/**
 * @brief What flash_page_foreach() calls for each page.
 * @param info the page, valid during the call
 * @param data as given to flash_page_foreach()
 * @return false to stop
 */
typedef bool (*flash_page_cb)(const struct flash_pages_info *info, void *data);

/**
 * @brief Read. Any offset and length on the device.
 * @param dev the device
 * @param offset offset in bytes from the beginning of the device
 * @param data where len bytes are stored; undefined after a failure
 * @param len number of bytes
 * @return 0; -ENODEV if dev is NULL or no device of a loaded map; -EINVAL if
 *	the range is not on the device, or data is NULL with len not 0; others
 *	as flash_area_read()
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_read(const struct device *dev, off_t offset, void *data, size_t len);

/**
 * @brief Program.
 * @param dev the device
 * @param offset offset in bytes from the beginning of the device, a multiple
 *	of the write block size
 * @param data the bytes
 * @param len number of bytes, a multiple of the write block size
 * @return 0; -ENODEV, -EINVAL as flash_read(), and -EINVAL if offset or len is
 *	misaligned; others as flash_area_write()
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_write(const struct device *dev, off_t offset, const void *data,
		size_t len);

/**
 * @brief Erase pages.
 * @param dev the device
 * @param offset offset in bytes from the beginning of the device, where a page
 *	begins
 * @param size number of bytes, ending where a page ends
 * @return 0; -ENODEV, -EINVAL as flash_read(), and -EINVAL if an end is inside
 *	a page; -ENOSYS if the device has no erase; others as
 *	flash_area_erase()
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h; -ENOSYS as since 3.7.
 */
int flash_erase(const struct device *dev, off_t offset, size_t size);

/**
 * @brief Program a range with one value.
 * @param dev the device
 * @param val the value of each byte
 * @param offset offset in bytes from the beginning of the device, a multiple
 *	of the write block size
 * @param size number of bytes, a multiple of the write block size
 * @return as flash_write(); -ENOMEM
 *
 * Since 0.1. Source: Zephyr 3.7, drivers/flash.h.
 */
int flash_fill(const struct device *dev, uint8_t val, off_t offset,
	       size_t size);

/**
 * @brief Give every byte of a range the erased value: by erasing where the
 * device has pages to erase, else by programming it.
 * @param dev the device
 * @param offset offset in bytes from the beginning of the device
 * @param size number of bytes
 * @return as flash_erase() or, where the device has no pages, as flash_fill()
 *
 * Since 0.1. Source: Zephyr 3.7, drivers/flash.h.
 */
int flash_flatten(const struct device *dev, off_t offset, size_t size);

/**
 * @brief Copy a range to a range that was erased. Erases nothing.
 *
 * Arguments are checked before the devices. The last piece may be smaller than
 * the buffer; it is neither padded nor read beyond the range.
 *
 * @param src_dev device to read
 * @param src_offset offset in bytes from its beginning
 * @param dst_dev device to program; may be the same one
 * @param dst_offset offset in bytes from its beginning, a multiple of its
 *	write block size
 * @param size number of bytes, a multiple of the write block size of dst_dev
 * @param buf room for the pieces that are copied; undefined afterwards
 * @param buf_size its size in bytes, a multiple of the write block size of
 *	dst_dev
 * @return 0, also without doing anything where both are the same place;
 *	-EINVAL if an offset or size is negative, a range is not on its device,
 *	buf is NULL, buf_size is 0 or no such multiple, something is
 *	misaligned, or the ranges overlap; -ENODEV if a device is NULL or no
 *	device of a loaded map; others as flash_read() and flash_write(). What
 *	can be found before anything is changed is
 *
 * Since 0.1. Source: Zephyr 4.0, drivers/flash.h.
 */
int flash_copy(const struct device *src_dev, off_t src_offset,
	       const struct device *dst_dev, off_t dst_offset, off_t size,
	       uint8_t *buf, size_t buf_size);

/**
 * @brief Size of a device.
 * @param dev the device
 * @param size where it is stored, in bytes
 * @return 0; -ENODEV as flash_read(); -EINVAL if size is NULL; -ENOTSUP if
 *	nothing tells the size of the chip
 *
 * Since 0.1. Source: Zephyr 4.1, drivers/flash.h.
 */
int flash_get_size(const struct device *dev, uint64_t *size);

/**
 * @brief Smallest unit of programming. May open the device.
 * @param dev the device
 * @return its size in bytes: 1 on most NOR, a page on NAND, the largest where
 *	the MTDs of a chip differ; 0 if dev is NULL or no device of a loaded
 *	map, or it cannot be asked
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
size_t flash_get_write_block_size(const struct device *dev);

/**
 * @brief Parameters of a device. May open the device; failing to is not
 * remembered, so that a later call may tell more.
 * @param dev the device
 * @return the parameters, which live as long as the device. For what is no
 *	device of a loaded map, or cannot be asked, they have a write block of
 *	0 bytes and an erase value of 0xff; never NULL
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
const struct flash_parameters *flash_get_parameters(const struct device *dev);

/**
 * @brief The page at an offset.
 *
 * Pages are the sectors of the MTD that serves them, the smallest one there,
 * so that each can be erased by its offset and size; they never overlap. A
 * sector that begins inside the page before it is left out, and so is a rest
 * at the end of an MTD that is no whole sector.
 *
 * @param dev the device
 * @param offset any offset in bytes inside the page
 * @param info where it is stored
 * @return 0; -ENODEV as flash_read(); -EINVAL if info is NULL or no page is
 *	there: the offset is not on the device, or no MTD gives access to it;
 *	-ENOTSUP if the device has no pages; -EOVERFLOW if its number or size
 *	does not fit; what open(2) says where it had to be asked
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_get_page_info_by_offs(const struct device *dev, off_t offset,
				struct flash_pages_info *info);

/**
 * @brief The page with a number.
 *
 * Pages are counted in the order of their offsets. Where no MTD gives access
 * to a part of a chip, that part has none.
 *
 * @param dev the device
 * @param page_index number of the page, from 0
 * @param info where it is stored
 * @return 0; -EINVAL if there are fewer pages, or info is NULL; others as
 *	flash_get_page_info_by_offs()
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_get_page_info_by_idx(const struct device *dev, uint32_t page_index,
			       struct flash_pages_info *info);

/**
 * @brief Number of pages.
 * @param dev the device
 * @return the number, SIZE_MAX at most; 0 if the device has none or cannot be
 *	asked
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
size_t flash_get_page_count(const struct device *dev);

/**
 * @brief Call a function for each page, in the order of their offsets.
 * Ends before a page whose number does not fit.
 *
 * @param dev the device; calls nothing for what is none or cannot be asked
 * @param cb the function, which returns false to stop; NULL calls nothing
 * @param data handed to it
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
void flash_page_foreach(const struct device *dev, flash_page_cb cb, void *data);

/**
 * @brief Does nothing, as in Zephyr since 2.6. Locks of a chip are in
 * <flashmap/lock.h>.
 * @param dev the device
 * @param enable ignored
 * @return 0; -ENODEV as flash_read()
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_write_protection_set(const struct device *dev, bool enable);

/**
 * @brief Read the Serial Flash Discoverable Parameters (JESD216) of a chip, as
 * the kernel keeps them.
 * @param dev the device
 * @param offset offset in bytes in the parameters
 * @param data where len bytes are stored; undefined after a failure
 * @param len number of bytes
 * @return 0; -ENODEV as flash_read(), or if the chip is gone; -ENOTSUP if the
 *	kernel has none of this chip (drivers/mtd/spi-nor/sysfs.c, since Linux
 *	5.14), and below a root that tar copied; -EINVAL if the range is not in
 *	them, or data is NULL with len not 0; -EIO if what the kernel says
 *	makes no sense; what open(2) and read(2) say
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_sfdp_read(const struct device *dev, off_t offset, void *data,
		    size_t len);

/**
 * @brief The JEDEC id of a chip, as the kernel has read it.
 * @param dev the device
 * @param id where 3 bytes are stored, the first ones of a longer id
 * @return 0; -ENODEV as flash_read(), or if the chip is gone; -ENOTSUP if the
 *	kernel has none of this chip (drivers/mtd/spi-nor/sysfs.c, since Linux
 *	5.14); -EINVAL if id is NULL; -EIO if what the kernel says makes no
 *	sense; what open(2) and read(2) say
 *
 * Since 0.1. Source: Zephyr 2.7.5, drivers/flash.h.
 */
int flash_read_jedec_id(const struct device *dev, uint8_t *id);

/** First code of a vendor's operations. Since 0.1. */
#define FLASH_EX_OP_VENDOR_BASE 0x8000
/** Not 0 if an operation is a vendor's. Since 0.1. */
#define FLASH_EX_OP_IS_VENDOR(c) ((c)&FLASH_EX_OP_VENDOR_BASE)

/** @brief Operations of flash_ex_op(). Since 0.1. */
enum flash_ex_op_types {
	/** Reset the device; -ENOTSUP, the kernel's business. */
	FLASH_EX_OP_RESET = 0,
	/** Whether a block is bad: in is the address of an off_t, out that of
	 * an enum flash_block_status. */
	FLASH_EX_OP_IS_BAD_BLOCK,
	/** Mark a block as bad, for good: in is the address of an off_t. */
	FLASH_EX_OP_MARK_BAD_BLOCK,
};

/** @brief What FLASH_EX_OP_IS_BAD_BLOCK tells. Since 0.1. */
enum flash_block_status {
	FLASH_BLOCK_GOOD,
	FLASH_BLOCK_BAD,
};

/**
 * @brief An operation that only some devices have.
 * @param dev the device
 * @param code the operation, of enum flash_ex_op_types
 * @param in what it is given
 * @param out where its result is stored; NULL if it has none
 * @return 0; -ENODEV as flash_read(); -ENOTSUP if it is not one of those, or
 *	the device has no bad blocks to mark; -EINVAL if in or out is missing,
 *	or the offset is not on the device; others as flashmap_area_is_bad()
 *	and flashmap_area_mark_bad()
 *
 * Since 0.1. Source: Zephyr 3.4, drivers/flash.h; bad blocks 4.4.
 */
int flash_ex_op(const struct device *dev, uint16_t code, const uintptr_t in,
		void *out);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_DRIVERS_FLASH_H */
