// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Views without bad blocks: what mtd-utils, which skip bad blocks too, write
 * is read, and what is written they read.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <flashmap/area.h>
#include <flashmap/goodblocks.h>
#include <flashmap/lock.h>

#include "guest.h"
#include "guest-raw.h"

/* Many blocks, past every block that is bad, and no whole page. */
#define FILL_SIZE 10000000
#define PAGES_SIZE ((FILL_SIZE + NAND_PAGE - 1) / NAND_PAGE * NAND_PAGE)

static uint8_t *read_file(const char *path, size_t size)
{
	uint8_t *data = malloc(size);
	FILE *file = fopen(path, "re");

	CHECK(data && file);
	if (fread(data, 1, size, file) != size)
		FAIL("%s is too short", path);
	fclose(file);
	return data;
}

static struct flashmap_goodblocks *open_view(const char *label, size_t bad)
{
	const struct flash_area *fa = area(label);
	struct flashmap_goodblocks *view;

	CHECK_EQ(flashmap_goodblocks_open(fa, &view), 0);
	CHECK_EQ((long long)flashmap_goodblocks_bad_count(view),
		 (long long)bad);
	CHECK_EQ((long long)flashmap_goodblocks_capacity(view),
		 (long long)fa->fa_size - (long long)bad * NAND_BLOCK);
	return view;
}

/* flash_erase complains of bad blocks, and skips them. */
static void erase_all(const char *label)
{
	sh("flash_erase -q /dev/mtd%d 0 0", mtd_number(label));
}

static void check_nandwrite_is_read(const char *label, size_t bad)
{
	struct flashmap_goodblocks *view = open_view(label, bad);
	uint8_t *expected = read_file("/t/fill", FILL_SIZE);
	uint8_t *data = filled(FILL_SIZE, 1);
	struct flashmap_ecc ecc;

	erase_all(label);
	CHECK_EQ(sh("nandwrite -q -p /dev/mtd%d /t/fill", mtd_number(label)),
		 0);
	CHECK_EQ(flashmap_goodblocks_read(view, 0, data, FILL_SIZE, &ecc,
					  sizeof(ecc)),
		 0);
	CHECK(memcmp(data, expected, FILL_SIZE) == 0);
	CHECK(ecc.known && ecc.failed == 0);
	/* From the middle of a page before a bad block to one behind it. */
	memset(data, 0, FILL_SIZE);
	CHECK_EQ(flashmap_goodblocks_read(view, 3 * NAND_BLOCK + 1001, data,
					  5 * NAND_BLOCK, NULL, 0),
		 0);
	CHECK(memcmp(data, expected + 3 * NAND_BLOCK + 1001, 5 * NAND_BLOCK) ==
	      0);
	flashmap_goodblocks_close(view);
	free(expected);
	free(data);
}

GUEST_TEST(ecc, what_nandwrite_wrote_is_read_through_a_view)
{
	check_nandwrite_is_read(NAND0, 1);
}

/* The first bytes of what nanddump gives without bad blocks are data. */
static void expect_dump(const char *label, const uint8_t *data, size_t size)
{
	uint8_t *dumped;

	CHECK_EQ(sh("nanddump --bb=skipbad --omitoob -q -f /tmp/view "
		    "/dev/mtd%d",
		    mtd_number(label)),
		 0);
	dumped = read_file("/tmp/view", size);
	for (size_t i = 0; i < size; i++)
		if (dumped[i] != data[i])
			FAIL("nanddump: byte %zu is 0x%02x, not 0x%02x", i,
			     dumped[i], data[i]);
	free(dumped);
	unlink("/tmp/view");
}

/* Of a bad block, as it is. */
static int save_block(const char *label, off_t block, const char *path)
{
	return sh("nanddump --bb=dumpbad -n -q -s %lld -l %lld -f %s "
		  "/dev/mtd%d",
		  (long long)block, (long long)NAND_BLOCK, path,
		  mtd_number(label));
}

GUEST_TEST(ecc, what_is_written_through_a_view_nanddump_reads)
{
	struct flashmap_goodblocks *view = open_view(NAND0, 1);
	uint8_t *data = filled(PAGES_SIZE, 5);
	size_t capacity = flashmap_goodblocks_capacity(view);

	CHECK_EQ(save_block(NAND0, NAND0_BAD_BLOCK * NAND_BLOCK, "/tmp/b1"), 0);
	CHECK_EQ(flashmap_goodblocks_erase(view, 0, capacity), 0);
	CHECK_EQ(flashmap_goodblocks_write(view, 0, data, PAGES_SIZE), 0);
	expect_dump(NAND0, data, PAGES_SIZE);
	CHECK_EQ(save_block(NAND0, NAND0_BAD_BLOCK * NAND_BLOCK, "/tmp/b2"), 0);
	CHECK_EQ(sh("cmp /tmp/b1 /tmp/b2"), 0);
	flashmap_goodblocks_close(view);
	free(data);
}

/* One block of the view in the place of another leaves its neighbours. */
GUEST_TEST(ecc, one_block_of_a_view_is_one_block_of_the_area)
{
	struct flashmap_goodblocks *view = open_view(NAND0, 1);
	uint8_t *before, *data = filled(NAND_BLOCK, 6);
	size_t size = 20 * NAND_BLOCK;
	off_t off;

	erase_all(NAND0);
	CHECK_EQ(sh("nandwrite -q -p /dev/mtd%d /t/fill", mtd_number(NAND0)),
		 0);
	before = read_file("/t/fill", size);
	CHECK_EQ(flashmap_goodblocks_to_area(view, 5 * NAND_BLOCK, &off), 0);
	CHECK_EQ(off, 6 * NAND_BLOCK);
	CHECK_EQ(flashmap_goodblocks_erase(view, 5 * NAND_BLOCK, NAND_BLOCK),
		 0);
	CHECK_EQ(flashmap_goodblocks_write(view, 5 * NAND_BLOCK, data,
					   NAND_BLOCK),
		 0);
	memcpy(before + 5 * NAND_BLOCK, data, NAND_BLOCK);
	expect_dump(NAND0, before, size);
	flashmap_goodblocks_close(view);
	free(before);
	free(data);
}

