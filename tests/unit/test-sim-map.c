// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/sim.h>: the simulated chips of a map. */

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include <flashmap/sim.h>

#include "fake-mtd.h"
#include "sim-chip.h"
#include "unit.h"

START_TEST(map_that_is_not_loaded_is_eacces)
{
	struct flashmap *map;
	uint32_t count = 7;

	ck_assert_int_eq(flashmap_new(&map), 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, NULL, NULL), -EACCES);
	ck_assert_int_eq(flashmap_sim_get_erase_count(map, NULL, 0, &count),
			 -EACCES);
	ck_assert_uint_eq(count, 7);
	flashmap_unref(map);
}
END_TEST

START_TEST(chip_that_is_not_simulated_is_nodev)
{
	struct flashmap *map;
	uint32_t count = 7;

	fake_add(&(struct fake_options){ .number = 0 });
	map = fake_load_map();
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, NULL, NULL), -ENODEV);
	ck_assert_int_eq(flashmap_sim_set_log(map, "mtd0", NULL, NULL),
			 -ENODEV);
	ck_assert_int_eq(flashmap_sim_get_erase_count(map, "mtd0", 0, &count),
			 -ENODEV);
	ck_assert_uint_eq(count, 7);
	flashmap_unref(map);
}
END_TEST

#ifdef HAVE_LIBFDT

#include "blob.h"

static void count_operations(const struct flashmap_sim_operation *operation,
			     void *user_data)
{
	unsigned int *count = user_data;

	(void)operation;
	++*count;
}

/* A map of simulated chips in memory, from the blob that is begun. */
static struct flashmap *load_simulator(const char *dtb)
{
	struct flashmap *map;

	ck_assert_int_eq(flashmap_new(&map), 0);
	ck_assert_int_eq(flashmap_set_devicetree(map, dtb), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM),
			 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	return map;
}

/* Two chips of 64 KiB, "first" and "second", each an area of 32 KiB. */
static struct flashmap *load_two_chips(void)
{
	static const char *const labels[] = { "first", "second" };
	static const char *const areas[] = { "a", "b" };
	static const char *const nodes[] = { "flash@0", "flash@10000" };

	blob_begin();
	blob_controller("controller@0");
	for (int i = 0; i < 2; i++) {
		blob_flash(nodes[i], 0x10000);
		blob_text("label", labels[i]);
		blob_table();
		blob_partition("partition@8000", areas[i], 0x8000, 0x8000);
		blob_end();
		blob_end();
		blob_end();
	}
	blob_end();
	return load_simulator(blob_write("two.dtb"));
}

START_TEST(only_chip_needs_no_name)
{
	struct flashmap *map = load_simulator(blob_write_demo());
	const struct flash_area *fa;
	unsigned int operations = 0;
	uint32_t count = 7;

	ck_assert_int_eq(flashmap_open_label(map, "storage", &fa), 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, count_operations,
					      &operations),
			 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x1000, 0x1000), 0);
	ck_assert_uint_eq(operations, 1);
	ck_assert_int_eq(flashmap_sim_get_erase_count(
				 map, NULL, (uint64_t)fa->fa_off, &count),
			 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(flashmap_sim_get_erase_count(
				 map, NULL, (uint64_t)fa->fa_off + 0x1fff,
				 &count),
			 0);
	ck_assert_uint_eq(count, 1);
	flashmap_unref(map);
}
END_TEST

START_TEST(several_chips_need_a_name)
{
	struct flashmap *map = load_two_chips();
	uint32_t count = 7;

	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, NULL, NULL),
			 -ENOTUNIQ);
	ck_assert_int_eq(flashmap_sim_get_erase_count(map, NULL, 0, &count),
			 -ENOTUNIQ);
	ck_assert_int_eq(flashmap_sim_set_log(map, "first", NULL, NULL), 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, "third", NULL, NULL),
			 -ENODEV);
	ck_assert_uint_eq(count, 7);
	flashmap_unref(map);
}
END_TEST

