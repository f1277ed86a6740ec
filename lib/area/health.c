// SPDX-License-Identifier: BSD-2-Clause
/* Bad blocks of an area. */

#include <flashmap/area.h>

#include "area/resolve.h"

int flashmap_area_is_bad(const struct flash_area *fa, off_t off)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, 1, &target, &range);

	if (rc < 0)
		return rc;
	return fm_chip_is_bad(target.chip, target.window, range.offset);
}

int flashmap_area_mark_bad(const struct flash_area *fa, off_t off)
{
	struct fm_target target;
	struct fm_range range, whole;
	int rc = fm_resolve_range(fa, off, 1, &target, &range);

	if (rc < 0)
		return rc;
	whole.offset = target.base;
	whole.size = fa->fa_size;
	return fm_chip_mark_bad(target.chip, target.window, &whole,
				range.offset);
}
