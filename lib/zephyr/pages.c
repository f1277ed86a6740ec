// SPDX-License-Identifier: BSD-2-Clause
/* The pages of a device: what one erase clears, a sector. */

#include <errno.h>

#include <zephyr/drivers/flash.h>

#include "device/runs.h"
#include "zephyr/target.h"

/* What has been looked for, and how far. */
struct search {
	/* Where offset 0 of the device is on its chip. */
	uint64_t origin;
	/* On the chip. */
	uint64_t wanted_offset;
	uint64_t wanted_index;
	/* Pages that were passed. */
	uint64_t passed;
	struct flash_pages_info *info;
	flash_page_cb function;
	void *data;
};

static int for_each_run(const struct fm_device *device, fm_run_fn function,
			struct search *search)
{
	struct fm_run_walk walk = {
		.chip = device->chip,
		.window = device->window,
		.range = fm_whole_device(device),
		.passes_gaps = true,
	};

	/* No offset leads further. */
	if (walk.range.size > INT64_MAX)
		walk.range.size = INT64_MAX;
	search->origin = walk.range.offset;
	search->passed = 0;
	return fm_for_each_run(&walk, function, search);
}

static int count_pages(const struct fm_run *run, void *context)
{
	struct search *search = context;

	search->passed += run->sector_count;
	return 0;
}

/* Page number within of a run, as a program sees it. */
static int describe(const struct search *search, const struct fm_run *run,
		    uint64_t within, struct flash_pages_info *info)
{
	uint64_t index = search->passed + within;

	if (index > UINT32_MAX || run->sector_size > SIZE_MAX)
		return -EOVERFLOW;
	info->start_offset = (off_t)(run->offset - search->origin +
				     within * run->sector_size);
	info->size = (size_t)run->sector_size;
	info->index = (uint32_t)index;
	return 1;
}

static int match_offset(const struct fm_run *run, void *context)
{
	const struct search *search = context;
	uint64_t within;

	if (search->wanted_offset < run->offset)
		return -EINVAL;
	within = (search->wanted_offset - run->offset) / run->sector_size;
	if (within < run->sector_count)
		return describe(search, run, within, search->info);
	return count_pages(run, context);
}

static int match_index(const struct fm_run *run, void *context)
{
	const struct search *search = context;
	uint64_t within = search->wanted_index - search->passed;

	if (within < run->sector_count)
		return describe(search, run, within, search->info);
	return count_pages(run, context);
}

/* 0 if the page was found. */
static int find_page(const struct fm_device *device, fm_run_fn match,
		     struct search *search)
{
	int rc = for_each_run(device, match, search);

	if (rc == 0)
		return search->passed > 0 ? -EINVAL : -ENOTSUP;
	return rc < 0 ? rc : 0;
}

FM_GENERIC_NAME int flash_get_page_info_by_offs(const struct device *dev,
						off_t offset,
						struct flash_pages_info *info)
{
	struct search search = { .info = info };
	const struct fm_device *device;
	struct fm_range first;
	int rc = fm_find_device_range(dev, offset, 1, &device, &first);

	if (rc < 0)
		return rc;
	if (!info)
		return -EINVAL;
	search.wanted_offset = first.offset;
	return find_page(device, match_offset, &search);
}

FM_GENERIC_NAME int flash_get_page_info_by_idx(const struct device *dev,
					       uint32_t page_index,
					       struct flash_pages_info *info)
{
	struct search search = { .wanted_index = page_index, .info = info };
	const struct fm_device *device = fm_find_device(dev);

	if (!device)
		return -ENODEV;
	if (!info)
		return -EINVAL;
	return find_page(device, match_index, &search);
}

FM_GENERIC_NAME size_t flash_get_page_count(const struct device *dev)
{
	const struct fm_device *device = fm_find_device(dev);
	struct search search = { 0 };

	if (!device || for_each_run(device, count_pages, &search) < 0)
		return 0;
	return search.passed > SIZE_MAX ? SIZE_MAX : (size_t)search.passed;
}

static int call_for_pages(const struct fm_run *run, void *context)
{
	struct search *search = context;

	for (uint64_t i = 0; i < run->sector_count; i++) {
		struct flash_pages_info info;
		int rc = describe(search, run, i, &info);

		if (rc < 0)
			return rc;
		if (!search->function(&info, search->data))
			return 1;
	}
	return count_pages(run, context);
}

FM_GENERIC_NAME void flash_page_foreach(const struct device *dev,
					flash_page_cb cb, void *data)
{
	const struct fm_device *device = fm_find_device(dev);
	struct search search = { .function = cb, .data = data };

	/* All is asked first: what cannot be is not told in part. */
	if (!device || !cb || for_each_run(device, count_pages, &search) < 0)
		return;
	for_each_run(device, call_for_pages, &search);
}
