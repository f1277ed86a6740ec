// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "locks.h"

static int run(const struct context *context)
{
	return locks_set(context, true);
}

const struct command command_lock = {
	.name = "lock",
	.arguments = "AREA",
	.summary = "lock an area, or whole sectors of it",
	.details =
		"Make the chip itself refuse changes of an area. The chip is "
		"asked about each\n"
		"sector before and after, and what it then says is printed; if "
		"a sector is not\n"
		"locked, the exit status is 1. --offset and --length must lie "
		"on sectors. Most\n"
		"chips lock few ranges only and take others along, which is "
		"said.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_FORCE,
	.run = run,
};
