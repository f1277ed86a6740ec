// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "log.h"
#include "writer/writer.h"

/* What NOR and RAM program at a time, unless a write block is larger. */
#define NOR_PAGE_SIZE 256
/* Where there are no sectors. */
#define PART_SIZE 65536

/* From an offset to the end of what is one piece on the chip. */
static struct fm_range find_run(const struct flashmap_writer *writer,
				uint64_t offset)
{
	struct fm_range left = { offset, 0 };

	if (writer->options.skip_bad) {
		left.size = fm_goodblocks_capacity(&writer->view) - offset;
		return fm_goodblocks_run(&writer->view, &left);
	}
	left.size = writer->area_size - offset;
	left.offset += writer->target.base;
	return left;
}

static uint32_t find_page_size(const struct fm_geometry *geometry)
{
	uint32_t write_size = geometry->write_size;

	if (geometry->bad_blocks_possible || write_size >= NOR_PAGE_SIZE)
		return write_size;
	return NOR_PAGE_SIZE - NOR_PAGE_SIZE % write_size;
}

/* The sector that the piece begins in, on its medium. */
static int find_on_medium(const struct flashmap_writer *writer, uint64_t offset,
			  const struct fm_piece *piece, struct fm_range *sector)
{
	const struct fm_range area = { 0, writer->area_size };
	uint64_t into;

	if (piece->geometry->write_size == 0)
		return -ENOTSUP;
	if (fm_geometry_sector_at(piece->geometry, piece->range.offset, sector))
		return 0;
	if (piece->geometry->region_count > 0)
		return -EINVAL;
	if (!piece->geometry->no_explicit_erase)
		return -ENOTSUP;
	into = offset % PART_SIZE;
	sector->offset = piece->range.offset - into;
	sector->size = fm_range_clip(&area, offset - into, PART_SIZE);
	return 0;
}

int fm_writer_find_sector(struct flashmap_writer *writer, uint64_t offset,
			  struct fm_writer_sector *sector)
{
	const struct fm_range run = find_run(writer, offset);
	struct fm_piece *piece = &sector->piece;
	struct fm_range whole = { 0, writer->area_size };
	struct fm_range inside;
	uint64_t into;
	int rc;

	rc = fm_first_piece(writer->target.chip, writer->target.window, &run,
			    piece);
	if (!rc)
		rc = find_on_medium(writer, offset, piece, &inside);
	if (rc < 0)
		return rc;
	into = piece->range.offset - inside.offset;
	if (into > offset)
		return -EINVAL;
	sector->offset = offset - into;
	if (fm_range_clip(&whole, sector->offset, inside.size) != inside.size)
		return -EINVAL;
	piece->range = inside;
	sector->page_size = find_page_size(piece->geometry);
	if (sector->page_size > inside.size)
		sector->page_size = (uint32_t)inside.size;
	sector->page_count =
		(size_t)((inside.size - 1) / sector->page_size + 1);
	return 0;
}

struct fm_range fm_writer_page(const struct fm_writer_sector *sector,
			       size_t page)
{
	const struct fm_range whole = { 0, sector->piece.range.size };
	const uint64_t offset = (uint64_t)page * sector->page_size;

	return (struct fm_range){
		.offset = offset,
		.size = fm_range_clip(&whole, offset, sector->page_size),
	};
}

bool fm_writer_is_blank(const struct fm_writer_sector *sector,
			const uint8_t *data, size_t size)
{
	/* The C library compares faster than a loop over bytes: with itself. */
	return size == 0 || (data[0] == sector->piece.geometry->erased_value &&
			     memcmp(data, data + 1, size - 1) == 0);
}

int fm_writer_read(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector,
		   const struct fm_range *range, uint8_t *data,
		   struct fm_ecc_result *result)
{
	struct fm_reading reading = { .data = data, .result = result };
	struct fm_piece part = sector->piece;
	int rc;

	part.range.offset += range->offset;
	part.range.size = range->size;
	rc = fm_read_piece(writer->target.chip, &part, &reading);
	return rc < 0 ? rc : reading.error;
}

int fm_writer_fail(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector, int rc)
{
	if (rc < 0 && writer->counts.failed_offset == UINT64_MAX)
		writer->counts.failed_offset = sector->offset;
	return rc;
}

void fm_writer_log(const struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector,
		   enum flashmap_log_level level, int error, const char *text)
{
	const struct fm_piece *piece = &sector->piece;

	fm_log_range(level, writer->target.chip->name, error,
		     piece->base + piece->range.offset, piece->range.size, "%s",
		     text);
}
