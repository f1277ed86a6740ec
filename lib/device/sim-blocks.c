// SPDX-License-Identifier: BSD-2-Clause
/*
 * Write blocks that are programmed once between two erases: pages of NAND,
 * and those of NOR that carry a checksum. Content that is not blank counts as
 * programmed, whoever wrote it; content that is blank does if it was
 * programmed here.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-private.h"

bool fm_sim_programs_once(const struct fm_sim *sim)
{
	return sim->type == FM_SIM_NAND ||
	       (sim->type == FM_SIM_NOR && sim->geometry.write_size > 1);
}

size_t fm_sim_blocks_bytes(const struct fm_sim *sim)
{
	if (!fm_sim_programs_once(sim))
		return 0;
	return (size_t)(sim->geometry.size / sim->geometry.write_size / 8 + 1);
}

int fm_sim_blocks_init(struct fm_sim *sim)
{
	if (!fm_sim_programs_once(sim))
		return 0;
	if (sim->geometry.size / sim->geometry.write_size / 8 >= SIZE_MAX)
		return -EFBIG;
	sim->programmed = calloc(fm_sim_blocks_bytes(sim), 1);
	sim->programmed_blank = calloc(fm_sim_blocks_bytes(sim), 1);
	return sim->programmed && sim->programmed_blank ? 0 : -ENOMEM;
}

void fm_sim_blocks_destroy(struct fm_sim *sim)
{
	free(sim->programmed);
	free(sim->programmed_blank);
}

static bool get_bit(const uint8_t *bits, uint64_t index)
{
	return bits[index / 8] >> index % 8 & 1;
}

static void set_bit(uint8_t *bits, uint64_t index)
{
	bits[index / 8] |= (uint8_t)(1 << index % 8);
}

static void clear_bit(uint8_t *bits, uint64_t index)
{
	bits[index / 8] &= (uint8_t) ~(1 << index % 8);
}

static void scan_piece(struct fm_sim *sim, uint64_t offset, const uint8_t *data,
		       size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] != sim->geometry.erased_value)
			set_bit(sim->programmed,
				(offset + i) / sim->geometry.write_size);
}

/* Once a sector: from then on it is known without its content. */
static int scan(struct fm_sim *sim, const struct fm_range *sector)
{
	uint64_t write_size = sim->geometry.write_size;
	uint8_t piece[FM_SIM_PIECE_SIZE];

	for (uint64_t i = sector->offset / write_size;
	     i < (sector->offset + sector->size) / write_size; i++) {
		clear_bit(sim->programmed, i);
		if (get_bit(sim->programmed_blank, i))
			set_bit(sim->programmed, i);
	}
	for (uint64_t done = 0; done < sector->size;) {
		uint64_t offset = sector->offset + done;
		size_t size =
			(size_t)fm_range_clip(sector, offset, sizeof(piece));
		int rc = fm_content_load(&sim->content, offset, piece, size);

		if (rc < 0)
			return rc;
		scan_piece(sim, offset, piece, size);
		done += size;
	}
	fm_sim_sector_at(sim, sector->offset)->scanned = true;
	return 0;
}

int fm_sim_blocks_programmed(struct fm_sim *sim, const struct fm_range *range,
			     uint64_t *first)
{
	uint64_t write_size = sim->geometry.write_size;
	struct fm_range sector;
	int rc;

	if (!fm_geometry_sector_at(&sim->geometry, range->offset, &sector))
		return -EINVAL;
	if (!fm_sim_sector_at(sim, range->offset)->scanned) {
		rc = scan(sim, &sector);
		if (rc < 0)
			return rc;
	}
	for (uint64_t i = range->offset / write_size;
	     i < (range->offset + range->size) / write_size; i++) {
		if (get_bit(sim->programmed, i)) {
			*first = i * write_size;
			return 1;
		}
	}
	return 0;
}

static bool is_blank(const struct fm_sim *sim, const uint8_t *data)
{
	for (uint32_t i = 0; i < sim->geometry.write_size; i++)
		if (data[i] != sim->geometry.erased_value)
			return false;
	return true;
}

void fm_sim_blocks_program(struct fm_sim *sim, const struct fm_range *range,
			   const uint8_t *data)
{
	uint32_t write_size = sim->geometry.write_size;

	if (!fm_sim_programs_once(sim))
		return;
	for (uint64_t done = 0; done < range->size; done += write_size) {
		uint64_t index = (range->offset + done) / write_size;

		set_bit(sim->programmed, index);
		if (data && !is_blank(sim, data + done))
			continue;
		set_bit(sim->programmed_blank, index);
		sim->changed = true;
	}
}

void fm_sim_blocks_erase(struct fm_sim *sim, const struct fm_range *sector)
{
	uint64_t write_size = sim->geometry.write_size;

	if (!fm_sim_programs_once(sim))
		return;
	for (uint64_t i = sector->offset / write_size;
	     i < (sector->offset + sector->size) / write_size; i++) {
		clear_bit(sim->programmed, i);
		sim->changed |= get_bit(sim->programmed_blank, i);
		clear_bit(sim->programmed_blank, i);
	}
	fm_sim_sector_at(sim, sector->offset)->scanned = true;
}

bool fm_sim_blocks_next_blank(const struct fm_sim *sim, uint64_t *first,
			      uint64_t *count)
{
	uint64_t blocks = sim->geometry.size / sim->geometry.write_size;
	uint64_t i = *first;

	if (!fm_sim_programs_once(sim))
		return false;
	while (i < blocks && !get_bit(sim->programmed_blank, i))
		i++;
	*first = i;
	while (i < blocks && get_bit(sim->programmed_blank, i))
		i++;
	*count = i - *first;
	return *count > 0;
}
