// SPDX-License-Identifier: GPL-2.0-or-later
#include "areas.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int add_area(const struct flash_area *fa, void *user_data)
{
	struct areas *areas = user_data;
	struct area *items =
		reallocarray(areas->items, areas->count + 1, sizeof(*items));

	if (!items)
		return -ENOMEM;
	areas->items = items;
	areas->items[areas->count++].fa = fa;
	return 0;
}

int areas_collect(struct flashmap *map, struct areas *areas)
{
	int error;

	memset(areas, 0, sizeof(*areas));
	error = flashmap_foreach_area(map, add_area, areas);
	if (error)
		return error;
	/* Now that they stay where they are: some are named in themselves. */
	for (size_t i = 0; i < areas->count; i++)
		area_describe(areas->items[i].fa, &areas->items[i]);
	return 0;
}

void areas_free(struct areas *areas)
{
	free(areas->items);
	areas->items = NULL;
	areas->count = 0;
}