START_TEST(log_and_counts_are_those_of_the_named_chip)
{
	struct flashmap *map = load_two_chips();
	const struct flash_area *fa;
	unsigned int first = 0, second = 0;
	uint32_t count;

	ck_assert_int_eq(flashmap_sim_set_log(map, "first", count_operations,
					      &first),
			 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, "second", count_operations,
					      &second),
			 0);
	ck_assert_int_eq(flashmap_open_label(map, "b", &fa), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x8000), 0);
	ck_assert_uint_eq(first, 0);
	ck_assert_uint_eq(second, 8);
	ck_assert_int_eq(
		flashmap_sim_get_erase_count(map, "first", 0x8000, &count), 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(
		flashmap_sim_get_erase_count(map, "second", 0x8000, &count), 0);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(
		flashmap_sim_get_erase_count(map, "second", 0x7fff, &count), 0);
	ck_assert_uint_eq(count, 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(erase_count_needs_a_place_and_an_offset_on_the_chip)
{
	struct flashmap *map = load_simulator(blob_write_demo());
	uint32_t count = 7;

	ck_assert_int_eq(flashmap_sim_get_erase_count(map, NULL, 0, NULL),
			 -EINVAL);
	ck_assert_int_eq(flashmap_sim_get_erase_count(map, NULL, 0x100000,
						      &count),
			 -EINVAL);
	ck_assert_uint_eq(count, 7);
	ck_assert_int_eq(
		flashmap_sim_get_erase_count(map, NULL, 0xfffff, &count), 0);
	ck_assert_uint_eq(count, 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(refused_call_reaches_no_simulated_chip)
{
	struct flashmap *map = load_simulator(blob_write_demo());
	const struct flash_area *fa;
	unsigned int operations = 0;

	expect_errors();
	ck_assert_int_eq(flashmap_open_label(map, "storage", &fa), 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, count_operations,
					      &operations),
			 0);
	ck_assert_int_eq(flash_area_erase(fa, 0x800, 0x1000), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1001), -EINVAL);
	ck_assert_int_eq(flash_area_write(fa, 0x1fff, "xx", 2), -EINVAL);
	ck_assert_uint_eq(operations, 0);
	flashmap_unref(map);
}
END_TEST

static struct flashmap *load_demo(void)
{
	return load_simulator(blob_write_demo());
}

START_TEST(faults_of_a_chip_are_seen_through_its_areas)
{
	struct flashmap *map = load_demo();
	const struct flash_area *fa;
	uint8_t bytes[2];

	expect_errors();
	ck_assert_int_eq(flashmap_open_label(map, "storage", &fa), 0);
	ck_assert_int_eq(flashmap_sim_set_bitflips(map, NULL, 0x1e000, 1), 0);
	ck_assert_int_eq(flashmap_sim_set_stuck_bit(map, "flash@0", 0x1e001, 7,
						    FLASHMAP_SIM_STUCK_AT_0),
			 0);
	ck_assert_int_eq(flash_area_read(fa, 0, bytes, 2), 0);
	ck_assert_mem_eq(bytes, "\xfe\x7f", 2);
	ck_assert_int_eq(flashmap_sim_set_weak(map, NULL, 0x1e000,
					       FLASHMAP_SIM_ERASE, 2, false),
			 0);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), -EIO);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), 0);
	ck_assert_int_eq(flashmap_sim_set_bad(map, NULL, 0, true), -ENOTSUP);
	flashmap_unref(map);
}
END_TEST

START_TEST(power_of_a_chip_is_cut_for_all_its_areas)
{
	struct flashmap *map = load_demo();
	const struct flash_area *storage, *image;
	uint8_t bytes[0x200] = { 0 };
	uint64_t count = 99;

	ck_assert_int_eq(flashmap_open_label(map, "storage", &storage), 0);
	ck_assert_int_eq(flashmap_open_label(map, "image-0", &image), 0);
	ck_assert_int_eq(flashmap_sim_cut_power(map, NULL, 2,
						FLASHMAP_SIM_CUT_CLEAN),
			 0);
	ck_assert_int_eq(flash_area_write(storage, 0, bytes, 0x200), -ENODEV);
	ck_assert_int_eq(flash_area_read(image, 0, bytes, 1), -ENODEV);
	ck_assert_int_eq(flashmap_sim_get_operation_count(map, NULL, &count),
			 0);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(flashmap_sim_restore_power(map, NULL), 0);
	ck_assert_int_eq(flash_area_read(image, 0, bytes, 1), 0);
	ck_assert_uint_eq(bytes[0], 0xff);
	flashmap_unref(map);
}
END_TEST

