// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"
#include "locks.h"

static int run(const struct context *context)
{
	return locks_set(context, false);
}

const struct command command_unlock = {
	.name = "unlock",
	.arguments = "AREA",
	.summary = "unlock an area, or whole sectors of it",
	.details =
		"Make the chip itself accept changes of an area. The chip is "
		"asked about each\n"
		"sector before and after, and what it then says is printed; if "
		"a sector is still\n"
		"locked, the exit status is 1. --offset and --length must lie "
		"on sectors. Most\n"
		"chips unlock few ranges only and take others along, which is "
		"said.",
	.operands = 1,
	.options = OPTIONS_RANGE | OPTIONS_FORCE,
	.run = run,
};
