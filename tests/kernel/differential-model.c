// SPDX-License-Identifier: BSD-2-Clause
/*
 * The judge: what flash of a type allows, and what the calls promise in
 * <storage/flash_map.h>. It has nothing from the library.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "differential.h"

const char *rules_name(enum rules rules)
{
	static const char *const names[] = {
		[RULES_RAM] = "ram",
		[RULES_NOR] = "nor",
		[RULES_NAND] = "nand",
	};

	return names[rules];
}

int model_init(struct model *model, const struct geometry *geometry,
	       uint64_t size)
{
	model->geometry = geometry;
	model->size = size;
	model->bytes = malloc((size_t)size);
	model->next_page = calloc((size_t)(size / geometry->erase_size),
				  sizeof(*model->next_page));
	model->written = calloc((size_t)(size / geometry->write_size),
				sizeof(*model->written));
	if (!model->bytes || !model->next_page || !model->written)
		return -ENOMEM;
	memset(model->bytes, 0xff, (size_t)size);
	return 0;
}

void model_destroy(struct model *model)
{
	free(model->bytes);
	free(model->next_page);
	free(model->written);
}

bool model_is_bad(const struct model *model, uint64_t offset)
{
	const struct geometry *geometry = model->geometry;

	return geometry->bad && geometry->bad[offset / geometry->erase_size];
}

bool model_has_bad(const struct model *model, uint64_t offset, uint64_t length)
{
	uint32_t erase_size = model->geometry->erase_size;

	if (length == 0)
		return false;
	for (uint64_t block = offset / erase_size;
	     block <= (offset + length - 1) / erase_size; block++)
		if (model_is_bad(model, block * erase_size))
			return true;
	return false;
}

static bool may_clear(const uint8_t *old, const uint8_t *new, size_t length)
{
	uint8_t set = 0;

	for (size_t i = 0; i < length; i++)
		set |= (uint8_t)(new[i] & ~old[i]);
	return set == 0;
}

/* Each page once, and on NAND none before one that was written. */
static bool may_program(const struct model *model, uint64_t offset,
			size_t length)
{
	const struct geometry *geometry = model->geometry;
	uint32_t page_size = geometry->write_size;

	for (size_t done = 0; done < length; done += page_size) {
		uint64_t block = (offset + done) / geometry->erase_size;
		uint64_t page =
			(offset + done) % geometry->erase_size / page_size;

		if (model->written[(offset + done) / page_size] ||
		    (geometry->rules == RULES_NAND &&
		     page < model->next_page[block]))
			return false;
	}
	return true;
}

bool model_may_write(const struct model *model, uint64_t offset,
		     const uint8_t *data, size_t length)
{
	const struct geometry *geometry = model->geometry;

	if (geometry->rules == RULES_RAM)
		return true;
	if (geometry->rules == RULES_NOR && geometry->write_size == 1)
		return may_clear(model->bytes + offset, data, length);
	return may_program(model, offset, length);
}

void model_write(struct model *model, uint64_t offset, const uint8_t *data,
		 size_t length)
{
	uint32_t erase_size = model->geometry->erase_size;
	uint32_t page_size = model->geometry->write_size;
	uint64_t end = offset + length;

	memcpy(model->bytes + offset, data, length);
	for (uint64_t page = offset; page < end; page += page_size)
		model->written[page / page_size] = true;
	while (offset < end) {
		uint64_t block = offset / erase_size;
		uint64_t block_end = (block + 1) * erase_size;
		uint64_t to = end < block_end ? end : block_end;

		model->next_page[block] =
			(uint32_t)((to - block * erase_size) /
				   model->geometry->write_size);
		offset = to;
	}
}

void model_erase(struct model *model, uint64_t offset, uint64_t length)
{
	uint32_t erase_size = model->geometry->erase_size;

	memset(model->bytes + offset, 0xff, (size_t)length);
	memset(model->written + offset / model->geometry->write_size, 0,
	       (size_t)length / model->geometry->write_size *
		       sizeof(*model->written));
	for (uint64_t done = 0; done < length; done += erase_size)
		model->next_page[(offset + done) / erase_size] = 0;
}

static bool is_inside(uint64_t size, int64_t offset, uint64_t length)
{
	return offset >= 0 && (uint64_t)offset <= size &&
	       length <= size - (uint64_t)offset;
}

static int judge_write(const struct model *model, uint64_t start,
		       const uint8_t *data, size_t length)
{
	uint32_t page_size = model->geometry->write_size;

	if (length == 0)
		return 0;
	if (start % page_size != 0 || length % page_size != 0)
		return -EINVAL;
	if (model_has_bad(model, start, length))
		return -EIO;
	return model_may_write(model, start, data, length) ? 0 : -EIO;
}

