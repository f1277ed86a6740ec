/* SPDX-License-Identifier: BSD-2-Clause */
/* Sectors that a call has stored. */
#ifndef TESTS_SECTOR_LIST_H
#define TESTS_SECTOR_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include <flashmap/area.h>

enum {
	SECTOR_LIMIT = 64
};

/* What was there before a call shows what it stored. */
extern struct flash_sector sectors[SECTOR_LIMIT];

/* board_set_up(), and sectors as they are before a call. */
void sectors_set_up(void);
void sectors_forget(void);

bool is_untouched(size_t index);
void check_sector(size_t index, off_t offset, size_t size);
/* So many sectors of one size, the first at offset, and no more. */
void check_sectors(uint32_t count, off_t offset, size_t size);
/* Stores the sectors of an area, which has to have so many. */
void must_get_sectors(const struct flash_area *fa, uint32_t first,
		      uint32_t expected);

#endif /* TESTS_SECTOR_LIST_H */
