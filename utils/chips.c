// SPDX-License-Identifier: GPL-2.0-or-later
#include "chips.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "range.h"

bool placed_is_empty(const struct placed_area *placed)
{
	return placed->start == placed->end;
}

static struct placed_chip *add_chip(struct chips *chips,
				    const struct flashmap_chip *chip)
{
	struct placed_chip *grown = reallocarray(chips->chips, chips->count + 1,
						 sizeof(*chips->chips));

	if (!grown)
		return NULL;
	chips->chips = grown;
	grown += chips->count++;
	*grown = (struct placed_chip){ .chip = *chip, .end = chip->size };
	return grown;
}

static int add_known_chip(const struct flashmap_chip *chip, void *user_data)
{
	return add_chip(user_data, chip) ? 0 : -ENOMEM;
}

static struct placed_chip *find_chip(struct chips *chips, const char *name)
{
	for (size_t i = 0; i < chips->count; i++)
		if (strcmp(chips->chips[i].chip.name, name) == 0)
			return &chips->chips[i];
	return NULL;
}

/* An area without a device may be on a chip that only the tree knows. */
static struct placed_chip *chip_of(struct chips *chips, const struct area *area)
{
	struct flashmap_chip chip = { .name = area->info.chip };
	struct placed_chip *found;

	if (!chip.name)
		chip.name = "?";
	found = find_chip(chips, chip.name);
	return found ? found : add_chip(chips, &chip);
}

static void place(struct placed_area *placed)
{
	const struct flashmap_area_info *info = &placed->area.info;
	const struct flash_area *fa = placed->area.fa;

	/* What is not proven to be elsewhere is a chip of its own. */
	placed->start = info->offset_known ? info->offset
					   : (uint64_t)fa->fa_off;
	placed->end = UINT64_MAX;
	if (info->size < UINT64_MAX - placed->start)
		placed->end = placed->start + info->size;
	placed->parent = CHIP_NO_PARENT;
	if (flashmap_area_in_use(fa, 0, fa->fa_size, placed->used_by,
				 sizeof(placed->used_by)) != -EBUSY)
		placed->used_by[0] = '\0';
}

static int add_area(const struct flash_area *fa, void *user_data)
{
	struct chips *chips = user_data;
	struct placed_area *placed = calloc(1, sizeof(*placed));
	struct placed_area **areas;
	struct placed_chip *chip;

	if (!placed)
		return -ENOMEM;
	area_describe(fa, &placed->area);
	chip = chip_of(chips, &placed->area);
	areas = chip ? reallocarray(chip->areas, chip->area_count + 1,
				    sizeof(*areas))
		     : NULL;
	if (!areas) {
		free(placed);
		return -ENOMEM;
	}
	place(placed);
	chip->areas = areas;
	areas[chip->area_count++] = placed;
	if (placed->end > chip->end)
		chip->end = placed->end;
	return 0;
}

static int compare_places(const void *first, const void *second)
{
	const struct placed_area *a = *(struct placed_area *const *)first;
	const struct placed_area *b = *(struct placed_area *const *)second;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return a->area.fa->fa_id - b->area.fa->fa_id;
}

static struct range range_of(const struct placed_area *placed)
{
	return (struct range){ placed->start, placed->end - placed->start };
}

static void find_parent(const struct placed_chip *chip, size_t index)
{
	struct placed_area *placed = chip->areas[index];
	const struct range range = range_of(placed);
	uint64_t smallest = UINT64_MAX;

	for (size_t i = 0; i < index; i++) {
		const struct placed_area *other = chip->areas[i];
		const struct range outer = range_of(other);

		if (!range_contains(&outer, &range))
			continue;
		placed->depth++;
		if (placed->lane <= other->lane)
			placed->lane = other->lane + 1;
		if (smallest < outer.length)
			continue;
		smallest = outer.length;
		placed->parent = i;
	}
}

static bool lane_is_free(const struct placed_chip *chip, size_t index,
			 unsigned int lane)
{
	const struct range range = range_of(chip->areas[index]);

	for (size_t i = 0; i < index; i++) {
		const struct range other = range_of(chip->areas[i]);

		if (chip->areas[i]->lane == lane &&
		    range_overlaps(&other, &range))
			return false;
	}
	return true;
}

static void find_lane(struct placed_chip *chip, size_t index)
{
	struct placed_area *placed = chip->areas[index];

	if (placed_is_empty(placed)) {
		placed->lane = 0;
		return;
	}
	while (!lane_is_free(chip, index, placed->lane))
		placed->lane++;
	if (placed->lane >= chip->lane_count)
		chip->lane_count = placed->lane + 1;
}

static void arrange(struct placed_chip *chip)
{
	qsort(chip->areas, chip->area_count, sizeof(*chip->areas),
	      compare_places);
	for (size_t i = 0; i < chip->area_count; i++) {
		find_parent(chip, i);
		find_lane(chip, i);
	}
}

int chips_load(struct flashmap *map, struct chips *chips)
{
	int error;

	memset(chips, 0, sizeof(*chips));
	error = flashmap_foreach_chip(map, add_known_chip, chips);
	if (!error)
		error = flashmap_foreach_area(map, add_area, chips);
	for (size_t i = 0; i < chips->count && !error; i++)
		if (chips->chips[i].area_count > 0)
			arrange(&chips->chips[i]);
	return error;
}

void chips_free(struct chips *chips)
{
	for (size_t i = 0; i < chips->count; i++) {
		struct placed_chip *chip = &chips->chips[i];

		for (size_t area = 0; area < chip->area_count; area++)
			free(chip->areas[area]);
		free(chip->areas);
	}
	free(chips->chips);
}
