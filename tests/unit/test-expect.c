// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/expect.h>

#include "board.h"
#include "tree.h"
#include "unit.h"

#define THREADS 8
#define ROUNDS 200

/* The board as it is. */
static const struct flashmap_expected_area equal_areas[] = {
	{ "boot", 0, 0x10000, 0 },
	{ "kernel", 0x10000, 0x20000, 1 },
	{ "data", 0x40000, 0x10000, 2 },
	{ "spare", 0, 0x10000, 3 },
};

/* Each is wrong in one thing, and about one id. */
static const struct flashmap_expected_area other_label[] = {
	{ "rescue", 0x10000, 0x20000, 1 },
};
static const struct flashmap_expected_area other_offset[] = {
	{ "kernel", 0x11000, 0x20000, 1 },
};
static const struct flashmap_expected_area other_size[] = {
	{ "kernel", 0x10000, 0x1f000, 1 },
};
static const struct flashmap_expected_area no_label[] = {
	{ NULL, 0x10000, 0x20000, 1 },
};

#define EXPECTATION(of)                                          \
	{                                                        \
		NULL, #of ".dtb", of, sizeof(of) / sizeof(of[0]) \
	}

static struct flashmap_expectation equal = EXPECTATION(equal_areas);
static struct flashmap_expectation wrong = EXPECTATION(other_label);

static void must_add(struct flashmap_expectation *expectation)
{
	ck_assert_int_eq(flashmap_expect_add(expectation), 0);
}

static void must_open_id(uint8_t id)
{
	const struct flash_area *fa = NULL;

	ck_assert_int_eq(flash_area_open(id, &fa), 0);
	ck_assert_ptr_nonnull(fa);
	ck_assert_uint_eq(fa->fa_id, id);
}

static void must_be_stale(uint8_t id)
{
	const struct flash_area *fa = (const void *)&board;

	ck_assert_int_eq(flash_area_open(id, &fa), -ESTALE);
	ck_assert_ptr_null(fa);
}

START_TEST(without_an_expectation_all_opens)
{
	for (uint8_t id = 0; id < 4; id++)
		must_open_id(id);
}
END_TEST

START_TEST(what_is_as_expected_opens)
{
	must_add(&equal);
	for (uint8_t id = 0; id < 4; id++)
		must_open_id(id);
	ck_assert_str_eq(last_logged(), "");
}
END_TEST

static const struct {
	const struct flashmap_expected_area *area;
	const char *logged;
} mistakes[] = {
	{ other_label, "another label than" },
	{ other_offset, "another offset than" },
	{ other_size, "another size than" },
	{ no_label, "another label than" },
};

START_TEST(another_label_offset_or_size_is_estale_and_logged)
{
	struct flashmap_expectation one = { NULL, "board.dtb",
					    mistakes[_i].area, 1 };

	expect_errors();
	must_add(&one);
	must_be_stale(1);
	ck_assert_ptr_nonnull(strstr(last_logged(), mistakes[_i].logged));
	ck_assert_ptr_nonnull(
		strstr(last_logged(), "\"kernel\" at 0x10000, 0x20000 bytes"));
	ck_assert_ptr_nonnull(strstr(last_logged(), "as in board.dtb"));
	must_open_id(0);
	must_open_id(2);
}
END_TEST

START_TEST(all_that_differs_is_logged)
{
	static const struct flashmap_expected_area area[] = {
		{ "rescue", 0x11000, 0x1f000, 1 },
	};
	struct flashmap_expectation one = EXPECTATION(area);

	expect_errors();
	must_add(&one);
	must_be_stale(1);
	ck_assert_ptr_nonnull(
		strstr(last_logged(), "another label offset size than"));
	ck_assert_ptr_nonnull(
		strstr(last_logged(), "\"rescue\" at 0x11000, 0x1f000 bytes"));
}
END_TEST

START_TEST(a_size_that_is_equal_in_32_bits_is_another_one)
{
	static const struct flashmap_expected_area area[] = {
		{ "kernel", 0x10000, 0x100020000, 1 },
	};
	struct flashmap_expectation one = EXPECTATION(area);

	expect_errors();
	must_add(&one);
	must_be_stale(1);
}
END_TEST

