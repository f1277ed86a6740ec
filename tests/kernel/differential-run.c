// SPDX-License-Identifier: BSD-2-Clause
/* An operation on both sides, and what is said about it. */

#include <errno.h>
#include <string.h>

#include "differential.h"

/* What is in a buffer where nothing was read. */
#define UNTOUCHED 0xa5

static uint8_t *bytes_of(const struct test *test, int side)
{
	return test->buffers[side] + GUARD;
}

/* Only as much as an operation may touch, and what it must not. */
static void clear_buffers(struct test *test, size_t length)
{
	for (int i = 0; i < 2; i++) {
		memset(test->buffers[i], UNTOUCHED, GUARD);
		memset(bytes_of(test, i), UNTOUCHED, length + GUARD);
	}
}

static bool guards_untouched(const struct test *test, size_t length)
{
	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < GUARD; k++)
			if (test->buffers[i][k] != UNTOUCHED ||
			    bytes_of(test, i)[length + k] != UNTOUCHED)
				return false;
	return true;
}

static bool reads(const struct operation *operation)
{
	return operation->kind == OP_READ || operation->kind == OP_READ_ECC ||
	       operation->kind == OP_VIEW_READ;
}

static int compare_bytes(struct test *test, const struct operation *operation)
{
	const uint8_t *device = bytes_of(test, 0);
	const uint8_t *simulator = bytes_of(test, 1);
	const uint8_t *expected;
	size_t length = (size_t)operation->length, i = 0;
	uint64_t start =
		(uint64_t)operation->area_offset + (uint64_t)operation->offset;

	expected = test->model.bytes + start;
	if (operation->kind == OP_VIEW_READ) {
		view_apply(&test->model, operation, test->expected);
		expected = test->expected;
	}
	if (length == 0 || (memcmp(device, expected, length) == 0 &&
			    memcmp(simulator, expected, length) == 0))
		return 0;
	while (device[i] == expected[i] && simulator[i] == expected[i])
		i++;
	report_difference(test, operation, "the bytes differ");
	return complain("byte 0x%llx of the area: %s 0x%02x, %s 0x%02x, "
			"expected 0x%02x",
			(unsigned long long)(start + i), test->device.name,
			device[i], test->simulator.name, simulator[i],
			expected[i]);
}

/* Those that begin in the area: as many as there are, or as fit. */
static bool sectors_expected(const struct test *test,
			     const struct operation *operation,
			     const struct outcome *outcome)
{
	uint32_t erase_size = test->geometry.erase_size;
	uint64_t area = (uint64_t)operation->area_offset;
	uint64_t number = (area + erase_size - 1) / erase_size;
	uint64_t end =
		(area + operation->area_size + erase_size - 1) / erase_size;
	uint64_t count;

	if (operation->kind == OP_SECTORS)
		number += operation->first;
	count = number < end ? end - number : 0;
	if (outcome->rc < 0)
		count = operation->count;
	if (outcome->count != count)
		return false;
	if (outcome->rc < 0 && outcome->rc != -ENOMEM)
		return true;
	for (uint32_t i = 0; i < count; i++, number++)
		if (test->sectors[0][i].fs_off !=
			    (int64_t)(number * erase_size - area) ||
		    test->sectors[0][i].fs_size != erase_size)
			return false;
	return true;
}

static bool answers_expected(const struct test *test,
			     const struct operation *operation,
			     const struct outcome *outcome)
{
	const struct geometry *geometry = &test->geometry;

	if (operation->made == AREA_NULL)
		return outcome->rc == -EINVAL && outcome->told[0] == 0 &&
		       outcome->told[1] == 0xff &&
		       outcome->told[2] == (uint64_t)-ENODEV;
	return outcome->rc == 0 && outcome->told[0] == geometry->write_size &&
	       outcome->told[1] == 0xff && outcome->told[2] == 1 &&
	       outcome->told[3] == geometry->erase_size &&
	       (geometry->rules != RULES_NAND ||
		outcome->told[5] == geometry->oob_size);
}

