/* SPDX-License-Identifier: BSD-2-Clause */
/* A chip whose windows are fake MTDs. */
#ifndef TESTS_CHIP_WINDOWS_H
#define TESTS_CHIP_WINDOWS_H

#include <check.h>

#include "device/chip.h"
#include "fake-mtd.h"

extern struct fm_chip chip;

void set_up_chip(void);
/* Nothing may be left open. */
void tear_down_chip(void);

/* A window on a fake with these options, from this chip offset on. */
struct fake_mtd *add_window(uint64_t offset,
			    const struct fake_options *options);
/* mtdN of this size, 4 KiB a sector, byte n is N * 16 + n. */
struct fake_mtd *add_nor_window(uint64_t offset, int number, uint64_t size);

/* Through the window that the chip chooses. */
int chip_read(uint64_t offset, void *data, size_t length);
int chip_write(uint64_t offset, const void *data, size_t length);
int chip_erase(uint64_t offset, uint64_t length);

void protect(uint64_t offset, uint64_t size);

/* All that was changed: the calls that program or erase. */
unsigned int count_changes(void);

/* Cases of the chip suite that have a file of their own. */
TCase *chip_change_case(void);
TCase *chip_copy_case(void);
TCase *chip_fill_case(void);
TCase *chip_refuse_case(void);
TCase *chip_use_case(void);

#endif /* TESTS_CHIP_WINDOWS_H */
