/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares an area with the data that should be in it. */
#ifndef UTILS_COMPARE_H
#define UTILS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area.h"
#include "input.h"

/* Memory that one buffer takes. */
#define PIECE_SIZE ((size_t)64 * 1024)

/* The first byte that differs; the offset is from the area's beginning. */
struct difference {
	bool found;
	uint64_t offset;
	unsigned char in_area;
	unsigned char in_data;
};

/*
 * Read size bytes of the area into buffer and compare them with data. Both
 * functions return the exit status, which is 0 also where data differ.
 */
int compare_piece(const struct area *area, uint64_t offset, const void *data,
		  void *buffer, size_t size, struct difference *difference);

/* Compare all of the input that is left, with progress. */
int compare_input(const struct area *area, uint64_t offset, struct input *input,
		  struct difference *difference);

/* Returns the exit status. */
int compare_report(const struct area *area, const char *data_name,
		   const struct difference *difference);

#endif
