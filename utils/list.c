// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "area-json.h"
#include "chips.h"
#include "command.h"
#include "format.h"
#include "list-columns.h"
#include "report.h"

#define COLUMNS_DEFAULT "id,label,chip,offset,size,units,erase,mtd,flags"
#define COLUMNS_TREE "label,id,offset,size,units,erase,mtd,flags"

struct list {
	struct list_columns columns;
	struct table table;
};

static int add_area(const struct flash_area *fa, void *user_data)
{
	struct list *list = user_data;
	struct area area;
	struct list_row row = { .area = &area };

	area_describe(fa, &area);
	list_columns_add(&list->columns, &list->table, &row);
	return 0;
}

static void add_chip(struct list *list, const struct placed_chip *chip)
{
	struct list_row row = { .chip = &chip->chip };

	list_columns_add(&list->columns, &list->table, &row);
	for (size_t i = 0; i < chip->area_count; i++) {
		row.area = &chip->areas[i]->area;
		row.depth = chip->areas[i]->depth + 1;
		list_columns_add(&list->columns, &list->table, &row);
	}
}

static int add_tree(struct list *list, struct flashmap *map)
{
	struct chips chips;
	int error = chips_load(map, &chips);

	for (size_t i = 0; i < chips.count && !error; i++)
		add_chip(list, &chips.chips[i]);
	chips_free(&chips);
	return error;
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
	const struct options *options = context->options;
	const char *names = options->tree ? COLUMNS_TREE : COLUMNS_DEFAULT;
	struct list list;
	bool any = false;
	int error, memory;
	int status = list_columns_parse(
		&list.columns, options->columns ? options->columns : names);

	if (status)
		return status;
	table_start(&list.table, list.columns.headings, list.columns.count);
	if (options->tree)
		error = add_tree(&list, context->map);
	else
		error = flashmap_foreach_area(context->map, add_area, &list);
	if (!error && list.table.cell_count == 0 && !list.table.out_of_memory)
		report_note("the kernel has MTD, but there are no MTD devices");
	memory = list.table.cell_count > 0 || error ? table_print(&list.table)
						    : 0;
	if (!error)
		error = memory;
	if (!error && !options->quiet)
		error = flashmap_foreach_finding(context->map, print_finding,
						 &any);
	if (error)
		return report_failure(error, NULL, "cannot list the areas");
	return STATUS_DONE;
}

static int append_chip(const struct flashmap_chip *chip, void *user_data)
{
	json_append(user_data, chip_json(chip));
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
	const struct options *options = context->options;

	if (options->json && (options->columns || options->tree))
		return report(STATUS_USAGE, "list --json has all there is; it "
					    "takes no --columns and no --tree");
	if (options->json)
		return print_document(context);
	return print_table(context);
}

const struct command command_list = {
	.name = "list",
	.arguments = "",
	.summary = "list the areas of the flash map",
	.details = "List the areas of the flash map, and what a person should "
		   "know about it. An\n"
		   "offset that is not proven is \"?\". Columns are id, "
		   "label, chip, offset, size,\n"
		   "units (the size in K, M or G), erase, write, sectors, "
		   "mtd, type, flags, path and\n"
		   "in-use.",
	.operands = 0,
	.options = OPTIONS_LIST,
	.run = run,
};
