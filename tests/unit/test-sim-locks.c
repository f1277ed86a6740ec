// SPDX-License-Identifier: BSD-2-Clause
/* Locks of a simulated chip. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

static int set_locked(uint64_t first, uint64_t count, bool locked)
{
	const struct fm_range range = { first * SIM_ERASE, count * SIM_ERASE };

	return sim->operations->set_locked(sim, &range, locked);
}

static int is_locked(uint64_t offset, uint64_t size)
{
	const struct fm_range range = { offset, size };

	return sim->operations->is_locked(sim, &range);
}

/* A digit each sector, '1' for a locked one. */
static void check_locks(const char *expected)
{
	char locks[SIM_SIZE / SIM_ERASE + 1] = { 0 };

	for (unsigned int i = 0; i < SIM_SIZE / SIM_ERASE; i++)
		locks[i] = is_locked(i * SIM_ERASE, SIM_ERASE) == 1 ? '1' : '0';
	ck_assert_str_eq(locks, expected);
}

START_TEST(nor_begins_unlocked)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	check_locks("00000000");
	ck_assert_int_eq(is_locked(0, SIM_SIZE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(range_is_locked_and_unlocked)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(set_locked(2, 3, true), 0);
	check_locks("00111000");
	ck_assert_int_eq(set_locked(3, 1, false), 0);
	check_locks("00101000");
	ck_assert_int_eq(set_locked(0, 8, true), 0);
	check_locks("11111111");
	ck_assert_int_eq(is_locked(0, SIM_SIZE), 1);
	tear_down_sim();
}
END_TEST

START_TEST(range_is_locked_only_if_all_of_it_is)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(set_locked(2, 2, true), 0);
	ck_assert_int_eq(is_locked(2 * SIM_ERASE, 2 * SIM_ERASE), 1);
	ck_assert_int_eq(is_locked(2 * SIM_ERASE, 2 * SIM_ERASE + 1), 0);
	ck_assert_int_eq(is_locked(2 * SIM_ERASE - 1, SIM_ERASE), 0);
	ck_assert_int_eq(is_locked(3 * SIM_ERASE + 5, 1), 1);
	ck_assert_int_eq(is_locked(SIM_SIZE, 1), -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(part_of_a_sector_is_not_locked)
{
	const struct fm_range range = { 0, SIM_ERASE / 2 };

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim->operations->set_locked(sim, &range, true),
			 -EINVAL);
	ck_assert_int_eq(set_locked(7, 2, true), -EINVAL);
	check_locks("00000000");
	tear_down_sim();
}
END_TEST

START_TEST(locked_sector_ignores_program_and_erase_in_silence)
{
	uint8_t data[5];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(SIM_ERASE, "flash", 5), 0);
	ck_assert_int_eq(set_locked(1, 1, true), 0);
	ck_assert_int_eq(sim_write(SIM_ERASE, "\0\0", 2), 0);
	/* What no rule would allow is ignored as well. */
	ck_assert_int_eq(sim_write(SIM_ERASE, "\xff\xff", 2), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(SIM_ERASE, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 0);
	ck_assert_int_eq(set_locked(1, 1, false), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(SIM_ERASE, data, 5), 0);
	check_all(data, 5, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(lock_protects_its_sector_alone)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(set_locked(1, 1, true), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(2 * SIM_ERASE, SIM_ERASE), 0);
	ck_assert_uint_eq(sim_erase_count(0), 1);
	ck_assert_uint_eq(sim_erase_count(2 * SIM_ERASE), 1);
	tear_down_sim();
}
END_TEST

START_TEST(chip_that_refuses_says_eio_and_changes_nothing)
{
	uint8_t data[5];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_locks(sim, FLASHMAP_SIM_LOCKS_REFUSE, 1),
			 0);
	ck_assert_int_eq(sim_write(0, "flash", 5), 0);
	ck_assert_int_eq(set_locked(0, 1, true), 0);
	ck_assert_int_eq(sim_write(0, "\0", 1), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "locked"));
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EIO);
	ck_assert_int_eq(sim_read(0, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	tear_down_sim();
}
END_TEST

START_TEST(false_error_of_a_lock_has_acted)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(
		fm_sim_set_locks(sim, FLASHMAP_SIM_LOCKS_FALSE_ERROR, 1), 0);
	ck_assert_int_eq(set_locked(1, 2, true), -EIO);
	check_locks("01100000");
	ck_assert_int_eq(set_locked(1, 1, false), -EIO);
	check_locks("00100000");
	tear_down_sim();
}
END_TEST

