// SPDX-License-Identifier: BSD-2-Clause
/*
 * Random operations on an MTD and on a simulated chip like it: the same
 * results, the same errors, the same bytes. All is erased first.
 *
 * Exit: 0 no difference; 1 a difference, or it could not be tried; 2 usage.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "differential.h"

/* Of a transfer, at most, if the device is not smaller. */
#define BUFFER_BLOCKS 3
#define BUFFER_LEAST 65536
/* A run of fewer may have none of a kind by chance. */
#define OPERATIONS_OF_EACH 5000

/* On a simulated NAND chip. */
static const uint32_t bad_blocks[] = { 5, 31 };

/* The simulator against itself: chips as they are built into boards. */
static int choose_geometry(struct test *test)
{
	static const struct geometry geometries[] = {
		[RULES_RAM] = { 1 << 20, 4096, 1, RULES_RAM, 0, 0, 0, 0, NULL },
		[RULES_NOR] = { 1 << 20, 4096, 1, RULES_NOR, 0, 0, 0, 0, NULL },
		[RULES_NAND] = { 4 << 20, 131072, 2048, RULES_NAND, 64, 4, 512,
				 3, NULL },
	};

	const struct settings *settings = &test->settings;
	struct geometry *geometry = &test->geometry;

	*geometry = geometries[settings->rules];
	if (settings->size > 0)
		geometry->size = settings->size;
	if (settings->erase_size > 0)
		geometry->erase_size = (uint32_t)settings->erase_size;
	if (settings->write_size > 0)
		geometry->write_size = (uint32_t)settings->write_size;
	if (geometry->size % geometry->erase_size != 0)
		return complain("it is not made of whole erase blocks");
	if (geometry->rules != RULES_NAND)
		return 0;
	geometry->bad = calloc((size_t)(geometry->size / geometry->erase_size),
			       sizeof(*geometry->bad));
	if (!geometry->bad)
		return complain("no memory");
	for (size_t i = 0; i < sizeof(bad_blocks) / sizeof(bad_blocks[0]); i++)
		if (bad_blocks[i] < geometry->size / geometry->erase_size)
			geometry->bad[bad_blocks[i]] = true;
	return 0;
}

static int allocate(struct test *test)
{
	struct geometry *geometry = &test->geometry;
	uint64_t blocks = geometry->size / geometry->erase_size;
	uint64_t size = test->settings.limit;
	uint64_t buffer = BUFFER_BLOCKS * (uint64_t)geometry->erase_size;

	if (size == 0 || size > geometry->size)
		size = geometry->size;
	size -= size % geometry->erase_size;
	if (size == 0)
		return complain("the limit is less than one erase block");
	if (buffer < BUFFER_LEAST)
		buffer = BUFFER_LEAST - BUFFER_LEAST % geometry->erase_size;
	test->buffer_size = (size_t)(buffer < size ? buffer : size);
	test->sector_capacity = (uint32_t)blocks + 2;
	test->data = malloc(test->buffer_size);
	test->expected = malloc(test->buffer_size);
	for (int i = 0; i < 2; i++) {
		test->buffers[i] = malloc(test->buffer_size + 2 * GUARD);
		test->sectors[i] = calloc(test->sector_capacity,
					  sizeof(*test->sectors[i]));
		if (!test->buffers[i] || !test->sectors[i])
			return complain("no memory");
	}
	if (!test->data || !test->expected ||
	    model_init(&test->model, geometry, size) < 0)
		return complain("no memory");
	return 0;
}

static int open_sides(struct test *test)
{
	char content[128];
	int rc;

	if (test->settings.simulated) {
		rc = choose_geometry(test);
		if (!rc)
			rc = side_open_simulated(test, &test->device,
						 FLASHMAP_SIMULATOR_RAM);
		test->device.name = "in memory";
		if (!rc && flashmap_set_default(test->device.map) < 0)
			rc = complain("there is a default map");
	} else {
		rc = side_open_device(test);
	}
	if (rc)
		return rc;
	if (test->settings.content)
		snprintf(content, sizeof(content), "%s",
			 test->settings.content);
	else
		snprintf(content, sizeof(content), "%s/content", test->folder);
	test->simulator.name = "simulator";
	rc = side_open_simulated(test, &test->simulator, content);
	return rc ? rc : side_match_locks(test);
}

