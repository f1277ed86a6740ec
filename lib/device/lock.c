// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a chip says that it has locked. A driver may report an error and yet
 * have acted, or success and not have: only what each sector says counts.
 */

#include <errno.h>
#include <stdlib.h>

#include "device/lock-state.h"
#include "log.h"

struct change;

/* The sectors of one window, in order, and what each one said. */
struct survey {
	struct change *change;
	struct fm_piece whole;
	/* NULL where the window is not there to be asked. */
	uint8_t *states;
	size_t next;
};

/* What is asked of the chip, and what came of it. */
struct change {
	const struct fm_piece *piece;
	/* On the chip: the piece, and all that is asked for. */
	struct fm_range range;
	const struct fm_range *request;
	bool locked;
	/* As many as the chip has windows. */
	struct survey *surveys;
	size_t survey_count;
	/* Sectors that are not as they should be, and others that changed. */
	size_t wrong;
	size_t others;
};

int fm_chip_is_locked(struct fm_chip *chip, const struct fm_window *window,
		      uint64_t offset)
{
	const struct fm_range first = { offset, 1 };
	struct fm_range sector;
	struct fm_piece piece;
	int rc = fm_first_piece(chip, window, &first, &piece);

	if (rc < 0)
		return rc;
	if (!fm_geometry_sector_at(piece.geometry, piece.range.offset, &sector))
		return -ENOTSUP;
	return fm_is_locked(&piece, &sector);
}

/* Windows overlap: what counts is where on the chip the sector is. */
static bool is_in(const struct fm_range *range, const struct fm_piece *piece,
		  const struct fm_range *sector)
{
	const struct fm_range on_chip = {
		piece->base + sector->offset,
		sector->size,
	};

	return fm_range_overlaps(range, &on_chip);
}

static int ask_after(const struct fm_piece *piece,
		     const struct fm_range *sector, void *context)
{
	struct survey *survey = context;
	struct change *change = survey->change;
	uint8_t before = survey->states[survey->next++];
	int rc;

	if (before == FM_LOCK_OUT_OF_REACH)
		return 0;
	rc = fm_is_locked(piece, sector);
	if (rc < 0)
		return rc;
	if (is_in(&change->range, piece, sector))
		change->wrong += rc != change->locked;
	else if (!is_in(change->request, piece, sector))
		change->others += rc != before;
	return 0;
}

static void report(const struct fm_chip *chip, const struct fm_piece *piece,
		   enum flashmap_log_level level, int error, const char *why)
{
	fm_log_range(level, chip->name, error,
		     piece->base + piece->range.offset, piece->range.size, "%s",
		     why);
}

static void report_others(const struct fm_chip *chip,
			  const struct change *change)
{
	if (change->others > 0)
		report(chip, change->piece, FLASHMAP_LOG_WARNING, 0,
		       change->locked
			       ? "sectors outside the range were locked"
			       : "sectors outside the range were unlocked");
}

/* What the answers come to, error being what the kernel said of the change. */
static int judge(const struct fm_chip *chip, const struct change *change,
		 int error)
{
	const struct fm_piece *piece = change->piece;

	if (change->wrong > 0) {
		error = error < 0 ? error : -EIO;
		report(chip, piece, FLASHMAP_LOG_ERROR, error,
		       change->locked ? "the range is not locked"
				      : "the range is still locked");
		report_others(chip, change);
		return error;
	}
	report_others(chip, change);
	if (error < 0)
		report(chip, piece, FLASHMAP_LOG_INFO, error,
		       "the kernel reported an error, but the chip has done "
		       "what it was asked to");
	return change->others > 0;
}

/*
 * All of the chip: what is outside of the MTD changes as easily. Who may not
 * ask another partition may lock and unlock this one all the same.
 */
static int survey_before(struct fm_chip *chip, struct change *change)
{
	for (size_t i = 0; i < chip->window_count; i++) {
		struct survey *survey = &change->surveys[i];
		int rc = fm_window_piece(&chip->windows[i], &survey->whole);

		survey->change = change;
		if (!rc)
			rc = fm_ask_locks(&survey->whole, &survey->states);
		if (rc == -ENOMEM ||
		    (rc < 0 && survey->whole.medium == change->piece->medium))
			return rc;
	}
	return 0;
}

static int survey_after(struct change *change)
{
	for (size_t i = 0; i < change->survey_count; i++) {
		struct survey *survey = &change->surveys[i];
		int rc;

		if (!survey->states)
			continue;
		survey->next = 0;
		rc = fm_for_each_sector(&survey->whole, ask_after, survey);
		if (rc < 0 && survey->whole.medium == change->piece->medium)
			return rc;
	}
	return 0;
}

static int set_piece(struct fm_chip *chip, struct change *change)
{
	const struct fm_piece *piece = change->piece;
	int error, rc = survey_before(chip, change);

	if (rc < 0)
		return rc;
	error = piece->medium->operations->set_locked(
		piece->medium, &piece->range, change->locked);
	rc = survey_after(change);
	return rc < 0 ? rc : judge(chip, change, error);
}

/* Whether others changed, beside what to do. */
struct request {
	const struct fm_range *range;
	bool locked;
	bool others;
};

static int change_piece(struct fm_chip *chip, const struct fm_piece *piece,
			void *context)
{
	struct request *request = context;
	struct change change = {
		.piece = piece,
		.range = { piece->base + piece->range.offset,
			   piece->range.size },
		.request = request->range,
		.locked = request->locked,
		.survey_count = chip->window_count,
	};
	int rc;

	change.surveys = calloc(chip->window_count, sizeof(*change.surveys));
	if (!change.surveys)
		return -ENOMEM;
	rc = set_piece(chip, &change);
	for (size_t i = 0; i < change.survey_count; i++)
		free(change.surveys[i].states);
	free(change.surveys);
	if (rc > 0)
		request->others = true;
	return rc < 0 ? rc : 0;
}

/* Whether the kernel can be asked at all, for every part of the range. */
static int check_reach(struct fm_chip *chip, const struct fm_piece *piece,
		       void *unused)
{
	int rc = fm_is_locked(piece, &piece->range);

	(void)chip;
	(void)unused;
	return rc < 0 ? rc : 0;
}

int fm_chip_set_locked(struct fm_chip *chip, const struct fm_window *window,
		       const struct fm_range *range, bool locked)
{
	struct request request = { .range = range, .locked = locked };
	int rc = fm_check_change(chip, window, range, FM_CHANGE_ERASE);

	if (!rc)
		rc = fm_for_each_piece(chip, window, range, check_reach, NULL);
	if (!rc)
		rc = fm_for_each_piece(chip, window, range, change_piece,
				       &request);
	return rc < 0 ? rc : request.others;
}
