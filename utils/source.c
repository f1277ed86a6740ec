// SPDX-License-Identifier: GPL-2.0-or-later
#include "source.h"

#include <stddef.h>

static const char kernel[] = "kernel";
static const char devicetree[] = "device tree";
static const char configuration[] = "flashmap.conf";

const char *source_of_label(const struct area *area)
{
	const struct flashmap_area_info *info = &area->info;

	if (!info->label)
		return NULL;
	/* An MTD that is no partition of the tree has only its own name. */
	if (info->mtd != FLASHMAP_NO_MTD && !info->tied_by)
		return kernel;
	return info->dt_path ? devicetree : configuration;
}

const char *source_of_place(const struct area *area)
{
	/* Where the two do not agree the kernel counts. */
	if (area->info.mtd != FLASHMAP_NO_MTD)
		return kernel;
	return area->info.dt_path ? devicetree : configuration;
}

const char *source_of_geometry(const struct area *area)
{
	if (area->error || !area->info.geometry_known)
		return NULL;
	return area->info.simulated ? devicetree : kernel;
}
