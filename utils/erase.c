// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>
#include <stdio.h>

#include "cancel.h"
#include "change.h"
#include "command.h"
#include "guard.h"
#include "json.h"
#include "range.h"
#include "report.h"

static int print_result(const struct context *context, const struct area *area,
			const struct sectors *sectors, uint64_t erased)
{
	const struct range *range = &sectors->range;
	struct json *document;
	struct place place;

	if (context->options->json) {
		document = json_make_document();
		json_set_string(document, "area", area->info.label);
		json_set_string(document, "chip", area->info.chip);
		json_set_number(document, "offset", range->offset);
		json_set_number(document, "length", range->length);
		json_set_number(document, "sectors", sectors->count);
		json_set_number(document, "erased", erased);
		return json_print(document);
	}
	report_result("erased %" PRIu64 " bytes of %s (%s): %" PRIu64
		      " sectors",
		      range->length, area->name,
		      area_place(area, range->offset, range->length, &place),
		      erased);
	return STATUS_DONE;
}

/* The range must end with a sector too: nobody asked to lose the rest. */
static int find_sectors(const struct area *area, const struct range *range,
			struct sectors *sectors)
{
	int status = sectors_of_range(area, range, sectors);

	if (status || sectors->range.length == range->length)
		return status;
	return report(STATUS_USAGE,
		      "offset 0x%" PRIx64 " of %s is not where a "
		      "sector ends: the bytes behind it would be lost; its "
		      "sector ends at 0x%" PRIx64,
		      range->offset + range->length, area->name,
		      sectors->range.offset + sectors->range.length);
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct sectors sectors;
	struct range range;
	struct area area;
	struct place place;
	uint64_t erased;
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	status = range_of_options(&area, options, &range);
	if (status)
		return status;
	status = find_sectors(&area, &range, &sectors);
	if (status)
		return status;
	status = guard_change(&area, &sectors, "erase", options->force);
	if (status)
		return status;
	cancel_start();
	report_note("erasing %s (%s)", area.name,
		    area_place(&area, range.offset, range.length, &place));
	status = change_erase(&area, &sectors, &erased);
	status = change_finish(context->map, status);
	if (status)
		return status;
	return print_result(context, &area, &sectors, erased);
}

const struct command command_erase = {
	.name = "erase",
	.arguments = "AREA",
	.summary = "erase an area, or whole sectors of it",
	.details =
		"Erase the sectors of an area. --offset and --length must lie "
		"on sectors.\n"
		"What is read-only, protected or in use is refused (exit 4) "
		"before anything is\n"
		"changed.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_FORCE | OPTIONS_PROGRESS,
	.run = run,
};
