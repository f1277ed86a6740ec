// SPDX-License-Identifier: BSD-2-Clause
/*
 * "cut-store DTB [SEED]": the settings store on simulated chips, with the power
 * cut at every operation of a job, in every way, once and twice.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/lock.h>
#include <flashmap/sim.h>

#include "../../examples/settings/store.h"
#include "tap.h"

#define KEYS 3
#define STEPS 40
/* Operations of the first change after a cut, at which it is cut again. */
#define SECOND_CUTS 14

static const char *const chips[] = { "bytes", "blocks", "three", "zeros" };
/* Of what is unstable after a cut. */
static uint64_t first_seed;

static const char *const keys[KEYS] = { "a", "longer-key", "z" };

/* A job on a chip, and what may be read: the value of before, and of the
 * change that was cut off. A value is a number, 0 for no such key. */
struct job {
	const char *chip;
	struct flashmap *map;
	struct flash_area area;
	unsigned int before[KEYS];
	unsigned int cut[KEYS][3];
};

static size_t make_value(unsigned int number, char *value)
{
	size_t size = number * 37 % 150;

	memset(value, 'a' + (int)(number % 26), size);
	return size + (size_t)sprintf(value + size, "%u", number);
}

static int set(struct store *store, int key, unsigned int number)
{
	char value[170];
	size_t size = make_value(number, value);

	return store_set(store, keys[key], value, size);
}

static bool reads(const struct store *store, int key, unsigned int number)
{
	char expected[170];
	char value[170];
	size_t size = sizeof(value);
	int err = store_get(store, keys[key], value, &size);

	if (number == 0)
		return err == -ENOENT;
	return !err && size == make_value(number, expected) &&
	       memcmp(value, expected, size) == 0;
}

static bool reads_allowed(const struct store *store, const struct job *job,
			  int key)
{
	size_t i;

	if (reads(store, key, job->before[key]))
		return true;
	for (i = 0; i < 3; i++)
		if (job->cut[key][i] && reads(store, key, job->cut[key][i]))
			return true;
	return false;
}

/* At several starts, since what was torn reads in several ways. */
static bool all_allowed(const struct job *job, int starts)
{
	struct store store;
	bool allowed = true;
	int start;
	int key;

	for (start = 0; start < starts; start++) {
		if (store_open(&store, &job->area))
			return false;
		for (key = 0; key < KEYS; key++)
			allowed = allowed && reads_allowed(&store, job, key);
		store_close(&store);
	}
	return allowed;
}

/* One change; the model follows. Whether power is still there. */
static bool step(struct job *job, struct store *store, int key,
		 unsigned int number)
{
	int err = set(store, key, number);
	size_t i;

	if (!err) {
		job->before[key] = number;
		memset(job->cut[key], 0, sizeof(job->cut[key]));
		return true;
	}
	for (i = 0; job->cut[key][i]; i++)
		continue;
	job->cut[key][i] = number;
	return false;
}

/* Changes from a first number on, the program started anew now and then. */
static bool work(struct job *job, unsigned int first, unsigned int count)
{
	struct store store;
	unsigned int i;
	bool on = true;

	if (store_open(&store, &job->area))
		return false;
	for (i = first; on && i < first + count; i++) {
		if (i % 9 == 0) {
			store_close(&store);
			if (store_open(&store, &job->area))
				return false;
		}
		on = step(job, &store, (int)(i % KEYS), i);
	}
	store_close(&store);
	return on;
}

static void begin(struct job *job, struct flashmap *clean, uint64_t seed)
{
	memset(job->before, 0, sizeof(job->before));
	memset(job->cut, 0, sizeof(job->cut));
	must(flashmap_sim_restore_power(job->map, job->chip));
	must(flashmap_sim_copy(clean, job->chip, job->map, job->chip));
	must(flashmap_sim_set_seed(job->map, job->chip, seed));
}

static uint64_t count(const struct job *job)
{
	uint64_t operations;

	must(flashmap_sim_get_operation_count(job->map, job->chip,
					      &operations));
	return operations;
}

/* One change, which is not to be lost whatever is torn, then some more. */
static bool goes_on(struct job *job, int starts)
{
	return work(job, 1001, 1) && all_allowed(job, starts) &&
	       work(job, 1002, 2 * KEYS) && all_allowed(job, starts);
}

