// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include <flashmap/area.h>

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

int flashmap_area_write(const struct flash_area *fa, off_t off, const void *src,
			size_t len, off_t *failed)
{
	struct fm_target target;
	struct fm_range range;
	int64_t done = -1;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (!rc && !src && len > 0)
		rc = -EINVAL;
	if (!rc)
		rc = fm_chip_write(target.chip, target.window, &range, src,
				   &done);
	if (failed)
		*failed = done < 0 ? -1 : off + done;
	return rc;
}

int flashmap_area_erase(const struct flash_area *fa, off_t off, size_t len,
			off_t *failed)
{
	struct fm_target target;
	struct fm_range range;
	int64_t done = -1;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (!rc)
		rc = fm_chip_erase(target.chip, target.window, &range, &done);
	if (failed)
		*failed = done < 0 ? -1 : off + done;
	return rc;
}

int flash_area_write(const struct flash_area *fa, off_t off, const void *src,
		     size_t len)
{
	return flashmap_area_write(fa, off, src, len, NULL);
}

int flash_area_erase(const struct flash_area *fa, off_t off, size_t len)
{
	return flashmap_area_erase(fa, off, len, NULL);
}

int flash_area_flatten(const struct flash_area *fa, off_t off, size_t len)
{
	struct fm_target target;
	struct fm_range range;
	int rc = fm_resolve_range(fa, off, len, &target, &range);

	if (rc < 0)
		return rc;
	return fm_chip_flatten(target.chip, target.window, &range);
}
