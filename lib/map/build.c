// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "map/build-devices.h"
#include "map/configure.h"
#include "map/ids.h"
#include "map/label.h"
#include "map/map.h"

/* A chip that is called mtdN has no name that lasts: its label has to do. */
static const char *lasting_chip_name(const struct flashmap *map,
				     const struct fm_mtd_description *mtd)
{
	const struct fm_chip_description *chip =
		&map->description.chips[mtd->chip];

	if (mtd->dt_partition)
		return chip->dt_path ? chip->dt_path : "";
	return fm_parse_unit(chip->name, "mtd") >= 0 ? mtd->name : chip->name;
}

static struct fm_area_key *make_keys(const struct flashmap *map, size_t *count)
{
	const struct fm_description *description = &map->description;
	/* On a desk, what the tree does not make an area of is not there. */
	bool tree_known = description->partition_count > 0;
	struct fm_area_key *keys;
	size_t used = 0;

	keys = calloc(description->mtd_count + description->partition_count + 1,
		      sizeof(*keys));
	if (!keys)
		return NULL;
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		if (mtd->tied)
			continue;
		keys[used++] = (struct fm_area_key){
			.in_tree = mtd->dt_partition && !tree_known,
			.chip = lasting_chip_name(map, mtd),
			.offset = mtd->placed ? mtd->chip_offset : mtd->offset,
			.size = mtd->size,
			.label = mtd->name,
			.mtd = mtd->number,
			.index = i,
		};
	}
	for (size_t i = 0; i < description->partition_count; i++) {
		const struct fm_partition_description *partition =
			&description->partitions[i];

		keys[used++] = (struct fm_area_key){
			.in_tree = !partition->conf_line,
			.chip = partition->conf_line
					? fm_configure_chip_name(map, partition)
					: description->chips[partition->chip]
						  .dt_path,
			.offset = partition->offset,
			.size = partition->size,
			.label = partition->label,
			.mtd = FM_NO_MTD,
			.index = i,
		};
	}
	*count = used;
	return keys;
}

/* What an area is made of, and where: the kernel's word counts. */
struct place {
	struct fm_area_link link;
	size_t chip;
	uint64_t offset;
	uint64_t size;
};

/* The tree alone is no proof that there is something to be accessed. */
static bool is_accessible(const struct flashmap *map,
			  const struct fm_partition_description *partition)
{
	const struct fm_chip *chip = &map->chips[partition->chip];

	if (chip->simulated)
		return true;
	return partition->conf_line > 0 && chip->window_count > 0;
}

static struct place find_place(const struct flashmap *map,
			       const struct fm_area_key *key)
{
	const struct fm_description *description = &map->description;
	struct place place = { .size = key->size };

	if (key->mtd == FM_NO_MTD) {
		const struct fm_partition_description *partition =
			&description->partitions[key->index];

		place.link.partition = partition;
		place.chip = partition->chip;
		place.offset = partition->offset;
		if (partition->tied != FM_TIE_NONE)
			place.link.mtd = &description->mtds[partition->mtd];
	} else {
		place.link.mtd = &description->mtds[key->index];
	}
	if (place.link.mtd) {
		place.chip = place.link.mtd->chip;
		place.offset = place.link.mtd->chip_offset;
		place.size = place.link.mtd->size;
		place.link.window = fm_window_of(map, place.link.mtd);
		place.link.chip = &map->chips[place.chip];
	} else if (is_accessible(map, place.link.partition)) {
		const struct fm_range range = { place.offset, place.size };

		place.link.chip = &map->chips[place.chip];
		place.link.window =
			fm_chip_find_window(place.link.chip, &range);
	}
	return place;
}

