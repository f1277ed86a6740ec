// SPDX-License-Identifier: BSD-2-Clause
/* Data in pieces of any size become whole sectors. */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "writer/writer.h"

uint64_t fm_writer_data_total(const struct flashmap_writer *writer)
{
	uint64_t length = writer->options.length;
	uint64_t head = writer->largest_sector;

	if (!writer->options.head_last)
		return length;
	if (writer->has_head)
		head = writer->head.piece.range.size;
	return length > head ? length - head : 0;
}

int fm_writer_progress(struct flashmap_writer *writer,
		       enum flashmap_writer_phase phase, uint64_t total)
{
	const struct flashmap_writer_options *options = &writer->options;

	if (!options->progress ||
	    options->progress(phase, writer->phase_done, total,
			      options->user_data) == 0)
		return 0;
	return -ECANCELED;
}

/* What was taken is in sectors that are dealt with, or in the head. */
static uint64_t data_done(const struct flashmap_writer *writer)
{
	return writer->taken -
	       (writer->has_head ? writer->head.piece.range.size : 0);
}

int fm_writer_end_sector(struct flashmap_writer *writer)
{
	uint8_t *data = writer->data;
	int rc;

	writer->filled = 0;
	if (writer->options.head_last && !writer->has_head)
		return fm_writer_keep_head(writer);
	rc = fm_writer_update(writer, &writer->sector, data);
	if (rc < 0)
		return rc;
	if (!writer->has_head) {
		writer->data = writer->other;
		writer->other = data;
		writer->previous = writer->sector;
		writer->has_previous = true;
	}
	writer->phase_done = data_done(writer);
	return fm_writer_progress(writer, FLASHMAP_WRITER_DATA,
				  fm_writer_data_total(writer));
}

/* All of the data that were taken are before this offset. */
static uint64_t position(const struct flashmap_writer *writer)
{
	return (uint64_t)writer->options.offset + writer->taken;
}

/* As much as fits into the sector under way. */
static int take(struct flashmap_writer *writer, const uint8_t *data,
		size_t length, size_t *taken)
{
	uint64_t room;
	int rc = 0;

	/* Only when more comes: the last one is for flashmap_writer_finish(). */
	if (writer->filled > 0 &&
	    writer->filled == writer->sector.piece.range.size)
		rc = fm_writer_end_sector(writer);
	if (!rc && writer->filled == 0)
		rc = fm_writer_find_sector(writer, position(writer),
					   &writer->sector);
	if (rc < 0)
		return rc;
	room = writer->sector.piece.range.size - writer->filled;
	*taken = length < room ? length : (size_t)room;
	memcpy(writer->data + writer->filled, data, *taken);
	writer->filled += *taken;
	writer->taken += *taken;
	writer->counts.bytes += *taken;
	if (writer->options.sha256)
		fm_sha256_add(&writer->hash, data, *taken);
	return 0;
}

static int check_room(const struct flashmap_writer *writer, size_t length)
{
	const uint64_t told = writer->options.length;
	int rc = 0;

	if (told > 0 && !fm_range_inside(told, (int64_t)writer->taken, length))
		rc = -EFBIG;
	else if (!fm_range_inside(writer->end, (int64_t)position(writer),
				  length))
		rc = -ENOSPC;
	if (rc < 0)
		fm_log_range(FLASHMAP_LOG_ERROR, writer->target.chip->name, rc,
			     position(writer), length,
			     rc == -EFBIG ? "more data come than was told"
					  : "more data come than there is "
					    "room for");
	return rc;
}

int flashmap_writer_write(struct flashmap_writer *writer, const void *data,
			  size_t length)
{
	const uint8_t *next = data;

	if (!writer || (!data && length > 0) || writer->finished)
		return -EINVAL;
	if (!writer->error)
		writer->error = check_room(writer, length);
	if (!writer->error && !writer->begun) {
		writer->begun = true;
		writer->error =
			fm_writer_progress(writer, FLASHMAP_WRITER_DATA,
					   fm_writer_data_total(writer));
	}
	while (length > 0 && !writer->error) {
		size_t taken = 0;

		writer->error = take(writer, next, length, &taken);
		next += taken;
		length -= taken;
	}
	return writer->error;
}
