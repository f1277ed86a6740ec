// SPDX-License-Identifier: GPL-2.0-or-later
/* A second opinion, of the library that mtd-utils and update agents use. */
#include "doctor/doctor.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <libmtd.h>

/* libmtd has no quiet mode. Returns what unmute() takes. */
static int mute(void)
{
	int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (saved >= 0 && null >= 0)
		dup2(null, STDERR_FILENO);
	if (null >= 0)
		close(null);
	return saved;
}

static void unmute(int saved)
{
	if (saved < 0)
		return;
	dup2(saved, STDERR_FILENO);
	close(saved);
}

static void compare(struct doctor *doctor, const struct area *area,
		    const char *what, uint64_t ours, uint64_t theirs)
{
	if (ours != theirs)
		doctor_add(doctor, "libmtd-differs", area,
			   "%s is %" PRIu64 " here and %" PRIu64 " for libmtd",
			   what, ours, theirs);
}

static void check_mtd(struct doctor *doctor, libmtd_t libmtd,
		      const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	struct mtd_dev_info theirs;

	memset(&theirs, 0, sizeof(theirs));
	if (mtd_get_dev_info1(libmtd, info->mtd, &theirs) != 0) {
		doctor_add(doctor, "libmtd-blind", area,
			   "libmtd does not see mtd%d", info->mtd);
		return;
	}
	compare(doctor, area, "the size", info->size, (uint64_t)theirs.size);
	if (!info->geometry_known)
		return;
	compare(doctor, area, "the sector size", info->erase_size,
		(uint64_t)theirs.eb_size);
	compare(doctor, area, "the write size", info->write_size,
		(uint64_t)theirs.min_io_size);
	compare(doctor, area, "whether it may have bad blocks",
		info->bad_blocks_possible, (uint64_t)theirs.bb_allowed);
}

static void check_all(struct doctor *doctor)
{
	libmtd_t libmtd = libmtd_open();

	for (size_t i = 0; i < doctor->areas.count; i++) {
		const struct area *area = &doctor->areas.items[i];

		/* It divides by the sector size. */
		if (area->info.mtd == FLASHMAP_NO_MTD || area->error ||
		    area->info.erase_size == 0)
			continue;
		if (libmtd)
			check_mtd(doctor, libmtd, area);
		else
			doctor_add(doctor, "libmtd-blind", area,
				   "libmtd sees no MTD at all");
	}
	if (libmtd)
		libmtd_close(libmtd);
}

/* libmtd knows no other root. */
int doctor_check_libmtd(struct doctor *doctor)
{
	int saved;

	if (!doctor->root || doctor->root[0])
		return 0;
	saved = mute();
	check_all(doctor);
	unmute(saved);
	return 0;
}
