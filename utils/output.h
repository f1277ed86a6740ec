/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where read puts its data: standard output, or a file that is there complete
 * or not at all.
 */
#ifndef UTILS_OUTPUT_H
#define UTILS_OUTPUT_H

#include <stddef.h>

struct output {
	/* For messages. */
	const char *name;
	int fd;
	/* Where the file will be, and where it is until it is complete. */
	char *path;
	char *temporary;
};

/* NULL or "-" is standard output. All of these return the exit status. */
int output_open(struct output *output, const char *name);
int output_write(struct output *output, const void *data, size_t size);
int output_finish(struct output *output);
/* After output_finish(), or instead of it to leave nothing behind. */
void output_close(struct output *output);

#endif
