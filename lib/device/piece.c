// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>

#include "device/piece.h"
#include "device/usage.h"
#include "log.h"

int fm_next_piece(const struct fm_chip *chip, const struct fm_window *window,
		  const struct fm_range *left, struct fm_piece *piece)
{
	const struct fm_range first = { left->offset, 1 };

	if (!window)
		window = fm_chip_find_window(chip, left);
	if (!window)
		window = fm_chip_find_window(chip, &first);
	if (!window) {
		fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -ENXIO,
			     left->offset, left->size,
			     "no MTD gives access to this part of the chip");
		return -ENXIO;
	}
	piece->medium = window->medium;
	piece->base = window->range.offset;
	piece->range.offset = left->offset - window->range.offset;
	piece->range.size =
		fm_range_clip(&window->range, left->offset, left->size);
	return fm_window_geometry(window, &piece->geometry);
}

int fm_for_each_piece(struct fm_chip *chip, const struct fm_window *window,
		      const struct fm_range *range, fm_piece_fn function,
		      void *context)
{
	struct fm_range left = *range;

	while (left.size > 0) {
		struct fm_piece piece;
		int rc = fm_next_piece(chip, window, &left, &piece);

		if (!rc)
			rc = function(chip, &piece, context);
		if (rc)
			return rc;
		left.offset += piece.range.size;
		left.size -= piece.range.size;
	}
	return 0;
}

int fm_window_piece(const struct fm_window *window, struct fm_piece *piece)
{
	int rc = fm_window_geometry(window, &piece->geometry);

	piece->medium = window->medium;
	piece->base = window->range.offset;
	piece->range = (struct fm_range){ 0, 0 };
	if (!rc)
		piece->range.size = piece->geometry->size;
	return rc;
}

int fm_first_piece(struct fm_chip *chip, const struct fm_window *window,
		   const struct fm_range *range, struct fm_piece *piece)
{
	int rc = fm_check_range(chip, window, range);

	return rc < 0 ? rc : fm_next_piece(chip, window, range, piece);
}

int fm_for_each_sector(const struct fm_piece *piece, fm_sector_fn function,
		       void *context)
{
	struct fm_range left = piece->range;

	while (left.size > 0) {
		struct fm_range sector;
		uint64_t size;
		int rc;

		if (!fm_geometry_sector_at(piece->geometry, left.offset,
					   &sector))
			return 0;
		rc = function(piece, &sector, context);
		if (rc)
			return rc;
		size = fm_range_clip(&sector, left.offset, left.size);
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

/* Offsets and lengths were proven to be on the chip by this. */
int fm_check_range(const struct fm_chip *chip, const struct fm_window *window,
		   const struct fm_range *range)
{
	const struct fm_range whole = { .size = chip->extent };
	const struct fm_range *outer = window ? &window->range : &whole;

	if (fm_range_contains(outer, range))
		return 0;
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EINVAL, range->offset,
		     range->size, "the range is not on the flash device");
	return -EINVAL;
}

static int check_bad_block(const struct fm_piece *piece,
			   const struct fm_range *sector, void *context)
{
	const struct fm_chip *chip = context;
	int rc;

	rc = piece->medium->operations->is_bad(piece->medium, sector->offset);
	if (rc <= 0)
		return rc;
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EIO,
		     piece->base + sector->offset, sector->size,
		     "a bad block is in the range");
	return -EIO;
}

int fm_check_bad_blocks(struct fm_chip *chip, const struct fm_piece *piece,
			void *unused)
{
	(void)unused;
	if (!piece->geometry->bad_blocks_possible)
		return 0;
	return fm_for_each_sector(piece, check_bad_block, chip);
}

int fm_check_protection(const struct fm_chip *chip,
			const struct fm_range *range)
{
	if (!fm_chip_is_protected(chip, range))
		return 0;
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EROFS, range->offset,
		     range->size, "the range is read-only");
	return -EROFS;
}

static int refuse(const struct fm_chip *chip, const struct fm_piece *piece,
		  int error, const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, error,
		     piece->base + piece->range.offset, piece->range.size, "%s",
		     why);
	return error;
}

static int check_sectors(const struct fm_chip *chip,
			 const struct fm_piece *piece)
{
	if (piece->geometry->region_count == 0)
		return refuse(chip, piece, -ENOTSUP,
			      "the device has no sectors to erase");
	if (!fm_geometry_on_sectors(piece->geometry, &piece->range))
		return refuse(chip, piece, -EINVAL,
			      "the range is not made of whole sectors");
	return 0;
}

static int prepare(struct fm_chip *chip, const struct fm_piece *piece,
		   void *context)
{
	const enum fm_change *change = context;
	int rc = 0;

	if (*change == FM_CHANGE_ERASE ||
	    (*change == FM_CHANGE_FLATTEN && piece->geometry->region_count > 0))
		rc = check_sectors(chip, piece);
	else if (!fm_range_aligned(piece->range.offset, piece->range.size,
				   piece->geometry->write_size))
		rc = refuse(chip, piece, -EINVAL,
			    "the range is not made of whole write blocks");
	if (!rc)
		rc = piece->medium->operations->prepare_write(piece->medium);
	return rc < 0 ? rc : fm_check_bad_blocks(chip, piece, NULL);
}

int fm_check_change(struct fm_chip *chip, const struct fm_window *window,
		    const struct fm_range *range, enum fm_change change)
{
	int rc = fm_check_range(chip, window, range);

	if (rc < 0 || range->size == 0)
		return rc;
	rc = fm_check_protection(chip, range);
	if (rc < 0)
		return rc;
	rc = fm_for_each_piece(chip, window, range, prepare, &change);
	/*
	 * Last, when the descriptors hold every MTD in its place. An erase
	 * takes so long, and destroys so much, that a look is worth it.
	 */
	if (rc < 0)
		return rc;
	return fm_chip_check_in_use(chip, range, change != FM_CHANGE_WRITE);
}
