// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads, writes and erases; all MTDs are compared by mtd-utils. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

static void expect_bytes(const struct flash_area *fa, off_t off,
			 const uint8_t *expected, size_t len)
{
	uint8_t *data = filled(len, 99);

	CHECK_EQ(flash_area_read(fa, off, data, len), 0);
	for (size_t i = 0; i < len; i++)
		if (data[i] != expected[i])
			FAIL("read back: byte %zu is 0x%02x, not 0x%02x", i,
			     data[i], expected[i]);
	free(data);
}

/* Two sectors are erased; the end of one and the start of the next written. */
static void erase_and_write(const char *label, off_t off, size_t sector,
			    unsigned int seed)
{
	const struct flash_area *fa = area(label);
	uint32_t align = flash_area_align(fa);
	size_t len = 4 * (size_t)align;
	off_t middle = off + (off_t)sector - 2 * (off_t)align;
	uint8_t *data = filled(len, seed);
	uint8_t *blank = filled(2 * sector, seed);

	memset(blank, 0xff, 2 * sector);
	CHECK_EQ(flash_area_erase(fa, off, 2 * sector), 0);
	expect_bytes(fa, off, blank, 2 * sector);
	dump_expect_erased(label, off, 2 * sector);

	CHECK_EQ(flash_area_write(fa, middle, data, len), 0);
	expect_bytes(fa, middle, data, len);
	dump_expect(label, middle, data, len);
	free(blank);
	free(data);
}

/* The start, the middle and the last sectors of an area. */
static void exercise(const char *label, unsigned int seed)
{
	const struct flash_area *fa = area(label);
	struct flashmap_area_info info;
	size_t sector, size;

	CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	sector = (size_t)info.erase_size;
	size = (size_t)info.sector_count * sector;
	dump_begin();
	erase_and_write(label, 0, sector, seed);
	erase_and_write(label, (off_t)(size / 2), sector, seed + 1);
	erase_and_write(label, (off_t)(size - 2 * sector), sector, seed + 2);
	dump_end();
}

GUEST_TEST(devices, io_on_mtdram)
{
	exercise(MTDRAM, 10);
}

GUEST_TEST(nand, io_on_nandsim_partition_0)
{
	exercise(NAND0, 20);
}

GUEST_TEST(nand, io_on_nandsim_partition_1)
{
	exercise(NAND1, 30);
}

GUEST_TEST(nand, io_on_nandsim_partition_2)
{
	exercise(NAND2, 40);
}

GUEST_TEST(devices, io_on_block2mtd)
{
	exercise(RAMDISK, 50);
}

GUEST_TEST(devices, io_on_block2mtd_with_small_sectors)
{
	exercise(SMALL_SECTORS, 60);
}

GUEST_TEST(devices, io_on_partition_with_a_space)
{
	exercise(LOADER, 70);
}

GUEST_TEST(devices, io_on_partition_with_quotes)
{
	exercise(QUOTED, 80);
}

/* Several sectors at once, and any bytes where a write block is one byte. */
static void write_bytes(const char *label, off_t off, size_t len)
{
	const struct flash_area *fa = area(label);
	uint8_t *data = filled(len, (unsigned int)len);

	CHECK_EQ(flash_area_write(fa, off, data, len), 0);
	expect_bytes(fa, off, data, len);
	dump_expect(label, off, data, len);
	free(data);
}

GUEST_TEST(devices, unaligned_bytes_on_byte_devices)
{
	dump_begin();
	write_bytes(MTDRAM, 1, 1);
	write_bytes(MTDRAM, 64 * KIB - 1, 2);
	write_bytes(MTDRAM, 3 * 64 * KIB - 7, 3 * 64 * KIB + 13);
	write_bytes(MTDRAM, 8 * MIB - 1, 1);
	write_bytes(RAMDISK, 4095, 2);
	write_bytes(RAMDISK, 5 * 64 * KIB + 4097, 70001);
	write_bytes(SMALL_SECTORS, 8 * MIB - 12289, 12289);
	write_bytes(LOADER, 256 * KIB - 3, 3);
	dump_end();
}

GUEST_TEST(nand, nand_pages_over_blocks)
{
	const struct flash_area *fa = area(NAND0);
	off_t off = 10 * NAND_BLOCK;
	size_t len = 3 * NAND_BLOCK - 2 * NAND_PAGE;
	uint8_t *data = filled(len, 7);

	dump_begin();
	CHECK_EQ(flash_area_erase(fa, off, 3 * NAND_BLOCK), 0);
	dump_expect_erased(NAND0, off, 3 * NAND_BLOCK);
	CHECK_EQ(flash_area_write(fa, off + NAND_PAGE, data, len), 0);
	dump_expect(NAND0, off + NAND_PAGE, data, len);
	expect_bytes(fa, off + NAND_PAGE, data, len);
	/* Reading needs no alignment. */
	expect_bytes(fa, off + NAND_PAGE + 1001, data + 1001, 200000);
	dump_end();
	free(data);
}

