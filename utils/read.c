// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cancel.h"
#include "command.h"
#include "compare.h"
#include "format.h"
#include "json.h"
#include "output.h"
#include "progress.h"
#include "range.h"
#include "reader.h"
#include "report.h"

static int print_result(const struct context *context,
			const struct reader *reader, const struct range *range)
{
	const struct area *area = reader->area;
	const struct options *options = context->options;
	char bytes[FORMAT_COUNT_MAX];
	struct json *document;
	struct place place;

	if (options->json) {
		document = json_make_document();
		json_set_string(document, "area", area->info.label);
		json_set_string(document, "chip", area->info.chip);
		json_set_number(document, "offset", range->offset);
		json_set_number(document, "length", range->length);
		json_set_string(document, "file", options->output);
		return json_print(document);
	}
	report_result("read %s of %s (%s) into %s",
		      format_count(range->length, "byte", bytes), area->name,
		      reader_place(reader, range->offset, range->length,
				   &place),
		      options->output);
	return STATUS_DONE;
}

static int read_pieces(const struct reader *reader, const struct range *range,
		       struct output *output, unsigned char *piece)
{
	uint64_t done = 0;

	while (done < range->length) {
		uint64_t offset = range->offset + done;
		uint64_t left = range->length - done;
		size_t size = left < PIECE_SIZE ? (size_t)left : PIECE_SIZE;
		int status;

		if (cancel_signal())
			return report(STATUS_SIGNAL + cancel_signal(),
				      "cancelled: %" PRIu64 " of %" PRIu64
				      " bytes of %s were read",
				      done, range->length, reader->area->name);
		status = reader_read(reader, offset, piece, size, NULL);
		if (status)
			return status;
		status = output_write(output, piece, size);
		if (status)
			return status;
		done += size;
		progress_add(size);
	}
	return STATUS_DONE;
}

static int read_range(const struct reader *reader, const struct range *range,
		      const char *file)
{
	unsigned char *piece = malloc(PIECE_SIZE);
	struct output output;
	int status;

	if (!piece)
		return report_failure(-ENOMEM, NULL, "cannot read %s",
				      reader->area->name);
	status = output_open(&output, file);
	if (!status) {
		progress_begin("read", range->length);
		status = read_pieces(reader, range, &output, piece);
		progress_end();
	}
	if (!status)
		status = output_finish(&output);
	output_close(&output);
	free(piece);
	return status;
}

static int check_output(const struct options *options, bool to_stdout)
{
	if (to_stdout && options->json)
		return report(STATUS_USAGE,
			      "read --json needs -o FILE: "
			      "standard output is for the JSON document");
	if (!options->output && isatty(STDOUT_FILENO))
		return report(STATUS_USAGE,
			      "standard output is a terminal; "
			      "use -o FILE, or -o - to print binary data");
	return STATUS_DONE;
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	bool to_stdout = !options->output || strcmp(options->output, "-") == 0;
	struct reader reader;
	struct range range;
	struct area area;
	int status = check_output(options, to_stdout);

	if (status)
		return status;
	status = reader_open_operand(&reader, context, &area);
	if (!status)
		status = range_of_options(&area, reader.capacity, options,
					  &range);
	if (!status)
		status = read_range(&reader, &range, options->output);
	if (!status && !to_stdout)
		status = print_result(context, &reader, &range);
	reader_close(&reader);
	return status;
}

const struct command command_read = {
	.name = "read",
	.arguments = "AREA",
	.summary = "read an area to a file or to standard output",
	.details =
		"Read an area, or --length bytes of it from --offset on. The "
		"data goes to\n"
		"standard output, or with -o to a file that is there "
		"complete or not at all.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_OUTPUT | OPTIONS_SKIP_BAD |
		   OPTIONS_PROGRESS,
	.run = run,
};
