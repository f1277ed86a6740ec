// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "area/resolve.h"

int flash_area_read(const struct flash_area *fa, off_t off, void *dst,
		    size_t len)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (rc < 0)
		return rc;
	if (!dst && len > 0)
		return -EINVAL;
	return fm_chip_read(target.chip, target.window, &range, dst, NULL);
}

int flash_area_write(const struct flash_area *fa, off_t off, const void *src,
		     size_t len)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (rc < 0)
		return rc;
	if (!src && len > 0)
		return -EINVAL;
	return fm_chip_write(target.chip, target.window, &range, src);
}

int flash_area_erase(const struct flash_area *fa, off_t off, size_t len)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (rc < 0)
		return rc;
	return fm_chip_erase(target.chip, target.window, &range);
}
