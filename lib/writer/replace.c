// SPDX-License-Identifier: BSD-2-Clause
/* A block that goes bad while it is written, and the one that it is then. */

#include <errno.h>

#include "writer/writer.h"

int fm_writer_mark_bad(struct flashmap_writer *writer,
		       const struct fm_writer_sector *sector)
{
	const struct fm_goodblocks *view = &writer->view;
	const struct fm_piece *piece = &sector->piece;
	int rc;

	if (!writer->device_failed || !piece->geometry->bad_blocks_possible)
		return -EIO;
	if (!writer->options.mark_bad) {
		fm_writer_log(writer, sector, FLASHMAP_LOG_ERROR, -EIO,
			      "the block has gone bad, and may not be marked");
		return -EIO;
	}
	rc = fm_chip_mark_bad(view->chip, view->window, &view->range,
			      piece->base + piece->range.offset);
	if (rc < 0)
		return rc;
	writer->counts.marked_bad++;
	fm_writer_log(writer, sector, FLASHMAP_LOG_WARNING, 0,
		      "the block has gone bad, and is marked");
	return 0;
}

/* The same place of the view is one block further on the chip now. */
static int replace(struct flashmap_writer *writer,
		   struct fm_writer_sector *sector)
{
	const struct flashmap_writer_options *options = &writer->options;
	/* What was taken is in the sector and before it. */
	const uint64_t length = options->length > 0 ? options->length
						    : writer->taken;
	int rc = fm_writer_mark_bad(writer, sector);

	if (!rc)
		rc = fm_goodblocks_look(&writer->view);
	if (rc < 0)
		return rc;
	writer->end = fm_goodblocks_capacity(&writer->view);
	if (sector->offset >= writer->end ||
	    !fm_range_inside(writer->end, options->offset, length)) {
		fm_writer_log(writer, sector, FLASHMAP_LOG_ERROR, -ENOSPC,
			      "no good block is left in its place");
		return -ENOSPC;
	}
	return fm_writer_find_sector(writer, sector->offset, sector);
}

int fm_writer_store(struct flashmap_writer *writer,
		    struct fm_writer_sector *sector, const uint8_t *data,
		    enum fm_writer_action action)
{
	for (;;) {
		int rc = fm_writer_perform(writer, sector, data, action, false);

		if (rc == -EIO && writer->device_failed)
			rc = replace(writer, sector);
		else if (rc == 0)
			return 0;
		if (rc < 0)
			return fm_writer_fail(writer, sector, rc);
		action = FM_WRITER_ERASE;
	}
}
