// SPDX-License-Identifier: BSD-2-Clause
/* From one place to another, of the same chip or of two. */

#include <errno.h>

#include "device/piece.h"
#include "log.h"

struct copying {
	const struct fm_place *from;
	/* Of what is copied: the piece that is read now, and what follows. */
	struct fm_piece piece;
	struct fm_range left;
	uint8_t *buffer;
	size_t buffer_size;
};

static int refuse(const struct fm_chip *chip, const struct fm_range *range,
		  const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EINVAL, range->offset,
		     range->size, "%s", why);
	return -EINVAL;
}

static int check_buffer(struct fm_chip *chip, const struct fm_piece *piece,
			void *context)
{
	const struct copying *copying = context;
	const struct fm_range range = { piece->base + piece->range.offset,
					piece->range.size };

	if (fm_range_aligned(0, copying->buffer_size,
			     piece->geometry->write_size))
		return 0;
	return refuse(chip, &range,
		      "the buffer is not made of whole write blocks");
}

/*
 * A byte of each piece but the first, which is read before the first change
 * anyway: whether an MTD can be opened shows in no other way.
 */
static int check_readable(struct fm_chip *chip, const struct fm_piece *piece,
			  void *context)
{
	const struct copying *copying = context;
	uint64_t passed =
		piece->base + piece->range.offset - copying->from->range.offset;
	struct fm_piece first = *piece;
	uint8_t byte;
	struct fm_reading reading = { .data = &byte };
	int rc = fm_check_bad_blocks(chip, piece, NULL);

	if (rc < 0 || passed == 0)
		return rc;
	first.range.size = 1;
	return fm_read_piece(chip, &first, &reading);
}

/* What the destination refuses comes last, as it may look at the system. */
static int check(const struct fm_place *to, struct copying *copying)
{
	const struct fm_place *from = copying->from;
	int rc;

	if (from->chip == to->chip &&
	    fm_range_overlaps(&from->range, &to->range))
		return refuse(to->chip, &to->range,
			      "the range overlaps what is copied");
	rc = fm_for_each_piece(to->chip, to->window, &to->range, check_buffer,
			       copying);
	if (!rc)
		rc = fm_for_each_piece(from->chip, from->window, &from->range,
				       check_readable, copying);
	if (!rc)
		rc = fm_check_change(to->chip, to->window, &to->range,
				     FM_CHANGE_WRITE);
	return rc;
}

static int begin_piece(struct copying *copying)
{
	const struct fm_place *from = copying->from;
	struct fm_range *left = &copying->left;
	int rc = fm_next_piece(from->chip, from->window, left, &copying->piece);

	if (rc < 0)
		return rc;
	left->offset += copying->piece.range.size;
	left->size -= copying->piece.range.size;
	return 0;
}

/* So many bytes into the buffer, through the windows that were checked. */
static int read_chunk(struct copying *copying, uint64_t size)
{
	struct fm_chip *chip = copying->from->chip;
	struct fm_reading reading = { .data = copying->buffer };
	struct fm_range *rest = &copying->piece.range;

	while (size > 0) {
		struct fm_piece part;
		int rc = rest->size > 0 ? 0 : begin_piece(copying);

		if (rc < 0)
			return rc;
		part = copying->piece;
		if (part.range.size > size)
			part.range.size = size;
		rc = fm_read_piece(chip, &part, &reading);
		if (rc < 0)
			return rc;
		rest->offset += part.range.size;
		rest->size -= part.range.size;
		size -= part.range.size;
	}
	return 0;
}

/*
 * Each piece of the destination begins with a whole write block of its own, so
 * that the buffer is not carried over from one to the next.
 */
static int copy_piece(struct fm_chip *chip, const struct fm_piece *piece,
		      void *context)
{
	struct copying *copying = context;
	struct fm_piece part = *piece;
	uint64_t left = piece->range.size;

	while (left > 0) {
		const uint8_t *data = copying->buffer;
		uint64_t size = copying->buffer_size;
		int rc;

		if (size > left)
			size = left;
		part.range.size = size;
		rc = read_chunk(copying, size);
		if (!rc)
			rc = fm_write_piece(chip, &part, &data);
		if (rc < 0)
			return rc;
		part.range.offset += size;
		left -= size;
	}
	return 0;
}

int fm_chip_copy(const struct fm_place *from, const struct fm_place *to,
		 void *buffer, size_t buffer_size)
{
	struct copying copying = {
		.from = from,
		.left = from->range,
		.buffer = buffer,
		.buffer_size = buffer_size,
	};
	int rc = fm_check_range(from->chip, from->window, &from->range);

	if (!rc)
		rc = fm_check_range(to->chip, to->window, &to->range);
	if (rc < 0 || from->range.size == 0)
		return rc;
	if (from->chip == to->chip && from->range.offset == to->range.offset)
		return 0;
	rc = check(to, &copying);
	return rc < 0 ? rc
		      : fm_for_each_piece(to->chip, to->window, &to->range,
					  copy_piece, &copying);
}
