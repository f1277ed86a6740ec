/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What "flashmap lock" and "flashmap unlock" have in common. */
#ifndef UTILS_LOCKS_H
#define UTILS_LOCKS_H

#include <stdbool.h>

#include "command.h"

/* Returns the exit status. */
int locks_set(const struct context *context, bool locked);

#endif
