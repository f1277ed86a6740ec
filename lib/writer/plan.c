// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "writer/writer.h"

/*
 * Programming without an erase is for cells that are known to be settled. A
 * sector whose last page is blank may be one whose erase or whose programming
 * was cut off, and then reads well, but does not hold.
 */
static bool can_be_programmed(const struct flashmap_writer *writer,
			      const struct fm_writer_sector *sector,
			      const struct fm_comparison *comparison)
{
	if (!sector->piece.geometry->bit_writeable || comparison->needs_erase)
		return false;
	return !comparison->tail_blank || writer->options.no_earlier_cut;
}

/* To write a sector anew, whatever it has. */
static enum fm_writer_action plan_anew(struct flashmap_writer *writer,
				       const struct fm_writer_sector *sector)
{
	if (!sector->piece.geometry->no_explicit_erase)
		return FM_WRITER_ERASE;
	memset(writer->pages, 1, sector->page_count);
	return FM_WRITER_PROGRAM;
}

static enum fm_writer_action choose(struct flashmap_writer *writer,
				    const struct fm_writer_sector *sector,
				    const struct fm_comparison *comparison)
{
	bool anew = writer->options.full || writer->was_cut;

	if (!anew && !comparison->differs && !comparison->refresh)
		return FM_WRITER_SKIP;
	if (anew)
		return plan_anew(writer, sector);
	if (sector->piece.geometry->no_explicit_erase ||
	    can_be_programmed(writer, sector, comparison))
		return FM_WRITER_PROGRAM;
	return FM_WRITER_ERASE;
}

int fm_writer_plan(struct flashmap_writer *writer,
		   const struct fm_writer_sector *sector, const uint8_t *data,
		   enum fm_writer_action *action,
		   struct fm_comparison *comparison)
{
	int rc = fm_writer_compare(writer, sector, data, 0, comparison);

	if (!rc)
		*action = choose(writer, sector, comparison);
	return fm_writer_fail(writer, sector, rc);
}

/*
 * An earlier update that was cut off ended somewhere before what differs: its
 * last sector may be the one before. 1 if it was written anew.
 */
static int settle_previous(struct flashmap_writer *writer)
{
	int rc;

	if (!writer->has_previous)
		return 0;
	rc = fm_writer_is_settled(writer, &writer->previous, writer->other);
	if (rc < 0)
		return fm_writer_fail(writer, &writer->previous, rc);
	if (rc > 0)
		return 0;
	fm_writer_log(writer, &writer->previous, FLASHMAP_LOG_INFO, 0,
		      "what was read is not the same each time: it is written "
		      "anew");
	writer->counts.skipped--;
	rc = fm_writer_store(writer, &writer->previous, writer->other,
			     plan_anew(writer, &writer->previous));
	return rc < 0 ? rc : 1;
}

/* The first change of all; the plan may be another one after it. */
static int begin_changes(struct flashmap_writer *writer,
			 struct fm_writer_sector *sector, const uint8_t *data,
			 enum fm_writer_action *action)
{
	struct fm_comparison comparison;
	int rc;

	writer->changed = true;
	if (writer->has_head)
		return fm_writer_invalidate_head(writer);
	rc = settle_previous(writer);
	if (rc <= 0)
		return rc;
	rc = fm_writer_find_sector(writer, sector->offset, sector);
	return rc < 0 ? rc
		      : fm_writer_plan(writer, sector, data, action,
				       &comparison);
}

int fm_writer_update(struct flashmap_writer *writer,
		     struct fm_writer_sector *sector, const uint8_t *data)
{
	struct fm_comparison comparison;
	enum fm_writer_action action;
	int rc = fm_writer_plan(writer, sector, data, &action, &comparison);

	if (rc < 0)
		return rc;
	writer->counts.sectors++;
	if (action != FM_WRITER_SKIP && !writer->changed)
		rc = begin_changes(writer, sector, data, &action);
	if (rc < 0)
		return rc;
	if (action != FM_WRITER_SKIP)
		return fm_writer_store(writer, sector, data, action);
	writer->counts.skipped++;
	return 0;
}

int fm_writer_settle_last(struct flashmap_writer *writer)
{
	int rc;

	if (writer->changed || writer->has_head)
		return 0;
	rc = settle_previous(writer);
	if (rc > 0)
		writer->changed = true;
	return rc < 0 ? rc : 0;
}
