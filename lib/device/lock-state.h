/* SPDX-License-Identifier: BSD-2-Clause */
/* What is locked on a chip, to make it so again. */
#ifndef FM_DEVICE_LOCK_STATE_H
#define FM_DEVICE_LOCK_STATE_H

#include "device/chip.h"

struct fm_lock_state {
	struct fm_chip *chip;
	/*
	 * A byte each sector, of each window; NULL for a window that could
	 * not be asked.
	 */
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
