// SPDX-License-Identifier: BSD-2-Clause

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "discover/tie.h"
#include "tied.h"
#include "unit.h"

static char *copy(const char *text)
{
	char *copied = strdup(text);

	ck_assert_ptr_nonnull(copied);
	return copied;
}

void tied_chip(const char *dt_path)
{
	struct fm_chip_description *chip = fm_description_add_chip(&described);

	ck_assert_ptr_nonnull(chip);
	chip->key = copy("key");
	chip->dt_path = dt_path ? copy(dt_path) : NULL;
}

void tied_partition(size_t chip, const char *label, uint64_t offset,
		    uint64_t size)
{
	struct fm_partition_description *partition =
		fm_description_add_partition(&described);

	ck_assert_ptr_nonnull(partition);
	partition->label = copy(label);
	ck_assert_int_gt(asprintf(&partition->dt_path,
				  "/flash@%zu/partitions/%s@%" PRIx64, chip,
				  label, offset),
			 0);
	partition->chip = chip;
	partition->offset = offset;
	partition->size = size;
}

struct fm_mtd_description *tied_mtd(size_t chip, const char *name,
				    uint64_t offset, uint64_t size)
{
	struct fm_mtd_description *mtd = describe_at(
		(int)described.mtd_count, "devices/spi0.0", NULL, offset);

	free(mtd->name);
	mtd->name = copy(name);
	mtd->size = size;
	mtd->chip = chip;
	mtd->chip_offset = offset;
	mtd->placed = true;
	mtd->top = true;
	return mtd;
}

struct fm_mtd_description *tied_mtd_of(size_t partition, uint64_t offset,
				       uint64_t size)
{
	const struct fm_partition_description *of =
		&described.partitions[partition];
	struct fm_mtd_description *mtd =
		tied_mtd(of->chip, of->label, offset, size);

	mtd->dt_path = copy(of->dt_path);
	mtd->dt_partition = true;
	return mtd;
}

void must_tie(void)
{
	ck_assert_int_eq(fm_tie(&described), 0);
}

void check_tied(size_t partition, enum fm_tie tied, size_t mtd)
{
	ck_assert_int_eq(described.partitions[partition].tied, tied);
	ck_assert_uint_eq(described.partitions[partition].mtd, mtd);
	ck_assert(described.mtds[mtd].tied);
}

void check_not_tied(size_t partition)
{
	ck_assert_int_eq(described.partitions[partition].tied, FM_TIE_NONE);
}

void check_only_finding(const char *code)
{
	ck_assert_uint_eq(described.finding_count, 1);
	ck_assert_str_eq(described.findings[0].code, code);
}