static void expect_bad_blocks(const char *label, int count)
{
	CHECK_EQ(sh("[ \"$(cat /sys/class/mtd/mtd%d/bad_blocks)\" = %d ]",
		    mtd_number(label), count),
		 0);
	CHECK_EQ(sh("nanddump --bb=skipbad --omitoob -f /dev/null /dev/mtd%d "
		    "2>&1 | grep -qx 'Number of bad blocks: %d'",
		    mtd_number(label), count),
		 0);
	CHECK_EQ(raw_stats(label).badblocks, (unsigned int)count);
}

GUEST_TEST(ecc, marked_block_is_seen_by_mtd_utils)
{
	const struct flash_area *fa = area(NAND2);
	uint8_t *data = filled(NAND_PAGE, 1);

	expect_errors();
	expect_bad_blocks(NAND2, 0);
	CHECK_EQ(flashmap_area_is_bad(fa, 7 * NAND_BLOCK), 0);
	CHECK_EQ(flashmap_area_mark_bad(fa, 7 * NAND_BLOCK + 12345), 0);
	CHECK_EQ(flashmap_area_is_bad(fa, 7 * NAND_BLOCK), 1);
	CHECK_EQ(flashmap_area_is_bad(fa, 6 * NAND_BLOCK), 0);
	CHECK_EQ(flashmap_area_is_bad(fa, 8 * NAND_BLOCK), 0);
	expect_bad_blocks(NAND2, 1);
	CHECK_EQ(sh("mtdinfo -M /dev/mtd%d | grep -q ' 7: 000e0000 *BAD'",
		    mtd_number(NAND2)),
		 0);
	CHECK_EQ(flash_area_write(fa, 7 * NAND_BLOCK, data, NAND_PAGE), -EIO);
	free(data);
}

GUEST_TEST(ecc, block_marked_through_a_view_is_skipped_by_all)
{
	struct flashmap_goodblocks *view = open_view(NAND2, 1);
	uint8_t *data = filled(PAGES_SIZE, 8);
	off_t off;

	/* Block 8 of the area, as 7 is bad; then 9, which is 7 in the view. */
	CHECK_EQ(flashmap_goodblocks_mark_bad(view, 7 * NAND_BLOCK), 0);
	CHECK_EQ(flashmap_goodblocks_mark_bad(view, 7 * NAND_BLOCK), 0);
	CHECK_EQ((long long)flashmap_goodblocks_bad_count(view), 3);
	CHECK_EQ(flashmap_goodblocks_to_area(view, 7 * NAND_BLOCK, &off), 0);
	CHECK_EQ(off, 10 * NAND_BLOCK);
	expect_bad_blocks(NAND2, 3);
	CHECK_EQ(flashmap_goodblocks_erase(view, 0,
					   flashmap_goodblocks_capacity(view)),
		 0);
	CHECK_EQ(flashmap_goodblocks_write(view, 0, data, PAGES_SIZE), 0);
	expect_dump(NAND2, data, PAGES_SIZE);
	flashmap_goodblocks_close(view);
	check_nandwrite_is_read(NAND2, 3);
	free(data);
}

/* One that somebody else marks is found by an update. */
GUEST_TEST(ecc, block_that_went_bad_is_eio_until_an_update)
{
	struct flashmap_goodblocks *view = open_view(NAND1, 1);
	uint8_t *data = filled(2 * NAND_BLOCK, 9);
	__kernel_loff_t bad = 3 * NAND_BLOCK;
	int fd = raw_open(NAND1);
	off_t off;

	expect_errors();
	CHECK_EQ(ioctl(fd, MEMSETBADBLOCK, &bad), 0);
	close(fd);
	CHECK_EQ(flashmap_goodblocks_erase(view, 2 * NAND_BLOCK,
					   2 * NAND_BLOCK),
		 -EIO);
	CHECK_EQ(flashmap_goodblocks_read(view, 3 * NAND_BLOCK, data, 1, NULL,
					  0),
		 -EIO);
	CHECK_EQ(flashmap_goodblocks_to_area(view, 4 * NAND_BLOCK, &off), 0);
	CHECK_EQ(off, 4 * NAND_BLOCK);
	CHECK_EQ(flashmap_goodblocks_update(view), 1);
	CHECK_EQ(flashmap_goodblocks_update(view), 0);
	CHECK_EQ(flashmap_goodblocks_to_area(view, 3 * NAND_BLOCK, &off), 0);
	CHECK_EQ(off, 4 * NAND_BLOCK);
	CHECK_EQ(flashmap_goodblocks_erase(view, 2 * NAND_BLOCK,
					   2 * NAND_BLOCK),
		 0);
	flashmap_goodblocks_close(view);
	free(data);
}

GUEST_TEST(ecc, simulated_nand_has_no_locks)
{
	CHECK_EQ(flashmap_area_is_locked(area(NAND0), 0), -ENOTSUP);
	CHECK_EQ(flashmap_area_lock(area(NAND0), 0, NAND_BLOCK), -ENOTSUP);
}
