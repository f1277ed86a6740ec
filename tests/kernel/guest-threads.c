// SPDX-License-Identifier: GPL-2.0-or-later
/* Several threads and processes on one area. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <flashmap/map.h>

#include "guest.h"

#define THREADS 8
#define ROUNDS 5
#define SECTOR (64 * 1024)

struct worker {
	const struct flash_area *fa;
	pthread_barrier_t *start;
	int number;
	int error;
};

static int one_round(const struct worker *worker, const uint8_t *data,
		     uint8_t *found)
{
	off_t off = (off_t)worker->number * SECTOR;
	int rc = flash_area_erase(worker->fa, off, SECTOR);

	if (!rc)
		rc = flash_area_write(worker->fa, off, data, SECTOR);
	if (!rc)
		rc = flash_area_read(worker->fa, off, found, SECTOR);
	if (!rc && memcmp(data, found, SECTOR) != 0)
		rc = -EIO;
	return rc;
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	uint8_t *data = filled(SECTOR, (unsigned int)worker->number);
	uint8_t *found = filled(SECTOR, 100);

	pthread_barrier_wait(worker->start);
	for (int i = 0; i < ROUNDS && !worker->error; i++)
		worker->error = one_round(worker, data, found);
	free(data);
	free(found);
	return NULL;
}

/* All of them open the device at once. */
GUEST_TEST(devices, threads_share_an_area)
{
	const struct flash_area *fa = area(RAMDISK);
	struct worker workers[THREADS];
	pthread_t threads[THREADS];
	pthread_barrier_t start;
	uint8_t *data;

	dump_begin();
	CHECK_EQ(pthread_barrier_init(&start, NULL, THREADS), 0);
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ fa, &start, i, 0 };
		CHECK_EQ(pthread_create(&threads[i], NULL, work, &workers[i]),
			 0);
	}
	for (int i = 0; i < THREADS; i++) {
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
		CHECK_EQ(workers[i].error, 0);
		data = filled(SECTOR, (unsigned int)i);
		dump_expect(RAMDISK, (off_t)i * SECTOR, data, SECTOR);
		free(data);
	}
	/* One descriptor to read with and one to write with. */
	CHECK_EQ(sh("[ $(ls -l /proc/%d/fd | grep -c '/dev/mtd%d$') = 2 ]",
		    (int)getpid(), mtd_number(RAMDISK)), 0);
	CHECK_EQ(flashmap_release(NULL), 0);
	CHECK_EQ(sh("[ $(ls -l /proc/%d/fd | grep -c /dev/mtd) = 0 ]",
		    (int)getpid()), 0);
	dump_end();
}

GUEST_TEST(devices, parent_and_child_share_an_area)
{
	const struct flash_area *fa = area(SMALL_SECTORS);
	uint8_t *data = filled(4 * KIB, 31);
	uint8_t *found = filled(4 * KIB, 32);
	int status;

	dump_begin();
	CHECK_EQ(flash_area_erase(fa, 0, 8 * KIB), 0);
	if (fork() == 0) {
		CHECK_EQ(flash_area_write(fa, 4 * KIB, data, 4 * KIB), 0);
		CHECK_EQ(flashmap_release(NULL), 0);
		_exit(0);
	}
	CHECK_EQ(flash_area_write(fa, 0, data, 4 * KIB), 0);
	CHECK(wait(&status) > 0 && status == 0);
	CHECK_EQ(flash_area_read(fa, 4 * KIB, found, 4 * KIB), 0);
	CHECK(memcmp(data, found, 4 * KIB) == 0);
	dump_expect(SMALL_SECTORS, 0, data, 4 * KIB);
	dump_expect(SMALL_SECTORS, 4 * KIB, data, 4 * KIB);
	dump_end();
	free(data);
	free(found);
}
