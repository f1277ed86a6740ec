/* SPDX-License-Identifier: 0BSD */
/*
 * How MCUboot's bootutil is built: a sample for an agent on Linux. What stands
 * under "the same as in the boot loader" has to be copied from its own
 * mcuboot_config.h: an agent that was built otherwise writes marks that the
 * boot loader does not see; docs/mcuboot.md.
 */
#ifndef MCUBOOT_CONFIG_H
#define MCUBOOT_CONFIG_H

/*
 * The same as in the boot loader
 */

/* One of MCUBOOT_SWAP_USING_SCRATCH, _MOVE and _OFFSET, or
 * MCUBOOT_OVERWRITE_ONLY. */
#define MCUBOOT_SWAP_USING_SCRATCH 1

/* Space for one mark of the trailer: 8 (also where it is not defined), 16 or
 * 32; at least flash_area_align() of both slots. */
#define MCUBOOT_BOOT_MAX_ALIGN 8

/* Sectors of the larger slot, at least: it sizes the trailer. */
#define MCUBOOT_MAX_IMG_SECTORS 128

#define MCUBOOT_IMAGE_NUMBER 1

/*
 * The same on each Linux
 */

/* Sectors are struct flash_sector and not struct flash_area. */
#define MCUBOOT_USE_FLASH_AREA_GET_SECTORS 1

/* Between two sectors, where a microcontroller feeds its watchdog: the place
 * for sd_notify("WATCHDOG=1"). */
#define MCUBOOT_WATCHDOG_FEED() \
	do {                    \
	} while (0)

#define MCUBOOT_HAVE_LOGGING 1

#endif /* MCUBOOT_CONFIG_H */
