// SPDX-License-Identifier: 0BSD
/*
 * A sector begins with a copy of all settings and a record that says that the
 * copy is complete and what generation it is; behind it stands what was set
 * since. The complete sector of the highest generation counts, alone. When it
 * is full, all settings go to the next sector, which is erased first: so what
 * counts is never erased before something newer is complete.
 *
 * A record is a head (checksum, kind, size of key and value, little-endian),
 * key and value, filled up to a write block. The write block behind it is its
 * seal, programmed when the record is. The seal is what makes power cuts
 * harmless: what was cut off can read well now and badly at the next start,
 * so that a checksum does not prove that a record will last. A seal does,
 * since it was begun when the record was there. From that follows:
 *
 * - "complete" counts only with its seal;
 * - a setting counts by its checksum, but nothing is added behind a record
 *   without a seal: one day the record would read badly and end the log;
 * - nothing is added while another sector holds what may be an attempt to
 *   replace this one: one day it would read well and hide what was added.
 *
 * Where nothing may be added, the next change goes to the next sector.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "store.h"

/* Of the value of "complete". */
#define GENERATION_SIZE 4

/* The last record with this key that stands at or behind offset. */
static bool find_last(const struct store *store, size_t offset,
		      const uint8_t *key, size_t key_size, struct record *found)
{
	struct record record;
	bool is_found = false;

	while (offset < store->end &&
	       record_next(store, store->log, &offset, &record)) {
		if (!record_has_key(&record, key, key_size))
			continue;
		*found = record;
		is_found = true;
	}
	return is_found;
}

/* What is found in one sector. */
struct look {
	uint32_t generation;
	size_t end;
	bool closed;
	bool unsettled;
};

static void look_at(const struct store *store, const uint8_t *sector,
		    struct look *look)
{
	bool sealed = false;
	struct record record;
	size_t next = 0;

	memset(look, 0, sizeof(*look));
	while (record_next(store, sector, &next, &record)) {
		sealed = record_is_sealed(store, sector, next);
		look->unsettled = record.kind == KIND_COMPLETE;
		if (record.kind == KIND_COMPLETE && sealed &&
		    record.value_size == GENERATION_SIZE)
			look->generation = record_get32(record.value);
		look->end = next;
	}
	look->closed = !sealed ||
		       !record_is_blank(store, sector + look->end,
					store->sector_size - look->end);
}

/* Look at every sector and keep the one that counts. */
static int find_active(struct store *store, uint8_t *sector)
{
	bool attempt = false;
	struct look look;
	uint32_t i;
	int err;

	for (i = 0; i < store->sector_count; i++) {
		err = flash_area_read(store->area, store->sectors[i].fs_off,
				      sector, store->sector_size);
		if (err)
			return err;
		look_at(store, sector, &look);
		if (look.generation == 0 &&
		    !record_is_blank(store, sector, store->sector_size))
			attempt = true;
		if (look.generation <= store->generation)
			continue;
		store->active = i;
		store->generation = look.generation;
		store->end = look.end;
		store->closed = look.closed;
		store->unsettled = look.unsettled;
		memcpy(store->log, sector, store->sector_size);
	}
	if (attempt || store->generation == 0)
		store->closed = true;
	return 0;
}

static int find_sectors(struct store *store)
{
	uint32_t count = STORE_MAX_SECTORS;
	uint32_t i;
	int err = flash_area_sectors(store->area, &count, store->sectors);

	/* -ENOMEM: there are more, and the array is filled. */
	if (err && err != -ENOMEM)
		return err;
	if (count < 2 || store->align == 0 || store->align > STORE_MAX_ALIGN)
		return -ENOTSUP;
	for (i = 1; i < count; i++)
		if (store->sectors[i].fs_size != store->sectors[0].fs_size)
			return -ENOTSUP;
	store->sector_count = count;
	store->sector_size = store->sectors[0].fs_size;
	return 0;
}

