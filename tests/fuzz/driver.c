// SPDX-License-Identifier: BSD-2-Clause
/*
 * FUZZ-TARGET [COUNT [FIRST]]
 *
 * Runs a fuzz target without libFuzzer: on its seeds as they are, then on
 * COUNT inputs made of them, the same at each run. FIRST is the number of the
 * first one. With the name of a file, runs on that file alone.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum {
	DEFAULT_COUNT = 20000,
	SEED_LIMIT = 64,
	INPUT_LIMIT = 1 << 16,
	CHANGES = 6,
};

struct input {
	size_t size;
	uint8_t *data;
};

static struct input seeds[SEED_LIMIT];
static size_t seed_count;
static uint64_t random_state;

static void die(const char *what, const char *about)
{
	fprintf(stderr, "fuzz-%s: %s %s\n", fuzz_name, what, about);
	exit(99);
}

/* xorshift64*: below is not 0. */
static size_t draw(size_t below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (size_t)((random_state * 2685821657736338717u) >> 33) % below;
}

static void read_seed(const char *path)
{
	static uint8_t data[INPUT_LIMIT];
	struct input *seed = &seeds[seed_count];
	FILE *file = fopen(path, "rb");

	if (!file)
		die("cannot read", path);
	if (seed_count == SEED_LIMIT)
		die("too many seeds in", path);
	seed->size = fread(data, 1, sizeof(data), file);
	fclose(file);
	seed->data = malloc(seed->size + 1);
	if (!seed->data)
		die("out of memory for", path);
	memcpy(seed->data, data, seed->size);
	seed_count++;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void read_seeds(void)
{
	const char *top = getenv("top_srcdir");
	struct dirent **names;
	char path[4096];
	int count;

	snprintf(path, sizeof(path), "%s/tests/fuzz/%s", top ? top : ".",
		 fuzz_name);
	count = scandir(path, &names, is_seed, compare_names);
	if (count <= 0)
		die("no seeds in", path);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/tests/fuzz/%s/%s",
			 top ? top : ".", fuzz_name, names[i]->d_name);
		read_seed(path);
		free(names[i]);
	}
	free(names);
}

/* Puts bytes in the place of some; what does not fit is left out. */
static void replace(struct input *input, size_t at, size_t old,
		    const void *bytes, size_t size)
{
	size_t rest = input->size - at - old;

	if (at + size + rest > INPUT_LIMIT)
		return;
	memmove(input->data + at + size, input->data + at + old, rest);
	memcpy(input->data + at, bytes, size);
	input->size = at + size + rest;
}

static void change(struct input *input)
{
	size_t at = draw(input->size + 1), left = input->size - at, words = 0;
	size_t some = left ? draw(left < 40 ? left : 40) : 0;
	const struct input *other = &seeds[draw(seed_count)];
	uint8_t byte = (uint8_t)draw(256);

	while (fuzz_words[words])
		words++;
	switch (draw(7)) {
	case 0:
		replace(input, at, left ? 1 : 0, &byte, 1);
		break;
	case 1:
		replace(input, at, some, "", 0);
		break;
	case 2:
	case 3:
		words = draw(words);
		replace(input, at, draw(2) ? some : 0, fuzz_words[words],
			strlen(fuzz_words[words]));
		break;
	case 4:
		if (left)
			input->data[at] ^= (uint8_t)(1u << draw(8));
		break;
	case 5:
		left = draw(other->size + 1);
		replace(input, at, 0, other->data + left, other->size - left);
		break;
	default:
		input->size = at;
	}
}

/* From a block of exactly its size, so that a byte read past it is noticed. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		die("out of memory", "");
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void run_number(unsigned long number)
{
	static uint8_t data[INPUT_LIMIT];
	struct input input = { .data = data };
	const struct input *seed;

	random_state = (number + 1) * 0x9e3779b97f4a7c15u;
	seed = &seeds[draw(seed_count)];
	memcpy(data, seed->data, seed->size);
	input.size = seed->size;
	for (size_t changes = 1 + draw(CHANGES); changes > 0; changes--)
		change(&input);
	run(data, input.size);
}

int main(int argc, char **argv)
{
	unsigned long count = DEFAULT_COUNT, first = 0;
	char *end = NULL;

	if (argc > 1)
		count = strtoul(argv[1], &end, 10);
	if (end && *end != '\0')
		read_seed(argv[1]);
	else
		read_seeds();
	if (argc > 2)
		first = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < seed_count; i++)
		run(seeds[i].data, seeds[i].size);
	for (unsigned long i = 0; i < count; i++)
		run_number(first + i);
	printf("fuzz-%s: %zu seeds, %lu inputs\n", fuzz_name, seed_count,
	       count);
	for (size_t i = 0; i < seed_count; i++)
		free(seeds[i].data);
	return 0;
}
