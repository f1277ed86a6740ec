/* SPDX-License-Identifier: BSD-2-Clause */
/* How a medium is divided: regions of equal sectors, write blocks. */
#ifndef FM_DEVICE_GEOMETRY_H
#define FM_DEVICE_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/ecc.h"
#include "device/range.h"

/* Equal sectors in a row. */
struct fm_region {
	uint64_t offset;
	uint64_t sector_size;
	uint64_t sector_count;
};

struct fm_geometry {
	uint64_t size;
	uint32_t write_size;
	uint32_t oob_size;
	uint8_t erased_value;
	bool bad_blocks_possible;
	/* It is programmed again without an erase between (MTD_NO_ERASE). */
	bool no_explicit_erase;
	/* Bits are programmed one by one, as often as wanted. */
	bool bit_writeable;
	/* A cut while a page is programmed destroys earlier ones (MLC NAND). */
	bool paired_pages;
	/* Whether a read tells what error correction found. */
	bool has_ecc;
	struct fm_ecc_ability ecc;
	/* In ascending order, without gaps; none if it cannot be erased. */
	struct fm_region *regions;
	size_t region_count;
	/* Where regions points when there is one region only. */
	struct fm_region single;
};

/* Equal sectors all over; a rest at the end that is no sector is in none. */
void fm_geometry_set_uniform(struct fm_geometry *geometry, uint64_t size,
			     uint64_t sector_size);

/* The region that holds offset; NULL if there is none. */
const struct fm_region *
fm_geometry_region_at(const struct fm_geometry *geometry, uint64_t offset);

/* The sector that holds offset; false if there is none. */
bool fm_geometry_sector_at(const struct fm_geometry *geometry, uint64_t offset,
			   struct fm_range *sector);

/* Whether the range begins where a sector begins and ends where one ends. */
bool fm_geometry_on_sectors(const struct fm_geometry *geometry,
			    const struct fm_range *range);

/* Size of the largest sector; 0 if there is none. */
uint64_t fm_geometry_largest_sector(const struct fm_geometry *geometry);

#endif /* FM_DEVICE_GEOMETRY_H */
