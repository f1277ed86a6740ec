// SPDX-License-Identifier: BSD-2-Clause
/* The smallest agent: opens an area by its label, reads it and writes to it. */
#include <storage/flash_map.h>

int main(void)
{
	const struct flash_area *slot;
	unsigned char data[256];
	int err = flash_area_open(FLASH_AREA_ID(image_0), &slot);

	if (!err)
		err = flash_area_read(slot, 0, data, sizeof(data));
	if (!err)
		err = flash_area_write(slot, 0, data, sizeof(data));
	return err ? 1 : 0;
}