/* For --break: a bit of the simulator's file turns over. */
static int flip_bit(struct test *test)
{
	struct random random = { test->settings.seed };
	uint64_t place;
	uint8_t byte = 0;
	int fd, rc = 0;

	do
		place = random_below(&random, test->model.size);
	while (model_is_bad(&test->model, place));
	fd = open(test->simulator.file, O_RDWR | O_CLOEXEC);
	if (fd < 0 || pread(fd, &byte, 1, (off_t)place) != 1)
		rc = 1;
	byte ^= 0x10;
	if (!rc && pwrite(fd, &byte, 1, (off_t)place) != 1)
		rc = 1;
	if (fd >= 0)
		close(fd);
	return rc ? complain("cannot change %s", test->simulator.file) : 0;
}

static int run(struct test *test)
{
	const struct settings *settings = &test->settings;
	struct operation operation;
	int rc = run_prepare(test);

	test->random.state = settings->seed;
	while (!rc && test->number < settings->operations) {
		test->number++;
		if (test->number == settings->break_at)
			rc = flip_bit(test);
		draw_operation(test, &operation);
		if (!rc)
			rc = run_operation(test, &operation);
		if (!rc && test->number % settings->interval == 0)
			rc = run_compare(test);
	}
	return rc ? rc : run_compare(test);
}

/* That nothing differs says little if nothing was done. */
static int judge_counts(const struct test *test)
{
	enum rules rules = test->geometry.rules;

	if (test->settings.operations < OPERATIONS_OF_EACH)
		return 0;
	for (int kind = 0; kind < OP_KINDS; kind++)
		if (test->tried[kind] == 0 &&
		    (kind != OP_FORBIDDEN || rules != RULES_RAM) &&
		    (kind != OP_LOCK || !test->tells_locks))
			return complain("no operation of kind %d", kind);
	for (int kind = OP_READ; kind <= OP_READ_ECC; kind++)
		if (test->counts[kind] == 0)
			return complain("all of kind %d were refused", kind);
	return test->refused > 0 ? 0 : complain("nothing was refused");
}

static int finish(const struct test *test, int differences)
{
	const uint64_t *counts = test->counts;

	printf("differential: %" PRIu64 " reads, %" PRIu64 " writes, %" PRIu64
	       " erases, %" PRIu64 " forbidden writes, %" PRIu64
	       " calls refused\n",
	       counts[OP_READ] + counts[OP_VIEW_READ] + counts[OP_READ_ECC],
	       counts[OP_WRITE] + counts[OP_VIEW_WRITE],
	       counts[OP_ERASE] + counts[OP_VIEW_ERASE], counts[OP_FORBIDDEN],
	       test->refused);
	printf("differential: %" PRIu64 " operations, device \"%s\" (%s), "
	       "seed %" PRIu64 ", differences %d\n",
	       test->number, test->settings.label,
	       rules_name(test->geometry.rules), test->settings.seed,
	       differences);
	return differences ? 1 : judge_counts(test);
}

static void clean_up(struct test *test)
{
	static const char *const names[] = { "chip.dtb", "content",
					     "content.state" };
	char path[128];

	side_close(test);
	model_destroy(&test->model);
	free(test->geometry.bad);
	free(test->data);
	free(test->expected);
	for (int i = 0; i < 2; i++) {
		free(test->buffers[i]);
		free(test->sectors[i]);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", test->folder, names[i]);
		unlink(path);
	}
	rmdir(test->folder);
}

int main(int argc, char **argv)
{
	struct timespec now;
	struct test test = {
		.settings = { .operations = 100000, .interval = 10000 },
		.folder = "/tmp/differential.XXXXXX",
	};
	int rc;

	clock_gettime(CLOCK_REALTIME, &now);
	test.settings.seed = (uint32_t)(now.tv_sec * 1000003 + now.tv_nsec);
	if (!settings_parse(&test.settings, argc, argv))
		return 2;
	if (!mkdtemp(test.folder))
		return complain("cannot make a folder");
	rc = open_sides(&test);
	if (!rc)
		rc = allocate(&test);
	if (!rc)
		rc = finish(&test, run(&test));
	clean_up(&test);
	return rc;
}
