// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locked sectors. What is locked is asked here with the kernel's own call, a
 * sector at a time; what the chips hold is judged on the host, in
 * machine-n25q.sh. Each test begins with nothing locked.
 */

#include <fcntl.h>
#include <mtd/mtd-user.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <flashmap/lock.h>
#include <flashmap/map.h>

#include "guest.h"

#define SECTOR 4096
#define SIZE 0x4000000
#define SECTORS (SIZE / SECTOR)
#define TOP_64K (SIZE - 0x10000)
#define TOP_1M (SIZE - 0x100000)

static uint8_t before[SECTORS], after[SECTORS];

static int open_mtd(const char *name)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/mtd%d", mtd_number(name));
	fd = open(path, O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0);
	return fd;
}

static int ask_kernel(int fd, unsigned long request, off_t off, size_t len)
{
	struct erase_info_user range = { (uint32_t)off, (uint32_t)len };
	int rc = ioctl(fd, request, &range);

	return rc < 0 ? -errno : rc;
}

/*
 * Each sector where something may be locked, and one of each 64 KiB elsewhere,
 * where the others count as not locked.
 */
static bool is_asked(off_t sector)
{
	return sector < 256 || sector >= SECTORS - 2048 || sector % 16 == 0;
}

static void survey(int fd, uint8_t *states)
{
	for (off_t i = 0; i < SECTORS; i++) {
		int rc = 0;

		if (is_asked(i))
			rc = ask_kernel(fd, MEMISLOCKED, i * SECTOR, SECTOR);
		if (rc != 0 && rc != 1)
			FAIL("MEMISLOCKED of sector %d is %d", (int)i, rc);
		states[i] = (uint8_t)rc;
	}
}

static int count_locked(const uint8_t *states, off_t off, size_t len)
{
	int count = 0;

	for (off_t i = off / SECTOR; i < (off + (off_t)len) / SECTOR; i++)
		count += states[i];
	return count;
}

/* Exactly the last bytes of the chip are locked; the driver may complain. */
static void lock_top(int fd, off_t len)
{
	ask_kernel(fd, MEMUNLOCK, 0, SIZE);
	if (len > 0)
		ask_kernel(fd, MEMLOCK, SIZE - len, (size_t)len);
	survey(fd, before);
	CHECK_EQ(count_locked(before, 0, SIZE), len / SECTOR);
	CHECK_EQ(count_locked(before, SIZE - len, (size_t)len), len / SECTOR);
}

GUEST_TEST(locks, sectors_say_what_the_kernel_says)
{
	const struct flash_area *fa = area("pnor");
	int fd = open_mtd("pnor");

	lock_top(fd, 0x100000);
	for (off_t i = 0; i < SECTORS; i++)
		CHECK_EQ(flashmap_area_is_locked(fa, i * SECTOR), before[i]);
	CHECK_EQ(flashmap_area_is_locked(fa, TOP_1M - 1), 0);
	CHECK_EQ(flashmap_area_is_locked(fa, TOP_1M + 1), 1);
	CHECK_EQ(flashmap_area_is_locked(fa, SIZE - 1), 1);
	lock_top(fd, 0);
	CHECK_EQ(flashmap_area_is_locked(fa, 0), 0);
	CHECK_EQ(flashmap_area_is_locked(fa, TOP_1M), 0);
	CHECK_EQ(flashmap_area_is_locked(fa, SIZE - 1), 0);
	close(fd);
}

struct request {
	bool lock;
	off_t off;
	size_t len;
	/* What is locked before, at the end of the chip. */
	off_t top;
	/* 0, 1, or -1 for any error. */
	int expected;
};

/* The answer, and whether it is what the sectors say. */
static void check_request(const struct flash_area *fa, int fd,
			  const struct request *request)
{
	int (*change)(const struct flash_area *, off_t, size_t) =
		request->lock ? flashmap_area_lock : flashmap_area_unlock;
	int locked, others = 0, rc;

	lock_top(fd, request->top);
	rc = change(fa, request->off, request->len);
	survey(fd, after);
	for (off_t i = 0; i < SECTORS; i++)
		if (i < request->off / SECTOR ||
		    i >= (request->off + (off_t)request->len) / SECTOR)
			others += before[i] != after[i];
	locked = count_locked(after, request->off, request->len);
	printf("# %s %#llx+%#zx of %#llx: %d; %d locked, %d others changed\n",
	       request->lock ? "lock" : "unlock",
	       (unsigned long long)request->off, request->len,
	       (unsigned long long)request->top, rc, locked, others);
	if (locked != (request->lock ? (int)request->len / SECTOR : 0))
		CHECK(rc < 0);
	else
		CHECK_EQ(rc, others > 0);
	CHECK_EQ(rc < 0 ? -1 : rc, request->expected);
}

