// SPDX-License-Identifier: BSD-2-Clause

#include "device/range.h"

bool fm_range_inside(uint64_t size, int64_t offset, uint64_t length)
{
	if (offset < 0)
		return false;
	if ((uint64_t)offset > size)
		return false;
	return length <= size - (uint64_t)offset;
}

bool fm_range_contains(const struct fm_range *outer,
		       const struct fm_range *inner)
{
	uint64_t skipped;

	if (inner->offset < outer->offset)
		return false;
	skipped = inner->offset - outer->offset;
	if (skipped > outer->size)
		return false;
	return inner->size <= outer->size - skipped;
}

bool fm_range_overlaps(const struct fm_range *a, const struct fm_range *b)
{
	if (a->size == 0 || b->size == 0)
		return false;
	if (a->offset <= b->offset)
		return b->offset - a->offset < a->size;
	return a->offset - b->offset < b->size;
}

bool fm_range_aligned(uint64_t offset, uint64_t length, uint64_t unit)
{
	if (unit == 0)
		return false;
	return offset % unit == 0 && length % unit == 0;
}

bool fm_range_fits_32_bits(const struct fm_range *range)
{
	uint64_t last = range->size > 0 ? range->size - 1 : 0;

	return range->offset <= UINT32_MAX && range->size <= UINT32_MAX &&
	       last <= UINT32_MAX - range->offset;
}

bool fm_range_add(uint64_t base, uint64_t offset, uint64_t *sum)
{
	if (offset > UINT64_MAX - base)
		return false;
	*sum = base + offset;
	return true;
}

uint64_t fm_range_clip(const struct fm_range *range, uint64_t offset,
		       uint64_t length)
{
	uint64_t left;

	if (offset < range->offset)
		return 0;
	if (offset - range->offset >= range->size)
		return 0;
	left = range->size - (offset - range->offset);
	return length < left ? length : left;
}

uint64_t fm_range_before(const struct fm_range *range, uint64_t offset)
{
	uint64_t before;

	if (offset <= range->offset)
		return 0;
	before = offset - range->offset;
	return before < range->size ? before : range->size;
}
