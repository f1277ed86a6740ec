// SPDX-License-Identifier: GPL-2.0-or-later
#include "locks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include <flashmap/lock.h>

#include "cancel.h"
#include "format.h"
#include "guard.h"
#include "systemd/inhibit.h"
#include "json.h"
#include "report.h"
#include "runs.h"
#include "sectors.h"

struct change {
	const struct area *area;
	struct range range;
	struct sectors sectors;
	bool locked;
	/* Sectors of the range that the chip says are as they shall be. */
	uint64_t right_before;
	uint64_t right_after;
	/* Others of the chip have changed too. */
	bool others;
	/* Of the whole area, afterwards. */
	struct runs runs;
};

static const char *verb(const struct change *change)
{
	return change->locked ? "lock" : "unlock";
}

/* Sectors of the range that are in a run. */
static uint64_t count_locked(const struct change *change)
{
	uint64_t first = change->sectors.first;
	uint64_t end = first + change->sectors.count;
	uint64_t count = 0;

	for (size_t i = 0; i < change->runs.count; i++) {
		const struct run *run = &change->runs.items[i];
		uint64_t from = run->first > first ? run->first : first;
		uint64_t to = run->first + run->count;

		if (to > end)
			to = end;
		if (from < to)
			count += to - from;
	}
	return count;
}

/* What the chip says of the area; *right is counted in the range. */
static int ask(struct change *change, uint64_t *right)
{
	const struct area *area = change->area;
	int error;

	runs_free(&change->runs);
	error = runs_find(area, flashmap_area_is_locked, &change->runs);
	if (error)
		return report_failure(error, NULL,
				      "cannot ask what %s has locked",
				      area->name);
	*right = count_locked(change);
	if (!change->locked)
		*right = change->sectors.count - *right;
	return STATUS_DONE;
}

static int report_wrong(const struct change *change, int error)
{
	const struct range *range = &change->range;
	char advice[80] = "what is locked now is not known";
	struct place place;

	if (change->runs.known)
		snprintf(advice, sizeof(advice),
			 "%" PRIu64 " of %" PRIu64 " sectors are %sed now",
			 change->right_after, change->sectors.count,
			 verb(change));
	return report_failure(
		error, advice, "cannot %s %s at offset 0x%" PRIx64 " (%s)",
		verb(change), change->area->name, range->offset,
		area_place(change->area, range->offset, range->length, &place));
}

/* A chip locks whole sectors. */
static int find_sectors(struct change *change)
{
	const struct area *area = change->area;
	const struct range *range = &change->range;
	const struct range *found = &change->sectors.range;
	int error = sectors_around(area, range, &change->sectors);

	if (error)
		return report_failure(error, NULL,
				      "cannot get the sectors of %s",
				      area->name);
	if (found->offset == range->offset && found->length == range->length)
		return STATUS_DONE;
	return report(STATUS_USAGE,
		      "cannot %s a part of a sector: the whole ones of %s "
		      "there are --offset 0x%" PRIx64 " --length 0x%" PRIx64,
		      verb(change), area->name, found->offset, found->length);
}

static int set_locked(struct change *change)
{
	const struct flash_area *fa = change->area->fa;
	off_t offset = (off_t)change->range.offset;
	size_t length = (size_t)change->range.length;
	int status = ask(change, &change->right_before);
	int result;

	if (status || length == 0)
		return status;
	result = change->locked ? flashmap_area_lock(fa, offset, length)
				: flashmap_area_unlock(fa, offset, length);
	status = ask(change, &change->right_after);
	if (status)
		return status;
	if (result < 0)
		return report_wrong(change, result);
	/* Of what was just said to be so. */
	if (!change->runs.known || change->right_after != change->sectors.count)
		return report_wrong(change, -EIO);
	change->others = result == 1;
	return STATUS_DONE;
}

static int print_json(const struct change *change)
{
	struct json *document = json_make_document();

	json_set_string(document, "area", change->area->info.label);
	json_set_string(document, "chip", change->area->info.chip);
	json_set_number(document, "offset", change->range.offset);
	json_set_number(document, "length", change->range.length);
	json_set_number(document, "sectors", change->sectors.count);
	json_set_number(document, "changed",
			change->right_after - change->right_before);
	json_set_boolean(document, "others_changed", change->others);
	json_set(document, "locked", runs_json(&change->runs));
	return json_print(document);
}

static int print(const struct change *change, const struct options *options)
{
	const struct range *range = &change->range;
	char bytes[FORMAT_COUNT_MAX], sectors[FORMAT_COUNT_MAX];
	struct place place;

	if (options->json)
		return print_json(change);
	report_result(
		"%sed %s of %s (%s): %s, %" PRIu64 " of them before%s",
		verb(change), format_count(range->length, "byte", bytes),
		change->area->name,
		area_place(change->area, range->offset, range->length, &place),
		format_count(change->sectors.count, "sector", sectors),
		change->right_before,
		change->others ? "; others of the chip have changed too" : "");
	if (!options->quiet)
		runs_print("locked", &change->runs);
	return STATUS_DONE;
}

int locks_set(const struct context *context, bool locked)
{
	const struct options *options = context->options;
	struct change change = { .locked = locked };
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	change.area = &area;
	status = range_of_options(&area, area.fa->fa_size, options,
				  &change.range);
	if (!status)
		status = guard_check(&area, &change.range, verb(&change),
				     options);
	if (!status)
		status = find_sectors(&change);
	if (status)
		return status;
	cancel_start();
	inhibit_start(&area, verb(&change));
	status = set_locked(&change);
	inhibit_end();
	if (!status)
		status = print(&change, options);
	runs_free(&change.runs);
	return status;
}
