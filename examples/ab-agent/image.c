// SPDX-License-Identifier: 0BSD

#include <stdbool.h>

#include "image.h"

#define HEADER_MAGIC 0x96f3b83dU
#define FLAG_ENCRYPTED_AES128 0x04U
#define FLAG_ENCRYPTED_AES256 0x08U
#define FLAG_NOT_BOOTABLE 0x10U

/* Records stand behind a head of their own: magic number, size with it. */
#define RECORDS_MAGIC 0x6907U
#define PROTECTED_MAGIC 0x6908U
#define RECORDS_HEAD_SIZE 4
/* A record begins with its type and the size of what follows. */
#define RECORD_HEAD_SIZE 4
#define RECORD_SHA256 0x10U

static unsigned int read16(const uint8_t *bytes)
{
	return bytes[0] | (unsigned int)bytes[1] << 8;
}

static uint32_t read32(const uint8_t *bytes)
{
	return read16(bytes) | (uint32_t)read16(bytes + 2) << 16;
}

const char *image_read_header(const uint8_t *bytes, struct image *image)
{
	uint64_t hashed;

	if (read32(bytes) != HEADER_MAGIC)
		return "no MCUboot image: it does not begin with 3d b8 f3 96";
	image->header_size = read16(bytes + 8);
	image->protected_size = read16(bytes + 10);
	image->payload_size = read32(bytes + 12);
	image->flags = read32(bytes + 16);
	image->major = bytes[20];
	image->minor = bytes[21];
	image->revision = read16(bytes + 22);
	image->build = read32(bytes + 24);
	image->hash = NULL;
	hashed = (uint64_t)image->header_size + image->payload_size +
		 image->protected_size;
	image->hashed_size = (uint32_t)hashed;
	if (image->header_size < IMAGE_HEADER_SIZE || hashed > UINT32_MAX)
		return "the sizes in its header make no sense";
	return NULL;
}

/* Whether records with this magic number begin at offset and end in the file;
 * *end is where. */
static bool find_records(const uint8_t *bytes, size_t size, size_t offset,
			 unsigned int magic, size_t *end)
{
	size_t length;

	if (offset > size || size - offset < RECORDS_HEAD_SIZE)
		return false;
	length = read16(bytes + offset + 2);
	if (read16(bytes + offset) != magic || length < RECORDS_HEAD_SIZE ||
	    length > size - offset)
		return false;
	*end = offset + length;
	return true;
}

static const uint8_t *find_hash(const uint8_t *bytes, size_t offset, size_t end)
{
	size_t length;

	for (; end - offset >= RECORD_HEAD_SIZE; offset += length) {
		const uint8_t *record = bytes + offset;

		offset += RECORD_HEAD_SIZE;
		length = read16(record + 2);
		if (length > end - offset)
			return NULL;
		if (read16(record) == RECORD_SHA256 &&
		    length == IMAGE_HASH_SIZE)
			return bytes + offset;
	}
	return NULL;
}

const char *image_check(const uint8_t *bytes, size_t size, struct image *image)
{
	const char *why;
	size_t records;
	size_t end;

	if (size < IMAGE_HEADER_SIZE)
		return "no MCUboot image: it is shorter than a header";
	why = image_read_header(bytes, image);
	if (why)
		return why;
	if (image->flags & FLAG_NOT_BOOTABLE)
		return "it is marked as not bootable";
	/* Its hash is that of the plain text, which only the loader sees. */
	if (image->flags & (FLAG_ENCRYPTED_AES128 | FLAG_ENCRYPTED_AES256))
		return "it is encrypted, so that its hash cannot be checked";

	records = image->hashed_size;
	if (image->protected_size > 0 &&
	    (!find_records(bytes, size, records - image->protected_size,
			   PROTECTED_MAGIC, &end) ||
	     end != records))
		return "its protected records are cut off or damaged";
	if (!find_records(bytes, size, records, RECORDS_MAGIC, &end))
		return "it is cut off: its records are not where they should be";
	/* imgtool --pad fills up to the size of the slot and marks it as
	 * pending, before anything of it was checked. */
	if (end != size)
		return "something follows it: made with imgtool --pad?";
	image->hash = find_hash(bytes, records + RECORDS_HEAD_SIZE, end);
	if (!image->hash)
		return "it has no SHA-256";
	return NULL;
}
