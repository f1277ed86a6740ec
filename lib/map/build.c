// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <mtd/mtd-user.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/mtd-medium.h"
#include "device/sim.h"
#include "discover/locate.h"
#include "map/ids.h"
#include "map/label.h"
#include "map/map.h"
#include "map/used.h"

static int add_mtd(struct flashmap *map, const struct fm_mtd_description *mtd)
{
	struct device *chip = &map->chips[mtd->chip];
	const struct fm_range range = { mtd->chip_offset, mtd->size };
	const struct fm_mtd_parameters parameters = {
		.node = {
			.folder = map->root.device_folder,
			.identity = fm_identity_of(mtd),
			.locate = fm_locate,
			.locate_context = &map->root,
			.number = mtd->number,
		},
		.known = mtd->known,
		.nand = fm_is_nand(mtd->type),
		.erase_size = mtd->erase_size,
		.write_size = mtd->write_size,
		.oob_size = mtd->oob_size,
		.flags = mtd->flags,
		.erase_regions = mtd->erase_regions,
		.ecc = mtd->ecc,
		.no_ecc = mtd->no_ecc,
		.ecc_lock = &chip->ecc_lock,
	};
	struct fm_medium *medium;
	int rc;

	rc = fm_mtd_new(&parameters, &medium);
	if (rc < 0)
		return rc;
	rc = fm_chip_add_window(chip, &range, medium);
	if (!rc && mtd->known && !(mtd->flags & MTD_WRITEABLE))
		rc = fm_chip_protect(chip, &range);
	return rc;
}

/* The first simulated chip has the file itself, the next ones FILE.1, .2 ... */
static int add_simulated(struct flashmap *map, size_t index)
{
	const struct fm_chip_description *described =
		&map->description.chips[index];
	const struct fm_range range = { 0, described->size };
	struct fm_sim_parameters parameters = {
		.name = described->name,
		.type = described->type,
		.size = described->size,
		.erase_size = described->erase_size,
		.write_size = described->write_size,
		.erased_value = described->erased_value,
		.oob_size = described->oob_size,
		.ecc = described->ecc,
		.bad_blocks = described->bad_blocks,
		.bad_block_count = described->bad_block_count,
	};
	struct fm_medium *medium;
	char *file = NULL;
	int rc;

	if (strcmp(map->simulator, FLASHMAP_SIMULATOR_RAM) != 0) {
		rc = index == 0
			     ? asprintf(&file, "%s", map->simulator)
			     : asprintf(&file, "%s.%zu", map->simulator, index);
		if (rc < 0)
			return -ENOMEM;
	}
	parameters.file = file;
	rc = fm_sim_new(&parameters, &medium);
	free(file);
	if (rc < 0)
		return rc;
	map->chips[index].simulated = true;
	return fm_chip_add_window(&map->chips[index], &range, medium);
}

static int build_chips(struct flashmap *map)
{
	const struct fm_description *description = &map->description;
	int rc = 0;

	map->chips = calloc(description->chip_count + 1, sizeof(*map->chips));
	if (!map->chips)
		return -ENOMEM;
	for (size_t i = 0; i < description->chip_count && !rc; i++) {
		struct device *chip = &map->chips[i];

		fm_chip_init(chip);
		map->chip_count++;
		chip->name = description->chips[i].name;
		chip->type = description->chips[i].type;
		chip->dt_path = description->chips[i].dt_path;
		chip->size = description->chips[i].size;
		chip->id = (uint8_t)(i < UINT8_MAX ? i : UINT8_MAX);
		chip->allow_in_use = map->allow_in_use;
		if (description->chips[i].simulated) {
			rc = add_simulated(map, i);
			continue;
		}
		chip->find_used = fm_map_find_used;
		chip->find_used_context = map;
	}
	for (size_t i = 0; i < description->mtd_count && !rc; i++)
		rc = add_mtd(map, &description->mtds[i]);
	for (size_t i = 0; i < description->partition_count && !rc; i++) {
		const struct fm_partition_description *partition =
			&description->partitions[i];
		const struct fm_range range = { partition->offset,
						partition->size };

		if (partition->read_only)
			rc = fm_chip_protect(&map->chips[partition->chip],
					     &range);
	}
	return rc;
}

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
	struct fm_area_key *keys;
	size_t used = 0;

	keys = calloc(description->mtd_count + description->partition_count + 1,
		      sizeof(*keys));
	if (!keys)
		return NULL;
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		keys[used++] = (struct fm_area_key){
			.in_tree = mtd->dt_partition,
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
			.in_tree = true,
			.chip = description->chips[partition->chip].dt_path,
			.offset = partition->offset,
			.size = partition->size,
			.label = partition->label,
			.mtd = FM_NO_MTD,
			.index = i,
		};
	}
	fm_ids_sort(keys, used);
	*count = used;
	return keys;
}

