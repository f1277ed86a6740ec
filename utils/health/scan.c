// SPDX-License-Identifier: GPL-2.0-or-later
#include "health/health.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "cancel.h"
#include "compare.h"
#include "progress.h"
#include "report.h"
#include "sectors.h"

/* Where the reading is. */
struct scanner {
	struct health *health;
	unsigned char *buffer;
	struct flash_sector sector;
	uint64_t number;
	/* Found in the sector. */
	struct flashmap_ecc found;
};

static void add_found(struct flashmap_ecc *to, const struct flashmap_ecc *found)
{
	to->corrected += found->corrected;
	to->failed += found->failed;
	if (found->max_bitflips > to->max_bitflips)
		to->max_bitflips = found->max_bitflips;
	to->known = to->known || found->known;
	to->refresh_wanted = to->refresh_wanted || found->refresh_wanted;
}

static int read_piece(struct scanner *scanner, uint64_t offset, size_t size)
{
	const struct area *area = scanner->health->area;
	struct flashmap_ecc found;
	struct place place;
	int error;

	if (cancel_signal())
		return report(STATUS_SIGNAL + cancel_signal(),
			      "cancelled: %" PRIu64 " of %zu bytes of %s were "
			      "read",
			      offset, area->fa->fa_size, area->name);
	error = flashmap_area_read_ecc(area->fa, (off_t)offset, scanner->buffer,
				       size, &found, sizeof(found));
	/* What was lost is found in what was read. */
	if (error && error != -EBADMSG)
		return report_failure(error, NULL,
				      "cannot read %s at offset 0x%" PRIx64
				      " (%s)",
				      area->name, offset,
				      area_place(area, offset, size, &place));
	add_found(&scanner->found, &found);
	scanner->health->scan.bytes += size;
	return STATUS_DONE;
}

static int read_range(struct scanner *scanner, uint64_t offset, uint64_t end)
{
	int status = STATUS_DONE;

	while (offset < end && !status) {
		uint64_t left = end - offset;
		size_t size = left < PIECE_SIZE ? (size_t)left : PIECE_SIZE;

		status = read_piece(scanner, offset, size);
		offset += size;
		progress_add(size);
	}
	return status;
}

static bool is_bad(const struct runs *bad, uint64_t number)
{
	for (size_t i = 0; i < bad->count; i++)
		if (number >= bad->items[i].first &&
		    number - bad->items[i].first < bad->items[i].count)
			return true;
	return false;
}

static int keep(struct scanner *scanner)
{
	struct health_scan *scan = &scanner->health->scan;
	int error = 0;

	add_found(&scan->found, &scanner->found);
	if (scanner->found.failed > 0)
		error = runs_add(&scan->uncorrectable, scanner->number,
				 &scanner->sector);
	if (!error && scanner->found.refresh_wanted)
		error = runs_add(&scan->refresh, scanner->number,
				 &scanner->sector);
	if (error)
		return report_failure(error, NULL, "cannot read %s",
				      scanner->health->area->name);
	return STATUS_DONE;
}

static int scan_sector(struct scanner *scanner)
{
	struct health *health = scanner->health;
	const struct flash_sector *sector = &scanner->sector;
	uint64_t start = (uint64_t)sector->fs_off;
	uint64_t size = health->area->fa->fa_size;
	int status;

	if (is_bad(&health->state.bad, scanner->number)) {
		progress_add(sector->fs_size);
		return STATUS_DONE;
	}
	/* The last one may end outside of the area. */
	if (sector->fs_size < size - start)
		size = start + sector->fs_size;
	scanner->found = (struct flashmap_ecc){ 0 };
	status = read_range(scanner, start, size);
	return status ? status : keep(scanner);
}

/* What is in no sector that begins in the area; all of what has none. */
static int scan_between(struct scanner *scanner, uint64_t offset, uint64_t end)
{
	int status;

	scanner->found = (struct flashmap_ecc){ 0 };
	status = read_range(scanner, offset, end);
	add_found(&scanner->health->scan.found, &scanner->found);
	return status;
}

static int scan_area(struct scanner *scanner)
{
	const struct area *area = scanner->health->area;
	struct sector_cursor cursor;
	uint64_t done = 0;
	int more = 0, status = STATUS_DONE;

	sector_cursor_start(&cursor, area, 0);
	while (!status && area->info.erase_size > 0) {
		uint64_t start;

		more = sector_cursor_next(&cursor, &scanner->sector);
		if (more != 1)
			break;
		start = (uint64_t)scanner->sector.fs_off;
		status = scan_between(scanner, done, start);
		if (!status)
			status = scan_sector(scanner);
		done = start + scanner->sector.fs_size;
		scanner->number++;
	}
	if (more < 0)
		return report_failure(
			more, NULL, "cannot get the sectors of %s", area->name);
	return status ? status : scan_between(scanner, done, area->fa->fa_size);
}

int health_scan(struct health *health)
{
	struct scanner scanner = { .health = health };
	int status;

	scanner.buffer = malloc(PIECE_SIZE);
	if (!scanner.buffer)
		return report_failure(-ENOMEM, NULL, "cannot read %s",
				      health->area->name);
	status = scan_area(&scanner);
	free(scanner.buffer);
	health->scan.done = status == STATUS_DONE;
	health->scan.uncorrectable.known = health->scan.done;
	health->scan.refresh.known = health->scan.done;
	return status;
}
