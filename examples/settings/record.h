/* SPDX-License-Identifier: 0BSD */
/*
 * What a sector of a store is made of. A record is a head, key and value,
 * filled up to a write block, and one more write block that is its seal.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store.h"

enum kind {
	KIND_VALUE = 1,
	/* Its value is the generation. */
	KIND_COMPLETE = 2,
};

/* Checksum 4, kind 1, size of the key 1, size of the value 2. */
#define RECORD_HEAD_SIZE 8

/* Each byte of a seal. */
#define RECORD_SEAL 0x69

struct record {
	unsigned int kind;
	const uint8_t *key;
	size_t key_size;
	const uint8_t *value;
	size_t value_size;
};

/* Little-endian. */
void record_put32(uint8_t *bytes, uint32_t number);
uint32_t record_get32(const uint8_t *bytes);

bool record_is_blank(const struct store *store, const uint8_t *bytes,
		     size_t size);

/* The record at *offset of a sector, and *offset behind its seal. */
bool record_next(const struct store *store, const uint8_t *sector,
		 size_t *offset, struct record *record);

/*
 * Whether the record that ends at offset, with its seal, has one. All of the
 * write block counts: one that was cut off may read at random.
 */
bool record_is_sealed(const struct store *store, const uint8_t *sector,
		      size_t offset);

bool record_has_key(const struct record *record, const uint8_t *key,
		    size_t key_size);

/* Puts a record at *offset of an image of a sector; false if it is full. */
bool record_add(const struct store *store, uint8_t *image, size_t *offset,
		const struct record *record);

#endif /* RECORD_H */
