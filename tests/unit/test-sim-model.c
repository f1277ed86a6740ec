// SPDX-License-Identifier: BSD-2-Clause
/*
 * Thousands of operations on a simulated chip and on a model of it: an array
 * of bytes and one of flags, which shares no code with the simulator.
 */

#include <errno.h>
#include <string.h>

#include "sim-chip.h"
#include "unit.h"

#define ROUNDS 4000

enum rules {
	BITS,
	BLOCKS,
	PAGES,
	ANYTHING,
};

static struct {
	enum rules rules;
	unsigned int unit;
	uint8_t erased;
	uint8_t bytes[SIM_SIZE];
	/* Of each unit. */
	bool programmed[SIM_SIZE];
	unsigned int erases[SIM_SIZE / SIM_ERASE];
	bool bad[SIM_SIZE / SIM_ERASE];
	bool locked[SIM_SIZE / SIM_ERASE];
} model;

static uint32_t state;

static unsigned int draw(unsigned int below)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % below;
}

static int model_write(unsigned int offset, const uint8_t *data,
		       unsigned int size)
{
	unsigned int sector = offset / SIM_ERASE;
	unsigned int last = (sector + 1) * SIM_ERASE / model.unit;

	if (model.locked[sector])
		return 0;
	if (model.bad[sector])
		return -EIO;
	for (unsigned int i = 0; i < size; i++) {
		uint8_t old = model.bytes[offset + i];

		if (model.rules == BITS && model.erased == 0xff &&
		    (old & data[i]) != data[i])
			return -EIO;
		if (model.rules == BITS && model.erased == 0 &&
		    (old | data[i]) != data[i])
			return -EIO;
	}
	for (unsigned int i = offset / model.unit;
	     i < (model.rules == PAGES ? last : (offset + size) / model.unit);
	     i++)
		if (model.programmed[i] &&
		    (model.rules == BLOCKS || model.rules == PAGES))
			return -EIO;
	for (unsigned int i = 0; i < size; i++) {
		model.bytes[offset + i] = data[i];
		model.programmed[(offset + i) / model.unit] = true;
	}
	return 0;
}

static int model_erase(unsigned int sector)
{
	if (model.locked[sector])
		return 0;
	if (model.bad[sector])
		return -EIO;
	for (unsigned int i = 0; i < SIM_ERASE; i++) {
		model.bytes[sector * SIM_ERASE + i] = model.erased;
		model.programmed[(sector * SIM_ERASE + i) / model.unit] = false;
	}
	model.erases[sector]++;
	return 0;
}

/* Data of which a good part is allowed: mostly a few bits move. */
static void draw_data(unsigned int offset, uint8_t *data, unsigned int size)
{
	unsigned int style = draw(4);

	for (unsigned int i = 0; i < size; i++) {
		uint8_t moved = (uint8_t)draw(256);

		if (style == 0)
			data[i] = moved;
		else if (style == 1)
			data[i] = model.erased;
		else if (model.erased == 0xff)
			data[i] = model.bytes[offset + i] & moved;
		else
			data[i] = model.bytes[offset + i] | moved;
	}
}

static int write_somewhere(int *expected)
{
	static uint8_t data[SIM_ERASE];
	unsigned int units = SIM_ERASE / model.unit;
	unsigned int first = draw(units), most = units - first;
	unsigned int offset =
		draw(SIM_SIZE / SIM_ERASE) * SIM_ERASE + first * model.unit;
	unsigned int size;

	if (most * model.unit > 700)
		most = 700 / model.unit + 1 < most ? 700 / model.unit + 1
						   : most;
	size = (1 + draw(most)) * model.unit;
	draw_data(offset, data, size);
	*expected = model_write(offset, data, size);
	return sim_write(offset, data, size);
}

