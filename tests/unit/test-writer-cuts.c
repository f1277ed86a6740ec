// SPDX-License-Identifier: BSD-2-Clause
/*
 * An update that is cut off at each of its operations, in every way, and begun
 * again. With libfdt only.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"
#include "writer-board.h"

#define WAYS (FLASHMAP_SIM_CUT_LAST_BYTE + 1)

static const char *const way_names[WAYS] = {
	[FLASHMAP_SIM_CUT_CLEAN] = "not torn",
	[FLASHMAP_SIM_CUT_FIRST_BYTE] = "torn at the first byte",
	[FLASHMAP_SIM_CUT_HALF] = "torn at the half",
	[FLASHMAP_SIM_CUT_LAST_BYTE] = "torn at the last byte",
};

static const char *const chip_names[WRITER_CHIPS] = {
	[WRITER_NOR] = "NOR",
	[WRITER_NAND] = "NAND with 3 bad blocks",
	[WRITER_ECC_NOR] = "NOR with checksums",
	[WRITER_RAM] = "RAM",
};

/* The chip with the old image, beside board.map. */
static struct flashmap *base;

static uint8_t found[SLOT];

static void tear_down(void)
{
	base = flashmap_unref(base);
	writer_tear_down();
}

static void restore_base(void)
{
	ck_assert_int_eq(flashmap_sim_copy(base, NULL, board.map, NULL), 0);
}

/* What the whole update takes. */
static struct flashmap_writer_counts
set_up_base(int chip, const struct flashmap_writer_options *options)
{
	struct flashmap_writer_counts counts;

	writer_set_up(chip);
	must_update(image(0), SLOT);
	base = writer_new_map(chip);
	ck_assert_int_eq(flashmap_sim_copy(board.map, NULL, base, NULL), 0);
	ck_assert_int_eq(update(image(1), SLOT, options, &counts), 0);
	return counts;
}

static void update_and_cut(const struct flashmap_writer_options *options,
			   uint64_t operation, int way)
{
	restore_base();
	ck_assert_int_eq(
		flashmap_sim_set_seed(board.map, NULL,
				      operation * WAYS + (unsigned int)way),
		0);
	ck_assert_int_eq(flashmap_sim_cut_power(board.map, NULL, operation,
						(enum flashmap_sim_cut)way),
			 0);
	ck_assert_int_eq(update(image(1), SLOT, options, NULL), -ENODEV);
	ck_assert_int_eq(flashmap_sim_restore_power(board.map, NULL), 0);
}

/* What a boot loader looks at first. */
static bool has_head(const uint8_t *data)
{
	const size_t size = writer_chip == WRITER_NAND ? SECTOR : 256;

	return memcmp(found, data, size) == 0;
}

static void check_head(uint64_t operation, int way)
{
	read_slot(0, found, SLOT);
	for (unsigned int i = 0; i < 2; i++)
		if (has_head(image(i)) && memcmp(found, image(i), SLOT) != 0)
			ck_abort_msg("the head of image %u without its body: "
				     "operation %llu, cut %d",
				     i, (unsigned long long)operation, way);
}

/* Whatever is unstable shows in one of several readings. */
static void check_complete(uint64_t operation, int way)
{
	for (int i = 0; i < 3; i++) {
		int rc = read_slot(0, found, SLOT);

		if (rc < 0 || memcmp(found, image(1), SLOT) != 0)
			ck_abort_msg("the second update ended wrong (%d): "
				     "operation %llu, cut %d",
				     rc, (unsigned long long)operation, way);
	}
}

static void check_all_cuts(const struct flashmap_writer_options *options,
			   int chip, int way)
{
	const struct flashmap_writer_counts uncut = set_up_base(chip, options);
	const uint64_t operations = uncut.erased + uncut.programmed;
	const unsigned int zeroed = options->head_last && chip != WRITER_NAND;
	const unsigned int erased = chip != WRITER_RAM;
	uint64_t cuts = 0;

	ck_assert_uint_eq(operations,
			  SECTORS * (erased + pages_in_sector()) + zeroed);
	for (uint64_t i = 1; i <= operations; i++) {
		update_and_cut(options, i, way);
		if (options->head_last)
			check_head(i, way);
		ck_assert_int_eq(update(image(1), SLOT, options, NULL), 0);
		check_complete(i, way);
		cuts++;
	}
	check_neighbours();
	printf("# %s, %s, %s: %" PRIu64 " erases and %" PRIu64
	       " pages, cut %" PRIu64 " times\n",
	       chip_names[chip], options->head_last ? "head last" : "plain",
	       way_names[way], uncut.erased, uncut.programmed, cuts);
}

static const struct flashmap_writer_options head_last = { .head_last = true };
static const struct flashmap_writer_options plain = { 0 };

