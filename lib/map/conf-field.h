/* SPDX-License-Identifier: BSD-2-Clause */
/* One field of flashmap.conf: what its characters stand for. */
#ifndef FM_MAP_CONF_FIELD_H
#define FM_MAP_CONF_FIELD_H

#include <stdint.h>

/*
 * Puts a byte in the place of each \nnn, three octal digits. -EINVAL if a \
 * begins no such thing, or one for NUL; what text is then does not matter.
 */
int fm_conf_unescape(char *text);

/*
 * Decimal without a 0 in front, or 0x and hexadecimal; then K, M or G for
 * powers of 1024. -EINVAL if it is no number, -ERANGE over 64 bits.
 */
int fm_conf_number(const char *text, uint64_t *number);

#endif /* FM_MAP_CONF_FIELD_H */
