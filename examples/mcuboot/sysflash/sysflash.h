/* SPDX-License-Identifier: 0BSD */
/*
 * The ids of the areas that MCUboot's bootutil works on: a sample for an agent
 * on Linux. Slots are those of flashmap.conf(5), else "image-0", "image-1" and
 * so on, looked up when the program runs; docs/mcuboot.md.
 */
#ifndef SYSFLASH_H
#define SYSFLASH_H

#include <flash_map_backend/flash_map_backend.h>

/* What is no slot is a negative errno, and none of its low bytes is an id. */
#define FLASH_AREA_IMAGE_PRIMARY(image) \
	flash_area_id_from_multi_image_slot(image, 0)
#define FLASH_AREA_IMAGE_SECONDARY(image) \
	flash_area_id_from_multi_image_slot(image, 1)

/* Swap using scratch alone has one, and an agent does not touch it. */
#define FLASH_AREA_IMAGE_SCRATCH FLASH_AREA_ID(image_scratch)

#endif /* SYSFLASH_H */
