/* SPDX-License-Identifier: BSD-2-Clause */
/* The default map of the process. */
#ifndef FM_MAP_DEFAULT_H
#define FM_MAP_DEFAULT_H

#include "map/map.h"

/* The default map if there is one; loads nothing. */
struct flashmap *fm_default_peek(void);

#endif /* FM_MAP_DEFAULT_H */
