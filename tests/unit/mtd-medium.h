/* SPDX-License-Identifier: BSD-2-Clause */
/* One fake MTD and the medium that the library makes of it. */
#ifndef TESTS_MTD_MEDIUM_H
#define TESTS_MTD_MEDIUM_H

#include <check.h>

#include "fake-mtd.h"

extern struct fake_mtd *mtd;
extern struct fm_medium *medium;

/* Known from sysfs. */
void set_up_medium(const struct fake_options *options);
/* Known from /proc/mtd: name, size and erase size. */
void set_up_unknown_medium(const struct fake_options *options);
/* Nothing may be left open. */
void tear_down_medium(void);

int medium_read(uint64_t offset, void *data, size_t length);
int medium_write(uint64_t offset, const void *data, size_t length);
int medium_erase(uint64_t offset, uint64_t size);
int medium_is_bad(uint64_t offset);
int medium_release(void);
/* Has to succeed. */
const struct fm_geometry *medium_geometry(void);

/* Of test-mtd-change.c and test-mtd-geometry.c. */
TCase *mtd_change_case(void);
TCase *mtd_geometry_case(void);

#endif /* TESTS_MTD_MEDIUM_H */
