/* SPDX-License-Identifier: BSD-2-Clause */
/* What is no device of a loaded map, for loop tests. */
#ifndef TESTS_NO_DEVICE_H
#define TESTS_NO_DEVICE_H

#include <zephyr/device.h>

#define NO_DEVICES 4

/*
 * NULL; a structure that a program made; the middle of a device of board.map;
 * a device of a map that is gone. Of the board, which has to be there.
 */
const struct device *no_device(int index);

#endif /* TESTS_NO_DEVICE_H */
