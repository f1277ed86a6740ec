// SPDX-License-Identifier: BSD-2-Clause

#include <sha2.h>
#include <stdint.h>

#include "sha256.h"

_Static_assert(sizeof(SHA2_CTX) <= sizeof(struct fm_sha256) &&
		       _Alignof(SHA2_CTX) <= _Alignof(struct fm_sha256),
	       "libmd keeps its state in ours");

static SHA2_CTX *context_of(struct fm_sha256 *hash)
{
	return (void *)hash;
}

int fm_sha256_start(struct fm_sha256 *hash)
{
	SHA256Init(context_of(hash));
	return 0;
}

void fm_sha256_add(struct fm_sha256 *hash, const void *data, size_t length)
{
	SHA256Update(context_of(hash), data, length);
}

void fm_sha256_finish(struct fm_sha256 *hash, uint8_t digest[FM_SHA256_SIZE])
{
	SHA256Final(digest, context_of(hash));
}
