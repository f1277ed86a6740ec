// SPDX-License-Identifier: BSD-2-Clause
/* Slots as MCUboot's bootutil asks for them. */

#include <errno.h>

#include <flash_map_backend/flash_map_backend.h>
#include <flashmap/slot.h>

#include "zephyr/target.h"

/*
 * bootutil puts what is returned into a uint8_t. Errors whose low byte could
 * be the id of an area must not get there: -ENOTUNIQ would be 180.
 */
static int slot_id(int image, int slot)
{
	const struct flash_area *fa;
	int rc = flashmap_open_slot(NULL, image, slot, &fa);

	if (rc == -ENOTUNIQ)
		return -ENOENT;
	if (rc < 0)
		return rc;
	return fa->fa_id == FLASH_AREA_ID_NONE ? -ENOENT : fa->fa_id;
}

FM_GENERIC_NAME int flash_area_id_from_multi_image_slot(int image_index,
							int slot)
{
	return slot_id(image_index, slot);
}

FM_GENERIC_NAME int flash_area_id_from_image_slot(int slot)
{
	return slot_id(0, slot);
}

FM_GENERIC_NAME int flash_area_id_to_multi_image_slot(int image_index,
						      int area_id)
{
	for (int slot = FLASHMAP_SLOT_PRIMARY; slot <= FLASHMAP_SLOT_SECONDARY;
	     slot++) {
		int id = slot_id(image_index, slot);

		if (id == -EINVAL || id == -EACCES)
			return id;
		if (id >= 0 && id == area_id)
			return slot;
	}
	return -ENOENT;
}

FM_GENERIC_NAME int flash_area_id_from_direct_image(int image_id)
{
	if (image_id < 0)
		return -EINVAL;
	/* 0 and 1 are the same slot. */
	if (image_id == 0)
		image_id = 1;
	return slot_id((image_id - 1) / 2, (image_id - 1) % 2);
}
