// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "area/structure.h"
#include "log.h"
#include "writer/writer.h"

static int check_data(struct flashmap_writer *writer)
{
	uint8_t digest[FM_SHA256_SIZE];

	if (writer->taken < writer->options.length) {
		fm_log(FLASHMAP_LOG_ERROR, writer->target.chip->name, -ENODATA,
		       "the data ended too early");
		return -ENODATA;
	}
	if (!writer->options.sha256)
		return 0;
	fm_sha256_finish(&writer->hash, digest);
	if (memcmp(digest, writer->sha256, sizeof(digest)) == 0)
		return 0;
	fm_log(FLASHMAP_LOG_ERROR, writer->target.chip->name, -EILSEQ,
	       "the SHA-256 of the data is another one");
	return -EILSEQ;
}

/* What is behind the data in their last sector. */
static int complete_sector(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *sector = &writer->sector;
	struct fm_range rest = { writer->filled, 0 };

	rest.size = sector->piece.range.size - writer->filled;
	writer->filled = (size_t)sector->piece.range.size;
	if (writer->options.keep && !writer->options.erase_rest)
		return fm_writer_fail(writer, sector,
				      fm_writer_read(writer, sector, &rest,
						     writer->data + rest.offset,
						     NULL));
	memset(writer->data + rest.offset, sector->piece.geometry->erased_value,
	       (size_t)rest.size);
	return 0;
}

/* Where the first sector begins that has nothing of the data. */
static int find_rest(struct flashmap_writer *writer, uint64_t *offset)
{
	struct fm_writer_sector sector;
	uint64_t last = (uint64_t)writer->options.offset;
	int rc;

	*offset = last;
	if (writer->taken > 0)
		last += writer->taken - 1;
	else if (last == writer->start)
		return 0;
	rc = fm_writer_find_sector(writer, last, &sector);
	if (!rc)
		*offset = sector.offset + sector.piece.range.size;
	return rc;
}

static int erase_rest(struct flashmap_writer *writer)
{
	uint64_t offset;
	uint64_t first;
	int rc = find_rest(writer, &offset);

	first = offset;
	writer->phase_done = 0;
	if (!rc)
		rc = fm_writer_progress(writer, FLASHMAP_WRITER_REST,
					writer->end - first);
	while (offset < writer->end && !rc) {
		struct fm_writer_sector sector;
		uint64_t size;

		rc = fm_writer_find_sector(writer, offset, &sector);
		if (rc < 0)
			return rc;
		size = sector.piece.range.size;
		memset(writer->data, sector.piece.geometry->erased_value,
		       (size_t)size);
		/* What is before it is not blank: no previous sector. */
		rc = fm_writer_update(writer, &sector, writer->data);
		offset += size;
		writer->phase_done = offset - first;
		if (!rc)
			rc = fm_writer_progress(writer, FLASHMAP_WRITER_REST,
						writer->end - first);
	}
	return rc;
}

static int finish_head(struct flashmap_writer *writer)
{
	const uint64_t size = writer->head.piece.range.size;
	const uint64_t total = writer->taken < size ? writer->taken : size;
	int rc;

	writer->phase_done = 0;
	rc = fm_writer_progress(writer, FLASHMAP_WRITER_HEAD, total);
	if (!rc)
		rc = fm_writer_finish_head(writer);
	writer->phase_done = total;
	/* It is done; too late to be canceled. */
	if (!rc)
		fm_writer_progress(writer, FLASHMAP_WRITER_HEAD, total);
	return rc;
}

static int finish(struct flashmap_writer *writer)
{
	int rc = check_data(writer);

	if (!rc && writer->taken > 0) {
		rc = complete_sector(writer);
		if (!rc)
			rc = fm_writer_end_sector(writer);
	}
	if (!rc && writer->options.erase_rest)
		rc = erase_rest(writer);
	if (!rc)
		rc = fm_writer_settle_last(writer);
	if (!rc && writer->has_head)
		rc = finish_head(writer);
	return rc;
}

static int flush(struct flashmap_writer *writer)
{
	struct fm_chip *chip = writer->target.chip;
	int result = 0;

	if (!writer->changed || writer->options.dry_run)
		return 0;
	for (size_t i = 0; i < chip->window_count; i++) {
		struct fm_medium *medium = chip->windows[i].medium;
		int rc;

		if (!fm_range_overlaps(&chip->windows[i].range,
				       &writer->claim.range))
			continue;
		rc = medium->operations->flush(medium);
		if (rc < 0)
			result = rc;
	}
	return result;
}

int fm_writer_leave(struct flashmap_writer *writer)
{
	int rc, flushed;

	if (!writer->claim.chip)
		return 0;
	rc = writer->locks.states ? fm_lock_state_restore(&writer->locks) : 0;
	writer->counts.left_unlocked = rc < 0;
	fm_lock_state_destroy(&writer->locks);
	flushed = flush(writer);
	fm_claim_drop(&writer->claim);
	return rc < 0 ? rc : flushed;
}

int flashmap_writer_finish(struct flashmap_writer *writer,
			   struct flashmap_writer_counts *counts,
			   size_t counts_size)
{
	int rc;

	if (!writer || (counts != NULL) != (counts_size > 0))
		return -EINVAL;
	if (!writer->finished) {
		if (!writer->error)
			writer->error = finish(writer);
		rc = fm_writer_leave(writer);
		if (!writer->error)
			writer->error = rc;
		writer->finished = true;
		writer->counts.verified = !writer->error &&
					  !writer->options.no_verify &&
					  !writer->options.dry_run;
		writer->counts.bad_blocks = writer->view.bad_count;
		writer->counts.changed = writer->changed &&
					 !writer->options.dry_run;
	}
	if (counts)
		fm_fill_structure(counts, counts_size, &writer->counts,
				  sizeof(writer->counts));
	return writer->error;
}

int flashmap_writer_close(struct flashmap_writer *writer)
{
	int rc;

	if (!writer)
		return 0;
	rc = fm_writer_leave(writer);
	if (writer->options.skip_bad)
		fm_goodblocks_destroy(&writer->view);
	free(writer->data);
	free(writer->other);
	free(writer->chunk);
	free(writer->pages);
	free(writer);
	return rc;
}
