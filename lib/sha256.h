/* SPDX-License-Identifier: BSD-2-Clause */
/* SHA-256 of bytes that come in pieces. */
#ifndef FM_SHA256_H
#define FM_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define FM_SHA256_SIZE 32

struct fm_sha256 {
	uint64_t state[32];
};

/* -ENOTSUP in a build without libmd; the others are not to be called then. */
int fm_sha256_start(struct fm_sha256 *hash);
void fm_sha256_add(struct fm_sha256 *hash, const void *data, size_t length);
void fm_sha256_finish(struct fm_sha256 *hash, uint8_t digest[FM_SHA256_SIZE]);

#endif /* FM_SHA256_H */
