// SPDX-License-Identifier: GPL-2.0-or-later
#include "update.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cancel.h"
#include "compare.h"
#include "format.h"
#include "guard.h"
#include "systemd/inhibit.h"
#include "progress.h"
#include "report.h"

/* Of an area: all of a very long one would leave no room for the rest. */
#define NAME "%.64s"

static const char *phase_name(enum flashmap_writer_phase phase)
{
	switch (phase) {
	case FLASHMAP_WRITER_REST:
		return "erase";
	case FLASHMAP_WRITER_HEAD:
		return "head";
	default:
		return "write";
	}
}

/* On the way it is not known yet what was changed. */
static void warn_on_the_way(struct update *update)
{
	if (update->options->dry_run)
		return;
	snprintf(update->advice, sizeof(update->advice),
		 NAME " may be incomplete now%s; %s it again",
		 update->area->name,
		 update->options->head_last ? ", and then its head is invalid"
					    : "",
		 update->what);
}

static int show_progress(enum flashmap_writer_phase phase, uint64_t done,
			 uint64_t total, void *user_data)
{
	struct update *update = user_data;

	if (phase == FLASHMAP_WRITER_DATA && update->how.length == 0)
		total = PROGRESS_TOTAL_UNKNOWN;
	if (phase != update->phase) {
		progress_end();
		progress_begin(phase_name(phase), total);
		update->phase = phase;
	}
	/* The same for all that comes. */
	if (update->done == 0 && done > 0)
		warn_on_the_way(update);
	update->done = done;
	if (done > 0)
		progress_set(done);
	return cancel_signal();
}

static void set_options(struct update *update)
{
	const struct options *options = update->options;

	update->how = (struct flashmap_writer_options){
		.offset = (off_t)update->range.offset,
		.sha256 = options->sha256_given ? options->sha256 : NULL,
		.progress = show_progress,
		.user_data = update,
		.full = options->full,
		.no_verify = options->no_verify,
		.head_last = options->head_last,
		.skip_bad = options->skip_bad,
		.mark_bad = options->mark_bad,
		.unlock = options->unlock,
		.keep = options->keep,
		.erase_rest = options->erase_rest,
		.dry_run = options->dry_run,
		.no_earlier_cut = options->no_earlier_cut,
	};
}

static int open_writer(struct update *update)
{
	int status = guard_check(update->area, &update->range, update->what,
				 update->options);
	int error;

	snprintf(update->advice, sizeof(update->advice), "nothing was changed");
	if (status)
		return status;
	if (!update->options->dry_run)
		inhibit_start(update->area, update->what);
	error = flashmap_writer_open(&update->target, &update->how,
				     sizeof(update->how), &update->writer);
	if (!error)
		return STATUS_DONE;
	inhibit_end();
	return guard_explain(update->area, &update->sectors,
			     update->range.offset, update->what,
			     update->options, error);
}

void update_measure(struct update *update, uint64_t length)
{
	struct range range = update->range;

	update->range.length = length;
	range.length = length;
	if (update->options->erase_rest)
		range.length = update->area->fa->fa_size - range.offset;
	/* What cannot be told here, the writer has to say. */
	if (sectors_around(update->area, &range, &update->sectors))
		update->sectors.range = range;
	update->between = update->sectors.range;
	if (update->options->skip_bad)
		update->between =
			(struct range){ 0, update->area->fa->fa_size };
}

int update_open(struct update *update, bool length_known)
{
	if (update->options->mark_bad && !update->options->skip_bad)
		return report(STATUS_USAGE, "--mark-bad needs --skip-bad");
	update->target = *update->area->fa;
	set_options(update);
	if (length_known)
		update->how.length = update->range.length;
	update_measure(update, update->range.length);
	return open_writer(update);
}

/* All that there is behind no data. */
int update_open_erase(struct update *update)
{
	const struct range *range = &update->range;
	int status = sectors_exactly(update->area, range, &update->sectors);

	if (status)
		return status;
	update->between = *range;
	update->target = *update->area->fa;
	update->target.fa_off += (off_t)range->offset;
	update->target.fa_size = (size_t)range->length;
	set_options(update);
	update->how.offset = 0;
	update->how.full = true;
	update->how.erase_rest = true;
	return open_writer(update);
}