/* What the view says of itself beside what it did. */
static bool view_expected(const struct test *test,
			  const struct operation *operation,
			  const struct outcome *outcome)
{
	const struct model *model = &test->model;
	uint64_t capacity = view_capacity(model);
	bool inside = operation->offset >= 0 &&
		      (uint64_t)operation->offset < capacity;
	uint64_t place = 0;

	if (inside)
		place = view_to_device(model, (uint64_t)operation->offset);
	return outcome->told[0] == capacity &&
	       outcome->told[1] ==
		       (model->size - capacity) / test->geometry.erase_size &&
	       outcome->told[2] == (inside ? 0 : (uint64_t)-EINVAL) &&
	       outcome->told[3] == place;
}

static bool statistics_expected(const struct test *test,
				const struct operation *operation,
				const struct outcome *outcome)
{
	const struct geometry *geometry = &test->geometry;
	uint64_t bad = 0;

	if (operation->made == AREA_NULL)
		return outcome->rc == -EINVAL;
	if (geometry->rules != RULES_NAND)
		return outcome->rc == -ENOTSUP;
	for (uint64_t i = 0; i < geometry->size / geometry->erase_size; i++)
		bad += geometry->bad[i];
	return outcome->rc == 0 && outcome->told[0] == geometry->ecc_strength &&
	       outcome->told[1] == geometry->ecc_step_size &&
	       outcome->told[2] == geometry->bitflip_threshold &&
	       outcome->told[3] == 0 && outcome->told[4] == 0 &&
	       outcome->told[5] == bad && outcome->told[7] == 0;
}

static bool contents_agree(const struct test *test,
			   const struct operation *operation,
			   const struct outcome *outcome)
{
	switch (operation->kind) {
	case OP_SECTORS:
	case OP_SECTORS_BY_ID:
		/* What was not filled is untouched on both sides. */
		return memcmp(test->sectors[0], test->sectors[1],
			      test->sector_capacity *
				      sizeof(*test->sectors[0])) == 0 &&
		       sectors_expected(test, operation, outcome);
	case OP_ASK:
		return answers_expected(test, operation, outcome);
	case OP_STATISTICS:
		return statistics_expected(test, operation, outcome);
	case OP_VIEW_READ:
	case OP_VIEW_WRITE:
	case OP_VIEW_ERASE:
		return view_expected(test, operation, outcome);
	case OP_READ_ECC:
		/* Nothing was ever wrong with what is read here. */
		return outcome->told[0] == 0 && outcome->told[1] == 0 &&
		       outcome->told[2] == 0;
	default:
		return true;
	}
}

/* Of a read that may come to something. */
static size_t buffered_length(const struct test *test,
			      const struct operation *operation)
{
	return reads(operation) && operation->length <= test->buffer_size
		       ? (size_t)operation->length
		       : 0;
}

static int compare_outcomes(struct test *test,
			    const struct operation *operation, int expected,
			    const struct outcome *device,
			    const struct outcome *simulator)
{
	size_t length = buffered_length(test, operation);

	if (device->rc != simulator->rc || device->count != simulator->count ||
	    memcmp(device->told, simulator->told, sizeof(device->told)) != 0 ||
	    (expected != ANY_RESULT && device->rc != expected) ||
	    !contents_agree(test, operation, device)) {
		report_outcomes(test, operation, expected, device, simulator);
		return 1;
	}
	if (!guards_untouched(test, length)) {
		report_difference(test, operation,
				  "bytes around the buffer were changed");
		return 1;
	}
	return reads(operation) && expected == 0
		       ? compare_bytes(test, operation)
		       : 0;
}

/* A good block has gone bad: the views are told, and leave it out. */
static int apply_mark_bad(struct test *test, const struct operation *operation,
			  uint64_t start)
{
	uint64_t block = start / test->geometry.erase_size;
	int rc;

	if (test->geometry.bad[block])
		return 0;
	test->geometry.bad[block] = true;
	test->marked_bad++;
	rc = flashmap_goodblocks_update(test->device.view);
	if (rc == 1)
		rc = flashmap_goodblocks_update(test->simulator.view);
	if (rc == 1)
		return 0;
	report_difference(test, operation, "a view did not leave it out");
	return 1;
}

