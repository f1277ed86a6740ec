// SPDX-License-Identifier: BSD-2-Clause

#include <stdlib.h>
#include <string.h>

#include <storage/flash_map.h>

#include "map/ids.h"

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_keys(const void *a, const void *b)
{
	const struct fm_area_key *left = a, *right = b;
	int order = (int)right->in_tree - (int)left->in_tree;

	/* Natural order: flash@10 after flash@2. */
	if (!order)
		order = strverscmp(left->chip, right->chip);
	if (!order)
		order = compare_numbers(left->offset, right->offset);
	if (!order)
		order = compare_numbers(right->size, left->size);
	if (!order)
		order = strverscmp(left->label, right->label);
	if (!order)
		order = (left->mtd > right->mtd) - (left->mtd < right->mtd);
	return order;
}

void fm_ids_sort(struct fm_area_key *keys, size_t count)
{
	if (count > 0)
		qsort(keys, count, sizeof(*keys), compare_keys);
}

static int compare_ids(const void *a, const void *b)
{
	const struct fm_area_key *left = a, *right = b;

	/* Those without an id are last, and in canonical order. */
	return left->id != right->id ? left->id - right->id
				     : compare_keys(a, b);
}

void fm_ids_assign(struct fm_area_key *keys, size_t count,
		   const bool reserved[FM_LAST_PINNED_ID + 1])
{
	bool taken[FM_LAST_PINNED_ID + 1];
	unsigned int next = 0;

	memcpy(taken, reserved, sizeof(taken));
	for (size_t i = 0; i < count; i++)
		if (keys[i].pinned)
			taken[keys[i].id] = true;
	fm_ids_sort(keys, count);
	for (size_t i = 0; i < count; i++) {
		if (keys[i].pinned)
			continue;
		while (next <= FM_LAST_AUTOMATIC_ID && taken[next])
			next++;
		keys[i].id = next <= FM_LAST_AUTOMATIC_ID ? (uint8_t)next++
							  : FLASH_AREA_ID_NONE;
	}
	if (count > 0)
		qsort(keys, count, sizeof(*keys), compare_ids);
}
