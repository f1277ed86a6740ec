// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "cancel.h"
#include "command.h"
#include "format.h"
#include "report.h"
#include "update-result.h"
#include "update.h"

static void set_json(struct json *document, const struct update *update)
{
	json_set_number(document, "length", update->range.length);
}

static void print(FILE *out, const struct update *update)
{
	char bytes[FORMAT_COUNT_MAX], sectors[FORMAT_COUNT_MAX];
	struct place place;

	fprintf(out, "%s %s of %s (%s): %s",
		update->options->dry_run ? "would erase" : "erased",
		format_count(update->done, "byte", bytes), update->area->name,
		update_place(update, &place),
		format_count(update->counts.sectors, "sector", sectors));
}

static int erase(struct update *update)
{
	struct place place;
	int status;

	/* For the writer there is no such area. */
	if (update->range.length == 0) {
		update->counts.verified = !update->options->dry_run;
		return STATUS_DONE;
	}
	status = update_open_erase(update);
	if (status)
		return status;
	report_note("erasing %s (%s)%s", update->area->name,
		    update_place(update, &place),
		    update->options->dry_run ? "; nothing is changed" : "");
	return update_finish(update);
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct update update = {
		.options = options,
		.what = "erase",
		.map = context->map,
	};
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	update.area = &area;
	status = range_of_options(&area, area.fa->fa_size, options,
				  &update.range);
	if (status)
		return status;
	cancel_start();
	status = erase(&update);
	update_close(&update);
	return status ? status : update_print_result(&update, print, set_json);
}

const struct command command_erase = {
	.name = "erase",
	.arguments = "AREA",
	.summary = "erase an area, or whole sectors of it",
	.details =
		"Erase the sectors of an area, each of them, and read them "
		"back. --offset and\n"
		"--length must lie on sectors. What is read-only, protected, "
		"locked or in use is\n"
		"refused (exit 4) before anything is changed.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_SKIP_BAD | OPTIONS_CHANGE |
		   OPTIONS_FORCE | OPTIONS_PROGRESS,
	.run = run,
};
