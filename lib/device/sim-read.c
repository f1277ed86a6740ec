// SPDX-License-Identifier: BSD-2-Clause
/* What a simulated chip reads: its content as faults and ECC leave it. */

#include <errno.h>

#include "device/sim-private.h"

/* splitmix64: any seed will do, and each number follows from the last. */
uint64_t fm_sim_random(struct fm_sim *sim)
{
	uint64_t number = sim->random += UINT64_C(0x9e3779b97f4a7c15);

	number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
	return number ^ number >> 31;
}

/* What is read, and where its bytes go. */
struct request {
	const struct fm_range *range;
	uint8_t *data;
};

/* The byte at an offset of the chip; NULL if it is not asked for. */
static uint8_t *byte_at(const struct request *request, uint64_t offset)
{
	if (fm_range_clip(request->range, offset, 1) == 0)
		return NULL;
	return &request->data[offset - request->range->offset];
}

/* Spread evenly, so that they are different ones. */
static void flip_bits(const struct request *request,
		      const struct fm_range *step, uint32_t count)
{
	uint64_t bits = 8 * step->size;

	if (count > bits)
		count = (uint32_t)bits;
	for (uint32_t i = 0; i < count; i++) {
		uint64_t bit = i * (bits / count);
		uint8_t *byte = byte_at(request, step->offset + bit / 8);

		if (byte)
			*byte ^= (uint8_t)(1 << bit % 8);
	}
}

static void stick(const struct request *request,
		  const struct fm_sim_fault *fault)
{
	uint8_t *byte = byte_at(request, fault->range.offset);

	if (byte)
		*byte = (uint8_t)((*byte & ~fault->number) | fault->more);
}

/* Bits that should be programmed by now are so, or not, at random. */
static void shake_program(struct fm_sim *sim, const struct request *request,
			  const struct fm_sim_fault *fault)
{
	for (uint64_t i = 0; i < fault->range.size; i++) {
		uint8_t random = (uint8_t)(fm_sim_random(sim) >> 56);
		uint8_t *byte = byte_at(request, fault->range.offset + i);

		if (byte)
			*byte ^= random & fault->bits[i % sizeof(fault->bits)];
	}
}

/* Bits that should be erased by now are so, or not, at random. */
static void shake_erase(struct fm_sim *sim, const struct request *request,
			const struct fm_sim_fault *fault)
{
	uint8_t erased = sim->geometry.erased_value;

	for (uint64_t i = 0; i < request->range->size; i++) {
		uint8_t random = (uint8_t)(fm_sim_random(sim) >> 56);
		uint8_t *byte = &request->data[i];

		if (fm_range_clip(&fault->range, request->range->offset + i, 1))
			*byte ^= random & (uint8_t) ~(*byte ^ erased);
	}
}

/* Without ECC all is seen as it is, and in silence. */
static void read_raw(struct fm_sim *sim, const struct request *request)
{
	for (size_t i = 0; i < sim->fault_count; i++) {
		const struct fm_sim_fault *fault = &sim->faults[i];

		if (!fm_range_overlaps(&fault->range, request->range))
			continue;
		if (fault->kind == FM_SIM_TORN_PROGRAM)
			shake_program(sim, request, fault);
		else if (fault->kind == FM_SIM_TORN_ERASE &&
			 fault->number != FLASHMAP_SIM_CUT_LAST_BYTE)
			shake_erase(sim, request, fault);
		else if (fault->kind == FM_SIM_BITFLIPS)
			flip_bits(request, &fault->range, fault->number);
	}
	/* Stuck is stuck, whatever else happens to a bit. */
	for (size_t i = 0; i < sim->fault_count; i++)
		if (sim->faults[i].kind == FM_SIM_STUCK)
			stick(request, &sim->faults[i]);
}

/* Bits of a step that are not what was programmed. */
struct damage {
	uint32_t flipped;
	uint32_t stuck;
	/* Nothing is to be made of it. */
	bool torn;
};

static int add_stuck(struct fm_sim *sim, const struct fm_sim_fault *fault,
		     struct damage *damage)
{
	uint8_t byte;
	int rc = fm_content_load(&sim->content, fault->range.offset, &byte, 1);

	if (!rc)
		damage->stuck += (uint32_t)__builtin_popcount(
			(byte ^ fault->more) & fault->number);
	return rc;
}

