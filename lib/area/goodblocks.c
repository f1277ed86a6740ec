// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <flashmap/goodblocks.h>

#include "area/ecc.h"
#include "area/resolve.h"
#include "device/goodblocks.h"

struct flashmap_goodblocks {
	/* Guards blocks: a call sees it as it is between two changes. */
	pthread_mutex_t lock;
	struct fm_goodblocks blocks;
};

int flashmap_goodblocks_open(const struct flash_area *fa,
			     struct flashmap_goodblocks **view)
{
	struct flashmap_goodblocks *made;
	struct fm_target target;
	struct fm_range range;
	int rc;

	if (!view)
		return -EINVAL;
	*view = NULL;
	if (!fa)
		return -EINVAL;
	rc = fm_resolve_range(fa, 0, fa->fa_size, &target, &range);
	if (rc < 0)
		return rc;
	made = malloc(sizeof(*made));
	if (!made)
		return -ENOMEM;
	rc = fm_goodblocks_init(&made->blocks, target.chip, target.window,
				&range);
	if (rc < 0) {
		free(made);
		return rc;
	}
	pthread_mutex_init(&made->lock, NULL);
	*view = made;
	return 0;
}

void flashmap_goodblocks_close(struct flashmap_goodblocks *view)
{
	if (!view)
		return;
	fm_goodblocks_destroy(&view->blocks);
	pthread_mutex_destroy(&view->lock);
	free(view);
}

size_t flashmap_goodblocks_capacity(struct flashmap_goodblocks *view)
{
	uint64_t capacity;

	if (!view)
		return 0;
	pthread_mutex_lock(&view->lock);
	capacity = fm_goodblocks_capacity(&view->blocks);
	pthread_mutex_unlock(&view->lock);
	/* No more than the area, whose size is a size_t. */
	return (size_t)capacity;
}

size_t flashmap_goodblocks_bad_count(struct flashmap_goodblocks *view)
{
	size_t count;

	if (!view)
		return 0;
	pthread_mutex_lock(&view->lock);
	count = view->blocks.bad_count;
	pthread_mutex_unlock(&view->lock);
	return count;
}

/* With the lock held. */
static int check(const struct flashmap_goodblocks *view, off_t off, size_t len,
		 struct fm_range *range)
{
	if (!fm_range_inside(fm_goodblocks_capacity(&view->blocks), off, len))
		return -EINVAL;
	range->offset = (uint64_t)off;
	range->size = len;
	return 0;
}

int flashmap_goodblocks_to_area(struct flashmap_goodblocks *view, off_t off,
				off_t *area_off)
{
	struct fm_range range, run;
	int rc;

	if (!view || !area_off)
		return -EINVAL;
	pthread_mutex_lock(&view->lock);
	rc = check(view, off, 1, &range);
	if (!rc) {
		run = fm_goodblocks_run(&view->blocks, &range);
		*area_off = (off_t)(run.offset - view->blocks.range.offset);
	}
	pthread_mutex_unlock(&view->lock);
	return rc;
}

int flashmap_goodblocks_read(struct flashmap_goodblocks *view, off_t off,
			     void *dst, size_t len, struct flashmap_ecc *ecc,
			     size_t ecc_size)
{
	struct fm_ecc_result result = { 0 };
	struct fm_range range;
	int rc;

	if (!view || (!dst && len > 0) || !fm_ecc_size_suits(ecc, ecc_size))
		return -EINVAL;
	pthread_mutex_lock(&view->lock);
	rc = check(view, off, len, &range);
	if (!rc)
		rc = fm_goodblocks_read(&view->blocks, &range, dst, &result);
	pthread_mutex_unlock(&view->lock);
	if (!rc || rc == -EBADMSG)
		fm_ecc_fill(ecc, ecc_size, &result);
	return rc;
}

int flashmap_goodblocks_write(struct flashmap_goodblocks *view, off_t off,
			      const void *src, size_t len)
{
	struct fm_range range;
	int rc;

	if (!view || (!src && len > 0))
		return -EINVAL;
	pthread_mutex_lock(&view->lock);
	rc = check(view, off, len, &range);
	if (!rc)
		rc = fm_goodblocks_write(&view->blocks, &range, src);
	pthread_mutex_unlock(&view->lock);
	return rc;
}

int flashmap_goodblocks_erase(struct flashmap_goodblocks *view, off_t off,
			      size_t len)
{
	struct fm_range range;
	int rc;

	if (!view)
		return -EINVAL;
	pthread_mutex_lock(&view->lock);
	rc = check(view, off, len, &range);
	if (!rc)
		rc = fm_goodblocks_erase(&view->blocks, &range);
	pthread_mutex_unlock(&view->lock);
	return rc;
}

int flashmap_goodblocks_mark_bad(struct flashmap_goodblocks *view, off_t off)
{
	struct fm_goodblocks *blocks;
	struct fm_range range, run;
	int rc;

	if (!view)
		return -EINVAL;
	blocks = &view->blocks;
	pthread_mutex_lock(&view->lock);
	rc = check(view, off, 1, &range);
	if (!rc) {
		run = fm_goodblocks_run(blocks, &range);
		rc = fm_chip_mark_bad(blocks->chip, blocks->window,
				      &blocks->range, run.offset);
	}
	if (!rc)
		rc = fm_goodblocks_look(blocks);
	pthread_mutex_unlock(&view->lock);
	return rc < 0 ? rc : 0;
}

int flashmap_goodblocks_update(struct flashmap_goodblocks *view)
{
	int rc;

	if (!view)
		return -EINVAL;
	pthread_mutex_lock(&view->lock);
	rc = fm_goodblocks_look(&view->blocks);
	pthread_mutex_unlock(&view->lock);
	return rc;
}
