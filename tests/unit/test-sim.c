// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

START_TEST(new_chip_is_erased)
{
	uint8_t data[SIM_SIZE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(erased_value_may_be_zero)
{
	static const uint8_t zeros_as_erased = 0x00;
	uint8_t data[SIM_SIZE];

	set_up_sim_value(&(struct fm_sim_parameters){ 0 }, zeros_as_erased);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0x00);
	ck_assert_int_eq(sim_write(5, "flash", 5), 0);
	ck_assert_int_eq(sim_read(0, data, 11), 0);
	ck_assert_mem_eq(data, "\0\0\0\0\0flash", 11);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0x00);
	tear_down_sim();
}
END_TEST

START_TEST(geometry_is_what_was_asked_for)
{
	const struct fm_geometry *geometry;

	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim->operations->get_geometry(sim, &geometry), 0);
	ck_assert_uint_eq(geometry->size, SIM_SIZE);
	ck_assert_uint_eq(geometry->write_size, 8);
	ck_assert_uint_eq(geometry->oob_size, 0);
	ck_assert_uint_eq(geometry->erased_value, 0xff);
	ck_assert(!geometry->bad_blocks_possible);
	ck_assert_uint_eq(geometry->region_count, 1);
	ck_assert_uint_eq(geometry->regions[0].sector_size, SIM_ERASE);
	ck_assert_uint_eq(geometry->regions[0].sector_count,
			  SIM_SIZE / SIM_ERASE);
	tear_down_sim();
}
END_TEST

START_TEST(what_was_written_is_read)
{
	uint8_t data[8];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(SIM_ERASE - 3, "flash", 5), 0);
	ck_assert_int_eq(sim_read(SIM_ERASE - 4, data, 7), 0);
	ck_assert_mem_eq(data, "\377flash\377", 7);
	tear_down_sim();
}
END_TEST

START_TEST(programming_may_clear_more_bits)
{
	uint8_t data[1];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(7, "\xf0", 1), 0);
	ck_assert_int_eq(sim_write(7, "\x30", 1), 0);
	ck_assert_int_eq(sim_write(7, "\x30", 1), 0);
	ck_assert_int_eq(sim_read(7, data, 1), 0);
	ck_assert_uint_eq(data[0], 0x30);
	tear_down_sim();
}
END_TEST

START_TEST(programming_that_would_set_a_bit_is_eio)
{
	uint8_t data[1];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(7, "\xf0", 1), 0);
	ck_assert_int_eq(sim_write(7, "\xf1", 1), -EIO);
	ck_assert_int_eq(sim_write(7, "\xff", 1), -EIO);
	ck_assert_int_eq(sim_write(7, "\x0f", 1), -EIO);
	ck_assert_int_eq(sim_read(7, data, 1), 0);
	ck_assert_uint_eq(data[0], 0xf0);
	tear_down_sim();
}
END_TEST

START_TEST(programming_that_would_clear_a_bit_is_eio_where_zero_is_erased)
{
	uint8_t data[1];

	expect_errors();
	set_up_sim_value(&(struct fm_sim_parameters){ 0 }, 0x00);
	ck_assert_int_eq(sim_write(7, "\x0f", 1), 0);
	ck_assert_int_eq(sim_write(7, "\x1f", 1), 0);
	ck_assert_int_eq(sim_write(7, "\x1e", 1), -EIO);
	ck_assert_int_eq(sim_read(7, data, 1), 0);
	ck_assert_uint_eq(data[0], 0x1f);
	tear_down_sim();
}
END_TEST

START_TEST(refused_write_changes_nothing_at_all)
{
	static uint8_t zeros[SIM_SIZE];
	uint8_t data[SIM_SIZE];
	size_t last = sizeof(data) - 1;

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(last, "\x7f", 1), 0);
	zeros[last] = 0x80;
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), -EIO);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, last, 0xff);
	ck_assert_uint_eq(data[last], 0x7f);
	tear_down_sim();
}
END_TEST

