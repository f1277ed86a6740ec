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
typedef int (*fm_piece_fn)(struct fm_chip *chip, const struct fm_piece *piece,
			   void *context);

/* -ENXIO where no window is; what asking for the geometry returns. */
int fm_for_each_piece(struct fm_chip *chip, const struct fm_window *window,
		      const struct fm_range *range, fm_piece_fn function,
		      void *context);

/* The next piece of what is left of a range, as fm_for_each_piece() goes. */
int fm_next_piece(const struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *left, struct fm_piece *piece);

/*
 * All that a window serves; what asking for the geometry returns. The medium
 * and where it begins are told even then.
 */
int fm_window_piece(const struct fm_window *window, struct fm_piece *piece);

/* The piece that serves the first byte of a range on the chip; -EINVAL. */
int fm_first_piece(struct fm_chip *chip, const struct fm_window *window,
		   const struct fm_range *range, struct fm_piece *piece);

/* One sector, or a part of it; on the medium. */
typedef int (*fm_sector_fn)(const struct fm_piece *piece,
			    const struct fm_range *sector, void *context);

/* Each sector that the piece touches, whole; none where there are none. */
int fm_for_each_sector(const struct fm_piece *piece, fm_sector_fn function,
		       void *context);

/* -EINVAL if the range is not on the chip, or not in the window. */
int fm_check_range(const struct fm_chip *chip, const struct fm_window *window,
		   const struct fm_range *range);

/* -EROFS if a part of the range is read-only on the chip. */
int fm_check_protection(const struct fm_chip *chip,
			const struct fm_range *range);

/* -EIO if the piece touches a bad block. */
int fm_check_bad_blocks(struct fm_chip *chip, const struct fm_piece *piece,
			void *unused);

enum fm_change {
	/* Whole write blocks. */
	FM_CHANGE_WRITE,
	/* Whole sectors. */
	FM_CHANGE_ERASE,
	/* Whole sectors where there are any, else whole write blocks. */
	FM_CHANGE_FLATTEN,
};

/*
 * All that can refuse a change of a range, before the first one. -EINVAL,
 * -EROFS, -ENOTSUP, -EIO, -EBUSY, -ENXIO; what opening the node says.
 */
int fm_check_change(struct fm_chip *chip, const struct fm_window *window,
		    const struct fm_range *range, enum fm_change change);

/*
 * Of a piece that was checked: the part of what is left of it, on the medium,
 * that goes in one call.
 */
uint64_t fm_chunk_size(const struct fm_piece *piece,
		       const struct fm_range *left);

/* What is read, how far it has come, and what was found in it. */
struct fm_reading {
	uint8_t *data;
	/* NULL: data that cannot be corrected end it. */
	struct fm_ecc_result *result;
	int error;
};

/* The context is a struct fm_reading. */
int fm_read_piece(struct fm_chip *chip, const struct fm_piece *piece,
		  void *context);
/* The context is a const uint8_t *, the next byte; moved on by what was done. */
int fm_write_piece(struct fm_chip *chip, const struct fm_piece *piece,
		   void *context);
/* The context is a uint64_t, to which the bytes that were erased are added. */
int fm_erase_piece(struct fm_chip *chip, const struct fm_piece *piece,
		   void *context);

#endif /* FM_DEVICE_PIECE_H */
