// SPDX-License-Identifier: GPL-2.0-or-later
#include "guard.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <flashmap/lock.h>

#include "report.h"

/* An area made for the range alone tells what is protected in it. */
static bool is_protected(const struct area *area, const struct range *range)
{
	struct flash_area part = *area->fa;
	struct flashmap_area_info info;

	if (!area->info.protected_range)
		return false;
	part.fa_off += (off_t)range->offset;
	part.fa_size = (size_t)range->length;
	if (flashmap_area_get_info(&part, &info, sizeof(info)) < 0)
		return true;
	return info.protected_range;
}

static int check_writable(const struct area *area, const struct range *range,
			  const char *what)
{
	struct place place;

	area_place(area, range->offset, range->length, &place);
	if (area->error)
		return report_failure(area->error, NULL, "cannot %s %s", what,
				      area->name);
	if (area->info.read_only)
		return report(STATUS_REFUSED,
			      "cannot %s %s (%s): the kernel "
			      "or the device tree says that it is read-only",
			      what, area->name, place.text);
	if (is_protected(area, range))
		return report(STATUS_REFUSED,
			      "cannot %s %s (%s): a part of it "
			      "is protected; name an area without that part",
			      what, area->name, place.text);
	return STATUS_DONE;
}

static int check_unused(const struct area *area, const struct range *range,
			const char *what, bool force)
{
	char by[256] = "";
	int error = flashmap_area_in_use(area->fa, (off_t)range->offset,
					 range->length, by, sizeof(by));
	const char *advice = "stop that first, or use --force";

	if (!error)
		return STATUS_DONE;
	if (error != -EBUSY)
		return report_failure(error, NULL, "cannot tell who uses %s",
				      area->name);
	if (force) {
		report_warning("%s is in use: %s; going on because of --force",
			       area->name, by);
		return STATUS_DONE;
	}
	if (strstr(by, "ubi"))
		advice = "ubidetach it first";
	return report(STATUS_REFUSED, "cannot %s %s: it is in use: %s; %s",
		      what, area->name, by, advice);
}

/* What a sector can have that keeps it from being changed. */
struct obstacle {
	int (*ask)(const struct flash_area *fa, off_t off);
	int status;
	const char *name;
	const char *advice;
};

static const struct obstacle bad_block = {
	.ask = flashmap_area_is_bad,
	.status = STATUS_FAILED,
	.name = "bad block",
	.advice = "--offset and --length can go around it",
};

static const struct obstacle locked_sector = {
	.ask = flashmap_area_is_locked,
	.status = STATUS_REFUSED,
	.name = "locked sector",
	.advice = "unlock it first, see flash_unlock(1)",
};

/*
 * Where locks cannot be asked about there are none that could be found, and a
 * device that fails says so best when it is to be changed.
 */
static bool cannot_tell(const struct obstacle *obstacle, int result)
{
	return obstacle == &locked_sector && result < 0;
}

static int check_sectors(const struct area *area, const struct sectors *sectors,
			 const char *what, const struct obstacle *obstacle)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	struct place place;

	sector_cursor_start(&cursor, area, sectors->first);
	for (uint64_t i = 0; i < sectors->count; i++) {
		int result = sector_cursor_next(&cursor, &sector);

		if (result == 1) {
			result = obstacle->ask(area->fa, sector.fs_off);
			if (cannot_tell(obstacle, result))
				return STATUS_DONE;
		}
		if (result < 0)
			return report_failure(result, NULL,
					      "cannot look for a %s in %s",
					      obstacle->name, area->name);
		if (result == 0)
			continue;
		area_place(area, (uint64_t)sector.fs_off, sector.fs_size,
			   &place);
		return report(obstacle->status,
			      "cannot %s %s: %s at offset 0x%" PRIx64
			      " (%s); nothing was changed, %s",
			      what, area->name, obstacle->name,
			      (uint64_t)sector.fs_off, place.text,
			      obstacle->advice);
	}
	return STATUS_DONE;
}

int guard_change(const struct area *area, const struct sectors *sectors,
		 const char *what, bool force)
{
	int status = check_writable(area, &sectors->range, what);

	if (!status)
		status = check_unused(area, &sectors->range, what, force);
	if (!status && area->info.bad_blocks_possible)
		status = check_sectors(area, sectors, what, &bad_block);
	if (!status)
		status = check_sectors(area, sectors, what, &locked_sector);
	return status;
}
