/* SPDX-License-Identifier: BSD-2-Clause */
/* What is locked on a chip, to make it so again. */
#ifndef FM_DEVICE_LOCK_STATE_H
#define FM_DEVICE_LOCK_STATE_H

#include "device/piece.h"

/* Beside 0 and 1: a sector that the kernel's calls cannot reach. */
#define FM_LOCK_OUT_OF_REACH 2

/* Whether all of a range of the piece's medium is locked; errors as there. */
int fm_is_locked(const struct fm_piece *piece, const struct fm_range *range);

/*
 * Asks each sector of all that a window serves, in order: a byte each, which
 * the caller frees. -ENOMEM; what asking returns: *states is NULL then.
 */
int fm_ask_locks(const struct fm_piece *whole, uint8_t **states);

struct fm_lock_state {
	struct fm_chip *chip;
	/* Of each window; NULL for one that could not be asked. */
	uint8_t **states;
};

/* Asks about every sector, through every window that answers. -ENOMEM. */
int fm_lock_state_take(struct fm_lock_state *state, struct fm_chip *chip);

/*
 * Locks again what was locked, and asks again. -EIO if a sector is not as it
 * was.
 */
int fm_lock_state_restore(struct fm_lock_state *state);

/* Nothing if all is zeros. */
void fm_lock_state_destroy(struct fm_lock_state *state);

#endif /* FM_DEVICE_LOCK_STATE_H */
