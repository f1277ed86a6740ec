// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "map/registry.h"

enum kind {
	AREAS,
	DEVICES,
	KINDS
};

/* Addresses of the first one and of the end; 0 while unused. */
struct extent {
	atomic_uintptr_t begin;
	atomic_uintptr_t end;
};

/* Slots are used again but never freed: a reader may be at any of them. */
struct slot {
	struct slot *next;
	struct extent extents[KINDS];
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

static void set_extent(struct extent *extent, const void *begin,
		       const void *end)
{
	atomic_store(&extent->begin, (uintptr_t)begin);
	atomic_store(&extent->end, (uintptr_t)end);
}

static void set_slot(struct slot *slot, struct flashmap *map)
{
	atomic_fetch_add(&sequence, 1);
	if (map) {
		set_extent(&slot->extents[AREAS], map->areas,
			   map->areas + map->area_count);
		set_extent(&slot->extents[DEVICES], map->devices,
			   map->devices + map->device_count);
	} else {
		set_extent(&slot->extents[AREAS], NULL, NULL);
		set_extent(&slot->extents[DEVICES], NULL, NULL);
	}
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

static struct flashmap *find(const void *what, enum kind kind, size_t size,
			     size_t *index)
{
	uintptr_t address = (uintptr_t)what;
	struct flashmap *map;
	uintptr_t begin = 0;
	unsigned int before;

	do {
		struct slot *slot = atomic_load(&first_slot);

		before = atomic_load(&sequence);
		map = NULL;
		for (; slot && !map; slot = slot->next) {
			begin = atomic_load(&slot->extents[kind].begin);
			if (address >= begin &&
			    address < atomic_load(&slot->extents[kind].end))
				map = atomic_load(&slot->map);
		}
	} while ((before & 1) || before != atomic_load(&sequence));

	if (!map || (address - begin) % size != 0)
		return NULL;
	*index = (address - begin) / size;
	return map;
}

struct flashmap *fm_registry_find_area(const struct flash_area *fa,
				       size_t *index)
{
	return find(fa, AREAS, sizeof(*fa), index);
}

/* A struct device is the first member of what a map has. */
struct flashmap *fm_registry_find_device(const struct device *device,
					 size_t *index)
{
	return find(device, DEVICES, sizeof(struct fm_device), index);
}
