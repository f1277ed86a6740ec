// SPDX-License-Identifier: BSD-2-Clause
/* <flashmap/goodblocks.h>: a device without its bad blocks. */

#include <errno.h>
#include <string.h>

#include "differential.h"

uint64_t view_capacity(const struct model *model)
{
	uint32_t erase_size = model->geometry->erase_size;
	uint64_t capacity = 0;

	for (uint64_t block = 0; block < model->size; block += erase_size)
		if (!model_is_bad(model, block))
			capacity += erase_size;
	return capacity;
}

uint64_t view_to_device(const struct model *model, uint64_t offset)
{
	uint32_t erase_size = model->geometry->erase_size;
	uint64_t good = offset / erase_size, block = 0;

	while (model_is_bad(model, block) || good > 0) {
		good -= !model_is_bad(model, block);
		block += erase_size;
	}
	return block + offset % erase_size;
}

static uint64_t device_to_view(const struct model *model, uint64_t place)
{
	uint32_t erase_size = model->geometry->erase_size;
	uint64_t offset = place;

	for (uint64_t block = 0; block < place - place % erase_size;
	     block += erase_size)
		if (model_is_bad(model, block))
			offset -= erase_size;
	return offset;
}

/* The part of a range of the view that is in one block; 0 at its end. */
static size_t next_part(const struct model *model,
			const struct operation *operation, size_t done,
			uint64_t *place)
{
	uint32_t erase_size = model->geometry->erase_size;
	size_t left = (size_t)operation->length - done;
	uint64_t offset = (uint64_t)operation->offset + done;
	uint64_t in_block = erase_size - offset % erase_size;

	*place = view_to_device(model, offset);
	return left < in_block ? left : (size_t)in_block;
}

int view_judge(const struct model *model, const struct operation *operation,
	       const uint8_t *data)
{
	uint64_t capacity = view_capacity(model), place;
	uint32_t unit = operation->kind == OP_VIEW_ERASE
				? model->geometry->erase_size
				: model->geometry->write_size;
	size_t length = (size_t)operation->length, part;

	if (operation->offset < 0 || (uint64_t)operation->offset > capacity ||
	    length > capacity - (uint64_t)operation->offset)
		return -EINVAL;
	if (length == 0)
		return 0;
	if (operation->null && operation->kind != OP_VIEW_ERASE)
		return -EINVAL;
	if (operation->kind == OP_VIEW_READ)
		return 0;
	if ((uint64_t)operation->offset % unit != 0 || length % unit != 0)
		return -EINVAL;
	if (operation->kind == OP_VIEW_ERASE)
		return 0;
	for (size_t done = 0; done < length; done += part) {
		part = next_part(model, operation, done, &place);
		if (!model_may_write(model, place, data + done, part))
			return -EIO;
	}
	return 0;
}

void view_apply(struct model *model, const struct operation *operation,
		uint8_t *data)
{
	size_t length = (size_t)operation->length, part;
	uint64_t place;

	for (size_t done = 0; done < length; done += part) {
		part = next_part(model, operation, done, &place);
		if (operation->kind == OP_VIEW_READ)
			memcpy(data + done, model->bytes + place, part);
		else if (operation->kind == OP_VIEW_WRITE)
			model_write(model, place, data + done, part);
		else
			model_erase(model, place, part);
	}
}

/* A place of the view: any, or one beside a bad block. */
static uint64_t draw_view_place(struct test *test)
{
	uint64_t place = draw_place(test);
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t block = place - place % erase_size;

	while (model_is_bad(&test->model, block) && block >= erase_size) {
		block -= erase_size;
		place = block + erase_size - 1;
	}
	if (model_is_bad(&test->model, block))
		return 0;
	return device_to_view(&test->model, place);
}

/* Pages that may be written one after the other in the view. */
static uint64_t count_pages(const struct test *test, uint64_t offset,
			    uint64_t most)
{
	const struct model *model = &test->model;
	uint32_t page_size = test->geometry.write_size;
	uint64_t capacity = view_capacity(model), count = 0;

	while (count < most && offset + page_size <= capacity &&
	       model_may_write(model, view_to_device(model, offset), test->data,
			       page_size)) {
		offset += page_size;
		count++;
	}
	return count;
}

static uint64_t next_offset(const struct test *test, uint64_t offset)
{
	const struct geometry *geometry = &test->geometry;
	uint64_t place = view_to_device(&test->model, offset);

	if (geometry->rules != RULES_NAND)
		return offset - offset % geometry->write_size;
	return offset - offset % geometry->erase_size +
	       (uint64_t)geometry->write_size *
		       test->model.next_page[place / geometry->erase_size];
}

static void draw_view_write(struct test *test, struct operation *operation)
{
	uint32_t page_size = test->geometry.write_size;
	uint64_t most = draw_length(test, test->buffer_size) / page_size + 1;
	uint64_t offset = next_offset(test, draw_view_place(test));
	struct operation read = *operation;

	if (most > test->buffer_size / page_size)
		most = test->buffer_size / page_size;
	memset(test->data, 0, page_size);
	operation->offset = (int64_t)offset;
	operation->length = count_pages(test, offset, most) * page_size;
	random_fill(operation->data_seed, test->data,
		    (size_t)operation->length);
	if (test->geometry.rules != RULES_NOR || page_size > 1)
		return;
	read.kind = OP_VIEW_READ;
	read.offset = operation->offset;
	read.length = operation->length;
	view_apply(&test->model, &read, test->expected);
	for (size_t i = 0; i < read.length; i++)
		test->data[i] &= test->expected[i];
}

static void draw_view_wrong(struct test *test, struct operation *operation)
{
	draw_wrong_range(test, operation);
	if (operation->kind == OP_VIEW_WRITE &&
	    (size_t)operation->length > test->buffer_size &&
	    view_judge(&test->model, operation, NULL) != -EINVAL)
		operation->kind = OP_VIEW_READ;
	if (operation->kind == OP_VIEW_WRITE &&
	    (size_t)operation->length <= test->buffer_size)
		random_fill(operation->data_seed, test->data,
			    (size_t)operation->length);
	if (view_judge(&test->model, operation, test->data) == -EINVAL)
		return;
	/* It is right after all. */
	if (operation->kind == OP_VIEW_WRITE && operation->length > 0)
		operation->kind = OP_VIEW_READ;
	if (operation->kind == OP_VIEW_READ &&
	    operation->length > test->buffer_size)
		operation->length = test->buffer_size;
}

void draw_view(struct test *test, struct operation *operation)
{
	uint64_t capacity = view_capacity(&test->model);
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t left;

	operation->area_size = capacity;
	operation->kind = OP_VIEW_READ + random_below(&test->random, 3);
	if (draw_one_in(test, 4)) {
		draw_view_wrong(test, operation);
		return;
	}
	if (operation->kind == OP_VIEW_WRITE) {
		draw_view_write(test, operation);
		return;
	}
	operation->offset = (int64_t)draw_view_place(test);
	if (operation->kind == OP_VIEW_ERASE)
		operation->offset -= operation->offset % erase_size;
	left = capacity - (uint64_t)operation->offset;
	operation->length = draw_length(test, left);
	if (operation->kind == OP_VIEW_ERASE)
		operation->length = left > erase_size && draw_one_in(test, 3)
					    ? 2 * (uint64_t)erase_size
					    : erase_size;
}
