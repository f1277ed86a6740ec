// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "map/expect.h"

/* The nodes are the programs' own: what is read of them is read locked, since
 * a shared object may be unloaded. */
static pthread_mutex_t expect_lock = PTHREAD_MUTEX_INITIALIZER;
/* Read without the lock for NULL only: all that a program without pays. */
static _Atomic(struct flashmap_expectation *) first;

int flashmap_expect_add(struct flashmap_expectation *expectation)
{
	struct flashmap_expectation *known;

	if (!expectation || !expectation->source ||
	    (!expectation->areas && expectation->area_count > 0))
		return -EINVAL;
	pthread_mutex_lock(&expect_lock);
	known = atomic_load(&first);
	while (known && known != expectation)
		known = known->next;
	if (!known) {
		expectation->next = atomic_load(&first);
		atomic_store(&first, expectation);
	}
	pthread_mutex_unlock(&expect_lock);
	return 0;
}

void flashmap_expect_remove(struct flashmap_expectation *expectation)
{
	struct flashmap_expectation *before;

	if (!expectation)
		return;
	pthread_mutex_lock(&expect_lock);
	before = atomic_load(&first);
	if (before == expectation) {
		atomic_store(&first, expectation->next);
		expectation->next = NULL;
		goto out;
	}
	while (before && before->next != expectation)
		before = before->next;
	if (before) {
		before->next = expectation->next;
		expectation->next = NULL;
	}
out:
	pthread_mutex_unlock(&expect_lock);
}

static bool same_label(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

struct difference {
	char text[448];
};

/* Whether there is one; it is put into words. */
static bool differs(const struct flash_area *fa, bool with_label,
		    const struct flashmap_expected_area *expected,
		    const char *source, struct difference *difference)
{
	bool label = with_label && !same_label(fa->fa_label, expected->label);
	bool offset = (uint64_t)fa->fa_off != expected->offset;
	bool size = fa->fa_size != expected->size;

	if (!label && !offset && !size)
		return false;
	snprintf(difference->text, sizeof(difference->text),
		 "area %u has another%s%s%s than the program was built for: "
		 "\"%.64s\" at 0x%" PRIx64 ", 0x%zx bytes, and not "
		 "\"%.64s\" at 0x%" PRIx64 ", 0x%" PRIx64 " bytes, as in %.64s",
		 fa->fa_id, label ? " label" : "", offset ? " offset" : "",
		 size ? " size" : "", fa->fa_label ? fa->fa_label : "",
		 (uint64_t)fa->fa_off, fa->fa_size,
		 expected->label ? expected->label : "", expected->offset,
		 expected->size, source);
	return true;
}

static bool find_difference(const struct flash_area *fa, bool with_label,
			    struct difference *difference)
{
	const struct flashmap_expectation *expectation;

	for (expectation = atomic_load(&first); expectation;
	     expectation = expectation->next) {
		for (size_t i = 0; i < expectation->area_count; i++) {
			if (expectation->areas[i].id == fa->fa_id &&
			    differs(fa, with_label, &expectation->areas[i],
				    expectation->source, difference))
				return true;
		}
	}
	return false;
}

int fm_expect_check(const struct flash_area *fa, bool own)
{
	/* Tables made for Zephyr 2.7 have no labels. */
	bool with_label = !own || fa->fa_label;
	struct difference difference;
	bool found;

	if (!atomic_load(&first))
		return 0;
	pthread_mutex_lock(&expect_lock);
	found = find_difference(fa, with_label, &difference);
	pthread_mutex_unlock(&expect_lock);
	if (!found)
		return 0;
	/* Unlocked: a log function that waits must hold up no other open. */
	fm_log(FLASHMAP_LOG_ERROR, fa->fa_dev_name, -ESTALE, "%s",
	       difference.text);
	return -ESTALE;
}
