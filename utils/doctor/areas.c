// SPDX-License-Identifier: GPL-2.0-or-later
/* Where areas begin and end, and what they share. */
#include "doctor/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "range.h"
#include "sectors.h"

/* The sectors at both ends of an area. */
struct ends {
	bool any;
	struct flash_sector first;
	struct flash_sector last;
};

bool doctor_knows_sectors(const struct area *area)
{
	return !area->error && area->info.geometry_known &&
	       area->info.erase_size > 0 && area->info.size > 0;
}

static int find_ends(const struct area *area, struct ends *ends)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	int more;

	ends->any = false;
	sector_cursor_start(&cursor, area, 0);
	while ((more = sector_cursor_next(&cursor, &sector)) == 1) {
		if (!ends->any)
			ends->first = sector;
		ends->last = sector;
		ends->any = true;
	}
	return more;
}

/* An MTD numbers its sectors from its own start, wherever that is. */
static uint64_t true_start(const struct area *area)
{
	if (area->info.offset_known)
		return area->info.offset;
	return area->info.kernel_offset_known ? area->info.kernel_offset : 0;
}

static bool is_aligned(const struct area *area, const struct ends *ends)
{
	uint64_t last;

	if (!ends->any || ends->first.fs_off != 0 ||
	    true_start(area) % ends->first.fs_size != 0)
		return false;
	last = (uint64_t)ends->last.fs_off;
	return area->info.size - last == ends->last.fs_size;
}

/* Then the kernel's is no surprise. */
static bool is_meant_to_be_read_only(const struct doctor *doctor,
				     const struct area *area)
{
	char *path;
	bool found;

	if (!doctor->root || !area->info.dt_path ||
	    asprintf(&path, "%s/sys/firmware/devicetree/base%s/read-only",
		     doctor->root, area->info.dt_path) < 0)
		return false;
	found = access(path, F_OK) == 0;
	free(path);
	return found;
}

static int check_ends(struct doctor *doctor, const struct area *area)
{
	bool read_only = area->info.read_only;
	char size[FORMAT_SIZE_MAX];
	uint64_t start = true_start(area);
	struct ends ends;
	int error;

	if (!doctor_knows_sectors(area))
		return 0;
	error = find_ends(area, &ends);
	/* It does not tell its sectors after all. */
	if (error)
		return error == -ENOMEM ? error : 0;
	if (is_aligned(area, &ends) ||
	    (read_only && is_meant_to_be_read_only(doctor, area)))
		return 0;
	doctor_add(doctor, read_only ? "read-only-unaligned" : "unaligned",
		   area,
		   "it is at 0x%" PRIx64 "..0x%" PRIx64
		   ", which does not begin "
		   "and end with a sector of %s%s",
		   start, start + area->info.size - 1,
		   format_size(area->info.erase_size, size),
		   read_only ? ", and it is read-only" : "");
	return 0;
}

static struct range range_of(const struct area *area)
{
	return (struct range){ area->info.offset, area->info.size };
}

static bool on_one_chip(const struct area *a, const struct area *b)
{
	return a->info.offset_known && b->info.offset_known && a->info.chip &&
	       b->info.chip && strcmp(a->info.chip, b->info.chip) == 0;
}

bool doctor_is_nested(const struct area *a, const struct area *b)
{
	const struct range first = range_of(a), second = range_of(b);

	return on_one_chip(a, b) && (range_contains(&first, &second) ||
				     range_contains(&second, &first));
}

/* Of two partitions of the device tree the library tells. */
static void check_overlap(struct doctor *doctor, const struct area *a,
			  const struct area *b)
{
	const struct range first = range_of(a), second = range_of(b);

	if ((a->info.dt_path && b->info.dt_path) || !on_one_chip(a, b) ||
	    !range_overlaps(&first, &second) || doctor_is_nested(a, b))
		return;
	doctor_add(doctor, "area-overlap", a,
		   "%s (0x%" PRIx64 "..0x%" PRIx64 ") and %s (0x%" PRIx64
		   "..0x%" PRIx64 ") of %s overlap",
		   a->name, a->info.offset, a->info.offset + a->info.size - 1,
		   b->name, b->info.offset, b->info.offset + b->info.size - 1,
		   a->info.chip);
}

static void check_access(struct doctor *doctor, const struct area *area)
{
	if (area->error == -ENXIO)
		doctor_add(doctor, "unreachable", area,
			   "no MTD gives access to all of 0x%" PRIx64
			   "..0x%" PRIx64 " of %s",
			   area->info.offset,
			   area->info.offset + area->info.size - 1,
			   area->info.chip);
}

int doctor_check_areas(struct doctor *doctor)
{
	const struct areas *areas = &doctor->areas;
	int error = 0;

	for (size_t i = 0; i < areas->count && !error; i++) {
		check_access(doctor, &areas->items[i]);
		for (size_t j = i + 1; j < areas->count; j++)
			check_overlap(doctor, &areas->items[i],
				      &areas->items[j]);
		error = check_ends(doctor, &areas->items[i]);
	}
	return error;
}
