// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "area/geometry.h"

int fm_target_geometry(const struct fm_target *target,
		       const struct fm_geometry **geometry)
{
	const struct fm_window *window =
		fm_window_at(target->chip, target->window, target->base);

	return window ? fm_window_geometry(window, geometry) : -ENXIO;
}

int fm_target_sector(const struct fm_target *target, uint64_t offset,
		     struct fm_range *sector)
{
	const struct fm_geometry *geometry;
	const struct fm_window *window;
	uint64_t on_chip;
	int rc;

	if (!fm_range_add(target->base, offset, &on_chip))
		return -EINVAL;
	window = fm_window_at(target->chip, target->window, on_chip);
	if (!window || fm_range_clip(&window->range, on_chip, 1) == 0)
		return -ENXIO;
	rc = fm_window_geometry(window, &geometry);
	if (rc < 0)
		return rc;
	if (geometry->region_count == 0)
		return -ENOTSUP;
	if (!fm_geometry_sector_at(geometry, on_chip - window->range.offset,
				   sector) ||
	    !fm_range_add(window->range.offset, sector->offset,
			  &sector->offset) ||
	    sector->offset < target->base)
		return -EINVAL;
	sector->offset -= target->base;
	return 0;
}

struct area_walk {
	uint64_t base;
	fm_run_fn function;
	void *context;
};

static int pass_on(const struct fm_run *run, void *context)
{
	const struct area_walk *walk = context;
	struct fm_run in_area = *run;

	in_area.offset -= walk->base;
	return walk->function(&in_area, walk->context);
}

int fm_for_each_area_run(const struct flash_area *fa,
			 const struct fm_target *target, fm_run_fn function,
			 void *context)
{
	const struct fm_run_walk runs = {
		.chip = target->chip,
		.window = target->window,
		.range = { target->base, fa->fa_size },
	};
	struct area_walk walk = { target->base, function, context };

	return fm_for_each_run(&runs, pass_on, &walk);
}
