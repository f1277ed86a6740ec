// SPDX-License-Identifier: BSD-2-Clause
/*
 * Threads judge nothing themselves, since Check does not take it: they count
 * what went wrong. The thread sanitizer sees the rest.
 */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/map.h>

#include "fake-mtd.h"
#include "unit.h"

#define THREADS 8
#define ROUNDS 100
#define SECTOR 4096u
/* Sectors of each thread. */
#define SHARE 2u

/* What goes wrong in any thread. */
static atomic_uint mistakes;

/* Holds the threads until all are there. */
static pthread_barrier_t start;

struct job {
	pthread_t thread;
	unsigned int index;
	struct flashmap *map;
	const struct flash_area *fa;
	int result;
};

static struct job jobs[THREADS];

static void run(void *(*function)(void *), struct flashmap *map,
		const struct flash_area *fa)
{
	ck_assert_int_eq(pthread_barrier_init(&start, NULL, THREADS), 0);
	for (unsigned int i = 0; i < THREADS; i++) {
		jobs[i].index = i;
		if (map)
			jobs[i].map = map;
		jobs[i].fa = fa;
		ck_assert_int_eq(pthread_create(&jobs[i].thread, NULL, function,
						&jobs[i]),
				 0);
	}
}

static void wait_for_all(void)
{
	for (unsigned int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(jobs[i].thread, NULL), 0);
	pthread_barrier_destroy(&start);
	ck_assert_uint_eq(atomic_load(&mistakes), 0);
}

static void must(bool right)
{
	if (!right)
		atomic_fetch_add(&mistakes, 1);
}

/* A map with one area "shared", with SHARE sectors for each thread. */
static struct flashmap *load_shared(struct fake_mtd **mtd,
				    const struct flash_area **fa)
{
	struct flashmap *map;

	*mtd = fake_add(
		&(struct fake_options){ .number = 0,
					.name = "shared",
					.size = THREADS * SHARE * SECTOR,
					.erase_size = SECTOR });
	map = fake_load_map();
	ck_assert_int_eq(flashmap_open_label(map, "shared", fa), 0);
	return map;
}

/* Erases, writes and reads the sectors of one thread. */
static void *use_own_sectors(void *context)
{
	const size_t length = SHARE * SECTOR;
	struct job *job = context;
	off_t offset = (off_t)(job->index * length);
	uint8_t *data = malloc(length), *back = malloc(length);

	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS && data && back; round++) {
		memset(data, (int)job->index * 16 + round % 16, length);
		must(flash_area_erase(job->fa, offset, length) == 0);
		must(flash_area_write(job->fa, offset, data, length) == 0);
		must(flash_area_read(job->fa, offset, back, length) == 0);
		must(memcmp(data, back, length) == 0);
	}
	free(data);
	free(back);
	return NULL;
}

struct releaser {
	pthread_t thread;
	struct flashmap *map;
	atomic_bool stop;
};

static void *release_all_the_time(void *context)
{
	struct releaser *releaser = context;

	while (!atomic_load(&releaser->stop)) {
		int rc = flashmap_release(releaser->map);

		must(rc == 0 || rc == -EBUSY);
		sched_yield();
	}
	return NULL;
}

