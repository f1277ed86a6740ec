/* SPDX-License-Identifier: BSD-2-Clause */
/* ECC results as <flashmap/ecc.h> has them. */
#ifndef FM_AREA_ECC_H
#define FM_AREA_ECC_H

#include <stdbool.h>

#include <flashmap/ecc.h>

#include "device/ecc.h"

/* Whether a program's structure, of this size, can be filled. */
bool fm_ecc_size_suits(const struct flashmap_ecc *ecc, size_t ecc_size);

/* Fills it; nothing where it is NULL. */
void fm_ecc_fill(struct flashmap_ecc *ecc, size_t ecc_size,
		 const struct fm_ecc_result *result);

#endif /* FM_AREA_ECC_H */
