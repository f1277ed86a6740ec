// SPDX-License-Identifier: BSD-2-Clause
/* What can be locked and marked bad: as drivers/mtd/mtdcore.c. */

#include <check.h>
#include <errno.h>
#include <stdlib.h>

#include "fake-private.h"

/* What can be locked on its own, at best: the smallest sector. */
static uint64_t lock_unit(const struct fake_mtd *mtd)
{
	uint64_t unit = mtd->options.erase_size;

	/* Some fakes tell nonsense of their regions. */
	for (int i = 0; i < (int)mtd->options.region_count; i++) {
		uint32_t size = mtd->options.regions[i].erasesize;

		if (size && size < unit)
			unit = size;
	}
	return unit;
}

void fake_add_locks(struct fake_mtd *mtd)
{
	if (!mtd->options.erase_size)
		return;
	mtd->locked = calloc((size_t)(mtd->options.size / lock_unit(mtd)) + 1,
			     sizeof(*mtd->locked));
	ck_assert_ptr_nonnull(mtd->locked);
}

void fake_set_locked(struct fake_mtd *mtd, uint64_t offset, uint64_t length,
		     bool locked)
{
	uint64_t unit = lock_unit(mtd);

	for (uint64_t i = offset / unit; i * unit < offset + length; i++)
		mtd->locked[i] = locked;
}

bool fake_is_locked(const struct fake_mtd *mtd, uint64_t offset,
		    uint64_t length)
{
	uint64_t unit = lock_unit(mtd);

	if (!mtd->locked)
		return false;
	for (uint64_t i = offset / unit; i * unit < offset + length; i++)
		if (!mtd->locked[i])
			return false;
	return true;
}

/* All units of the granularity that a range touches. */
static void change(struct fake_mtd *mtd, uint64_t offset, uint64_t length,
		   bool locked)
{
	uint64_t unit = mtd->locking.granularity, end = offset + length;

	if (unit) {
		offset -= offset % unit;
		end += (unit - end % unit) % unit;
		if (end > mtd->options.size)
			end = mtd->options.size;
	}
	fake_set_locked(mtd, offset, end - offset, locked);
}

int fake_lock_ioctl(struct fake_mtd *mtd, unsigned long request,
		    const struct erase_info_user *range, bool writable)
{
	const struct fake_locking *locking = &mtd->locking;
	uint64_t size = mtd->options.size;
	bool asks = request == MEMISLOCKED;

	if (!asks && !writable)
		return fake_refuse(EPERM);
	if (asks ? !locking->can_tell : !locking->can_lock)
		return fake_refuse(EOPNOTSUPP);
	if (range->start >= size || range->length > size - range->start)
		return fake_refuse(EINVAL);
	if (!range->length)
		return 0;
	if (asks)
		return fake_is_locked(mtd, range->start, range->length);
	if (!locking->ignored)
		change(mtd, range->start, range->length, request == MEMLOCK);
	return locking->reported ? fake_refuse(locking->reported) : 0;
}

int fake_set_bad(struct fake_mtd *mtd, const __kernel_loff_t *offset,
		 bool writable)
{
	if (!writable)
		return fake_refuse(EPERM);
	if (!fake_is_nand(mtd))
		return fake_refuse(EOPNOTSUPP);
	if (*offset < 0 || (uint64_t)*offset >= mtd->options.size)
		return fake_refuse(EINVAL);
	if (!(mtd->options.flags & MTD_WRITEABLE))
		return fake_refuse(EROFS);
	fake_mark_bad(mtd, (uint64_t)*offset);
	return 0;
}