static void add_area(struct flashmap *map, const struct fm_area_key *key,
		     const struct place *found)
{
	size_t index = map->area_count++;
	struct flash_area *area = &map->areas[index];
	const struct fm_chip *chip = &map->chips[found->chip];

	area->fa_id = key->id;
	area->fa_device_id = chip->id;
	area->fa_off = (off_t)found->offset;
	area->fa_size = (size_t)found->size;
	area->fa_dev_name = chip->name;
	if (found->link.chip)
		area->fa_dev = &map->devices[found->chip].device;
	area->fa_label = key->label;
	map->links[index] = found->link;
	if (area->fa_id != FLASH_AREA_ID_NONE)
		map->by_id[area->fa_id] = area;
}

static int build_area(struct flashmap *map, const struct fm_area_key *key)
{
	const struct place place = find_place(map, key);

	if (place.size > SIZE_MAX || place.offset > INT64_MAX)
		return fm_description_add_finding(
			&map->description, "too-large",
			place.link.mtd ? place.link.mtd->number : FM_NO_MTD,
			"\"%s\" (%#" PRIx64 " bytes at %#" PRIx64 ") is more "
			"than this program can address; it is not in the map",
			key->label, place.size, place.offset);
	add_area(map, key, &place);
	return 0;
}

/* Automatic ids end somewhere, those that are pinned aside. */
static int report_areas_without_id(struct flashmap *map)
{
	size_t count = 0;

	for (size_t i = 0; i < map->area_count; i++)
		if (map->areas[i].fa_id == FLASH_AREA_ID_NONE)
			count++;
	if (count == 0)
		return 0;
	return fm_description_add_finding(
		&map->description, "ids-exhausted", FM_NO_MTD,
		"there are %zu areas: the last %zu have no id, since those up "
		"to %d are taken, and are opened by label",
		map->area_count, count, FM_LAST_AUTOMATIC_ID);
}

static int build_areas(struct flashmap *map)
{
	bool reserved[FM_LAST_PINNED_ID + 1];
	struct fm_area_key *keys;
	size_t count;
	int rc;

	keys = make_keys(map, &count);
	if (!keys)
		return -ENOMEM;
	rc = fm_configure_keys(map, keys, count, reserved);
	if (!rc)
		fm_ids_assign(keys, count, reserved);
	map->areas = calloc(count + 1, sizeof(*map->areas));
	map->links = calloc(count + 1, sizeof(*map->links));
	if (!map->areas || !map->links)
		rc = -ENOMEM;
	for (size_t i = 0; i < count && !rc; i++)
		rc = build_area(map, &keys[i]);
	free(keys);
	return rc < 0 ? rc : report_areas_without_id(map);
}

static int report_twin(const struct flash_area *first,
		       const struct flash_area *second, void *context)
{
	struct flashmap *map = context;

	return fm_description_add_finding(
		&map->description, "duplicate-label", FM_NO_MTD,
		"several areas are called \"%s\", among them those with the "
		"ids %u and %u; by label none can be opened",
		first->fa_label, first->fa_id, second->fa_id);
}

int fm_map_build(struct flashmap *map)
{
	int rc = fm_build_devices(map);

	if (!rc)
		rc = fm_configure_areas(map);
	if (!rc)
		rc = build_areas(map);
	if (rc < 0)
		return rc;
	map->labels = fm_label_index_new(map->areas, map->area_count, false);
	map->c_labels = fm_label_index_new(map->areas, map->area_count, true);
	if (!map->labels || !map->c_labels)
		return -ENOMEM;
	return fm_label_for_each_twin(map->labels, report_twin, map);
}

void fm_map_clear(struct flashmap *map)
{
	for (size_t i = 0; i < map->chip_count; i++)
		fm_chip_destroy(&map->chips[i]);
	for (size_t i = 0; i < map->device_count; i++)
		free(map->devices[i].parameters);
	free(map->chips);
	free(map->devices);
	free(map->areas);
	free(map->links);
	fm_label_index_free(map->labels);
	fm_label_index_free(map->c_labels);
	map->chips = NULL;
	map->chip_count = 0;
	map->devices = NULL;
	map->device_count = 0;
	map->areas = NULL;
	map->links = NULL;
	map->area_count = 0;
	map->labels = NULL;
	map->c_labels = NULL;
	memset(map->by_id, 0, sizeof(map->by_id));
}
