// SPDX-License-Identifier: BSD-2-Clause
/* In the place of sha256.c in a build without libmd. */

#include <errno.h>

#include "sha256.h"

int fm_sha256_start(struct fm_sha256 *hash)
{
	(void)hash;
	return -ENOTSUP;
}

void fm_sha256_add(struct fm_sha256 *hash, const void *data, size_t length)
{
	(void)hash;
	(void)data;
	(void)length;
}

void fm_sha256_finish(struct fm_sha256 *hash, uint8_t digest[FM_SHA256_SIZE])
{
	(void)hash;
	(void)digest;
}