static void check_requests(const struct request *requests, size_t count)
{
	const struct flash_area *fa = area("pnor");
	int fd = open_mtd("pnor");

	expect_errors();
	for (size_t i = 0; i < count; i++)
		check_request(fa, fd, &requests[i]);
	lock_top(fd, 0);
	close(fd);
}

/* The chip can lock a power of two of 64 KiB blocks at its end, up to 4 MiB. */
GUEST_TEST(locks, lock_answers_what_became_of_it)
{
	static const struct request requests[] = {
		{ true, TOP_64K, 0x10000, 0, 0 },
		{ true, TOP_1M, 0xf0000, 0x10000, 0 },
		/* Too short, too long, no power of two, the other end. */
		{ true, SIZE - SECTOR, SECTOR, 0, -1 },
		{ true, SIZE - 0x800000, 0x800000, 0, -1 },
		{ true, SIZE - 0x30000, 0x30000, 0, -1 },
		{ true, 0, 0x10000, 0, -1 },
	};

	check_requests(requests, sizeof(requests) / sizeof(requests[0]));
}

GUEST_TEST(locks, unlock_answers_what_became_of_it)
{
	static const struct request requests[] = {
		{ false, TOP_64K, 0x10000, 0x10000, 0 },
		{ false, TOP_1M, 0x80000, 0x100000, 0 },
		/* What stays locked is a power of two: others go as well. */
		{ false, TOP_1M, 0x10000, 0x100000, 1 },
		{ false, TOP_1M, SECTOR, 0x100000, 1 },
		/* In the middle nothing can be unlocked. */
		{ false, SIZE - 0x80000, 0x10000, 0x100000, -1 },
	};

	check_requests(requests, sizeof(requests) / sizeof(requests[0]));
}

