/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * header-load DTB OBJECT: a program without a header loads a shared object
 * that has one, for another board, and unloads it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>

#include <flashmap/map.h>

static int open_slot(void)
{
	const struct flash_area *fa;

	return flash_area_open(FLASH_AREA_ID(image_0), &fa);
}

int main(int argc, char **argv)
{
	struct flashmap *map;
	void *object;

	if (argc != 3 || flashmap_new(&map) ||
	    flashmap_set_devicetree(map, argv[1]) ||
	    flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM) ||
	    flashmap_load(map) || flashmap_set_default(map))
		return 2;
	for (int i = 0; i < 3; i++) {
		if (open_slot())
			return 3;
		object = dlopen(argv[2], RTLD_NOW);
		if (!object) {
			fprintf(stderr, "%s\n", dlerror());
			return 4;
		}
		if (open_slot() != -ESTALE)
			return 5;
		if (dlclose(object))
			return 6;
	}
	return open_slot() ? 7 : 0;
}
