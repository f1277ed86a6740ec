// SPDX-License-Identifier: GPL-2.0-or-later
/* What the library found, compared with libmtd and with what was set up. */

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/area.h>
#include <flashmap/map.h>
/* Needs stdint.h, and includes nothing. */
#include <libmtd.h>

#include "guest.h"

static struct flashmap_area_info info_of(const struct flash_area *fa)
{
	struct flashmap_area_info info;

	CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
	return info;
}

static void each_area(flashmap_area_fn function, void *user_data)
{
	CHECK_EQ(flashmap_foreach_area(NULL, function, user_data), 0);
}

struct seen {
	const struct flash_area *areas[64];
	int count;
};

static int remember(const struct flash_area *fa, void *user_data)
{
	struct flashmap_area_info info;
	struct seen *seen = user_data;

	/* The board's tree has partitions whose driver is not loaded. */
	if (!flash_area_get_device(fa)) {
		CHECK_EQ(flashmap_area_get_info(fa, &info, sizeof(info)),
			 -ENODEV);
		return 0;
	}
	CHECK(seen->count < 64);
	seen->areas[seen->count++] = fa;
	return 0;
}

static void check_areas(void)
{
	struct seen seen = { .count = 0 };
	libmtd_t oracle = libmtd_open();
	struct mtd_info mtds;

	CHECK(oracle && mtd_get_info(oracle, &mtds) == 0);
	each_area(remember, &seen);
	CHECK_EQ(seen.count, mtds.mtd_dev_cnt);
	for (int i = 0; i < seen.count; i++) {
		struct flashmap_area_info info = info_of(seen.areas[i]);
		struct mtd_dev_info mtd;

		CHECK_EQ(mtd_get_dev_info1(oracle, info.mtd, &mtd), 0);
		CHECK(info.label && strcmp(info.label, mtd.name) == 0);
		CHECK(strcmp(seen.areas[i]->fa_label, mtd.name) == 0);
		for (int j = 0; j < i; j++)
			CHECK(info.mtd != info_of(seen.areas[j]).mtd);
	}
	libmtd_close(oracle);
}

GUEST_TEST(devices, every_mtd_is_an_area)
{
	check_areas();
}

GUEST_TEST(nand, every_nand_mtd_is_an_area)
{
	check_areas();
}

GUEST_TEST(board, every_mtd_of_the_board_is_an_area)
{
	check_areas();
}

GUEST_TEST(windows, every_mtd_with_overlaps_is_an_area)
{
	check_areas();
}

/* All of them sit in one directory of sysfs; that proves nothing. */
static void check_no_chip_is_shared(void)
{
	struct seen seen = { .count = 0 };

	each_area(remember, &seen);
	for (int i = 0; i < seen.count; i++) {
		const struct flash_area *a = seen.areas[i];

		CHECK_EQ(flash_area_has_driver(a), 1);
		for (int j = 0; j < i; j++) {
			const struct flash_area *b = seen.areas[j];

			CHECK(strcmp(a->fa_dev_name, b->fa_dev_name) != 0);
			CHECK(a->fa_dev != b->fa_dev);
			CHECK(a->fa_device_id != b->fa_device_id);
			CHECK(flash_area_get_device(a) !=
			      flash_area_get_device(b));
		}
	}
}

GUEST_TEST(devices, no_two_mtds_are_one_chip)
{
	check_no_chip_is_shared();
}

GUEST_TEST(nand, no_two_nand_mtds_are_one_chip)
{
	check_no_chip_is_shared();
}

static int has_finding(const struct flashmap_finding *finding, void *user_data)
{
	int mtd = *(const int *)user_data;

	return finding->mtd == mtd && finding->message[0] ? 1 : 0;
}

static void check_offset(const char *label, long long kernel_offset)
{
	const struct flash_area *fa = area(label);
	struct flashmap_area_info info = info_of(fa);

	CHECK_EQ(fa->fa_off, 0);
	CHECK(info.kernel_offset_known);
	CHECK_EQ((long long)info.kernel_offset, kernel_offset);
	if (info.offset_known) {
		CHECK_EQ((long long)info.offset, kernel_offset);
		return;
	}
	/* Unknown is fair, if it is said. */
	CHECK_EQ(flashmap_foreach_finding(NULL, has_finding, &info.mtd), 1);
}

GUEST_TEST(nand, nand_partition_offsets_are_never_wrong)
{
	check_offset(NAND0, 0);
	check_offset(NAND1, 16 * MIB);
	check_offset(NAND2, 32 * MIB);
}

GUEST_TEST(devices, partition_offsets_are_never_wrong)
{
	check_offset(LOADER, 0);
	check_offset(QUOTED, 256 * KIB);
	check_offset(RAGGED, 512 * KIB);
}

GUEST_TEST(devices, whole_devices_have_no_kernel_offset)
{
	CHECK(!info_of(area(MTDRAM)).kernel_offset_known);
	CHECK(!info_of(area(RAMDISK)).kernel_offset_known);
	CHECK(!info_of(area(SMALL_SECTORS)).kernel_offset_known);
}

static void check_geometry(const struct flash_area *fa,
			   const struct mtd_dev_info *mtd)
{
	struct flashmap_area_info info = info_of(fa);

	CHECK(info.geometry_known);
	CHECK_EQ((long long)info.size, mtd->size);
	CHECK_EQ((long long)fa->fa_size, mtd->size);
	/* An area of no size has no sectors. */
	CHECK_EQ((long long)info.erase_size, mtd->size ? mtd->eb_size : 0);
	CHECK_EQ((long long)info.sector_count, mtd->size / mtd->eb_size);
	CHECK_EQ(info.write_size, mtd->min_io_size);
	CHECK_EQ(flash_area_align(fa), mtd->min_io_size);
	CHECK_EQ(info.oob_size, mtd->oob_size);
	CHECK_EQ(info.read_only, !mtd->writable);
	CHECK_EQ(info.bad_blocks_possible, mtd->bb_allowed);
	CHECK(info.type && strcmp(info.type, mtd->type_str) == 0);
	CHECK(!info.simulated);
	CHECK_EQ(flash_area_erased_val(fa), 0xff);
}

