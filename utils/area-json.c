// SPDX-License-Identifier: GPL-2.0-or-later
#include "area-json.h"

#include <stdio.h>

static void set_geometry(struct json *object, const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	bool known = !area->error && info->geometry_known;

	json_set_known(object, "erase_size", known, info->erase_size);
	json_set_known(object, "write_size", known, info->write_size);
	json_set_known(object, "sectors", known, info->sector_count);
}

static void set_mtd(struct json *object, int mtd)
{
	char name[16];

	if (mtd == FLASHMAP_NO_MTD) {
		json_set_string(object, "mtd", NULL);
		return;
	}
	snprintf(name, sizeof(name), "mtd%d", mtd);
	json_set_string(object, "mtd", name);
}

static void set_names(struct json *object, const char *key,
		      const char *const *names)
{
	struct json *array;

	if (!names) {
		json_set(object, key, NULL);
		return;
	}
	array = json_make_array();
	for (; *names; names++)
		json_append_string(array, *names);
	json_set(object, key, array);
}

struct json *area_json(const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;
	struct json *object = json_make_object();

	json_set_known(object, "id", area->fa->fa_id != FLASH_AREA_ID_NONE,
		       area->fa->fa_id);
	json_set_string(object, "label", info->label);
	json_set_string(object, "chip", info->chip);
	json_set_known(object, "offset", info->offset_known, info->offset);
	json_set_number(object, "size", info->size);
	set_geometry(object, area);
	set_mtd(object, info->mtd);
	json_set_known(object, "kernel_offset", info->kernel_offset_known,
		       info->kernel_offset);
	json_set_string(object, "type", info->type);
	json_set_boolean(object, "read_only", info->read_only);
	json_set_boolean(object, "protected", info->protected_range);
	json_set_string(object, "dt_path", info->dt_path);
	json_set_string(object, "tied_by", info->tied_by);
	set_names(object, "node_labels", info->node_labels);
	set_names(object, "aliases", info->aliases);
	json_set_boolean(object, "driver",
			 flash_area_has_driver(area->fa) == 1);
	json_set_boolean(object, "simulated", info->simulated);
	return object;
}

struct json *chip_json(const struct flashmap_chip *chip)
{
	struct json *object = json_make_object();

	json_set_string(object, "name", chip->name);
	json_set_string(object, "type", chip->type);
	json_set_known(object, "size", chip->size != 0, chip->size);
	json_set_known(object, "erase_size", chip->erase_size != 0,
		       chip->erase_size);
	json_set_known(object, "write_size", chip->write_size != 0,
		       chip->write_size);
	json_set_string(object, "dt_path", chip->dt_path);
	json_set_boolean(object, "simulated", chip->simulated);
	return object;
}