static int judge_erase(const struct model *model, uint64_t start,
		       uint64_t length)
{
	uint32_t erase_size = model->geometry->erase_size;

	if (length == 0)
		return 0;
	if (start % erase_size != 0 || length % erase_size != 0)
		return -EINVAL;
	return model_has_bad(model, start, length) ? -EIO : 0;
}

/* All of the block has to be in the area. */
static int judge_mark_bad(const struct model *model,
			  const struct operation *operation, uint64_t start)
{
	uint32_t erase_size = model->geometry->erase_size;
	uint64_t block = start - start % erase_size;
	uint64_t area = (uint64_t)operation->area_offset;

	if (model->geometry->rules != RULES_NAND)
		return -ENOTSUP;
	return block < area || block + erase_size - area >
				       (size_t)operation->area_size
		       ? -EINVAL
		       : 0;
}

/* A range of an area that can be found. */
static int judge_range(const struct model *model,
		       const struct operation *operation, size_t length,
		       const uint8_t *data)
{
	uint64_t start;

	if (operation->area_offset < 0)
		return -EINVAL;
	start = (uint64_t)operation->area_offset + (uint64_t)operation->offset;
	if (operation->null && length > 0 && operation->kind != OP_ERASE)
		return -EINVAL;
	if (start > model->geometry->size ||
	    length > model->geometry->size - start)
		return -EINVAL;
	switch (operation->kind) {
	case OP_READ:
	case OP_READ_ECC:
		return model_has_bad(model, start, length) ? -EIO : 0;
	case OP_WRITE:
	case OP_FORBIDDEN:
		return judge_write(model, start, data, length);
	case OP_ERASE:
		return judge_erase(model, start, length);
	case OP_MARK_BAD:
		return judge_mark_bad(model, operation, start);
	case OP_IS_LOCKED:
	case OP_LOCK:
		/* Whether it can is the device's matter. */
		return ANY_RESULT;
	default:
		return model_is_bad(model, start);
	}
}

static int judge_area(const struct operation *operation)
{
	if (operation->made == AREA_NULL)
		return -EINVAL;
	if (operation->area_offset < 0)
		return -EINVAL;
	if (operation->made == AREA_NO_DEVICE)
		return -ENODEV;
	return operation->made == AREA_OTHER_NAME ? -EINVAL : 0;
}

static int judge_sectors(const struct model *model,
			 const struct operation *operation)
{
	uint64_t size = (size_t)operation->area_size;
	uint32_t erase_size = model->geometry->erase_size;
	uint64_t start, begin, end;

	if (operation->null)
		return -EINVAL;
	if (judge_area(operation) < 0)
		return judge_area(operation);
	start = (uint64_t)operation->area_offset;
	/* No promise is made for a part that is not on the device. */
	if (start > model->geometry->size ||
	    size > model->geometry->size - start)
		return ANY_RESULT;
	begin = (start + erase_size - 1) / erase_size + operation->first;
	end = (start + size + erase_size - 1) / erase_size;
	return begin < end && end - begin > operation->count ? -ENOMEM : 0;
}

int model_judge(const struct model *model, const struct operation *operation,
		const uint8_t *data)
{
	size_t length = (size_t)operation->length;
	int rc;

	switch (operation->kind) {
	case OP_READ:
	case OP_WRITE:
	case OP_ERASE:
	case OP_FORBIDDEN:
	case OP_LOCK:
		break;
	case OP_READ_ECC:
		if (operation->count >= ECC_WITHOUT_SIZE)
			return -EINVAL;
		break;
	case OP_VIEW_READ:
	case OP_VIEW_WRITE:
	case OP_VIEW_ERASE:
		return view_judge(model, operation, data);
	case OP_IS_BAD:
	case OP_MARK_BAD:
	case OP_IS_LOCKED:
		length = 1;
		break;
	case OP_SECTORS:
		return judge_sectors(model, operation);
	case OP_SECTORS_BY_ID:
		if (operation->first != 0)
			return -EINVAL;
		return judge_sectors(model, operation);
	case OP_OPEN:
		return -ENOENT;
	case OP_ASK:
	case OP_STATISTICS:
		return ANY_RESULT;
	default:
		return 0;
	}
	if (operation->made == AREA_NULL ||
	    !is_inside((size_t)operation->area_size, operation->offset, length))
		return -EINVAL;
	rc = judge_area(operation);
	return rc < 0 ? rc : judge_range(model, operation, length, data);
}
