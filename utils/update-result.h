/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said before and after an update, as text or as JSON. */
#ifndef UTILS_UPDATE_RESULT_H
#define UTILS_UPDATE_RESULT_H

#include <stdbool.h>
#include <stdio.h>

#include "json.h"
#include "update.h"

/* name is that of the data. */
void update_announce(const struct update *update, const char *name,
		     bool length_known);

/* The counts that one kind of update has and others have not. */
typedef void (*update_print_fn)(FILE *out, const struct update *update);
typedef void (*update_set_json_fn)(struct json *document,
				   const struct update *update);

/* The last two return the exit status. */
int update_print_result(const struct update *update, update_print_fn print,
			update_set_json_fn set_json);
/* Of write and copy. */
int update_print_written(struct update *update);

#endif
