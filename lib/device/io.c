// SPDX-License-Identifier: BSD-2-Clause
/*
 * Input and output of a chip: a range is served piece by piece by windows,
 * and nothing is changed before every piece was found fit to be changed.
 */

#include <errno.h>

#include "device/chip.h"
#include "device/usage.h"
#include "log.h"

/* Chunk of a transfer where a medium has no sectors. */
#define CHUNK_SIZE 65536

/* A part of a range of the chip that one window serves. */
struct piece {
	struct fm_medium *medium;
	const struct fm_geometry *geometry;
	/* On the medium. */
	struct fm_range range;
};

typedef int (*piece_fn)(struct device *chip, const struct piece *piece,
			void *context);

/* What is read or written, and how far it has come. */
struct transfer {
	uint8_t *read_into;
	const uint8_t *write_from;
};

/* The next piece of what is left of a range. */
static int next_piece(const struct device *chip, const struct fm_window *window,
		      const struct fm_range *left, struct piece *piece)
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
	piece->range.offset = left->offset - window->range.offset;
	piece->range.size =
		fm_range_clip(&window->range, left->offset, left->size);
	return window->medium->operations->get_geometry(window->medium,
							&piece->geometry);
}

static int for_each_piece(struct device *chip, const struct fm_window *window,
			  const struct fm_range *range, piece_fn function,
			  void *context)
{
	struct fm_range left = *range;

	while (left.size > 0) {
		struct piece piece;
		int rc = next_piece(chip, window, &left, &piece);

		if (rc < 0)
			return rc;
		rc = function(chip, &piece, context);
		if (rc < 0)
			return rc;
		left.offset += piece.range.size;
		left.size -= piece.range.size;
	}
	return 0;
}

