// SPDX-License-Identifier: BSD-2-Clause

#include "mtd-medium.h"

struct fake_mtd *mtd;
struct fm_medium *medium;

void set_up_medium(const struct fake_options *options)
{
	mtd = fake_add(options);
	medium = fake_medium(mtd);
}

void set_up_unknown_medium(const struct fake_options *options)
{
	struct fm_mtd_parameters parameters;

	mtd = fake_add(options);
	parameters = fake_parameters(mtd);
	parameters.known = false;
	parameters.nand = false;
	parameters.write_size = 0;
	parameters.oob_size = 0;
	parameters.flags = 0;
	parameters.erase_regions = 0;
	ck_assert_int_eq(fm_mtd_new(&parameters, &medium), 0);
}

void tear_down_medium(void)
{
	medium->operations->destroy(medium);
	medium = NULL;
	ck_assert_uint_eq(fake_open_descriptors(), 0);
}

int medium_read(uint64_t offset, void *data, size_t length)
{
	struct fm_ecc_found found = { 0 };

	return medium->operations->read(medium, offset, data, length, &found);
}

int medium_write(uint64_t offset, const void *data, size_t length)
{
	return medium->operations->write(medium, offset, data, length);
}

int medium_erase(uint64_t offset, uint64_t size)
{
	const struct fm_range sector = { offset, size };

	return medium->operations->erase(medium, &sector);
}

int medium_is_bad(uint64_t offset)
{
	return medium->operations->is_bad(medium, offset);
}

int medium_release(void)
{
	return medium->operations->release(medium);
}

const struct fm_geometry *medium_geometry(void)
{
	const struct fm_geometry *geometry = NULL;

	ck_assert_int_eq(medium->operations->get_geometry(medium, &geometry),
			 0);
	ck_assert_ptr_nonnull(geometry);
	return geometry;
}
