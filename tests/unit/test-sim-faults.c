// SPDX-License-Identifier: BSD-2-Clause
/* Blocks and bits of a simulated chip that are not sound. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

#define FLIP(byte) ((uint8_t)((byte) ^ 1))

static struct fm_ecc_found found;

static int read_ecc(uint64_t offset, uint8_t *data, size_t length)
{
	memset(&found, 0, sizeof(found));
	return sim->operations->read(sim, offset, data, length, &found);
}

static void check_found(uint64_t corrected, uint64_t failed,
			uint32_t max_bitflips)
{
	ck_assert_uint_eq(found.corrected, corrected);
	ck_assert_uint_eq(found.failed, failed);
	ck_assert_uint_eq(found.max_bitflips, max_bitflips);
}

static void check_counters(uint32_t corrected, uint32_t failed)
{
	struct fm_ecc_counters counters;

	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.corrected, corrected);
	ck_assert_uint_eq(counters.failed, failed);
}

START_TEST(flips_up_to_the_strength_are_corrected_and_counted)
{
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(1, 0x5a), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_PAGE + 5, 4), 0);
	ck_assert_int_eq(read_ecc(SIM_PAGE, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0x5a);
	check_found(4, 0, 4);
	check_counters(4, 0);
	ck_assert_int_eq(read_ecc(SIM_PAGE, data, sizeof(data)), 0);
	check_counters(8, 0);
	tear_down_sim();
}
END_TEST

START_TEST(flips_above_the_strength_are_ebadmsg_with_the_wrong_data)
{
	uint8_t data[SIM_PAGE], again[SIM_PAGE];
	size_t wrong = 0;

	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(1, 0x5a), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_PAGE, 5), 0);
	ck_assert_int_eq(read_ecc(SIM_PAGE, data, sizeof(data)), -EBADMSG);
	check_found(0, 1, 0);
	check_counters(0, 1);
	for (size_t i = 0; i < sizeof(data); i++)
		wrong += data[i] != 0x5a;
	ck_assert_uint_eq(wrong, 5);
	ck_assert_uint_eq(data[0], FLIP(0x5a));
	check_all(data + SIM_STEP, SIM_STEP, 0x5a);
	ck_assert_int_eq(read_ecc(SIM_PAGE, again, sizeof(again)), -EBADMSG);
	ck_assert_mem_eq(data, again, sizeof(data));
	tear_down_sim();
}
END_TEST

START_TEST(steps_of_a_page_are_corrected_one_by_one)
{
	uint8_t data[2 * SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 2), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_STEP, 4), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_PAGE, 1), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0xff);
	check_found(7, 0, 4);
	tear_down_sim();
}
END_TEST

START_TEST(part_of_a_page_is_read_as_the_whole_page)
{
	uint8_t byte = 0;

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_STEP, 3), 0);
	ck_assert_int_eq(read_ecc(7, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0xff);
	check_found(3, 0, 3);
	ck_assert_int_eq(read_ecc(SIM_PAGE, &byte, 1), 0);
	check_found(0, 0, 0);
	tear_down_sim();
}
END_TEST

START_TEST(wrong_bytes_are_those_of_the_whole_page_read)
{
	uint8_t page[SIM_PAGE], byte;

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_STEP, 20), 0);
	ck_assert_int_eq(read_ecc(0, page, sizeof(page)), -EBADMSG);
	for (size_t i = 0; i < sizeof(page); i++) {
		ck_assert_int_eq(read_ecc(i, &byte, 1), -EBADMSG);
		ck_assert_uint_eq(byte, page[i]);
	}
	tear_down_sim();
}
END_TEST

START_TEST(flips_of_a_step_are_set_not_added)
{
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 3), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_STEP - 1, 2), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_found(2, 0, 2);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 0), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_found(0, 0, 0);
	tear_down_sim();
}
END_TEST

START_TEST(erase_clears_the_flips_of_its_block)
{
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 3), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_ERASE, 2), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_found(0, 0, 0);
	ck_assert_int_eq(read_ecc(SIM_ERASE, data, sizeof(data)), 0);
	check_found(2, 0, 2);
	tear_down_sim();
}
END_TEST

START_TEST(flips_of_nor_are_wrong_in_silence)
{
	uint8_t data[0x200];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0x1ff, 2), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_found(0, 0, 0);
	check_all(data, 0x100, 0xff);
	ck_assert_uint_eq(data[0x100], 0xfe);
	ck_assert_uint_eq(data[0x180], 0xfe);
	data[0x100] = data[0x180] = 0xff;
	check_all(data, sizeof(data), 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(flips_that_a_step_has_no_bits_for_are_einval)
{
	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 8 * SIM_STEP + 1),
			 -EINVAL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 8 * SIM_STEP), 0);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, SIM_SIZE, 1), -EINVAL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, UINT64_MAX, 1), -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(bit_stuck_at_0_does_not_erase)
{
	uint8_t data[3];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 1, 4, FLASHMAP_SIM_STUCK_AT_0), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(0, data, 3), 0);
	ck_assert_mem_eq(data, "\xff\xef\xff", 3);
	tear_down_sim();
}
END_TEST

START_TEST(bit_stuck_at_1_does_not_program)
{
	uint8_t data[3];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 1, 0, FLASHMAP_SIM_STUCK_AT_1), 0);
	ck_assert_int_eq(sim_write(0, "\0\0\0", 3), 0);
	ck_assert_int_eq(sim_read(0, data, 3), 0);
	ck_assert_mem_eq(data, "\x00\x01\x00", 3);
	tear_down_sim();
}
END_TEST

START_TEST(bits_of_a_byte_stick_each_for_itself)
{
	uint8_t byte;

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 0, 0, FLASHMAP_SIM_STUCK_AT_1), 0);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 0, 7, FLASHMAP_SIM_STUCK_AT_0), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0x7f);
	ck_assert_int_eq(sim_write(0, "\x00", 1), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0x01);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 0, 0, FLASHMAP_SIM_NOT_STUCK), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0x00);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 0, 7, FLASHMAP_SIM_NOT_STUCK), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(0, &byte, 1), 0);
	ck_assert_uint_eq(byte, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(stuck_bit_of_nand_is_one_to_correct_if_it_differs)
{
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 3, 1, FLASHMAP_SIM_STUCK_AT_0), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0xff);
	check_found(1, 0, 1);
	ck_assert_int_eq(sim_program_page(0, 0x00), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), 0);
	check_found(0, 0, 0);
	tear_down_sim();
}
END_TEST

START_TEST(stuck_bits_and_flips_are_uncorrectable_together)
{
	uint8_t data[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bitflips(sim, 0, 4), 0);
	ck_assert_int_eq(
		fm_sim_set_stuck_bit(sim, 3, 1, FLASHMAP_SIM_STUCK_AT_0), 0);
	ck_assert_int_eq(read_ecc(0, data, sizeof(data)), -EBADMSG);
	check_found(0, 1, 0);
	ck_assert_uint_eq(data[3], 0xfd);
	ck_assert_uint_eq(data[0], 0xfe);
	tear_down_sim();
}
END_TEST

START_TEST(stuck_bit_that_is_none_is_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_stuck_bit(sim, SIM_SIZE, 0,
					      FLASHMAP_SIM_STUCK_AT_0),
			 -EINVAL);
	ck_assert_int_eq(fm_sim_set_stuck_bit(sim, 0, 8,
					      FLASHMAP_SIM_STUCK_AT_0),
			 -EINVAL);
	ck_assert_int_eq(fm_sim_set_stuck_bit(sim, 0, 0,
					      (enum flashmap_sim_stuck)3),
			 -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(weak_erase_fails_from_the_nth_time_on)
{
	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_weak(sim, SIM_ERASE + 7, FLASHMAP_SIM_ERASE,
					 3, true),
			 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "erasing failed"));
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 2);
	tear_down_sim();
}
END_TEST

START_TEST(weak_erase_fails_once)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_ERASE, 1, false),
			 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	tear_down_sim();
}
END_TEST

START_TEST(weak_program_fails_at_the_nth_page)
{
	uint8_t zeros[3 * SIM_PAGE] = { 0 }, data[SIM_PAGE];

	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_WRITE, 2, false),
			 0);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "programming failed"));
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0);
	ck_assert_int_eq(sim_read(SIM_PAGE, data, sizeof(data)), -EBADMSG);
	ck_assert_int_eq(sim_read(2 * SIM_PAGE, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(page_that_failed_is_not_programmed_again)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_WRITE, 1, false),
			 0);
	ck_assert_int_eq(sim_program_page(0, 0x5a), -EIO);
	ck_assert_int_eq(sim_program_page(0, 0x5a), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "twice"));
	ck_assert_int_eq(sim_program_page(1, 0x5a), 0);
	tear_down_sim();
}
END_TEST

START_TEST(weakness_can_be_taken_back)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_WRITE, 1, true),
			 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_ERASE, 1, true),
			 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_WRITE, 0, true),
			 0);
	ck_assert_int_eq(sim_write(0, "x", 1), 0);
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_ERASE, 0, true),
			 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(weakness_of_nothing_is_einval)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_weak(sim, 0, FLASHMAP_SIM_READ, 1, true),
			 -EINVAL);
	ck_assert_int_eq(fm_sim_set_weak(sim, SIM_SIZE, FLASHMAP_SIM_ERASE, 1,
					 true),
			 -EINVAL);
	tear_down_sim();
}
END_TEST

START_TEST(block_is_made_bad_and_good_again)
{
	struct fm_ecc_counters counters;

	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(fm_sim_set_bad(sim, SIM_ERASE + 1, true), 0);
	ck_assert_int_eq(fm_sim_set_bad(sim, SIM_ERASE, true), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.bad_blocks, 1);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	ck_assert_int_eq(fm_sim_set_bad(sim, SIM_ERASE, false), 0);
	ck_assert_int_eq(fm_sim_set_bad(sim, SIM_ERASE, false), 0);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.bad_blocks, 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(only_nand_has_bad_blocks)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_set_bad(sim, 0, true), -ENOTSUP);
	ck_assert_int_eq(fm_sim_set_bad(sim, SIM_SIZE, true), -EINVAL);
	tear_down_sim();
}
END_TEST

TCase *sim_faults_case(void)
{
	TCase *tcase = tcase_create("faults");

	tcase_add_test(tcase,
		       flips_up_to_the_strength_are_corrected_and_counted);
	tcase_add_test(
		tcase,
		flips_above_the_strength_are_ebadmsg_with_the_wrong_data);
	tcase_add_test(tcase, steps_of_a_page_are_corrected_one_by_one);
	tcase_add_test(tcase, part_of_a_page_is_read_as_the_whole_page);
	tcase_add_test(tcase, wrong_bytes_are_those_of_the_whole_page_read);
	tcase_add_test(tcase, flips_of_a_step_are_set_not_added);
	tcase_add_test(tcase, erase_clears_the_flips_of_its_block);
	tcase_add_test(tcase, flips_of_nor_are_wrong_in_silence);
	tcase_add_test(tcase, flips_that_a_step_has_no_bits_for_are_einval);
	tcase_add_test(tcase, bit_stuck_at_0_does_not_erase);
	tcase_add_test(tcase, bit_stuck_at_1_does_not_program);
	tcase_add_test(tcase, bits_of_a_byte_stick_each_for_itself);
	tcase_add_test(tcase,
		       stuck_bit_of_nand_is_one_to_correct_if_it_differs);
	tcase_add_test(tcase, stuck_bits_and_flips_are_uncorrectable_together);
	tcase_add_test(tcase, stuck_bit_that_is_none_is_einval);
	tcase_add_test(tcase, weak_erase_fails_from_the_nth_time_on);
	tcase_add_test(tcase, weak_erase_fails_once);
	tcase_add_test(tcase, weak_program_fails_at_the_nth_page);
	tcase_add_test(tcase, page_that_failed_is_not_programmed_again);
	tcase_add_test(tcase, weakness_can_be_taken_back);
	tcase_add_test(tcase, weakness_of_nothing_is_einval);
	tcase_add_test(tcase, block_is_made_bad_and_good_again);
	tcase_add_test(tcase, only_nand_has_bad_blocks);
	return tcase;
}