START_TEST(unlocking_takes_more_along)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, 4), 0);
	ck_assert_int_eq(set_locked(0, 8, true), 0);
	ck_assert_int_eq(set_locked(5, 1, false), 0);
	check_locks("11110000");
	ck_assert_int_eq(set_locked(7, 1, true), 0);
	check_locks("11110001");
	ck_assert_int_eq(set_locked(3, 2, false), 0);
	check_locks("00000000");
	tear_down_sim();
}
END_TEST

START_TEST(unlocking_ends_with_the_chip)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, 3), 0);
	ck_assert_int_eq(set_locked(0, 8, true), 0);
	ck_assert_int_eq(set_locked(7, 1, false), 0);
	check_locks("11111100");
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, UINT32_MAX), 0);
	ck_assert_int_eq(set_locked(0, 1, false), 0);
	check_locks("00000000");
	tear_down_sim();
}
END_TEST

START_TEST(nand_and_ram_have_no_locks)
{
	if (_i == 0)
		set_up_nand(NULL);
	else
		set_up_sim(&(struct fm_sim_parameters){ .type = "ram" });
	ck_assert_int_eq(is_locked(0, SIM_ERASE), -ENOTSUP);
	ck_assert_int_eq(set_locked(0, 1, true), -ENOTSUP);
	ck_assert_int_eq(set_locked(0, 1, false), -ENOTSUP);
	tear_down_sim();
}
END_TEST

START_TEST(nor_may_have_no_locks_and_nand_may_have_some)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(set_locked(0, 1, true), 0);
	ck_assert_int_eq(fm_sim_set_locks(sim, FLASHMAP_SIM_LOCKS_NONE, 1), 0);
	ck_assert_int_eq(is_locked(0, SIM_ERASE), -ENOTSUP);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_uint_eq(sim_erase_count(0), 1);
	tear_down_sim();

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, 1), 0);
	ck_assert_int_eq(set_locked(0, 1, true), 0);
	ck_assert_int_eq(sim_program_page(0, 0), 0);
	check_page(0, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(lock_flags_that_are_none_are_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_locks(sim, 8, 1), -EINVAL);
	ck_assert_int_eq(fm_sim_set_locks(sim, 0, 0), -EINVAL);
	tear_down_sim();
}
END_TEST

TCase *sim_locks_case(void)
{
	TCase *tcase = tcase_create("locks");

	tcase_add_test(tcase, nor_begins_unlocked);
	tcase_add_test(tcase, range_is_locked_and_unlocked);
	tcase_add_test(tcase, range_is_locked_only_if_all_of_it_is);
	tcase_add_test(tcase, part_of_a_sector_is_not_locked);
	tcase_add_test(tcase,
		       locked_sector_ignores_program_and_erase_in_silence);
	tcase_add_test(tcase, lock_protects_its_sector_alone);
	tcase_add_test(tcase, chip_that_refuses_says_eio_and_changes_nothing);
	tcase_add_test(tcase, false_error_of_a_lock_has_acted);
	tcase_add_test(tcase, unlocking_takes_more_along);
	tcase_add_test(tcase, unlocking_ends_with_the_chip);
	tcase_add_loop_test(tcase, nand_and_ram_have_no_locks, 0, 2);
	tcase_add_test(tcase, nor_may_have_no_locks_and_nand_may_have_some);
	tcase_add_test(tcase, lock_flags_that_are_none_are_einval);
	return tcase;
}
