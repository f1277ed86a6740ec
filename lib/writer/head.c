// SPDX-License-Identifier: BSD-2-Clause
/*
 * The first sector comes last, so that what was cut off on the way never looks
 * complete. Its first page is blank from before the first change on until
 * nothing else is left to be written: so, if it is found blank, an update was
 * cut off, and what the other sectors read like proves nothing.
 */

#include <errno.h>
#include <string.h>

#include "writer/writer.h"

int fm_writer_keep_head(struct flashmap_writer *writer)
{
	uint8_t *data = writer->data;
	struct fm_comparison comparison;
	int rc = fm_writer_plan(writer, &writer->sector, data,
				&writer->head_action, &comparison);

	if (rc < 0)
		return rc;
	writer->counts.sectors++;
	writer->has_head = true;
	writer->head = writer->sector;
	writer->head_was_blank = comparison.first_page_blank;
	writer->was_cut = comparison.first_page_blank &&
			  !writer->options.no_earlier_cut;
	writer->data = writer->other;
	writer->other = data;
	return 0;
}

/* The bit pattern that can be programmed over anything. */
static uint8_t programmed_value(const struct fm_writer_sector *head)
{
	return (uint8_t)~head->piece.geometry->erased_value;
}

static bool can_be_overwritten(const struct fm_geometry *geometry)
{
	return geometry->bit_writeable || geometry->no_explicit_erase;
}

/*
 * NOR may be erased from the end of the sector on: cut there, the head would
 * be as it was, and what follows destroyed.
 */
static int overwrite_first_page(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *head = &writer->head;
	const struct fm_range page = fm_writer_page(head, 0);

	if (writer->head_was_blank || !can_be_overwritten(head->piece.geometry))
		return 0;
	memset(writer->chunk, programmed_value(head), (size_t)page.size);
	return fm_writer_program(writer, head, &page, writer->chunk);
}

/* A chip that ignores commands in silence has it as it was. */
static int check_invalid(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *head = &writer->head;
	const struct fm_range page = fm_writer_page(head, 0);
	const bool erased = !head->piece.geometry->no_explicit_erase;
	const uint8_t expected = erased || writer->head_was_blank
					 ? head->piece.geometry->erased_value
					 : programmed_value(head);
	int rc;

	if (writer->options.dry_run)
		return 0;
	rc = fm_writer_read(writer, head, &page, writer->chunk, NULL);
	if (rc < 0)
		return rc == -EBADMSG ? -EIO : rc;
	for (uint64_t i = 0; i < page.size; i++) {
		if (writer->chunk[i] == expected)
			continue;
		writer->counts.differs = true;
		fm_writer_log(writer, head, FLASHMAP_LOG_ERROR, -EIO,
			      "the head cannot be made invalid");
		return -EIO;
	}
	return 0;
}

/*
 * A block that is marked now moves all behind it, and some of that is already
 * dealt with: the same update begun anew finds everything in its place.
 */
static int give_up(struct flashmap_writer *writer, int error)
{
	fm_writer_fail(writer, &writer->head, error);
	if (error != -EIO || !writer->device_failed)
		return error;
	if (fm_writer_mark_bad(writer, &writer->head) == 0)
		fm_writer_log(writer, &writer->head, FLASHMAP_LOG_ERROR, error,
			      "the update has to be begun anew");
	return error;
}

int fm_writer_invalidate_head(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *head = &writer->head;
	int rc;

	writer->changed = true;
	rc = overwrite_first_page(writer);
	if (!rc && !head->piece.geometry->no_explicit_erase)
		rc = fm_writer_erase(writer, head);
	if (!rc)
		rc = check_invalid(writer);
	writer->head_invalid = !rc;
	writer->counts.head_invalid = !rc && !writer->options.dry_run;
	return give_up(writer, rc);
}

/* Flags the pages of the head that was made invalid. */
static int plan_end(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *head = &writer->head;
	struct fm_comparison comparison;
	enum fm_writer_action action;
	int rc;

	if (!head->piece.geometry->no_explicit_erase) {
		fm_writer_flag_filled(writer, head, writer->other);
		return 0;
	}
	rc = fm_writer_plan(writer, head, writer->other, &action, &comparison);
	/* Overwritten by now; a dry run finds it as it was. */
	writer->pages[0] = 1;
	return rc;
}

int fm_writer_finish_head(struct flashmap_writer *writer)
{
	const struct fm_writer_sector *head = &writer->head;
	int rc = 0;

	if (!writer->changed && writer->head_action == FM_WRITER_SKIP) {
		rc = fm_writer_is_settled(writer, head, writer->other);
		if (rc > 0)
			writer->counts.skipped++;
		if (rc != 0)
			return rc < 0 ? fm_writer_fail(writer, head, rc) : 0;
	}
	if (!writer->head_invalid)
		rc = fm_writer_invalidate_head(writer);
	if (!rc)
		rc = plan_end(writer);
	if (rc < 0)
		return give_up(writer, rc);
	writer->counts.head_invalid = false;
	/* Pages of NAND are programmed in ascending order only. */
	rc = fm_writer_perform(writer, head, writer->other, FM_WRITER_PROGRAM,
			       !head->piece.geometry->bad_blocks_possible);
	return give_up(writer, rc);
}
