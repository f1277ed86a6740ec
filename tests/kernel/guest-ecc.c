// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the library says of pages that were spoilt on purpose: read(2), raw
 * ioctls and sysfs judge. Each page is spoilt in a block of its own.
 */

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <flashmap/ecc.h>

#include "guest.h"
#include "guest-raw.h"

#define READINGS 3000

static uint8_t buffer[NAND_BLOCK];

static void expect_same(const uint8_t *data, const uint8_t *expected, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (data[i] != expected[i])
			FAIL("byte %zu is 0x%02x, not 0x%02x", i, data[i],
			     expected[i]);
}

/* A block of NAND0 with one spoilt page in its middle; its bytes. */
static uint8_t *spoilt_block(off_t block, unsigned int bits, off_t *page)
{
	uint8_t *data = raw_write_block(NAND0, block, (unsigned int)block);

	*page = block + 30 * NAND_PAGE;
	raw_spoil(NAND0, *page, bits);
	return data;
}

/* read(2) succeeds with wrong data, and the library knows. */
static void check_bad_page(off_t block, bool memread)
{
	const struct flash_area *fa = area(NAND0);
	uint8_t plain[NAND_PAGE], page_data[NAND_PAGE];
	struct flashmap_ecc ecc;
	struct raw_ecc told;
	off_t page;
	uint8_t *data = spoilt_block(block, 2, &page);
	size_t at = (size_t)(page - block);

	expect_errors();
	CHECK_EQ(raw_memread(NAND0, page, page_data, &told), -EBADMSG);
	CHECK_EQ(told.failed, 1);
	if (!memread) {
		raw_forbid_memread();
		CHECK_EQ(raw_memread(NAND0, page, page_data, &told), -ENOTTY);
	}

	raw_read(NAND0, page, plain, NAND_PAGE);
	CHECK(memcmp(plain, data + at, NAND_PAGE) != 0);
	CHECK_EQ(flash_area_read(fa, page, page_data, NAND_PAGE), -EBADMSG);
	CHECK_EQ(flash_area_read(fa, page + RAW_SPOILT_BYTE, page_data, 1),
		 -EBADMSG);

	/* All of the block, the bad page as it can be had. */
	memcpy(data + at, plain, NAND_PAGE);
	CHECK_EQ(flashmap_area_read_ecc(fa, block, buffer, NAND_BLOCK, &ecc,
					sizeof(ecc)),
		 -EBADMSG);
	expect_same(buffer, data, NAND_BLOCK);
	CHECK_EQ((long long)ecc.failed, 1);
	CHECK_EQ((long long)ecc.corrected, 0);
	CHECK(ecc.known && ecc.refresh_wanted);
	CHECK_EQ(flash_area_read(fa, block, buffer, at), 0);
	CHECK_EQ(flash_area_read(fa, page + NAND_PAGE, buffer, NAND_PAGE), 0);
	free(data);
}

GUEST_TEST(ecc, bad_page_that_read_does_not_see)
{
	check_bad_page(10 * NAND_BLOCK, true);
}

GUEST_TEST(ecc, bad_page_that_read_does_not_see_without_memread)
{
	check_bad_page(11 * NAND_BLOCK, false);
}

static void check_flip(off_t block, bool memread)
{
	const struct flash_area *fa = area(NAND0);
	uint8_t page_data[NAND_PAGE];
	struct flashmap_ecc ecc;
	struct raw_ecc told;
	off_t page;
	uint8_t *data = spoilt_block(block, 1, &page);

	raw_read_uncorrected(NAND0, page, page_data);
	CHECK_EQ(page_data[RAW_SPOILT_BYTE], 0xfe);
	CHECK_EQ(raw_memread(NAND0, page, page_data, &told), -EUCLEAN);
	CHECK_EQ(told.max_bitflips, 1);
	if (!memread)
		raw_forbid_memread();

	CHECK_EQ(flashmap_area_read_ecc(fa, block, buffer, NAND_BLOCK, &ecc,
					sizeof(ecc)),
		 0);
	expect_same(buffer, data, NAND_BLOCK);
	CHECK_EQ((long long)ecc.corrected, 1);
	CHECK_EQ((long long)ecc.failed, 0);
	CHECK_EQ(ecc.max_bitflips, 1);
	/* The threshold of a strength of 1 is 1. */
	CHECK(ecc.known && ecc.refresh_wanted);
	CHECK_EQ(flashmap_area_read_ecc(fa, block, buffer, 30 * NAND_PAGE, &ecc,
					sizeof(ecc)),
		 0);
	CHECK(ecc.known && !ecc.refresh_wanted);
	CHECK_EQ(flash_area_read(fa, page, buffer, NAND_PAGE), 0);
	expect_same(buffer, data + (page - block), NAND_PAGE);
	free(data);
}

