// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "log.h"
#include "map/areas.h"
#include "map/default.h"
#include "map/environment.h"
#include "map/label.h"

/* How long flashmap_wait() sleeps between two looks. */
#define WAIT_STEP_MS 50

/*
 * Published once it is loaded, never taken back: a map that was the default
 * map lives as long as the process, since areas of it may be anywhere.
 */
static _Atomic(struct flashmap *) default_map;
static pthread_mutex_t default_lock = PTHREAD_MUTEX_INITIALIZER;

struct flashmap *fm_default_peek(void)
{
	return atomic_load(&default_map);
}

int flashmap_set_default(struct flashmap *map)
{
	int rc = 0;

	if (!map || !map->loaded)
		return -EINVAL;
	pthread_mutex_lock(&default_lock);
	if (atomic_load(&default_map))
		rc = -EBUSY;
	else
		atomic_store(&default_map, flashmap_ref(map));
	pthread_mutex_unlock(&default_lock);
	if (!rc)
		fm_areas_check_program();
	return rc;
}

/* A new look with the parameters of an older one, if there was one. */
static int look_again(const struct flashmap *older, struct flashmap **map)
{
	int rc = flashmap_new(map);

	if (rc < 0)
		return rc;
	rc = older ? fm_map_copy_parameters(*map, older)
		   : fm_environment_apply(*map);
	if (!rc)
		rc = flashmap_load(*map);
	if (rc < 0)
		*map = flashmap_unref(*map);
	return rc;
}

int flashmap_get_default(struct flashmap **map)
{
	int rc = 0;

	if (!map)
		return -EINVAL;
	*map = atomic_load(&default_map);
	if (*map)
		return 0;

	pthread_mutex_lock(&default_lock);
	*map = atomic_load(&default_map);
	if (!*map) {
		rc = look_again(NULL, map);
		if (!rc) {
			fm_areas_check_program();
			atomic_store(&default_map, *map);
		}
	}
	pthread_mutex_unlock(&default_lock);
	return rc;
}

static int find(const struct flashmap *map, const char *label)
{
	const struct flash_area *fa;

	return map ? fm_label_find(map->labels, label, &fa) : -ENOENT;
}

/* -ENOENT if a new look does not find it either; it is dropped then. */
static int look_for(const char *label)
{
	struct flashmap *map;
	int rc;

	pthread_mutex_lock(&default_lock);
	rc = find(atomic_load(&default_map), label);
	if (rc != -ENOENT)
		goto out;
	if (look_again(atomic_load(&default_map), &map) < 0)
		goto out;
	rc = find(map, label);
	if (rc == -ENOENT)
		flashmap_unref(map);
	else
		atomic_store(&default_map, map);
out:
	pthread_mutex_unlock(&default_lock);
	return rc;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int flashmap_wait(const char *label, unsigned int timeout_ms)
{
	const struct timespec step = { .tv_nsec = WAIT_STEP_MS * 1000000L };
	int64_t end = now_ms() + timeout_ms;

	if (!label)
		return -EINVAL;
	for (;;) {
		int rc = look_for(label);

		if (rc != -ENOENT)
			return rc;
		if (now_ms() >= end)
			return -ETIMEDOUT;
		nanosleep(&step, NULL);
	}
}
