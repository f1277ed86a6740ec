// SPDX-License-Identifier: BSD-2-Clause

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runner.h"

/* What hangs for so long is a finding; what is only slow is not. */
#define HANG_SECONDS 60
/* More than any input may ever need, the sanitizers' own memory included. */
#define MEMORY_LIMIT (1L << 30)

static uint64_t state;
static unsigned long seed, run;
static uint8_t input[FUZZ_INPUT_SIZE];

unsigned int fuzz_draw(unsigned int below)
{
	/* SplitMix64 */
	uint64_t mixed = state += 0x9e3779b97f4a7c15u;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
	return (unsigned int)((mixed ^ mixed >> 31) % below);
}

static size_t insert_bytes(uint8_t *buffer, size_t size, size_t place)
{
	size_t count = 1 + fuzz_draw(16);

	if (size + count > FUZZ_INPUT_SIZE)
		return size;
	memmove(buffer + place + count, buffer + place, size - place);
	for (size_t i = 0; i < count; i++)
		buffer[place + i] = (uint8_t)fuzz_draw(256);
	return size + count;
}

static size_t remove_bytes(uint8_t *buffer, size_t size, size_t place)
{
	size_t count = 1 + fuzz_draw(16);

	if (count > size - place)
		count = size - place;
	memmove(buffer + place, buffer + place + count, size - place - count);
	return size - count;
}

size_t fuzz_mutate_bytes(uint8_t *buffer, size_t size)
{
	unsigned int changes = 1 + fuzz_draw(4);

	while (changes-- > 0 && size > 0) {
		size_t place = fuzz_draw((unsigned int)size);

		switch (fuzz_draw(8)) {
		case 0:
			size = insert_bytes(buffer, size, place);
			break;
		case 1:
			size = remove_bytes(buffer, size, place);
			break;
		case 2:
			buffer[place] ^= (uint8_t)(1u << fuzz_draw(8));
			break;
		default:
			buffer[place] = (uint8_t)fuzz_draw(256);
			break;
		}
	}
	return size;
}

/* Where it ended, so that it can be run again. */
static void tell_run(void)
{
	static char text[128];
	int length = snprintf(text, sizeof(text),
			      "%s: in run %lu of FLASHMAP_FUZZ_SEED=%lu\n",
			      fuzz_target.name, run, seed);

	if (write(STDERR_FILENO, text, (size_t)length) < 0)
		return;
}

static void on_signal(int number)
{
	tell_run();
	signal(number, SIG_DFL);
	raise(number);
}

void __sanitizer_set_death_callback(void (*callback)(void))
	__attribute__((weak));

static void watch(void)
{
	if (__sanitizer_set_death_callback) {
		__sanitizer_set_death_callback(tell_run);
	} else {
		signal(SIGSEGV, on_signal);
		signal(SIGABRT, on_signal);
		signal(SIGFPE, on_signal);
		signal(SIGBUS, on_signal);
	}
	signal(SIGALRM, on_signal);
}

static unsigned long read_number(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoul(text, NULL, 0) : otherwise;
}

static int run_file(const char *name)
{
	FILE *file = fopen(name, "rb");
	size_t size;

	if (!file) {
		perror(name);
		return EXIT_FAILURE;
	}
	size = fread(input, 1, sizeof(input), file);
	fclose(file);
	LLVMFuzzerTestOneInput(input, size);
	return EXIT_SUCCESS;
}

static void run_one(void)
{
	size_t size;

	state = seed * 0x100000001b3u + run;
	size = fuzz_target.write_seed(fuzz_draw(fuzz_target.seed_count), input);
	size = fuzz_target.mutate(input, size);
	alarm(HANG_SECONDS);
	LLVMFuzzerTestOneInput(input, size);
	alarm(0);
}

int main(int argc, char **argv)
{
	unsigned long runs = read_number("FLASHMAP_FUZZ_RUNS", 4000);
	struct rusage usage;
	int failed = EXIT_SUCCESS;

	for (int i = 1; i < argc; i++)
		failed |= run_file(argv[i]);
	if (argc > 1)
		return failed;
	seed = read_number("FLASHMAP_FUZZ_SEED", 1);
	watch();
	for (run = 0; run < runs; run++)
		run_one();
	getrusage(RUSAGE_SELF, &usage);
	printf("%s: seed %lu, %lu inputs, at most %ld KiB of memory\n",
	       fuzz_target.name, seed, runs, usage.ru_maxrss);
	if (usage.ru_maxrss > MEMORY_LIMIT / 1024)
		failed = EXIT_FAILURE;
	if (!fuzz_target.report(runs))
		failed = EXIT_FAILURE;
	return failed;
}
