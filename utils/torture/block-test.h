/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test of erase blocks that libmtd has: each is erased, programmed with
 * patterns and read back, and what it held is lost. block-test-none.c stands
 * in where libmtd is missing.
 */
#ifndef UTILS_TORTURE_BLOCK_TEST_H
#define UTILS_TORTURE_BLOCK_TEST_H

#include <stdbool.h>
#include <stdint.h>

struct block_test;

/* What libmtd takes for the MTD. */
struct block_test_facts {
	const char *name;
	uint64_t size;
	uint64_t block_size;
	/* All blocks have this size. */
	bool uniform;
};

bool block_test_is_supported(void);

/* Open mtdN of the running system for it. Returns 0 or a negative errno. */
int block_test_open(int mtd, struct block_test **test,
		    struct block_test_facts *facts);
void block_test_close(struct block_test *test);

/*
 * Returns 0 or a negative errno; then *complaint is what libmtd said, in one
 * line, to be freed, or NULL.
 */
int block_test_run(struct block_test *test, uint64_t block, char **complaint);

#endif
