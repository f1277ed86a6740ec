/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file drivers/flash.h
 * @brief Where Zephyr has <zephyr/drivers/flash.h> up to release 3.0.
 */
#include <zephyr/drivers/flash.h>
