// SPDX-License-Identifier: BSD-2-Clause
/* The generator of calls with wrong arguments, and of questions. */

#include <errno.h>

#include "differential.h"

/* An offset that is not in an area, or a length that leaves it. */
static void draw_outside(struct test *test, struct operation *operation)
{
	static const int64_t far[] = {
		-1, INT64_MIN, INT64_MAX, INT64_C(1) << 32, -(INT64_C(1) << 32),
	};
	struct random *random = &test->random;
	uint64_t size = operation->area_size;

	operation->length = random_below(random, 4) * test->geometry.write_size;
	switch (random_below(random, 6)) {
	case 0:
		operation->offset =
			far[random_below(random, sizeof(far) / sizeof(far[0]))];
		if ((uint64_t)operation->offset <= size)
			operation->offset = (int64_t)size + 1;
		break;
	case 1:
		operation->offset = -(int64_t)random_length(random, 1 << 20);
		operation->length = (uint64_t)-operation->offset +
				    random_below(random, 4096);
		break;
	case 2:
		operation->offset =
			(int64_t)(size + random_length(random, 1 << 20));
		break;
	case 3:
		operation->offset = (int64_t)random_below(random, size + 1);
		operation->length = size - (uint64_t)operation->offset +
				    random_length(random, 1 << 20);
		break;
	case 4:
		operation->offset = (int64_t)size;
		operation->length = test->geometry.erase_size;
		break;
	default:
		/* Sums that wrap. */
		operation->offset = (int64_t)random_below(random, size + 1);
		operation->length =
			-random_length(random, (uint64_t)operation->offset + 1);
	}
}

/* A whole or a broken number of blocks that has a bad block in it. */
static void draw_over_bad(struct test *test, struct operation *operation)
{
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t blocks = test->model.size / erase_size;
	uint64_t block = random_below(&test->random, blocks);
	uint64_t first;

	if (!test->geometry.bad) {
		draw_outside(test, operation);
		return;
	}
	draw_own_area(test, operation);
	for (uint64_t i = 0; i < blocks; i++, block = (block + 1) % blocks)
		if (model_is_bad(&test->model, block * erase_size))
			break;
	first = block > 0 && draw_one_in(test, 2) ? block - 1 : block;
	operation->offset = (int64_t)(first * erase_size);
	operation->length = (block - first + 1) * erase_size;
	if (draw_one_in(test, 2))
		operation->length = (block - first) * erase_size +
				    test->geometry.write_size;
}

static void draw_unaligned(struct test *test, struct operation *operation)
{
	struct random *random = &test->random;
	uint64_t unit = test->geometry.write_size;
	uint64_t start, length;

	if (operation->kind == OP_ERASE || operation->kind == OP_VIEW_ERASE)
		unit = test->geometry.erase_size;
	start = draw_place(test) / unit * unit;
	length = unit * random_length(random, 3);
	if (!draw_one_in(test, 3))
		start += draw_one_in(test, 3) ? unit / 2
					      : random_below(random, unit);
	if (!draw_one_in(test, 3))
		length -= draw_one_in(test, 3) ? unit / 2
					       : random_below(random, unit);
	operation->offset = (int64_t)start;
	operation->length = length;
}

static void draw_empty(struct test *test, struct operation *operation)
{
	uint64_t size = operation->area_size;

	operation->length = 0;
	operation->null = draw_one_in(test, 2);
	switch (random_below(&test->random, 5)) {
	case 0:
		operation->offset = 0;
		break;
	case 1:
		operation->offset = (int64_t)size;
		break;
	case 2:
		operation->offset = (int64_t)size + 1;
		break;
	case 3:
		operation->offset = -1;
		break;
	default:
		operation->offset = (int64_t)draw_place(test);
	}
}