START_TEST(an_area_that_is_not_there_is_enoent)
{
	static const struct flashmap_expected_area area[] = {
		{ "late", 0, 0x1000, 4 },
	};
	struct flashmap_expectation one = EXPECTATION(area);
	const struct flash_area *fa = (const void *)&board;

	must_add(&one);
	ck_assert_int_eq(flash_area_open(4, &fa), -ENOENT);
	ck_assert_ptr_null(fa);
}
END_TEST

START_TEST(nothing_is_written_to_what_is_stale)
{
	struct flash_sector sectors[64];
	uint32_t count = 64;

	expect_errors();
	must_add(&wrong);
	must_be_stale(1);
	ck_assert_int_eq(flash_area_get_sectors(1, &count, sectors), -EINVAL);
	ck_assert_uint_eq(count, 64);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(all_of_several_expectations_have_to_hold)
{
	struct flashmap_expectation size = EXPECTATION(other_size);

	expect_errors();
	must_add(&size);
	must_add(&equal);
	must_be_stale(1);
	must_open_id(2);
	flashmap_expect_remove(&size);
	must_open_id(1);
	must_add(&wrong);
	must_be_stale(1);
}
END_TEST

START_TEST(one_expectation_can_be_added_many_times)
{
	expect_errors();
	must_add(&wrong);
	must_add(&equal);
	must_add(&wrong);
	must_add(&equal);
	must_be_stale(1);
	flashmap_expect_remove(&wrong);
	must_open_id(1);
	flashmap_expect_remove(&equal);
	must_open_id(1);
}
END_TEST

/* In which order they are taken back does not matter. */
START_TEST(each_of_three_can_be_taken_back)
{
	struct flashmap_expectation three[] = { EXPECTATION(other_label),
						EXPECTATION(other_offset),
						EXPECTATION(other_size) };

	expect_errors();
	for (int first = 0; first < 3; first++) {
		for (int i = 0; i < 3; i++)
			must_add(&three[i]);
		for (int i = 0; i < 3; i++) {
			must_be_stale(1);
			flashmap_expect_remove(&three[(first + i) % 3]);
		}
		must_open_id(1);
	}
}
END_TEST

START_TEST(what_was_not_added_can_be_taken_back)
{
	flashmap_expect_remove(NULL);
	flashmap_expect_remove(&equal);
	must_add(&equal);
	flashmap_expect_remove(&wrong);
	must_open_id(1);
}
END_TEST

START_TEST(an_expectation_must_be_whole)
{
	struct flashmap_expectation no_source = { NULL, NULL, equal_areas, 1 };
	struct flashmap_expectation no_areas = { NULL, "", NULL, 1 };
	struct flashmap_expectation empty = { NULL, "", NULL, 0 };

	ck_assert_int_eq(flashmap_expect_add(NULL), -EINVAL);
	ck_assert_int_eq(flashmap_expect_add(&no_source), -EINVAL);
	ck_assert_int_eq(flashmap_expect_add(&no_areas), -EINVAL);
	ck_assert_int_eq(flashmap_expect_add(&empty), 0);
	must_open_id(0);
}
END_TEST

START_TEST(the_default_map_is_checked_by_its_name_too)
{
	const struct flash_area *fa = (const void *)&board;

	expect_errors();
	must_add(&wrong);
	ck_assert_int_eq(flashmap_open_id(NULL, 1, &fa), -ESTALE);
	ck_assert_ptr_null(fa);
	ck_assert_int_eq(flashmap_open_id(board.map, 1, &fa), -ESTALE);
	ck_assert_ptr_null(fa);
}
END_TEST

START_TEST(another_map_is_not_checked)
{
	struct flashmap *other = fake_load_map();
	const struct flash_area *fa;

	must_add(&wrong);
	ck_assert_int_eq(flashmap_open_id(other, 1, &fa), 0);
	ck_assert_str_eq(fa->fa_label, "kernel");
	flashmap_unref(other);
}
END_TEST

START_TEST(a_label_is_no_id)
{
	const struct flash_area *fa;

	must_add(&wrong);
	ck_assert_int_eq(flashmap_open_label(NULL, "kernel", &fa), 0);
	ck_assert_uint_eq(FLASH_AREA_ID(kernel), 1);
}
END_TEST

START_TEST(an_expectation_may_come_after_the_first_open)
{
	must_open_id(1);
	expect_errors();
	must_add(&wrong);
	must_be_stale(1);
}
END_TEST

START_TEST(an_expectation_may_come_before_the_map)
{
	must_add(&wrong);
	board_set_up();
	expect_errors();
	must_be_stale(1);
	must_open_id(0);
	board_tear_down();
}
END_TEST

static void map_without_labels(void)
{
	struct flashmap *map;

	tree_add_part(0, "", BOARD_DEVICE, 0, 0x1000);
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	flashmap_unref(map);
}

START_TEST(an_area_without_label_is_none_with_a_label)
{
	static const struct flashmap_expected_area areas[] = {
		{ "boot", 0, 0x1000, 0 },
	};
	struct flashmap_expectation one = EXPECTATION(areas);

	map_without_labels();
	expect_errors();
	must_add(&one);
	must_be_stale(0);
}
END_TEST

/* Counts what goes wrong: Check does not take a failure in a thread. */
static atomic_uint faults;

static void *open_right_and_wrong(void *unused)
{
	for (int i = 0; i < ROUNDS; i++) {
		const struct flash_area *fa;

		if (flash_area_open(1, &fa) != -ESTALE || fa)
			atomic_fetch_add(&faults, 1);
		if (flash_area_open(2, &fa) != 0 || !fa)
			atomic_fetch_add(&faults, 1);
		sched_yield();
	}
	return unused;
}

/* On its own stack, as if it were a shared object that comes and goes. */
static void *come_and_go(void *unused)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct flashmap_expectation own = EXPECTATION(equal_areas);

		if (flashmap_expect_add(&own) != 0 ||
		    flashmap_expect_add(&equal) != 0)
			atomic_fetch_add(&faults, 1);
		sched_yield();
		flashmap_expect_remove(&own);
		memset(&own, 0xff, sizeof(own));
	}
	return unused;
}

