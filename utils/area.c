// SPDX-License-Identifier: GPL-2.0-or-later
#include "area.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "number.h"
#include "report.h"

#define NO_NUMBER UINT64_MAX

/* What an argument may mean; each area is asked for all of it. */
struct search {
	const char *argument;
	uint64_t id;
	uint64_t mtd;
	const struct flash_area *found;
	unsigned int matches;
	/* A list of the matches, for the message. */
	FILE *list;
};

static void name_area(struct area *area)
{
	const struct flash_area *fa = area->fa;

	area->name = area->unlabelled;
	if (area->info.label)
		area->name = area->info.label;
	else if (fa->fa_id != FLASH_AREA_ID_NONE)
		snprintf(area->unlabelled, sizeof(area->unlabelled), "@%u",
			 fa->fa_id);
	else if (area->info.mtd != FLASHMAP_NO_MTD)
		snprintf(area->unlabelled, sizeof(area->unlabelled), "mtd%d",
			 area->info.mtd);
	else
		area->name = area->info.dt_path ? area->info.dt_path : "?";
}

void area_describe(const struct flash_area *fa, struct area *area)
{
	memset(area, 0, sizeof(*area));
	area->fa = fa;
	area->info.mtd = FLASHMAP_NO_MTD;
	area->error =
		flashmap_area_get_info(fa, &area->info, sizeof(area->info));
	if (area->error) {
		area->info.label = fa->fa_label;
		area->info.chip = fa->fa_dev_name;
		area->info.offset = (uint64_t)fa->fa_off;
		area->info.offset_known = true;
		area->info.size = fa->fa_size;
	}
	name_area(area);
}

static uint64_t number_after(const char *prefix, const char *argument)
{
	size_t length = strlen(prefix);
	uint64_t number;

	if (strncmp(argument, prefix, length) != 0 ||
	    strspn(argument + length, "0123456789") !=
		    strlen(argument + length) ||
	    number_parse(argument + length, &number))
		return NO_NUMBER;
	return number;
}

static bool matches(const struct search *search, const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;

	if (info->label && strcmp(info->label, search->argument) == 0)
		return true;
	if (search->id != NO_NUMBER && area->fa->fa_id == search->id &&
	    search->id != FLASH_AREA_ID_NONE)
		return true;
	if (search->mtd != NO_NUMBER && info->mtd >= 0 &&
	    (uint64_t)info->mtd == search->mtd)
		return true;
	return search->argument[0] == '/' && info->dt_path &&
	       strcmp(info->dt_path, search->argument) == 0;
}

static void print_match(FILE *out, const struct area *area)
{
	const char *separator = "";

	if (area->fa->fa_id != FLASH_AREA_ID_NONE) {
		fprintf(out, "@%u", area->fa->fa_id);
		separator = " = ";
	}
	if (area->info.mtd != FLASHMAP_NO_MTD) {
		fprintf(out, "%s/dev/mtd%d", separator, area->info.mtd);
		separator = " = ";
	}
	if (area->info.dt_path)
		fprintf(out, "%s%s", separator, area->info.dt_path);
	fprintf(out, " on %s", area->info.chip ? area->info.chip : "no chip");
}

static int check_area(const struct flash_area *fa, void *user_data)
{
	struct search *search = user_data;
	struct area area;

	area_describe(fa, &area);
	if (!matches(search, &area))
		return 0;
	search->found = fa;
	if (search->matches++)
		fputs(", ", search->list);
	print_match(search->list, &area);
	return 0;
}

static int search_map(struct flashmap *map, struct search *search)
{
	const char *argument = search->argument;
	int error;

	search->id = number_after("@", argument);
	search->mtd = number_after("mtd", argument);
	if (search->mtd == NO_NUMBER)
		search->mtd = number_after("/dev/mtd", argument);
	error = flashmap_foreach_area(map, check_area, search);
	if (error)
		return report_failure(error, NULL, "cannot look for area %s",
				      argument);
	return STATUS_DONE;
}

int area_find(struct flashmap *map, const char *argument, struct area *area)
{
	struct search search = { .argument = argument };
	char *list = NULL;
	size_t size;
	int status;

	search.list = open_memstream(&list, &size);
	if (!search.list)
		return report_failure(-errno, NULL, "cannot look for area %s",
				      argument);
	status = search_map(map, &search);
	if (fclose(search.list) && !status)
		status = report_failure(-ENOMEM, NULL,
					"cannot look for area %s", argument);
	if (status)
		goto out;
	if (search.matches == 1)
		area_describe(search.found, area);
	else if (search.matches == 0)
		status = report(STATUS_USAGE,
				"no area %s; "
				"\"flashmap list\" shows them",
				format_name(argument));
	else
		status = report(STATUS_USAGE,
				"%s names %u areas: %s; "
				"name one of these",
				argument, search.matches, list);
out:
	free(list);
	return status;
}

const char *area_place(const struct area *area, uint64_t offset,
		       uint64_t length, struct place *place)
{
	const struct flashmap_area_info *info = &area->info;
	uint64_t start = info->offset_known ? info->offset + offset : offset;
	const char *chip = info->chip ? info->chip : "?";
	char mtd[24] = "";
	char end[24] = "";

	/* An MTD whose chip is not known is its own chip. */
	if (info->mtd != FLASHMAP_NO_MTD)
		snprintf(mtd, sizeof(mtd), "mtd%d", info->mtd);
	if (strcmp(mtd, chip) == 0)
		mtd[0] = '\0';
	if (length > 1)
		snprintf(end, sizeof(end), "..0x%" PRIx64, start + length - 1);
	snprintf(place->text, sizeof(place->text),
		 "%schip %.64s%s%s, %s0x%" PRIx64 "%s",
		 info->simulated ? "simulated " : "", chip, mtd[0] ? ", " : "",
		 mtd, info->offset_known ? "" : "area offset ", start, end);
	return place->text;
}
