// SPDX-License-Identifier: BSD-2-Clause
/*
 * What is left of an operation that was cut off on its way. Real cells are
 * then neither programmed nor erased: they read one way now and another way
 * later, or well now and fail when they are used.
 */

#include <errno.h>
#include <string.h>

#include "device/sim-private.h"

/* How many bytes of so many an operation had done. */
static uint64_t bytes_done(uint64_t size, enum flashmap_sim_cut cut)
{
	if (cut == FLASHMAP_SIM_CUT_LAST_BYTE)
		return size - 1;
	return cut == FLASHMAP_SIM_CUT_HALF ? size / 2 : 0;
}

/* Of a fault: bits that are programmed in data; whether none is left. */
static bool settle_fault(const struct fm_sim *sim, struct fm_sim_fault *fault,
			 const struct fm_range *range, const uint8_t *data)
{
	uint8_t erased = sim->geometry.erased_value, left = 0;

	for (uint64_t at = 0; at < fault->range.size; at++) {
		uint64_t offset = fault->range.offset + at;

		if (fm_range_clip(range, offset, 1))
			fault->bits[at] &= (uint8_t) ~(
				data[offset - range->offset] ^ erased);
		left |= fault->bits[at];
	}
	return left == 0;
}

void fm_sim_settle(struct fm_sim *sim, const struct fm_range *range,
		   const uint8_t *data)
{
	size_t i = 0;

	/* Where blocks are programmed once, that takes an erase. */
	if (fm_sim_programs_once(sim))
		return;
	while (i < sim->fault_count) {
		struct fm_sim_fault *fault = &sim->faults[i];

		if (fault->kind != FM_SIM_TORN_PROGRAM ||
		    !fm_range_overlaps(&fault->range, range)) {
			i++;
			continue;
		}
		sim->changed = true;
		if (settle_fault(sim, fault, range, data))
			*fault = sim->faults[--sim->fault_count];
		else
			i++;
	}
}

/* Bits of a page that were unstable before, or change now. */
static int find_unstable(struct fm_sim *sim, const struct fm_range *page,
			 const uint8_t *data, uint8_t *bits)
{
	int rc = fm_content_load(&sim->content, page->offset, bits,
				 (size_t)page->size);

	if (rc < 0)
		return rc;
	for (uint64_t i = 0; i < page->size; i++)
		bits[i] ^= data[i];
	for (size_t i = 0; i < sim->fault_count; i++) {
		const struct fm_sim_fault *fault = &sim->faults[i];

		if (fault->kind != FM_SIM_TORN_PROGRAM)
			continue;
		for (uint64_t at = 0; at < page->size; at++)
			if (fm_range_clip(&fault->range, page->offset + at, 1))
				bits[at] |= fault->bits[page->offset + at -
							fault->range.offset];
	}
	return 0;
}

/* NOR by bytes: those before the cut are done, the others unstable. */
static int tear_bytes(struct fm_sim *sim, const struct fm_range *page,
		      const uint8_t *data, enum flashmap_sim_cut cut)
{
	uint64_t done = bytes_done(page->size, cut);
	struct fm_sim_fault fault = {
		.kind = FM_SIM_TORN_PROGRAM,
		.range = { page->offset + done, page->size - done },
		.number = cut,
	};
	static const uint8_t none[FM_SIM_NOR_PAGE_SIZE];
	uint8_t bits[FM_SIM_NOR_PAGE_SIZE];
	int rc = find_unstable(sim, page, data, bits);

	if (!rc)
		rc = fm_content_store(&sim->content, page->offset, data,
				      (size_t)page->size);
	if (rc < 0)
		return rc;
	fm_sim_settle(sim, page, data);
	memcpy(fault.bits, bits + done, (size_t)fault.range.size);
	if (memcmp(fault.bits, none, sizeof(none)) == 0)
		return 0;
	return fm_sim_add_fault(sim, &fault);
}

/*
 * NOR by write blocks with a checksum: those before the cut are done, nothing
 * can be made of the others.
 */