START_TEST(threads_open_while_expectations_come_and_go)
{
	pthread_t threads[THREADS];

	expect_errors();
	must_add(&wrong);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL,
						i % 2 ? come_and_go
						      : open_right_and_wrong,
						NULL),
				 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	ck_assert_uint_eq(atomic_load(&faults), 0);
	must_be_stale(1);
	flashmap_expect_remove(&wrong);
	must_open_id(1);
}
END_TEST

Suite *expect_suite(void)
{
	Suite *suite = suite_create("expect");
	TCase *opens = tcase_create("opens");
	TCase *sets = tcase_create("sets");
	TCase *maps = tcase_create("maps");

	tcase_set_tags(maps, "threads");
	tcase_set_tags(sets, "threads");
	tcase_set_tags(opens, "threads");
	tcase_add_checked_fixture(opens, board_set_up, board_tear_down);
	tcase_add_test(opens, without_an_expectation_all_opens);
	tcase_add_test(opens, what_is_as_expected_opens);
	tcase_add_loop_test(opens,
			    another_label_offset_or_size_is_estale_and_logged,
			    0, sizeof(mistakes) / sizeof(mistakes[0]));
	tcase_add_test(opens, all_that_differs_is_logged);
	tcase_add_test(opens, a_size_that_is_equal_in_32_bits_is_another_one);
	tcase_add_test(opens, an_area_that_is_not_there_is_enoent);
	tcase_add_test(opens, nothing_is_written_to_what_is_stale);
	tcase_add_test(opens, the_default_map_is_checked_by_its_name_too);
	tcase_add_test(opens, another_map_is_not_checked);
	tcase_add_test(opens, a_label_is_no_id);
	tcase_add_test(opens, an_expectation_may_come_after_the_first_open);
	suite_add_tcase(suite, opens);

	tcase_add_checked_fixture(sets, board_set_up, board_tear_down);
	tcase_add_test(sets, all_of_several_expectations_have_to_hold);
	tcase_add_test(sets, one_expectation_can_be_added_many_times);
	tcase_add_test(sets, each_of_three_can_be_taken_back);
	tcase_add_test(sets, what_was_not_added_can_be_taken_back);
	tcase_add_test(sets, an_expectation_must_be_whole);
	tcase_add_test(sets, threads_open_while_expectations_come_and_go);
	suite_add_tcase(suite, sets);

	tcase_add_test(maps, an_expectation_may_come_before_the_map);
	tcase_add_test(maps, an_area_without_label_is_none_with_a_label);
	suite_add_tcase(suite, maps);
	return suite;
}
