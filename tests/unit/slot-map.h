/* SPDX-License-Identifier: BSD-2-Clause */
/* A map whose areas have labels of slots. */
#ifndef TESTS_SLOT_MAP_H
#define TESTS_SLOT_MAP_H

#include <flashmap/map.h>

extern struct flashmap *slot_map;

/* MTDs with these labels, ended by NULL, and a flashmap.conf, or NULL. */
void slots_load(const char *const *labels, const char *config);
void slots_tear_down(void);

#endif /* TESTS_SLOT_MAP_H */
