// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "good-view.h"
#include "unit.h"

struct flashmap_goodblocks *view;

void good_mark(unsigned int blocks)
{
	for (unsigned int i = 0; i < NAND_BLOCKS; i++)
		if ((blocks >> i) & 1)
			fake_mark_bad(nand.rootfs, i * NAND_BLOCK);
}

void good_open(const struct flash_area *fa)
{
	ck_assert_int_eq(flashmap_goodblocks_open(fa, &view), 0);
	ck_assert_ptr_nonnull(view);
}

void good_tear_down(void)
{
	flashmap_goodblocks_close(view);
	view = NULL;
	nand_tear_down();
}

static void check_block(off_t off, off_t expected)
{
	off_t area_off;

	for (off_t i = 0; i < NAND_BLOCK; i += NAND_BLOCK - 1) {
		area_off = -1;
		ck_assert_int_eq(flashmap_goodblocks_to_area(view, off + i,
							     &area_off),
				 0);
		ck_assert_int_eq(area_off, expected + i);
	}
}

void check_view(const unsigned int *blocks, size_t count)
{
	off_t area_off = -1;

	ck_assert_uint_eq(flashmap_goodblocks_capacity(view),
			  count * NAND_BLOCK);
	ck_assert_uint_eq(flashmap_goodblocks_bad_count(view),
			  NAND_BLOCKS - count);
	for (size_t i = 0; i < count; i++)
		check_block((off_t)i * NAND_BLOCK,
			    (off_t)blocks[i] * NAND_BLOCK);
	ck_assert_int_eq(flashmap_goodblocks_to_area(
				 view, (off_t)count * NAND_BLOCK, &area_off),
			 -EINVAL);
}

/* Byte n of an MTD of nand.h is n plus its number. */
static bool is_unchanged(const struct fake_mtd *mtd, unsigned int block)
{
	for (size_t i = block * NAND_BLOCK; i < (block + 1) * NAND_BLOCK; i++)
		if (mtd->content[i] !=
		    (uint8_t)(i + (size_t)mtd->options.number))
			return false;
	return true;
}

void good_check_changed(unsigned int blocks)
{
	for (unsigned int i = 0; i < NAND_BLOCKS; i++) {
		ck_assert_msg(is_unchanged(nand.rootfs, i) ==
				      !((blocks >> i) & 1),
			      "block %u", i);
		ck_assert(is_unchanged(nand.data, i));
	}
}
