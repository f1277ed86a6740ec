/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program of a user's, C and C++: "area DTB FILE" rewrites image-1 of the
 * simulated chip and looks at it, and at its neighbours.
 */
#include <stdio.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/log.h>
#include <flashmap/map.h>
#include <flashmap/sim.h>
#include <flashmap/version.h>
#include <storage/flash_map.h>

static int failed(const char *what, long result)
{
	fprintf(stderr, "%s: %ld\n", what, result);
	return 1;
}

static int use_area(const struct flash_area *fa)
{
	static const char text[] = "written by a program of a user's";
	char back[sizeof(text)] = "";
	int rc;

	rc = flash_area_erase(fa, 0, fa->fa_size);
	if (rc)
		return failed("erase", rc);
	rc = flash_area_write(fa, 16, text, sizeof(text));
	if (rc)
		return failed("write", rc);
	rc = flash_area_read(fa, 16, back, sizeof(back));
	if (rc)
		return failed("read", rc);
	if (memcmp(text, back, sizeof(text)) != 0)
		return failed("compare", 0);
	return 0;
}

int main(int argc, char **argv)
{
	const struct flash_area *fa;
	struct flashmap *map;
	int rc;

	if (argc != 3)
		return failed("usage: area DTB FILE", argc);
	if (strcmp(FLASHMAP_VERSION, flashmap_version()) != 0)
		return failed(flashmap_version(), 0);

	rc = flashmap_new(&map);
	if (rc)
		return failed("new", rc);
	rc = flashmap_set_devicetree(map, argv[1]);
	if (!rc)
		rc = flashmap_set_simulator(map, argv[2]);
	if (!rc)
		rc = flashmap_load(map);
	if (!rc)
		rc = flashmap_set_default(map);
	flashmap_unref(map);
	if (rc)
		return failed("load", rc);

	rc = flash_area_open(FLASH_AREA_ID(image_1), &fa);
	if (rc)
		return failed("open", rc);
	rc = use_area(fa);
	flash_area_close(fa);
	return rc;
}
