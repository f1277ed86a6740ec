/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flash_map_backend/flash_map_backend.h
 * @brief What MCUboot's bootutil needs of a port, beside the flash_map API.
 *
 * With this and a product's own sysflash/sysflash.h and
 * mcuboot_config/mcuboot_config.h an update agent is linked with bootutil, to
 * look at the images and to ask the boot loader for a swap: docs/mcuboot.md.
 *
 * Offsets and sizes are uint32_t here, as in MCUboot: what lies above 4 GiB is
 * for <storage/flash_map.h> alone.
 *
 * The functions give way to a program's own of the same name, so that
 * MCUboot's own port for Zephyr can be linked instead.
 *
 * Threads: any function from any thread. Stable since 0.1.
 */
#ifndef FLASH_MAP_BACKEND_H
#define FLASH_MAP_BACKEND_H

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <storage/flash_map.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Id of an area.
 * @param fa the area
 * @return the id
 *
 * Since 0.1. Source: MCUboot 2.4.0, docs/PORTING.md, like all here.
 */
static inline uint8_t flash_area_get_id(const struct flash_area *fa)
{
	return fa->fa_id;
}

/**
 * @brief Start of an area.
 * @param fa the area
 * @return offset in bytes from the beginning of its flash device
 *
 * Since 0.1.
 */
static inline uint32_t flash_area_get_off(const struct flash_area *fa)
{
	return (uint32_t)fa->fa_off;
}

/**
 * @brief Size of an area.
 * @param fa the area
 * @return the size in bytes
 *
 * Since 0.1.
 */
static inline uint32_t flash_area_get_size(const struct flash_area *fa)
{
	return (uint32_t)fa->fa_size;
}

/**
 * @brief Start of a sector.
 * @param fs the sector
 * @return offset in bytes from the beginning of its AREA
 *
 * Since 0.1.
 */
static inline uint32_t flash_sector_get_off(const struct flash_sector *fs)
{
	return (uint32_t)fs->fs_off;
}

/**
 * @brief Size of a sector.
 * @param fs the sector
 * @return the size in bytes
 *
 * Since 0.1.
 */
static inline uint32_t flash_sector_get_size(const struct flash_sector *fs)
{
	return (uint32_t)fs->fs_size;
}

/**
 * @brief Number of the flash device of an area.
 * @param fa the area
 * @return a number, distinct for the first 255 chips of a map; 255 if the area
 *	has no device, or fa is NULL
 *
 * Since 0.1.
 */
uint8_t flash_area_get_device_id(const struct flash_area *fa);

/**
 * @brief The sector at an offset.
 * @param fa the area
 * @param off any offset in bytes from the beginning of the area, inside the
 *	sector
 * @param fs where it is stored; its offset is from the beginning of the area
 * @return 0; -ERANGE if off is negative or not inside the area; -EINVAL if a
 *	pointer is NULL, the sector begins before the area, or off is in the
 *	rest at the end of a device that is no sector; -ENODEV if the area has
 *	no device; -ENOTSUP if the device has no sectors; -ENXIO if no MTD
 *	gives access to it; what open(2) says where the device had to be asked
 *
 * Since 0.1.
 */
int flash_area_get_sector(const struct flash_area *fa, off_t off,
			  struct flash_sector *fs);

/**
 * @brief Whether an area has to be erased before it is programmed again.
 * @param fa the area
 * @return false for RAM, which needs no erase; true for all else, and if it
 *	cannot be asked
 *
 * Since 0.1.
 */
bool flash_area_erase_required(const struct flash_area *fa);

/**
 * @brief Where a flash device is mapped into memory: nowhere. Linux gives no
 * program such an address.
 * @param fd_id number of the flash device
 * @param ret set to 0, unless it is NULL
 * @return -ENOTSUP
 *
 * Since 0.1.
 */
int flash_device_base(uint8_t fd_id, uintptr_t *ret);

/**
 * @brief Id of the area that is a slot of an image; see <flashmap/slot.h>.
 * @param image_index number of the image, from 0
 * @param slot 0 for the primary slot, 1 for the secondary
 * @return the id; -EINVAL if there can be no such image or slot; -ENOENT if no
 *	area is this slot, more than one has its label, or it has no id;
 *	-EACCES if there is no flash map. What bootutil makes of these in a
 *	uint8_t (234, 254, 243) is the id of no area, but for those of a
 *	program's own map
 *
 * Since 0.1.
 */
int flash_area_id_from_multi_image_slot(int image_index, int slot);

/**
 * @brief Id of the area that is a slot of image 0.
 * @param slot 0 for the primary slot, 1 for the secondary
 * @return as flash_area_id_from_multi_image_slot()
 *
 * Since 0.1.
 */
int flash_area_id_from_image_slot(int slot);

/**
 * @brief The slot of an image that an area is.
 * @param image_index number of the image, from 0
 * @param area_id id of the area
 * @return 0 for its primary slot, 1 for its secondary; -EINVAL if there can be
 *	no such image; -ENOENT if the area is neither; -EACCES if there is no
 *	flash map
 *
 * Since 0.1.
 */
int flash_area_id_to_multi_image_slot(int image_index, int area_id);

/**
 * @brief Id of an area by the number that mcumgr's image upload uses.
 * @param image_id 0 or 1 for the primary slot of image 0; 2 for its secondary;
 *	3 and 4 for those of image 1; and so on
 * @return as flash_area_id_from_multi_image_slot()
 *
 * Since 0.1.
 */
int flash_area_id_from_direct_image(int image_id);

#ifdef __cplusplus
}
#endif

#endif /* FLASH_MAP_BACKEND_H */