START_TEST(no_cut_leaves_the_head_of_nor_with_a_wrong_body)
{
	expect_errors();
	check_all_cuts(&head_last, WRITER_NOR, _i);
}
END_TEST

START_TEST(no_cut_leaves_the_head_of_nand_with_a_wrong_body)
{
	expect_errors();
	check_all_cuts(&head_last, WRITER_NAND, _i);
}
END_TEST

START_TEST(an_update_of_nor_that_was_cut_off_ends_right_when_it_is_repeated)
{
	expect_errors();
	check_all_cuts(&plain, WRITER_NOR, _i);
}
END_TEST

START_TEST(an_update_of_nand_that_was_cut_off_ends_right_when_it_is_repeated)
{
	expect_errors();
	check_all_cuts(&plain, WRITER_NAND, _i);
}
END_TEST

START_TEST(an_update_of_ram_that_was_cut_off_ends_right_when_it_is_repeated)
{
	expect_errors();
	check_all_cuts(&head_last, WRITER_RAM, _i);
}
END_TEST

START_TEST(an_update_of_nor_with_checksums_ends_right_when_it_is_repeated)
{
	expect_errors();
	check_all_cuts(&plain, WRITER_ECC_NOR, _i);
}
END_TEST

/* Image 0 with every seventh sector of image 1, the first one too. */
static const uint8_t *mixed_image(void)
{
	static uint8_t *mixed;

	if (mixed)
		return mixed;
	mixed = new_image(0);
	for (size_t i = 0; i < SECTORS; i += 7)
		memcpy(mixed + i * SECTOR, image(2) + i * SECTOR, SECTOR);
	return mixed;
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void check_one_head(const uint8_t *const *images, size_t count)
{
	read_slot(0, found, SLOT);
	for (size_t i = 0; i < count; i++)
		if (has_head(images[i]))
			ck_assert_msg(memcmp(found, images[i], SLOT) == 0,
				      "the head of image %zu without its body",
				      i);
}

/* Updates to one image and another, nearly all of which are cut off. */
static void cut_again_and_again(int chip, unsigned int seed)
{
	const uint8_t *const images[] = { image(0), image(1), mixed_image() };
	const uint8_t *data = NULL;
	uint32_t state = seed;

	writer_set_up(chip);
	for (unsigned int i = 0; i < 100; i++) {
		data = images[next_random(&state) % 3];
		ck_assert_int_eq(flashmap_sim_cut_power(
					 board.map, NULL,
					 1 + next_random(&state) % 1200,
					 (enum flashmap_sim_cut)(
						 next_random(&state) % WAYS)),
				 0);
		update(data, SLOT, &head_last, NULL);
		ck_assert_int_eq(flashmap_sim_restore_power(board.map, NULL),
				 0);
		check_one_head(images, 3);
	}
	ck_assert_int_eq(update(data, SLOT, &head_last, NULL), 0);
	for (int i = 0; i < 3; i++)
		check_slot(0, data, SLOT);
	check_neighbours();
}

START_TEST(updates_of_nor_can_be_cut_off_again_and_again)
{
	expect_errors();
	cut_again_and_again(WRITER_NOR, (unsigned int)_i);
}
END_TEST

START_TEST(updates_of_nand_can_be_cut_off_again_and_again)
{
	expect_errors();
	cut_again_and_again(WRITER_NAND, (unsigned int)_i);
}
END_TEST

TCase *writer_cuts_case(void)
{
	TCase *tests = tcase_create("cuts");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_set_timeout(tests, 600);
	tcase_add_loop_test(tests,
			    no_cut_leaves_the_head_of_nor_with_a_wrong_body, 0,
			    WAYS);
	tcase_add_loop_test(tests,
			    no_cut_leaves_the_head_of_nand_with_a_wrong_body, 0,
			    WAYS);
	tcase_add_loop_test(
		tests,
		an_update_of_nor_that_was_cut_off_ends_right_when_it_is_repeated,
		0, WAYS);
	tcase_add_loop_test(
		tests,
		an_update_of_nand_that_was_cut_off_ends_right_when_it_is_repeated,
		0, WAYS);
	tcase_add_loop_test(
		tests,
		an_update_of_ram_that_was_cut_off_ends_right_when_it_is_repeated,
		0, WAYS);
	tcase_add_loop_test(
		tests,
		an_update_of_nor_with_checksums_ends_right_when_it_is_repeated,
		0, WAYS);
	tcase_add_loop_test(
		tests, updates_of_nor_can_be_cut_off_again_and_again, 0, 20);
	tcase_add_loop_test(
		tests, updates_of_nand_can_be_cut_off_again_and_again, 0, 20);
	return tests;
}
