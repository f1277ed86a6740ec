// SPDX-License-Identifier: BSD-2-Clause
/*
 * The generator. What it draws depends on the seed, the geometry and what the
 * operations before have made of the contents, and on nothing else.
 */

#include <string.h>

#include "differential.h"

/* Most transfers are not longer than so many write blocks, or bytes. */
#define USUAL_PAGES 4
#define USUAL_LENGTH 4096
/* How often something that is needed is looked for by chance. */
#define TRIES 8

bool draw_one_in(struct test *test, uint64_t count)
{
	return random_below(&test->random, count) == 0;
}

uint64_t draw_length(struct test *test, uint64_t limit)
{
	uint64_t usual = USUAL_PAGES * test->geometry.write_size;

	if (usual < USUAL_LENGTH)
		usual = USUAL_LENGTH;
	if (draw_one_in(test, 64))
		usual = test->buffer_size;
	return random_length(&test->random, limit < usual ? limit : usual);
}

/* A byte that is tested: any, or one where a block or everything ends. */
uint64_t draw_place(struct test *test)
{
	uint64_t size = test->model.size;
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t place = random_below(&test->random, size);
	uint64_t near = random_below(&test->random, 16);

	switch (random_below(&test->random, 8)) {
	case 0:
		return near % size;
	case 1:
		return size - 1 - near % size;
	case 2:
		return place - place % erase_size;
	case 3:
		place -= place % erase_size;
		return place > near ? place - 1 - near : place;
	default:
		return place;
	}
}

void draw_own_area(struct test *test, struct operation *operation)
{
	operation->made = AREA_OWN;
	operation->area_offset = 0;
	operation->area_size = test->model.size;
}

/* An area that has a range of the device. */
void draw_cover(struct test *test, struct operation *operation, uint64_t start,
		uint64_t length)
{
	uint64_t before =
		draw_one_in(test, 2) ? random_below(&test->random, start) : 0;
	uint64_t end = start + length;
	uint64_t after = test->model.size - end;

	draw_own_area(test, operation);
	operation->made = random_below(&test->random, 20);
	switch (operation->made) {
	case AREA_BY_NAME:
	case AREA_BY_NAME_STALE:
	case AREA_BY_DEVICE:
		operation->area_offset = (int64_t)(start - before);
		operation->area_size = before + length;
		if (draw_one_in(test, 2))
			operation->area_size +=
				random_below(&test->random, after + 1);
		break;
	case AREA_COPY:
		break;
	default:
		operation->made = AREA_OWN;
	}
	operation->offset = (int64_t)start - operation->area_offset;
	operation->length = length;
}

void draw_read(struct test *test, struct operation *operation)
{
	uint64_t start = draw_place(test);

	operation->kind = OP_READ;
	draw_cover(test, operation, start,
		   draw_length(test, test->model.size - start));
}

static void draw_erase(struct test *test, struct operation *operation)
{
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t start = draw_place(test) / erase_size * erase_size;
	uint64_t most = (test->model.size - start) / erase_size;
	uint64_t count = 1;

	if (draw_one_in(test, 3))
		count = random_length(&test->random, most < 4 ? most : 4);
	operation->kind = OP_ERASE;
	draw_cover(test, operation, start, count * erase_size);
}

/* The bytes of a write. */
static void draw_data(struct test *test, struct operation *operation,
		      uint64_t start)
{
	uint8_t *data = test->data;
	size_t length = (size_t)operation->length;

	random_fill(operation->data_seed, data, length);
	switch (random_below(&test->random, 8)) {
	case 0:
		memset(data, 0xff, length);
		break;
	case 1:
		memset(data, 0, length);
		break;
	case 2:
		for (size_t i = 1; i < length; i++)
			data[i] |= data[i - 1];
		break;
	default:
		break;
	}
	if (test->geometry.rules == RULES_NOR && test->geometry.write_size == 1)
		for (size_t i = 0; i < length; i++)
			data[i] &= test->model.bytes[start + i];
}

/* Pages from this one on that may be written, at most so many. */
static uint64_t count_writable(const struct test *test, uint64_t start,
			       uint64_t most)
{
	uint32_t page_size = test->geometry.write_size;
	uint64_t count = 0;

	while (count < most && start + page_size <= test->model.size &&
	       !model_is_bad(&test->model, start) &&
	       model_may_write(&test->model, start, test->data, page_size)) {
		start += page_size;
		count++;
	}
	return count;
}

