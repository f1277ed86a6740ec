// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/slot.h>: which area is which slot. */

#include <errno.h>
#include <stdio.h>

#include <flashmap/slot.h>

#include "log.h"
#include "map/areas.h"

_Static_assert(FLASHMAP_LAST_IMAGE == FM_CONF_LAST_IMAGE,
	       "flashmap.conf has as many images as the calls");

/* The label that flashmap.conf has for it, or NULL. */
static const char *find_configured(const struct flashmap *map, int image,
				   int slot)
{
	bool secondary = slot == FLASHMAP_SLOT_SECONDARY;

	for (size_t i = 0; i < map->conf.count; i++) {
		const struct fm_conf_entry *entry = &map->conf.entries[i];

		if (entry->kind == FM_CONF_SLOT && entry->image == image &&
		    entry->secondary == secondary)
			return entry->label;
	}
	return NULL;
}

static int report(const char *label, int rc)
{
	if (rc == -ENOTUNIQ)
		fm_log(FLASHMAP_LOG_ERROR, label, rc,
		       "several areas are called \"%s\"; one slot cannot be "
		       "all of them",
		       label);
	return rc;
}

static int find_slot(const struct flashmap *map, const struct fm_areas *areas,
		     int image, int slot, const struct flash_area **fa)
{
	/* Zephyr numbers the slots of all images in a row. */
	int number = 2 * image + slot;
	const char *configured = find_configured(map, image, slot);
	char label[32];
	int rc;

	if (configured)
		return report(configured, fm_areas_find_label(areas, configured,
							      false, fa));
	snprintf(label, sizeof(label), "image-%d", number);
	rc = fm_areas_find_label(areas, label, false, fa);
	if (rc != -ENOENT)
		return report(label, rc);
	snprintf(label, sizeof(label), "slot%d_partition", number);
	return fm_areas_find_node_label(areas, label, false, fa);
}

int flashmap_open_slot(struct flashmap *map, int image, int slot,
		       const struct flash_area **fa)
{
	struct fm_areas areas;
	int rc;

	if (!fa)
		return -EINVAL;
	*fa = NULL;
	if (image < 0 || image > FLASHMAP_LAST_IMAGE ||
	    (slot != FLASHMAP_SLOT_PRIMARY && slot != FLASHMAP_SLOT_SECONDARY))
		return -EINVAL;
	rc = fm_areas_get(map, &areas);
	/* A program's own map has no flashmap.conf but that of the system. */
	if (!rc)
		rc = fm_map_get(&map);
	if (!rc)
		rc = find_slot(map, &areas, image, slot, fa);
	return rc;
}
