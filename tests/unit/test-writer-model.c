// SPDX-License-Identifier: BSD-2-Clause
/*
 * Updates with any options and any data, one after the other, beside an array
 * of bytes that is to hold the same. With libfdt only.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "unit.h"
#include "writer-board.h"

#define SEEDS 12
#define UPDATES 30

static uint8_t model[SLOT];

/* One update. */
struct step {
	struct flashmap_writer_options options;
	size_t offset;
	size_t length;
	uint8_t *data;
};

static uint32_t state;

static uint32_t draw(uint32_t count)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % count;
}

static size_t sector_of(size_t offset)
{
	return offset - offset % SECTOR;
}

static size_t sector_end(size_t offset)
{
	return sector_of(offset + SECTOR - 1);
}

static bool is_blank(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] != 0xff)
			return false;
	return true;
}

/* What differs little, so that there is much to be left as it is. */
static void change_data(struct step *step)
{
	for (uint32_t changes = draw(6); changes > 0; changes--) {
		const size_t at = draw((uint32_t)step->length);
		size_t size = 1 + draw(3) * draw(2 * SECTOR);

		if (size > step->length - at)
			size = step->length - at;
		switch (draw(4)) {
		case 0:
			step->data[at] &= (uint8_t)draw(256);
			break;
		case 1:
			step->data[at] = (uint8_t)draw(256);
			break;
		case 2:
			memset(step->data + at, 0xff, size);
			break;
		default:
			memcpy(step->data + at, image(draw(4)), size);
		}
	}
}

static void draw_place(struct step *step)
{
	switch (draw(3)) {
	case 0:
		step->offset = 0;
		break;
	case 1:
		step->offset = SECTOR * (size_t)draw(SECTORS);
		break;
	default:
		step->offset = draw(SLOT);
	}
	step->length = draw(8) ? draw((uint32_t)(SLOT - step->offset) + 1)
			       : SLOT - step->offset;
}

static void draw_step(struct step *step)
{
	*step = (struct step){ 0 };
	draw_place(step);
	step->options.offset = (off_t)step->offset;
	step->options.length = draw(2) ? step->length : 0;
	step->options.full = draw(8) == 0;
	step->options.head_last = draw(2);
	step->options.keep = draw(2);
	step->options.erase_rest = draw(4) == 0;
	step->options.dry_run = draw(8) == 0;
	step->options.no_earlier_cut = draw(2);
	step->data = malloc(SLOT);
	ck_assert_ptr_nonnull(step->data);
	memcpy(step->data, model + step->offset, step->length);
	if (step->length > 0)
		change_data(step);
}

static int expected_result(const struct step *step)
{
	const size_t first = sector_of(step->offset);

	if (step->offset == first)
		return 0;
	if (step->options.head_last)
		return -EINVAL;
	if (step->options.keep || is_blank(model + first, step->offset - first))
		return 0;
	return -EINVAL;
}

/* What the slot is to hold afterwards. */
static void apply(const struct step *step, uint8_t *wanted)
{
	const size_t end = step->offset + step->length;
	size_t rest = sector_end(end);

	memcpy(wanted, model, SLOT);
	if (step->length > 0) {
		memcpy(wanted + step->offset, step->data, step->length);
		if (step->options.erase_rest || !step->options.keep)
			memset(wanted + end, 0xff, rest - end);
	}
	if (step->options.erase_rest)
		memset(wanted + rest, 0xff, SLOT - rest);
}

/* The fewest sectors that have to be touched. */
static uint64_t count_differing(const uint8_t *wanted)
{
	uint64_t count = 0;

	for (size_t i = 0; i < SLOT; i += SECTOR)
		count += memcmp(model + i, wanted + i, SECTOR) != 0;
	return count;
}

static bool writes_all_anew(const struct step *step)
{
	if (step->options.full)
		return true;
	return step->options.head_last && !step->options.no_earlier_cut &&
	       is_blank(model + step->offset, page_size());
}

static void check_step_counts(const struct step *step, const uint8_t *wanted,
			      const struct flashmap_writer_counts *counts)
{
	uint64_t differing = count_differing(wanted);

	if (step->options.dry_run)
		check_untouched();
	else
		check_operations(counts->erased, counts->programmed);
	if (writes_all_anew(step))
		return;
	if (differing == 0)
		ck_assert_uint_eq(counts->erased + counts->programmed, 0);
	/* And the head, which is made invalid. */
	ck_assert_uint_le(counts->erased, differing + 1);
	ck_assert_uint_ge(counts->skipped + differing + 1, counts->sectors);
}

static void do_step(struct step *step, uint8_t *wanted)
{
	struct flashmap_writer_counts counts;
	const int expected = expected_result(step);

	count_operations();
	ck_assert_int_eq(update(step->data, step->length, &step->options,
				&counts),
			 expected);
	if (expected < 0) {
		check_untouched();
		return;
	}
	ck_assert_uint_eq(counts.bytes, step->length);
	apply(step, wanted);
	check_step_counts(step, wanted, &counts);
	if (!step->options.dry_run)
		memcpy(model, wanted, SLOT);
}

START_TEST(updates_with_any_options_end_as_the_model)
{
	static uint8_t wanted[SLOT];

	expect_errors();
	writer_set_up(_i % WRITER_CHIPS);
	memset(model, 0xff, sizeof(model));
	state = (uint32_t)_i * 2654435761u;
	for (int i = 0; i < UPDATES; i++) {
		struct step step;

		draw_step(&step);
		do_step(&step, wanted);
		free(step.data);
		check_slot(0, model, SLOT);
	}
	check_neighbours();
}
END_TEST

TCase *writer_model_case(void)
{
	TCase *tests = tcase_create("model");

	tcase_add_checked_fixture(tests, NULL, writer_tear_down);
	tcase_add_loop_test(tests, updates_with_any_options_end_as_the_model, 0,
			    SEEDS * WRITER_CHIPS);
	return tests;
}