/* Areas of the caller's that make no sense, or only a part of which does. */
static void draw_wrong_area(struct test *test, struct operation *operation)
{
	static const enum made wrong[] = {
		AREA_NULL,
		AREA_NO_DEVICE,
		AREA_OTHER_NAME,
	};
	struct random *random = &test->random;
	uint64_t device = test->geometry.size;

	operation->offset =
		(int64_t)random_below(random, 3) * test->geometry.erase_size;
	operation->length = test->geometry.erase_size;
	switch (random_below(random, 4)) {
	case 0:
		operation->made = AREA_BY_NAME;
		operation->area_offset =
			-(int64_t)random_length(random, 1 << 20);
		break;
	case 1:
		/* All of it past the device's end, up to past any number. */
		operation->made = AREA_BY_NAME;
		operation->area_offset =
			(int64_t)(device + random_below(random, 1 << 20));
		if (draw_one_in(test, 4))
			operation->area_offset =
				INT64_MAX - (int64_t)(device / 2);
		operation->area_size = -random_length(random, 1 << 20);
		break;
	case 2:
		/* Its end is. */
		operation->made = AREA_BY_NAME;
		operation->area_offset =
			(int64_t)(device - test->geometry.erase_size);
		operation->area_size = 4 * (uint64_t)test->geometry.erase_size;
		break;
	default:
		operation->made = wrong[random_below(random, 3)];
		if (operation->made == AREA_OTHER_NAME &&
		    !test->device.other_name[0])
			operation->made = AREA_NO_DEVICE;
	}
}

/* What is no error after all shall not change what it was not meant for. */
static void make_harmless(struct test *test, struct operation *operation)
{
	uint64_t start =
		(uint64_t)operation->area_offset + (uint64_t)operation->offset;
	uint64_t length = (size_t)operation->length;
	int expected;

	if (start < test->geometry.size && length > 0 &&
	    length <= test->geometry.size - start &&
	    (start > test->model.size || length > test->model.size - start)) {
		/* Past the limit of the test nothing is known. */
		draw_read(test, operation);
		return;
	}
	if (operation->kind == OP_WRITE && length <= test->buffer_size)
		random_fill(operation->data_seed, test->data, (size_t)length);
	expected = model_judge(&test->model, operation, test->data);
	if (expected == -EINVAL || expected == -ENODEV || length == 0)
		return;
	if (operation->kind == OP_WRITE &&
	    (expected == 0 || !model_has_bad(&test->model, start, length)))
		operation->kind = OP_READ;
	if (operation->kind != OP_ERASE && length > test->buffer_size)
		operation->length = test->buffer_size;
}

void draw_wrong_range(struct test *test, struct operation *operation)
{
	switch (random_below(&test->random, 4)) {
	case 0:
		draw_unaligned(test, operation);
		break;
	case 1:
		draw_empty(test, operation);
		break;
	case 2:
		operation->null = true;
		operation->length = draw_length(test, test->buffer_size);
		break;
	default:
		draw_outside(test, operation);
	}
}

void draw_wrong(struct test *test, struct operation *operation)
{
	operation->kind = OP_READ + random_below(&test->random, 3);
	draw_own_area(test, operation);
	if (draw_one_in(test, 4))
		draw_cover(test, operation, draw_place(test), 1);
	switch (random_below(&test->random, 8)) {
	case 0:
		draw_own_area(test, operation);
		draw_unaligned(test, operation);
		break;
	case 1:
		draw_own_area(test, operation);
		draw_empty(test, operation);
		break;
	case 2:
		draw_wrong_area(test, operation);
		break;
	case 3:
		operation->null = true;
		operation->length = draw_length(test, test->buffer_size);
		operation->kind = draw_one_in(test, 2) ? OP_READ : OP_WRITE;
		break;
	case 4:
	case 5:
		draw_over_bad(test, operation);
		break;
	default:
		draw_outside(test, operation);
	}
	make_harmless(test, operation);
}

static uint32_t draw_capacity(struct test *test)
{
	if (draw_one_in(test, 3))
		return test->sector_capacity;
	return (uint32_t)random_below(&test->random, test->sector_capacity + 1);
}

static void draw_sectors(struct test *test, struct operation *operation)
{
	uint32_t blocks = test->sector_capacity - 2;
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t start = draw_place(test);
	uint64_t length =
		random_length(&test->random, test->model.size - start);

	/* Areas begin and end anywhere, and often where a block does. */
	if (draw_one_in(test, 2) && (start + length) % erase_size < length)
		length -= (start + length) % erase_size;
	operation->kind = OP_SECTORS;
	draw_cover(test, operation, start, length);
	if (operation->made == AREA_OWN && draw_one_in(test, 2)) {
		operation->made = AREA_BY_DEVICE;
		operation->area_offset = (int64_t)start;
		operation->area_size = length;
	}
	if (draw_one_in(test, 8))
		operation->made = AREA_NULL;
	if (draw_one_in(test, 2))
		operation->first =
			(uint32_t)random_below(&test->random, blocks + 3);
	if (draw_one_in(test, 8))
		operation->first = UINT32_MAX;
	operation->count = draw_capacity(test);
	operation->null = draw_one_in(test, 16);
}

