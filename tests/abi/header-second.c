/* SPDX-License-Identifier: BSD-2-Clause */
/* A second file of the same program, with the same header. C11 and C++17. */
#include <storage/flash_map.h>

#include "board.h"

#ifdef __cplusplus
extern "C"
#endif
	int
	second_slot(uint8_t id);

int second_slot(uint8_t id)
{
	return id == FLASH_AREA_ID(image_1);
}
