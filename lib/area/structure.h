/* SPDX-License-Identifier: BSD-2-Clause */
/* Structures of programs that were built for another release. */
#ifndef FM_AREA_STRUCTURE_H
#define FM_AREA_STRUCTURE_H

#include <stddef.h>

/* What is new in a later release is 0, what an earlier one lacks is left out. */
void fm_fill_structure(void *to, size_t to_size, const void *from,
		       size_t from_size);

#endif /* FM_AREA_STRUCTURE_H */
