// SPDX-License-Identifier: BSD-2-Clause

#include <stdbool.h>

#include <flashmap/lock.h>

#include "area/resolve.h"

int flashmap_area_is_locked(const struct flash_area *fa, off_t off)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, 1, &target, &range);

	if (rc < 0)
		return rc;
	return fm_chip_is_locked(target.chip, target.window, range.offset);
}

static int set_locked(const struct flash_area *fa, off_t off, size_t len,
		      bool locked)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (rc < 0)
		return rc;
	return fm_chip_set_locked(target.chip, target.window, &range, locked);
}

int flashmap_area_lock(const struct flash_area *fa, off_t off, size_t len)
{
	return set_locked(fa, off, len, true);
}

int flashmap_area_unlock(const struct flash_area *fa, off_t off, size_t len)
{
	return set_locked(fa, off, len, false);
}
