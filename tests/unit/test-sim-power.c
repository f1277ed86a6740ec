// SPDX-License-Identifier: BSD-2-Clause
/* The power supply of a simulated chip. */

#include <errno.h>

#include "sim-chip.h"
#include "unit.h"

#define NOR_PAGE 256

static uint64_t count_operations(void)
{
	uint64_t count = 99;

	ck_assert_int_eq(fm_sim_get_operation_count(sim, &count), 0);
	return count;
}

START_TEST(pages_and_sectors_are_counted)
{
	static const uint8_t zeros[SIM_ERASE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_uint_eq(count_operations(), 0);
	ck_assert_int_eq(sim_write(0, zeros, NOR_PAGE), 0);
	ck_assert_uint_eq(count_operations(), 1);
	ck_assert_int_eq(sim_write(NOR_PAGE - 1, zeros, 2), 0);
	ck_assert_uint_eq(count_operations(), 3);
	ck_assert_int_eq(sim_write(0, zeros, SIM_ERASE), 0);
	ck_assert_uint_eq(count_operations(), 19);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_uint_eq(count_operations(), 20);
	tear_down_sim();
}
END_TEST

START_TEST(pages_of_nand_are_counted)
{
	static const uint8_t zeros[SIM_ERASE];

	set_up_nand(NULL);
	ck_assert_int_eq(sim_write(0, zeros, SIM_ERASE), 0);
	ck_assert_uint_eq(count_operations(), SIM_ERASE / SIM_PAGE);
	tear_down_sim();
}
END_TEST

START_TEST(what_a_rule_refuses_is_not_counted)
{
	expect_errors();
	set_up_full_nor();
	ck_assert_uint_eq(count_operations(), 32);
	ck_assert_int_eq(sim_write(0, "\xff", 1), -EIO);
	ck_assert_uint_eq(count_operations(), 32);
	tear_down_sim();
}
END_TEST

START_TEST(what_a_lock_ignores_is_counted)
{
	const struct fm_range first = { 0, SIM_ERASE };

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim->operations->set_locked(sim, &first, true), 0);
	ck_assert_int_eq(sim_write(0, "x", 1), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_uint_eq(count_operations(), 2);
	tear_down_sim();
}
END_TEST

START_TEST(clean_cut_falls_before_its_operation)
{
	static const uint8_t zeros[4 * NOR_PAGE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	sim_cut(3, FLASHMAP_SIM_CUT_CLEAN);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	sim_restore();
	check_bytes(0, 2 * NOR_PAGE, 0);
	check_bytes(2 * NOR_PAGE, 2 * NOR_PAGE, 0xff);
	ck_assert(!sim_is_unstable(0, 4 * NOR_PAGE));
	tear_down_sim();
}
END_TEST

START_TEST(clean_cut_before_an_erase_leaves_the_sector)
{
	set_up_full_nor();
	sim_cut(1, FLASHMAP_SIM_CUT_CLEAN);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_bytes(0, SIM_ERASE, 0x5a);
	ck_assert_uint_eq(sim_erase_count(0), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(without_power_every_call_is_enodev)
{
	const struct fm_range first = { 0, SIM_ERASE };
	struct fm_ecc_counters counters;
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, 1), 0);
	sim_cut(0, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_read(0, data, 1), -ENODEV);
	ck_assert_int_eq(sim_program_page(0, 0), -ENODEV);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	ck_assert_int_eq(sim->operations->prepare_write(sim), -ENODEV);
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), -ENODEV);
	ck_assert_int_eq(sim->operations->mark_bad(sim, 0), -ENODEV);
	ck_assert_int_eq(sim->operations->is_locked(sim, &first), -ENODEV);
	ck_assert_int_eq(sim->operations->set_locked(sim, &first, true),
			 -ENODEV);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters),
			 -ENODEV);
	ck_assert_uint_eq(count_operations(), 0);
	sim_restore();
	ck_assert_int_eq(sim->operations->is_bad(sim, 0), 0);
	ck_assert_int_eq(sim->operations->is_locked(sim, &first), 0);
	check_page(0, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(power_that_is_restored_is_not_cut_again)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	sim_cut(2, FLASHMAP_SIM_CUT_CLEAN);
	sim_restore();
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(cut_that_is_none_is_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, (enum flashmap_sim_cut)4),
			 -EINVAL);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

TCase *sim_power_case(void)
{
	TCase *tcase = tcase_create("power");

	tcase_add_test(tcase, pages_and_sectors_are_counted);
	tcase_add_test(tcase, pages_of_nand_are_counted);
	tcase_add_test(tcase, what_a_rule_refuses_is_not_counted);
	tcase_add_test(tcase, what_a_lock_ignores_is_counted);
	tcase_add_test(tcase, clean_cut_falls_before_its_operation);
	tcase_add_test(tcase, clean_cut_before_an_erase_leaves_the_sector);
	tcase_add_test(tcase, without_power_every_call_is_enodev);
	tcase_add_test(tcase, power_that_is_restored_is_not_cut_again);
	tcase_add_test(tcase, cut_that_is_none_is_einval);
	return tcase;
}
