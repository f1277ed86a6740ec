// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "writer/writer.h"

/* What is read at a time, where that is several pages. */
#define CHUNK_SIZE 65536

/* Of another release of the header; what is behind ours has to be zeros. */
static int copy_options(struct flashmap_writer *writer,
			const struct flashmap_writer_options *options,
			size_t size)
{
	const uint8_t *bytes = (const uint8_t *)options;

	for (size_t i = sizeof(*options); i < size; i++)
		if (bytes[i] != 0)
			return -ENOTSUP;
	if (size > sizeof(*options))
		size = sizeof(*options);
	if (options)
		memcpy(&writer->options, options, size);
	return 0;
}

static int check_options(struct flashmap_writer *writer)
{
	const struct flashmap_writer_options *options = &writer->options;

	if (options->mark_bad && !options->skip_bad)
		return -EINVAL;
	if (!options->sha256)
		return 0;
	memcpy(writer->sha256, options->sha256, sizeof(writer->sha256));
	return fm_sha256_start(&writer->hash);
}

static int find_area(struct flashmap_writer *writer,
		     const struct flash_area *fa)
{
	struct fm_range range;
	int rc = fm_resolve_range(fa, 0, fa->fa_size, &writer->target, &range);

	writer->area_size = fa->fa_size;
	if (rc < 0 || !writer->options.skip_bad)
		return rc;
	return fm_goodblocks_init(&writer->view, writer->target.chip,
				  writer->target.window, &range);
}

static int allocate(struct flashmap_writer *writer)
{
	const size_t page = writer->largest_page;

	writer->chunk_size = CHUNK_SIZE;
	if (writer->chunk_size < page)
		writer->chunk_size = page;
	if (writer->chunk_size > writer->largest_sector)
		writer->chunk_size = writer->largest_sector;
	writer->data = malloc(writer->largest_sector);
	writer->other = malloc(writer->largest_sector);
	writer->chunk = malloc(writer->chunk_size);
	writer->pages = calloc(writer->most_pages, 1);
	return writer->data && writer->other && writer->chunk && writer->pages
		       ? 0
		       : -ENOMEM;
}

/* Bad blocks that turn up may lead on to any other one of a view. */
static int claim(struct flashmap_writer *writer)
{
	struct fm_range range = { writer->target.base, writer->area_size };

	if (!writer->options.skip_bad) {
		range.offset += writer->start;
		range.size = writer->end - writer->start;
	}
	return fm_claim_take(&writer->claim, writer->target.chip, &range);
}

/* What is before the data in their first sector. */
static int begin_inside(struct flashmap_writer *writer)
{
	const struct flashmap_writer_options *options = &writer->options;
	const struct fm_range before = { 0, (uint64_t)options->offset -
						    writer->start };
	int rc;

	if (before.size == 0)
		return 0;
	rc = options->head_last ? -EINVAL
				: fm_writer_find_sector(writer, writer->start,
							&writer->sector);
	if (!rc)
		rc = fm_writer_read(writer, &writer->sector, &before,
				    writer->data, NULL);
	if (rc < 0)
		return rc;
	writer->filled = (size_t)before.size;
	if (options->keep ||
	    fm_writer_is_blank(&writer->sector, writer->data, writer->filled))
		return 0;
	fm_log(FLASHMAP_LOG_ERROR, writer->target.chip->name, -EINVAL,
	       "the offset is inside a sector that has other data before it");
	return -EINVAL;
}

static int prepare(struct flashmap_writer *writer, const struct flash_area *fa)
{
	int rc = find_area(writer, fa);

	if (!rc)
		rc = fm_writer_measure(writer);
	if (!rc)
		rc = claim(writer);
	if (!rc)
		rc = fm_writer_check(writer);
	if (!rc)
		rc = allocate(writer);
	if (!rc)
		rc = begin_inside(writer);
	return rc < 0 ? rc : fm_writer_unlock(writer);
}

int flashmap_writer_open(const struct flash_area *fa,
			 const struct flashmap_writer_options *options,
			 size_t options_size, struct flashmap_writer **writer)
{
	struct flashmap_writer *made;
	int rc;

	if (!writer)
		return -EINVAL;
	*writer = NULL;
	if (!fa || (options != NULL) != (options_size > 0))
		return -EINVAL;
	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->counts.failed_offset = UINT64_MAX;
	rc = copy_options(made, options, options_size);
	if (!rc)
		rc = check_options(made);
	if (!rc)
		rc = prepare(made, fa);
	if (rc < 0) {
		flashmap_writer_close(made);
		return rc;
	}
	*writer = made;
	return 0;
}
