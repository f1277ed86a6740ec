// SPDX-License-Identifier: GPL-2.0-or-later
#include "change.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "cancel.h"
#include "progress.h"
#include "report.h"

int change_erase_sector(const struct area *area,
			const struct flash_sector *sector, const char *advice)
{
	struct place place;
	int error = flash_area_erase(area->fa, sector->fs_off, sector->fs_size);

	if (!error)
		return STATUS_DONE;
	area_place(area, (uint64_t)sector->fs_off, sector->fs_size, &place);
	return report_failure(error, advice,
			      "cannot erase %s at offset 0x%" PRIx64 " (%s)",
			      area->name, (uint64_t)sector->fs_off, place.text);
}

static int report_cancelled(const struct area *area,
			    const struct sectors *sectors, uint64_t erased)
{
	const char *state = erased ? "is incomplete" : "was not changed";

	return report(STATUS_SIGNAL + cancel_signal(),
		      "cancelled: %s %s: %" PRIu64 " of %" PRIu64
		      " sectors were erased",
		      area->name, state, erased, sectors->count);
}

static int erase_next(struct sector_cursor *cursor,
		      const struct sectors *sectors, uint64_t *erased)
{
	const struct area *area = cursor->area;
	struct flash_sector sector;
	char advice[80] = "nothing was erased";
	int status;
	int more;

	if (cancel_signal())
		return report_cancelled(area, sectors, *erased);
	more = sector_cursor_next(cursor, &sector);
	if (more != 1)
		return report_failure(more ? more : -ENXIO, NULL,
				      "cannot get the sectors of %s",
				      area->name);
	if (*erased)
		snprintf(advice, sizeof(advice),
			 "%" PRIu64 " of %" PRIu64
			 " sectors were erased before",
			 *erased, sectors->count);
	status = change_erase_sector(area, &sector, advice);
	if (status)
		return status;
	++*erased;
	progress_add(sector.fs_size);
	return STATUS_DONE;
}

int change_erase(const struct area *area, const struct sectors *sectors,
		 uint64_t *erased)
{
	struct sector_cursor cursor;
	int status = STATUS_DONE;

	*erased = 0;
	sector_cursor_start(&cursor, area, sectors->first);
	progress_begin("erase", sectors->range.length);
	while (!status && *erased < sectors->count)
		status = erase_next(&cursor, sectors, erased);
	progress_end();
	return status;
}

int change_finish(struct flashmap *map, int status)
{
	int error = flashmap_release(map);

	if (!error || status)
		return status;
	return report_failure(error, NULL, "cannot close the flash devices");
}
