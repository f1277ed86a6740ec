/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptions of MTDs without a tree, and what became of their chips. */
#ifndef TESTS_DESCRIBE_H
#define TESTS_DESCRIBE_H

#include "discover/description.h"

/* Fixtures; the description is one a test. */
extern struct fm_description described;
void describe_set_up(void);
void describe_tear_down(void);

/*
 * A NOR of 64 KiB in sectors of 4 KiB, "partN", below a folder of sysfs such
 * as "devices/spi0.0" or "devices/spi0.0/mtd/mtd0". Valid until the next one.
 */
struct fm_mtd_description *describe(int number, const char *parent,
				    const char *dt_path);
/* The same with an offset. */
struct fm_mtd_description *describe_at(int number, const char *parent,
				       const char *dt_path, uint64_t offset);
void describe_type(struct fm_mtd_description *mtd, const char *type);

/* fm_chips_find(), which has to find this number of chips. */
void must_find_chips(size_t count);
/* The MTD is proven to lie at this offset of the chip with this name. */
void check_placed(int number, const char *chip, uint64_t offset);
/* The MTD is all of its chip, which is called mtdN, and a finding says so. */
void check_alone(int number);
void check_no_findings(void);

/* The description of the MTD with this number. */
struct fm_mtd_description *described_mtd(int number);
struct fm_chip_description *described_chip(int number);

#endif /* TESTS_DESCRIBE_H */
