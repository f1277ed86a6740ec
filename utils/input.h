/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The data of write and verify: a file, or a stream of unknown length. */
#ifndef UTILS_INPUT_H
#define UTILS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area.h"
#include "options.h"
#include "range.h"

struct input {
	/* For messages. */
	const char *name;
	/* What a failure to read means for the user. */
	const char *advice;
	int fd;
	/* A regular file is read by position, from base on. */
	bool regular;
	uint64_t base;
	/* Where the length is not known it is the most that is accepted. */
	bool length_known;
	uint64_t length;
	uint64_t position;
	/*
	 * A stream is read through this. It is filled to the brim once, so
	 * that the length of a short stream is known before anything is
	 * changed.
	 */
	unsigned char *ahead;
	size_t ahead_used;
	size_t ahead_filled;
	bool ended;
};

/*
 * Open FILE or "-" for an area and check its length: it must not be empty, not
 * be longer than size from --offset on, and have --length bytes; size is that
 * of the area, or of its good blocks; range becomes what the data covers, or
 * may cover where the length is not known. Returns the exit status.
 * input_close() is needed in any case.
 */
int input_open(struct input *input, const char *name, const struct area *area,
	       uint64_t size, const struct options *options,
	       struct range *range);
void input_close(struct input *input);

/* Fill a buffer; less only at the end. Returns the exit status. */
int input_read(struct input *input, void *buffer, size_t size, size_t *filled);

/* Whether all the data has been read; looks ahead. Returns the exit status. */
int input_at_end(struct input *input, bool *at_end);

#endif