GUEST_TEST(devices, what_mtd_utils_wrote_is_read)
{
	uint8_t *expected = from_file("/t/small", 5000);

	dump_forget();
	CHECK_EQ(sh("mtd_debug write /dev/mtd%d 70000 5000 /t/small",
		    mtd_number(RAMDISK)), 0);
	expect_bytes(area(RAMDISK), 70000, expected, 5000);
	free(expected);
}

GUEST_TEST(nand, what_nandwrite_wrote_is_read)
{
	uint8_t *expected = from_file("/t/small", 5000);

	dump_forget();
	CHECK_EQ(sh("flash_erase -q /dev/mtd%d %lld 1 && "
		    "nandwrite -q -p -s %lld /dev/mtd%d /t/small",
		    mtd_number(NAND2), 20 * NAND_BLOCK, 20 * NAND_BLOCK,
		    mtd_number(NAND2)), 0);
	expect_bytes(area(NAND2), 20 * NAND_BLOCK, expected, 5000);
	free(expected);
}

/* The last half sector of a partition that ends inside a sector. */
GUEST_TEST(devices, tail_that_is_no_sector)
{
	const struct flash_area *fa = area(RAGGED);

	expect_errors();
	dump_begin();
	write_bytes(RAGGED, 96 * KIB - 5, 5);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), 0);
	dump_expect_erased(RAGGED, 0, 64 * KIB);
	CHECK_EQ(flash_area_erase(fa, 64 * KIB, 32 * KIB), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 0, 96 * KIB), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 64 * KIB, 64 * KIB), -EINVAL);
	dump_end();
}

static void refuse_bad_block(const char *label, off_t bad)
{
	const struct flash_area *fa = area(label);
	size_t size = 3 * NAND_BLOCK;
	uint8_t *data = filled(size, 3);
	off_t off = bad - NAND_BLOCK;

	CHECK_EQ(flash_area_erase(fa, off, size), -EIO);
	CHECK_EQ(flash_area_erase(fa, bad, NAND_BLOCK), -EIO);
	CHECK_EQ(flash_area_write(fa, off, data, size), -EIO);
	CHECK_EQ(flash_area_write(fa, bad, data, NAND_PAGE), -EIO);
	CHECK_EQ(flash_area_write(fa, bad - NAND_PAGE, data, 2 * NAND_PAGE),
		 -EIO);
	CHECK_EQ(flash_area_read(fa, off, data, size), -EIO);
	CHECK_EQ(flash_area_read(fa, bad + 5, data, 1), -EIO);
	CHECK_EQ(flash_area_read(fa, bad - 1, data, 2), -EIO);
	/* Up to it and from its end on all is well. */
	CHECK_EQ(flash_area_read(fa, off, data, NAND_BLOCK), 0);
	CHECK_EQ(flash_area_read(fa, bad + NAND_BLOCK, data, NAND_BLOCK), 0);
	free(data);
}

GUEST_TEST(nand, bad_block_refused_and_nothing_changed)
{
	dump_forget();
	/* Erased, so that a page that was programmed would show. */
	CHECK_EQ(flash_area_erase(area(NAND0),
				  (NAND0_BAD_BLOCK + 1) * NAND_BLOCK,
				  NAND_BLOCK), 0);
	CHECK_EQ(flash_area_erase(area(NAND1),
				  (NAND1_BAD_BLOCK - 1) * NAND_BLOCK,
				  NAND_BLOCK), 0);
	dump_begin();
	expect_errors();
	refuse_bad_block(NAND0, NAND0_BAD_BLOCK * NAND_BLOCK);
	refuse_bad_block(NAND1, NAND1_BAD_BLOCK * NAND_BLOCK);
	dump_end();
}

GUEST_TEST(devices, area_of_no_size)
{
	const struct flash_area *fa = area(NOTHING);
	uint8_t byte = 0;

	expect_errors();
	CHECK_EQ((long long)fa->fa_size, 0);
	CHECK_EQ(flash_area_read(fa, 0, &byte, 0), 0);
	CHECK_EQ(flash_area_read(fa, 0, &byte, 1), -EINVAL);
	CHECK_EQ(flash_area_write(fa, 0, &byte, 1), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), -EINVAL);
}
