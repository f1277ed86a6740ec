/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares an area with the data that should be in it. */
#ifndef UTILS_COMPARE_H
#define UTILS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input.h"
#include "reader.h"

/* Memory that one buffer takes. */
#define PIECE_SIZE ((size_t)64 * 1024)

/* The first byte that differs; its offset is the reader's. */
struct difference {
	bool found;
	uint64_t offset;
	unsigned char in_area;
	unsigned char in_data;
};

/*
 * Compare all of the input that is left with what is read from an offset on,
 * with progress. Returns the exit status, which is 0 also where data differ.
 */
int compare_input(const struct reader *reader, uint64_t offset,
		  struct input *input, struct difference *difference);

/* Returns the exit status. */
int compare_report(const struct reader *reader, const char *data_name,
		   const struct difference *difference);

#endif
