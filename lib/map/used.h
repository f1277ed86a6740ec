/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in use on a chip, asked of the system anew. */
#ifndef FM_MAP_USED_H
#define FM_MAP_USED_H

#include "device/chip.h"

/* A fm_find_used_fn; context is the struct flashmap of the chip. */
int fm_map_find_used(const void *context, const struct fm_chip *chip,
		     struct fm_used_ranges *used);

#endif /* FM_MAP_USED_H */