int store_open(struct store *store, const struct flash_area *area)
{
	uint8_t *sector;
	int err;

	memset(store, 0, sizeof(*store));
	store->area = area;
	store->align = flash_area_align(area);
	store->erased = flash_area_erased_val(area);
	err = find_sectors(store);
	if (err)
		return err;
	sector = malloc(store->sector_size);
	store->log = malloc(store->sector_size);
	err = sector && store->log ? find_active(store, sector) : -ENOMEM;
	free(sector);
	if (err)
		store_close(store);
	return err;
}

void store_close(struct store *store)
{
	free(store->log);
	store->log = NULL;
}

/* Success is what the kernel says; a chip that is locked ignores commands. */
static int write_and_look(const struct store *store, off_t off,
			  const uint8_t *bytes, size_t size)
{
	uint8_t *back = malloc(size);
	int err;

	if (!back)
		return -ENOMEM;
	err = flash_area_write(store->area, off, bytes, size);
	if (!err)
		err = flash_area_read(store->area, off, back, size);
	if (!err && memcmp(back, bytes, size) != 0)
		err = -EIO;
	free(back);
	return err;
}

/* Seal the record that stands before offset, in image and in flash. */
static int write_seal(const struct store *store, uint32_t number,
		      uint8_t *image, size_t offset)
{
	uint8_t *seal = image + offset - store->align;

	memset(seal, RECORD_SEAL, store->align);
	return write_and_look(store,
			      store->sectors[number].fs_off + (off_t)offset -
				      (off_t)store->align,
			      seal, store->align);
}

/* Add to the log that counts. */
static int append(struct store *store, const struct record *record)
{
	off_t sector = store->sectors[store->active].fs_off;
	size_t end = store->end;
	int err;

	if (!record_add(store, store->log, &end, record))
		return -ENOSPC;
	err = write_and_look(store, sector + (off_t)store->end,
			     store->log + store->end,
			     end - store->end - store->align);
	if (!err)
		err = write_seal(store, store->active, store->log, end);
	if (err) {
		/* Something stands there, and not what should. */
		memset(store->log + store->end, store->erased,
		       end - store->end);
		store->closed = true;
		return err;
	}
	store->end = end;
	return 0;
}

/* An image of a sector with all settings, and record in place of the one with
 * its key; without any if record is NULL. */
static int fill(const struct store *store, uint8_t *image, size_t *end,
		const struct record *record)
{
	struct record old;
	struct record later;
	size_t next = 0;

	*end = 0;
	memset(image, store->erased, store->sector_size);
	while (record && next < store->end &&
	       record_next(store, store->log, &next, &old)) {
		if (old.kind != KIND_VALUE ||
		    record_has_key(&old, record->key, record->key_size) ||
		    find_last(store, next, old.key, old.key_size, &later))
			continue;
		if (!record_add(store, image, end, &old))
			return -ENOSPC;
	}
	if (record && !record_add(store, image, end, record))
		return -ENOSPC;
	return 0;
}

/*
 * Nothing in a sector counts if its first head is all programmed. Done before
 * it is erased: an erase that is cut off may leave the first half as it was,
 * and there may be an attempt in it that nobody knows to have failed. Where a
 * write block is programmed once only, an attempt that failed has a block
 * that will not read well.
 */
static int invalidate(const struct store *store, uint32_t number)
{
	uint8_t head[RECORD_HEAD_SIZE];

	if (store->align > 1)
		return 0;
	memset(head, (uint8_t)~store->erased, sizeof(head));
	return flash_area_write(store->area, store->sectors[number].fs_off,
				head, sizeof(head));
}

/* Make a sector the one that counts; image is what to write up to end. */
static int write_sector(const struct store *store, uint32_t number,
			uint8_t *image, size_t end)
{
	off_t off = store->sectors[number].fs_off;
	int err = invalidate(store, number);

	/* Erased in any case: what reads blank may be an erase cut off. */
	if (!err)
		err = flash_area_erase(store->area, off, store->sector_size);
	if (!err)
		err = write_and_look(store, off, image, end - store->align);
	if (!err)
		err = write_seal(store, number, image, end);
	return err;
}

