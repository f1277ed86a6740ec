// SPDX-License-Identifier: BSD-2-Clause
/* A range of a chip gets one value all over. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/piece.h"

/* What is on the stack; only a larger write block takes memory. */
#define BUFFER_SIZE 4096

struct filling {
	/* The erased value is wanted, and erased where that can be. */
	bool flatten;
	uint8_t value;
	uint8_t *buffer;
	/* First the largest write block that is written, then the buffer's. */
	size_t size;
};

static bool is_erased(const struct filling *filling,
		      const struct fm_piece *piece)
{
	return filling->flatten && piece->geometry->region_count > 0;
}

static int find_largest(struct fm_chip *chip, const struct fm_piece *piece,
			void *context)
{
	struct filling *filling = context;

	(void)chip;
	if (!is_erased(filling, piece) &&
	    piece->geometry->write_size > filling->size)
		filling->size = piece->geometry->write_size;
	return 0;
}

static int fill_piece(struct fm_chip *chip, const struct fm_piece *piece,
		      void *context)
{
	struct filling *filling = context;
	struct fm_range left = piece->range;
	uint64_t most, erased = 0;

	if (is_erased(filling, piece))
		return fm_erase_piece(chip, piece, &erased);
	memset(filling->buffer,
	       filling->flatten ? piece->geometry->erased_value
				: filling->value,
	       filling->size);
	most = filling->size - filling->size % piece->geometry->write_size;
	while (left.size > 0) {
		uint64_t size = fm_chunk_size(piece, &left);
		int rc;

		if (size > most)
			size = most;
		rc = piece->medium->operations->write(piece->medium,
						      left.offset,
						      filling->buffer,
						      (size_t)size);
		if (rc < 0)
			return rc;
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

static int fill(struct fm_chip *chip, const struct fm_window *window,
		const struct fm_range *range, struct filling *filling)
{
	uint8_t small[BUFFER_SIZE];
	uint8_t *large = NULL;
	int rc;

	rc = fm_check_change(chip, window, range,
			     filling->flatten ? FM_CHANGE_FLATTEN
					      : FM_CHANGE_WRITE);
	if (!rc)
		rc = fm_for_each_piece(chip, window, range, find_largest,
				       filling);
	if (rc < 0)
		return rc;
	if (filling->size > sizeof(small)) {
		large = malloc(filling->size);
		if (!large)
			return -ENOMEM;
		filling->buffer = large;
	} else {
		filling->buffer = small;
		filling->size = sizeof(small);
	}
	rc = fm_for_each_piece(chip, window, range, fill_piece, filling);
	free(large);
	return rc;
}

int fm_chip_fill(struct fm_chip *chip, const struct fm_window *window,
		 const struct fm_range *range, uint8_t value)
{
	struct filling filling = { .value = value };

	return fill(chip, window, range, &filling);
}

int fm_chip_flatten(struct fm_chip *chip, const struct fm_window *window,
		    const struct fm_range *range)
{
	struct filling filling = { .flatten = true };

	return fill(chip, window, range, &filling);
}
