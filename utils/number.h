/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UTILS_NUMBER_H
#define UTILS_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decimal, or hexadecimal after 0x, with an optional K, M or G of 1024.
 * Returns 0; -EINVAL if text is no such number; -ERANGE if it is too large.
 */
int number_parse(const char *text, uint64_t *number);

/* Two hexadecimal digits a byte, and no more; -EINVAL if text is not that. */
int number_parse_bytes(const char *text, uint8_t *bytes, size_t count);

#endif
