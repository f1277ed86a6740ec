// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>

#include "cancel.h"
#include "command.h"
#include "compare.h"
#include "format.h"
#include "input.h"
#include "json.h"
#include "report.h"

static int print_document(const struct area *area, const struct range *range,
			  const struct difference *difference)
{
	struct json *document = json_make_document();

	json_set_string(document, "area", area->info.label);
	json_set_string(document, "chip", area->info.chip);
	json_set_number(document, "offset", range->offset);
	json_set_number(document, "length", range->length);
	json_set_boolean(document, "equal", !difference->found);
	json_set_known(document, "first_difference", difference->found,
		       difference->offset);
	return json_print(document);
}

static int print_result(const struct context *context,
			const struct reader *reader, const struct input *input,
			const struct range *range,
			const struct difference *difference)
{
	const struct area *area = reader->area;
	char bytes[FORMAT_COUNT_MAX];
	struct place place;

	if (context->options->json) {
		int status = print_document(area, range, difference);

		if (status)
			return status;
	}
	if (difference->found)
		return compare_report(reader, input->name, difference);
	if (!context->options->json)
		report_result("%s (%s) is equal to %s: %s", area->name,
			      reader_place(reader, range->offset, range->length,
					   &place),
			      input->name,
			      format_count(range->length, "byte", bytes));
	return STATUS_DONE;
}

static int verify(const struct context *context, const struct reader *reader,
		  struct input *input, struct range *range)
{
	struct difference difference;
	bool at_end = true;
	int status = compare_input(reader, range->offset, input, &difference);

	if (!status && !difference.found)
		status = input_at_end(input, &at_end);
	if (status)
		return status;
	if (!at_end)
		return report(STATUS_USAGE,
			      "%s has more than the 0x%" PRIx64
			      " bytes of %s from offset 0x%" PRIx64,
			      input->name, range->length, reader->area->name,
			      range->offset);
	if (!input->length_known && !difference.found)
		range->length = input->position;
	return print_result(context, reader, input, range, &difference);
}

static int open_and_verify(const struct context *context,
			   const struct reader *reader)
{
	struct input input;
	struct range range;
	int status = input_open(&input, context->operands[1], reader->area,
				reader->capacity, context->options, &range);

	if (!status)
		status = verify(context, reader, &input, &range);
	input_close(&input);
	return status;
}

static int run(const struct context *context)
{
	struct reader reader;
	struct area area;
	int status = reader_open_operand(&reader, context, &area);

	if (!status)
		status = open_and_verify(context, &reader);
	reader_close(&reader);
	return status;
}

const struct command command_verify = {
	.name = "verify",
	.arguments = "AREA FILE|-",
	.summary = "compare an area with a file",
	.details = "Compare the beginning of an area, or what is at --offset, "
		   "with a file or with\n"
		   "standard input. Exit 3 if they differ.",
	.operands = 2,
	.options = OPTIONS_RANGE | OPTIONS_SKIP_BAD | OPTIONS_PROGRESS,
	.run = run,
};
