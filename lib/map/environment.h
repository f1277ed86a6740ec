/* SPDX-License-Identifier: BSD-2-Clause */
/* Parameters of the default map out of the environment. */
#ifndef FM_MAP_ENVIRONMENT_H
#define FM_MAP_ENVIRONMENT_H

#include <flashmap/map.h>

/*
 * FLASHMAP_ROOT, FLASHMAP_DTB, FLASHMAP_SIM and FLASHMAP_CONFIG, each with a
 * warning; a setuid program has none. What the flashmap_set_*() functions return.
 */
int fm_environment_apply(struct flashmap *map);

#endif /* FM_MAP_ENVIRONMENT_H */
