// SPDX-License-Identifier: BSD-2-Clause
/* From what was found on the system to chips, and to what stands for them. */

#include <errno.h>
#include <mtd/mtd-user.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/mtd-medium.h"
#include "discover/locate.h"
#include "map/build-devices.h"
#include "map/used.h"

static int add_mtd(struct flashmap *map, const struct fm_mtd_description *mtd)
{
	struct fm_chip *chip = &map->chips[mtd->chip];
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
		.mlc = mtd->type && strcmp(mtd->type, "mlc-nand") == 0,
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

/* Both where the tree says and where the kernel does. */
static int protect_partition(struct flashmap *map,
			     const struct fm_partition_description *partition)
{
	const struct fm_range range = { partition->offset, partition->size };
	const struct fm_mtd_description *mtd;
	int rc;

	if (!partition->read_only)
		return 0;
	rc = fm_chip_protect(&map->chips[partition->chip], &range);
	if (rc < 0 || partition->tied == FM_TIE_NONE)
		return rc;
	mtd = &map->description.mtds[partition->mtd];
	return fm_chip_protect(&map->chips[mtd->chip],
			       &(struct fm_range){ mtd->chip_offset,
						   mtd->size });
}

static int build_chips(struct flashmap *map)
{
	const struct fm_description *description = &map->description;
	int rc = 0;

	map->chips = calloc(description->chip_count + 1, sizeof(*map->chips));
	if (!map->chips)
		return -ENOMEM;
	for (size_t i = 0; i < description->chip_count && !rc; i++) {
		struct fm_chip *chip = &map->chips[i];

		fm_chip_init(chip);
		map->chip_count++;
		chip->name = description->chips[i].name;
		chip->type = description->chips[i].type;
		chip->dt_path = description->chips[i].dt_path;
		chip->size = description->chips[i].size;
		chip->id = (uint8_t)(i < UINT8_MAX ? i : UINT8_MAX);
		chip->allow_in_use = map->allow_in_use;
		if (description->chips[i].simulated) {
			rc = map->simulation->add_chip(map, i);
			continue;
		}
		chip->claim_folder = map->root.claim_folder;
		chip->find_used = fm_map_find_used;
		chip->find_used_context = map;
	}
	for (size_t i = 0; i < description->mtd_count && !rc; i++)
		rc = add_mtd(map, &description->mtds[i]);
	for (size_t i = 0; i < description->partition_count && !rc; i++)
		rc = protect_partition(map, &description->partitions[i]);
	return rc;
}

/* Windows were added in the order of the MTDs. */
const struct fm_window *fm_window_of(const struct flashmap *map,
				     const struct fm_mtd_description *mtd)
{
	size_t place = 0;

	for (const struct fm_mtd_description *other = map->description.mtds;
	     other != mtd; other++)
		if (other->chip == mtd->chip)
			place++;
	return &map->chips[mtd->chip].windows[place];
}

static struct fm_device *add_device(struct flashmap *map, struct fm_chip *chip,
				    const struct fm_window *window)
{
	struct fm_device *device = &map->devices[map->device_count++];

	device->device.name = window ? device->mtd_name : chip->name;
	device->chip = chip;
	device->window = window;
	return device;
}

int fm_build_devices(struct flashmap *map)
{
	const struct fm_description *description = &map->description;
	int rc = build_chips(map);

	if (rc < 0)
		return rc;
	/* All windows are there, and stay where they are. */
	map->devices = calloc(map->chip_count + description->mtd_count + 1,
			      sizeof(*map->devices));
	if (!map->devices)
		return -ENOMEM;
	for (size_t i = 0; i < map->chip_count; i++)
		add_device(map, &map->chips[i], NULL);
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];
		struct fm_device *device = add_device(
			map, &map->chips[mtd->chip], fm_window_of(map, mtd));

		snprintf(device->mtd_name, sizeof(device->mtd_name), "mtd%d",
			 mtd->number);
	}
	return 0;
}
