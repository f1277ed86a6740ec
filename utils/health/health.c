// SPDX-License-Identifier: GPL-2.0-or-later
#include "health/health.h"

#include <errno.h>
#include <stdlib.h>

#include "areas.h"
#include "cancel.h"
#include "command.h"
#include "progress.h"
#include "report.h"

struct judgement {
	struct health *items;
	size_t count;
	/* And not one that was named. */
	bool all_areas;
	/* Of the last one that could not be asked or read. */
	int status;
};

bool health_has_device(const struct health *health)
{
	return health->area->error != -ENODEV &&
	       flash_area_has_driver(health->area->fa) == 1;
}

bool health_is_wrong(const struct health *health)
{
	return (health->state.ecc_known && health->state.ecc.failed > 0) ||
	       health->scan.found.failed > 0;
}

int health_error(const struct health *health)
{
	if (!health_has_device(health))
		return -ENODEV;
	if (health->area->error)
		return health->area->error;
	if (health->state.ecc_error == -ENOTSUP)
		return 0;
	return health->state.ecc_error;
}

void health_free(struct health *health)
{
	state_free(&health->state);
	runs_free(&health->scan.uncorrectable);
	runs_free(&health->scan.refresh);
}

/* NOR and the like tell nothing, but can still be read. */
static bool can_scan(const struct health *health)
{
	return !health->unknown && health_error(health) == 0;
}

/* Of all areas, one that cannot be read does not hide the others. */
static int scan_all(struct judgement *judgement)
{
	uint64_t total = 0;

	for (size_t i = 0; i < judgement->count; i++)
		if (can_scan(&judgement->items[i]))
			total += judgement->items[i].area->fa->fa_size;
	progress_begin(HEALTH_SCAN_PHASE, total);
	for (size_t i = 0; i < judgement->count; i++) {
		struct health *health = &judgement->items[i];
		int status;

		if (!can_scan(health))
			continue;
		status = health_scan(health);
		/* Reading has raised the counters. */
		state_ask_counters(health->area, &health->state);
		if (!status)
			continue;
		health->unknown = true;
		judgement->status = status;
		if (status > STATUS_SIGNAL)
			break;
	}
	progress_end();
	return judgement->status > STATUS_SIGNAL ? judgement->status
						 : STATUS_DONE;
}

/* A range that is not on its chip is the board's mistake, not the user's. */
static int report_error(const struct health *health)
{
	int error = health_error(health);

	if (!health_has_device(health))
		report_failure(error, "\"flashmap doctor\" tells more",
			       "%s has no device", health->area->name);
	else
		report_failure(error, NULL, "cannot ask about %s",
			       health->area->name);
	return STATUS_FAILED;
}

static int ask_all(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->count; i++) {
		struct health *health = &judgement->items[i];
		int status = state_ask_health(health->area, &health->state);

		if (status)
			return status;
		/* Of all areas, this one is not what was asked for. */
		if (judgement->all_areas && !health_has_device(health))
			continue;
		if (health_error(health) == 0)
			continue;
		health->unknown = true;
		judgement->status = report_error(health);
	}
	return STATUS_DONE;
}

static int print(const struct context *context,
		 const struct judgement *judgement)
{
	if (judgement->status && !judgement->all_areas)
		return judgement->status;
	if (context->options->json)
		return health_print_json(judgement->items, judgement->count);
	if (judgement->all_areas)
		return health_print_table(judgement->items, judgement->count);
	return health_print_area(judgement->items);
}

static int judge(const struct context *context, struct judgement *judgement)
{
	int status = ask_all(judgement);

	if (!status && context->options->scan)
		status = scan_all(judgement);
	if (!status)
		status = print(context, judgement);
	if (status)
		return status;
	for (size_t i = 0; i < judgement->count; i++)
		if (health_is_wrong(&judgement->items[i]))
			return STATUS_DIFFERENT;
	return judgement->status;
}

static int judge_areas(const struct context *context, const struct areas *areas,
		       bool all_areas)
{
	struct judgement judgement = {
		.items = calloc(areas->count + 1, sizeof(*judgement.items)),
		.count = areas->count,
		.all_areas = all_areas,
	};
	int status;

	if (!judgement.items)
		return report_failure(-ENOMEM, NULL, "cannot ask the areas");
	for (size_t i = 0; i < areas->count; i++)
		judgement.items[i].area = &areas->items[i];
	status = judge(context, &judgement);
	for (size_t i = 0; i < areas->count; i++)
		health_free(&judgement.items[i]);
	free(judgement.items);
	return status;
}

static int run(const struct context *context)
{
	const char *name = context->operands[0];
	struct areas areas;
	struct area area;
	int status, error;

	cancel_start();
	if (name) {
		areas = (struct areas){ &area, 1 };
		status = area_find(context->map, name, &area);
		return status ? status : judge_areas(context, &areas, false);
	}
	error = areas_collect(context->map, &areas);
	if (error)
		status = report_failure(error, NULL, "cannot list the areas");
	else
		status = judge_areas(context, &areas, true);
	areas_free(&areas);
	return status;
}

const struct command command_health = {
	.name = "health",
	.arguments = "[AREA]",
	.summary = "tell bad blocks, and what ECC has found",
	.details = "Tell of an area, or of all, where bad blocks are, how many "
		   "bits error correction\n"
		   "can correct, and what it has found. With --scan every page "
		   "is read. Exit 3 where\n"
		   "data could not be corrected.",
	.optional_operands = 1,
	.options = OPTIONS_SCAN | OPTIONS_PROGRESS,
	.run = run,
};