GUEST_TEST(ecc, flipped_bit_is_corrected_and_told)
{
	check_flip(12 * NAND_BLOCK, true);
}

GUEST_TEST(ecc, flipped_bit_is_corrected_and_told_without_memread)
{
	check_flip(13 * NAND_BLOCK, false);
}

/* With a threshold out of reach no refresh is wanted. */
GUEST_TEST(ecc, threshold_is_that_of_the_system)
{
	struct flashmap_ecc_statistics statistics;
	struct flashmap_ecc ecc;
	off_t page;

	free(spoilt_block(14 * NAND_BLOCK, 1, &page));
	CHECK_EQ(sh("f=/sys/class/mtd/mtd%d/bitflip_threshold; "
		    "[ \"$(cat $f)\" = 1 ] && echo 2 >$f",
		    mtd_number(NAND0)),
		 0);
	CHECK_EQ(flashmap_area_get_ecc_statistics(area(NAND0), &statistics,
						  sizeof(statistics)),
		 0);
	CHECK_EQ(flashmap_area_read_ecc(area(NAND0), page, buffer, NAND_PAGE,
					&ecc, sizeof(ecc)),
		 0);
	CHECK_EQ(sh("echo 1 >/sys/class/mtd/mtd%d/bitflip_threshold",
		    mtd_number(NAND0)),
		 0);
	CHECK_EQ(statistics.bitflip_threshold, 2);
	CHECK_EQ((long long)ecc.corrected, 1);
	CHECK(!ecc.refresh_wanted);
}

/* A process that reads a bad page of NAND1 with read(2), on and on. */
static pid_t start_reader(off_t page, atomic_ulong *count)
{
	pid_t child = fork();
	int fd;

	if (child != 0)
		return child;
	fd = raw_open(NAND1);
	while (pread(fd, buffer, NAND_PAGE, page) == NAND_PAGE)
		atomic_fetch_add(count, 1);
	_exit(1);
}

/* Readings of a clean page that the counters alone would call bad. */
static unsigned int count_blamed(off_t off)
{
	struct mtd_ecc_stats before, after;
	int fd = raw_open(NAND0);
	unsigned int blamed = 0;

	for (int i = 0; i < READINGS; i++) {
		CHECK_EQ(ioctl(fd, ECCGETSTATS, &before), 0);
		CHECK_EQ(pread(fd, buffer, NAND_PAGE, off), NAND_PAGE);
		CHECK_EQ(ioctl(fd, ECCGETSTATS, &after), 0);
		blamed += after.failed != before.failed;
	}
	close(fd);
	return blamed;
}

/* What the library found in a clean page. */
struct findings {
	unsigned int errors;
	unsigned int flips;
};

static struct findings read_clean_page(off_t off, const uint8_t *expected)
{
	const struct flash_area *fa = area(NAND0);
	struct findings findings = { 0, 0 };

	for (int i = 0; i < READINGS; i++) {
		struct flashmap_ecc ecc;
		int rc = flashmap_area_read_ecc(fa, off, buffer, NAND_PAGE,
						&ecc, sizeof(ecc));

		CHECK(rc == 0 || rc == -EBADMSG);
		findings.errors += rc < 0;
		findings.flips += ecc.corrected > 0;
		expect_same(buffer, expected, NAND_PAGE);
	}
	return findings;
}

static void check_beside_reader(off_t block, bool memread)
{
	uint8_t *data = raw_write_block(NAND0, block, 77);
	atomic_ulong *count;
	struct findings findings;
	unsigned long readings;
	unsigned int blamed;
	pid_t reader;

	free(raw_write_block(NAND1, block, 78));
	raw_spoil(NAND1, block, 2);
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(count != MAP_FAILED);
	if (!memread)
		raw_forbid_memread();
	expect_errors();
	/* The kernel has a line to say of each reading. */
	CHECK_EQ(sh("dmesg -n 3"), 0);
	reader = start_reader(block, count);
	CHECK(reader > 0);
	while (atomic_load(count) == 0)
		usleep(1000);
	findings = read_clean_page(block, data);
	readings = atomic_load(count);
	blamed = count_blamed(block);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	CHECK_EQ(sh("dmesg -n 7"), 0);
	printf("# %d readings beside %lu of a bad page: %u false errors, "
	       "%u false flips; the counters alone blame %u of %d\n",
	       READINGS, readings, findings.errors, findings.flips, blamed,
	       READINGS);
	CHECK(readings > 10);
	CHECK_EQ(findings.errors, 0);
	CHECK_EQ(findings.flips, 0);
	munmap(count, sizeof(*count));
	free(data);
}

GUEST_TEST(ecc, clean_pages_beside_a_reader_of_a_bad_one)
{
	check_beside_reader(16 * NAND_BLOCK, true);
}

