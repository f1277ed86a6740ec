// SPDX-License-Identifier: BSD-2-Clause

#include "chip-windows.h"

struct fm_chip chip;

void set_up_chip(void)
{
	fm_chip_init(&chip);
	chip.name = "spi0.0";
}

void tear_down_chip(void)
{
	fm_chip_destroy(&chip);
	ck_assert_uint_eq(fake_open_descriptors(), 0);
}

struct fake_mtd *add_window(uint64_t offset, const struct fake_options *options)
{
	struct fake_mtd *mtd = fake_add(options);
	const struct fm_range range = { offset, mtd->options.size };

	ck_assert_int_eq(fm_chip_add_window(&chip, &range, fake_medium(mtd)),
			 0);
	return mtd;
}

struct fake_mtd *add_nor_window(uint64_t offset, int number, uint64_t size)
{
	struct fake_mtd *mtd =
		add_window(offset, &(struct fake_options){ .number = number,
							   .size = size });

	fake_fill(mtd, (uint8_t)(number * 16));
	return mtd;
}

int chip_read(uint64_t offset, void *data, size_t length)
{
	const struct fm_range range = { offset, length };

	return fm_chip_read(&chip, NULL, &range, data, NULL);
}

int chip_write(uint64_t offset, const void *data, size_t length)
{
	const struct fm_range range = { offset, length };

	return fm_chip_write(&chip, NULL, &range, data, NULL);
}

int chip_erase(uint64_t offset, uint64_t length)
{
	const struct fm_range range = { offset, length };

	return fm_chip_erase(&chip, NULL, &range, NULL);
}

void protect(uint64_t offset, uint64_t size)
{
	const struct fm_range range = { offset, size };

	ck_assert_int_eq(fm_chip_protect(&chip, &range), 0);
}

unsigned int count_changes(void)
{
	return fake_count("pwrite") + fake_count("MEMERASE");
}
