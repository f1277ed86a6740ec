// SPDX-License-Identifier: 0BSD

#include <string.h>

#include "record.h"

void record_put32(uint8_t *bytes, uint32_t number)
{
	int i;

	for (i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(number >> 8 * i);
}

uint32_t record_get32(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* CRC-32 as of Ethernet. */
static uint32_t checksum(const uint8_t *bytes, size_t size)
{
	uint32_t crc = 0xffffffffU;
	int bit;

	for (; size > 0; size--) {
		crc ^= *bytes++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
	}
	return ~crc;
}

bool record_is_blank(const struct store *store, const uint8_t *bytes,
		     size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != store->erased)
			return false;
	return true;
}

/* Without its seal. */
static size_t record_size(const struct store *store,
			  const struct record *record)
{
	size_t size = RECORD_HEAD_SIZE + record->key_size + record->value_size;

	return (size + store->align - 1) / store->align * store->align;
}

bool record_next(const struct store *store, const uint8_t *sector,
		 size_t *offset, struct record *record)
{
	const uint8_t *head = sector + *offset;
	size_t left = store->sector_size - *offset;
	size_t size;

	if (left < RECORD_HEAD_SIZE)
		return false;
	record->kind = head[4];
	record->key_size = head[5];
	record->value_size = head[6] | (size_t)head[7] << 8;
	record->key = head + RECORD_HEAD_SIZE;
	record->value = record->key + record->key_size;
	size = record_size(store, record) + store->align;
	if (size > left ||
	    record_get32(head) !=
		    checksum(head + 4, RECORD_HEAD_SIZE - 4 + record->key_size +
					       record->value_size))
		return false;
	*offset += size;
	return true;
}

bool record_is_sealed(const struct store *store, const uint8_t *sector,
		      size_t offset)
{
	size_t i;

	for (i = offset - store->align; i < offset; i++)
		if (sector[i] != RECORD_SEAL)
			return false;
	return true;
}

bool record_has_key(const struct record *record, const uint8_t *key,
		    size_t key_size)
{
	return record->kind == KIND_VALUE && record->key_size == key_size &&
	       memcmp(record->key, key, key_size) == 0;
}

bool record_add(const struct store *store, uint8_t *image, size_t *offset,
		const struct record *record)
{
	uint8_t *head = image + *offset;
	size_t size = record_size(store, record) + store->align;

	if (size > store->sector_size - *offset)
		return false;
	head[4] = (uint8_t)record->kind;
	head[5] = (uint8_t)record->key_size;
	head[6] = (uint8_t)record->value_size;
	head[7] = (uint8_t)(record->value_size >> 8);
	if (record->key_size > 0)
		memcpy(head + RECORD_HEAD_SIZE, record->key, record->key_size);
	if (record->value_size > 0)
		memcpy(head + RECORD_HEAD_SIZE + record->key_size,
		       record->value, record->value_size);
	record_put32(head, checksum(head + 4, RECORD_HEAD_SIZE - 4 +
						      record->key_size +
						      record->value_size));
	*offset += size;
	return true;
}
