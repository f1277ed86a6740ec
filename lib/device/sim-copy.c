// SPDX-License-Identifier: BSD-2-Clause
/* All of one simulated chip into another. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/sim-private.h"

static bool are_alike(const struct fm_sim *a, const struct fm_sim *b)
{
	const struct fm_geometry *left = &a->geometry, *right = &b->geometry;

	return a->type == b->type && left->size == right->size &&
	       left->single.sector_size == right->single.sector_size &&
	       left->write_size == right->write_size &&
	       left->oob_size == right->oob_size &&
	       left->erased_value == right->erased_value &&
	       left->ecc.strength == right->ecc.strength &&
	       left->ecc.step_size == right->ecc.step_size;
}

static int copy_content(const struct fm_sim *from, struct fm_sim *to)
{
	const struct fm_range whole = { .size = from->geometry.size };
	uint8_t piece[FM_SIM_PIECE_SIZE];
	int rc = 0;

	for (uint64_t done = 0; done < whole.size && !rc;) {
		size_t size =
			(size_t)fm_range_clip(&whole, done, sizeof(piece));

		rc = fm_content_load(&from->content, done, piece, size);
		if (!rc)
			rc = fm_content_store(&to->content, done, piece, size);
		done += size;
	}
	return rc;
}

static void copy_sectors(const struct fm_sim *from, struct fm_sim *to)
{
	to->counters.bad_blocks = 0;
	for (uint32_t i = 0; i < to->sector_count; i++) {
		bool born_bad = to->sectors[i].born_bad;

		to->sectors[i] = from->sectors[i];
		to->sectors[i].born_bad = born_bad;
		to->counters.bad_blocks += to->sectors[i].bad;
	}
}

static int copy(const struct fm_sim *from, struct fm_sim *to)
{
	struct fm_sim_fault *faults = NULL;
	size_t size = from->fault_count * sizeof(*faults);
	int rc;

	if (!are_alike(from, to))
		return -EINVAL;
	if (to->content.read_only)
		return -EACCES;
	if (size > 0) {
		faults = malloc(size);
		if (!faults)
			return -ENOMEM;
		memcpy(faults, from->faults, size);
	}
	rc = copy_content(from, to);
	if (rc < 0) {
		free(faults);
		return rc;
	}
	free(to->faults);
	to->faults = faults;
	to->fault_count = from->fault_count;
	copy_sectors(from, to);
	size = fm_sim_blocks_bytes(from);
	if (size > 0) {
		memcpy(to->programmed, from->programmed, size);
		memcpy(to->programmed_blank, from->programmed_blank, size);
	}
	to->lock_flags = from->lock_flags;
	to->unlock_sectors = from->unlock_sectors;
	to->random = from->random;
	to->changed = true;
	return 0;
}

int fm_sim_copy(struct fm_medium *from, struct fm_medium *to)
{
	struct fm_medium *first = from < to ? from : to;
	struct fm_medium *second = from < to ? to : from;
	struct fm_sim *one, *other;
	int rc;

	if (from == to)
		return -EINVAL;
	/* In one order, so that two copies do not wait for each other. */
	rc = fm_sim_enter(first, &one);
	if (rc < 0)
		return rc;
	rc = fm_sim_enter(second, &other);
	if (rc < 0)
		return fm_sim_leave(one, rc);
	rc = first == from ? copy(one, other) : copy(other, one);
	rc = fm_sim_leave(other, rc);
	return fm_sim_leave(one, rc);
}
