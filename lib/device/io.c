// SPDX-License-Identifier: BSD-2-Clause
/*
 * Input and output of a chip: a range is served piece by piece by windows,
 * and nothing is changed before every piece was found fit to be changed.
 */

#include <errno.h>

#include "device/piece.h"

/* Chunk of a transfer where a medium has no sectors. */
#define CHUNK_SIZE 65536

uint64_t fm_chunk_size(const struct fm_piece *piece,
		       const struct fm_range *left)
{
	struct fm_range sector;

	if (fm_geometry_sector_at(piece->geometry, left->offset, &sector))
		return fm_range_clip(&sector, left->offset, left->size);
	return left->size < CHUNK_SIZE ? left->size : CHUNK_SIZE;
}

/* Rarely there is something to note, so that a lock costs nothing. */
static void note_found(struct fm_chip *chip, const struct fm_piece *piece,
		       const struct fm_ecc_found *found,
		       struct fm_ecc_result *result)
{
	if (found->corrected > 0 || found->failed > 0) {
		pthread_mutex_lock(&chip->lock);
		fm_ecc_add(&piece->medium->found, found);
		pthread_mutex_unlock(&chip->lock);
	}
	if (result)
		fm_ecc_result_add(result, piece->geometry->has_ecc,
				  &piece->geometry->ecc, found);
}

int fm_read_piece(struct fm_chip *chip, const struct fm_piece *piece,
		  void *context)
{
	struct fm_reading *reading = context;
	struct fm_range left = piece->range;

	while (left.size > 0) {
		size_t size = (size_t)fm_chunk_size(piece, &left);
		struct fm_ecc_found found = { 0 };
		int rc;

		rc = piece->medium->operations->read(piece->medium, left.offset,
						     reading->data, size,
						     &found);
		note_found(chip, piece, &found, reading->result);
		if (rc == -EBADMSG && reading->result)
			reading->error = rc;
		else if (rc < 0)
			return rc;
		reading->data += size;
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

int fm_chip_read(struct fm_chip *chip, const struct fm_window *window,
		 const struct fm_range *range, void *data,
		 struct fm_ecc_result *result)
{
	struct fm_reading reading = { .data = data, .result = result };
	int rc = fm_check_range(chip, window, range);

	if (!rc)
		rc = fm_for_each_piece(chip, window, range, fm_check_bad_blocks,
				       NULL);
	if (!rc)
		rc = fm_for_each_piece(chip, window, range, fm_read_piece,
				       &reading);
	return rc < 0 ? rc : reading.error;
}

int fm_write_piece(struct fm_chip *chip, const struct fm_piece *piece,
		   void *context)
{
	const uint8_t **next = context;
	struct fm_range left = piece->range;

	(void)chip;
	while (left.size > 0) {
		size_t size = (size_t)fm_chunk_size(piece, &left);
		int rc = piece->medium->operations->write(
			piece->medium, left.offset, *next, size);

		if (rc < 0)
			return rc;
		*next += size;
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

int fm_chip_write(struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *range, const void *data,
		  int64_t *failed)
{
	const uint8_t *next = data;
	int rc = fm_check_change(chip, window, range, FM_CHANGE_WRITE);

	if (failed)
		*failed = -1;
	if (rc < 0)
		return rc;
	rc = fm_for_each_piece(chip, window, range, fm_write_piece, &next);
	if (rc < 0 && failed)
		*failed = next - (const uint8_t *)data;
	return rc;
}

static int erase_sector(const struct fm_piece *piece,
			const struct fm_range *sector, void *context)
{
	uint64_t *done = context;
	int rc = piece->medium->operations->erase(piece->medium, sector);

	if (!rc)
		*done += sector->size;
	return rc;
}

int fm_erase_piece(struct fm_chip *chip, const struct fm_piece *piece,
		   void *context)
{
	(void)chip;
	return fm_for_each_sector(piece, erase_sector, context);
}

int fm_chip_erase(struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *range, int64_t *failed)
{
	uint64_t done = 0;
	int rc = fm_check_change(chip, window, range, FM_CHANGE_ERASE);

	if (failed)
		*failed = -1;
	if (rc < 0)
		return rc;
	rc = fm_for_each_piece(chip, window, range, fm_erase_piece, &done);
	if (rc < 0 && failed)
		*failed = (int64_t)done;
	return rc;
}
