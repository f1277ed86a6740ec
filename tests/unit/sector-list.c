// SPDX-License-Identifier: BSD-2-Clause

#include <string.h>

#include "board.h"
#include "sector-list.h"
#include "unit.h"

struct flash_sector sectors[SECTOR_LIMIT];

void sectors_forget(void)
{
	memset(sectors, 0x5a, sizeof(sectors));
}

void sectors_set_up(void)
{
	board_set_up();
	sectors_forget();
}

bool is_untouched(size_t index)
{
	struct flash_sector before;

	memset(&before, 0x5a, sizeof(before));
	return memcmp(&sectors[index], &before, sizeof(before)) == 0;
}

void check_sector(size_t index, off_t offset, size_t size)
{
	ck_assert_int_eq(sectors[index].fs_off, offset);
	ck_assert_uint_eq(sectors[index].fs_size, size);
}

void check_sectors(uint32_t count, off_t offset, size_t size)
{
	for (uint32_t i = 0; i < count; i++)
		check_sector(i, offset + (off_t)(i * size), size);
	ck_assert(is_untouched(count));
}

void must_get_sectors(const struct flash_area *fa, uint32_t first,
		      uint32_t expected)
{
	uint32_t count = SECTOR_LIMIT;

	ck_assert_int_eq(flashmap_area_get_sectors(fa, first, &count, sectors),
			 0);
	ck_assert_uint_eq(count, expected);
}