static int find_damage(struct fm_sim *sim, const struct fm_range *step,
		       struct damage *damage)
{
	uint32_t strength = sim->geometry.ecc.strength;
	int rc = 0;

	for (size_t i = 0; i < sim->fault_count && !rc; i++) {
		const struct fm_sim_fault *fault = &sim->faults[i];

		if (!fm_range_overlaps(&fault->range, step))
			continue;
		if (fault->kind == FM_SIM_BITFLIPS)
			damage->flipped += fault->number;
		else if (fault->kind == FM_SIM_STUCK)
			rc = add_stuck(sim, fault, damage);
		else if (fault->kind == FM_SIM_TORN_PROGRAM &&
			 fault->number == FLASHMAP_SIM_CUT_LAST_BYTE)
			damage->flipped +=
				(uint32_t)(fm_sim_random(sim) % (strength + 2));
		else if (fault->kind == FM_SIM_TORN_PROGRAM ||
			 (fault->kind == FM_SIM_TORN_ERASE &&
			  fault->number != FLASHMAP_SIM_CUT_LAST_BYTE))
			damage->torn = true;
	}
	return rc;
}

static void spoil(struct fm_sim *sim, const struct request *request,
		  const struct fm_range *step, const struct damage *damage)
{
	if (damage->torn) {
		for (uint64_t i = 0; i < step->size; i++) {
			uint8_t random = (uint8_t)(fm_sim_random(sim) >> 56);
			uint8_t *byte = byte_at(request, step->offset + i);

			if (byte)
				*byte = random;
		}
	}
	flip_bits(request, step, damage->flipped);
	for (size_t i = 0; i < sim->fault_count; i++)
		if (sim->faults[i].kind == FM_SIM_STUCK &&
		    fm_range_overlaps(&sim->faults[i].range, step))
			stick(request, &sim->faults[i]);
}

static int read_step(struct fm_sim *sim, const struct request *request,
		     const struct fm_range *step, struct fm_ecc_found *found)
{
	struct damage damage = { 0 };
	uint32_t bits;
	int rc = find_damage(sim, step, &damage);

	if (rc < 0)
		return rc;
	bits = damage.flipped + damage.stuck;
	if (!damage.torn && bits <= sim->geometry.ecc.strength) {
		found->corrected += bits;
		if (bits > found->max_bitflips)
			found->max_bitflips = bits;
		return 0;
	}
	found->failed++;
	spoil(sim, request, step, &damage);
	return 0;
}

static bool has_fault(const struct fm_sim *sim, const struct fm_range *range)
{
	for (size_t i = 0; i < sim->fault_count; i++)
		if (fm_range_overlaps(&sim->faults[i].range, range))
			return true;
	return false;
}

/* NAND is read in whole pages, whatever part of them is asked for. */
static int read_corrected(struct fm_sim *sim, const struct request *request,
			  struct fm_ecc_found *found)
{
	uint32_t page_size = sim->page_size;
	uint64_t end = request->range->offset + request->range->size;
	struct fm_range page = { .size = page_size };
	int rc = 0;

	page.offset = request->range->offset / page_size * page_size;
	for (; page.offset < end && !rc; page.offset += page_size) {
		struct fm_range step = { page.offset,
					 sim->geometry.ecc.step_size };

		if (!has_fault(sim, &page))
			continue;
		for (; step.offset < page.offset + page_size && !rc;
		     step.offset += step.size)
			rc = read_step(sim, request, &step, found);
	}
	return rc;
}

int fm_sim_read(struct fm_sim *sim, const struct fm_range *range, uint8_t *data,
		struct fm_ecc_found *found)
{
	const struct request request = { range, data };
	struct fm_ecc_found new = { 0 };
	int rc;

	rc = fm_content_load(&sim->content, range->offset, data,
			     (size_t)range->size);
	if (rc < 0 || sim->fault_count == 0 || range->size == 0)
		return rc;
	if (sim->geometry.ecc.strength == 0) {
		read_raw(sim, &request);
		return 0;
	}
	rc = read_corrected(sim, &request, &new);
	sim->counters.corrected += (uint32_t) new.corrected;
	sim->counters.failed += (uint32_t) new.failed;
	fm_ecc_add(found, &new);
	if (!rc && new.failed > 0)
		rc = -EBADMSG;
	return rc;
}