static void add_area(struct flashmap *map, struct device *chip,
		     const struct fm_window *window, uint64_t offset,
		     const struct fm_area_key *key)
{
	size_t place = map->area_count++;
	struct flash_area *area = &map->areas[place];
	struct fm_area_link *link = &map->links[place];

	area->fa_id = fm_ids_at(place);
	area->fa_device_id = chip->id;
	area->fa_off = (off_t)offset;
	area->fa_size = (size_t)key->size;
	area->fa_dev_name = chip->name;
	area->fa_dev = chip;
	area->fa_label = key->label;
	link->chip = chip;
	link->window = window;
	if (key->mtd == FM_NO_MTD)
		link->partition = &map->description.partitions[key->index];
	else
		link->mtd = &map->description.mtds[key->index];
	if (area->fa_id != FLASH_AREA_ID_NONE)
		map->by_id[area->fa_id] = area;
}

/* Windows were added in the order of the MTDs. */
static const struct fm_window *window_of(const struct flashmap *map,
					 const struct fm_mtd_description *mtd)
{
	size_t place = 0;

	for (const struct fm_mtd_description *other = map->description.mtds;
	     other != mtd; other++)
		if (other->chip == mtd->chip)
			place++;
	return &map->chips[mtd->chip].windows[place];
}

static int build_area(struct flashmap *map, const struct fm_area_key *key)
{
	const struct fm_description *description = &map->description;
	const struct fm_partition_description *partition;
	const struct fm_mtd_description *mtd;
	uint64_t offset;

	if (key->mtd == FM_NO_MTD) {
		partition = &description->partitions[key->index];
		offset = partition->offset;
	} else {
		mtd = &description->mtds[key->index];
		offset = mtd->chip_offset;
	}
	if (key->size > SIZE_MAX || offset > INT64_MAX)
		return fm_description_add_finding(
			&map->description, "too-large", key->mtd,
			"\"%s\" (%#" PRIx64 " bytes at %#" PRIx64 ") is more "
			"than this program can address; it is not in the map",
			key->label, key->size, offset);

	if (key->mtd == FM_NO_MTD) {
		struct device *chip = &map->chips[partition->chip];

		add_area(map, chip, &chip->windows[0], offset, key);
	} else {
		add_area(map, &map->chips[mtd->chip], window_of(map, mtd),
			 offset, key);
	}
	return 0;
}

static int build_areas(struct flashmap *map)
{
	struct fm_area_key *keys;
	size_t count;
	int rc = 0;

	keys = make_keys(map, &count);
	if (!keys)
		return -ENOMEM;
	map->areas = calloc(count + 1, sizeof(*map->areas));
	map->links = calloc(count + 1, sizeof(*map->links));
	if (!map->areas || !map->links)
		rc = -ENOMEM;
	for (size_t i = 0; i < count && !rc; i++)
		rc = build_area(map, &keys[i]);
	free(keys);
	if (!rc && map->area_count > FM_LAST_AUTOMATIC_ID + 1)
		rc = fm_description_add_finding(
			&map->description, "ids-exhausted", FM_NO_MTD,
			"there are %zu areas: those from number %d on have no "
			"id and are opened by label",
			map->area_count, FM_LAST_AUTOMATIC_ID + 1);
	return rc;
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
	int rc = build_chips(map);

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
	free(map->chips);
	free(map->areas);
	free(map->links);
	fm_label_index_free(map->labels);
	fm_label_index_free(map->c_labels);
	map->chips = NULL;
	map->chip_count = 0;
	map->areas = NULL;
	map->links = NULL;
	map->area_count = 0;
	map->labels = NULL;
	map->c_labels = NULL;
	memset(map->by_id, 0, sizeof(map->by_id));
}