START_TEST(threads_use_their_sectors_while_descriptors_are_released)
{
	struct releaser releaser = { .stop = false };
	const struct flash_area *fa;
	struct fake_mtd *mtd;

	releaser.map = load_shared(&mtd, &fa);
	fake_be_quiet();
	run(use_own_sectors, releaser.map, fa);
	ck_assert_int_eq(pthread_create(&releaser.thread, NULL,
					release_all_the_time, &releaser),
			 0);
	wait_for_all();
	atomic_store(&releaser.stop, true);
	ck_assert_int_eq(pthread_join(releaser.thread, NULL), 0);
	ck_assert_uint_eq(atomic_load(&mistakes), 0);

	/* The last round is what the device holds. */
	for (unsigned int i = 0; i < mtd->options.size; i++)
		if (mtd->content[i] !=
		    i / (SHARE * SECTOR) * 16 + (ROUNDS - 1) % 16)
			ck_abort_msg("byte %#x is %#x", i, mtd->content[i]);
	ck_assert_int_eq(flashmap_release(releaser.map), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	flashmap_unref(releaser.map);
}
END_TEST

static void *read_first_byte(void *context)
{
	struct job *job = context;
	uint8_t byte = 0;

	pthread_barrier_wait(&start);
	must(flash_area_read(job->fa, 0, &byte, 1) == 0);
	must(byte == 0x42);
	return NULL;
}

/* Time for the other threads to do the same. */
static void linger(const struct fake_event *event, void *unused)
{
	(void)unused;
	if (event->call == FAKE_OPEN || event->call == FAKE_IOCTL)
		for (int i = 0; i < 1000; i++)
			sched_yield();
}

START_TEST(first_use_by_many_threads_opens_once)
{
	const struct flash_area *fa;
	struct fake_mtd *mtd;
	struct flashmap *map = load_shared(&mtd, &fa);

	mtd->content[0] = 0x42;
	fake_set_hook(linger, NULL);
	run(read_first_byte, map, fa);
	wait_for_all();
	ck_assert_uint_eq(fake_count("open mtd0 O_RDONLY"), 1);
	ck_assert_uint_eq(fake_count("open"), 1);
	ck_assert_uint_eq(fake_count("pread"), THREADS);
	flashmap_unref(map);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
}
END_TEST

START_TEST(geometry_is_asked_once_by_many_threads)
{
	const struct flash_area *fa;
	struct fake_mtd *mtd;
	struct flashmap *map;

	mtd = fake_add(&(struct fake_options){
		.number = 0, .name = "shared", .no_sysfs = true });
	mtd->content[0] = 0x42;
	fake_write_procmtd();
	map = fake_load_map();
	ck_assert_int_eq(flashmap_open_label(map, "shared", &fa), 0);
	fake_set_hook(linger, NULL);
	run(read_first_byte, map, fa);
	wait_for_all();
	ck_assert_uint_eq(fake_count("MEMGETINFO"), 1);
	ck_assert_uint_eq(fake_count("open"), 1);
	flashmap_unref(map);
}
END_TEST

struct gate {
	sem_t reached;
	sem_t open;
};

/* Keeps a read under way. */
static void wait_at_gate(const struct fake_event *event, void *context)
{
	struct gate *gate = context;

	if (event->call != FAKE_READ)
		return;
	sem_post(&gate->reached);
	while (sem_wait(&gate->open) < 0 && errno == EINTR)
		;
}

static void *read_once(void *context)
{
	struct job *job = context;
	uint8_t byte;

	job->result = flash_area_read(job->fa, 0, &byte, 1);
	return NULL;
}

START_TEST(release_during_a_read_is_busy_and_the_read_ends_well)
{
	const struct flash_area *fa;
	struct fake_mtd *mtd;
	struct flashmap *map = load_shared(&mtd, &fa);
	struct job job = { .fa = fa, .result = 1 };
	struct gate gate;

	sem_init(&gate.reached, 0, 0);
	sem_init(&gate.open, 0, 0);
	fake_set_hook(wait_at_gate, &gate);
	ck_assert_int_eq(pthread_create(&job.thread, NULL, read_once, &job), 0);
	sem_wait(&gate.reached);
	ck_assert_int_eq(flashmap_release(map), -EBUSY);
	ck_assert_uint_eq(fake_open_descriptors(), 1);
	sem_post(&gate.open);
	ck_assert_int_eq(pthread_join(job.thread, NULL), 0);
	ck_assert_int_eq(job.result, 0);
	ck_assert_int_eq(flashmap_release(map), 0);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
	ck_assert_uint_eq(fake_count("open"), 1);
	fake_set_hook(NULL, NULL);
	flashmap_unref(map);
	sem_destroy(&gate.reached);
	sem_destroy(&gate.open);
}
END_TEST

/* Areas of one map while other maps come and go. */
static void *read_or_load(void *context)
{
	struct job *job = context;
	struct flash_area made = { .fa_size = SECTOR };

	made.fa_dev = job->fa->fa_dev;
	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		struct flashmap *other = NULL;
		uint8_t byte = 0;

		must(flash_area_read(job->fa, 0, &byte, 1) == 0);
		must(byte == 0x42);
		must(flash_area_read(&made, 0, &byte, 1) == 0);
		if (job->index % 2)
			continue;
		must(flashmap_new(&other) == 0);
		must(flashmap_set_root(other, test_folder()) == 0);
		must(flashmap_load(other) == 0);
		flashmap_unref(other);
	}
	return NULL;
}

