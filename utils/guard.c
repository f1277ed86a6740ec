// SPDX-License-Identifier: GPL-2.0-or-later
#include "guard.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <flashmap/lock.h>

#include "report.h"
#include "systemd/service.h"

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

int guard_check(const struct area *area, const struct range *range,
		const char *what, const struct options *options)
{
	const struct service_target target = {
		.area = area->name,
		.mtd = area->info.mtd,
		.offset = range->offset,
		.length = range->length,
	};
	int status;

	service_set_target(&target);
	status = check_writable(area, range, what);
	return status ? status
		      : check_unused(area, range, what, options->force);
}

int guard_status(int error)
{
	switch (error) {
	case -EROFS:
	case -EBUSY:
	case -EPERM:
		return STATUS_REFUSED;
	case -EINVAL:
	case -ENOSPC:
	case -EFBIG:
	case -ENODATA:
		return STATUS_USAGE;
	case -EILSEQ:
		return STATUS_DIFFERENT;
	default:
		return STATUS_FAILED;
	}
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
	.advice = "--skip-bad leaves it out, --offset and --length can go "
		  "around it",
};

static const struct obstacle locked_sector = {
	.ask = flashmap_area_is_locked,
	.status = STATUS_REFUSED,
	.name = "locked sector",
	.advice = "--unlock unlocks it for so long",
};

/* Whether it was found, and *status is that of the report. */
static bool report_obstacle(const struct area *area,
			    const struct sectors *sectors, const char *what,
			    const struct obstacle *obstacle, int *status)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	struct place place;

	sector_cursor_start(&cursor, area, sectors->first);
	for (uint64_t i = 0; i < sectors->count; i++) {
		if (sector_cursor_next(&cursor, &sector) != 1)
			return false;
		if (obstacle->ask(area->fa, sector.fs_off) <= 0)
			continue;
		area_place(area, (uint64_t)sector.fs_off, sector.fs_size,
			   &place);
		*status = report(obstacle->status,
				 "cannot %s %s: %s at offset 0x%" PRIx64
				 " (%s); nothing was changed, %s",
				 what, area->name, obstacle->name,
				 (uint64_t)sector.fs_off, place.text,
				 obstacle->advice);
		return true;
	}
	return false;
}

static int explain_start(const struct area *area, const struct sectors *sectors,
			 uint64_t start, const struct options *options)
{
	return report(STATUS_USAGE,
		      "offset 0x%" PRIx64 " of %s is not where a sector "
		      "begins, and %s; its sector begins at 0x%" PRIx64,
		      start, area->name,
		      options->head_last
			      ? "--head-last needs a whole one"
			      : "the bytes before it would be lost without "
				"--keep",
		      sectors->range.offset);
}

/* A build without it says so of any data. */
static bool is_sha256_missing(const struct area *area)
{
	uint8_t byte, digest[SHA256_SIZE] = { 0 };
	struct flash_area_check check = {
		.match = digest,
		.clen = 1,
		.rbuf = &byte,
		.rblen = 1,
	};

	return flash_area_check_int_sha256(area->fa, &check) == -ENOTSUP;
}

int guard_explain(const struct area *area, const struct sectors *sectors,
		  uint64_t start, const char *what,
		  const struct options *options, int error)
{
	struct place place;
	int status;

	if (error == -EPERM &&
	    report_obstacle(area, sectors, what, &locked_sector, &status))
		return status;
	if (error == -EIO && area->info.bad_blocks_possible &&
	    report_obstacle(area, sectors, what, &bad_block, &status))
		return status;
	if (error == -EINVAL && sectors->count > 0 &&
	    sectors->range.offset < start)
		return explain_start(area, sectors, start, options);
	if (error == -ENOTSUP && options->sha256_given &&
	    is_sha256_missing(area))
		return report(STATUS_USAGE,
			      "--sha256: built without SHA-256 (libmd)");
	area_place(area, sectors->range.offset, sectors->range.length, &place);
	report_failure(error, "nothing was changed",
		       "cannot %s %s at offset 0x%" PRIx64 " (%s)", what,
		       area->name, start, place.text);
	return guard_status(error);
}
