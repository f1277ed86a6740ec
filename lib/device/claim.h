/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A range of a chip that one writer has for itself: among the users of this
 * chip by a list, among all processes by a lock on the same bytes of a file
 * that stands for the chip (an open file description lock, which no close()
 * elsewhere gives up). A child of fork() shares the description: it can
 * neither give the lock up nor keep it.
 */
#ifndef FM_DEVICE_CLAIM_H
#define FM_DEVICE_CLAIM_H

#include <sys/types.h>

#include "device/chip.h"

struct fm_claim {
	struct fm_chip *chip;
	struct fm_range range;
	/* -1 where no file was to be had. */
	int fd;
	/* Whose it is. */
	pid_t owner;
	struct fm_claim *next;
};

/* -EBUSY if someone has a byte of the range. The claim stays where it is. */
int fm_claim_take(struct fm_claim *claim, struct fm_chip *chip,
		  const struct fm_range *range);
/* Nothing if it was not taken, or all is zeros. */
void fm_claim_drop(struct fm_claim *claim);

/*
 * Locks a range of the chip's file; -1 in *fd, and a warning in the log, where
 * there is none to be had. -EBUSY.
 */
int fm_claim_file_lock(const struct fm_chip *chip, const struct fm_range *range,
		       int *fd);
/* Whoever shares the open file has the range no longer. */
void fm_claim_file_unlock(int fd, const struct fm_range *range);

#endif /* FM_DEVICE_CLAIM_H */