START_TEST(areas_are_used_while_other_maps_come_and_go)
{
	const struct flash_area *fa;
	struct fake_mtd *mtd;
	struct flashmap *map = load_shared(&mtd, &fa);

	mtd->content[0] = 0x42;
	fake_be_quiet();
	run(read_or_load, map, fa);
	wait_for_all();
	ck_assert_uint_eq(mtd->content[0], 0x42);
	flashmap_unref(map);
}
END_TEST

static void *offer_as_default(void *context)
{
	struct job *job = context;

	pthread_barrier_wait(&start);
	job->result = flashmap_set_default(job->map);
	return NULL;
}

START_TEST(one_of_many_maps_becomes_the_default_map)
{
	struct flashmap *map;
	unsigned int taken = 0;

	fake_add(&(struct fake_options){ .number = 0 });
	for (unsigned int i = 0; i < THREADS; i++)
		jobs[i].map = fake_load_map();
	run(offer_as_default, NULL, NULL);
	wait_for_all();
	ck_assert_int_eq(flashmap_get_default(&map), 0);
	for (unsigned int i = 0; i < THREADS; i++) {
		taken += jobs[i].result == 0;
		ck_assert_int_eq(jobs[i].result,
				 jobs[i].map == map ? 0 : -EBUSY);
		flashmap_unref(jobs[i].map);
	}
	ck_assert_uint_eq(taken, 1);
}
END_TEST

#ifdef ENABLE_ENVIRONMENT

static void *get_default(void *context)
{
	struct job *job = context;
	const struct flash_area *fa;

	pthread_barrier_wait(&start);
	must(flashmap_get_default(&job->map) == 0);
	must(flash_area_open(0, &job->fa) == 0);
	must(flash_area_open(0, &fa) == 0);
	must(fa == job->fa);
	return NULL;
}

START_TEST(default_map_of_many_threads_is_one)
{
	fake_add(&(struct fake_options){ .number = 0 });
	ck_assert_int_eq(setenv("FLASHMAP_ROOT", test_folder(), 1), 0);
	run(get_default, NULL, NULL);
	wait_for_all();
	ck_assert_ptr_nonnull(jobs[0].map);
	ck_assert_ptr_nonnull(jobs[0].fa);
	for (unsigned int i = 1; i < THREADS; i++) {
		ck_assert_ptr_eq(jobs[i].map, jobs[0].map);
		ck_assert_ptr_eq(jobs[i].fa, jobs[0].fa);
	}
}
END_TEST

#endif

Suite *threads_suite(void)
{
	Suite *suite = suite_create("threads");
	TCase *tcase = tcase_create("threads");

	tcase_set_tags(tcase, "threads");
	/* Under the thread sanitizer on a slow machine. */
	tcase_set_timeout(tcase, 60);
	tcase_add_test(
		tcase,
		threads_use_their_sectors_while_descriptors_are_released);
	tcase_add_test(tcase, first_use_by_many_threads_opens_once);
	tcase_add_test(tcase, geometry_is_asked_once_by_many_threads);
	tcase_add_test(tcase,
		       release_during_a_read_is_busy_and_the_read_ends_well);
	tcase_add_test(tcase, areas_are_used_while_other_maps_come_and_go);
	tcase_add_test(tcase, one_of_many_maps_becomes_the_default_map);
#ifdef ENABLE_ENVIRONMENT
	tcase_add_test(tcase, default_map_of_many_threads_is_one);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}
