// SPDX-License-Identifier: GPL-2.0-or-later
#include "table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

void table_start(struct table *table, const struct table_column *columns,
		 size_t column_count)
{
	memset(table, 0, sizeof(*table));
	table->columns = columns;
	table->column_count = column_count;
	for (size_t i = 0; i < column_count; i++)
		table->widths[i] = format_width(columns[i].heading);
}

void table_add(struct table *table, const char *text)
{
	size_t column = table->cell_count % table->column_count;
	char *cell = format_escaped(text);
	char **cells = reallocarray(table->cells, table->cell_count + 1,
				    sizeof(*cells));
	size_t width;

	if (cells)
		table->cells = cells;
	if (!cells || !cell) {
		free(cell);
		table->out_of_memory = true;
		return;
	}
	width = format_width(cell);
	if (width > table->widths[column])
		table->widths[column] = width;
	table->cells[table->cell_count++] = cell;
}

static void print_cell(const struct table *table, size_t column,
		       const char *text)
{
	size_t padding = table->widths[column] - format_width(text);
	bool last = column == table->column_count - 1;

	if (table->columns[column].right)
		printf("%*s%s", (int)padding, "", text);
	else if (last)
		fputs(text, stdout);
	else
		printf("%s%*s", text, (int)padding, "");
	fputs(last ? "\n" : "  ", stdout);
}

int table_print(struct table *table)
{
	int error = table->out_of_memory ? -ENOMEM : 0;

	for (size_t i = 0; i < table->column_count && !error; i++)
		print_cell(table, i, table->columns[i].heading);
	for (size_t i = 0; i < table->cell_count; i++) {
		if (!error)
			print_cell(table, i % table->column_count,
				   table->cells[i]);
		free(table->cells[i]);
	}
	free(table->cells);
	table->cells = NULL;
	return error;
}
