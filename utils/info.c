// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "area-json.h"
#include "command.h"
#include "format.h"
#include "report.h"
#include "source.h"
#include "state.h"

/* by is empty if the area is not in use, or has no device to be used. */
static int ask_usage(const struct area *area, char *by, size_t by_size)
{
	int error;

	by[0] = '\0';
	error = flashmap_area_in_use(area->fa, 0, area->fa->fa_size, by,
				     by_size);
	if (!error || error == -EBUSY || error == -ENODEV)
		return STATUS_DONE;
	return report_failure(error, NULL, "cannot tell who uses %s",
			      area->name);
}

static int print_document(const struct area *area, const char *by,
			  const struct state *state)
{
	struct json *document = json_make_document();
	struct json *object = area_json(area);
	bool known = !area->error && area->info.geometry_known;

	json_set_known(object, "oob_size", known, area->info.oob_size);
	json_set_string(object, "label_from", source_of_label(area));
	json_set_string(object, "place_from", source_of_place(area));
	json_set_string(object, "geometry_from", source_of_geometry(area));
	json_set_string(object, "in_use", by[0] ? by : NULL);
	json_set_boolean(object, "bad_blocks_possible",
			 area->info.bad_blocks_possible);
	state_set_json(object, state);
	json_set(document, "area", object);
	return json_print(document);
}

static void print_text(const char *key, const char *text)
{
	printf("%s: ", key);
	format_print_escaped(stdout, text ? text : "unknown");
	putchar('\n');
}

static void print_number(const char *key, bool known, uint64_t number)
{
	char size[FORMAT_SIZE_MAX];

	if (!known)
		printf("%s: unknown\n", key);
	else if (number < 1024)
		printf("%s: 0x%" PRIx64 " (%" PRIu64 ")\n", key, number,
		       number);
	else
		printf("%s: 0x%" PRIx64 " (%s)\n", key, number,
		       format_size(number, size));
}

static void print_flag(const char *key, bool flag)
{
	printf("%s: %s\n", key, flag ? "yes" : "no");
}

static void print_identity(const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;

	print_text("label", info->label ? info->label : "none");
	if (area->fa->fa_id == FLASH_AREA_ID_NONE)
		print_text("id", "none");
	else
		printf("id: %u\n", area->fa->fa_id);
	print_text("chip", info->chip);
	print_text("type", info->type);
	if (info->mtd == FLASHMAP_NO_MTD)
		print_text("mtd", "none");
	else
		printf("mtd: mtd%d\n", info->mtd);
	if (info->dt_path)
		print_text("device-tree path", info->dt_path);
	if (info->tied_by)
		print_text("known by its", info->tied_by);
	for (const char *const *label = info->node_labels; label && *label;
	     label++)
		print_text("node label", *label);
	for (const char *const *alias = info->aliases; alias && *alias; alias++)
		print_text("alias", *alias);
}

static void print_geometry(const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	bool known = !area->error && info->geometry_known;

	print_number("offset", info->offset_known, info->offset);
	if (info->kernel_offset_known)
		print_number("offset in kernel parent", true,
			     info->kernel_offset);
	print_number("size", true, info->size);
	print_number("erase size", known, info->erase_size);
	if (known)
		printf("sectors: %" PRIu64 "\n", info->sector_count);
	else
		print_text("sectors", NULL);
	print_number("write size", known, info->write_size);
	print_number("out-of-band size", known, info->oob_size);
}

static void print_sources(const struct area *area)
{
	const char *label = source_of_label(area);
	const char *geometry = source_of_geometry(area);

	if (label)
		print_text("label from", label);
	print_text("place from", source_of_place(area));
	if (geometry)
		print_text("geometry from", geometry);
}

static void print_state(const struct area *area, const char *by)
{
	const struct flashmap_area_info *info = &area->info;

	print_flag("driver", flash_area_has_driver(area->fa) == 1);
	print_flag("simulated", info->simulated);
	print_flag("read-only", info->read_only);
	print_flag("protected", info->protected_range);
	print_flag("bad blocks possible", info->bad_blocks_possible);
	print_text("in use", by[0] ? by : "no");
}

static int run(const struct context *context)
{
	struct state state;
	struct area area;
	char by[256];
	int status = area_find(context->map, context->operands[0], &area);

	if (status)
		return status;
	status = ask_usage(&area, by, sizeof(by));
	if (status)
		return status;
	status = state_ask(&area, &state);
	if (!status && context->options->json) {
		status = print_document(&area, by, &state);
	} else if (!status) {
		print_identity(&area);
		print_geometry(&area);
		print_sources(&area);
		print_state(&area, by);
		state_print(&area, &state);
	}
	state_free(&state);
	return status;
}

const struct command command_info = {
	.name = "info",
	.arguments = "AREA",
	.summary = "print what is known about an area",
	.details = "Print what is known about an area, one \"key: value\" a "
		   "line: also who says\n"
		   "it, the kernel, the device tree or flashmap.conf.",
	.operands = 1,
	.options = OPTIONS_GLOBAL,
	.run = run,
};
