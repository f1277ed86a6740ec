/* SPDX-License-Identifier: 0BSD */
/*
 * An image as imgtool makes it: a header, the payload, and behind it records
 * ("TLVs"), of which the hash is one. All numbers in it are little-endian and
 * are put together from bytes, so that this works on any processor.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdint.h>

#define IMAGE_HEADER_SIZE 32
#define IMAGE_HASH_SIZE 32

struct image {
	uint32_t header_size;
	uint32_t protected_size;
	uint32_t payload_size;
	uint32_t flags;
	unsigned int major;
	unsigned int minor;
	unsigned int revision;
	uint32_t build;
	/* What the hash is over: header, payload and protected records. */
	uint32_t hashed_size;
	/* Where the hash of image_check() stands in the file. */
	const uint8_t *hash;
};

/*
 * Fills image, but for the hash, from the IMAGE_HEADER_SIZE bytes that a slot
 * begins with. NULL, or why this is no image.
 */
const char *image_read_header(const uint8_t *bytes, struct image *image);

/* The same of a complete file. image->hash points into it. */
const char *image_check(const uint8_t *bytes, size_t size, struct image *image);

#endif /* IMAGE_H */
