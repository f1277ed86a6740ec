// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel without MTD, and one with MTD and no device. */

#include <stdio.h>
#include <stdlib.h>

#include <flashmap/map.h>

#include "guest.h"

static void count_area(const struct flash_area *fa, void *user_data)
{
	(void)fa;
	++*(int *)user_data;
}

GUEST_TEST(nomtd, no_mtd_is_no_map)
{
	const struct flash_area *fa = (const void *)&errno;
	struct flashmap *map = (struct flashmap *)&errno;
	struct flash_sector sector;
	uint32_t count = 1;
	int areas = 0;

	expect_errors();
	CHECK_EQ(flash_area_open(0, &fa), -EACCES);
	CHECK(fa == NULL);
	CHECK_EQ(flashmap_get_default(&map), -ENODEV);
	CHECK(map == NULL);
	CHECK_EQ(flashmap_area_id(MTDRAM), FLASH_AREA_ID_NONE);
	CHECK(flash_area_get_sectors(0, &count, &sector) < 0);
	CHECK_EQ(flashmap_release(NULL), 0);
	flash_area_foreach(count_area, &areas);
	CHECK_EQ(areas, 0);
}

GUEST_TEST(nomtd, failed_look_is_not_remembered)
{
	const struct flash_area *fa;

	expect_errors();
	CHECK_EQ(flash_area_open(0, &fa), -EACCES);
	CHECK_EQ(sh("modprobe mtdram total_size=1024 erase_size=64"), 0);
	CHECK_EQ(flash_area_open(0, &fa), 0);
	CHECK_EQ(fa->fa_size, 1 * MIB);
	CHECK_EQ(sh("rmmod mtdram && rmmod mtd"), 0);
}

GUEST_TEST(nomtd, late_mtd_is_waited_for)
{
	const struct flash_area *fa;

	expect_errors();
	CHECK_EQ(flashmap_wait(MTDRAM, 0), -ETIMEDOUT);
	CHECK_EQ(sh("(sleep 1; modprobe mtdram total_size=1024) &"), 0);
	CHECK_EQ(flashmap_wait(MTDRAM, 60000), 0);
	CHECK_EQ(flashmap_open_label(NULL, MTDRAM, &fa), 0);
	CHECK_EQ(sh("rmmod mtdram && rmmod mtd"), 0);
}

GUEST_TEST(nodevice, no_device_is_an_empty_map)
{
	const struct flash_area *fa = (const void *)&errno;
	struct flashmap *map;
	int areas = 0;

	CHECK_EQ(flashmap_get_default(&map), 0);
	CHECK_EQ(flash_area_open(0, &fa), -ENOENT);
	CHECK(fa == NULL);
	CHECK_EQ(flashmap_area_id(MTDRAM), FLASH_AREA_ID_NONE);
	flash_area_foreach(count_area, &areas);
	CHECK_EQ(areas, 0);
}