static void draw_sectors_by_id(struct test *test, struct operation *operation)
{
	operation->kind = OP_SECTORS_BY_ID;
	operation->area_size = test->geometry.size;
	if (draw_one_in(test, 2))
		operation->first = (uint32_t)random_below(&test->random, 8);
	operation->count = draw_capacity(test);
}

/* A read that asks what ECC found, in a right or a wrong way. */
static void draw_read_ecc(struct test *test, struct operation *operation)
{
	draw_read(test, operation);
	operation->kind = OP_READ_ECC;
	operation->count = (uint32_t)random_below(&test->random, ECC_WAYS + 4);
	if (operation->count >= ECC_WAYS)
		operation->count = ECC_ASKED;
	if (draw_one_in(test, 8))
		draw_outside(test, operation);
	if (operation->length > test->buffer_size &&
	    (size_t)operation->length <= test->model.size)
		operation->length = test->buffer_size;
}

/* Mostly of one that is bad, which is no error and no change. */
static void draw_mark_bad(struct test *test, struct operation *operation)
{
	const struct model *model = &test->model;
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t place = draw_place(test);
	uint64_t most = model->size / erase_size / 16;

	operation->kind = OP_MARK_BAD;
	if (model->geometry->bad && draw_one_in(test, 2)) {
		draw_over_bad(test, operation);
		place = (uint64_t)operation->offset;
	}
	draw_cover(test, operation, place, 1);
	if (draw_one_in(test, 4))
		draw_outside(test, operation);
	if (model_judge(model, operation, NULL) != 0)
		return;
	place = (uint64_t)(operation->area_offset + operation->offset);
	if (model_is_bad(model, place))
		return;
	/* What a block that goes bad holds is nobody's promise. */
	if (test->marked_bad >= most || !draw_one_in(test, 8) ||
	    model->next_page[place / erase_size] > 0)
		operation->kind = OP_IS_BAD;
}

static void draw_locks(struct test *test, struct operation *operation)
{
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t place = draw_place(test);
	bool change = draw_one_in(test, 2);

	place -= place % erase_size;
	draw_cover(test, operation, place, erase_size);
	operation->kind = change && !test->tells_locks ? OP_LOCK : OP_IS_LOCKED;
	operation->count = (uint32_t)random_below(&test->random, 2);
	if (draw_one_in(test, 4))
		draw_outside(test, operation);
}

void draw_question(struct test *test, struct operation *operation)
{
	draw_own_area(test, operation);
	switch (random_below(&test->random, 16)) {
	case 0:
	case 1:
		operation->kind = OP_IS_BAD;
		draw_cover(test, operation, draw_place(test), 1);
		if (draw_one_in(test, 4))
			draw_outside(test, operation);
		break;
	case 2:
		operation->kind = OP_ASK;
		draw_cover(test, operation, draw_place(test), 1);
		if (draw_one_in(test, 4))
			operation->made = AREA_NULL;
		break;
	case 3:
		draw_sectors_by_id(test, operation);
		break;
	case 4:
		operation->kind = OP_OPEN;
		operation->count =
			(uint32_t)(200 + random_below(&test->random, 56));
		break;
	case 5:
		operation->kind = OP_CLOSE;
		operation->made = draw_one_in(test, 2) ? AREA_OWN : AREA_NULL;
		break;
	case 6:
		operation->kind = draw_one_in(test, 4) ? OP_RELEASE : OP_CLOSE;
		break;
	case 7:
	case 8:
		draw_mark_bad(test, operation);
		break;
	case 9:
		operation->kind = OP_STATISTICS;
		draw_cover(test, operation, draw_place(test), 1);
		if (draw_one_in(test, 4))
			operation->made = AREA_NULL;
		break;
	case 10:
		draw_locks(test, operation);
		break;
	case 11:
	case 12:
		draw_read_ecc(test, operation);
		break;
	default:
		draw_sectors(test, operation);
	}
}
