// SPDX-License-Identifier: BSD-2-Clause
/*
 * print-map ROOT [FILE]: the areas of a system, with this device tree or its
 * live one, and the codes of its findings, one a line.
 * print-map --bits: those of a size, 32 or 64
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/map.h>
#include <storage/flash_map.h>

static struct flashmap *map;

struct chip_search {
	const char *name;
	const char *path;
};

static int find_chip(const struct flashmap_chip *chip, void *context)
{
	struct chip_search *search = context;

	if (strcmp(chip->name, search->name) == 0)
		search->path = chip->dt_path;
	return 0;
}

static int print_area(const struct flash_area *fa, void *unused)
{
	struct chip_search search = { fa->fa_dev_name, "?" };

	(void)unused;
	flashmap_foreach_chip(map, find_chip, &search);
	printf("%u %s %#llx %#zx \"%s\"\n", fa->fa_id, search.path,
	       (unsigned long long)fa->fa_off, fa->fa_size, fa->fa_label);
	return 0;
}

static int print_finding(const struct flashmap_finding *finding, void *unused)
{
	(void)unused;
	printf("finding %s\n", finding->code);
	return 0;
}

int main(int argc, char **argv)
{
	int rc;

	if (argc != 2 && argc != 3)
		return 2;
	if (strcmp(argv[1], "--bits") == 0) {
		printf("%zu\n", sizeof(size_t) * 8);
		return 0;
	}
	rc = flashmap_new(&map);
	if (!rc)
		rc = flashmap_set_root(map, argv[1]);
	if (!rc && argc == 3)
		rc = flashmap_set_devicetree(map, argv[2]);
	if (!rc)
		rc = flashmap_load(map);
	if (!rc)
		rc = flashmap_foreach_area(map, print_area, NULL);
	if (!rc)
		rc = flashmap_foreach_finding(map, print_finding, NULL);
	flashmap_unref(map);
	if (rc < 0)
		fprintf(stderr, "print-map: %s\n", strerror(-rc));
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