static void check_all_geometry(void)
{
	struct seen seen = { .count = 0 };
	libmtd_t oracle = libmtd_open();

	CHECK(oracle);
	each_area(remember, &seen);
	for (int i = 0; i < seen.count; i++) {
		struct mtd_dev_info mtd;

		CHECK_EQ(mtd_get_dev_info1(oracle, info_of(seen.areas[i]).mtd,
					   &mtd),
			 0);
		check_geometry(seen.areas[i], &mtd);
	}
	libmtd_close(oracle);
}

GUEST_TEST(devices, geometry_is_what_libmtd_says)
{
	check_all_geometry();
}

GUEST_TEST(nand, nand_geometry_is_what_libmtd_says)
{
	check_all_geometry();
}

GUEST_TEST(board, board_geometry_is_what_libmtd_says)
{
	check_all_geometry();
}

GUEST_TEST(windows, overlaps_have_the_geometry_that_libmtd_says)
{
	check_all_geometry();
}

static void check_sectors(const char *label)
{
	static struct flash_sector sectors[2100];
	const struct flash_area *fa = area(label);
	struct flashmap_area_info info = info_of(fa);
	uint32_t count = 2100;

	CHECK_EQ(flash_area_get_sectors(fa->fa_id, &count, sectors), 0);
	CHECK_EQ(count, (long long)info.sector_count);
	for (uint32_t i = 0; i < count; i++) {
		CHECK_EQ(sectors[i].fs_off,
			 (long long)(i * info.erase_size));
		CHECK_EQ((long long)sectors[i].fs_size,
			 (long long)info.erase_size);
	}
	count = 3;
	CHECK_EQ(flash_area_get_sectors(fa->fa_id, &count, sectors), -ENOMEM);
	CHECK_EQ(count, 3);
}

GUEST_TEST(devices, sectors_cover_the_area)
{
	check_sectors(MTDRAM);
	check_sectors(RAMDISK);
	check_sectors(SMALL_SECTORS);
	check_sectors(LOADER);
}

GUEST_TEST(nand, blocks_cover_the_area)
{
	check_sectors(NAND0);
	check_sectors(NAND2);
}

static int count_bad(libmtd_t oracle, const char *label)
{
	const struct flash_area *fa = area(label);
	struct mtd_dev_info mtd;
	char path[32];
	int fd, bad = 0;

	CHECK_EQ(mtd_get_dev_info1(oracle, mtd_number(label), &mtd), 0);
	snprintf(path, sizeof(path), "/dev/mtd%d", mtd.mtd_num);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	for (int block = 0; block < mtd.eb_cnt; block++) {
		off_t off = (off_t)block * mtd.eb_size;
		int expected = mtd_is_bad(&mtd, fd, block);

		CHECK_EQ(flashmap_area_is_bad(fa, off), expected);
		CHECK_EQ(flashmap_area_is_bad(fa, off + mtd.eb_size - 1),
			 expected);
		bad += expected;
	}
	close(fd);
	CHECK_EQ(flashmap_area_is_bad(fa, mtd.size), -EINVAL);
	CHECK_EQ(flashmap_area_is_bad(fa, -1), -EINVAL);
	return bad;
}

GUEST_TEST(devices, byte_devices_have_no_bad_blocks)
{
	libmtd_t oracle = libmtd_open();

	expect_errors();
	CHECK(oracle);
	CHECK_EQ(count_bad(oracle, MTDRAM), 0);
	CHECK_EQ(count_bad(oracle, SMALL_SECTORS), 0);
	libmtd_close(oracle);
}

GUEST_TEST(nand, bad_blocks_are_what_libmtd_says)
{
	libmtd_t oracle = libmtd_open();

	expect_errors();
	CHECK(oracle);
	CHECK_EQ(count_bad(oracle, NAND0), 1);
	CHECK_EQ(count_bad(oracle, NAND1), 1);
	CHECK_EQ(count_bad(oracle, NAND2), 0);
	libmtd_close(oracle);
	CHECK_EQ(flashmap_area_is_bad(area(NAND0),
				      NAND0_BAD_BLOCK * NAND_BLOCK), 1);
	CHECK_EQ(flashmap_area_is_bad(area(NAND1),
				      NAND1_BAD_BLOCK * NAND_BLOCK), 1);
}

GUEST_TEST(devices, labels_with_spaces_quotes_and_doubles)
{
	const struct flash_area *fa, *by_id;
	struct seen seen = { .count = 0 };
	int twins = 0;

	CHECK_EQ(area(QUOTED)->fa_size, 256 * KIB);
	CHECK_EQ(flash_area_open(flashmap_area_id("boot loader"), &by_id), 0);
	CHECK(by_id == area(LOADER));
	CHECK_EQ(flashmap_open_label(NULL, TWIN, &fa), -ENOTUNIQ);
	CHECK(fa == NULL);
	CHECK_EQ(flashmap_area_id(TWIN), FLASH_AREA_ID_NONE);
	each_area(remember, &seen);
	for (int i = 0; i < seen.count; i++)
		if (strcmp(seen.areas[i]->fa_label, TWIN) == 0) {
			twins++;
			CHECK_EQ(flash_area_open(seen.areas[i]->fa_id, &fa),
				 0);
			CHECK(fa == seen.areas[i]);
		}
	CHECK_EQ(twins, 2);
}
