// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "chips.h"
#include "command.h"
#include "format.h"
#include "json.h"
#include "map/map.h"
#include "output.h"
#include "report.h"
#include "terminal.h"

static int write_file(const char *file, const char *text, size_t size)
{
	struct output output;
	int status = output_open(&output, file);

	if (!status)
		status = output_write(&output, text, size);
	if (!status)
		status = output_finish(&output);
	output_close(&output);
	return status;
}

static int print_svg(const struct chips *chips, const char *file)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int error = out ? map_print_svg(chips, out) : -ENOMEM;
	int status;

	if (out && fclose(out) && !error)
		error = -ENOMEM;
	if (error)
		status = report_failure(error, NULL,
					"cannot draw the flash map");
	else
		status = write_file(file, text, size);
	free(text);
	return status;
}

static int print_file(const struct chips *chips, const struct options *options)
{
	int status = print_svg(chips, options->svg);
	char count[FORMAT_COUNT_MAX];

	if (!status && options->json)
		return map_print_json(chips);
	if (!status && strcmp(options->svg, "-") != 0)
		report_result("drew %s into %s",
			      format_count(chips->count, "chip", count),
			      options->svg);
	return status;
}

static int print_chips(const struct chips *chips, const struct options *options)
{
	int error;

	if (chips->count == 0)
		report_note("there is no flash to draw");
	if (options->svg)
		return print_file(chips, options);
	if (options->json)
		return map_print_json(chips);
	if (chips->count == 0)
		return STATUS_DONE;
	error = map_print_text(chips, terminal_columns(),
			       terminal_has_color(options->color));
	if (error)
		return report_failure(error, NULL, "cannot draw the flash map");
	return STATUS_DONE;
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	struct chips chips;
	int status, error;

	if (options->json && options->svg && strcmp(options->svg, "-") == 0)
		return report(STATUS_USAGE,
			      "map --json needs another --svg than -: "
			      "standard output is for the JSON document");
	error = chips_load(context->map, &chips);
	if (error)
		status = report_failure(error, NULL,
					"cannot look at the flash map");
	else
		status = print_chips(&chips, options);
	chips_free(&chips);
	return status;
}

const struct command command_map = {
	.name = "map",
	.arguments = "",
	.summary = "draw the chips with their areas and gaps",
	.details =
		"Draw each chip to scale, with its areas and gaps, as wide as "
		"the terminal.\n"
		"Areas that overlap are drawn one below the other. A box has "
		"the id of its area,\n"
		"and its label where there is room.",
	.operands = 0,
	.options = OPTIONS_MAP,
	.run = run,
};
