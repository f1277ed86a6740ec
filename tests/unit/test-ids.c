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

enum {
	MANY = 140
};

/* Keys in reverse order, whose index is their place in canonical order. */
static void make_keys(struct fm_area_key *keys, size_t count)
{
	memset(keys, 0, count * sizeof(*keys));
	for (size_t i = 0; i < count; i++) {
		keys[i].chip = "c";
		keys[i].label = "a";
		keys[i].index = count - 1 - i;
		keys[i].offset = keys[i].index;
	}
}

static void assign(struct fm_area_key *keys, size_t count)
{
	const bool reserved[FM_LAST_PINNED_ID + 1] = { false };

	fm_ids_assign(keys, count, reserved);
}

/* The keys are sorted by id: this one has that id, and that index. */
static void check_key(const struct fm_area_key *key, uint8_t id, size_t index)
{
	ck_assert_uint_eq(key->id, id);
	ck_assert_uint_eq(key->index, index);
}

START_TEST(ids_count_from_0_to_127)
{
	struct fm_area_key keys[MANY];

	make_keys(keys, MANY);
	assign(keys, MANY);
	for (uint8_t i = 0; i <= 127; i++)
		check_key(&keys[i], i, i);
}
END_TEST

START_TEST(areas_after_the_last_automatic_id_have_none)
{
	struct fm_area_key keys[MANY];

	ck_assert_uint_eq(FLASH_AREA_ID_NONE, 255);
	make_keys(keys, MANY);
	assign(keys, MANY);
	for (size_t i = 128; i < MANY; i++)
		check_key(&keys[i], FLASH_AREA_ID_NONE, i);
}
END_TEST

START_TEST(a_pinned_id_stays_and_the_others_go_around_it)
{
	struct fm_area_key keys[4];

	make_keys(keys, 4);
	keys[0].pinned = true;
	keys[0].id = 1;
	assign(keys, 4);
	check_key(&keys[0], 0, 0);
	check_key(&keys[1], 1, 3);
	check_key(&keys[2], 2, 1);
	check_key(&keys[3], 3, 2);
}
END_TEST

START_TEST(ids_from_128_to_199_can_be_pinned)
{
	struct fm_area_key keys[3];

	make_keys(keys, 3);
	keys[1].pinned = true;
	keys[1].id = 128;
	keys[2].pinned = true;
	keys[2].id = 199;
	assign(keys, 3);
	check_key(&keys[0], 0, 2);
	check_key(&keys[1], 128, 1);
	check_key(&keys[2], 199, 0);
}
END_TEST

START_TEST(a_pinned_id_of_0_is_not_given_twice)
{
	struct fm_area_key keys[2];

	make_keys(keys, 2);
	keys[0].pinned = true;
	assign(keys, 2);
	check_key(&keys[0], 0, 1);
	check_key(&keys[1], 1, 0);
}
END_TEST

START_TEST(a_reserved_id_is_given_to_nobody)
{
	bool reserved[FM_LAST_PINNED_ID + 1] = { [0] = true, [2] = true };
	struct fm_area_key keys[3];

	make_keys(keys, 3);
	fm_ids_assign(keys, 3, reserved);
	check_key(&keys[0], 1, 0);
	check_key(&keys[1], 3, 1);
	check_key(&keys[2], 4, 2);
}
END_TEST

START_TEST(a_pinned_area_leaves_its_place_to_the_next)
{
	struct fm_area_key keys[129];

	make_keys(keys, 129);
	keys[128].pinned = true;
	keys[128].id = 150;
	assign(keys, 129);
	for (uint8_t i = 0; i <= 127; i++)
		check_key(&keys[i], i, i + 1u);
	check_key(&keys[128], 150, 0);
}
END_TEST

START_TEST(nothing_can_be_given_ids)
{
	const bool reserved[FM_LAST_PINNED_ID + 1] = { true };
	struct fm_area_key key = { .chip = "c", .label = "a" };

	fm_ids_assign(NULL, 0, reserved);
	fm_ids_assign(&key, 1, reserved);
	ck_assert_uint_eq(key.id, 1);
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
	tcase_add_test(ids, a_pinned_id_stays_and_the_others_go_around_it);
	tcase_add_test(ids, ids_from_128_to_199_can_be_pinned);
	tcase_add_test(ids, a_pinned_id_of_0_is_not_given_twice);
	tcase_add_test(ids, a_reserved_id_is_given_to_nobody);
	tcase_add_test(ids, a_pinned_area_leaves_its_place_to_the_next);
	tcase_add_test(ids, nothing_can_be_given_ids);
	suite_add_tcase(suite, ids);
	return suite;
}
