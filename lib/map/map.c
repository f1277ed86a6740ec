// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/discover.h"
#include "log.h"
#include "map/configure.h"
#include "map/default.h"
#include "map/map.h"
#include "map/registry.h"

int flashmap_new(struct flashmap **map)
{
	if (!map)
		return -EINVAL;
	*map = calloc(1, sizeof(**map));
	if (!*map)
		return -ENOMEM;
	atomic_init(&(*map)->references, 1);
	fm_description_init(&(*map)->description);
	return 0;
}

struct flashmap *flashmap_ref(struct flashmap *map)
{
	if (map)
		atomic_fetch_add(&map->references, 1);
	return map;
}

struct flashmap *flashmap_unref(struct flashmap *map)
{
	if (!map || atomic_fetch_sub(&map->references, 1) > 1)
		return NULL;
	if (map->loaded)
		fm_registry_remove(map);
	fm_map_clear(map);
	fm_description_destroy(&map->description);
	fm_conf_destroy(&map->conf);
	fm_root_destroy(&map->root);
	free(map->directory);
	free(map->devicetree);
	free(map->simulator);
	free(map->config);
	free(map);
	return NULL;
}

int fm_map_set_text(struct flashmap *map, char **parameter, const char *value)
{
	char *copy = NULL;

	if (map->loaded)
		return -EBUSY;
	if (value) {
		copy = strdup(value);
		if (!copy)
			return -ENOMEM;
	}
	free(*parameter);
	*parameter = copy;
	return 0;
}

int flashmap_set_root(struct flashmap *map, const char *directory)
{
	return map ? fm_map_set_text(map, &map->directory, directory) : -EINVAL;
}

int flashmap_set_devicetree(struct flashmap *map, const char *file)
{
	return map ? fm_map_set_text(map, &map->devicetree, file) : -EINVAL;
}

int flashmap_set_config(struct flashmap *map, const char *file)
{
	return map ? fm_map_set_text(map, &map->config, file) : -EINVAL;
}

int flashmap_set_allow_in_use(struct flashmap *map, bool allow)
{
	if (!map)
		return -EINVAL;
	if (map->loaded)
		return -EBUSY;
	map->allow_in_use = allow;
	return 0;
}

int fm_map_copy_parameters(struct flashmap *map, const struct flashmap *from)
{
	int rc = fm_map_set_text(map, &map->directory, from->directory);

	if (!rc)
		rc = fm_map_set_text(map, &map->devicetree, from->devicetree);
	if (!rc)
		rc = fm_map_set_text(map, &map->simulator, from->simulator);
	if (!rc)
		rc = fm_map_set_text(map, &map->config, from->config);
	if (rc < 0)
		return rc;
	map->simulation = from->simulation;
	map->allow_in_use = from->allow_in_use;
	return 0;
}

static int look(struct flashmap *map)
{
	int rc = fm_root_init(&map->root, map->directory);

	if (rc < 0)
		return rc;
	if (map->directory && access(map->directory, X_OK) < 0) {
		rc = -errno;
		fm_log(FLASHMAP_LOG_ERROR, map->directory, rc,
		       "cannot look at this root");
		return rc;
	}
	if (map->simulator && !map->devicetree) {
		fm_log(FLASHMAP_LOG_ERROR, map->simulator, -EINVAL,
		       "a simulator needs a device tree that describes its "
		       "chips");
		return -EINVAL;
	}
	if (map->simulator)
		return map->simulation->describe(map->devicetree,
						 &map->description);
	return fm_discover(&map->root, map->devicetree, &map->description);
}

int flashmap_load(struct flashmap *map)
{
	int rc;

	if (!map)
		return -EINVAL;
	if (map->loaded)
		return -EALREADY;
	rc = look(map);
	if (!rc)
		rc = fm_configure_read(map);
	if (!rc)
		rc = fm_map_build(map);
	if (!rc)
		rc = fm_registry_add(map);
	if (rc < 0) {
		fm_map_clear(map);
		fm_description_destroy(&map->description);
		fm_conf_destroy(&map->conf);
		fm_root_destroy(&map->root);
		return rc;
	}
	map->loaded = true;
	return 0;
}

int flashmap_release(struct flashmap *map)
{
	int result = 0;

	if (!map)
		map = fm_default_peek();
	for (size_t i = 0; map && i < map->chip_count; i++) {
		int rc = fm_chip_release(&map->chips[i]);

		if (rc < 0)
			result = rc;
	}
	return result;
}

struct fm_chip *fm_map_find_chip(const struct flashmap *map, const char *name)
{
	for (size_t i = 0; i < map->chip_count; i++)
		if (strcmp(map->chips[i].name, name) == 0)
			return &map->chips[i];
	return NULL;
}

const struct fm_device *fm_map_find_device(const struct flashmap *map,
					   const char *name)
{
	for (size_t i = 0; i < map->device_count; i++)
		if (strcmp(map->devices[i].device.name, name) == 0)
			return &map->devices[i];
	return NULL;
}

int fm_map_get(struct flashmap **map)
{
	if (!*map && flashmap_get_default(map) < 0)
		return -EACCES;
	return (*map)->loaded ? 0 : -EACCES;
}
