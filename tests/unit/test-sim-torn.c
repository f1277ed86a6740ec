// SPDX-License-Identifier: BSD-2-Clause
/* What a power cut leaves of the operation that it cuts off. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

#define NOR_PAGE 256

/* Of a page of zeros over blank NOR. */
static void tear_nor_page(enum flashmap_sim_cut how)
{
	static const uint8_t zeros[2 * NOR_PAGE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	sim_cut(1, how);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	sim_restore();
}

START_TEST(nor_page_is_unstable_from_the_cut_on)
{
	static const struct {
		enum flashmap_sim_cut how;
		size_t done;
	} cuts[] = {
		{ FLASHMAP_SIM_CUT_FIRST_BYTE, 0 },
		{ FLASHMAP_SIM_CUT_HALF, NOR_PAGE / 2 },
		{ FLASHMAP_SIM_CUT_LAST_BYTE, NOR_PAGE - 1 },
	};
	size_t done = cuts[_i].done;

	tear_nor_page(cuts[_i].how);
	check_bytes(0, done, 0);
	for (size_t i = done; i < NOR_PAGE; i++)
		ck_assert_msg(sim_is_unstable(i, 1), "byte %zu is stable", i);
	check_bytes(NOR_PAGE, NOR_PAGE, 0xff);
	ck_assert(!sim_is_unstable(NOR_PAGE, SIM_ERASE - NOR_PAGE));
	tear_down_sim();
}
END_TEST

START_TEST(bits_that_a_cut_did_not_change_are_stable)
{
	uint8_t byte;

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(0, "\xf3", 1), 0);
	sim_cut(1, FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_write(0, "\x33", 1), -ENODEV);
	sim_restore();
	for (int i = 0; i < 100; i++) {
		ck_assert_int_eq(sim_read(0, &byte, 1), 0);
		ck_assert_uint_eq(byte & 0x3f, 0x33);
	}
	ck_assert(sim_is_unstable(0, 1));
	tear_down_sim();
}
END_TEST

START_TEST(unstable_bits_settle_when_they_are_programmed)
{
	static const uint8_t zeros[NOR_PAGE];

	tear_nor_page(FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_write(0, zeros, NOR_PAGE - 1), 0);
	check_bytes(0, NOR_PAGE - 1, 0);
	ck_assert(!sim_is_unstable(0, NOR_PAGE - 1));
	ck_assert(sim_is_unstable(NOR_PAGE - 1, 1));
	tear_down_sim();
}
END_TEST

