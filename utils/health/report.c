// SPDX-License-Identifier: GPL-2.0-or-later
#include "health/health.h"

#include <inttypes.h>
#include <stdio.h>

#include "format.h"
#include "json.h"
#include "report.h"
#include "table.h"

static const struct table_column columns[] = {
	{ "LABEL", false },   { "MTD", false },	     { "BAD", true },
	{ "STRENGTH", true }, { "CORRECTED", true }, { "FAILED", true },
	{ "WORST", true },    { "THRESHOLD", true }, { "HEALTH", false },
};

#define COLUMNS (sizeof(columns) / sizeof(*columns))

static const char *verdict(const struct health *health)
{
	if (!health_has_device(health))
		return "no driver";
	if (health_is_wrong(health))
		return "uncorrectable";
	if (health->unknown)
		return "unknown";
	if (health->scan.found.refresh_wanted)
		return "refresh wanted";
	if (!health->state.ecc_known)
		return "not told";
	return "good";
}

static uint64_t count_bad(const struct health *health)
{
	uint64_t count = 0;

	for (size_t i = 0; i < health->state.bad.count; i++)
		count += health->state.bad.items[i].count;
	return count;
}

static void add_number(struct table *table, bool known, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	table_add(table, known ? text : "-");
}

static void add_row(struct table *table, const struct health *health)
{
	const struct flashmap_ecc_statistics *ecc = &health->state.ecc;
	int mtd = health->area->info.mtd;
	char name[16];

	snprintf(name, sizeof(name), "mtd%d", mtd);
	table_add(table, health->area->name);
	table_add(table, mtd == FLASHMAP_NO_MTD ? "-" : name);
	add_number(table, health->state.bad.known, count_bad(health));
	add_number(table, health->state.ecc_known, ecc->strength);
	add_number(table, health->state.ecc_known, ecc->corrected);
	add_number(table, health->state.ecc_known, ecc->failed);
	add_number(table, health->scan.found.known,
		   health->scan.found.max_bitflips);
	add_number(table, health->state.ecc_known, ecc->bitflip_threshold);
	table_add(table, verdict(health));
}

int health_print_table(const struct health *items, size_t count)
{
	struct table table;
	int error;

	if (count == 0) {
		report_note("there are no areas");
		return STATUS_DONE;
	}
	table_start(&table, columns, COLUMNS);
	for (size_t i = 0; i < count; i++)
		add_row(&table, &items[i]);
	error = table_print(&table);
	if (error)
		return report_failure(error, NULL, "cannot list the areas");
	return STATUS_DONE;
}

static void print_scan(const struct health_scan *scan)
{
	char bytes[FORMAT_COUNT_MAX];

	printf("read: %s\n", format_count(scan->bytes, "byte", bytes));
	if (!scan->found.known)
		return;
	printf("corrected bits in these: %" PRIu64 "\n", scan->found.corrected);
	printf("worst step of a page: %" PRIu32 " bits\n",
	       scan->found.max_bitflips);
	runs_print("refresh wanted", &scan->refresh);
	runs_print("uncorrectable", &scan->uncorrectable);
}

int health_print_area(const struct health *health)
{
	state_print_health(health->area, &health->state);
	if (health->scan.done)
		print_scan(&health->scan);
	printf("health: %s\n", verdict(health));
	return STATUS_DONE;
}

static struct json *scan_json(const struct health_scan *scan)
{
	struct json *object;

	if (!scan->done)
		return NULL;
	object = json_make_object();
	json_set_number(object, "bytes", scan->bytes);
	json_set_known(object, "corrected", scan->found.known,
		       scan->found.corrected);
	json_set_known(object, "failed", scan->found.known, scan->found.failed);
	json_set_known(object, "max_bitflips", scan->found.known,
		       scan->found.max_bitflips);
	json_set(object, "refresh_wanted", runs_json(&scan->refresh));
	json_set(object, "uncorrectable", runs_json(&scan->uncorrectable));
	return object;
}

static struct json *area_health_json(const struct health *health)
{
	const struct area *area = health->area;
	struct json *object = json_make_object();
	char mtd[16];

	snprintf(mtd, sizeof(mtd), "mtd%d", area->info.mtd);
	json_set_known(object, "id", area->fa->fa_id != FLASH_AREA_ID_NONE,
		       area->fa->fa_id);
	json_set_string(object, "label", area->info.label);
	json_set_string(object, "chip", area->info.chip);
	json_set_string(object, "mtd",
			area->info.mtd == FLASHMAP_NO_MTD ? NULL : mtd);
	json_set_boolean(object, "driver", health_has_device(health));
	state_set_health_json(object, &health->state);
	json_set(object, "scan", scan_json(&health->scan));
	json_set_string(object, "health", verdict(health));
	return object;
}

int health_print_json(const struct health *items, size_t count)
{
	struct json *document = json_make_document();
	struct json *areas = json_make_array();

	json_set(document, "areas", areas);
	for (size_t i = 0; i < count; i++)
		json_append(areas, area_health_json(&items[i]));
	return json_print(document);
}
