// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "writer/writer.h"

/* A bit that is not settled reads well each time once in 2^15 sectors. */
#define SETTLED_READS 16

struct comparing {
	const struct fm_writer_sector *sector;
	const uint8_t *data;
	struct fm_comparison *comparison;
};

/* Whether bits that are programmed would have to be erased ones. */
static bool needs_erase(const struct fm_writer_sector *sector,
			const uint8_t *old, const uint8_t *new, size_t size)
{
	const uint8_t erased = sector->piece.geometry->erased_value;

	for (size_t i = 0; i < size; i++)
		if ((old[i] ^ erased) & ~(new[i] ^ erased))
			return true;
	return false;
}

/* Whether the page differs. */
static bool compare_page(const struct comparing *comparing,
			 const struct fm_range *page, const uint8_t *old)
{
	const struct fm_writer_sector *sector = comparing->sector;
	const uint8_t *new = comparing->data + page->offset;
	struct fm_comparison *comparison = comparing->comparison;
	const size_t size = (size_t)page->size;
	bool blank = fm_writer_is_blank(sector, old, size);

	if (page->offset == 0)
		comparison->first_page_blank = blank;
	if (!fm_writer_is_blank(sector, new, size))
		comparison->tail_blank = blank;
	if (memcmp(old, new, size) == 0)
		return false;
	if (!comparison->differs)
		comparison->first_difference = page->offset;
	comparison->differs = true;
	if (!blank && !comparison->needs_erase)
		comparison->needs_erase = needs_erase(sector, old, new, size);
	return true;
}

static int compare_pages(struct flashmap_writer *writer,
			 const struct comparing *comparing, size_t first,
			 size_t count)
{
	const struct fm_writer_sector *sector = comparing->sector;
	const struct fm_range last = fm_writer_page(sector, first + count - 1);
	struct fm_range range = fm_writer_page(sector, first);
	struct fm_ecc_result result = { 0 };
	int rc;

	range.size = last.offset - range.offset + last.size;
	rc = fm_writer_read(writer, sector, &range, writer->chunk, &result);
	writer->counts.corrected += result.found.corrected;
	comparing->comparison->refresh |= result.refresh_wanted;
	if (rc < 0 && rc != -EBADMSG)
		return rc;
	for (size_t i = 0; i < count; i++) {
		struct fm_range page = fm_writer_page(sector, first + i);

		writer->pages[first + i] = compare_page(
			comparing, &page,
			writer->chunk + (page.offset - range.offset));
	}
	/* What could not be corrected differs, whatever it looks like. */
	if (rc == -EBADMSG) {
		comparing->comparison->differs = true;
		comparing->comparison->needs_erase = true;
	}
	return 0;
}

int fm_writer_compare(struct flashmap_writer *writer,
		      const struct fm_writer_sector *sector,
		      const uint8_t *data, size_t first_page,
		      struct fm_comparison *comparison)
{
	const struct comparing comparing = { sector, data, comparison };
	const size_t most = writer->chunk_size / sector->page_size;
	int rc = 0;

	*comparison = (struct fm_comparison){ 0 };
	for (size_t page = first_page; page < sector->page_count && !rc;) {
		size_t count = sector->page_count - page;

		if (count > most)
			count = most;
		rc = compare_pages(writer, &comparing, page, count);
		page += count;
	}
	return rc;
}

/* 1 if a page is as it is to be at every reading. */
static int is_page_settled(struct flashmap_writer *writer,
			   const struct fm_writer_sector *sector,
			   const uint8_t *data, size_t number)
{
	const struct fm_range page = fm_writer_page(sector, number);
	uint64_t corrected = 0;

	for (int i = 0; i < SETTLED_READS; i++) {
		struct fm_ecc_result result = { 0 };
		int rc = fm_writer_read(writer, sector, &page, writer->chunk,
					&result);

		if (rc == -EBADMSG)
			return 0;
		if (rc < 0)
			return rc;
		if (memcmp(writer->chunk, data + page.offset,
			   (size_t)page.size) != 0)
			return 0;
		/* Cells that wear out flip alike, those cut off at random. */
		if (i > 0 && result.found.corrected != corrected)
			return 0;
		corrected = result.found.corrected;
	}
	return 1;
}

int fm_writer_is_settled(struct flashmap_writer *writer,
			 const struct fm_writer_sector *sector,
			 const uint8_t *data)
{
	size_t last = sector->page_count - 1;
	int rc;

	/* The page that was programmed last; the first one, for a head. */
	while (last > 0) {
		const struct fm_range page = fm_writer_page(sector, last);

		if (!fm_writer_is_blank(sector, data + page.offset,
					(size_t)page.size))
			break;
		last--;
	}
	rc = is_page_settled(writer, sector, data, last);
	if (rc > 0 && last > 0)
		rc = is_page_settled(writer, sector, data, 0);
	return rc;
}
