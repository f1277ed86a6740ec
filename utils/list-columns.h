/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns that list has, and what stands in them. */
#ifndef UTILS_LIST_COLUMNS_H
#define UTILS_LIST_COLUMNS_H

#include "area.h"
#include "table.h"

/* Which columns, by what list-columns.c has. */
struct list_columns {
	struct table_column headings[TABLE_COLUMNS_MAX];
	size_t indexes[TABLE_COLUMNS_MAX];
	size_t count;
};

/* An area, or where that is NULL a chip. */
struct list_row {
	const struct area *area;
	const struct flashmap_chip *chip;
	/* How deep its label is indented. */
	unsigned int depth;
};

/* Names are separated by commas. Returns the exit status. */
int list_columns_parse(struct list_columns *columns, const char *names);

void list_columns_add(const struct list_columns *columns, struct table *table,
		      const struct list_row *row);

#endif