/* Offsets and lengths were proven to be on the chip by this. */
static int check_range(const struct device *chip,
		       const struct fm_window *window,
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

/* The part of what is left of a piece that goes in one call. */
static uint64_t chunk_size(const struct piece *piece,
			   const struct fm_range *left)
{
	struct fm_range sector;

	if (fm_geometry_sector_at(piece->geometry, left->offset, &sector))
		return fm_range_clip(&sector, left->offset, left->size);
	return left->size < CHUNK_SIZE ? left->size : CHUNK_SIZE;
}

static int check_bad_blocks(struct device *chip, const struct piece *piece,
			    void *unused)
{
	struct fm_medium *medium = piece->medium;
	struct fm_range left = piece->range;

	(void)unused;
	if (!piece->geometry->bad_blocks_possible)
		return 0;
	while (left.size > 0) {
		uint64_t size = chunk_size(piece, &left);
		struct fm_range sector;
		int rc;

		if (!fm_geometry_sector_at(piece->geometry, left.offset,
					   &sector))
			return 0;
		rc = medium->operations->is_bad(medium, sector.offset);
		if (rc < 0)
			return rc;
		if (rc > 0) {
			fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EIO,
				     sector.offset, sector.size,
				     "a bad block is in the range");
			return -EIO;
		}
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

static int transfer_piece(struct device *chip, const struct piece *piece,
			  void *context)
{
	const struct fm_medium_operations *operations;
	struct transfer *transfer = context;
	struct fm_range left = piece->range;

	(void)chip;
	operations = piece->medium->operations;
	while (left.size > 0) {
		size_t size = (size_t)chunk_size(piece, &left);
		int rc;

		if (transfer->write_from) {
			rc = operations->write(piece->medium, left.offset,
					       transfer->write_from, size);
			transfer->write_from += size;
		} else {
			rc = operations->read(piece->medium, left.offset,
					      transfer->read_into, size);
			transfer->read_into += size;
		}
		if (rc < 0)
			return rc;
		left.offset += size;
		left.size -= size;
	}
	return 0;
}

int fm_chip_read(struct device *chip, const struct fm_window *window,
		 const struct fm_range *range, void *data)
{
	struct transfer transfer = { .read_into = data };
	int rc = check_range(chip, window, range);

	if (!rc)
		rc = for_each_piece(chip, window, range, check_bad_blocks,
				    NULL);
	if (!rc)
		rc = for_each_piece(chip, window, range, transfer_piece,
				    &transfer);
	return rc;
}

static int prepare_piece(struct device *chip, const struct piece *piece)
{
	int rc = piece->medium->operations->prepare_write(piece->medium);

	return rc < 0 ? rc : check_bad_blocks(chip, piece, NULL);
}

static int refuse(const struct device *chip, const struct piece *piece,
		  int error, const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, chip->name, error, piece->range.offset,
		     piece->range.size, "%s", why);
	return error;
}

static int prepare_write(struct device *chip, const struct piece *piece,
			 void *unused)
{
	(void)unused;
	if (!fm_range_aligned(piece->range.offset, piece->range.size,
			      piece->geometry->write_size))
		return refuse(chip, piece, -EINVAL,
			      "the range is not made of whole write blocks");
	return prepare_piece(chip, piece);
}

static int prepare_erase(struct device *chip, const struct piece *piece,
			 void *unused)
{
	(void)unused;
	if (piece->geometry->region_count == 0)
		return refuse(chip, piece, -ENOTSUP,
			      "the device has no sectors to erase");
	if (!fm_geometry_on_sectors(piece->geometry, &piece->range))
		return refuse(chip, piece, -EINVAL,
			      "the range is not made of whole sectors");
	return prepare_piece(chip, piece);
}

/* All that can refuse a change, before the first one. */
static int check_change(struct device *chip, const struct fm_window *window,
			const struct fm_range *range, piece_fn prepare,
			bool erase)
{
	int rc = check_range(chip, window, range);

	if (rc < 0 || range->size == 0)
		return rc;
	if (fm_chip_is_protected(chip, range)) {
		fm_log_range(FLASHMAP_LOG_ERROR, chip->name, -EROFS,
			     range->offset, range->size,
			     "the range is read-only");
		return -EROFS;
	}
	rc = for_each_piece(chip, window, range, prepare, NULL);
	/*
	 * Last, when the descriptors hold every MTD in its place. An erase
	 * takes so long, and destroys so much, that a look is worth it.
	 */
	return rc < 0 ? rc : fm_chip_check_in_use(chip, range, erase);
}

int fm_chip_write(struct device *chip, const struct fm_window *window,
		  const struct fm_range *range, const void *data)
{
	struct transfer transfer = { .write_from = data };
	int rc = check_change(chip, window, range, prepare_write, false);

	if (rc < 0)
		return rc;
	return for_each_piece(chip, window, range, transfer_piece, &transfer);
}

static int erase_piece(struct device *chip, const struct piece *piece,
		       void *unused)
{
	struct fm_medium *medium = piece->medium;
	struct fm_range left = piece->range;

	(void)chip;
	(void)unused;
	while (left.size > 0) {
		struct fm_range sector;
		int rc;

		if (!fm_geometry_sector_at(piece->geometry, left.offset,
					   &sector))
			return -EINVAL;
		rc = medium->operations->erase(medium, &sector);
		if (rc < 0)
			return rc;
		left.offset += sector.size;
		left.size -= sector.size;
	}
	return 0;
}

int fm_chip_erase(struct device *chip, const struct fm_window *window,
		  const struct fm_range *range)
{
	int rc = check_change(chip, window, range, prepare_erase, true);

	if (rc < 0)
		return rc;
	return for_each_piece(chip, window, range, erase_piece, NULL);
}

int fm_chip_is_bad(struct device *chip, const struct fm_window *window,
		   uint64_t offset)
{
	const struct fm_range first = { offset, 1 };
	struct fm_range sector;
	struct piece piece;
	int rc;

	rc = check_range(chip, window, &first);
	if (rc < 0)
		return rc;
	rc = next_piece(chip, window, &first, &piece);
	if (rc < 0)
		return rc;
	if (!piece.geometry->bad_blocks_possible ||
	    !fm_geometry_sector_at(piece.geometry, piece.range.offset, &sector))
		return 0;
	return piece.medium->operations->is_bad(piece.medium, sector.offset);
}
