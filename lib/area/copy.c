// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "area/resolve.h"

/* A range of an area as a place on its chip. */
static int find_place(const struct flash_area *fa, off_t off, off_t len,
		      struct fm_place *place)
{
	struct fm_target target;
	int rc = fm_resolve_range(fa, off, (uint64_t)len, &target,
				  &place->range);

	if (rc < 0)
		return rc;
	place->chip = target.chip;
	place->window = target.window;
	return 0;
}

int flash_area_copy(const struct flash_area *src_fa, off_t src_off,
		    const struct flash_area *dst_fa, off_t dst_off, off_t len,
		    uint8_t *buf, size_t buf_size)
{
	struct fm_place from, to;
	int rc;

	if (len < 0 || !buf || buf_size == 0)
		return -EINVAL;
	rc = find_place(src_fa, src_off, len, &from);
	if (!rc)
		rc = find_place(dst_fa, dst_off, len, &to);
	return rc < 0 ? rc : fm_chip_copy(&from, &to, buf, buf_size);
}