START_TEST(operation_count_needs_a_place)
{
	struct flashmap *map = load_demo();

	ck_assert_int_eq(flashmap_sim_get_operation_count(map, NULL, NULL),
			 -EINVAL);
	flashmap_unref(map);
}
END_TEST

START_TEST(chip_is_copied_to_that_of_another_map)
{
	struct flashmap *from = load_demo(), *to = load_demo();
	const struct flash_area *fa;
	uint8_t bytes[5];

	ck_assert_int_eq(flashmap_open_label(from, "image-1", &fa), 0);
	ck_assert_int_eq(flash_area_write(fa, 0x123, "flash", 5), 0);
	ck_assert_int_eq(flashmap_sim_copy(from, NULL, to, "flash@0"), 0);
	ck_assert_int_eq(flashmap_sim_copy(from, NULL, from, NULL), -EINVAL);
	flashmap_unref(from);
	ck_assert_int_eq(flashmap_open_label(to, "image-1", &fa), 0);
	ck_assert_int_eq(flash_area_read(fa, 0x123, bytes, 5), 0);
	ck_assert_mem_eq(bytes, "flash", 5);
	flashmap_unref(to);
}
END_TEST

START_TEST(chip_is_copied_to_another_one_of_its_map)
{
	struct flashmap *map = load_two_chips();
	const struct flash_area *a, *b;
	uint8_t bytes[5];

	ck_assert_int_eq(flashmap_open_label(map, "a", &a), 0);
	ck_assert_int_eq(flashmap_open_label(map, "b", &b), 0);
	ck_assert_int_eq(flash_area_write(a, 0, "flash", 5), 0);
	ck_assert_int_eq(flashmap_sim_copy(map, "first", map, NULL), -ENOTUNIQ);
	ck_assert_int_eq(flashmap_sim_copy(map, "third", map, "second"),
			 -ENODEV);
	ck_assert_int_eq(flashmap_sim_copy(map, "first", map, "second"), 0);
	ck_assert_int_eq(flash_area_read(b, 0, bytes, 5), 0);
	ck_assert_mem_eq(bytes, "flash", 5);
	flashmap_unref(map);
}
END_TEST

/* What a function here says about this map and chip. */
static void check_all_functions(struct flashmap *map, const char *chip,
				int expected)
{
	uint64_t operations;
	uint32_t erases;

#define check(call) ck_assert_int_eq(call, expected)
	check(flashmap_sim_set_log(map, chip, NULL, NULL));
	check(flashmap_sim_get_erase_count(map, chip, 0, &erases));
	check(flashmap_sim_set_bad(map, chip, 0, true));
	check(flashmap_sim_set_weak(map, chip, 0, FLASHMAP_SIM_ERASE, 1, true));
	check(flashmap_sim_set_bitflips(map, chip, 0, 1));
	check(flashmap_sim_set_stuck_bit(map, chip, 0, 0,
					 FLASHMAP_SIM_STUCK_AT_0));
	check(flashmap_sim_set_locks(map, chip, 0, 1));
	check(flashmap_sim_get_operation_count(map, chip, &operations));
	check(flashmap_sim_cut_power(map, chip, 1, FLASHMAP_SIM_CUT_CLEAN));
	check(flashmap_sim_restore_power(map, chip));
	check(flashmap_sim_set_seed(map, chip, 1));
	check(flashmap_sim_copy(map, chip, map, "first"));
#undef check
}

START_TEST(chip_that_is_not_there_is_the_same_to_all_functions)
{
	struct flashmap *map = load_two_chips(), *empty;

	ck_assert_int_eq(flashmap_new(&empty), 0);
	check_all_functions(map, "third", -ENODEV);
	check_all_functions(map, NULL, -ENOTUNIQ);
	check_all_functions(empty, NULL, -EACCES);
	flashmap_unref(empty);
	flashmap_unref(map);
}
END_TEST