/*
 * All settings, with the new record, to the next sector; to the one behind it
 * if that fails, since sectors wear out.
 */
static int rotate(struct store *store, const struct record *record)
{
	uint8_t *image = malloc(store->sector_size);
	uint8_t bytes[GENERATION_SIZE];
	struct record complete = { .kind = KIND_COMPLETE,
				   .value = bytes,
				   .value_size = sizeof(bytes) };
	int err = image ? -EIO : -ENOMEM;
	uint32_t i;

	for (i = 1; image && err == -EIO && i < store->sector_count; i++) {
		uint32_t number = (store->active + i) % store->sector_count;
		uint32_t generation = store->generation + i;
		size_t end;

		record_put32(bytes, generation);
		err = fill(store, image, &end, record);
		if (!err && !record_add(store, image, &end, &complete))
			err = -ENOSPC;
		if (!err)
			err = write_sector(store, number, image, end);
		if (err)
			continue;
		memcpy(store->log, image, store->sector_size);
		store->active = number;
		store->generation = generation;
		store->end = end;
		store->closed = i > 1;
		store->unsettled = false;
	}
	free(image);
	return err;
}

/*
 * The seal of a sector that counts may have been cut off itself: it reads well
 * now, and what is done next relies on that. Programming the same again makes
 * it last; a write block that is programmed once only reads well or never.
 */
static int settle(struct store *store)
{
	int err = 0;

	if (store->unsettled && store->align == 1)
		err = write_seal(store, store->active, store->log, store->end);
	if (!err)
		store->unsettled = false;
	return err;
}

static int change(struct store *store, const struct record *record)
{
	int err = settle(store);

	if (err)
		return err;
	if (record && !store->closed && append(store, record) == 0)
		return 0;
	return rotate(store, record);
}

int store_get(const struct store *store, const char *key, void *value,
	      size_t *size)
{
	struct record record;

	if (!find_last(store, 0, (const uint8_t *)key, strlen(key), &record))
		return -ENOENT;
	if (record.value_size > *size)
		return -ENOSPC;
	*size = record.value_size;
	if (*size > 0)
		memcpy(value, record.value, *size);
	return 0;
}

int store_set(struct store *store, const char *key, const void *value,
	      size_t size)
{
	struct record record = { .kind = KIND_VALUE,
				 .value = value,
				 .value_size = size };
	struct record old;

	record.key = (const uint8_t *)key;
	record.key_size = strlen(key);
	if (record.key_size < 1 || record.key_size > STORE_MAX_KEY ||
	    size > STORE_MAX_VALUE)
		return -EINVAL;
	/* What is there already wears nothing out. */
	if (!store->closed &&
	    find_last(store, 0, record.key, record.key_size, &old) &&
	    old.value_size == size &&
	    (size == 0 || memcmp(old.value, value, size) == 0))
		return 0;
	return change(store, &record);
}

int store_erase(struct store *store)
{
	uint32_t i;
	int err = change(store, NULL);

	/* Not needed for the store: so that nobody reads the flash itself. */
	for (i = 0; !err && i < store->sector_count; i++)
		if (i != store->active)
			err = flash_area_erase(store->area,
					       store->sectors[i].fs_off,
					       store->sector_size);
	return err;
}

void store_list(const struct store *store, store_fn function, void *user_data)
{
	char key[STORE_MAX_KEY + 1];
	struct record record;
	struct record later;
	size_t next = 0;

	while (next < store->end &&
	       record_next(store, store->log, &next, &record)) {
		if (record.kind != KIND_VALUE ||
		    record.key_size > STORE_MAX_KEY ||
		    find_last(store, next, record.key, record.key_size, &later))
			continue;
		memcpy(key, record.key, record.key_size);
		key[record.key_size] = '\0';
		function(key, record.value, record.value_size, user_data);
	}
}
