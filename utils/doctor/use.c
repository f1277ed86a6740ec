// SPDX-License-Identifier: GPL-2.0-or-later
/* Who uses areas, and what the chip has locked of them. */
#include "doctor/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <flashmap/lock.h>

#include "sectors.h"

static bool is_known(const struct doctor *doctor, const char *code,
		     const char *what)
{
	for (size_t i = 0; i < doctor->finding_count; i++)
		if (strcmp(doctor->findings[i].code, code) == 0 &&
		    strcmp(doctor->findings[i].what, what) == 0)
			return true;
	return false;
}

/*
 * An area that overlaps what is in use, or may do so, is told to be so too:
 * "mtd3 is attached to ubi0" once is enough.
 */
static int check_use(struct doctor *doctor, const struct area *area)
{
	char by[256];
	int mtd;
	int error = flashmap_area_in_use(area->fa, 0, area->fa->fa_size, by,
					 sizeof(by));

	if (error == -ENOMEM)
		return error;
	if (!area->error && error && error != -EBUSY && error != -ENODEV) {
		snprintf(by, sizeof(by), "who uses MTDs cannot be told: %s",
			 strerror(-error));
		if (!is_known(doctor, "use-unknown", by))
			doctor_add(doctor, "use-unknown", NULL, "%s", by);
		return 0;
	}
	if (error == -EBUSY && sscanf(by, "mtd%d ", &mtd) == 1 &&
	    !is_known(doctor, "in-use", by))
		doctor_add_mtd(doctor, "in-use", mtd, by);
	return 0;
}

/* Returns the first error. */
static int count_locked(const struct area *area, uint64_t *sectors,
			uint64_t *locked)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	int more;

	*sectors = 0;
	*locked = 0;
	sector_cursor_start(&cursor, area, 0);
	while ((more = sector_cursor_next(&cursor, &sector)) == 1) {
		int answer = flashmap_area_is_locked(area->fa, sector.fs_off);

		if (answer < 0)
			return answer;
		(*sectors)++;
		*locked += (uint64_t)answer;
	}
	return more;
}

static int check_locked(struct doctor *doctor, const struct area *area)
{
	uint64_t sectors, locked;
	int error;

	if (area->error || !area->info.lock_expected)
		return 0;
	error = count_locked(area, &sectors, &locked);
	if (error == -ENOMEM)
		return error;
	if (error)
		doctor_add(doctor, "lock-unknown", area,
			   "flashmap.conf says that it is locked, which the "
			   "chip does not tell: %s",
			   strerror(-error));
	else if (locked < sectors)
		doctor_add(doctor, "unlocked", area,
			   "flashmap.conf says that it is locked, but %" PRIu64
			   " of its %" PRIu64 " sectors are not",
			   sectors - locked, sectors);
	return 0;
}

int doctor_check_use(struct doctor *doctor)
{
	int error = 0;

	for (size_t i = 0; i < doctor->areas.count && !error; i++) {
		error = check_use(doctor, &doctor->areas.items[i]);
		if (!error)
			error = check_locked(doctor, &doctor->areas.items[i]);
	}
	return error;
}