START_TEST(large_write_block_is_programmed_once)
{
	uint8_t data[16];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim_write(8, "flashmap", 8), 0);
	ck_assert_int_eq(sim_write(8, "flashmap", 8), -EIO);
	ck_assert_int_eq(sim_write(8, "\0\0\0\0\0\0\0\0", 8), -EIO);
	ck_assert_int_eq(sim_write(0, "\0\0\0\0\0\0\0\0flashmap", 16), -EIO);
	ck_assert_int_eq(sim_read(0, data, 16), 0);
	check_all(data, 8, 0xff);
	ck_assert_mem_eq(data + 8, "flashmap", 8);
	tear_down_sim();
}
END_TEST

START_TEST(large_write_block_is_programmed_again_after_an_erase)
{
	uint8_t data[8];

	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim_write(8, "flashmap", 8), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_write(8, "map flas", 8), 0);
	ck_assert_int_eq(sim_read(8, data, 8), 0);
	ck_assert_mem_eq(data, "map flas", 8);
	tear_down_sim();
}
END_TEST

START_TEST(large_write_block_of_the_erased_value_counts_as_programmed)
{
	uint8_t data[8];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim_write(8, "\xff\xff\xff\xff\xff\xff\xff\xff", 8),
			 0);
	ck_assert_int_eq(sim_write(8, "flashmap", 8), -EIO);
	ck_assert_int_eq(sim_read(8, data, 8), 0);
	check_all(data, 8, 0xff);
	ck_assert_int_eq(sim_write(0, "flashmap", 8), 0);
	tear_down_sim();
}
END_TEST

START_TEST(large_write_blocks_are_programmed_in_any_order)
{
	set_up_sim(&(struct fm_sim_parameters){ .write_size = 8 });
	ck_assert_int_eq(sim_write(8, "flashmap", 8), 0);
	ck_assert_int_eq(sim_write(0, "flashmap", 8), 0);
	tear_down_sim();
}
END_TEST

START_TEST(ram_is_written_over)
{
	uint8_t data[8];

	set_up_sim(
		&(struct fm_sim_parameters){ .type = "ram", .write_size = 4 });
	ck_assert_int_eq(sim_write(8, "\0\0\0\0flas", 8), 0);
	ck_assert_int_eq(sim_write(8, "flashmap", 8), 0);
	ck_assert_int_eq(sim_read(8, data, 8), 0);
	ck_assert_mem_eq(data, "flashmap", 8);
	tear_down_sim();
}
END_TEST

START_TEST(ram_alone_needs_no_erase)
{
	static const char *const types[] = { "nor", "ram" };
	const struct fm_geometry *geometry;

	set_up_sim(&(struct fm_sim_parameters){ .type = types[_i] });
	ck_assert_int_eq(sim->operations->get_geometry(sim, &geometry), 0);
	ck_assert_int_eq(geometry->no_explicit_erase, _i);
	tear_down_sim();
}
END_TEST

START_TEST(erase_fills_ram)
{
	uint8_t data[SIM_ERASE];

	set_up_sim(&(struct fm_sim_parameters){ .type = "ram" });
	ck_assert_int_eq(sim_write(8, "flashmap", 8), 0);
	ck_assert_int_eq(sim_erase(0, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, sizeof(data), 0xff);
	tear_down_sim();
}
END_TEST

START_TEST(erase_clears_its_sector_and_no_other)
{
	static const uint8_t zeros[SIM_SIZE];
	uint8_t data[SIM_SIZE];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(0, zeros, sizeof(zeros)), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	check_all(data, SIM_ERASE, 0);
	check_all(data + SIM_ERASE, SIM_ERASE, 0xff);
	check_all(data + 2 * SIM_ERASE, SIM_SIZE - 2 * SIM_ERASE, 0);
	tear_down_sim();
}
END_TEST

START_TEST(erases_are_counted_by_sector)
{
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_uint_eq(sim_erase_count(0), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_int_eq(sim_erase(SIM_SIZE - SIM_ERASE, SIM_ERASE), 0);
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE - 1), 0);
	ck_assert_uint_eq(sim_erase_count(SIM_ERASE), 2);
	ck_assert_uint_eq(sim_erase_count(2 * SIM_ERASE - 1), 2);
	ck_assert_uint_eq(sim_erase_count(2 * SIM_ERASE), 0);
	ck_assert_uint_eq(sim_erase_count(SIM_SIZE - 1), 1);
	tear_down_sim();
}
END_TEST

