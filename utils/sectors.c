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

static void add_sector(struct sectors *sectors, uint32_t number, uint64_t start,
		       uint64_t size)
{
	if (sectors->count++ == 0) {
		sectors->first = number;
		sectors->range.offset = start;
	}
	sectors->range.length = start - sectors->range.offset + size;
}

int sectors_around(const struct area *area, const struct range *range,
		   struct sectors *sectors)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	uint32_t number = 0;
	int more;

	memset(sectors, 0, sizeof(*sectors));
	sectors->range = *range;
	if (range->length == 0)
		return 0;
	sector_cursor_start(&cursor, area, 0);
	while ((more = sector_cursor_next(&cursor, &sector)) == 1) {
		uint64_t start = (uint64_t)sector.fs_off;

		if (start >= range->offset + range->length)
			return 0;
		if (start + sector.fs_size > range->offset)
			add_sector(sectors, number, start, sector.fs_size);
		number++;
	}
	return more;
}

int sectors_exactly(const struct area *area, const struct range *range,
		    struct sectors *sectors)
{
	const struct range *found = &sectors->range;
	uint64_t size = area->fa->fa_size;
	uint64_t end = range->offset + range->length;
	int error = sectors_around(area, range, sectors);

	if (error)
		return report_failure(error, NULL,
				      "cannot get the sectors of %s",
				      area->name);
	if (range->length == 0)
		return STATUS_DONE;
	if (sectors->count > 0 && found->offset < range->offset)
		return report(STATUS_USAGE,
			      "offset 0x%" PRIx64 " of %s is not "
			      "where a sector begins: the bytes before it "
			      "would be lost; its sector begins at 0x%" PRIx64,
			      range->offset, area->name, found->offset);
	if (sectors->count == 0 || found->offset + found->length < end ||
	    found->offset + found->length > size)
		return report(STATUS_USAGE,
			      "the last sector of %s does not "
			      "end where the area ends, at 0x%" PRIx64 ": the "
			      "bytes behind it would be lost",
			      area->name, size);
	if (found->length == range->length)
		return STATUS_DONE;
	return report(STATUS_USAGE,
		      "offset 0x%" PRIx64 " of %s is not where a "
		      "sector ends: the bytes behind it would be lost; its "
		      "sector ends at 0x%" PRIx64,
		      end, area->name, found->offset + found->length);
}
