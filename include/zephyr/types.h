/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file zephyr/types.h
 * @brief The integer types, as Zephyr's own header of this name brings them.
 */
#ifndef ZEPHYR_TYPES_H
#define ZEPHYR_TYPES_H

#include <stddef.h>
#include <stdint.h>

#endif /* ZEPHYR_TYPES_H */
