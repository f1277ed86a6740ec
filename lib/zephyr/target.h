/* SPDX-License-Identifier: BSD-2-Clause */
/* From a struct device to the chip and the window that serve it. */
#ifndef FM_ZEPHYR_TARGET_H
#define FM_ZEPHYR_TARGET_H

#include <sys/types.h>

#include "map/map.h"

/*
 * For the names that other people's programs have too: in a static link a
 * program's own function of this name is used, and is no second definition.
 */
#define FM_GENERIC_NAME __attribute__((weak))

/* NULL if it is no device of a loaded map. */
struct fm_device *fm_find_device(const struct device *dev);

/* All of it, in offsets of its chip. */
struct fm_range fm_whole_device(const struct fm_device *device);

/*
 * The device, and a range of it in offsets of its chip. -ENODEV; -EINVAL if
 * the range is not on the device.
 */
int fm_find_device_range(const struct device *dev, off_t offset, uint64_t len,
			 const struct fm_device **device,
			 struct fm_range *range);

#endif /* FM_ZEPHYR_TARGET_H */
