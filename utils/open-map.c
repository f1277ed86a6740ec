// SPDX-License-Identifier: GPL-2.0-or-later
#include "open-map.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "environment.h"
#include "report.h"

/* The library loads the default map by itself, from the environment too. */
static bool is_default(const struct options *options)
{
	return !options->root && !options->devicetree && !options->simulator &&
	       !options->config && !options->force &&
	       !options->describes_devicetree;
}

static int report_load(const struct options *options, int error)
{
	if (error == -ENODEV && options->root)
		return report(STATUS_FAILED,
			      "no MTD below %s: neither sys/class/mtd nor "
			      "proc/mtd is there",
			      options->root);
	if (error == -ENODEV)
		return report(STATUS_FAILED,
			      "no MTD in this kernel: neither /sys/class/mtd "
			      "nor /proc/mtd is there; flash needs CONFIG_MTD "
			      "and a driver");
	report_failure(error, NULL, "cannot make the flash map");
	return STATUS_FAILED;
}

/* Of another board: what MTDs this system has must not show. */
static int load_devicetree(struct flashmap *map)
{
	const char *above = getenv("TMPDIR");
	char *empty;
	int error;

	if (asprintf(&empty, "%s/flashmap.XXXXXX",
		     above && above[0] ? above : "/tmp") < 0)
		return -ENOMEM;
	if (!mkdtemp(empty)) {
		error = -errno;
		free(empty);
		return error;
	}
	error = flashmap_set_root(map, empty);
	if (!error)
		error = flashmap_load(map);
	rmdir(empty);
	free(empty);
	return error;
}

static int set_up(struct flashmap *map, const struct options *options)
{
	const char *root = options->root;
	const char *devicetree = options->devicetree;
	const char *simulator = options->simulator;
	const char *config = options->config;
	int error;

	/* Named here, the map is that and nothing a shell has left behind. */
	if (!root && !devicetree && !simulator) {
		root = environment_get("FLASHMAP_ROOT");
		devicetree = environment_get("FLASHMAP_DTB");
		simulator = environment_get("FLASHMAP_SIM");
		if (!config)
			config = environment_get("FLASHMAP_CONFIG");
	}
	error = flashmap_set_devicetree(map, devicetree);
	if (error)
		return error;
	error = flashmap_set_simulator(map, simulator);
	if (error)
		return error;
	error = flashmap_set_config(map, config);
	if (error)
		return error;
	error = flashmap_set_allow_in_use(map, options->force);
	if (error)
		return error;
	if (options->describes_devicetree && devicetree && !root && !simulator)
		return load_devicetree(map);
	error = flashmap_set_root(map, root);
	return error ? error : flashmap_load(map);
}

int map_open(const struct options *options, struct flashmap **map)
{
	int error;

	*map = NULL;
	if (options->simulator && !options->devicetree)
		return report(STATUS_USAGE,
			      "--sim needs --dtb FILE, "
			      "which describes the chips to simulate");
	if (is_default(options)) {
		error = flashmap_get_default(map);
		return error ? report_load(options, error) : STATUS_DONE;
	}
	error = flashmap_new(map);
	if (!error)
		error = set_up(*map, options);
	if (!error)
		return STATUS_DONE;
	*map = flashmap_unref(*map);
	return report_load(options, error);
}

const char *map_source(const struct options *options)
{
	const char *root = options->root;
	const char *devicetree = options->devicetree;
	const char *slash;

	if (!root && !devicetree && !options->simulator) {
		root = environment_peek("FLASHMAP_ROOT");
		devicetree = environment_peek("FLASHMAP_DTB");
	}
	if (!devicetree)
		return root ? "a system below another root"
			    : "the running system";
	slash = strrchr(devicetree, '/');
	return slash ? slash + 1 : devicetree;
}

void map_close(const struct options *options, struct flashmap *map)
{
	if (!is_default(options))
		flashmap_unref(map);
}
