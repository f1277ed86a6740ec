/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a fuzz target without libFuzzer: mutations of seeds, the same ones for
 * the same FLASHMAP_FUZZ_SEED (1), FLASHMAP_FUZZ_RUNS of them (4000). With
 * arguments it runs these files instead.
 */
#ifndef TESTS_FUZZ_RUNNER_H
#define TESTS_FUZZ_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_INPUT_SIZE 65536

/* What a target defines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_target {
	const char *name;
	unsigned int seed_count;
	/* Both give the size of what is in the buffer of FUZZ_INPUT_SIZE. */
	size_t (*write_seed)(unsigned int number, uint8_t *buffer);
	size_t (*mutate)(uint8_t *buffer, size_t size);
	/* Prints what was reached; false if that is too little. */
	bool (*report)(unsigned long runs);
};
extern const struct fuzz_target fuzz_target;

/* A number from 0 to below - 1, the next one of the run. */
unsigned int fuzz_draw(unsigned int below);

/* A few bytes become others, are left out or come in. */
size_t fuzz_mutate_bytes(uint8_t *buffer, size_t size);

#endif /* TESTS_FUZZ_RUNNER_H */
