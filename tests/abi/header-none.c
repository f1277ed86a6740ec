/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The macros of a generated header, without one: they look up what they name.
 * C11 and C++17. "header-none DTB": the map of header.dts on the simulator.
 */
#include <stdio.h>
#include <string.h>

#include <flashmap/map.h>
#ifdef ZEPHYR_FIRST
#include <zephyr/storage/flash_map.h>
#endif
#include <storage/flash_map.h>
#include <zephyr/storage/flash_map.h>

/* As Zephyr's own programs do. */
#define UPLOAD_LABEL image_1
#define UPLOAD_NODE slot1_partition
/* Labels that are macros by chance. */
#define storage oops
#define mcuboot one, two
#define scratch_partition
#define label oops
#define written oops

static int errors;

#define CHECK(what) check((what) ? 1 : 0, __LINE__)

static void check(int holds, int line)
{
	if (holds)
		return;
	fprintf(stderr, "line %d\n", line);
	errors = 1;
}

static void check_labels(void)
{
	const struct flash_area *fa = NULL;

	CHECK(FLASH_AREA_LABEL_EXISTS(image_0));
	CHECK(flash_area_open(FLASH_AREA_ID(image_0), &fa) == 0);
	CHECK(fa && strcmp(fa->fa_label, "image-0") == 0);
	CHECK(strcmp(FLASH_AREA_LABEL_STR(image_0), "image-0") == 0);
	CHECK(FLASH_AREA_OFFSET(image_0) == 0x20000);
	CHECK(FLASH_AREA_SIZE(image_0) == 0x60000);
	CHECK(FLASH_AREA_DEVICE(image_0) == fa->fa_dev);

	CHECK(FLASH_AREA_LABEL_EXISTS(UPLOAD_LABEL));
	CHECK(FLASH_AREA_ID(UPLOAD_LABEL) == FLASH_AREA_ID(image_1));
	CHECK(FLASH_AREA_OFFSET(UPLOAD_LABEL) == 0x80000);
	CHECK(FLASH_AREA_OFFSET(default) == 0x11000);
}

static void check_macros(void)
{
	CHECK(FLASH_AREA_LABEL_EXISTS(linux));
	CHECK(FLASH_AREA_OFFSET(linux) == 0x10000);
	CHECK(FLASH_AREA_SIZE(linux) == 0x1000);
	CHECK(FLASH_AREA_ID(linux) == 1);
	CHECK(strcmp(FLASH_AREA_LABEL_STR(linux), "linux") == 0);
	CHECK(FLASH_AREA_DEVICE(linux) == FLASH_AREA_DEVICE(image_0));
	CHECK(FLASH_AREA_OFFSET(storage) == 0x1e000);
	CHECK(FLASH_AREA_SIZE(mcuboot) == 0x10000);
	CHECK(FIXED_PARTITION_SIZE(scratch_partition) == 0x20000);
	CHECK(PARTITION_SIZE(scratch_partition) == 0x20000);
	CHECK(PARTITION_EXISTS(scratch_partition));
}

static void check_node_labels(void)
{
	const struct flash_area *fa = FIXED_PARTITION(slot1_partition);

	CHECK(fa && fa->fa_id == FLASH_AREA_ID(image_1));
	CHECK(FIXED_PARTITION_EXISTS(slot1_partition));
	CHECK(FIXED_PARTITION_ID(slot_b) == fa->fa_id);
	CHECK(FIXED_PARTITION_OFFSET(UPLOAD_NODE) == 0x80000);
	CHECK(FIXED_PARTITION_SIZE(slot1_partition) == 0x60000);
	CHECK(FIXED_PARTITION_DEVICE(slot1_partition) == fa->fa_dev);
	CHECK(PARTITION_EXISTS(slot1_partition));
	CHECK(PARTITION_ID(UPLOAD_NODE) == fa->fa_id);
	CHECK(PARTITION_OFFSET(slot1_partition) == 0x80000);
	CHECK(PARTITION_SIZE(slot1_partition) == 0x60000);
	CHECK(PARTITION_DEVICE(UPLOAD_NODE) == fa->fa_dev);
	CHECK(PARTITION(slot_b) == fa);
}

static void check_unknown(void)
{
	const struct flash_area *fa;

	CHECK(!FLASH_AREA_LABEL_EXISTS(image_7));
	CHECK(FLASH_AREA_ID(image_7) == FLASH_AREA_ID_NONE);
	CHECK(FLASH_AREA_OFFSET(image_7) == -1);
	CHECK(FLASH_AREA_SIZE(image_7) == 0);
	CHECK(!FLASH_AREA_LABEL_STR(image_7));
	CHECK(!FLASH_AREA_DEVICE(image_7));
	CHECK(flash_area_open(FLASH_AREA_ID(image_7), &fa) != 0 && !fa);
	CHECK(!FIXED_PARTITION_EXISTS(image_0));
	CHECK(FIXED_PARTITION_ID(slot7_partition) == FLASH_AREA_ID_NONE);
	CHECK(FIXED_PARTITION_OFFSET(slot7_partition) == -1);
	CHECK(FIXED_PARTITION_SIZE(slot7_partition) == 0);
	CHECK(!FIXED_PARTITION_DEVICE(slot7_partition));
	CHECK(!FIXED_PARTITION(slot7_partition));
	CHECK(!PARTITION_EXISTS(slot7_partition));
	CHECK(!PARTITION(slot7_partition));
	/* An exact label wins; without one, two areas match. */
	CHECK(FLASH_AREA_OFFSET(twin) == 0x12000);
	CHECK(FLASH_AREA_OFFSET(tWIN) == -1);
}

int main(int argc, char **argv)
{
	struct flashmap *map = NULL;

	if (argc != 2 || flashmap_new(&map) ||
	    flashmap_set_devicetree(map, argv[1]) ||
	    flashmap_set_simulator(map, "ram") || flashmap_load(map) ||
	    flashmap_set_default(map))
		return 2;
	flashmap_unref(map);
	check_labels();
	check_macros();
	check_node_labels();
	check_unknown();
	return errors;
}
