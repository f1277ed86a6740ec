// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "area/resolve.h"
#include "sha256.h"

static int hash_range(const struct fm_target *target,
		      const struct fm_range *range,
		      const struct flash_area_check *fac,
		      struct fm_sha256 *hash)
{
	struct fm_range left = *range;

	while (left.size > 0) {
		struct fm_range part = { left.offset, fac->rblen };
		int rc;

		if (part.size > left.size)
			part.size = left.size;
		rc = fm_chip_read(target->chip, target->window, &part,
				  fac->rbuf, NULL);
		if (rc < 0)
			return rc;
		fm_sha256_add(hash, fac->rbuf, (size_t)part.size);
		left.offset += part.size;
		left.size -= part.size;
	}
	return 0;
}

int flash_area_check_int_sha256(const struct flash_area *fa,
				const struct flash_area_check *fac)
{
	uint8_t digest[FM_SHA256_SIZE];
	struct fm_target target;
	struct fm_range range;
	struct fm_sha256 hash;
	int rc;

	if (!fa || !fac || !fac->match || !fac->rbuf || fac->clen == 0 ||
	    fac->rblen == 0)
		return -EINVAL;
	rc = fm_resolve_range(fa, (off_t)fac->off, fac->clen, &target, &range);
	if (!rc)
		rc = fm_sha256_start(&hash);
	if (!rc)
		rc = hash_range(&target, &range, fac, &hash);
	if (rc < 0)
		return rc;
	fm_sha256_finish(&hash, digest);
	return memcmp(digest, fac->match, sizeof(digest)) == 0 ? 0 : -EILSEQ;
}
