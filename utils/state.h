/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the device of an area says of itself when it is asked. */
#ifndef UTILS_STATE_H
#define UTILS_STATE_H

#include <stdbool.h>

#include <flashmap/ecc.h>

#include "area.h"
#include "json.h"
#include "runs.h"

struct state {
	struct runs locked;
	/* Only where bad blocks are possible. */
	struct runs bad;
	struct flashmap_ecc_statistics ecc;
	bool ecc_known;
	/* Why not, a negative errno. */
	int ecc_error;
};

/*
 * What cannot be had is unknown. "Health" is bad blocks and error correction
 * alone. Both return the exit status.
 */
int state_ask(const struct area *area, struct state *state);
int state_ask_health(const struct area *area, struct state *state);
/* Error correction once more. */
void state_ask_counters(const struct area *area, struct state *state);
void state_free(struct state *state);

void state_print(const struct area *area, const struct state *state);
void state_print_health(const struct area *area, const struct state *state);
/* Add members to the area. */
void state_set_json(struct json *object, const struct state *state);
void state_set_health_json(struct json *object, const struct state *state);

#endif