static int tear_blocks(struct fm_sim *sim, const struct fm_range *page,
		       const uint8_t *data, enum flashmap_sim_cut cut)
{
	uint64_t done = bytes_done(page->size, cut);
	struct fm_sim_fault fault = { .kind = FM_SIM_TORN_PROGRAM,
				      .number = cut };
	int rc;

	done -= done % sim->geometry.write_size;
	fault.range.offset = page->offset + done;
	fault.range.size = page->size - done;
	memset(fault.bits, 0xff, sizeof(fault.bits));
	rc = fm_content_store(&sim->content, page->offset, data,
			      (size_t)page->size);
	if (rc < 0)
		return rc;
	fm_sim_blocks_program(sim, page, NULL);
	return fm_sim_add_fault(sim, &fault);
}

/* NAND: ECC tells that a page is not what was programmed, or not always. */
static int tear_page(struct fm_sim *sim, const struct fm_range *page,
		     const uint8_t *data, enum flashmap_sim_cut cut)
{
	struct fm_sim_fault fault = {
		.kind = FM_SIM_TORN_PROGRAM,
		.range = *page,
		.number = cut,
	};
	uint64_t stored = bytes_done(page->size, cut);
	int rc;

	if (cut == FLASHMAP_SIM_CUT_LAST_BYTE)
		stored = page->size;
	memset(fault.bits, 0xff, sizeof(fault.bits));
	rc = fm_content_store(&sim->content, page->offset, data,
			      (size_t)stored);
	if (rc < 0)
		return rc;
	fm_sim_blocks_program(sim, page, NULL);
	return fm_sim_add_fault(sim, &fault);
}

int fm_sim_tear_program(struct fm_sim *sim, const struct fm_range *page,
			const uint8_t *data, enum flashmap_sim_cut cut)
{
	if (sim->type == FM_SIM_RAM)
		return fm_content_store(&sim->content, page->offset, data,
					(size_t)bytes_done(page->size, cut));
	if (sim->type == FM_SIM_NAND)
		return tear_page(sim, page, data, cut);
	if (sim->geometry.write_size > 1)
		return tear_blocks(sim, page, data, cut);
	return tear_bytes(sim, page, data, cut);
}

/*
 * Before NOR erases it programs all bits, from the end of the sector on: cut
 * in there, the head is as it was and the tail is gone.
 */
static int destroy_tail(struct fm_sim *sim, const struct fm_range *sector)
{
	const struct fm_range tail = {
		sector->offset + sector->size / 2,
		sector->size - sector->size / 2,
	};

	fm_sim_remove_faults(sim, FM_SIM_TORN_PROGRAM, &tail);
	/* Its write blocks are programmed now. */
	fm_sim_sector_at(sim, sector->offset)->scanned = false;
	return fm_content_fill_with(&sim->content, tail.offset, tail.size,
				    (uint8_t)~sim->geometry.erased_value);
}

int fm_sim_tear_erase(struct fm_sim *sim, const struct fm_range *sector,
		      enum flashmap_sim_cut cut)
{
	const struct fm_sim_fault fault = {
		.kind = FM_SIM_TORN_ERASE,
		.range = *sector,
		.number = cut,
	};
	int rc;

	if (sim->type == FM_SIM_RAM)
		return fm_content_fill(&sim->content, sector->offset,
				       bytes_done(sector->size, cut));
	if (sim->type == FM_SIM_NOR && cut == FLASHMAP_SIM_CUT_FIRST_BYTE)
		return destroy_tail(sim, sector);
	rc = fm_content_fill(&sim->content, sector->offset, sector->size);
	if (rc < 0)
		return rc;
	fm_sim_blocks_erase(sim, sector);
	fm_sim_remove_faults(sim, FM_SIM_TORN_PROGRAM, sector);
	fm_sim_remove_faults(sim, FM_SIM_TORN_ERASE, sector);
	return fm_sim_add_fault(sim, &fault);
}
