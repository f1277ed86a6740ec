/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of text in columns as wide as what is in them. */
#ifndef UTILS_TABLE_H
#define UTILS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_COLUMNS_MAX 16

struct table_column {
	const char *heading;
	/* Numbers read best when they end in one column. */
	bool right;
};

struct table {
	const struct table_column *columns;
	size_t column_count;
	/* Row by row. */
	char **cells;
	size_t cell_count;
	size_t widths[TABLE_COLUMNS_MAX];
	bool out_of_memory;
};

void table_start(struct table *table, const struct table_column *columns,
		 size_t column_count);
/* Cells come row by row; the text is copied, escaped. */
void table_add(struct table *table, const char *text);
/* Print it on stdout and free it. Returns 0 or -ENOMEM. */
int table_print(struct table *table);

#endif
