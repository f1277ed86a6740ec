// SPDX-License-Identifier: GPL-2.0-or-later
/* The command is refused before any other of these is reached. */
#include "torture/block-test.h"

#include <errno.h>
#include <stddef.h>

bool block_test_is_supported(void)
{
	return false;
}

int block_test_open(int mtd, struct block_test **test,
		    struct block_test_facts *facts)
{
	(void)mtd;
	(void)facts;
	*test = NULL;
	return -ENOTSUP;
}

void block_test_close(struct block_test *test)
{
	(void)test;
}

int block_test_run(struct block_test *test, uint64_t block, char **complaint)
{
	(void)test;
	(void)block;
	*complaint = NULL;
	return -ENOTSUP;
}
