// SPDX-License-Identifier: BSD-2-Clause
/* A simulated NAND chip. */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

START_TEST(nand_geometry_is_what_was_asked_for)
{
	const struct fm_geometry *geometry;

	set_up_nand(NULL);
	ck_assert_int_eq(sim->operations->get_geometry(sim, &geometry), 0);
	ck_assert_uint_eq(geometry->size, SIM_SIZE);
	ck_assert_uint_eq(geometry->write_size, SIM_PAGE);
	ck_assert_uint_eq(geometry->oob_size, 16);
	ck_assert_uint_eq(geometry->erased_value, 0xff);
	ck_assert(geometry->bad_blocks_possible);
	ck_assert(geometry->has_ecc);
	ck_assert_uint_eq(geometry->ecc.strength, 4);
	ck_assert_uint_eq(geometry->ecc.step_size, SIM_STEP);
	ck_assert_uint_eq(geometry->ecc.bitflip_threshold, 3);
	tear_down_sim();
}
END_TEST

START_TEST(page_that_was_programmed_is_read)
{
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(1, 0x5a), 0);
	check_page(0, 0xff);
	check_page(1, 0x5a);
	check_page(2, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(part_of_a_page_is_einval)
{
	static const uint8_t page[SIM_PAGE];

	set_up_nand(NULL);
	ck_assert_int_eq(sim_write(0, page, SIM_PAGE - 1), -EINVAL);
	ck_assert_int_eq(sim_write(SIM_PAGE / 2, page, SIM_PAGE), -EINVAL);
	check_page(0, 0xff);
	check_page(1, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(part_of_a_block_is_not_erased)
{
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(7, 0), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE / 2), -EINVAL);
	ck_assert_int_eq(sim_erase(SIM_PAGE, SIM_ERASE), -EINVAL);
	check_page(7, 0);
	tear_down_sim();
}
END_TEST

START_TEST(page_is_programmed_once)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(1, 0xf0), 0);
	ck_assert_int_eq(sim_program_page(1, 0x30), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "twice"));
	ck_assert_int_eq(sim_program_page(1, 0xf0), -EIO);
	check_page(1, 0xf0);
	tear_down_sim();
}
END_TEST

START_TEST(page_programmed_with_the_erased_value_counts)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(0, 0xff), 0);
	ck_assert_int_eq(sim_program_page(0, 0x5a), -EIO);
	check_page(0, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(page_is_programmed_again_after_an_erase)
{
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(0, 0xff), 0);
	ck_assert_int_eq(sim_program_page(7, 0x00), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	check_page(7, 0xff);
	ck_assert_int_eq(sim_program_page(0, 0x5a), 0);
	ck_assert_int_eq(sim_program_page(7, 0x5a), 0);
	check_page(0, 0x5a);
	check_page(7, 0x5a);
	tear_down_sim();
}
END_TEST

START_TEST(erase_of_a_block_leaves_the_next_one_programmed)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(8, 0xff), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(8, 0x5a), -EIO);
	tear_down_sim();
}
END_TEST

START_TEST(page_before_a_programmed_one_is_eio)
{
	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(5, 0xff), 0);
	ck_assert_int_eq(sim_program_page(4, 0x5a), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "later one"));
	check_page(4, 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(gaps_between_pages_are_allowed)
{
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(1, 1), 0);
	ck_assert_int_eq(sim_program_page(4, 4), 0);
	ck_assert_int_eq(sim_program_page(7, 7), 0);
	check_page(2, 0xff);
	check_page(4, 4);
	tear_down_sim();
}
END_TEST

START_TEST(order_is_that_of_one_block)
{
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(8, 8), 0);
	ck_assert_int_eq(sim_program_page(7, 7), 0);
	check_page(7, 7);
	check_page(8, 8);
	tear_down_sim();
}
END_TEST

START_TEST(refused_pages_leave_those_before_them_erased)
{
	static uint8_t pages[3 * SIM_PAGE];

	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(2, 0xff), 0);
	ck_assert_int_eq(sim_write(0, pages, sizeof(pages)), -EIO);
	check_page(0, 0xff);
	check_page(1, 0xff);
	check_page(2, 0xff);
	ck_assert_int_eq(sim_program_page(3, 3), 0);
	tear_down_sim();
}
END_TEST

START_TEST(block_is_bad_from_the_start_or_since_it_was_marked)
{
	static const uint32_t bad[] = { 2, 7 };

	set_up_nand(&(struct fm_sim_parameters){ .bad_blocks = bad,
						 .bad_block_count = 2 });
	for (uint64_t block = 0; block < 8; block++)
		ck_assert_int_eq(sim->operations->is_bad(sim,
							 block * SIM_ERASE),
				 block == 2 || block == 7);
	ck_assert_int_eq(sim->operations->mark_bad(sim, 3 * SIM_ERASE), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, 3 * SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->is_bad(sim, 4 * SIM_ERASE), 0);
	tear_down_sim();
}
END_TEST

