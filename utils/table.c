// SPDX-License-Identifier: GPL-2.0-or-later
#include "table.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "terminal.h"

#define GAP_COLUMNS 2
/* Of what does not begin a row. */
#define INDENT_COLUMNS 4

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

/*
 * A terminal that is too narrow would break a row anywhere. It goes on in the
 * next line instead, each row with the same column. To a program, a row is one
 * line.
 */
static void find_breaks(const struct table *table, bool *breaks)
{
	size_t room = isatty(STDOUT_FILENO) ? terminal_columns() : SIZE_MAX;
	size_t used = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		size_t width = table->widths[i];

		breaks[i] = i > 0 && used + GAP_COLUMNS + width > room;
		used += i > 0 ? GAP_COLUMNS + width : width;
		if (breaks[i])
			used = INDENT_COLUMNS + width;
	}
	breaks[table->column_count] = true;
}

static void print_cell(const struct table *table, const bool *breaks,
		       size_t column, const char *text)
{
	int padding = (int)(table->widths[column] - format_width(text));

	if (breaks[column])
		printf("\n%*s", INDENT_COLUMNS, "");
	else if (column > 0)
		printf("%*s", GAP_COLUMNS, "");
	if (table->columns[column].right)
		printf("%*s%s", padding, "", text);
	else if (breaks[column + 1])
		fputs(text, stdout);
	else
		printf("%s%*s", text, padding, "");
	if (column + 1 == table->column_count)
		putchar('\n');
}

int table_print(struct table *table)
{
	int error = table->out_of_memory ? -ENOMEM : 0;
	bool breaks[TABLE_COLUMNS_MAX + 1];

	find_breaks(table, breaks);
	for (size_t i = 0; i < table->column_count && !error; i++)
		print_cell(table, breaks, i, table->columns[i].heading);
	for (size_t i = 0; i < table->cell_count; i++) {
		if (!error)
			print_cell(table, breaks, i % table->column_count,
				   table->cells[i]);
		free(table->cells[i]);
	}
	free(table->cells);
	table->cells = NULL;
	return error;
}
