// SPDX-License-Identifier: BSD-2-Clause
/* What can refuse an update, before anything is changed. */

#include <errno.h>

#include "log.h"
#include "writer/writer.h"

static int refuse(const struct flashmap_writer *writer, int error,
		  const char *why)
{
	fm_log_range(FLASHMAP_LOG_ERROR, writer->target.chip->name, error,
		     writer->target.base, writer->area_size, "%s", why);
	return error;
}

/* Where the view, or the area, ends. */
static uint64_t find_capacity(const struct flashmap_writer *writer)
{
	return writer->options.skip_bad ? fm_goodblocks_capacity(&writer->view)
					: writer->area_size;
}

typedef int (*sector_fn)(struct flashmap_writer *writer,
			 const struct fm_writer_sector *sector);

/* Those from start to end; *offset is where it ended. */
static int for_each_sector(struct flashmap_writer *writer, uint64_t end,
			   sector_fn function, uint64_t *offset)
{
	struct fm_writer_sector sector;
	int rc = 0;

	*offset = writer->start;
	while (*offset < end && !rc) {
		rc = fm_writer_find_sector(writer, *offset, &sector);
		if (!rc)
			rc = function(writer, &sector);
		if (!rc)
			*offset = sector.offset + sector.piece.range.size;
	}
	return rc;
}

static int measure_sector(struct flashmap_writer *writer,
			  const struct fm_writer_sector *sector)
{
	const uint64_t size = sector->piece.range.size;

	if (size > SIZE_MAX)
		return -ENOMEM;
	if (size > writer->largest_sector)
		writer->largest_sector = (size_t)size;
	if (sector->page_count > writer->most_pages)
		writer->most_pages = sector->page_count;
	if (sector->page_size > writer->largest_page)
		writer->largest_page = sector->page_size;
	if (sector->piece.geometry->paired_pages)
		writer->paired_pages = true;
	return 0;
}

/* The end of the data, where it is known and the rest stays as it is. */
static uint64_t find_wanted_end(const struct flashmap_writer *writer,
				uint64_t capacity)
{
	const struct flashmap_writer_options *options = &writer->options;

	if (options->length == 0 || options->erase_rest)
		return capacity;
	return (uint64_t)options->offset + options->length;
}

static int check_offset(struct flashmap_writer *writer,
			struct fm_writer_sector *first, uint64_t capacity)
{
	const struct flashmap_writer_options *options = &writer->options;
	int rc;

	if (!fm_range_inside(capacity, options->offset, 1))
		return refuse(writer, -EINVAL,
			      "the offset is not inside the area");
	if (!fm_range_inside(capacity, options->offset, options->length))
		return refuse(writer, -ENOSPC,
			      "there is no room for so many bytes");
	rc = fm_writer_find_sector(writer, (uint64_t)options->offset, first);
	if (rc == -EINVAL)
		refuse(writer, rc, "the first sector is not whole in the area");
	return rc;
}

int fm_writer_measure(struct flashmap_writer *writer)
{
	const struct flashmap_writer_options *options = &writer->options;
	const uint64_t capacity = find_capacity(writer);
	struct fm_writer_sector first;
	int rc = check_offset(writer, &first, capacity);

	if (rc < 0)
		return rc;
	writer->start = first.offset;
	rc = for_each_sector(writer, find_wanted_end(writer, capacity),
			     measure_sector, &writer->end);
	/* The area ends inside a sector: that one is not touched. */
	if (rc == -EINVAL)
		rc = 0;
	if (!rc &&
	    !fm_range_inside(writer->end, options->offset, options->length))
		rc = refuse(writer, -ENOSPC,
			    "there is no room for so many bytes");
	if (!rc && writer->paired_pages && options->head_last)
		rc = refuse(writer, -ENOTSUP,
			    "on MLC NAND a cut destroys what was programmed "
			    "before, the head too");
	return rc;
}

/* What can refuse a change of all that may be changed. */
int fm_writer_check(struct flashmap_writer *writer)
{
	struct fm_range left = { writer->start, writer->end - writer->start };

	while (left.size > 0) {
		struct fm_range run = left;
		int rc;

		if (writer->options.skip_bad)
			run = fm_goodblocks_run(&writer->view, &left);
		else
			run.offset += writer->target.base;
		rc = fm_check_change(writer->target.chip, writer->target.window,
				     &run, FM_CHANGE_FLATTEN);
		if (rc < 0)
			return rc;
		left.offset += run.size;
		left.size -= run.size;
	}
	return 0;
}

/* 1 if it is locked. */
static int is_locked(struct flashmap_writer *writer,
		     const struct fm_writer_sector *sector)
{
	const struct fm_piece *piece = &sector->piece;
	int rc;

	(void)writer;
	rc = piece->medium->operations->is_locked(piece->medium, &piece->range);
	/* Out of the kernel's reach, it cannot be unlocked either. */
	return rc == -EOVERFLOW ? 0 : rc;
}

int fm_writer_unlock(struct flashmap_writer *writer)
{
	const struct fm_range *range = &writer->claim.range;
	uint64_t offset;
	int rc = for_each_sector(writer, writer->end, is_locked, &offset);

	/* Where that cannot be asked there is no lock to be found. */
	if (rc == -ENOTSUP)
		return 0;
	if (rc <= 0)
		return rc;
	if (!writer->options.unlock)
		return refuse(writer, -EPERM,
			      "a sector of it is locked by the chip");
	if (writer->options.dry_run)
		return 0;
	rc = fm_lock_state_take(&writer->locks, writer->target.chip);
	if (!rc)
		rc = fm_chip_set_locked(writer->target.chip,
					writer->target.window, range, false);
	return rc < 0 ? rc : 0;
}
