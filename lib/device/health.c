// SPDX-License-Identifier: BSD-2-Clause
/* Bad blocks of a chip, and what it says of its error correction. */

#include <errno.h>

#include "device/piece.h"
#include "device/usage.h"
#include "log.h"

/* The sector at a chip offset; 0 if it cannot be bad, else 1. */
static int find_block(struct fm_chip *chip, const struct fm_window *window,
		      uint64_t offset, struct fm_piece *piece,
		      struct fm_range *sector)
{
	const struct fm_range first = { offset, 1 };
	int rc = fm_first_piece(chip, window, &first, piece);

	if (rc < 0)
		return rc;
	return piece->geometry->bad_blocks_possible &&
	       fm_geometry_sector_at(piece->geometry, piece->range.offset,
				     sector);
}

int fm_chip_is_bad(struct fm_chip *chip, const struct fm_window *window,
		   uint64_t offset)
{
	struct fm_range sector;
	struct fm_piece piece;
	int rc = find_block(chip, window, offset, &piece, &sector);

	if (rc <= 0)
		return rc;
	return piece.medium->operations->is_bad(piece.medium, sector.offset);
}

int fm_chip_mark_bad(struct fm_chip *chip, const struct fm_window *window,
		     const struct fm_range *within, uint64_t offset)
{
	const struct fm_medium_operations *operations;
	struct fm_range sector, block;
	struct fm_piece piece;
	int rc = find_block(chip, window, offset, &piece, &sector);

	if (rc < 0)
		return rc;
	if (rc == 0)
		return -ENOTSUP;
	block.offset = piece.base + sector.offset;
	block.size = sector.size;
	if (!fm_range_contains(within, &block))
		return -EINVAL;
	rc = fm_check_protection(chip, &block);
	operations = piece.medium->operations;
	if (!rc)
		rc = operations->prepare_write(piece.medium);
	if (!rc)
		rc = fm_chip_check_in_use(chip, &block, true);
	/*
	 * The kernel does nothing either to a block that is bad, but counts it
	 * once more (drivers/mtd/mtdcore.c, mtd_block_markbad()).
	 */
	if (!rc)
		rc = operations->is_bad(piece.medium, sector.offset);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	return operations->mark_bad(piece.medium, sector.offset);
}

/* All windows of a range may have different chips' worth of ability. */
static int add_state(struct fm_chip *chip, const struct fm_piece *piece,
		     void *context)
{
	struct fm_ecc_state *state = context;
	struct fm_ecc_counters counters;
	int rc;

	if (!piece->geometry->has_ecc)
		return -ENOTSUP;
	rc = piece->medium->operations->get_ecc_counters(piece->medium,
							 &counters);
	if (rc < 0)
		return rc;
	state->ability = piece->geometry->ecc;
	state->corrected += counters.corrected;
	state->failed += counters.failed;
	state->bad_blocks += counters.bad_blocks;
	state->reserved_blocks += counters.reserved_blocks;
	pthread_mutex_lock(&chip->lock);
	fm_ecc_add(&state->found, &piece->medium->found);
	pthread_mutex_unlock(&chip->lock);
	return 0;
}

int fm_chip_get_ecc_state(struct fm_chip *chip, const struct fm_window *window,
			  const struct fm_range *range,
			  struct fm_ecc_state *state)
{
	int rc = fm_check_range(chip, window, range);

	*state = (struct fm_ecc_state){ 0 };
	return rc < 0 ? rc
		      : fm_for_each_piece(chip, window, range, add_state,
					  state);
}
