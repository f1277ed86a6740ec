// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device/goodblocks.h"
#include "device/piece.h"

/* A look at all blocks of a range, under way. */
struct look {
	uint64_t block_size;
	uint64_t next;
	uint64_t *bad;
	size_t bad_count;
};

static int add_bad(struct look *look, uint64_t number)
{
	uint64_t *bad;

	bad = reallocarray(look->bad, look->bad_count + 1, sizeof(*bad));
	if (!bad)
		return -ENOMEM;
	look->bad = bad;
	bad[look->bad_count++] = number;
	return 0;
}

static int look_at_block(const struct fm_piece *piece,
			 const struct fm_range *sector, void *context)
{
	struct look *look = context;
	int rc;

	if (look->block_size == 0)
		look->block_size = sector->size;
	if (look->block_size != sector->size)
		return -ENOTSUP;
	rc = piece->medium->operations->is_bad(piece->medium, sector->offset);
	if (rc > 0)
		rc = add_bad(look, look->next);
	look->next++;
	return rc;
}

static int look_at_piece(struct fm_chip *chip, const struct fm_piece *piece,
			 void *context)
{
	struct look *look = context;

	(void)chip;
	if (piece->geometry->region_count == 0)
		return -ENOTSUP;
	if (!fm_geometry_on_sectors(piece->geometry, &piece->range))
		return -EINVAL;
	if (piece->geometry->bad_blocks_possible)
		return fm_for_each_sector(piece, look_at_block, look);
	/* Blocks are counted from the first piece on, or not at all. */
	return look->block_size > 0 ? -ENOTSUP : 0;
}

static bool is_same(const struct fm_goodblocks *view, const struct look *look)
{
	return view->bad_count == look->bad_count &&
	       (look->bad_count == 0 ||
		memcmp(view->bad, look->bad,
		       look->bad_count * sizeof(*look->bad)) == 0);
}

int fm_goodblocks_look(struct fm_goodblocks *view)
{
	struct look look = { 0 };
	int rc = fm_check_range(view->chip, view->window, &view->range);

	if (!rc)
		rc = fm_for_each_piece(view->chip, view->window, &view->range,
				       look_at_piece, &look);
	if (!rc && look.block_size > 0 &&
	    look.next != view->range.size / look.block_size)
		rc = -ENOTSUP;
	if (rc < 0) {
		free(look.bad);
		return rc;
	}
	rc = !is_same(view, &look);
	free(view->bad);
	view->bad = look.bad;
	view->bad_count = look.bad_count;
	view->block_size = look.block_size;
	return rc;
}

int fm_goodblocks_init(struct fm_goodblocks *view, struct fm_chip *chip,
		       const struct fm_window *window,
		       const struct fm_range *range)
{
	int rc;

	memset(view, 0, sizeof(*view));
	view->chip = chip;
	view->window = window;
	view->range = *range;
	rc = fm_goodblocks_look(view);
	return rc < 0 ? rc : 0;
}

void fm_goodblocks_destroy(struct fm_goodblocks *view)
{
	free(view->bad);
}

uint64_t fm_goodblocks_capacity(const struct fm_goodblocks *view)
{
	return view->range.size - view->bad_count * view->block_size;
}

struct fm_range fm_goodblocks_run(const struct fm_goodblocks *view,
				  const struct fm_range *left)
{
	struct fm_range good = { 0, view->range.size };
	uint64_t skipped = 0, offset;

	/* Every bad block that lies before moves what follows by a block. */
	for (size_t i = 0; i < view->bad_count; i++) {
		good.size = (view->bad[i] - i) * view->block_size;
		if (left->offset < good.size)
			break;
		skipped += view->block_size;
		good.size = view->range.size - skipped;
	}
	offset = left->offset + skipped;
	return (struct fm_range){
		.offset = view->range.offset + offset,
		.size = fm_range_clip(&good, left->offset, left->size),
	};
}

typedef int (*run_fn)(struct fm_goodblocks *view, const struct fm_range *run,
		      void *context);

static int for_each_run(struct fm_goodblocks *view,
			const struct fm_range *range, run_fn function,
			void *context)
{
	struct fm_range left = *range;

	while (left.size > 0) {
		const struct fm_range run = fm_goodblocks_run(view, &left);
		int rc = function(view, &run, context);

		if (rc < 0)
			return rc;
		left.offset += run.size;
		left.size -= run.size;
	}
	return 0;
}

static int read_run(struct fm_goodblocks *view, const struct fm_range *run,
		    void *context)
{
	struct fm_reading *reading = context;
	int rc = fm_chip_read(view->chip, view->window, run, reading->data,
			      reading->result);

	reading->data += run->size;
	if (rc == -EBADMSG && reading->result) {
		reading->error = rc;
		return 0;
	}
	return rc;
}

int fm_goodblocks_read(struct fm_goodblocks *view, const struct fm_range *range,
		       void *data, struct fm_ecc_result *result)
{
	struct fm_reading reading = { .data = data, .result = result };
	int rc = for_each_run(view, range, read_run, &reading);

	return rc < 0 ? rc : reading.error;
}

static int check_run(struct fm_goodblocks *view, const struct fm_range *run,
		     void *context)
{
	const enum fm_change *change = context;

	return fm_check_change(view->chip, view->window, run, *change);
}

static int write_run(struct fm_goodblocks *view, const struct fm_range *run,
		     void *context)
{
	const uint8_t **data = context;
	int rc = fm_chip_write(view->chip, view->window, run, *data, NULL);

	*data += run->size;
	return rc;
}

int fm_goodblocks_write(struct fm_goodblocks *view,
			const struct fm_range *range, const void *data)
{
	const uint8_t *next = data;
	enum fm_change change = FM_CHANGE_WRITE;
	int rc = for_each_run(view, range, check_run, &change);

	return rc < 0 ? rc : for_each_run(view, range, write_run, &next);
}

static int erase_run(struct fm_goodblocks *view, const struct fm_range *run,
		     void *unused)
{
	(void)unused;
	return fm_chip_erase(view->chip, view->window, run, NULL);
}

int fm_goodblocks_erase(struct fm_goodblocks *view,
			const struct fm_range *range)
{
	enum fm_change change = FM_CHANGE_ERASE;
	int rc = for_each_run(view, range, check_run, &change);

	return rc < 0 ? rc : for_each_run(view, range, erase_run, NULL);
}
