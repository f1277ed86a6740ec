/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A range of a chip without its bad blocks: logical offsets count the good
 * ones only. What is bad is as it was when it was last looked at.
 */
#ifndef FM_DEVICE_GOODBLOCKS_H
#define FM_DEVICE_GOODBLOCKS_H

#include "device/chip.h"

struct fm_goodblocks {
	struct fm_chip *chip;
	const struct fm_window *window;
	/* On the chip. */
	struct fm_range range;
	/* 0 where no block can be bad. */
	uint64_t block_size;
	/* Numbers of the bad blocks in the range, ascending; owned. */
	uint64_t *bad;
	size_t bad_count;
};

/*
 * Looks at each block. -EINVAL if the range is not made of whole blocks,
 * -ENOTSUP without erase blocks or with bad ones of several sizes, -ENOMEM.
 */
int fm_goodblocks_init(struct fm_goodblocks *view, struct fm_chip *chip,
		       const struct fm_window *window,
		       const struct fm_range *range);
void fm_goodblocks_destroy(struct fm_goodblocks *view);

/* Looks again. 1 if something has changed; on failure it is as it was. */
int fm_goodblocks_look(struct fm_goodblocks *view);

/* Bytes in good blocks. */
uint64_t fm_goodblocks_capacity(const struct fm_goodblocks *view);

/*
 * The longest run on the chip from the beginning of what is left of a logical
 * range, which is inside the view.
 */
struct fm_range fm_goodblocks_run(const struct fm_goodblocks *view,
				  const struct fm_range *left);

/* Of a logical range inside the view; as fm_chip_read() and so on. */
int fm_goodblocks_read(struct fm_goodblocks *view, const struct fm_range *range,
		       void *data, struct fm_ecc_result *result);
int fm_goodblocks_write(struct fm_goodblocks *view,
			const struct fm_range *range, const void *data);
int fm_goodblocks_erase(struct fm_goodblocks *view,
			const struct fm_range *range);

#endif /* FM_DEVICE_GOODBLOCKS_H */
