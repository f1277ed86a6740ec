// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>

#include "cancel.h"
#include "command.h"
#include "input.h"
#include "update.h"
#include "update-result.h"
#include "report.h"

struct source {
	struct input input;
	const struct update *update;
};

/* What is told of the data, and what is more than there is room for. */
static int next(void *user_data, void *buffer, size_t size, size_t *filled)
{
	struct source *source = user_data;
	const struct range *range = &source->update->range;
	bool at_end;
	int status = input_read(&source->input, buffer, size, filled);

	if (status || *filled > 0)
		return status;
	status = input_at_end(&source->input, &at_end);
	if (status || at_end)
		return status;
	return report(STATUS_USAGE,
		      "%s has more than the 0x%" PRIx64
		      " bytes that fit into %s from offset 0x%" PRIx64 "; %s",
		      source->input.name, range->length,
		      source->update->area->name, range->offset,
		      source->update->advice);
}

static int write_area(struct update *update, struct source *source)
{
	const struct input *input = &source->input;
	int status = update_open(update, input->length_known);

	if (status)
		return status;
	source->update = update;
	source->input.advice = update->advice;
	update_announce(update, input->name, input->length_known);
	status = update_write(update, next, source);
	if (!status)
		status = update_finish(update);
	return status ? status : update_print_written(update);
}

static int run(const struct context *context)
{
	struct update update = {
		.options = context->options,
		.what = "write",
		.map = context->map,
	};
	struct source source;
	struct area area;
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	update.area = &area;
	cancel_start();
	status = input_open(&source.input, context->operands[1], &area,
			    area.fa->fa_size, context->options, &update.range);
	if (!status)
		status = write_area(&update, &source);
	update_close(&update);
	input_close(&source.input);
	return status;
}

const struct command command_write = {
	.name = "write",
	.arguments = "AREA FILE|-",
	.summary = "write a file to an area, and read it back",
	.details =
		"Write a file or standard input to the beginning of an area, "
		"or from --offset on.\n"
		"What is there already is left as it is; where it has to be, a "
		"sector is erased\n"
		"and programmed; all that was changed is read back and "
		"compared. The rest of the\n"
		"last sector is erased; later sectors stay as they are. "
		"--length takes the first\n"
		"N bytes of the data. What is read-only, protected, locked or "
		"in use is refused\n"
		"(exit 4) before anything is changed.",
	.operands = 2,
	.options = OPTIONS_RANGE | OPTIONS_SKIP_BAD | OPTIONS_CHANGE |
		   OPTIONS_FORCE | OPTIONS_WRITE | OPTIONS_PROGRESS,
	.run = run,
};
