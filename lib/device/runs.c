// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "device/runs.h"

const struct fm_window *fm_window_at(const struct fm_chip *chip,
				     const struct fm_window *window,
				     uint64_t offset)
{
	const struct fm_range first = { offset, 1 };

	return window ? window : fm_chip_find_window(chip, &first);
}

/* Whether fm_chip_find_window() prefers another one wherever it is. */
static bool is_preferred(const struct fm_window *other,
			 const struct fm_window *window)
{
	if (other->range.size == 0)
		return false;
	if (!window || other->range.size < window->range.size)
		return true;
	return other->range.size == window->range.size && other < window;
}

/* How much of what is left comes before the next preferred window begins. */
static uint64_t find_reach(const struct fm_chip *chip,
			   const struct fm_window *window,
			   const struct fm_range *left)
{
	uint64_t reach = left->size;

	for (size_t i = 0; i < chip->window_count; i++) {
		const struct fm_window *other = &chip->windows[i];
		uint64_t before = fm_range_before(left, other->range.offset);

		if (before > 0 && before < reach && is_preferred(other, window))
			reach = before;
	}
	return reach;
}

/* A run without sectors: the size is what is to be skipped. */
static struct fm_run skip(uint64_t size)
{
	return (struct fm_run){ .sector_size = size };
}

/* The sectors in one region that begin in a range of the window. */
static struct fm_run find_run(const struct fm_geometry *geometry,
			      const struct fm_range *range)
{
	const struct fm_region *region;
	uint64_t into, in_region, in_range;

	region = fm_geometry_region_at(geometry, range->offset);
	/* A rest that is no sector. */
	if (!region)
		return skip(range->size);
	into = (range->offset - region->offset) % region->sector_size;
	if (into > 0)
		return skip(region->sector_size - into);
	in_region = region->sector_count -
		    (range->offset - region->offset) / region->sector_size;
	/* Rounded up: the last one only has to begin there. */
	in_range = (range->size - 1) / region->sector_size + 1;
	return (struct fm_run){
		.sector_size = region->sector_size,
		.sector_count = in_region < in_range ? in_region : in_range,
	};
}

static int next_run(const struct fm_run_walk *walk, const struct fm_range *left,
		    struct fm_run *run)
{
	const struct fm_window *window =
		fm_window_at(walk->chip, walk->window, left->offset);
	const struct fm_geometry *geometry;
	struct fm_range here;
	int rc;

	here.size = walk->window ? left->size
				 : find_reach(walk->chip, window, left);
	*run = skip(here.size);
	if (!window)
		return walk->passes_gaps ? 0 : -ENXIO;
	rc = fm_window_geometry(window, &geometry);
	if (rc < 0)
		return rc;
	here.size = fm_range_clip(&window->range, left->offset, here.size);
	if (geometry->region_count == 0 && !walk->passes_gaps)
		return -ENOTSUP;
	if (here.size == 0)
		return -ENXIO;
	here.offset = left->offset - window->range.offset;
	*run = geometry->region_count > 0 ? find_run(geometry, &here)
					  : skip(here.size);
	run->offset = left->offset;
	return 0;
}

int fm_for_each_run(const struct fm_run_walk *walk, fm_run_fn function,
		    void *context)
{
	struct fm_range left = walk->range;

	while (left.size > 0) {
		struct fm_run run;
		uint64_t length;
		int rc = next_run(walk, &left, &run);

		if (rc < 0)
			return rc;
		length = run.sector_size;
		if (run.sector_count > 0) {
			rc = function(&run, context);
			if (rc)
				return rc;
			length *= run.sector_count;
		}
		if (length >= left.size)
			break;
		if (!fm_range_add(left.offset, length, &left.offset))
			return -EINVAL;
		left.size -= length;
	}
	return 0;
}
