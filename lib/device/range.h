/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All arithmetic on offsets and lengths that come from outside. Every check is
 * made by subtraction from what is known to be larger, so that none can wrap.
 */
#ifndef FM_DEVICE_RANGE_H
#define FM_DEVICE_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct fm_range {
	uint64_t offset;
	uint64_t size;
};

/* Whether offset and length lie in something of this size. */
bool fm_range_inside(uint64_t size, int64_t offset, uint64_t length);

/* Whether inner lies in outer; an empty one may lie at outer's end. */
bool fm_range_contains(const struct fm_range *outer,
		       const struct fm_range *inner);

/* Whether the two have a byte in common. */
bool fm_range_overlaps(const struct fm_range *a, const struct fm_range *b);

/* Whether both are multiples of unit; nothing is a multiple of 0. */
bool fm_range_aligned(uint64_t offset, uint64_t length, uint64_t unit);

/* Whether size, offset and that of its last byte are in 32 bits. */
bool fm_range_fits_32_bits(const struct fm_range *range);

/* sum = base + offset; false if that is more than 64 bits hold. */
bool fm_range_add(uint64_t base, uint64_t offset, uint64_t *sum);

/* The bytes of length, from offset on, that lie before the end of range. */
uint64_t fm_range_clip(const struct fm_range *range, uint64_t offset,
		       uint64_t length);

/* The bytes of range that lie before an offset; 0 if there are none. */
uint64_t fm_range_before(const struct fm_range *range, uint64_t offset);

#endif /* FM_DEVICE_RANGE_H */
