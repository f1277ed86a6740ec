// SPDX-License-Identifier: GPL-2.0-or-later
#include "runs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "sectors.h"

int runs_add(struct runs *runs, uint64_t number,
	     const struct flash_sector *sector)
{
	struct run *last = runs->items;

	if (runs->count > 0) {
		last += runs->count - 1;
		if (last->first + last->count == number) {
			last->count++;
			last->range.length += sector->fs_size;
			return 0;
		}
	}
	last = reallocarray(runs->items, runs->count + 1, sizeof(*last));
	if (!last)
		return -ENOMEM;
	runs->items = last;
	last += runs->count++;
	last->first = number;
	last->count = 1;
	last->range.offset = (uint64_t)sector->fs_off;
	last->range.length = sector->fs_size;
	return 0;
}

int runs_find(const struct area *area, runs_ask_fn ask, struct runs *runs)
{
	struct sector_cursor cursor;
	struct flash_sector sector;
	uint64_t number = 0;
	int error = 0, more = 1;

	memset(runs, 0, sizeof(*runs));
	runs->error = area->error;
	if (runs->error)
		return 0;
	sector_cursor_start(&cursor, area, 0);
	while (!error && (more = sector_cursor_next(&cursor, &sector)) == 1) {
		error = ask(area->fa, sector.fs_off);
		if (error > 0)
			error = runs_add(runs, number, &sector);
		number++;
	}
	if (error == -ENOMEM)
		return error;
	if (!error)
		error = more < 0 ? more : 0;
	if (!error && number == 0)
		error = -ENOTSUP;
	/* Of some sectors alone it would look as if the others had none. */
	runs->known = !error;
	runs->error = error;
	return 0;
}

void runs_free(struct runs *runs)
{
	free(runs->items);
}

void runs_print(const char *key, const struct runs *runs)
{
	char size[FORMAT_SIZE_MAX];

	if (!runs->known)
		printf("%s: unknown\n", key);
	else if (runs->count == 0)
		printf("%s: none\n", key);
	for (size_t i = 0; runs->known && i < runs->count; i++) {
		const struct run *run = &runs->items[i];

		printf("%s: sectors %" PRIu64 "-%" PRIu64 " (0x%" PRIx64
		       ", %s)\n",
		       key, run->first, run->first + run->count - 1,
		       run->range.offset, format_size(run->range.length, size));
	}
}

struct json *runs_json(const struct runs *runs)
{
	struct json *array, *object;

	if (!runs->known)
		return NULL;
	array = json_make_array();
	for (size_t i = 0; i < runs->count; i++) {
		object = json_make_object();
		json_set_number(object, "offset", runs->items[i].range.offset);
		json_set_number(object, "size", runs->items[i].range.length);
		json_append(array, object);
	}
	return array;
}
