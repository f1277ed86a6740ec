/* SPDX-License-Identifier: BSD-2-Clause */
/* A view of the NAND area "rootfs" of nand.h without its bad blocks. */
#ifndef TESTS_GOOD_VIEW_H
#define TESTS_GOOD_VIEW_H

#include <flashmap/goodblocks.h>

#include "nand.h"

/* Of the test; closed by good_tear_down(). */
extern struct flashmap_goodblocks *view;

/* Before good_open(): the blocks of the bits that are set are bad. */
void good_mark(unsigned int blocks);
void good_open(const struct flash_area *fa);
void good_tear_down(void);

/* The whole view is the blocks of rootfs with these numbers, in order. */
void check_view(const unsigned int *blocks, size_t count);

#define check_blocks(...)                                          \
	check_view((const unsigned int[]){ __VA_ARGS__ },          \
		   sizeof((const unsigned int[]){ __VA_ARGS__ }) / \
			   sizeof(unsigned int))

/*
 * The blocks of the bits that are set have changed since nand_set_up(), as
 * has no other byte of the chip.
 */
void good_check_changed(unsigned int blocks);

#endif /* TESTS_GOOD_VIEW_H */
