// SPDX-License-Identifier: BSD-2-Clause
/* Erase, program in ascending order, read back, compare. */

#include <errno.h>

#include "log.h"
#include "writer/writer.h"

/* A failed erase may be tried again; the program of a page never is. */
#define ERASE_ATTEMPTS 3

int fm_writer_erase(struct flashmap_writer *writer,
		    const struct fm_writer_sector *sector)
{
	const struct fm_piece *piece = &sector->piece;
	int rc = 0;

	for (int attempt = 0; attempt < ERASE_ATTEMPTS; attempt++) {
		if (writer->options.dry_run)
			break;
		if (attempt > 0)
			writer->counts.retries++;
		rc = piece->medium->operations->erase(piece->medium,
						      &piece->range);
		if (rc != -EIO)
			break;
	}
	writer->device_failed = rc == -EIO;
	if (!rc)
		writer->counts.erased++;
	else
		fm_writer_log(writer, sector, FLASHMAP_LOG_ERROR, rc,
			      "the sector cannot be erased");
	return rc;
}

int fm_writer_program(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const struct fm_range *range, const uint8_t *data)
{
	const struct fm_piece *piece = &sector->piece;
	int rc = 0;

	if (!writer->options.dry_run)
		rc = piece->medium->operations->write(
			piece->medium, piece->range.offset + range->offset,
			data, (size_t)range->size);
	writer->device_failed = rc == -EIO;
	if (!rc)
		writer->counts.programmed +=
			(range->size - 1) / sector->page_size + 1;
	else
		fm_writer_log(writer, sector, FLASHMAP_LOG_ERROR, rc,
			      "the sector cannot be programmed");
	return rc;
}

void fm_writer_flag_filled(struct flashmap_writer *writer,
			   const struct fm_writer_sector *sector,
			   const uint8_t *data)
{
	for (size_t i = 0; i < sector->page_count; i++) {
		const struct fm_range page = fm_writer_page(sector, i);

		writer->pages[i] = !fm_writer_is_blank(
			sector, data + page.offset, (size_t)page.size);
	}
}

/* The pages that are flagged, those in a row in one call. */
static int program_pages(struct flashmap_writer *writer,
			 const struct fm_writer_sector *sector,
			 const uint8_t *data, size_t first, size_t end)
{
	int rc = 0;

	for (size_t page = first; page < end && !rc; page++) {
		struct fm_range range = fm_writer_page(sector, page);

		if (!writer->pages[page])
			continue;
		while (page + 1 < end && writer->pages[page + 1])
			range.size += fm_writer_page(sector, ++page).size;
		rc = fm_writer_program(writer, sector, &range,
				       data + range.offset);
	}
	return rc;
}

static const char *find_reason(const struct fm_writer_sector *sector)
{
	const struct fm_piece *piece = &sector->piece;

	if (piece->medium->operations->is_locked(piece->medium, &piece->range) >
	    0)
		return "the sector does not read as it was written: it is "
		       "locked, and the chip ignores commands in silence";
	return "the sector does not read as it was written";
}

static int check_pages(struct flashmap_writer *writer,
		       const struct fm_writer_sector *sector,
		       const uint8_t *data, size_t first)
{
	const struct fm_piece *piece = &sector->piece;
	struct fm_comparison comparison;
	int rc;

	if (writer->options.no_verify || writer->options.dry_run)
		return 0;
	rc = fm_writer_compare(writer, sector, data, first, &comparison);
	if (rc < 0)
		return rc;
	if (comparison.refresh && !comparison.differs)
		fm_writer_log(writer, sector, FLASHMAP_LOG_WARNING, 0,
			      "so many bits flipped in what was just written "
			      "that it should be written anew");
	if (!comparison.differs)
		return 0;
	writer->counts.differs = true;
	fm_log_range(FLASHMAP_LOG_ERROR, writer->target.chip->name, -EIO,
		     piece->base + piece->range.offset +
			     comparison.first_difference,
		     sector->page_size, "%s", find_reason(sector));
	return -EIO;
}

int fm_writer_perform(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const uint8_t *data, enum fm_writer_action action,
		      bool first_last)
{
	const size_t first = first_last ? 1 : 0;
	bool first_flagged;
	int rc = 0;

	writer->device_failed = false;
	if (action == FM_WRITER_ERASE) {
		rc = fm_writer_erase(writer, sector);
		fm_writer_flag_filled(writer, sector, data);
	}
	/* To compare flags anew. */
	first_flagged = writer->pages[0];
	if (!rc)
		rc = program_pages(writer, sector, data, first,
				   sector->page_count);
	if (!rc)
		rc = check_pages(writer, sector, data, first);
	if (rc < 0 || !first_last)
		return rc;
	writer->pages[0] = first_flagged;
	rc = program_pages(writer, sector, data, 0, 1);
	return rc < 0 ? rc : check_pages(writer, sector, data, 0);
}
