// SPDX-License-Identifier: BSD-2-Clause

#include "device/geometry.h"

void fm_geometry_set_uniform(struct fm_geometry *geometry, uint64_t size,
			     uint64_t sector_size)
{
	geometry->size = size;
	geometry->regions = NULL;
	geometry->region_count = 0;
	if (sector_size == 0 || size / sector_size == 0)
		return;

	geometry->single = (struct fm_region){
		.offset = 0,
		.sector_size = sector_size,
		.sector_count = size / sector_size,
	};
	geometry->regions = &geometry->single;
	geometry->region_count = 1;
}

const struct fm_region *
fm_geometry_region_at(const struct fm_geometry *geometry, uint64_t offset)
{
	for (size_t i = 0; i < geometry->region_count; i++) {
		const struct fm_region *region = &geometry->regions[i];

		if (offset < region->offset)
			return NULL;
		if ((offset - region->offset) / region->sector_size <
		    region->sector_count)
			return region;
	}
	return NULL;
}

bool fm_geometry_sector_at(const struct fm_geometry *geometry, uint64_t offset,
			   struct fm_range *sector)
{
	const struct fm_region *region;

	region = fm_geometry_region_at(geometry, offset);
	if (!region)
		return false;
	sector->offset =
		offset - (offset - region->offset) % region->sector_size;
	sector->size = region->sector_size;
	return true;
}

bool fm_geometry_on_sectors(const struct fm_geometry *geometry,
			    const struct fm_range *range)
{
	const struct fm_range whole = { .size = geometry->size };
	struct fm_range sector;

	if (range->size == 0)
		return true;
	if (!fm_range_contains(&whole, range))
		return false;
	if (!fm_geometry_sector_at(geometry, range->offset, &sector) ||
	    sector.offset != range->offset)
		return false;
	/* The last byte, since the end may be the end of everything. */
	if (!fm_geometry_sector_at(geometry, range->offset + (range->size - 1),
				   &sector))
		return false;
	return sector.offset - range->offset + sector.size == range->size;
}

uint64_t fm_geometry_largest_sector(const struct fm_geometry *geometry)
{
	uint64_t largest = 0;

	for (size_t i = 0; i < geometry->region_count; i++)
		if (geometry->regions[i].sector_size > largest)
			largest = geometry->regions[i].sector_size;
	return largest;
}