/* After a failure. */
static void judge(struct update *update)
{
	const struct flashmap_writer_counts *counts = &update->counts;
	const char *locks =
		counts->left_unlocked ? "; not all of it is locked again" : "";
	char pages[FORMAT_COUNT_MAX + 16] = "";
	char erased[FORMAT_COUNT_MAX], programmed[FORMAT_COUNT_MAX];

	if (!counts->changed) {
		snprintf(update->advice, sizeof(update->advice),
			 NAME " was not changed%s", update->area->name, locks);
		return;
	}
	if (counts->programmed)
		snprintf(pages, sizeof(pages), ", %s programmed",
			 format_count(counts->programmed, "page", programmed));
	snprintf(update->advice, sizeof(update->advice),
		 NAME " is incomplete now%s: %s erased%s; %s it again%s",
		 update->area->name,
		 counts->head_invalid ? ", and its head is invalid" : "",
		 format_count(counts->erased, "sector", erased), pages,
		 update->what, locks);
}

/* The last thing of all that can fail. */
static bool is_only_unlocked(const struct update *update, int error)
{
	const struct flashmap_writer_counts *counts = &update->counts;

	return error == -EIO && counts->left_unlocked &&
	       counts->failed_offset == UINT64_MAX;
}

static int report_failed(const struct update *update, int error)
{
	const struct flashmap_writer_counts *counts = &update->counts;
	const struct area *area = update->area;
	char at[40] = "";
	struct place place;
	int status = guard_status(error);

	if (is_only_unlocked(update, error))
		return report_failure(error, "all else is done",
				      "cannot lock %s again as it was (%s)",
				      area->name, update_place(update, &place));
	if (counts->failed_offset != UINT64_MAX)
		snprintf(at, sizeof(at), " at offset 0x%" PRIx64,
			 update->range.offset - (uint64_t)update->how.offset +
				 counts->failed_offset);
	/* There was room, until a block went bad. */
	if (error == -ENOSPC && counts->failed_offset != UINT64_MAX)
		status = STATUS_FAILED;
	report_failure(error, update->advice, "cannot %s %s%s (%s)",
		       update->what, area->name, at,
		       update_place(update, &place));
	return counts->differs ? STATUS_DIFFERENT : status;
}

static int report_end(struct update *update, int error)
{
	progress_end();
	judge(update);
	if (error == -ECANCELED)
		return report(STATUS_SIGNAL + cancel_signal(), "cancelled: %s",
			      update->advice);
	if (error == -EILSEQ)
		return report(STATUS_DIFFERENT,
			      "the SHA-256 of the data is not that of "
			      "--sha256; %s",
			      update->advice);
	return report_failed(update, error);
}

static int end(struct update *update)
{
	int error = flashmap_writer_finish(update->writer, &update->counts,
					   sizeof(update->counts));

	return error ? report_end(update, error) : STATUS_DONE;
}

int update_write(struct update *update, update_next_fn next, void *source)
{
	unsigned char *piece = malloc(PIECE_SIZE);
	int status = STATUS_DONE;
	size_t filled;

	if (!piece)
		return report_failure(-ENOMEM, update->advice,
				      "cannot write %s", update->area->name);
	while (!status) {
		status = next(source, piece, PIECE_SIZE, &filled);
		if (status || filled == 0)
			break;
		if (flashmap_writer_write(update->writer, piece, filled))
			status = end(update);
	}
	free(piece);
	return status;
}

int update_finish(struct update *update)
{
	int status = end(update);
	int error;

	update_close(update);
	error = flashmap_release(update->map);
	if (status || !error)
		return status;
	return report_failure(error, NULL, "cannot close the flash devices");
}

void update_close(struct update *update)
{
	int error = flashmap_writer_close(update->writer);

	progress_end();
	inhibit_end();
	update->writer = NULL;
	if (error)
		report_failure(error, NULL, "cannot leave %s as it was locked",
			       update->area->name);
}

const char *update_place(const struct update *update, struct place *place)
{
	const struct range *between = &update->between;

	return area_place(update->area, between->offset, between->length,
			  place);
}
