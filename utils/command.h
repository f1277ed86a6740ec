/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command is; each is in the file of its name. */
#ifndef UTILS_COMMAND_H
#define UTILS_COMMAND_H

#include <flashmap/map.h>

#include "options.h"

struct context {
	const struct options *options;
	/* Loaded. */
	struct flashmap *map;
	/* As many as the command has; an optional one may be NULL. */
	char **operands;
};

struct command {
	const char *name;
	/* Names of its operands, as in the usage line. */
	const char *arguments;
	const char *summary;
	/* For its --help, lines of at most 80 columns. */
	const char *details;
	int operands;
	/* After them, and may be left out. */
	int optional_operands;
	/* enum option_set, or-ed. */
	unsigned int options;
	/* With --dtb alone, the map is that tree and no MTD of this system. */
	bool describes_devicetree;
	/* Returns the exit status and has reported what it is not 0 for. */
	int (*run)(const struct context *context);
};

extern const struct command command_list;
extern const struct command command_info;
extern const struct command command_map;
extern const struct command command_dump;
extern const struct command command_read;
extern const struct command command_write;
extern const struct command command_copy;
extern const struct command command_erase;
extern const struct command command_verify;
extern const struct command command_header;
extern const struct command command_health;
extern const struct command command_doctor;
extern const struct command command_lock;
extern const struct command command_unlock;
extern const struct command command_badblocks;
extern const struct command command_torture;

#endif
