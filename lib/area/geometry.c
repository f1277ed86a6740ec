// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "area/geometry.h"

static const struct fm_window *window_at(const struct fm_target *target,
					 uint64_t offset)
{
	const struct fm_range first = { offset, 1 };

	if (target->window)
		return target->window;
	return fm_chip_find_window(target->chip, &first);
}

static int window_geometry(const struct fm_window *window,
			   const struct fm_geometry **geometry)
{
	struct fm_medium *medium = window->medium;

	return medium->operations->get_geometry(medium, geometry);
}

int fm_target_geometry(const struct flash_area *fa,
		       const struct fm_target *target,
		       const struct fm_geometry **geometry)
{
	const struct fm_window *window = window_at(target, target->base);

	(void)fa;
	return window ? window_geometry(window, geometry) : -ENXIO;
}

/*
 * The sectors from offset on that lie in one region and begin in left, in
 * offsets of the window. A count of 0: the size is what is to be skipped.
 */
static struct fm_run next_run(const struct fm_geometry *geometry,
			      const struct fm_range *left)
{
	const struct fm_region *region;
	struct fm_run run = { .offset = left->offset };
	uint64_t into, in_region, in_range;

	region = fm_geometry_region_at(geometry, left->offset);
	if (!region) {
		/* A rest that is no sector. */
		run.sector_size = left->size;
		return run;
	}
	into = (left->offset - region->offset) % region->sector_size;
	if (into > 0) {
		run.sector_size = region->sector_size - into;
		return run;
	}
	run.sector_size = region->sector_size;
	in_region = region->sector_count -
		    (left->offset - region->offset) / region->sector_size;
	/* Rounded up: the last one only has to begin there. */
	in_range = (left->size - 1) / region->sector_size + 1;
	run.sector_count = in_region < in_range ? in_region : in_range;
	return run;
}

int fm_for_each_run(const struct flash_area *fa, const struct fm_target *target,
		    fm_run_fn function, void *context)
{
	uint64_t passed = 0;

	while (passed < fa->fa_size) {
		const struct fm_window *window;
		const struct fm_geometry *geometry;
		struct fm_range left;
		struct fm_run run;
		uint64_t offset, length;
		int rc;

		if (!fm_range_add(target->base, passed, &offset))
			return -EINVAL;
		window = window_at(target, offset);
		if (!window)
			return -ENXIO;
		rc = window_geometry(window, &geometry);
		if (rc < 0)
			return rc;
		if (geometry->region_count == 0)
			return -ENOTSUP;

		left.offset = offset - window->range.offset;
		left.size = fm_range_clip(&window->range, offset,
					  fa->fa_size - passed);
		if (left.size == 0)
			return -ENXIO;
		run = next_run(geometry, &left);
		length = run.sector_size;
		if (run.sector_count > 0) {
			run.offset = passed;
			rc = function(&run, context);
			if (rc)
				return rc;
			length *= run.sector_count;
		}
		if (length > fa->fa_size - passed)
			break;
		passed += length;
	}
	return 0;
}