static bool find_pages(struct test *test, uint64_t *start, uint64_t *length)
{
	const struct geometry *geometry = &test->geometry;
	uint32_t page_size = geometry->write_size;
	uint64_t wanted = draw_length(test, test->buffer_size) / page_size + 1;

	if (wanted > test->buffer_size / page_size)
		wanted = test->buffer_size / page_size;
	for (int i = 0; i < TRIES; i++) {
		uint64_t place = draw_place(test);
		uint64_t block = place / geometry->erase_size;

		place -= place % page_size;
		if (geometry->rules == RULES_NAND)
			place = block * geometry->erase_size +
				(uint64_t)page_size *
					test->model.next_page[block];
		if (draw_one_in(test, 8))
			place += page_size * random_below(&test->random, 4);
		*start = place;
		*length = count_writable(test, place, wanted) * page_size;
		if (*length > 0)
			return true;
	}
	return false;
}

static void draw_write(struct test *test, struct operation *operation)
{
	uint64_t start = draw_place(test);
	uint64_t length = draw_length(test, test->model.size - start);

	if ((test->geometry.write_size > 1 ||
	     test->geometry.rules == RULES_NAND) &&
	    !find_pages(test, &start, &length)) {
		draw_erase(test, operation);
		return;
	}
	operation->kind = OP_WRITE;
	draw_cover(test, operation, start, length);
	draw_data(test, operation, start);
}

/* What is there, but for a bit that was cleared. */
static bool set_bit(struct test *test, uint64_t place, size_t length)
{
	size_t at = (size_t)random_below(&test->random, length);
	unsigned int bit = (unsigned int)random_below(&test->random, 8);

	memcpy(test->data, test->model.bytes + place, length);
	for (size_t i = 0; i < 8 * length; i++) {
		uint8_t mask = (uint8_t)(1U << bit);

		if (!(test->data[at] & mask)) {
			test->data[at] |= mask;
			return true;
		}
		bit = (bit + 1) % 8;
		if (bit == 0)
			at = (at + 1) % length;
	}
	return false;
}

/* Inside one block, so that all of it is refused at once. */
static bool find_forbidden(struct test *test, uint64_t *start, uint64_t *length)
{
	const struct geometry *geometry = &test->geometry;
	uint32_t page_size = geometry->write_size;

	for (int i = 0; i < TRIES; i++) {
		uint64_t place = draw_place(test);
		uint64_t left;

		place -= place % page_size;
		left = geometry->erase_size - place % geometry->erase_size;
		*start = place;
		*length = draw_length(test, left);
		*length += page_size - 1 - (*length - 1) % page_size;
		if (model_has_bad(&test->model, place, *length))
			continue;
		if (geometry->rules == RULES_NOR && page_size == 1) {
			if (set_bit(test, place, (size_t)*length))
				return true;
			continue;
		}
		random_fill(random_next(&test->random), test->data,
			    (size_t)*length);
		if (!model_may_write(&test->model, place, test->data,
				     (size_t)*length))
			return true;
	}
	return false;
}

static void draw_forbidden(struct test *test, struct operation *operation)
{
	uint64_t start, length;

	if (test->geometry.rules == RULES_RAM ||
	    !find_forbidden(test, &start, &length)) {
		draw_read(test, operation);
		return;
	}
	operation->kind = OP_FORBIDDEN;
	draw_own_area(test, operation);
	operation->offset = (int64_t)start;
	operation->length = length;
}

void draw_operation(struct test *test, struct operation *operation)
{
	uint64_t number = random_below(&test->random, 100);

	memset(operation, 0, sizeof(*operation));
	operation->data_seed = random_next(&test->random);
	if (number < 28)
		draw_read(test, operation);
	else if (number < 34)
		draw_view(test, operation);
	else if (number < 60)
		draw_write(test, operation);
	else if (number < 63)
		draw_erase(test, operation);
	else if (number < 67)
		draw_forbidden(test, operation);
	else if (number < 86)
		draw_wrong(test, operation);
	else
		draw_question(test, operation);
}