static int change_somewhere(int *expected)
{
	unsigned int sector = draw(SIM_SIZE / SIM_ERASE);
	unsigned int what = draw(20);
	const struct fm_range range = { sector * SIM_ERASE, SIM_ERASE };

	if (what == 0 && model.rules == PAGES) {
		model.bad[sector] = !model.bad[sector];
		*expected = 0;
		return fm_sim_set_bad(sim, range.offset, model.bad[sector]);
	}
	if (what == 1 && (model.rules == BITS || model.rules == BLOCKS)) {
		model.locked[sector] = !model.locked[sector];
		*expected = 0;
		return sim->operations->set_locked(sim, &range,
						   model.locked[sector]);
	}
	if (what < 4) {
		*expected = model_erase(sector);
		return sim_erase(range.offset, range.size);
	}
	return write_somewhere(expected);
}

static void compare(void)
{
	static uint8_t data[SIM_SIZE];

	ck_assert_int_eq(sim_read(0, data, sizeof(data)), 0);
	ck_assert_mem_eq(data, model.bytes, sizeof(data));
	for (unsigned int i = 0; i < SIM_SIZE / SIM_ERASE; i++)
		ck_assert_uint_eq(sim_erase_count(i * SIM_ERASE),
				  model.erases[i]);
}

/* file is NULL for memory, else it is closed and reopened at times. */
static void check_against_model(const struct fm_sim_parameters *parameters,
				enum rules rules, uint8_t erased)
{
	unsigned int refused = 0;

	expect_errors();
	memset(&model, 0, sizeof(model));
	model.rules = rules;
	model.unit = parameters->write_size;
	model.erased = erased;
	memset(model.bytes, erased, sizeof(model.bytes));
	set_up_sim_value(parameters, erased);
	for (int i = 0; i < ROUNDS; i++) {
		int expected = 1, rc = change_somewhere(&expected);

		ck_assert_msg(rc == expected, "operation %d: %d and not %d", i,
			      rc, expected);
		refused += rc < 0;
		if (i % 50 == 0)
			compare();
		if (parameters->file && draw(100) == 0) {
			tear_down_sim();
			set_up_sim_value(parameters, erased);
		}
	}
	compare();
	/* The rules were met, and kept: each so often that it counts. */
	if (rules != ANYTHING)
		ck_assert_uint_gt(refused, ROUNDS / 20);
	ck_assert_uint_lt(refused, ROUNDS - ROUNDS / 20);
	tear_down_sim();
}

START_TEST(nor_is_as_its_model)
{
	state = (uint32_t)_i;
	check_against_model(
		&(struct fm_sim_parameters){
			.write_size = 1,
			.file = _i % 2 ? test_path("chip.bin") : NULL },
		BITS, _i % 4 < 2 ? 0xff : 0x00);
}
END_TEST

START_TEST(nor_of_write_blocks_is_as_its_model)
{
	state = (uint32_t)_i + 100;
	check_against_model(
		&(struct fm_sim_parameters){
			.write_size = 8,
			.file = _i % 2 ? test_path("chip.bin") : NULL },
		BLOCKS, _i % 4 < 2 ? 0xff : 0x00);
}
END_TEST

START_TEST(nand_is_as_its_model)
{
	state = (uint32_t)_i + 200;
	check_against_model(
		&(struct fm_sim_parameters){
			.type = "nand",
			.write_size = SIM_PAGE,
			.ecc = { 4, SIM_STEP, 4 },
			.file = _i % 2 ? test_path("chip.bin") : NULL },
		PAGES, 0xff);
}
END_TEST

START_TEST(ram_is_as_its_model)
{
	state = (uint32_t)_i + 300;
	check_against_model(
		&(struct fm_sim_parameters){
			.type = "ram",
			.write_size = 4,
			.file = _i % 2 ? test_path("chip.bin") : NULL },
		ANYTHING, _i % 4 < 2 ? 0xff : 0x00);
}
END_TEST

TCase *sim_model_case(void)
{
	TCase *tcase = tcase_create("model");

	tcase_add_loop_test(tcase, nor_is_as_its_model, 0, 4);
	tcase_add_loop_test(tcase, nor_of_write_blocks_is_as_its_model, 0, 4);
	tcase_add_loop_test(tcase, nand_is_as_its_model, 0, 4);
	tcase_add_loop_test(tcase, ram_is_as_its_model, 0, 4);
	return tcase;
}
