/* SPDX-License-Identifier: 0BSD */
/*
 * Settings, each a key with a value, on a flash area of NOR. After a power cut
 * at any moment each key has the value of before or the new one.
 *
 * All settings together have to fit into one sector. NAND is not for this: a
 * value would take pages; UBI is. One program at a time changes a store.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <storage/flash_map.h>

/* So many of the area's first sectors are used. */
#define STORE_MAX_SECTORS 32
/* Largest write block. */
#define STORE_MAX_ALIGN 32
#define STORE_MAX_KEY 63
#define STORE_MAX_VALUE 1024

struct store {
	const struct flash_area *area;
	struct flash_sector sectors[STORE_MAX_SECTORS];
	uint32_t sector_count;
	size_t sector_size;
	uint32_t align;
	uint8_t erased;
	/* The sector that counts: its number, its generation (0: there is
	 * none), what it holds, and where its log ends. */
	uint32_t active;
	uint32_t generation;
	uint8_t *log;
	size_t end;
	/* Nothing may be added to its log. */
	bool closed;
	/* Its last record is the one that makes it count, from an earlier run
	 * of the program. */
	bool unsettled;
};

/* What store_list() calls for each setting. */
typedef void (*store_fn)(const char *key, const void *value, size_t size,
			 void *user_data);

/*
 * These return 0 or a negative errno.
 *
 * -ENOTSUP: the area has fewer than two sectors, sectors of several sizes, or
 * write blocks that are too large. An area with anything else in it is an
 * empty store, and what is there is gone with the first change.
 */
int store_open(struct store *store, const struct flash_area *area);
void store_close(struct store *store);

/* *size: in, the room in value; out, the size of the setting. -ENOENT;
 * -ENOSPC if there is too little room. */
int store_get(const struct store *store, const char *key, void *value,
	      size_t *size);

/* -EINVAL for a key or value of an impossible size; -ENOSPC where the sector
 * is full, before anything is changed. */
int store_set(struct store *store, const char *key, const void *value,
	      size_t size);

/* Forget all settings. */
int store_erase(struct store *store);

/* In the order in which they were set. */
void store_list(const struct store *store, store_fn function, void *user_data);

#endif /* STORE_H */
