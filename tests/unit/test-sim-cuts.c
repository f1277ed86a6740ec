// SPDX-License-Identifier: BSD-2-Clause
/* A job that is cut off at each of its operations, and done again. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

static const struct fm_sim_parameters chips[] = {
	{ .type = "nor", .write_size = 1 },
	{ .type = "nor", .write_size = 16 },
	{ .type = "nand", .write_size = SIM_PAGE, .ecc = { 4, SIM_STEP, 4 } },
	{ .type = "ram", .write_size = 4 },
};

#define CHIPS (int)(sizeof(chips) / sizeof(chips[0]))

static const uint8_t *sector_of(uint8_t value)
{
	static uint8_t data[SIM_ERASE];

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(value + i * 7);
	return data;
}

static void check_sector(unsigned int sector, uint8_t value)
{
	static uint8_t data[SIM_ERASE];

	ck_assert_int_eq(sim_read(sector * SIM_ERASE, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, sector_of(value), sizeof(data));
}

/* All sectors hold data of their own. */
static struct fm_medium *make_base(const struct fm_sim_parameters *parameters)
{
	struct fm_medium *base;

	set_up_sim(parameters);
	for (unsigned int i = 0; i < SIM_SIZE / SIM_ERASE; i++)
		ck_assert_int_eq(sim_write(i * SIM_ERASE, sector_of((uint8_t)i),
					   SIM_ERASE),
				 0);
	base = sim;
	set_up_sim(parameters);
	return base;
}

/* New data in sectors 2 and 3. */
static int do_job(void)
{
	int rc = 0;

	for (unsigned int sector = 2; sector < 4 && !rc; sector++) {
		rc = sim_erase(sector * SIM_ERASE, SIM_ERASE);
		if (!rc)
			rc = sim_write(sector * SIM_ERASE,
				       sector_of((uint8_t)(sector + 100)),
				       SIM_ERASE);
	}
	return rc;
}

static uint64_t count_job(struct fm_medium *base)
{
	uint64_t before, after;

	ck_assert_int_eq(fm_sim_copy(base, sim), 0);
	ck_assert_int_eq(fm_sim_get_operation_count(sim, &before), 0);
	ck_assert_int_eq(do_job(), 0);
	ck_assert_int_eq(fm_sim_get_operation_count(sim, &after), 0);
	return after - before;
}

/* A sector that the job had not come to, or had done with. */
static void check_neighbours(void)
{
	for (unsigned int i = 0; i < SIM_SIZE / SIM_ERASE; i++)
		if (i < 2 || i > 3)
			check_sector(i, (uint8_t)i);
}

static void check_each_cut(enum flashmap_sim_cut how,
			   const struct fm_sim_parameters *parameters)
{
	struct fm_medium *base = make_base(parameters);
	uint64_t operations = count_job(base);

	ck_assert_uint_gt(operations, 2 * (1 + SIM_ERASE / SIM_PAGE) - 1);
	for (uint64_t i = 1; i <= operations; i++) {
		ck_assert_int_eq(fm_sim_copy(base, sim), 0);
		sim_cut(i, how);
		ck_assert_int_eq(do_job(), -ENODEV);
		sim_restore();
		check_neighbours();
		if (i <= operations / 2)
			check_sector(3, 3);
		else
			check_sector(2, 102);
		ck_assert_int_eq(do_job(), 0);
		check_neighbours();
		check_sector(2, 102);
		check_sector(3, 103);
		ck_assert(!sim_is_unstable(2 * SIM_ERASE, SIM_ERASE));
		ck_assert(!sim_is_unstable(3 * SIM_ERASE, SIM_ERASE));
	}
	sim_cut(operations + 1, how);
	ck_assert_int_eq(do_job(), 0);
	tear_down_sim();
	sim = base;
	tear_down_sim();
}

START_TEST(cut_touches_one_sector_and_the_job_heals_it)
{
	check_each_cut((enum flashmap_sim_cut)(_i / CHIPS), &chips[_i % CHIPS]);
}
END_TEST

START_TEST(same_cut_reads_the_same_in_each_copy)
{
	static uint8_t first[SIM_ERASE], again[SIM_ERASE];
	struct fm_medium *base = make_base(&chips[_i]);

	for (uint64_t i = 1; i <= 2; i++) {
		for (int round = 0; round < 2; round++) {
			ck_assert_int_eq(fm_sim_copy(base, sim), 0);
			sim_cut(i, FLASHMAP_SIM_CUT_HALF);
			ck_assert_int_eq(do_job(), -ENODEV);
			sim_restore();
			sim_read(2 * SIM_ERASE, round ? again : first,
				 SIM_ERASE);
		}
		ck_assert_mem_eq(first, again, SIM_ERASE);
	}
	tear_down_sim();
	sim = base;
	tear_down_sim();
}
END_TEST

TCase *sim_cuts_case(void)
{
	TCase *tcase = tcase_create("cuts");

	tcase_add_loop_test(tcase, cut_touches_one_sector_and_the_job_heals_it,
			    0, 4 * CHIPS);
	tcase_add_loop_test(tcase, same_cut_reads_the_same_in_each_copy, 0,
			    CHIPS);
	return tcase;
}
