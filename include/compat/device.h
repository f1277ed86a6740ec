/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file device.h
 * @brief Where Zephyr has <zephyr/device.h> up to release 3.0.
 */
#include <zephyr/device.h>
