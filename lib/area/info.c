// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/area.h>: what Linux knows about an area. */

#include <errno.h>
#include <mtd/mtd-user.h>
#include <string.h>

#include <flashmap/area.h>

#include "area/geometry.h"
#include "area/resolve.h"
#include "area/structure.h"
#include "map/configure.h"

static int count_whole(const struct fm_run *run, void *context)
{
	struct flashmap_area_info *info = context;
	uint64_t count = run->sector_count;

	/* The last one may end outside. */
	if (run->sector_size * count > info->size - run->offset)
		count--;
	info->sector_count += count;
	return 0;
}

static void describe_geometry(const struct flash_area *fa,
			      const struct fm_target *target,
			      struct flashmap_area_info *info)
{
	const struct fm_geometry *geometry;
	int rc;

	if (fm_target_geometry(target, &geometry) < 0)
		return;
	info->geometry_known = true;
	info->erase_size = fm_geometry_largest_sector(geometry);
	info->write_size = geometry->write_size;
	info->oob_size = geometry->oob_size;
	info->bad_blocks_possible = geometry->bad_blocks_possible;
	rc = fm_for_each_area_run(fa, target, count_whole, info);
	if (rc < 0)
		info->sector_count = 0;
}

static void describe_mtd(const struct fm_area_link *link,
			 struct flashmap_area_info *info)
{
	const struct fm_mtd_description *mtd = link->mtd;

	info->mtd = mtd->number;
	info->type = mtd->type;
	if (mtd->dt_path)
		info->dt_path = mtd->dt_path;
	info->offset_known = mtd->placed;
	info->kernel_offset = mtd->offset;
	info->kernel_offset_known = mtd->offset_present;
	if (mtd->known && !(mtd->flags & MTD_WRITEABLE))
		info->read_only = true;
}

static void describe_partition(const struct fm_partition_description *partition,
			       struct flashmap_area_info *info)
{
	static const char *const ways[] = {
		[FM_TIE_NODE] = "node",
		[FM_TIE_PLACE] = "place",
		[FM_TIE_LABEL] = "label",
	};

	info->dt_path = partition->dt_path;
	info->read_only = partition->read_only;
	info->node_labels = (const char *const *)partition->node_labels;
	info->aliases = (const char *const *)partition->aliases;
	if (partition->tied != FM_TIE_NONE)
		info->tied_by = ways[partition->tied];
}

/* -ENXIO where no window gives access to a part of the range. */
static int check_access(const struct fm_target *target,
			const struct fm_range *range)
{
	const struct fm_range whole = { 0, target->chip->extent };
	struct fm_range left = *range;

	if (!fm_range_contains(target->window ? &target->window->range : &whole,
			       range))
		return -EINVAL;
	while (!target->window && left.size > 0) {
		const struct fm_range first = { left.offset, 1 };
		const struct fm_window *window;
		uint64_t served;

		window = fm_chip_find_window(target->chip, &first);
		if (!window)
			return -ENXIO;
		served = fm_range_clip(&window->range, left.offset, left.size);
		left.offset += served;
		left.size -= served;
	}
	return 0;
}

static int describe(const struct flash_area *fa, const struct fm_target *target,
		    struct flashmap_area_info *info)
{
	const struct fm_range range = { target->base, fa->fa_size };
	int rc = check_access(target, &range);

	if (rc < 0)
		return rc;
	info->label = fa->fa_label;
	info->chip = target->chip->name;
	info->type = target->chip->type;
	info->offset = target->base;
	info->offset_known = true;
	info->size = fa->fa_size;
	info->mtd = FLASHMAP_NO_MTD;
	info->simulated = target->chip->simulated;
	info->protected_range = fm_chip_is_protected(target->chip, &range);
	if (target->link && fa->fa_label)
		info->lock_expected =
			fm_configure_expects_lock(target->map, fa->fa_label);
	if (target->link && target->link->partition)
		describe_partition(target->link->partition, info);
	if (target->link && target->link->mtd)
		describe_mtd(target->link, info);
	describe_geometry(fa, target, info);
	return 0;
}

/* A partition of the device tree that no MTD stands for. */
static void describe_absent(const struct flash_area *fa,
			    const struct fm_partition_description *partition,
			    struct flashmap_area_info *info)
{
	info->label = fa->fa_label;
	info->chip = fa->fa_dev_name;
	info->offset = (uint64_t)fa->fa_off;
	info->offset_known = true;
	info->size = fa->fa_size;
	info->mtd = FLASHMAP_NO_MTD;
	describe_partition(partition, info);
}

int flashmap_area_get_info(const struct flash_area *fa,
			   struct flashmap_area_info *info, size_t info_size)
{
	struct fm_target target = { .link = NULL };
	struct flashmap_area_info found;
	int rc;

	if (!info || info_size == 0)
		return -EINVAL;
	memset(&found, 0, sizeof(found));
	rc = fm_resolve(fa, &target);
	if (!rc)
		rc = describe(fa, &target, &found);
	else if (rc == -ENODEV && target.link && target.link->partition)
		describe_absent(fa, target.link->partition, &found);
	else
		return rc;
	if (rc < 0 && rc != -ENODEV)
		return rc;
	fm_fill_structure(info, info_size, &found, sizeof(found));
	return rc;
}

int flashmap_area_in_use(const struct flash_area *fa, off_t off, size_t len,
			 char *by, size_t by_size)
{
	struct fm_target target;
	struct fm_range range;
	int rc;

	if (by && by_size > 0)
		by[0] = '\0';
	rc = fm_resolve_range(fa, off, len, &target, &range);
	if (rc < 0)
		return rc;
	return fm_chip_look_in_use(target.chip, &range, by, by_size);
}
