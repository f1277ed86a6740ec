/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in use on a chip, by UBI, a mounted file system and the like. */
#ifndef FM_DEVICE_USAGE_H
#define FM_DEVICE_USAGE_H

#include "device/chip.h"

/*
 * -EBUSY if the range is in use. Looks at the system at the first change since
 * a release, again before it refuses, since an unmount is to be seen, and
 * always if anew is true.
 */
int fm_chip_check_in_use(struct fm_chip *chip, const struct fm_range *range,
			 bool anew);

#endif /* FM_DEVICE_USAGE_H */