START_TEST(bad_block_may_be_marked_again)
{
	struct fm_ecc_counters counters;

	set_up_nand(NULL);
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), 0);
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), 0);
	ck_assert_int_eq(sim->operations->is_bad(sim, SIM_ERASE), 1);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.bad_blocks, 1);
	tear_down_sim();
}
END_TEST

START_TEST(bad_blocks_are_counted_once)
{
	static const uint32_t bad[] = { 2, 7, 2 };
	struct fm_ecc_counters counters = { .reserved_blocks = 99 };

	set_up_nand(&(struct fm_sim_parameters){ .bad_blocks = bad,
						 .bad_block_count = 3 });
	ck_assert_int_eq(sim->operations->mark_bad(sim, 0), 0);
	ck_assert_int_eq(sim->operations->get_ecc_counters(sim, &counters), 0);
	ck_assert_uint_eq(counters.bad_blocks, 3);
	ck_assert_uint_eq(counters.reserved_blocks, 0);
	ck_assert_uint_eq(counters.corrected, 0);
	ck_assert_uint_eq(counters.failed, 0);
	tear_down_sim();
}
END_TEST

START_TEST(bad_block_is_neither_programmed_nor_erased)
{
	uint32_t count;

	expect_errors();
	set_up_nand(NULL);
	ck_assert_int_eq(sim_program_page(8, 8), 0);
	ck_assert_int_eq(sim->operations->mark_bad(sim, SIM_ERASE), 0);
	ck_assert_int_eq(sim_program_page(9, 9), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "bad block"));
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), -EIO);
	ck_assert_ptr_nonnull(strstr(last_logged(), "bad block"));
	check_page(8, 8);
	check_page(9, 0xff);
	ck_assert_int_eq(fm_sim_get_erase_count(sim, SIM_ERASE, &count), 0);
	ck_assert_uint_eq(count, 0);
	tear_down_sim();
}
END_TEST

START_TEST(nand_that_makes_no_sense_is_refused)
{
	static const uint32_t past_the_end[] = { 8 }, none[] = { 0 };
	static const struct fm_sim_parameters wrong[] = {
		{ .type = "nands" },
		{ .write_size = 1 },
		{ .write_size = SIM_ERASE },
		{ .bad_blocks = past_the_end, .bad_block_count = 1 },
		{ .ecc = { 4, 0, 4 } },
		{ .ecc = { 4, 384, 4 } },
		{ .ecc = { 4, 2 * SIM_PAGE, 4 } },
		{ .ecc = { 4, SIM_STEP, 5 } },
		{ .ecc = { 8 * SIM_STEP, SIM_STEP, 1 } },
		{ .type = "nor", .bad_blocks = none, .bad_block_count = 1 },
		{ .type = "" },
	};
	struct fm_sim_parameters parameters = wrong[_i];
	struct fm_medium *medium = NULL;

	parameters.name = "nand";
	parameters.size = SIM_SIZE;
	parameters.erase_size = SIM_ERASE;
	parameters.erased_value = 0xff;
	if (!parameters.type)
		parameters.type = "nand";
	if (!parameters.write_size)
		parameters.write_size = SIM_PAGE;
	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EINVAL);
	ck_assert_ptr_null(medium);
}
END_TEST

START_TEST(nand_is_never_erased_to_zeros)
{
	const struct fm_sim_parameters parameters = {
		.name = "nand",
		.type = "nand",
		.size = SIM_SIZE,
		.erase_size = SIM_ERASE,
		.write_size = SIM_PAGE,
		.erased_value = 0,
	};
	struct fm_medium *medium = NULL;

	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EINVAL);
	ck_assert_ptr_null(medium);
}
END_TEST

TCase *sim_nand_case(void)
{
	TCase *tcase = tcase_create("nand");

	tcase_add_test(tcase, nand_geometry_is_what_was_asked_for);
	tcase_add_test(tcase, page_that_was_programmed_is_read);
	tcase_add_test(tcase, part_of_a_page_is_einval);
	tcase_add_test(tcase, part_of_a_block_is_not_erased);
	tcase_add_test(tcase, page_is_programmed_once);
	tcase_add_test(tcase, page_programmed_with_the_erased_value_counts);
	tcase_add_test(tcase, page_is_programmed_again_after_an_erase);
	tcase_add_test(tcase, erase_of_a_block_leaves_the_next_one_programmed);
	tcase_add_test(tcase, page_before_a_programmed_one_is_eio);
	tcase_add_test(tcase, gaps_between_pages_are_allowed);
	tcase_add_test(tcase, order_is_that_of_one_block);
	tcase_add_test(tcase, refused_pages_leave_those_before_them_erased);
	tcase_add_test(tcase,
		       block_is_bad_from_the_start_or_since_it_was_marked);
	tcase_add_test(tcase, bad_block_may_be_marked_again);
	tcase_add_test(tcase, bad_blocks_are_counted_once);
	tcase_add_test(tcase, bad_block_is_neither_programmed_nor_erased);
	tcase_add_loop_test(tcase, nand_that_makes_no_sense_is_refused, 0, 11);
	tcase_add_test(tcase, nand_is_never_erased_to_zeros);
	return tcase;
}
