// SPDX-License-Identifier: BSD-2-Clause

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "discover/chips.h"
#include "discover/root.h"
#include "unit.h"

struct fm_description described;

void describe_set_up(void)
{
	fm_description_init(&described);
}

void describe_tear_down(void)
{
	fm_description_destroy(&described);
}

static char *copy(const char *text)
{
	char *copied = strdup(text);

	ck_assert_ptr_nonnull(copied);
	return copied;
}

struct fm_mtd_description *describe(int number, const char *parent,
				    const char *dt_path)
{
	struct fm_mtd_description *mtd = fm_description_add_mtd(&described);
	const char *above = parent ? strstr(parent, "/mtd/") : NULL;
	char name[16];

	ck_assert_ptr_nonnull(mtd);
	snprintf(name, sizeof(name), "part%d", number);
	mtd->number = number;
	mtd->name = copy(name);
	mtd->type = copy("nor");
	mtd->parent = parent ? copy(parent) : NULL;
	mtd->parent_number =
		above ? fm_parse_unit(strrchr(above, '/') + 1, "mtd")
		      : FM_NO_MTD;
	mtd->dt_path = dt_path ? copy(dt_path) : NULL;
	mtd->size = 0x10000;
	mtd->erase_size = 0x1000;
	mtd->write_size = 1;
	mtd->flags = 0xc00;
	mtd->known = true;
	return mtd;
}

struct fm_mtd_description *describe_at(int number, const char *parent,
				       const char *dt_path, uint64_t offset)
{
	struct fm_mtd_description *mtd = describe(number, parent, dt_path);

	mtd->offset = offset;
	mtd->offset_present = true;
	return mtd;
}

void describe_type(struct fm_mtd_description *mtd, const char *type)
{
	free(mtd->type);
	mtd->type = type ? copy(type) : NULL;
}

struct fm_mtd_description *described_mtd(int number)
{
	for (size_t i = 0; i < described.mtd_count; i++)
		if (described.mtds[i].number == number)
			return &described.mtds[i];
	ck_abort_msg("there is no mtd%d", number);
}

struct fm_chip_description *described_chip(int number)
{
	const struct fm_mtd_description *mtd = described_mtd(number);

	ck_assert_uint_lt(mtd->chip, described.chip_count);
	return &described.chips[mtd->chip];
}

void must_find_chips(size_t count)
{
	ck_assert_int_eq(fm_chips_find(&described), 0);
	ck_assert_uint_eq(described.chip_count, count);
	for (size_t i = 0; i < count; i++)
		for (size_t other = 0; other < i; other++)
			ck_assert_str_ne(described.chips[i].name,
					 described.chips[other].name);
}

void check_placed(int number, const char *chip, uint64_t offset)
{
	const struct fm_mtd_description *mtd = described_mtd(number);

	ck_assert_str_eq(described_chip(number)->name, chip);
	ck_assert(mtd->placed);
	ck_assert_uint_eq(mtd->chip_offset, offset);
}

static bool has_finding(int number)
{
	for (size_t i = 0; i < described.finding_count; i++)
		if (described.findings[i].mtd == number &&
		    strcmp(described.findings[i].code, "chip-unproven") == 0)
			return true;
	return false;
}

void check_alone(int number)
{
	const struct fm_mtd_description *mtd = described_mtd(number);
	char name[16];

	snprintf(name, sizeof(name), "mtd%d", number);
	ck_assert_str_eq(described_chip(number)->name, name);
	ck_assert(!mtd->placed);
	ck_assert_uint_eq(mtd->chip_offset, 0);
	ck_assert(has_finding(number));
	for (size_t i = 0; i < described.mtd_count; i++)
		ck_assert(described.mtds[i].chip != mtd->chip ||
			  &described.mtds[i] == mtd);
}

void check_no_findings(void)
{
	ck_assert_uint_eq(described.finding_count, 0);
}
