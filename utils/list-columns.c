// SPDX-License-Identifier: GPL-2.0-or-later
#include "list-columns.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "report.h"

static void print_hex(FILE *out, bool known, uint64_t number)
{
	if (known)
		fprintf(out, "0x%" PRIx64, number);
	else
		putc('?', out);
}

static void print_size(FILE *out, bool known, uint64_t size)
{
	char text[FORMAT_SIZE_MAX];

	fputs(known ? format_size(size, text) : "?", out);
}

static void print_name(FILE *out, const char *name)
{
	fputs(name ? name : "-", out);
}

static bool geometry_is_known(const struct list_row *row)
{
	return !row->area->error && row->area->info.geometry_known;
}

static void print_id(FILE *out, const struct list_row *row)
{
	if (!row->area)
		return;
	if (row->area->fa->fa_id == FLASH_AREA_ID_NONE)
		putc('-', out);
	else
		fprintf(out, "%u", row->area->fa->fa_id);
}

static void print_label(FILE *out, const struct list_row *row)
{
	fprintf(out, "%*s", 2 * (int)row->depth, "");
	print_name(out, row->area ? row->area->info.label : row->chip->name);
}

static void print_chip(FILE *out, const struct list_row *row)
{
	print_name(out, row->area ? row->area->info.chip : row->chip->name);
}

static void print_offset(FILE *out, const struct list_row *row)
{
	if (row->area)
		print_hex(out, row->area->info.offset_known,
			  row->area->info.offset);
}

static void print_bytes(FILE *out, const struct list_row *row)
{
	if (row->area)
		print_hex(out, true, row->area->info.size);
	else
		print_hex(out, row->chip->size != 0, row->chip->size);
}

static void print_units(FILE *out, const struct list_row *row)
{
	if (row->area)
		print_size(out, true, row->area->info.size);
	else
		print_size(out, row->chip->size != 0, row->chip->size);
}

static void print_erase(FILE *out, const struct list_row *row)
{
	if (row->area)
		print_size(out, geometry_is_known(row),
			   row->area->info.erase_size);
	else
		print_size(out, row->chip->erase_size != 0,
			   row->chip->erase_size);
}

static void print_write(FILE *out, const struct list_row *row)
{
	if (row->area)
		print_size(out, geometry_is_known(row),
			   row->area->info.write_size);
	else
		print_size(out, row->chip->write_size != 0,
			   row->chip->write_size);
}

static void print_sectors(FILE *out, const struct list_row *row)
{
	if (!row->area)
		return;
	if (geometry_is_known(row))
		fprintf(out, "%" PRIu64, row->area->info.sector_count);
	else
		putc('?', out);
}

static void print_mtd(FILE *out, const struct list_row *row)
{
	if (!row->area)
		return;
	if (row->area->info.mtd == FLASHMAP_NO_MTD)
		putc('-', out);
	else
		fprintf(out, "mtd%d", row->area->info.mtd);
}

static void print_type(FILE *out, const struct list_row *row)
{
	const char *type = row->area ? row->area->info.type : row->chip->type;

	fputs(type ? type : "?", out);
}

static void print_flags(FILE *out, const struct list_row *row)
{
	const struct flashmap_area_info *info;
	char text[64] = "";

	if (!row->area) {
		fputs(row->chip->simulated ? "simulated" : "-", out);
		return;
	}
	info = &row->area->info;
	if (info->read_only)
		strcat(text, ",read-only");
	if (info->protected_range)
		strcat(text, ",protected");
	if (info->simulated)
		strcat(text, ",simulated");
	if (flash_area_has_driver(row->area->fa) != 1)
		strcat(text, ",no-driver");
	fputs(text[0] ? text + 1 : "-", out);
}

static void print_path(FILE *out, const struct list_row *row)
{
	print_name(out,
		   row->area ? row->area->info.dt_path : row->chip->dt_path);
}

static void print_user(FILE *out, const struct list_row *row)
{
	char by[256];

	if (!row->area)
		return;
	if (flashmap_area_in_use(row->area->fa, 0, row->area->fa->fa_size, by,
				 sizeof(by)) == -EBUSY)
		fputs(by, out);
	else
		putc('-', out);
}

static const struct {
	const char *name;
	struct table_column heading;
	void (*print)(FILE *out, const struct list_row *row);
} known[] = {
	{ "id", { "ID", true }, print_id },
	{ "label", { "LABEL", false }, print_label },
	{ "chip", { "CHIP", false }, print_chip },
	{ "offset", { "OFFSET", true }, print_offset },
	{ "size", { "SIZE", true }, print_bytes },
	{ "units", { "", true }, print_units },
	{ "erase", { "ERASE", true }, print_erase },
	{ "write", { "WRITE", true }, print_write },
	{ "sectors", { "SECTORS", true }, print_sectors },
	{ "mtd", { "MTD", false }, print_mtd },
	{ "type", { "TYPE", false }, print_type },
	{ "flags", { "FLAGS", false }, print_flags },
	{ "path", { "PATH", false }, print_path },
	{ "in-use", { "IN USE", false }, print_user },
};

#define KNOWN (sizeof(known) / sizeof(*known))

static int add_column(struct list_columns *columns, const char *name,
		      size_t length)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (strlen(known[i].name) != length ||
		    strncmp(known[i].name, name, length) != 0)
			continue;
		if (columns->count == TABLE_COLUMNS_MAX)
			return report(STATUS_USAGE,
				      "--columns: more than %d columns",
				      TABLE_COLUMNS_MAX);
		columns->headings[columns->count] = known[i].heading;
		columns->indexes[columns->count++] = i;
		return STATUS_DONE;
	}
	return report(STATUS_USAGE,
		      "--columns: \"%.*s\" is no column; there are id, label, "
		      "chip, offset, size, units, erase, write, sectors, mtd, "
		      "type, flags, path and in-use",
		      (int)length, name);
}

int list_columns_parse(struct list_columns *columns, const char *names)
{
	columns->count = 0;
	for (;;) {
		size_t length = strcspn(names, ",");
		int status = add_column(columns, names, length);

		if (status || !names[length])
			return status;
		names += length + 1;
	}
}

void list_columns_add(const struct list_columns *columns, struct table *table,
		      const struct list_row *row)
{
	for (size_t i = 0; i < columns->count; i++) {
		char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		if (out)
			known[columns->indexes[i]].print(out, row);
		if (!out || fclose(out))
			table->out_of_memory = true;
		else
			table_add(table, text);
		free(text);
	}
}