START_TEST(there_is_no_erase_count_past_the_end)
{
	uint32_t count = 7;

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(fm_sim_get_erase_count(sim, SIM_SIZE, &count),
			 -EINVAL);
	ck_assert_int_eq(fm_sim_get_erase_count(sim, UINT64_MAX, &count),
			 -EINVAL);
	ck_assert_uint_eq(count, 7);
	tear_down_sim();
}
END_TEST

struct operations {
	struct flashmap_sim_operation list[8];
	size_t count;
};

static void note(const struct flashmap_sim_operation *operation,
		 void *user_data)
{
	struct operations *operations = user_data;

	ck_assert_uint_lt(operations->count, 8);
	operations->list[operations->count++] = *operation;
}

static void check_operation(const struct flashmap_sim_operation *operation,
			    enum flashmap_sim_kind kind, uint64_t offset,
			    uint64_t length, int result)
{
	ck_assert_int_eq(operation->kind, kind);
	ck_assert_uint_eq(operation->offset, offset);
	ck_assert_uint_eq(operation->length, length);
	ck_assert_int_eq(operation->result, result);
}

START_TEST(each_operation_is_told_in_order_with_its_result)
{
	struct operations seen = { .count = 0 };
	uint8_t data[5];

	expect_errors();
	set_up_sim(&(struct fm_sim_parameters){ 0 });
	fm_sim_set_log(sim, note, &seen);
	ck_assert_int_eq(sim_write(3, "flash", 5), 0);
	ck_assert_int_eq(sim_write(4, "xxxx", 4), -EIO);
	ck_assert_int_eq(sim_read(3, data, 5), 0);
	ck_assert_int_eq(sim_erase(SIM_ERASE, SIM_ERASE), 0);
	ck_assert_uint_eq(seen.count, 4);
	check_operation(&seen.list[0], FLASHMAP_SIM_WRITE, 3, 5, 0);
	check_operation(&seen.list[1], FLASHMAP_SIM_WRITE, 4, 4, -EIO);
	check_operation(&seen.list[2], FLASHMAP_SIM_READ, 3, 5, 0);
	check_operation(&seen.list[3], FLASHMAP_SIM_ERASE, SIM_ERASE, SIM_ERASE,
			0);
	tear_down_sim();
}
END_TEST

START_TEST(no_log_function_is_told_nothing)
{
	struct operations seen = { .count = 0 };

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	fm_sim_set_log(sim, note, &seen);
	fm_sim_set_log(sim, NULL, NULL);
	ck_assert_int_eq(sim_write(3, "flash", 5), 0);
	ck_assert_uint_eq(seen.count, 0);
	tear_down_sim();
}
END_TEST

START_TEST(release_keeps_what_is_in_memory)
{
	uint8_t data[5];

	set_up_sim(&(struct fm_sim_parameters){ 0 });
	ck_assert_int_eq(sim_write(3, "flash", 5), 0);
	ck_assert_int_eq(sim->operations->release(sim), 0);
	ck_assert_int_eq(sim->operations->prepare_write(sim), 0);
	ck_assert_int_eq(sim_read(3, data, 5), 0);
	ck_assert_mem_eq(data, "flash", 5);
	tear_down_sim();
}
END_TEST

START_TEST(sizes_that_do_not_fit_are_refused)
{
	static const struct fm_sim_parameters wrong[] = {
		{ .size = 0, .erase_size = 4096, .write_size = 1 },
		{ .size = 65536, .erase_size = 0, .write_size = 1 },
		{ .size = 65536, .erase_size = 4096, .write_size = 0 },
		{ .size = 65537, .erase_size = 4096, .write_size = 1 },
		{ .size = 65535, .erase_size = 4096, .write_size = 1 },
		{ .size = 2048, .erase_size = 4096, .write_size = 1 },
		{ .size = 65536, .erase_size = 4096, .write_size = 3 },
		{ .size = 65536, .erase_size = 4096, .write_size = 8192 },
	};
	struct fm_sim_parameters parameters = wrong[_i];
	struct fm_medium *medium = NULL;

	parameters.name = "sim";
	parameters.erased_value = 0xff;
	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EINVAL);
	ck_assert_ptr_null(medium);
}
END_TEST

