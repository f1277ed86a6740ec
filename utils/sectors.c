// SPDX-License-Identifier: GPL-2.0-or-later
#include "sectors.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "report.h"

void sector_cursor_start(struct sector_cursor *cursor, const struct area *area,
			 uint32_t first)
{
	cursor->area = area;
	cursor->next = first;
	cursor->used = 0;
	cursor->filled = 0;
}

static int fill_cursor(struct sector_cursor *cursor)
{
	uint32_t count = sizeof(cursor->sectors) / sizeof(*cursor->sectors);
	int error = flashmap_area_get_sectors(cursor->area->fa, cursor->next,
					      &count, cursor->sectors);

	/* -ENOMEM: there are more than these. */
	if (error < 0 && error != -ENOMEM)
		return error;
	cursor->filled = count;
	cursor->used = 0;
	cursor->next += count;
	return 0;
}

int sector_cursor_next(struct sector_cursor *cursor,
		       struct flash_sector *sector)
{
	if (cursor->used == cursor->filled) {
		int error = fill_cursor(cursor);

		if (error)
			return error;
		if (cursor->filled == 0)
			return 0;
	}
	*sector = cursor->sectors[cursor->used++];
	return 1;
}

/* *before is where the last sector before the range begins. */
static int find_sectors(struct sector_cursor *cursor, const struct range *range,
			struct sectors *sectors, uint64_t *before)
{
	struct flash_sector sector;
	uint32_t number;
	int more;

	for (number = 0;; number++) {
		uint64_t start;

		more = sector_cursor_next(cursor, &sector);
		if (more != 1)
			return more;
		start = (uint64_t)sector.fs_off;
		if (start < range->offset) {
			*before = start;
			continue;
		}
		if (sectors->count == 0 && start > range->offset)
			return 0;
		if (sectors->count++ == 0)
			sectors->first = number;
		sectors->range.length = start - range->offset + sector.fs_size;
		if (sectors->range.length >= range->length)
			return 0;
	}
}

int sectors_of_range(const struct area *area, const struct range *range,
		     struct sectors *sectors)
{
	uint64_t size = area->fa->fa_size;
	struct sector_cursor cursor;
	uint64_t before = 0;
	int error;

	memset(sectors, 0, sizeof(*sectors));
	sectors->range.offset = range->offset;
	if (range->length == 0)
		return STATUS_DONE;
	sector_cursor_start(&cursor, area, 0);
	error = find_sectors(&cursor, range, sectors, &before);
	if (error)
		return report_failure(error, NULL,
				      "cannot get the sectors of %s",
				      area->name);
	if (sectors->count == 0)
		return report(STATUS_USAGE,
			      "offset 0x%" PRIx64 " of %s is not "
			      "where a sector begins: the bytes before it "
			      "would be lost; its sector begins at 0x%" PRIx64,
			      range->offset, area->name, before);
	if (sectors->range.length < range->length ||
	    sectors->range.length > size - range->offset)
		return report(STATUS_USAGE,
			      "the last sector of %s does not "
			      "end where the area ends, at 0x%" PRIx64 ": the "
			      "bytes behind it would be lost",
			      area->name, size);
	return STATUS_DONE;
}
