// SPDX-License-Identifier: BSD-2-Clause

#include <stdlib.h>
#include <string.h>

#include <storage/flash_map.h>

#include "map/ids.h"
#include "unit.h"

/* Whether two keys, given in the wrong order, change places. */
static void check_order(const struct fm_area_key *first,
			const struct fm_area_key *second)
{
	struct fm_area_key keys[] = { *second, *first };

	keys[0].index = 2;
	keys[1].index = 1;
	fm_ids_sort(keys, 2);
	ck_assert_uint_eq(keys[0].index, 1);
	ck_assert_uint_eq(keys[1].index, 2);

	fm_ids_sort(keys, 2);
	ck_assert_uint_eq(keys[0].index, 1);
}

START_TEST(partitions_of_the_tree_come_first)
{
	const struct fm_area_key tree = {
		.in_tree = true, .chip = "z", .offset = 9, .label = "z"
	};
	const struct fm_area_key other = { .chip = "a", .label = "a" };

	check_order(&tree, &other);
}
END_TEST

START_TEST(the_chip_counts_before_the_offset)
{
	const struct fm_area_key first = { .chip = "/spi/flash@0",
					   .offset = 0x10000,
					   .label = "b" };
	const struct fm_area_key second = { .chip = "/spi/flash@1",
					    .offset = 0,
					    .label = "a" };

	check_order(&first, &second);
}
END_TEST

START_TEST(chips_are_in_natural_order)
{
	const struct fm_area_key first = { .chip = "/spi/flash@2",
					   .label = "a" };
	const struct fm_area_key second = { .chip = "/spi/flash@10",
					    .label = "a" };

	check_order(&first, &second);
}
END_TEST

START_TEST(the_offset_counts_before_the_size)
{
	const struct fm_area_key first = {
		.chip = "c", .offset = 0x1000, .size = 1, .label = "b"
	};
	const struct fm_area_key second = {
		.chip = "c", .offset = 0x2000, .size = 9, .label = "a"
	};

	check_order(&first, &second);
}
END_TEST

START_TEST(offsets_of_more_than_32_bits_are_in_order)
{
	const struct fm_area_key first = { .chip = "c",
					   .offset = UINT32_MAX,
					   .label = "a" };
	const struct fm_area_key second = { .chip = "c",
					    .offset = UINT64_MAX,
					    .label = "a" };

	check_order(&first, &second);
}
END_TEST

START_TEST(the_larger_one_comes_first)
{
	const struct fm_area_key whole = { .chip = "c",
					   .size = UINT64_MAX,
					   .label = "z" };
	const struct fm_area_key part = { .chip = "c",
					  .size = 1,
					  .label = "a" };

	check_order(&whole, &part);
}
END_TEST

START_TEST(labels_are_in_natural_order)
{
	const struct fm_area_key first = { .chip = "c", .label = "slot2" };
	const struct fm_area_key second = { .chip = "c", .label = "slot10" };

	check_order(&first, &second);
}
END_TEST

START_TEST(the_number_of_the_mtd_counts_last)
{
	const struct fm_area_key first = { .chip = "c",
					   .label = "a",
					   .mtd = 2 };
	const struct fm_area_key second = { .chip = "c",
					    .label = "a",
					    .mtd = 10 };
	const struct fm_area_key label = { .chip = "c",
					   .label = "b",
					   .mtd = 1 };

	check_order(&first, &second);
	check_order(&second, &label);
}
END_TEST

START_TEST(the_order_found_in_does_not_matter)
{
	enum {
		COUNT = 24
	};
	static const char *const chips[] = { "a", "a2", "a10" };
	struct fm_area_key sorted[COUNT], keys[COUNT];
	unsigned int state = 1;

	for (size_t i = 0; i < COUNT; i++)
		sorted[i] = (struct fm_area_key){
			.in_tree = i < COUNT / 2,
			.chip = chips[i / 4 % 3],
			.offset = i / 2 % 2,
			.size = 9 - i % 2,
			.label = "label",
			.index = i,
		};
	for (int round = 0; round < 200; round++) {
		memcpy(keys, sorted, sizeof(keys));
		for (size_t i = COUNT - 1; i > 0; i--) {
			struct fm_area_key moved = keys[i];
			size_t with;

			state = state * 1103515245u + 12345u;
			with = (state >> 16) % (i + 1);
			keys[i] = keys[with];
			keys[with] = moved;
		}
		fm_ids_sort(keys, COUNT);
		for (size_t i = 0; i < COUNT; i++)
			ck_assert_uint_eq(keys[i].index, i);
	}
}
END_TEST

START_TEST(nothing_can_be_sorted)
{
	struct fm_area_key key = { .chip = "c", .label = "a", .index = 7 };

	fm_ids_sort(NULL, 0);
	fm_ids_sort(&key, 1);
	ck_assert_uint_eq(key.index, 7);
}
END_TEST

START_TEST(ids_count_from_0_to_127)
{
	for (size_t place = 0; place <= 127; place++)
		ck_assert_uint_eq(fm_ids_at(place), place);
}
END_TEST

START_TEST(areas_after_the_last_automatic_id_have_none)
{
	ck_assert_uint_eq(FLASH_AREA_ID_NONE, 255);
	ck_assert_uint_eq(fm_ids_at(128), FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(fm_ids_at(256), FLASH_AREA_ID_NONE);
	ck_assert_uint_eq(fm_ids_at(SIZE_MAX), FLASH_AREA_ID_NONE);
}
END_TEST

Suite *ids_suite(void)
{
	Suite *suite = suite_create("ids");
	TCase *order = tcase_create("order");
	TCase *ids = tcase_create("ids");

	tcase_add_test(order, partitions_of_the_tree_come_first);
	tcase_add_test(order, the_chip_counts_before_the_offset);
	tcase_add_test(order, chips_are_in_natural_order);
	tcase_add_test(order, the_offset_counts_before_the_size);
	tcase_add_test(order, offsets_of_more_than_32_bits_are_in_order);
	tcase_add_test(order, the_larger_one_comes_first);
	tcase_add_test(order, labels_are_in_natural_order);
	tcase_add_test(order, the_number_of_the_mtd_counts_last);
	tcase_add_test(order, the_order_found_in_does_not_matter);
	tcase_add_test(order, nothing_can_be_sorted);
	suite_add_tcase(suite, order);

	tcase_add_test(ids, ids_count_from_0_to_127);
	tcase_add_test(ids, areas_after_the_last_automatic_id_have_none);
	suite_add_tcase(suite, ids);
	return suite;
}
