/* SPDX-License-Identifier: BSD-2-Clause */
/* A range of a chip, divided into what each window serves. */
#ifndef FM_DEVICE_PIECE_H
#define FM_DEVICE_PIECE_H

#include "device/chip.h"

/* A part of a range of the chip that one window serves. */
struct fm_piece {
	struct fm_medium *medium;
	const struct fm_geometry *geometry;
	/* On the medium. */
	struct fm_range range;
	/* Where the medium begins on the chip. */
	uint64_t base;
};

/* Not 0 ends it, and is what fm_for_each_piece() returns. */
typedef int (*fm_piece_fn)(struct device *chip, const struct fm_piece *piece,
			   void *context);

/* -ENXIO where no window is; what asking for the geometry returns. */
int fm_for_each_piece(struct device *chip, const struct fm_window *window,
		      const struct fm_range *range, fm_piece_fn function,
		      void *context);

/* The piece that serves the first byte of a range on the chip; -EINVAL. */
int fm_first_piece(struct device *chip, const struct fm_window *window,
		   const struct fm_range *range, struct fm_piece *piece);

/* One sector, or a part of it; on the medium. */
typedef int (*fm_sector_fn)(const struct fm_piece *piece,
			    const struct fm_range *sector, void *context);

/* Each sector that the piece touches, whole; none where there are none. */
int fm_for_each_sector(const struct fm_piece *piece, fm_sector_fn function,
		       void *context);

/* -EINVAL if the range is not on the chip, or not in the window. */
int fm_check_range(const struct device *chip, const struct fm_window *window,
		   const struct fm_range *range);

/* -EROFS if a part of the range is read-only on the chip. */
int fm_check_protection(const struct device *chip,
			const struct fm_range *range);

/* -EIO if the piece touches a bad block. */
int fm_check_bad_blocks(struct device *chip, const struct fm_piece *piece,
			void *unused);

/*
 * All that can refuse to change whole sectors (or, without that, whole write
 * blocks) of a range, before the first change. -EINVAL, -EROFS, -ENOTSUP,
 * -EIO, -EBUSY, -ENXIO; what opening the node says.
 */
int fm_check_change(struct device *chip, const struct fm_window *window,
		    const struct fm_range *range, bool whole_sectors);

#endif /* FM_DEVICE_PIECE_H */