static int apply(struct test *test, const struct operation *operation)
{
	uint64_t start =
		(uint64_t)operation->area_offset + (uint64_t)operation->offset;

	if (operation->kind == OP_MARK_BAD)
		return apply_mark_bad(test, operation, start);
	if (operation->length == 0)
		return 0;
	if (operation->kind == OP_WRITE)
		model_write(&test->model, start, test->data,
			    (size_t)operation->length);
	else if (operation->kind == OP_ERASE)
		model_erase(&test->model, start, operation->length);
	else if (operation->kind == OP_VIEW_WRITE ||
		 operation->kind == OP_VIEW_ERASE)
		view_apply(&test->model, operation, test->data);
	return 0;
}

/* Refused, and nothing of it was done. */
static int run_forbidden(struct test *test, const struct operation *operation)
{
	struct operation read = *operation;
	struct outcome outcome;
	uint8_t *bytes = bytes_of(test, 1);
	int expected = model_judge(&test->model, operation, test->data);

	perform(test, &test->simulator, operation, NULL, NULL, &outcome);
	if (outcome.rc != -EIO || expected != -EIO) {
		report_outcomes(test, operation, expected, NULL, &outcome);
		return 1;
	}
	read.kind = OP_READ;
	perform(test, &test->simulator, &read, bytes, NULL, &outcome);
	if (outcome.rc == 0 &&
	    memcmp(bytes, test->model.bytes + operation->offset,
		   (size_t)operation->length) == 0)
		return 0;
	report_difference(test, operation,
			  "what the simulator refused changed its bytes");
	return 1;
}

static int run_both(struct test *test, const struct operation *operation,
		    int *expected)
{
	struct outcome device, simulator;
	size_t sectors_size = test->sector_capacity * sizeof(*test->sectors[0]);
	int rc;

	clear_buffers(test, buffered_length(test, operation));
	if (operation->kind == OP_SECTORS ||
	    operation->kind == OP_SECTORS_BY_ID)
		for (int i = 0; i < 2; i++)
			memset(test->sectors[i], UNTOUCHED, sectors_size);

	*expected = model_judge(&test->model, operation, test->data);
	perform(test, &test->device, operation, bytes_of(test, 0),
		test->sectors[0], &device);
	perform(test, &test->simulator, operation, bytes_of(test, 1),
		test->sectors[1], &simulator);
	rc = compare_outcomes(test, operation, *expected, &device, &simulator);
	return !rc && *expected == 0 ? apply(test, operation) : rc;
}

int run_operation(struct test *test, const struct operation *operation)
{
	int expected = 0, rc;

	if (operation->kind == OP_FORBIDDEN)
		rc = run_forbidden(test, operation);
	else
		rc = run_both(test, operation, &expected);
	test->tried[operation->kind]++;
	if (!rc && expected < 0)
		test->refused++;
	else if (!rc)
		test->counts[operation->kind]++;
	return rc;
}

static struct operation whole_block(const struct test *test, enum kind kind,
				    uint64_t start)
{
	const struct operation operation = {
		.kind = kind,
		.made = AREA_OWN,
		.area_size = test->model.size,
		.offset = (int64_t)start,
		.length = test->geometry.erase_size,
	};

	return operation;
}

int run_compare(struct test *test)
{
	uint32_t erase_size = test->geometry.erase_size;
	int expected, rc = 0;

	for (uint64_t start = 0; start < test->model.size && !rc;
	     start += erase_size) {
		const struct operation read = whole_block(test, OP_READ, start);

		rc = run_both(test, &read, &expected);
	}
	return rc;
}

static int open_view(struct test *test, struct side *side)
{
	struct flash_area area = *side->area;
	int rc;

	area.fa_size = (size_t)test->model.size;
	rc = flashmap_goodblocks_open(&area, &side->view);
	return rc < 0 ? complain("no view of the good blocks: %d", rc) : 0;
}

int run_prepare(struct test *test)
{
	uint32_t erase_size = test->geometry.erase_size;
	int expected, rc = 0;

	for (uint64_t start = 0; start < test->model.size && !rc;
	     start += erase_size) {
		const struct operation erase =
			whole_block(test, OP_ERASE, start);

		/* A bad block is refused by both. */
		rc = run_both(test, &erase, &expected);
	}
	if (!rc)
		rc = open_view(test, &test->device) ||
		     open_view(test, &test->simulator);
	return rc ? rc : run_compare(test);
}
