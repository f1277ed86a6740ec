// SPDX-License-Identifier: BSD-2-Clause
/* All of a simulated chip in another one. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

static struct fm_medium *other;

/* Two chips that are alike: the first is given what comes now. */
static void set_up_two(const struct fm_sim_parameters *parameters)
{
	if (parameters)
		set_up_sim(parameters);
	else
		set_up_nand(NULL);
	other = sim;
	if (parameters)
		set_up_sim(parameters);
	else
		set_up_nand(NULL);
}

/* What comes now is asked of the copy. */
static void copy(void)
{
	struct fm_medium *from = sim;

	ck_assert_int_eq(fm_sim_copy(sim, other), 0);
	sim = other;
	other = from;
}

static void tear_down_two(void)
{
	tear_down_sim();
	sim = other;
	tear_down_sim();
}

START_TEST(copy_has_the_content)
{
	uint8_t data[5];

	set_up_two(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(SIM_SIZE - 5, "flash", 5), 0);
	copy();
	ck_assert_int_eq(sim_read(SIM_SIZE - 5, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	tear_down_two();
}
END_TEST

START_TEST(copy_is_another_chip)
{
	uint8_t data[5];

	set_up_two(&(struct fm_sim_parameters){ 0 });
	copy();
	ck_assert_int_eq(sim_write(0, "flash", 5), 0);
	tear_down_sim();
	sim = other;
	ck_assert_int_eq(sim_read(0, data, 5), 0);
	check_all(data, 5, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(copy_has_what_content_cannot_tell)
{
	struct fm_ecc_counters counters;

	expect_errors();
	set_up_two(NULL);
	ck_assert_int_eq(sim_program_page(4, 0xff), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(fm_sim_set_bad(sim, 2 * SIM_ERASE, true), 0);
	ck_assert_int_eq(fm_sim_set_locks(sim, FLASHMAP_SIM_LOCKS_REFUSE, 1),
			 0);
	copy();
	ck_assert_int_eq(sim_program_page(4, 0x00), -EIO);
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->is_bad(sim, 2 * SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.bad_blocks, 1);
	ck_assert_int_eq(sim->operations->is_locked(
				 sim, &(struct fm_range){ 0, SIM_ERASE }),
			 0);
	tear_down_two();
}
END_TEST

START_TEST(copy_has_locks_and_faults)
{
	const struct fm_range first = { 0, SIM_ERASE };
	uint8_t byte;

	expect_errors();
	set_up_two(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim->operations->set_locked(sim, &first, true), 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, SIM_ERASE, FLASHMAP_SIM_ERASE, 1,
					 true),
			 0);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 5, 0, FLASHMAP_SIM_STUCK_AT_0), 0);
	copy();
	ck_assert_int_eq(sim->operations->is_locked(sim, &first), 1);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	ck_assert_int_eq(sim_read(5, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0xfe);
	tear_down_two();
}
END_TEST

START_TEST(copy_reads_what_is_unstable_as_the_original)
{
	static const uint8_t zeros[64];
	uint8_t data[64], same[64];

	set_up_two(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_seed(sim, 42), 0);
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_FIRST_BYTE),
			 0);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	ck_assert_int_eq(fm_sim_restore_power(sim), 0);
	ck_assert_int_eq(fm_sim_copy(sim, other), 0);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	tear_down_sim();
	sim = other;
	ck_assert_int_eq(sim_read(0, same, sizeof(same)), 0);
	ck_assert_mem_eq(data, same, sizeof(data));
	tear_down_sim();
}
END_TEST

START_TEST(copy_has_its_own_power_and_count)
{
	uint64_t count;

	set_up_two(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(fm_sim_cut_power(sim, 1, FLASHMAP_SIM_CUT_CLEAN), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	copy();
	ck_assert_int_eq(fm_sim_get_operation_count(sim, &count), 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_two();
}
END_TEST

START_TEST(copy_forgets_what_the_chip_was_before)
{
	uint8_t byte;

	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim_write(0, "flashmap", 8), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_write(0, "flashmap", 8), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 1), 0);
	other = sim;
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	copy();
	ck_assert_uint_eq(sim_erase_count(0), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0xff);
	ck_assert_int_eq(sim_write(0, "flashmap", 8), 0);
	tear_down_two();
}
END_TEST

START_TEST(copy_of_another_geometry_is_einval)
{
	static const struct fm_sim_parameters unlike[] = {
		{ .type = "ram" },
		{ .write_size = 2 },
		{ .type = "nand", .write_size = 512 },
	};

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	other = sim;
	set_up_sim(&unlike[_i]);
	ck_assert_int_eq(fm_sim_copy(sim, other), -EINVAL);
	ck_assert_int_eq(fm_sim_copy(other, sim), -EINVAL);
	tear_down_two();
}
END_TEST

START_TEST(copy_of_another_erased_value_is_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	other = sim;
	set_up_sim_value(&(struct fm_sim_parameters){ 0 }, 0);
	ck_assert_int_eq(fm_sim_copy(sim, other), -EINVAL);
	tear_down_two();
}
END_TEST

START_TEST(copy_to_itself_is_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_copy(sim, sim), -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(copy_to_a_file_is_kept_there)
{
	const char *path = test_path("copy.bin");

	expect_errors();
	set_up_nand(NULL);
	other = sim;
	set_up_nand(&(struct fm_sim_parameters){ .file = path });
	ck_assert_int_eq(fm_sim_set_bad(other, SIM_ERASE, true), 0);
	ck_assert_int_eq(fm_sim_copy(other, sim), 0);
	tear_down_sim();
	set_up_nand(&(struct fm_sim_parameters){ .file = path });
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 1);
	tear_down_two();
}
END_TEST

TCase *sim_copy_case(void)
{
	TCase *tcase = tcase_create("copy");

	tcase_add_test(tcase, copy_has_the_content);
	tcase_add_test(tcase, copy_is_another_chip);
	tcase_add_test(tcase, copy_has_what_content_cannot_tell);
	tcase_add_test(tcase, copy_has_locks_and_faults);
	tcase_add_test(tcase, copy_reads_what_is_unstable_as_the_original);
	tcase_add_test(tcase, copy_has_its_own_power_and_count);
	tcase_add_test(tcase, copy_forgets_what_the_chip_was_before);
	tcase_add_loop_test(tcase, copy_of_another_geometry_is_einval, 0, 3);
	tcase_add_test(tcase, copy_of_another_erased_value_is_einval);
	tcase_add_test(tcase, copy_to_itself_is_einval);
	tcase_add_test(tcase, copy_to_a_file_is_kept_there);
	return tcase;
}
