/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads an area, or its good blocks only. */
#ifndef UTILS_READER_H
#define UTILS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <flashmap/goodblocks.h>

#include "area.h"
#include "command.h"

struct reader {
	const struct area *area;
	/* NULL if it is the area as it is. */
	struct flashmap_goodblocks *view;
	/* How many bytes there are to be read. */
	uint64_t capacity;
	/* Of these are left out. */
	uint64_t bad_blocks;
};

/* All return the exit status. reader_close() is needed in any case. */
int reader_open(struct reader *reader, const struct area *area, bool skip_bad);
/* The area that the command names first; a signal only stops it from then on. */
int reader_open_operand(struct reader *reader, const struct context *context,
			struct area *area);
/* advice is for the message of a failure, and may be NULL. */
int reader_read(const struct reader *reader, uint64_t offset, void *buffer,
		size_t size, const char *advice);
void reader_close(struct reader *reader);

/* Where a range is, for messages. */
const char *reader_place(const struct reader *reader, uint64_t offset,
			 uint64_t length, struct place *place);

#endif
