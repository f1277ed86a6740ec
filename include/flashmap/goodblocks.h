/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/goodblocks.h
 * @brief One flash area without its bad blocks.
 *
 * Offsets in an area are linear: a bad block inside a range makes the call
 * fail with -EIO. This view counts the good blocks only, so that data are
 * stored around the bad ones, as boot loaders and nandwrite do: a program
 * chooses it for data whose other readers skip bad blocks too.
 *
 * The view keeps the bad blocks that it knew when it was opened. One that goes
 * bad later is still where it was: calls on it fail with -EIO, and nothing
 * behind it moves, until flashmap_goodblocks_update() is called, or
 * flashmap_goodblocks_mark_bad() makes it leave. An unmarked block is never
 * skipped: every other reader would find the data behind it shifted.
 *
 * On a device that has no bad blocks the view is the area itself.
 *
 * Threads: any function from any thread; a call is a whole, a view that is
 * being closed must not be used. Stable since 0.1.
 */
#ifndef FLASHMAP_GOODBLOCKS_H
#define FLASHMAP_GOODBLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include <flashmap/ecc.h>
#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A view of an area without its bad blocks. */
struct flashmap_goodblocks;

/**
 * @brief Make a view of an area; asks once about each of its blocks.
 * @param fa the area, which is copied; its map has to outlive the view
 * @param view where it is stored, to be given to flashmap_goodblocks_close();
 *	NULL on failure
 * @return 0; -EINVAL if a pointer is NULL, or the area does not begin and end
 *	with a block; -ENOTSUP if its device has no erase blocks, or bad ones
 *	are possible and they are not all of one size; -ENOMEM; errors as
 *	flashmap_area_is_bad()
 *
 * Since 0.1.
 */
int flashmap_goodblocks_open(const struct flash_area *fa,
			     struct flashmap_goodblocks **view);

/**
 * @brief Free a view.
 * @param view the view, or NULL
 *
 * Since 0.1.
 */
void flashmap_goodblocks_close(struct flashmap_goodblocks *view);

/**
 * @brief Bytes that the view holds: all good blocks.
 * @param view the view
 * @return the bytes; 0 if view is NULL
 *
 * Since 0.1.
 */
size_t flashmap_goodblocks_capacity(struct flashmap_goodblocks *view);

/**
 * @brief Bad blocks that are left out.
 * @param view the view
 * @return their number; 0 if view is NULL
 *
 * Since 0.1.
 */
size_t flashmap_goodblocks_bad_count(struct flashmap_goodblocks *view);

/**
 * @brief Where a byte of the view is in the area.
 * @param view the view
 * @param off offset in bytes in the view
 * @param area_off where the offset in bytes from the beginning of the area is
 *	stored
 * @return 0; -EINVAL if a pointer is NULL or off is not inside the view
 *
 * Since 0.1.
 */
int flashmap_goodblocks_to_area(struct flashmap_goodblocks *view, off_t off,
				off_t *area_off);

/**
 * @brief Read from the view, as flashmap_area_read_ecc().
 * @param view the view
 * @param off offset in bytes in the view
 * @param dst where the data are stored
 * @param len length in bytes
 * @param ecc where the findings are stored; may be NULL
 * @param ecc_size sizeof(*ecc); 0 if ecc is NULL
 * @return as flashmap_area_read_ecc(); -EINVAL if view is NULL or the range
 *	is not inside the view; -EIO if a block has gone bad since
 *
 * Since 0.1.
 */
int flashmap_goodblocks_read(struct flashmap_goodblocks *view, off_t off,
			     void *dst, size_t len, struct flashmap_ecc *ecc,
			     size_t ecc_size);

/**
 * @brief Write to the view, as flash_area_write(). All that can refuse has
 * refused before the first block is changed.
 * @param view the view
 * @param off offset in bytes in the view, aligned as for flash_area_write()
 * @param src the data
 * @param len length in bytes, aligned as for flash_area_write()
 * @return as flash_area_write(); -EINVAL if view is NULL or the range is not
 *	inside the view; -EIO if a block has gone bad since
 *
 * Since 0.1.
 */
int flashmap_goodblocks_write(struct flashmap_goodblocks *view, off_t off,
			      const void *src, size_t len);

/**
 * @brief Erase blocks of the view, as flash_area_erase(). All that can refuse
 * has refused before the first block is erased.
 * @param view the view
 * @param off offset in bytes in the view; the start of a block
 * @param len length in bytes; whole blocks
 * @return as flash_area_erase(); -EINVAL if view is NULL or the range is not
 *	inside the view; -EIO if a block has gone bad since
 *
 * Since 0.1.
 */
int flashmap_goodblocks_erase(struct flashmap_goodblocks *view, off_t off,
			      size_t len);

/**
 * @brief Mark the block at an offset bad, for good, and leave it out: what
 * was behind it is one block further in the area from now on.
 * @param view the view
 * @param off any offset in bytes inside the block, in the view
 * @return 0; -EINVAL if view is NULL or off is not inside the view; else as
 *	flashmap_area_mark_bad()
 *
 * Since 0.1.
 */
int flashmap_goodblocks_mark_bad(struct flashmap_goodblocks *view, off_t off);

/**
 * @brief Ask about each block again.
 * @param view the view
 * @return 0 if it is as it was; 1 if blocks have gone bad since and are left
 *	out now; -EINVAL if view is NULL; errors as flashmap_area_is_bad(),
 *	after which the view is as it was
 *
 * Since 0.1.
 */
int flashmap_goodblocks_update(struct flashmap_goodblocks *view);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_GOODBLOCKS_H */
