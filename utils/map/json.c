// SPDX-License-Identifier: GPL-2.0-or-later
#include "map/map.h"

#include "area-json.h"
#include "map/layout.h"

static struct json *areas_json(const struct placed_chip *chip)
{
	struct json *array = json_make_array();

	for (size_t i = 0; i < chip->area_count; i++) {
		const struct placed_area *placed = chip->areas[i];
		struct json *object = area_json(&placed->area);

		json_set_number(object, "start", placed->start);
		json_set_string(object, "in_use",
				placed->used_by[0] ? placed->used_by : NULL);
		json_set_known(object, "parent",
			       placed->parent != CHIP_NO_PARENT,
			       placed->parent);
		json_set_number(object, "lane", placed->lane);
		json_append(array, object);
	}
	return array;
}

static struct json *range_json(uint64_t start, uint64_t end)
{
	struct json *object = json_make_object();

	json_set_number(object, "start", start);
	json_set_number(object, "size", end - start);
	return object;
}

static struct json *gaps_json(const struct placed_chip *chip)
{
	struct json *array = json_make_array();
	struct gap gap = { 0 };

	while (layout_next_gap(chip, &gap))
		json_append(array, range_json(gap.start, gap.end));
	return array;
}

static struct json *overlaps_json(const struct placed_chip *chip)
{
	struct json *array = json_make_array();
	struct overlap overlap = { 0 };

	while (layout_next_overlap(chip, &overlap)) {
		struct json *object = range_json(overlap.start, overlap.end);

		json_set_number(object, "first", overlap.first);
		json_set_number(object, "second", overlap.second);
		json_append(array, object);
	}
	return array;
}

int map_print_json(const struct chips *chips)
{
	struct json *document = json_make_document();
	struct json *array = json_make_array();

	json_set(document, "chips", array);
	for (size_t i = 0; i < chips->count; i++) {
		const struct placed_chip *chip = &chips->chips[i];
		struct json *object = chip_json(&chip->chip);

		json_set_number(object, "end", chip->end);
		json_set_number(object, "lanes", chip->lane_count);
		json_set(object, "areas", areas_json(chip));
		json_set(object, "gaps", gaps_json(chip));
		json_set(object, "overlaps", overlaps_json(chip));
		json_append(array, object);
	}
	return json_print(document);
}
