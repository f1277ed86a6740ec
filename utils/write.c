// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cancel.h"
#include "change.h"
#include "command.h"
#include "compare.h"
#include "guard.h"
#include "input.h"
#include "json.h"
#include "progress.h"
#include "report.h"

struct job {
	const struct area *area;
	struct input input;
	/* What the data covers, and the sectors under it. */
	struct range range;
	struct sectors sectors;
	uint32_t write_block;
	/* A piece of the data, and as much of the area for a comparison. */
	unsigned char *data;
	unsigned char *found;
	size_t piece;
	/* "image-1 is incomplete now: ..." */
	char advice[256];
	uint64_t erased;
	uint64_t written;
	/* In whole sectors. */
	uint64_t changed;
	struct difference difference;
};

static int prepare_pieces(struct job *job)
{
	const struct area *area = job->area;

	job->write_block = flash_area_align(area->fa);
	if (job->write_block == 0)
		return report(STATUS_FAILED,
			      "cannot write %s: its write block "
			      "size is unknown",
			      area->name);
	job->piece = PIECE_SIZE - PIECE_SIZE % job->write_block;
	if (job->piece == 0)
		job->piece = job->write_block;
	job->data = malloc(job->piece);
	job->found = malloc(job->piece);
	if (!job->data || !job->found)
		return report_failure(-ENOMEM, NULL, "cannot write %s",
				      area->name);
	return STATUS_DONE;
}

static void set_advice(struct job *job)
{
	snprintf(job->advice, sizeof(job->advice),
		 "%s is incomplete now: %" PRIu64
		 " sectors were erased, %" PRIu64 " bytes written",
		 job->area->name, job->erased, job->written);
	job->input.advice = job->advice;
}

/* size bytes of job->data; the rest of the last write block stays erased. */
static int write_piece(struct job *job, uint64_t offset, size_t size)
{
	const struct area *area = job->area;
	size_t padding =
		(job->write_block - size % job->write_block) % job->write_block;
	struct place place;
	int error;

	memset(job->data + size, flash_area_erased_val(area->fa), padding);
	error = flash_area_write(area->fa, (off_t)offset, job->data,
				 size + padding);
	if (error)
		return report_failure(error, job->advice,
				      "cannot write %s at offset 0x%" PRIx64
				      " (%s)",
				      area->name, offset,
				      area_place(area, offset, size, &place));
	job->written += size;
	set_advice(job);
	progress_add(size);
	return STATUS_DONE;
}

static int erase_sector(struct job *job, const struct flash_sector *sector)
{
	int status = change_erase_sector(job->area, sector, job->input.advice);

	if (status)
		return status;
	job->erased++;
	set_advice(job);
	return STATUS_DONE;
}

/*
 * A stream cannot be read again later, so it is compared piece by piece; and
 * it may be slow, so a sector is erased when there is data for it.
 */
static int write_sector(struct job *job, const struct flash_sector *sector)
{
	uint64_t offset = (uint64_t)sector->fs_off;
	size_t left = sector->fs_size;

	while (left > 0) {
		size_t size = left < job->piece ? left : job->piece;
		int status = input_read(&job->input, job->data, size, &size);

		if (status || size == 0)
			return status;
		if (!job->input.rewindable && left == sector->fs_size)
			status = erase_sector(job, sector);
		if (!status)
			status = write_piece(job, offset, size);
		if (!status && !job->input.rewindable)
			status = compare_piece(job->area, offset, job->data,
					       job->found, size,
					       &job->difference);
		if (status || job->difference.found)
			return status;
		offset += size;
		left -= size;
	}
	return STATUS_DONE;
}

static int write_next(struct job *job, struct sector_cursor *cursor)
{
	struct flash_sector sector;
	int more;

	if (cancel_signal())
		return report(STATUS_SIGNAL + cancel_signal(), "cancelled: %s",
			      job->input.advice);
	more = sector_cursor_next(cursor, &sector);
	if (more != 1)
		return report_failure(more ? more : -ENXIO, job->input.advice,
				      "cannot get the sectors of %s",
				      job->area->name);
	job->changed += sector.fs_size;
	return write_sector(job, &sector);
}

