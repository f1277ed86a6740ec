// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "cancel.h"
#include "command.h"
#include "format.h"
#include "guard.h"
#include "systemd/inhibit.h"
#include "json.h"
#include "report.h"
#include "runs.h"
#include "sectors.h"

static int find_bad(const struct area *area, struct runs *runs)
{
	int error = runs_find(area, flashmap_area_is_bad, runs);

	if (error)
		return report_failure(error, NULL,
				      "cannot look for bad blocks in %s",
				      area->name);
	if (runs->known)
		return STATUS_DONE;
	report_failure(runs->error, NULL, "cannot look for bad blocks in %s",
		       area->name);
	return STATUS_FAILED;
}

/* What is told without a look at the device. */
static int check_request(const struct area *area, const struct options *options)
{
	if (!options->yes)
		return report(STATUS_USAGE,
			      "--mark needs --yes: nothing takes it back");
	if (options->mark >= area->fa->fa_size)
		return report(STATUS_USAGE,
			      "--mark 0x%" PRIx64 " is past the end of %s, "
			      "which has 0x%zx bytes",
			      options->mark, area->name, area->fa->fa_size);
	if (!area->error && !area->info.bad_blocks_possible)
		return report(STATUS_USAGE,
			      "--mark: %s cannot have bad blocks, it is %s",
			      area->name,
			      area->info.type ? area->info.type : "no NAND");
	return STATUS_DONE;
}

static int find_block(const struct area *area, uint64_t offset,
		      struct range *block)
{
	const struct range first = { offset, 1 };
	struct sectors sectors;
	int error = sectors_around(area, &first, &sectors);

	if (error)
		return report_failure(error, "nothing was changed",
				      "cannot get the blocks of %s",
				      area->name);
	if (sectors.count != 1 || sectors.range.offset != offset)
		return report(STATUS_USAGE,
			      "--mark 0x%" PRIx64 " of %s is not where a block "
			      "begins",
			      offset, area->name);
	*block = sectors.range;
	return STATUS_DONE;
}

static int check_good(const struct area *area, uint64_t offset)
{
	int bad = flashmap_area_is_bad(area->fa, (off_t)offset);

	if (bad < 0)
		return report_failure(bad, "nothing was changed",
				      "cannot ask about the block at offset "
				      "0x%" PRIx64 " of %s",
				      offset, area->name);
	if (bad)
		return report(STATUS_USAGE,
			      "--mark 0x%" PRIx64 " of %s: that block is bad "
			      "already",
			      offset, area->name);
	return STATUS_DONE;
}

static int mark(const struct area *area, const struct range *block)
{
	const off_t offset = (off_t)block->offset;
	struct place place;
	int error = flashmap_area_mark_bad(area->fa, offset);
	int bad = flashmap_area_is_bad(area->fa, offset);

	area_place(area, block->offset, block->length, &place);
	/* The device may have done it all the same, or not at all. */
	if (!error && bad != 1)
		error = bad < 0 ? bad : -EIO;
	if (error)
		return report_failure(error,
				      bad == 1 ? "the device says that it is "
						 "bad now"
					       : "it is not marked",
				      "cannot mark the block at offset "
				      "0x%" PRIx64 " of %s (%s)",
				      block->offset, area->name, place.text);
	report_note("marked the block at offset 0x%" PRIx64 " of %s (%s) bad",
		    block->offset, area->name, place.text);
	return STATUS_DONE;
}

static int mark_block(const struct area *area, const struct options *options)
{
	struct range block;
	int status = check_request(area, options);

	if (!status)
		status = find_block(area, options->mark, &block);
	if (!status)
		status = guard_check(area, &block, "mark a block of", options);
	if (!status)
		status = check_good(area, block.offset);
	if (status)
		return status;
	cancel_start();
	inhibit_start(area, "mark a block of");
	status = mark(area, &block);
	inhibit_end();
	return status;
}

static void print_runs(const struct area *area, const struct runs *runs)
{
	struct place place;

	if (runs->count == 0)
		puts("bad blocks: none");
	for (size_t i = 0; i < runs->count; i++) {
		const struct run *run = &runs->items[i];
		const struct range *range = &run->range;

		printf("bad blocks: %" PRIu64 "-%" PRIu64
		       ", area offset 0x%" PRIx64 "..0x%" PRIx64 " (",
		       run->first, run->first + run->count - 1, range->offset,
		       range->offset + range->length - 1);
		area_place(area, range->offset, range->length, &place);
		format_print_escaped(stdout, place.text);
		puts(")");
	}
}

static struct json *run_json(const struct area *area, const struct run *run)
{
	const struct flashmap_area_info *info = &area->info;
	struct json *object = json_make_object();

	json_set_number(object, "offset", run->range.offset);
	json_set_number(object, "size", run->range.length);
	json_set_number(object, "blocks", run->count);
	json_set_known(object, "chip_offset", info->offset_known,
		       info->offset + run->range.offset);
	return object;
}

static int print_json(const struct area *area, const struct runs *runs,
		      const struct options *options)
{
	struct json *document = json_make_document();
	struct json *array = json_make_array();

	for (size_t i = 0; i < runs->count; i++)
		json_append(array, run_json(area, &runs->items[i]));
	json_set_string(document, "area", area->info.label);
	json_set_string(document, "chip", area->info.chip);
	json_set_boolean(document, "bad_blocks_possible",
			 area->info.bad_blocks_possible);
	json_set(document, "bad_blocks", array);
	json_set_known(document, "marked", options->mark_given, options->mark);
	return json_print(document);
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct runs runs = { 0 };
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (!status && options->yes && !options->mark_given)
		status = report(STATUS_USAGE, "--yes is for --mark OFFSET");
	if (!status && options->mark_given)
		status = mark_block(&area, options);
	if (!status)
		status = find_bad(&area, &runs);
	if (!status && options->json)
		status = print_json(&area, &runs, options);
	else if (!status)
		print_runs(&area, &runs);
	runs_free(&runs);
	return status;
}

const struct command command_badblocks = {
	.name = "badblocks",
	.arguments = "AREA",
	.summary = "list the bad blocks of an area, or mark one",
	.details = "List the bad blocks of an area, as the device tells them: "
		   "their numbers and\n"
		   "offsets in the area, and where they are on the chip. With "
		   "--mark OFFSET --yes,\n"
		   "mark the good block that begins at this offset of the area "
		   "bad; nothing takes\n"
		   "that back. It is for a block that failed to be erased or "
		   "programmed, never for\n"
		   "one that only reads badly.",
	.operands = 1,
	.options = OPTIONS_FORCE | OPTIONS_MARK | OPTIONS_YES,
	.run = run,
};