START_TEST(unstable_bits_do_not_go_back_without_an_erase)
{
	expect_errors();
	tear_nor_page(FLASHMAP_SIM_CUT_LAST_BYTE);
	ck_assert_int_eq(sim_write(NOR_PAGE - 1, "\xff", 1), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	check_bytes(0, SIM_ERASE, 0xff);
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	tear_down_sim();
}
END_TEST

START_TEST(bits_stay_unstable_if_programming_them_is_cut_too)
{
	static const uint8_t zeros[NOR_PAGE];

	tear_nor_page(FLASHMAP_SIM_CUT_FIRST_BYTE);
	sim_cut(1, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_write(0, zeros, NOR_PAGE), -ENODEV);
	sim_restore();
	check_bytes(0, NOR_PAGE / 2, 0);
	ck_assert(!sim_is_unstable(0, NOR_PAGE / 2));
	for (size_t i = NOR_PAGE / 2; i < NOR_PAGE; i++)
		ck_assert(sim_is_unstable(i, 1));
	tear_down_sim();
}
END_TEST

START_TEST(nor_write_blocks_are_unstable_from_that_of_the_cut_on)
{
	static const uint8_t zeros[NOR_PAGE];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	sim_cut(1, FLASHMAP_SIM_CUT_LAST_BYTE);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	sim_restore();
	check_bytes(0, NOR_PAGE - 8, 0);
	ck_assert(sim_is_unstable(NOR_PAGE - 8, 8));
	ck_assert_int_eq(sim_write(NOR_PAGE - 8, zeros, 8), -EIO);
	check_bytes(NOR_PAGE, NOR_PAGE, 0xff);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	ck_assert_int_eq(sim_write(NOR_PAGE - 8, zeros, 8), 0);
	tear_down_sim();
}
END_TEST

START_TEST(early_cut_of_a_nor_erase_destroys_the_tail)
{
	set_up_full_nor();
	sim_cut(1, FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_bytes(0, SIM_ERASE / 2, 0x5a);
	check_bytes(SIM_ERASE / 2, SIM_ERASE / 2, 0x00);
	check_bytes(SIM_ERASE, SIM_ERASE, 0x5a);
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	ck_assert_uint_eq(sim_erase_count(0), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	check_bytes(0, SIM_ERASE, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(destroyed_tail_counts_as_programmed)
{
	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	sim_cut(1, FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	ck_assert_int_eq(sim_write(SIM_ERASE / 2, "flashmap", 8), -EIO);
	ck_assert_int_eq(sim_write(SIM_ERASE / 2 - 8, "flashmap", 8), 0);
	tear_down_sim();
}
END_TEST

START_TEST(nor_erase_cut_at_half_reads_at_random)
{
	set_up_full_nor();
	sim_cut(1, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	for (size_t i = 0; i < SIM_ERASE; i += 97)
		ck_assert(sim_is_unstable(i, 1));
	check_bytes(SIM_ERASE, SIM_ERASE, 0x5a);
	tear_down_sim();
}
END_TEST

START_TEST(nor_erase_cut_at_its_end_reads_blank)
{
	set_up_full_nor();
	sim_cut(1, FLASHMAP_SIM_CUT_LAST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_bytes(0, SIM_ERASE, 0xff);
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	tear_down_sim();
}
END_TEST

START_TEST(sector_whose_erase_was_cut_is_not_programmed)
{
	expect_errors();
	set_up_full_nor();
	sim_cut(1, _i ? FLASHMAP_SIM_CUT_LAST_BYTE : FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	ck_assert_int_eq(sim_write(100, "x", 1), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "cut off"));
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_write(100, "x", 1), 0);
	check_bytes(100, 1, 'x');
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	tear_down_sim();
}
END_TEST

START_TEST(all_bits_of_a_torn_sector_may_be_programmed)
{
	expect_errors();
	set_up_full_nor();
	sim_cut(1, _i ? FLASHMAP_SIM_CUT_LAST_BYTE : FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	ck_assert_int_eq(sim_write(0, "\0\0\1", 3), -EIO);
	ck_assert_int_eq(sim_write(0, "\0\0\0", 3), 0);
	check_bytes(0, 3, 0);
	ck_assert(!sim_is_unstable(0, 3));
	tear_down_sim();
}
END_TEST

START_TEST(torn_page_of_nand_is_uncorrectable_and_programmed)
{
	uint8_t data[SIM_PAGE];

	expect_errors();
	set_up_nand(NULL);
	sim_cut(2, _i ? FLASHMAP_SIM_CUT_HALF : FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_program_page(1, 0x5a), 0);
	ck_assert_int_eq(sim_program_page(2, 0x5a), -ENODEV);
	sim_restore();
	check_page(1, 0x5a);
	ck_assert_int_eq(sim_read(2 * SIM_PAGE, data, 1), -EBADMSG);
	ck_assert(sim_is_unstable(2 * SIM_PAGE, SIM_PAGE));
	check_page(3, 0xff);
	ck_assert_int_eq(sim_program_page(2, 0x5a), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(2, 0x5a), 0);
	check_page(2, 0x5a);
	tear_down_sim();
}
END_TEST

START_TEST(page_of_nand_cut_at_its_end_is_correctable_at_times)
{
	uint8_t data[SIM_PAGE];
	int sound = 0, lost = 0;

	set_up_nand(NULL);
	sim_cut(1, FLASHMAP_SIM_CUT_LAST_BYTE);
	ck_assert_int_eq(sim_program_page(0, 0x5a), -ENODEV);
	sim_restore();
	for (int i = 0; i < 100; i++) {
		int rc = sim_read(0, data, sizeof(data));

		if (rc == 0)
			check_all(data, sizeof(data), 0x5a);
		else
			ck_assert_int_eq(rc, -EBADMSG);
		sound += rc == 0;
		lost += rc < 0;
	}
	ck_assert_int_gt(sound, 0);
	ck_assert_int_gt(lost, 0);
	tear_down_sim();
}
END_TEST

START_TEST(torn_block_of_nand_is_uncorrectable)
{
	uint8_t data[SIM_PAGE];

	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	ck_assert_int_eq(sim_program_page(8, 0x5a), 0);
	sim_cut(1, _i ? FLASHMAP_SIM_CUT_HALF : FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	for (unsigned int page = 0; page < 8; page++)
		ck_assert_int_eq(sim_read(page * SIM_PAGE, data, SIM_PAGE),
				 -EBADMSG);
	check_page(8, 0x5a);
	ck_assert_int_eq(sim_program_page(0, 0x00), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	check_page(0, 0xff);
	ck_assert_int_eq(sim_program_page(0, 0x00), 0);
	tear_down_sim();
}
END_TEST

START_TEST(block_of_nand_cut_at_its_end_reads_blank_and_fails)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	sim_cut(1, FLASHMAP_SIM_CUT_LAST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_page(0, 0xff);
	ck_assert_int_eq(sim_program_page(0, 0x00), -EIO);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(0, 0x00), 0);
	check_page(0, 0x00);
	tear_down_sim();
}
END_TEST

START_TEST(ram_keeps_what_had_come_when_it_was_cut)
{
	static const uint8_t zeros[8];

	set_up_sim(&(struct fm_sim_parameters){ .type = "ram" });
	sim_cut(1, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -ENODEV);
	sim_restore();
	check_bytes(0, 4, 0);
	check_bytes(4, 4, 0xff);
	sim_cut(1, FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_bytes(0, 4, 0);
	ck_assert(!sim_is_unstable(0, SIM_ERASE));
	tear_down_sim();
}
END_TEST

START_TEST(cut_leaves_what_a_lock_protects)
{
	const struct fm_range first = { 0, SIM_ERASE };

	set_up_full_nor();
	ck_assert_int_eq(sim->operations->set_locked(sim, &first, true), 0);
	sim_cut(1, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), -ENODEV);
	sim_restore();
	check_bytes(0, SIM_ERASE, 0x5a);
	sim_cut(1, FLASHMAP_SIM_CUT_HALF);
	ck_assert_int_eq(sim_write(0, "\0\0\0", 3), -ENODEV);
	sim_restore();
	check_bytes(0, SIM_ERASE, 0x5a);
	tear_down_sim();
}
END_TEST

START_TEST(same_seed_reads_the_same)
{
	uint8_t first[64], again[64], other[64];

	tear_nor_page(FLASHMAP_SIM_CUT_FIRST_BYTE);
	ck_assert_int_eq(fm_sim_set_seed(sim, 7), 0);
	ck_assert_int_eq(sim_read(0, first, sizeof(first)), 0);
	ck_assert_int_eq(fm_sim_set_seed(sim, 7), 0);
	ck_assert_int_eq(sim_read(0, again, sizeof(again)), 0);
	ck_assert_int_eq(fm_sim_set_seed(sim, 8), 0);
	ck_assert_int_eq(sim_read(0, other, sizeof(other)), 0);
	ck_assert_mem_eq(first, again, sizeof(first));
	ck_assert_mem_ne(first, other, sizeof(first));
	tear_down_sim();
}
END_TEST

TCase *sim_torn_case(void)
{
	TCase *tcase = tcase_create("torn");

	tcase_add_loop_test(tcase, nor_page_is_unstable_from_the_cut_on, 0, 3);
	tcase_add_test(tcase, bits_that_a_cut_did_not_change_are_stable);
	tcase_add_test(tcase, unstable_bits_settle_when_they_are_programmed);
	tcase_add_test(tcase, unstable_bits_do_not_go_back_without_an_erase);
	tcase_add_test(tcase,
		       bits_stay_unstable_if_programming_them_is_cut_too);
	tcase_add_test(tcase,
		       nor_write_blocks_are_unstable_from_that_of_the_cut_on);
	tcase_add_test(tcase, early_cut_of_a_nor_erase_destroys_the_tail);
	tcase_add_test(tcase, destroyed_tail_counts_as_programmed);
	tcase_add_test(tcase, nor_erase_cut_at_half_reads_at_random);
	tcase_add_test(tcase, nor_erase_cut_at_its_end_reads_blank);
	tcase_add_loop_test(tcase, sector_whose_erase_was_cut_is_not_programmed,
			    0, 2);
	tcase_add_loop_test(tcase, all_bits_of_a_torn_sector_may_be_programmed,
			    0, 2);
	tcase_add_loop_test(
		tcase, torn_page_of_nand_is_uncorrectable_and_programmed, 0, 2);
	tcase_add_test(tcase,
		       page_of_nand_cut_at_its_end_is_correctable_at_times);
	tcase_add_loop_test(tcase, torn_block_of_nand_is_uncorrectable, 0, 2);
	tcase_add_test(tcase,
		       block_of_nand_cut_at_its_end_reads_blank_and_fails);
	tcase_add_test(tcase, ram_keeps_what_had_come_when_it_was_cut);
	tcase_add_test(tcase, cut_leaves_what_a_lock_protects);
	tcase_add_test(tcase, same_seed_reads_the_same);
	return tcase;
}
