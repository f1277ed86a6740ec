// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "map/registry.h"

/* Slots are used again but never freed: a reader may be at any of them. */
struct slot {
	struct slot *next;
	/* Addresses of the first area and of the end; 0 while unused. */
	atomic_uintptr_t begin;
	atomic_uintptr_t end;
	_Atomic(struct flashmap *) map;
};

static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct slot *) first_slot;
/* Odd while a slot changes: what was read meanwhile is read again. */
static atomic_uint sequence;

static struct slot *get_free_slot(void)
{
	struct slot *slot;

	for (slot = atomic_load(&first_slot); slot; slot = slot->next)
		if (!atomic_load(&slot->map))
			return slot;
	slot = calloc(1, sizeof(*slot));
	if (!slot)
		return NULL;
	slot->next = atomic_load(&first_slot);
	atomic_store(&first_slot, slot);
	return slot;
}

static void set_slot(struct slot *slot, struct flashmap *map)
{
	uintptr_t begin = map ? (uintptr_t)map->areas : 0;
	uintptr_t end = map ? (uintptr_t)(map->areas + map->area_count) : 0;

	atomic_fetch_add(&sequence, 1);
	atomic_store(&slot->begin, begin);
	atomic_store(&slot->end, end);
	atomic_store(&slot->map, map);
	atomic_fetch_add(&sequence, 1);
}

int fm_registry_add(struct flashmap *map)
{
	struct slot *slot;

	pthread_mutex_lock(&registry_lock);
	slot = get_free_slot();
	if (slot)
		set_slot(slot, map);
	pthread_mutex_unlock(&registry_lock);
	return slot ? 0 : -ENOMEM;
}

void fm_registry_remove(struct flashmap *map)
{
	struct slot *slot;

	pthread_mutex_lock(&registry_lock);
	for (slot = atomic_load(&first_slot); slot; slot = slot->next)
		if (atomic_load(&slot->map) == map)
			set_slot(slot, NULL);
	pthread_mutex_unlock(&registry_lock);
}

struct flashmap *fm_registry_find_area(const struct flash_area *fa,
				       size_t *index)
{
	uintptr_t address = (uintptr_t)fa;
	struct flashmap *map;
	uintptr_t begin = 0;
	unsigned int before;

	do {
		struct slot *slot = atomic_load(&first_slot);

		before = atomic_load(&sequence);
		map = NULL;
		for (; slot && !map; slot = slot->next) {
			begin = atomic_load(&slot->begin);
			if (address >= begin &&
			    address < atomic_load(&slot->end))
				map = atomic_load(&slot->map);
		}
	} while ((before & 1) || before != atomic_load(&sequence));

	if (!map || (address - begin) % sizeof(*fa) != 0)
		return NULL;
	*index = (address - begin) / sizeof(*fa);
	return map;
}

struct flashmap *fm_registry_find_device(const struct device *device)
{
	struct flashmap *found = NULL;
	struct slot *slot;

	pthread_mutex_lock(&registry_lock);
	for (slot = atomic_load(&first_slot); slot && !found;
	     slot = slot->next) {
		struct flashmap *map = atomic_load(&slot->map);

		for (size_t i = 0; map && i < map->chip_count; i++)
			if (&map->chips[i] == device)
				found = map;
	}
	pthread_mutex_unlock(&registry_lock);
	return found;
}