START_TEST(damaged_state_is_einval_to_all_calls)
{
	const char *dtb = blob_write_demo();
	const struct flash_area *fa;
	struct flashmap *map;
	uint64_t count;
	uint8_t byte;

	expect_errors();
	write_file("demo.bin.state", "damaged\n");
	ck_assert_int_eq(flashmap_new(&map), 0);
	ck_assert_int_eq(flashmap_set_devicetree(map, dtb), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, test_path("demo.bin")), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	ck_assert_int_eq(flashmap_open_label(map, "storage", &fa), 0);
	ck_assert_int_eq(flash_area_read(fa, 0, &byte, 1), -EINVAL);
	ck_assert_int_eq(flash_area_erase(fa, 0, 0x1000), -EINVAL);
	ck_assert_int_eq(flashmap_sim_get_operation_count(map, NULL, &count),
			 -EINVAL);
	ck_assert_int_eq(flashmap_sim_cut_power(map, NULL, 1,
						FLASHMAP_SIM_CUT_CLEAN),
			 -EINVAL);
	flashmap_unref(map);
}
END_TEST

#define THREADS 4
#define ROUNDS 20

struct job {
	pthread_t thread;
	const struct flash_area *fa;
	off_t offset;
	unsigned int failed;
};

/* Check does not take what threads find: they count it. */
static void *use_own_sector(void *context)
{
	struct job *job = context;
	uint8_t data[4096], back[4096];

	for (int round = 0; round < ROUNDS; round++) {
		memset(data, round, sizeof(data));
		job->failed += flash_area_erase(job->fa, job->offset,
						sizeof(data)) != 0;
		job->failed += flash_area_write(job->fa, job->offset, data,
						sizeof(data)) != 0;
		job->failed += flash_area_read(job->fa, job->offset, back,
					       sizeof(back)) != 0;
		job->failed += memcmp(data, back, sizeof(data)) != 0;
	}
	return NULL;
}

START_TEST(threads_share_a_simulated_chip)
{
	struct flashmap *map = load_simulator(blob_write_demo());
	struct job jobs[THREADS] = { 0 };
	unsigned int operations = 0;
	const struct flash_area *fa;
	uint32_t count;

	ck_assert_int_eq(flashmap_open_label(map, "image-0", &fa), 0);
	ck_assert_int_eq(flashmap_sim_set_log(map, NULL, count_operations,
					      &operations),
			 0);
	for (int i = 0; i < THREADS; i++) {
		jobs[i].fa = fa;
		jobs[i].offset = i * 4096;
		ck_assert_int_eq(pthread_create(&jobs[i].thread, NULL,
						use_own_sector, &jobs[i]),
				 0);
	}
	for (int i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(jobs[i].thread, NULL), 0);
		ck_assert_uint_eq(jobs[i].failed, 0);
		ck_assert_int_eq(
			flashmap_sim_get_erase_count(
				map, NULL,
				(uint64_t)(fa->fa_off + jobs[i].offset),
				&count),
			0);
		ck_assert_uint_eq(count, ROUNDS);
	}
	ck_assert_uint_eq(operations, THREADS * ROUNDS * 3);
	flashmap_unref(map);
}
END_TEST

static void add_simulator_tests(TCase *tcase)
{
	tcase_add_test(tcase, threads_share_a_simulated_chip);
	tcase_add_test(tcase, only_chip_needs_no_name);
	tcase_add_test(tcase, several_chips_need_a_name);
	tcase_add_test(tcase, log_and_counts_are_those_of_the_named_chip);
	tcase_add_test(tcase,
		       erase_count_needs_a_place_and_an_offset_on_the_chip);
	tcase_add_test(tcase, refused_call_reaches_no_simulated_chip);
	tcase_add_test(tcase, faults_of_a_chip_are_seen_through_its_areas);
	tcase_add_test(tcase, power_of_a_chip_is_cut_for_all_its_areas);
	tcase_add_test(tcase, operation_count_needs_a_place);
	tcase_add_test(tcase, chip_is_copied_to_that_of_another_map);
	tcase_add_test(tcase, chip_is_copied_to_another_one_of_its_map);
	tcase_add_test(tcase,
		       chip_that_is_not_there_is_the_same_to_all_functions);
	tcase_add_test(tcase, damaged_state_is_einval_to_all_calls);
}

#else

static void add_simulator_tests(TCase *tcase)
{
	(void)tcase;
}

#endif

TCase *sim_map_case(void)
{
	TCase *tcase = tcase_create("map");

	tcase_set_tags(tcase, "threads");
	tcase_add_test(tcase, map_that_is_not_loaded_is_eacces);
	tcase_add_test(tcase, chip_that_is_not_simulated_is_nodev);
	add_simulator_tests(tcase);
	return tcase;
}
