/* SPDX-License-Identifier: 0BSD */
/*
 * The last bytes of a slot, by which MCUboot and what it has started talk to
 * each other. From the end of the slot down, each in a cell of
 * MCUBOOT_BOOT_MAX_ALIGN bytes so that it can be programmed alone:
 *
 *	magic		16 bytes; a slot without it is no slot of an update
 *	image_ok	1 if the image is to stay
 *	copy_done	1 if the boot loader has put the image here
 *	swap_info	low four bits: what is wanted; high four: of which image
 *
 * and below them what the boot loader notes while it swaps. An erased cell is
 * unset. In the secondary slot the magic says "swap", in the primary one it
 * says "swapped".
 *
 * Not for MCUBOOT_SWAP_USING_OFFSET (images begin in the second sector of the
 * secondary slot) and not for MCUBOOT_DIRECT_XIP (the slots are equals).
 */
#ifndef TRAILER_H
#define TRAILER_H

#include <stdbool.h>

#include <storage/flash_map.h>

/*
 * As the boot loader was built with: cells in other places are none to it, and
 * it would boot the old image for ever.
 */
#ifndef MCUBOOT_BOOT_MAX_ALIGN
#define MCUBOOT_BOOT_MAX_ALIGN 8
#endif
#ifndef MCUBOOT_MAX_IMG_SECTORS
#define MCUBOOT_MAX_IMG_SECTORS 128
#endif

enum mark {
	MARK_UNSET,
	MARK_SET,
	/* Torn by a power cut, or written for another boot loader. */
	MARK_BAD,
};

struct trailer {
	enum mark magic;
	enum mark copy_done;
	enum mark image_ok;
	/* Of the boot loader that has written the magic; 0 if it tells none. */
	unsigned int max_align;
};

/*
 * Where the trailer's first sector begins: what lies before it is for the
 * image. NULL, or why the area cannot be a slot.
 */
const char *trailer_begin(const struct flash_area *fa, off_t *begin);

/* All of these: 0 or a negative errno. */
int trailer_read(const struct flash_area *fa, struct trailer *trailer);

/* Erase it: no update is wanted any more. */
int trailer_clear(const struct flash_area *fa);

/* Ask for a swap at the next start; after trailer_clear() only. */
int trailer_set_pending(const struct flash_area *fa, bool permanent);

/* Let the image in the primary slot stay. */
int trailer_set_confirmed(const struct flash_area *fa);

#endif /* TRAILER_H */
