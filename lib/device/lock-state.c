// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>

#include "device/lock-state.h"
#include "log.h"

/* One window's sectors, gone through in order. */
struct walk {
	uint8_t *states;
	size_t next;
	/* Sectors in a row that have to be locked again. */
	struct fm_range run;
	size_t wrong;
};

int fm_is_locked(const struct fm_piece *piece, const struct fm_range *range)
{
	return piece->medium->operations->is_locked(piece->medium, range);
}

static int keep(const struct fm_piece *piece, const struct fm_range *sector,
		void *context)
{
	struct walk *walk = context;
	int rc = fm_is_locked(piece, sector);

	if (rc == -EOVERFLOW)
		rc = FM_LOCK_OUT_OF_REACH;
	if (rc < 0)
		return rc;
	walk->states[walk->next++] = (uint8_t)rc;
	return 0;
}

int fm_ask_locks(const struct fm_piece *whole, uint8_t **states)
{
	struct walk walk = { 0 };
	uint64_t count = 0;
	int rc;

	*states = NULL;
	for (size_t i = 0; i < whole->geometry->region_count; i++)
		count += whole->geometry->regions[i].sector_count;
	/* One more: no sectors are no want of memory. */
	if (count < SIZE_MAX)
		walk.states = malloc((size_t)count + 1);
	if (!walk.states)
		return -ENOMEM;
	rc = fm_for_each_sector(whole, keep, &walk);
	if (rc < 0)
		free(walk.states);
	else
		*states = walk.states;
	return rc;
}

/* -ENOMEM; a window that does not answer has no states. */
static int take_window(const struct fm_window *window, uint8_t **states)
{
	struct fm_piece whole;
	int rc = fm_window_piece(window, &whole);

	if (!rc)
		rc = fm_ask_locks(&whole, states);
	return rc == -ENOMEM ? rc : 0;
}

int fm_lock_state_take(struct fm_lock_state *state, struct fm_chip *chip)
{
	int rc = 0;

	state->chip = chip;
	state->states = calloc(chip->window_count, sizeof(*state->states));
	if (!state->states)
		return -ENOMEM;
	for (size_t i = 0; i < chip->window_count && !rc; i++)
		rc = take_window(&chip->windows[i], &state->states[i]);
	return rc;
}

/* What the kernel says of it proves nothing: all is asked afterwards. */
static void lock_run(const struct fm_piece *piece, struct walk *walk)
{
	if (walk->run.size > 0)
		piece->medium->operations->set_locked(piece->medium, &walk->run,
						      true);
	walk->run.size = 0;
}

/*
 * All that was locked in a row goes in one call: many chips can lock a range
 * from one end only, and no part of it. The kernel's calls end at 4 GiB.
 */
static int lock_again(const struct fm_piece *piece,
		      const struct fm_range *sector, void *context)
{
	struct walk *walk = context;
	bool locked = walk->states[walk->next++] == 1;
	const struct fm_range longer = {
		walk->run.offset,
		walk->run.size + sector->size,
	};

	if (!locked || !fm_range_fits_32_bits(&longer))
		lock_run(piece, walk);
	if (!locked)
		return 0;
	if (walk->run.size == 0)
		walk->run.offset = sector->offset;
	walk->run.size += sector->size;
	return 0;
}

static int compare(const struct fm_piece *piece, const struct fm_range *sector,
		   void *context)
{
	struct walk *walk = context;
	uint8_t state = walk->states[walk->next++];

	if (state != FM_LOCK_OUT_OF_REACH)
		walk->wrong += fm_is_locked(piece, sector) != state;
	return 0;
}

/* How many sectors are not as they were. */
static size_t walk_window(const struct fm_lock_state *state, size_t index,
			  fm_sector_fn function)
{
	struct walk walk = { .states = state->states[index] };
	struct fm_piece whole;

	if (!walk.states ||
	    fm_window_piece(&state->chip->windows[index], &whole) < 0)
		return 0;
	fm_for_each_sector(&whole, function, &walk);
	lock_run(&whole, &walk);
	return walk.wrong;
}

int fm_lock_state_restore(struct fm_lock_state *state)
{
	size_t wrong = 0;

	/* What one window can lock may take that another one has locked. */
	for (size_t i = 0; i < 2 * state->chip->window_count; i++) {
		size_t index = i % state->chip->window_count;

		if (walk_window(state, index, compare) > 0)
			walk_window(state, index, lock_again);
	}
	for (size_t i = 0; i < state->chip->window_count; i++)
		wrong += walk_window(state, i, compare);
	if (wrong == 0)
		return 0;
	fm_log(FLASHMAP_LOG_ERROR, state->chip->name, -EIO,
	       "%zu sectors are not locked as they were", wrong);
	return -EIO;
}

void fm_lock_state_destroy(struct fm_lock_state *state)
{
	if (!state->states)
		return;
	for (size_t i = 0; i < state->chip->window_count; i++)
		free(state->states[i]);
	free(state->states);
	state->states = NULL;
}