static int write_sectors(struct job *job)
{
	struct input *input = &job->input;
	struct sector_cursor cursor;
	int status = STATUS_DONE;

	sector_cursor_start(&cursor, job->area, job->sectors.first);
	progress_begin("write", input->length_known ? input->length
						    : PROGRESS_TOTAL_UNKNOWN);
	for (uint64_t i = 0; i < job->sectors.count; i++) {
		bool at_end;

		status = input_at_end(input, &at_end);
		if (status || at_end)
			break;
		status = write_next(job, &cursor);
		if (status || job->difference.found)
			break;
	}
	progress_end();
	return status;
}

static int write_rewindable(struct job *job)
{
	int status = change_erase(job->area, &job->sectors, &job->erased);

	if (status)
		return status;
	set_advice(job);
	status = write_sectors(job);
	if (status)
		return status;
	input_rewind(&job->input);
	return compare_input(job->area, job->range.offset, &job->input,
			     &job->difference);
}

static int write_stream(struct job *job)
{
	bool at_end;
	int status = write_sectors(job);

	if (status || job->difference.found)
		return status;
	status = input_at_end(&job->input, &at_end);
	if (status || at_end)
		return status;
	return report(STATUS_USAGE,
		      "%s has more than the 0x%" PRIx64
		      " bytes that fit into %s from offset 0x%" PRIx64 "; %s",
		      job->input.name, job->range.length, job->area->name,
		      job->range.offset, job->input.advice);
}

static void announce(const struct job *job)
{
	const struct range *sectors = &job->sectors.range;
	uint64_t rest = sectors->length - job->range.length;
	char more[80] = "";
	struct place place;

	area_place(job->area, sectors->offset, sectors->length, &place);
	if (!job->input.length_known)
		snprintf(more, sizeof(more), ", as far as the data goes");
	else if (rest > 0)
		snprintf(more, sizeof(more),
			 "; the last %" PRIu64 " bytes of this become 0x%02x",
			 rest, flash_area_erased_val(job->area->fa));
	report_note("writing %s to %s (%s)%s", job->input.name, job->area->name,
		    place.text, more);
}

static int print_result(const struct context *context, const struct job *job)
{
	const struct area *area = job->area;
	struct json *document;
	struct place place;

	if (context->options->json) {
		document = json_make_document();
		json_set_string(document, "area", area->info.label);
		json_set_string(document, "chip", area->info.chip);
		json_set_number(document, "offset", job->range.offset);
		json_set_number(document, "length", job->changed);
		json_set_number(document, "sectors", job->erased);
		json_set_number(document, "erased", job->erased);
		json_set_number(document, "bytes", job->written);
		json_set_boolean(document, "verified", true);
		return json_print(document);
	}
	report_result("wrote %" PRIu64 " bytes to %s (%s): %" PRIu64
		      " sectors erased, verified",
		      job->written, area->name,
		      area_place(area, job->range.offset, job->changed, &place),
		      job->erased);
	return STATUS_DONE;
}

static int write_area(const struct context *context, struct job *job)
{
	int status = sectors_of_range(job->area, &job->range, &job->sectors);

	if (!status)
		status = guard_change(job->area, &job->sectors, "write",
				      context->options->force);
	if (!status)
		status = prepare_pieces(job);
	if (status)
		return status;
	announce(job);
	status = job->input.rewindable ? write_rewindable(job)
				       : write_stream(job);
	status = change_finish(context->map, status);
	if (status)
		return status;
	if (job->difference.found)
		return compare_report(job->area, job->input.name,
				      &job->difference);
	return print_result(context, job);
}

static int run(const struct context *context)
{
	struct job job = { 0 };
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	job.area = &area;
	cancel_start();
	status = input_open(&job.input, context->operands[1], &area,
			    context->options, &job.range);
	if (!status)
		status = write_area(context, &job);
	input_close(&job.input);
	free(job.data);
	free(job.found);
	return status;
}

const struct command command_write = {
	.name = "write",
	.arguments = "AREA FILE|-",
	.summary = "erase, write and read back",
	.details =
		"Write a file or standard input to the beginning of an area, "
		"or from --offset on:\n"
		"erase the sectors that the data touches, write, read back "
		"and compare. The rest\n"
		"of the last sector is erased; later sectors stay as they "
		"are. --length takes\n"
		"the first N bytes of the data. What is read-only, protected "
		"or in use is refused\n"
		"(exit 4) before anything is changed.",
	.operands = 2,
	.options = OPTIONS_RANGE | OPTIONS_FORCE | OPTIONS_PROGRESS,
	.run = run,
};