GUEST_TEST(locks, wrong_ranges_are_refused_and_lock_nothing)
{
	const struct flash_area *fa = area("pnor");
	int fd = open_mtd("pnor");

	expect_errors();
	lock_top(fd, 0x10000);
	CHECK_EQ(flashmap_area_is_locked(fa, -1), -EINVAL);
	CHECK_EQ(flashmap_area_is_locked(fa, SIZE), -EINVAL);
	CHECK_EQ(flashmap_area_is_locked(fa, 1LL << 32), -EINVAL);
	CHECK_EQ(flashmap_area_is_locked(NULL, 0), -EINVAL);
	CHECK_EQ(flashmap_area_lock(fa, TOP_1M + 1, SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_lock(fa, TOP_1M, SECTOR / 2), -EINVAL);
	CHECK_EQ(flashmap_area_lock(fa, TOP_1M, 0x100000 + SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_lock(fa, SIZE, SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_lock(fa, -SECTOR, SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_lock(NULL, 0, SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_unlock(fa, TOP_64K, SECTOR + 1), -EINVAL);
	CHECK_EQ(flashmap_area_unlock(fa, TOP_64K, SIZE_MAX), -EINVAL);
	CHECK_EQ(flashmap_area_unlock(fa, TOP_64K - 1, SECTOR), -EINVAL);
	CHECK_EQ(flashmap_area_unlock(fa, SIZE, SECTOR), -EINVAL);
	survey(fd, after);
	CHECK(memcmp(before, after, sizeof(before)) == 0);
	lock_top(fd, 0);
	close(fd);
}

/*
 * The chip ignores a program of a locked sector, and the kernel reports
 * success: that is what a plain write says, as <flashmap/lock.h> tells. (An
 * erase, real chips ignore as well; those of QEMU do not.)
 */
GUEST_TEST(locks, locked_sectors_keep_what_they_hold)
{
	const struct flash_area *fa = area("pnor");
	uint8_t zeros[8] = { 0 }, was[8], is[8];
	int fd = open_mtd("pnor");

	lock_top(fd, 0x10000);
	CHECK_EQ(pread(fd, was, 8, TOP_64K), 8);
	CHECK(memcmp(was, zeros, 8) != 0);
	CHECK_EQ(pwrite(fd, zeros, 8, TOP_64K), 8);
	CHECK_EQ(flash_area_write(fa, TOP_64K, zeros, 8), 0);
	CHECK_EQ(pread(fd, is, 8, TOP_64K), 8);
	CHECK(memcmp(was, is, 8) == 0);

	/* Right below them it works. */
	CHECK_EQ(flash_area_erase(fa, TOP_64K - SECTOR, SECTOR), 0);
	CHECK_EQ(flash_area_write(fa, TOP_64K - 8, zeros, 8), 0);
	CHECK_EQ(flash_area_read(fa, TOP_64K - 8, is, 8), 0);
	CHECK(memcmp(is, zeros, 8) == 0);

	/* And in them once they are unlocked. */
	CHECK_EQ(flashmap_area_unlock(fa, TOP_64K, 0x10000), 0);
	CHECK_EQ(flash_area_write(fa, SIZE - 8, zeros, 8), 0);
	CHECK_EQ(flash_area_read(fa, SIZE - 8, is, 8), 0);
	CHECK(memcmp(is, zeros, 8) == 0);
	close(fd);
}

/* Offsets of a partition are not those of the chip. */
GUEST_TEST(locks, partition_locks_its_own_sectors)
{
	const struct flash_area *fa = area("rwfs");
	off_t end = (off_t)fa->fa_size;
	int fd = open_mtd("all");

	lock_top(fd, 0);
	CHECK_EQ(flashmap_area_lock(fa, end - 0x20000, 0x20000), 0);
	survey(fd, after);
	CHECK_EQ(count_locked(after, 0, SIZE), 0x20);
	CHECK_EQ(count_locked(after, SIZE - 0x20000, 0x20000), 0x20);
	CHECK_EQ(flashmap_area_is_locked(fa, end - 0x20000), 1);
	CHECK_EQ(flashmap_area_is_locked(fa, end - 0x20000 - 1), 0);
	CHECK_EQ(flashmap_area_unlock(fa, end - 0x20000, 0x20000), 0);
	survey(fd, after);
	CHECK_EQ(count_locked(after, 0, SIZE), 0);
	close(fd);
}

/* "low" is the lowest 64 KiB of the last 1 MiB, an MTD of its own. */
GUEST_TEST(locks, unlock_of_a_partition_tells_of_its_neighbours)
{
	int fd = open_mtd("all"), rc;

	lock_top(fd, 0x100000);
	CHECK_EQ(flashmap_area_is_locked(area("low"), 0), 1);
	rc = flashmap_area_unlock(area("low"), 0, 0x10000);
	survey(fd, after);
	CHECK_EQ(count_locked(after, TOP_1M, 0x10000), 0);
	/* The chip has unlocked more than the partition, and that is said. */
	CHECK(count_locked(after, 0, SIZE) < 0xf0);
	lock_top(fd, 0);
	CHECK_EQ(rc, 1);
	close(fd);
}

/* The image begins below what is locked, and ends in it. */
GUEST_TEST(locks, write_unlocks_and_locks_again)
{
	int fd = open_mtd("pnor");

	lock_top(fd, 0x100000);
	CHECK_EQ(sh("expect 4 flashmap write pnor /t/image --offset 0x3ee0000 "
		    "&& one_line /tmp/err"),
		 0);
	survey(fd, after);
	CHECK(memcmp(before, after, sizeof(before)) == 0);
	CHECK_EQ(sh("expect 0 flashmap write --unlock pnor /t/image "
		    "--offset 0x3ee0000"),
		 0);
	survey(fd, after);
	CHECK(memcmp(before, after, sizeof(before)) == 0);
	lock_top(fd, 0);
	close(fd);
}

/* To unlock "low" unlocks its neighbours, which are locked again too. */
GUEST_TEST(locks, write_restores_the_locks_of_neighbours)
{
	int fd = open_mtd("all");

	lock_top(fd, 0x100000);
	CHECK_EQ(sh("expect 0 flashmap write --unlock low /t/small"), 0);
	survey(fd, after);
	CHECK(memcmp(before, after, sizeof(before)) == 0);
	lock_top(fd, 0);
	close(fd);
}

GUEST_TEST(board, chip_that_cannot_lock)
{
	const struct flash_area *fa = area("pnor");

	expect_errors();
	CHECK_EQ(flashmap_area_is_locked(fa, 0), -ENOTSUP);
	CHECK_EQ(flashmap_area_lock(fa, TOP_64K, 0x10000), -ENOTSUP);
	CHECK_EQ(flashmap_area_unlock(fa, TOP_64K, 0x10000), -ENOTSUP);
}
