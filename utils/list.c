// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "area-json.h"
#include "command.h"
#include "format.h"
#include "report.h"
#include "table.h"

static const struct table_column columns[] = {
	{ "ID", true },	    { "LABEL", false }, { "CHIP", false },
	{ "OFFSET", true }, { "SIZE", true },	{ "", true },
	{ "ERASE", true },  { "MTD", false },	{ "FLAGS", false },
};

#define COLUMNS (sizeof(columns) / sizeof(*columns))

static void add_flags(struct table *table, const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	char text[64] = "";

	if (info->read_only)
		strcat(text, ",read-only");
	if (info->protected_range)
		strcat(text, ",protected");
	if (info->simulated)
		strcat(text, ",simulated");
	if (flash_area_has_driver(area->fa) != 1)
		strcat(text, ",no-driver");
	table_add(table, text[0] ? text + 1 : "-");
}

static void add_names(struct table *table, const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	char id[16] = "-";

	if (area->fa->fa_id != FLASH_AREA_ID_NONE)
		snprintf(id, sizeof(id), "%u", area->fa->fa_id);
	table_add(table, id);
	table_add(table, info->label ? info->label : "-");
	table_add(table, info->chip ? info->chip : "-");
}

static void add_geometry(struct table *table, const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	char text[FORMAT_SIZE_MAX] = "?";

	if (info->offset_known)
		snprintf(text, sizeof(text), "0x%" PRIx64, info->offset);
	table_add(table, text);
	snprintf(text, sizeof(text), "0x%" PRIx64, info->size);
	table_add(table, text);
	table_add(table, format_size(info->size, text));
	if (area->error || !info->geometry_known)
		table_add(table, "?");
	else
		table_add(table, format_size(info->erase_size, text));
}

static int add_area(const struct flash_area *fa, void *user_data)
{
	struct table *table = user_data;
	struct area area;
	char mtd[16] = "-";

	area_describe(fa, &area);
	add_names(table, &area);
	add_geometry(table, &area);
	if (area.info.mtd != FLASHMAP_NO_MTD)
		snprintf(mtd, sizeof(mtd), "mtd%d", area.info.mtd);
	table_add(table, mtd);
	add_flags(table, &area);
	return 0;
}

static int print_finding(const struct flashmap_finding *finding,
			 void *user_data)
{
	bool *any = user_data;

	if (!*any)
		puts("\nFindings:");
	*any = true;
	printf("  %s: ", finding->code);
	format_print_escaped(stdout, finding->message);
	putchar('\n');
	return 0;
}

static int print_table(const struct context *context)
{
	struct table table;
	bool any = false;
	int error, memory;

	table_start(&table, columns, COLUMNS);
	error = flashmap_foreach_area(context->map, add_area, &table);
	if (!error && table.cell_count == 0 && !table.out_of_memory)
		report_note("the kernel has MTD, but there are no MTD devices");
	memory = table.cell_count > 0 || error ? table_print(&table) : 0;
	if (!error)
		error = memory;
	if (!error && !context->options->quiet)
		error = flashmap_foreach_finding(context->map, print_finding,
						 &any);
	if (error)
		return report_failure(error, NULL, "cannot list the areas");
	return STATUS_DONE;
}

static int append_chip(const struct flashmap_chip *chip, void *user_data)
{
	struct json *object = json_make_object();

	json_set_string(object, "name", chip->name);
	json_set_string(object, "type", chip->type);
	json_set_known(object, "size", chip->size != 0, chip->size);
	json_set_known(object, "erase_size", chip->erase_size != 0,
		       chip->erase_size);
	json_set_known(object, "write_size", chip->write_size != 0,
		       chip->write_size);
	json_set_string(object, "dt_path", chip->dt_path);
	json_set_boolean(object, "simulated", chip->simulated);
	json_append(user_data, object);
	return 0;
}

static int append_area(const struct flash_area *fa, void *user_data)
{
	struct area area;

	area_describe(fa, &area);
	json_append(user_data, area_json(&area));
	return 0;
}

static int append_finding(const struct flashmap_finding *finding,
			  void *user_data)
{
	struct json *object = json_make_object();
	char mtd[16];

	snprintf(mtd, sizeof(mtd), "mtd%d", finding->mtd);
	json_set_string(object, "code", finding->code);
	json_set_string(object, "message", finding->message);
	json_set_string(object, "mtd", finding->mtd < 0 ? NULL : mtd);
	json_append(user_data, object);
	return 0;
}

static int print_document(const struct context *context)
{
	struct json *document = json_make_document();
	struct json *chips = json_make_array();
	struct json *areas = json_make_array();
	struct json *findings = json_make_array();
	int error;

	json_set(document, "chips", chips);
	json_set(document, "areas", areas);
	json_set(document, "findings", findings);
	error = flashmap_foreach_chip(context->map, append_chip, chips);
	if (!error)
		error = flashmap_foreach_area(context->map, append_area, areas);
	if (!error)
		error = flashmap_foreach_finding(context->map, append_finding,
						 findings);
	if (!error)
		return json_print(document);
	json_free(document);
	return report_failure(error, NULL, "cannot list the areas");
}

static int run(const struct context *context)
{
	if (context->options->json)
		return print_document(context);
	return print_table(context);
}

const struct command command_list = {
	.name = "list",
	.arguments = "",
	.summary = "list the areas of the flash map",
	.details = "List the areas of the flash map, and what a person should "
		   "know about it. An\n"
		   "offset that is not proven is \"?\".",
	.operands = 0,
	.options = OPTIONS_GLOBAL,
	.run = run,
};
