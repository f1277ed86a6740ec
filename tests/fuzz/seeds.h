/* SPDX-License-Identifier: BSD-2-Clause */
/* Device trees to begin with, and changes that mostly leave them sound. */
#ifndef TESTS_FUZZ_SEEDS_H
#define TESTS_FUZZ_SEEDS_H

#include <stddef.h>
#include <stdint.h>

#define TREE_SEEDS 5u

size_t tree_write_seed(unsigned int number, uint8_t *buffer);
size_t tree_mutate(uint8_t *buffer, size_t size);

#endif /* TESTS_FUZZ_SEEDS_H */
