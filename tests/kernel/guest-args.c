// SPDX-License-Identifier: GPL-2.0-or-later
/* Wrong arguments: a clear error, and not one byte changed anywhere. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

static const char *const byte_devices[] = {
	MTDRAM, RAMDISK, SMALL_SECTORS, LOADER, QUOTED, NULL,
};

static const char *const nand[] = { NAND0, NAND1, NAND2, NULL };

static uint8_t buffer[4 * 128 * 1024];

static void all_three(const struct flash_area *fa, off_t off, size_t len,
		      int expected)
{
	CHECK_EQ(flash_area_read(fa, off, buffer, len), expected);
	CHECK_EQ(flash_area_write(fa, off, buffer, len), expected);
	CHECK_EQ(flash_area_erase(fa, off, len), expected);
}

static void outside(const struct flash_area *fa)
{
	off_t size = (off_t)fa->fa_size;
	off_t sector = 4 * KIB;

	all_three(fa, 1, SIZE_MAX, -EINVAL);
	all_three(fa, 0, SIZE_MAX, -EINVAL);
	all_three(fa, size - 1, SIZE_MAX, -EINVAL);
	all_three(fa, size, SIZE_MAX, -EINVAL);
	all_three(fa, sector, SIZE_MAX - (size_t)sector + 1, -EINVAL);
	all_three(fa, -1, 1, -EINVAL);
	all_three(fa, -1, SIZE_MAX, -EINVAL);
	all_three(fa, -sector, (size_t)sector, -EINVAL);
	all_three(fa, -sector, 2 * (size_t)sector, -EINVAL);
	all_three(fa, LLONG_MIN, 1, -EINVAL);
	all_three(fa, LLONG_MAX, 1, -EINVAL);
	all_three(fa, size, 1, -EINVAL);
	all_three(fa, size + 1, 0, -EINVAL);
	all_three(fa, -1, 0, -EINVAL);
	all_three(fa, 0, fa->fa_size + 1, -EINVAL);
	all_three(fa, size - 128 * KIB, 256 * KIB, -EINVAL);
	all_three(fa, 1LL << 32, 128 * KIB, -EINVAL);
}

static void all_outside(const char *const *labels)
{
	expect_errors();
	dump_begin();
	for (; *labels; labels++)
		outside(area(*labels));
	dump_end();
}

GUEST_TEST(devices, ranges_outside_are_refused)
{
	all_outside(byte_devices);
}

GUEST_TEST(nand, ranges_outside_nand_are_refused)
{
	all_outside(nand);
}

static void all_misaligned(const char *const *labels)
{
	expect_errors();
	dump_begin();
	for (; *labels; labels++) {
		const struct flash_area *fa = area(*labels);
		struct flashmap_area_info info;
		size_t sector;

		CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
		sector = (size_t)info.erase_size;
		CHECK_EQ(flash_area_erase(fa, 0, sector / 2), -EINVAL);
		CHECK_EQ(flash_area_erase(fa, 0, 1), -EINVAL);
		CHECK_EQ(flash_area_erase(fa, 0, sector + 1), -EINVAL);
		CHECK_EQ(flash_area_erase(fa, 0, 2 * sector - 1), -EINVAL);
		CHECK_EQ(flash_area_erase(fa, (off_t)sector / 2, sector),
			 -EINVAL);
		CHECK_EQ(flash_area_erase(fa, 1, sector - 1), -EINVAL);
		CHECK_EQ(flash_area_erase(fa, (off_t)sector / 2, sector / 2),
			 -EINVAL);
		CHECK_EQ(flash_area_erase(fa, (off_t)fa->fa_size - 1, 1),
			 -EINVAL);
	}
	dump_end();
}

GUEST_TEST(devices, misaligned_erase_is_refused)
{
	all_misaligned(byte_devices);
}

GUEST_TEST(nand, misaligned_block_is_refused)
{
	all_misaligned(nand);
}

GUEST_TEST(nand, misaligned_page_is_refused)
{
	const struct flash_area *fa = area(NAND0);
	off_t off = 30 * NAND_BLOCK;

	expect_errors();
	dump_forget();
	CHECK_EQ(flash_area_erase(fa, off, NAND_BLOCK), 0);
	dump_begin();
	CHECK_EQ(flash_area_write(fa, off, buffer, NAND_PAGE / 2), -EINVAL);
	CHECK_EQ(flash_area_write(fa, off, buffer, 1), -EINVAL);
	CHECK_EQ(flash_area_write(fa, off, buffer, 3 * NAND_PAGE + 512),
		 -EINVAL);
	CHECK_EQ(flash_area_write(fa, off + 512, buffer, NAND_PAGE), -EINVAL);
	CHECK_EQ(flash_area_write(fa, off + 1, buffer, NAND_PAGE - 1),
		 -EINVAL);
	CHECK_EQ(flash_area_write(fa, off + NAND_PAGE / 2, buffer,
				  NAND_PAGE / 2), -EINVAL);
	dump_end();
}

GUEST_TEST(devices, null_and_empty)
{
	const struct flash_area *fa = area(MTDRAM);

	expect_errors();
	dump_begin();
	CHECK_EQ(flash_area_read(fa, 0, NULL, 1), -EINVAL);
	CHECK_EQ(flash_area_write(fa, 0, NULL, 1), -EINVAL);
	CHECK_EQ(flash_area_read(fa, 0, NULL, 0), 0);
	all_three(NULL, 0, 1, -EINVAL);
	all_three(fa, 0, 0, 0);
	all_three(fa, (off_t)fa->fa_size, 0, 0);
	CHECK_EQ(flash_area_align(NULL), 0);
	CHECK_EQ(flash_area_has_driver(NULL), -ENODEV);
	CHECK(flash_area_get_device(NULL) == NULL);
	dump_end();
}

GUEST_TEST(devices, unknown_areas)
{
	const struct flash_area *fa = area(MTDRAM);

	CHECK_EQ(flash_area_open(FLASH_AREA_ID_NONE, &fa), -ENOENT);
	CHECK(fa == NULL);
	fa = area(MTDRAM);
	CHECK_EQ(flash_area_open(199, &fa), -ENOENT);
	CHECK(fa == NULL);
	fa = area(MTDRAM);
	CHECK_EQ(flashmap_open_label(NULL, "no such area", &fa), -ENOENT);
	CHECK(fa == NULL);
	fa = area(MTDRAM);
	CHECK_EQ(flashmap_open_label(NULL, "mtdram test devic", &fa), -ENOENT);
	CHECK(fa == NULL);
	CHECK_EQ(flash_area_open(FLASH_AREA_ID(no_such_area), &fa), -ENOENT);
	CHECK_EQ(flash_area_open(0, NULL), -EINVAL);
}

GUEST_TEST(devices, same_id_same_pointer_and_close)
{
	uint8_t id = flashmap_area_id(MTDRAM);
	const struct flash_area *first, *second;

	CHECK_EQ(flash_area_open(id, &first), 0);
	CHECK_EQ(flash_area_open(id, &second), 0);
	CHECK(first == second);
	for (int i = 0; i < 5; i++)
		flash_area_close(first);
	flash_area_close(NULL);
	CHECK_EQ(flash_area_read(first, 0, buffer, sizeof(buffer)), 0);
	CHECK_EQ(flash_area_open(id, &second), 0);
	CHECK(first == second);
}