/* The job is cut at an operation, and the next start at one of its own. */
static bool survives(struct job *job, struct flashmap *clean, uint64_t at,
		     enum flashmap_sim_cut cut, uint64_t again)
{
	int starts = again > 0 ? 4 : 16;

	begin(job, clean, first_seed * 1000000 + at * 100 + again);
	must(flashmap_sim_cut_power(job->map, job->chip, at, cut));
	work(job, 1, STEPS);
	must(flashmap_sim_restore_power(job->map, job->chip));
	if (!all_allowed(job, starts))
		return false;
	if (again > 0) {
		must(flashmap_sim_cut_power(job->map, job->chip, again, cut));
		work(job, 500, KEYS);
		must(flashmap_sim_restore_power(job->map, job->chip));
		if (!all_allowed(job, starts))
			return false;
	}
	return goes_on(job, starts);
}

static void try_cuts(struct job *job, struct flashmap *clean, uint64_t all)
{
	static const char *const names[] = { "clean", "at the first byte",
					     "at half", "at the last byte" };
	uint64_t again;
	uint64_t at;
	int cut;

	for (cut = FLASHMAP_SIM_CUT_CLEAN; cut <= FLASHMAP_SIM_CUT_LAST_BYTE;
	     cut++) {
		bool good[2] = { true, true };

		for (at = 1; at <= all; at++)
			for (again = 0; again <= SECOND_CUTS;
			     again += 2 + at % 3) {
				if (survives(job, clean, at,
					     (enum flashmap_sim_cut)cut, again))
					continue;
				good[again > 0] = false;
				tap_note("operation %u, then %u",
					 (unsigned int)at, (unsigned int)again);
			}
		tap_case(good[0], "%s, power cut %s: old or new", job->chip,
			 names[cut]);
		tap_case(good[1], "%s, cut %s, then again: old or new",
			 job->chip, names[cut]);
	}
}

static void try_chip(struct flashmap *clean, struct job *job)
{
	uint32_t erased;
	uint64_t before;
	bool worked;

	begin(job, clean, 0);
	worked = work(job, 1, 300) && all_allowed(job, 1);
	must(flashmap_sim_get_erase_count(job->map, job->chip, 0, &erased));
	tap_case(worked && erased >= 10,
		 "%s: 300 changes, going round and round", job->chip);

	begin(job, clean, 0);
	before = count(job);
	must(work(job, 1, STEPS) ? 0 : -EIO);
	try_cuts(job, clean, count(job) - before);
}

/* A sector that does not erase any more is passed over. */
static void try_worn(struct flashmap *clean, struct job *job)
{
	bool worked;

	begin(job, clean, 0);
	must(flashmap_sim_set_weak(job->map, job->chip, 1024,
				   FLASHMAP_SIM_ERASE, 1, true));
	worked = work(job, 1, 300) && all_allowed(job, 1);
	tap_case(worked, "%s: a worn sector is passed over", job->chip);
}

static int find_size(const struct flashmap_chip *chip, void *user_data)
{
	struct job *job = user_data;

	if (strcmp(chip->name, job->chip) == 0)
		job->area.fa_size = (size_t)chip->size;
	return 0;
}

int main(int argc, char **argv)
{
	struct flashmap *clean;
	struct job job;
	size_t i;

	if (argc != 2 && argc != 3)
		return 99;
	if (argc == 3)
		first_seed = strtoull(argv[2], NULL, 10);
	tap_begin();
	clean = simulated(argv[1]);
	memset(&job, 0, sizeof(job));
	job.map = simulated(argv[1]);
	must(flashmap_set_default(job.map));
	for (i = 0; i < sizeof(chips) / sizeof(*chips); i++) {
		job.chip = chips[i];
		job.area.fa_dev_name = job.chip;
		must(flashmap_foreach_chip(job.map, find_size, &job));
		try_chip(clean, &job);
		if (strcmp(job.chip, "three") == 0)
			try_worn(clean, &job);
	}
	flashmap_unref(clean);
	flashmap_unref(job.map);
	return tap_end();
}
