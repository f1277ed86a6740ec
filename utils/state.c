// SPDX-License-Identifier: GPL-2.0-or-later
#include "state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <flashmap/lock.h>

#include "report.h"

int state_ask_health(const struct area *area, struct state *state)
{
	int error = 0;

	memset(state, 0, sizeof(*state));
	if (area->info.bad_blocks_possible)
		error = runs_find(area, flashmap_area_is_bad, &state->bad);
	if (error)
		return report_failure(error, NULL, "cannot ask about %s",
				      area->name);
	state_ask_counters(area, state);
	return STATUS_DONE;
}

void state_ask_counters(const struct area *area, struct state *state)
{
	state->ecc_error = flashmap_area_get_ecc_statistics(
		area->fa, &state->ecc, sizeof(state->ecc));
	state->ecc_known = state->ecc_error == 0;
}

int state_ask(const struct area *area, struct state *state)
{
	int status = state_ask_health(area, state);
	int error;

	if (status)
		return status;
	error = runs_find(area, flashmap_area_is_locked, &state->locked);
	if (error)
		return report_failure(error, NULL, "cannot ask about %s",
				      area->name);
	return STATUS_DONE;
}

void state_free(struct state *state)
{
	runs_free(&state->locked);
	runs_free(&state->bad);
}

static void print_number(const char *key, uint64_t number)
{
	printf("%s: %" PRIu64 "\n", key, number);
}

void state_print_health(const struct area *area, const struct state *state)
{
	const struct flashmap_ecc_statistics *ecc = &state->ecc;

	if (area->info.bad_blocks_possible)
		runs_print("bad blocks", &state->bad);
	if (!state->ecc_known)
		return;
	print_number("ecc strength", ecc->strength);
	print_number("ecc step size", ecc->step_size);
	print_number("bitflip threshold", ecc->bitflip_threshold);
	print_number("corrected bits", ecc->corrected);
	print_number("uncorrectable steps", ecc->failed);
}

void state_print(const struct area *area, const struct state *state)
{
	runs_print("locked", &state->locked);
	state_print_health(area, state);
}

static struct json *ecc_json(const struct state *state)
{
	const struct flashmap_ecc_statistics *ecc = &state->ecc;
	struct json *object;

	if (!state->ecc_known)
		return NULL;
	object = json_make_object();
	json_set_number(object, "strength", ecc->strength);
	json_set_number(object, "step_size", ecc->step_size);
	json_set_number(object, "bitflip_threshold", ecc->bitflip_threshold);
	json_set_number(object, "corrected", ecc->corrected);
	json_set_number(object, "failed", ecc->failed);
	return object;
}

void state_set_health_json(struct json *object, const struct state *state)
{
	json_set(object, "bad_blocks", runs_json(&state->bad));
	json_set(object, "ecc", ecc_json(state));
}

void state_set_json(struct json *object, const struct state *state)
{
	json_set(object, "locked", runs_json(&state->locked));
	state_set_health_json(object, state);
}
