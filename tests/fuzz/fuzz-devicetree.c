// SPDX-License-Identifier: BSD-2-Clause
/* A device tree: no input crashes, hangs, or takes memory without bound. */

#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <flashmap/map.h>

#include "discover/chips.h"
#include "discover/chip-names.h"
#include "discover/devicetree.h"
#include "discover/dt-flash.h"
#include "discover/tie.h"
#include "runner.h"
#include "seeds.h"

static unsigned long sound, reached, loaded;

/* A file in memory whose name can be opened. */
static const char *make_file(const uint8_t *data, size_t size)
{
	static char name[64];
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("blob", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 0) < 0 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return name;
}

/* MTDs of the seeds: with a node, with a label, and neither. */
static void add_mtds(struct fm_description *description)
{
	static const struct {
		const char *name, *dt_path, *parent;
		uint64_t offset;
	} mtds[] = {
		{ "boot", "/spi@0/flash@0/partitions/boot@0", "devices/spi0.0",
		  0 },
		{ "kernel", NULL, "devices/spi1.0", 0x10000 },
		{ "x", NULL, "devices/spi0.0", 0x10000 },
	};

	for (size_t i = 0; i < sizeof(mtds) / sizeof(mtds[0]); i++) {
		struct fm_mtd_description *mtd =
			fm_description_add_mtd(description);

		if (!mtd)
			abort();
		mtd->number = (int)i;
		mtd->name = strdup(mtds[i].name);
		mtd->type = strdup("nor");
		mtd->parent = strdup(mtds[i].parent);
		mtd->parent_number = FM_NO_MTD;
		if (mtds[i].dt_path)
			mtd->dt_path = strdup(mtds[i].dt_path);
		mtd->offset = mtds[i].offset;
		mtd->offset_present = true;
		mtd->size = 0x10000;
		mtd->erase_size = 0x1000;
		mtd->write_size = 1;
		mtd->known = true;
	}
}

static bool has_mistake(const struct fm_description *description)
{
	for (size_t i = 0; i < description->finding_count; i++)
		if (strcmp(description->findings[i].code, "tree-mistake") == 0)
			return true;
	return false;
}

/* Each node has a few findings at most, and the MTDs have some. */
static void check_bounds(const struct fm_description *description, size_t size)
{
	if (description->partition_count > 1024 ||
	    description->finding_count > size / 4 + 64)
		abort();
}

/* Whether partitions were read, or refused for a mistake. */
static bool read_board(const uint8_t *data, size_t size)
{
	struct fm_description description;
	/* Of exactly its size, so that a byte read past it is noticed. */
	char *copy = malloc(size ? size : 1);
	bool found = false;
	struct fm_dt dt;
	int rc;

	if (!copy)
		abort();
	memcpy(copy, data, size);
	if (fm_dt_take(&dt, "an input", copy, size) < 0)
		return false;
	sound++;
	dt.findings = &description;

	fm_description_init(&description);
	add_mtds(&description);
	rc = fm_chips_place(&description);
	if (!rc)
		rc = fm_dt_read_flash(&dt, &description);
	if (!rc) {
		found = description.partition_count > 0 ||
			has_mistake(&description);
		rc = fm_tie(&description);
	}
	if (!rc)
		rc = fm_chips_name(&description);
	check_bounds(&description, size);
	fm_description_destroy(&description);
	fm_dt_close(&dt);
	return found;
}

static bool read_simulated(const char *file)
{
	struct fm_description description;
	bool found;

	fm_description_init(&description);
	fm_devicetree_read_simulated(file, &description);
	found = description.partition_count > 0;
	fm_description_destroy(&description);
	return found;
}

static char folder[64];

static void remove_folder(void)
{
	rmdir(folder);
}

/* The root of a system that has nothing. */
static void make_folder(void)
{
	const char *above = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/flashmap-fuzz-XXXXXX",
		 above && strlen(above) < 32 ? above : "/tmp");
	if (!mkdtemp(folder))
		abort();
	atexit(remove_folder);
}

static void load_map(const char *file)
{
	struct flashmap *map;

	if (!folder[0])
		make_folder();

	if (flashmap_new(&map) < 0 || flashmap_set_root(map, folder) < 0 ||
	    flashmap_set_devicetree(map, file) < 0)
		abort();
	loaded += flashmap_load(map) == 0;
	flashmap_unref(map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *file = make_file(data, size);
	bool found = read_board(data, size);

	found = read_simulated(file) || found;
	load_map(file);
	reached += found;
	if (found && fdt_check_full(data, size) != 0)
		abort();
	return 0;
}

static bool report(unsigned long runs)
{
	printf("%s: %lu were sound, %lu reached partitions, %lu gave a map\n",
	       fuzz_target.name, sound, reached, loaded);
	return reached >= runs * 3 / 10;
}

const struct fuzz_target fuzz_target = {
	.name = "fuzz-devicetree",
	.seed_count = TREE_SEEDS,
	.write_seed = tree_write_seed,
	.mutate = tree_mutate,
	.report = report,
};