GUEST_TEST(ecc, clean_pages_beside_a_reader_of_a_bad_one_without_memread)
{
	check_beside_reader(17 * NAND_BLOCK, false);
}

/* A bad page is bad also while a process reads another one. */
static void check_bad_beside_reader(off_t block, bool memread)
{
	atomic_ulong *count;
	pid_t reader;
	off_t page;

	free(spoilt_block(block, 2, &page));
	free(raw_write_block(NAND1, block, 79));
	raw_spoil(NAND1, block, 2);
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(count != MAP_FAILED);
	if (!memread)
		raw_forbid_memread();
	expect_errors();
	CHECK_EQ(sh("dmesg -n 3"), 0);
	reader = start_reader(block, count);
	CHECK(reader > 0);
	for (int i = 0; i < 100; i++)
		CHECK_EQ(flash_area_read(area(NAND0), page, buffer, NAND_PAGE),
			 -EBADMSG);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	CHECK_EQ(sh("dmesg -n 7"), 0);
	munmap(count, sizeof(*count));
}

GUEST_TEST(ecc, bad_page_beside_a_reader_of_another)
{
	check_bad_beside_reader(18 * NAND_BLOCK, true);
}

GUEST_TEST(ecc, bad_page_beside_a_reader_of_another_without_memread)
{
	check_bad_beside_reader(19 * NAND_BLOCK, false);
}

static long long sysfs_number(const char *attribute)
{
	char path[96];
	long long number;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/class/mtd/mtd%d/%s",
		 mtd_number(NAND0), attribute);
	file = fopen(path, "re");
	CHECK(file && fscanf(file, "%lld", &number) == 1);
	fclose(file);
	return number;
}

static void check_statistics(struct flashmap_ecc_statistics *statistics)
{
	struct mtd_ecc_stats stats = raw_stats(NAND0);

	CHECK_EQ(flashmap_area_get_ecc_statistics(area(NAND0), statistics,
						  sizeof(*statistics)),
		 0);
	CHECK_EQ((long long)statistics->corrected, stats.corrected);
	CHECK_EQ((long long)statistics->failed, stats.failed);
	CHECK_EQ((long long)statistics->bad_blocks, stats.badblocks);
	CHECK_EQ((long long)statistics->reserved_blocks, stats.bbtblocks);
	CHECK_EQ((long long)statistics->corrected,
		 sysfs_number("corrected_bits"));
	CHECK_EQ((long long)statistics->failed, sysfs_number("ecc_failures"));
	CHECK_EQ((long long)statistics->bad_blocks, sysfs_number("bad_blocks"));
	CHECK_EQ((long long)statistics->reserved_blocks,
		 sysfs_number("bbt_blocks"));
	CHECK_EQ(statistics->strength, sysfs_number("ecc_strength"));
	CHECK_EQ(statistics->step_size, sysfs_number("ecc_step_size"));
	CHECK_EQ(statistics->bitflip_threshold,
		 sysfs_number("bitflip_threshold"));
}

GUEST_TEST(ecc, statistics_are_those_of_the_kernel)
{
	struct flashmap_ecc_statistics before, after;
	const struct flash_area *fa = area(NAND0);
	off_t page, flipped;

	expect_errors();
	free(spoilt_block(20 * NAND_BLOCK, 2, &page));
	free(spoilt_block(21 * NAND_BLOCK, 1, &flipped));
	check_statistics(&before);
	CHECK_EQ((long long)before.bad_blocks, 1);
	CHECK_EQ((long long)before.found.failed, 0);
	CHECK_EQ(before.strength, 1);

	/* Somebody else's reading, and two of ours. */
	raw_read(NAND0, page, buffer, NAND_PAGE);
	CHECK_EQ(flash_area_read(fa, page, buffer, NAND_PAGE), -EBADMSG);
	CHECK_EQ(flash_area_read(fa, flipped, buffer, NAND_PAGE), 0);
	check_statistics(&after);
	CHECK_EQ((long long)(after.failed - before.failed), 2);
	CHECK_EQ((long long)(after.corrected - before.corrected), 1);
	CHECK_EQ((long long)after.found.failed, 1);
	CHECK_EQ((long long)after.found.corrected, 1);
	CHECK_EQ(after.found.max_bitflips, 1);
	CHECK(after.found.known && after.found.refresh_wanted);
}

GUEST_TEST(ecc, statistics_of_another_partition_are_its_own)
{
	struct flashmap_ecc_statistics statistics;
	struct mtd_ecc_stats stats = raw_stats(NAND2);

	CHECK_EQ(flashmap_area_get_ecc_statistics(area(NAND2), &statistics,
						  sizeof(statistics)),
		 0);
	CHECK_EQ((long long)statistics.failed, stats.failed);
	CHECK_EQ((long long)statistics.bad_blocks, 0);
	CHECK_EQ((long long)statistics.found.failed, 0);
}
