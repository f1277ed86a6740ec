// SPDX-License-Identifier: GPL-2.0-or-later
#include "header/header.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "areas.h"
#include "command.h"
#include "format.h"
#include "json.h"
#include "open-map.h"
#include "output.h"
#include "report.h"

static int collect(const struct context *context, struct header *header)
{
	struct areas areas;
	int error = areas_collect(context->map, &areas);

	header->areas = areas.items;
	header->area_count = areas.count;
	return error ? error : header_find_names(header);
}

static bool knows_node_labels(const struct header *header)
{
	for (size_t i = 0; i < header->area_count; i++)
		if (header->areas[i].info.node_labels)
			return true;
	return false;
}

static void warn(const struct header *header)
{
	for (size_t i = 0; i < header->area_count; i++)
		if (header->areas[i].fa->fa_id == FLASH_AREA_ID_NONE)
			report_warning("area %s has no id and is not in the "
				       "header",
				       header->areas[i].name);
	for (size_t i = 0; i < header->name_count; i++) {
		const struct header_name *name = &header->names[i];

		if (name->state == HEADER_NO_IDENTIFIER ||
		    name->state == HEADER_SEVERAL)
			report_warning("%s \"%s\" is not in the header: %s",
				       name->kind == HEADER_LABEL
					       ? "label"
					       : "node label",
				       name->text, header_reason(name));
	}
}

static int write_text(const struct header *header, const char *file)
{
	struct output output;
	size_t size;
	char *text = header_text(header, &size);
	int status;

	if (!text)
		return report_failure(-ENOMEM, NULL, "cannot make the header");
	status = output_open(&output, file);
	if (!status)
		status = output_write(&output, text, size);
	if (!status)
		status = output_finish(&output);
	output_close(&output);
	free(text);
	return status;
}

static size_t count_left_out(const struct header *header)
{
	size_t count = 0;

	for (int kind = HEADER_LABEL; kind <= HEADER_NODE_LABEL; kind++)
		for (int state = HEADER_NO_IDENTIFIER; state <= HEADER_NO_ID;
		     state++)
			count += header_count(header, (enum header_kind)kind,
					      (enum header_state)state);
	return count;
}

static int print_result(const struct header *header,
			const struct options *options)
{
	size_t labels = header_count(header, HEADER_LABEL, HEADER_USED);
	size_t node_labels =
		header_count(header, HEADER_NODE_LABEL, HEADER_USED);
	char label_count[FORMAT_COUNT_MAX], node_count[FORMAT_COUNT_MAX];
	struct json *document;

	if (options->json) {
		document = json_make_document();
		json_set_string(document, "file", options->output);
		json_set_string(document, "source", header->source);
		json_set_number(document, "labels", labels);
		json_set_known(document, "node_labels",
			       header->with_node_labels, node_labels);
		json_set_number(document, "left_out", count_left_out(header));
		return json_print(document);
	}
	report_result("wrote constants of %s and %s of %s into %s",
		      format_count(labels, "label", label_count),
		      format_count(node_labels, "node label", node_count),
		      header->source, options->output);
	return STATUS_DONE;
}

static int make(const struct context *context, struct header *header)
{
	int error = collect(context, header);

	if (error)
		return report_failure(error, NULL, "cannot make the header");
	/* An EXISTS that is 0 for such a reason would compile a slot out. */
	if (header->area_count == 0)
		return report(STATUS_FAILED, "%s has no flash areas",
			      header->source);
	if (header->with_node_labels && !knows_node_labels(header))
		return report(STATUS_FAILED,
			      "%s does not tell node labels: FIXED_PARTITION_* "
			      "cannot be made; compile the device tree with "
			      "dtc -@, or use --labels-only",
			      header->source);
	warn(header);
	return write_text(header, context->options->output);
}

static int run(const struct context *context)
{
	const struct options *options = context->options;
	bool to_stdout = !options->output || strcmp(options->output, "-") == 0;
	struct header header = { .with_node_labels = !options->labels_only };
	int status;

	if (to_stdout && options->json)
		return report(STATUS_USAGE,
			      "header --json needs -o FILE: "
			      "standard output is for the JSON document");
	header.source = map_source(options);
	status = make(context, &header);
	if (!status && !to_stdout)
		status = print_result(&header, options);
	header_free_names(&header);
	free(header.areas);
	return status;
}

const struct command command_header = {
	.name = "header",
	.arguments = "",
	.summary = "make a C header of constants of the flash map",
	.details =
		"Make a header for C and C++ with FLASH_AREA_ID(label) and its "
		"kin, and\n"
		"FIXED_PARTITION_ID(node_label) and its kin, as constants: on "
		"standard output,\n"
		"or with -o in a file that is there complete or not at all.\n"
		"\n"
		"Node labels are in a device tree that was compiled with "
		"dtc -@.",
	.operands = 0,
	.options = OPTIONS_OUTPUT | OPTIONS_LABELS,
	.describes_devicetree = true,
	.run = run,
};