START_TEST(erased_value_is_all_ones_or_all_zeros)
{
	static const uint8_t wrong[] = { 0x01, 0x5a, 0x7f, 0xfe };
	const struct fm_sim_parameters parameters = {
		.name = "sim",
		.size = 65536,
		.erase_size = 4096,
		.write_size = 1,
		.erased_value = wrong[_i],
	};
	struct fm_medium *medium = NULL;

	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EINVAL);
	ck_assert_ptr_null(medium);
}
END_TEST

START_TEST(chip_that_no_memory_holds_is_efbig)
{
	struct fm_sim_parameters parameters = {
		.name = "sim",
		.size = UINT64_C(1) << 63,
		.erase_size = UINT64_C(1) << 63,
		.write_size = 1,
		.erased_value = 0xff,
	};
	struct fm_medium *medium = NULL;

	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EFBIG);
	/* A count for each sector does not fit either. */
	parameters.erase_size = 1;
	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EFBIG);
	parameters.file = "file";
	parameters.erase_size = parameters.size;
	ck_assert_int_eq(fm_sim_new(&parameters, &medium), -EFBIG);
	ck_assert_ptr_null(medium);
}
END_TEST

static TCase *memory_case(void)
{
	TCase *tcase = tcase_create("memory");

	tcase_add_test(tcase, new_chip_is_erased);
	tcase_add_test(tcase, erased_value_may_be_zero);
	tcase_add_test(tcase, geometry_is_what_was_asked_for);
	tcase_add_test(tcase, what_was_written_is_read);
	tcase_add_test(tcase, programming_may_clear_more_bits);
	tcase_add_test(tcase, programming_that_would_set_a_bit_is_eio);
	tcase_add_test(
		tcase,
		programming_that_would_clear_a_bit_is_eio_where_zero_is_erased);
	tcase_add_test(tcase, refused_write_changes_nothing_at_all);
	tcase_add_test(tcase, large_write_block_is_programmed_once);
	tcase_add_test(tcase,
		       large_write_block_is_programmed_again_after_an_erase);
	tcase_add_test(
		tcase,
		large_write_block_of_the_erased_value_counts_as_programmed);
	tcase_add_test(tcase, large_write_blocks_are_programmed_in_any_order);
	tcase_add_test(tcase, ram_is_written_over);
	tcase_add_loop_test(tcase, ram_alone_needs_no_erase, 0, 2);
	tcase_add_test(tcase, erase_fills_ram);
	tcase_add_test(tcase, erase_clears_its_sector_and_no_other);
	tcase_add_test(tcase, erases_are_counted_by_sector);
	tcase_add_test(tcase, there_is_no_erase_count_past_the_end);
	tcase_add_test(tcase, each_operation_is_told_in_order_with_its_result);
	tcase_add_test(tcase, no_log_function_is_told_nothing);
	tcase_add_test(tcase, release_keeps_what_is_in_memory);
	tcase_add_loop_test(tcase, sizes_that_do_not_fit_are_refused, 0, 8);
	tcase_add_loop_test(tcase, erased_value_is_all_ones_or_all_zeros, 0, 4);
	tcase_add_test(tcase, chip_that_no_memory_holds_is_efbig);
	return tcase;
}

Suite *sim_suite(void)
{
	Suite *suite = suite_create("sim");

	suite_add_tcase(suite, memory_case());
	suite_add_tcase(suite, sim_nand_case());
	suite_add_tcase(suite, sim_faults_case());
	suite_add_tcase(suite, sim_locks_case());
	suite_add_tcase(suite, sim_power_case());
	suite_add_tcase(suite, sim_torn_case());
	suite_add_tcase(suite, sim_cuts_case());
	suite_add_tcase(suite, sim_copy_case());
	suite_add_tcase(suite, sim_state_case());
	suite_add_tcase(suite, sim_state_refused_case());
	suite_add_tcase(suite, sim_model_case());
	suite_add_tcase(suite, sim_file_case());
	suite_add_tcase(suite, sim_map_case());
	return suite;
}
