/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that uses a generated header in all the ways in which it can be
 * used. C11 and C++17.
 *
 * header-use DTB FILE equal|stale: the map of DTB on the simulator, and whether
 * it is the one of the header. What can be opened is erased and written.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#ifdef HEADER_LAST
#include <flashmap/map.h>
#include <storage/flash_map.h>
#include <zephyr/storage/flash_map.h>
#endif
#include "board.h"
#include "board.h"
#include <flashmap/map.h>
#include <storage/flash_map.h>
#include <zephyr/storage/flash_map.h>

#ifdef __cplusplus
#define ASSERT(what) static_assert(what, #what)
#else
#define ASSERT(what) _Static_assert(what, #what)
#endif

#if !FLASH_AREA_LABEL_EXISTS(image_0) || !FLASH_AREA_LABEL_EXISTS(image_1)
#error "a slot has gone"
#endif
#if FLASH_AREA_LABEL_EXISTS(image_2) || FLASH_AREA_LABEL_EXISTS(unix)
#error "a slot that is not there"
#endif
#if FLASH_AREA_ID(image_0) == FLASH_AREA_ID(image_1)
#error "one id for two areas"
#endif
#if FLASH_AREA_OFFSET(image_1) - FLASH_AREA_OFFSET(image_0) != \
	FLASH_AREA_SIZE(image_0)
#error "the slots are not adjacent"
#endif

/* As Zephyr's own programs do. */
#define UPLOAD_LABEL image_1
/* Labels that are macros by chance. */
#define image_0 oops
#define ID oops
#define SIZE oops

ASSERT(FLASH_AREA_ID(UPLOAD_LABEL) == FLASH_AREA_ID(image_1));
ASSERT(FLASH_AREA_LABEL_EXISTS(UPLOAD_LABEL) == 1);
ASSERT(FLASH_AREA_OFFSET(image_0) == 0x20000);
ASSERT(FLASH_AREA_SIZE(image_0) == 0x60000);
ASSERT(FLASH_AREA_OFFSET(UPLOAD_LABEL) == 0x80000);
ASSERT(FLASH_AREA_LABEL_EXISTS(linux) == 1);
ASSERT(FLASH_AREA_OFFSET(linux) == 0x10000);
ASSERT(FLASH_AREA_OFFSET(default) == 0x11000);
ASSERT(FLASH_AREA_LABEL_EXISTS(never) == 0);
ASSERT(sizeof(FLASH_AREA_LABEL_STR(image_0)) == sizeof("image-0"));

#ifdef NODE_LABELS
#define SLOT slot1_partition
#if !FIXED_PARTITION_EXISTS(slot0_partition) ||                     \
	FIXED_PARTITION_EXISTS(slot2) || !PARTITION_EXISTS(SLOT) || \
	PARTITION_EXISTS(image_1)
#error "node labels"
#endif
ASSERT(FIXED_PARTITION_ID(slot0_partition) == FLASH_AREA_ID(image_0));
ASSERT(FIXED_PARTITION_ID(slot_b) == FLASH_AREA_ID(image_1));
ASSERT(FIXED_PARTITION_OFFSET(SLOT) == 0x80000);
ASSERT(FIXED_PARTITION_SIZE(scratch_partition) == 0x20000);
ASSERT(PARTITION_ID(storage_partition) == FLASH_AREA_ID(storage));
ASSERT(PARTITION_OFFSET(boot_partition) == 0);
ASSERT(PARTITION_SIZE(boot_partition) == 0x10000);
#endif

static const uint8_t slots[] = { FLASH_AREA_ID(image_0),
				 FLASH_AREA_ID(image_1) };
static const struct {
	const char *label;
	off_t offset;
	size_t size;
} table[FLASH_AREA_ID(image_1) + 1] = {
	{ FLASH_AREA_LABEL_STR(mcuboot), FLASH_AREA_OFFSET(mcuboot),
	  FLASH_AREA_SIZE(mcuboot) },
};

extern
#ifdef __cplusplus
	"C"
#endif
	int
	second_slot(uint8_t id);

static const char *name_of(uint8_t id)
{
	switch (id) {
	case FLASH_AREA_ID(image_0):
		return FLASH_AREA_LABEL_STR(image_0);
	case FLASH_AREA_ID(image_1):
		return FLASH_AREA_LABEL_STR(image_1);
	default:
		return "";
	}
}

static int use_default_map(const char *devicetree, const char *file)
{
	struct flashmap *map;
	int rc = flashmap_new(&map);

	if (!rc)
		rc = flashmap_set_devicetree(map, devicetree);
	if (!rc)
		rc = flashmap_set_simulator(map, file);
	if (!rc)
		rc = flashmap_load(map);
	if (!rc)
		rc = flashmap_set_default(map);
	return rc;
}

/* Harm that would show, where the wrong area is given. */
static void overwrite(const struct flash_area *fa)
{
	flash_area_erase(fa, 0, 4096);
	flash_area_write(fa, 0, "harm", 4);
}

static int check_equal(uint8_t id)
{
	const struct flash_area *fa;

	if (flash_area_open(id, &fa) || fa->fa_id != id)
		return 1;
	overwrite(fa);
	return strcmp(fa->fa_label, name_of(id)) != 0 ||
	       flashmap_area_id(name_of(id)) != id;
}

static int check_stale(uint8_t id)
{
	const struct flash_area *fa = NULL;
	int rc = flash_area_open(id, &fa);

	if (fa)
		overwrite(fa);
	return rc != -ESTALE || fa;
}

static int check_lookups(int equal)
{
	const struct device *device = FLASH_AREA_DEVICE(image_0);

	if (!device != !equal)
		return 1;
#ifndef NODE_LABELS
	/* The header leaves them to run time. */
	if (FIXED_PARTITION_ID(slot0_partition) != FLASH_AREA_ID(image_0) ||
	    PARTITION(slot1_partition) != FIXED_PARTITION(slot_b) ||
	    PARTITION_EXISTS(slot7_partition))
		return 1;
#else
	if (FIXED_PARTITION_DEVICE(slot0_partition) != device ||
	    PARTITION_DEVICE(slot0_partition) != device ||
	    FIXED_PARTITION(slot1_partition) != PARTITION(slot_b) ||
	    !FIXED_PARTITION(slot1_partition) != !equal)
		return 1;
#endif
	return 0;
}

int main(int argc, char **argv)
{
	int equal = argc > 3 && strcmp(argv[3], "equal") == 0;

	if (argc != 4 || use_default_map(argv[1], argv[2]))
		return 2;
	for (size_t i = 0; i < sizeof(slots); i++)
		if (equal ? check_equal(slots[i]) : check_stale(slots[i]))
			return 3;
	if (strcmp(table[0].label, "mcuboot") != 0 || table[0].offset != 0 ||
	    table[0].size != 0x10000)
		return 4;
	if (check_lookups(equal))
		return 5;
	return second_slot(FLASH_AREA_ID(image_1)) ? 0 : 6;
}
