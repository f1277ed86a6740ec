// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "device/usage.h"
#include "log.h"

void fm_used_ranges_free(struct fm_used_ranges *used)
{
	for (size_t i = 0; i < used->count; i++)
		free(used->ranges[i].by);
	free(used->ranges);
	used->ranges = NULL;
	used->count = 0;
}

/* With the lock held. */
static int look(struct fm_chip *chip)
{
	struct fm_used_ranges used = { NULL, 0 };
	int rc;

	if (chip->find_used) {
		rc = chip->find_used(chip->find_used_context, chip, &used);
		if (rc < 0)
			return rc;
	}
	fm_used_ranges_free(&chip->used);
	chip->used = used;
	atomic_store(&chip->any_used, used.count > 0);
	atomic_store(&chip->used_known, true);
	return 0;
}

static const struct fm_used_range *find(const struct fm_chip *chip,
					const struct fm_range *range)
{
	for (size_t i = 0; i < chip->used.count; i++)
		if (fm_range_overlaps(&chip->used.ranges[i].range, range))
			return &chip->used.ranges[i];
	return NULL;
}

int fm_chip_look_in_use(struct fm_chip *chip, const struct fm_range *range,
			char *by, size_t by_size)
{
	const struct fm_used_range *used;
	int rc;

	pthread_mutex_lock(&chip->lock);
	rc = look(chip);
	if (rc < 0)
		goto out;
	used = find(chip, range);
	if (used)
		rc = -EBUSY;
	if (by && by_size > 0)
		snprintf(by, by_size, "%s", used ? used->by : "");
out:
	pthread_mutex_unlock(&chip->lock);
	return rc;
}

int fm_chip_check_in_use(struct fm_chip *chip, const struct fm_range *range,
			 bool anew)
{
	char by[256];
	bool suspect;
	int rc = 0;

	if (chip->allow_in_use)
		return 0;
	if (!anew && atomic_load(&chip->used_known) &&
	    !atomic_load(&chip->any_used))
		return 0;

	pthread_mutex_lock(&chip->lock);
	if (!anew && !atomic_load(&chip->used_known))
		rc = look(chip);
	suspect = anew || (!rc && find(chip, range));
	pthread_mutex_unlock(&chip->lock);
	if (!suspect)
		return rc;

	rc = fm_chip_look_in_use(chip, range, by, sizeof(by));
	if (rc == -EBUSY)
		fm_log_range(FLASHMAP_LOG_ERROR, chip->name, rc, range->offset,
			     range->size, "%s", by);
	return rc;
}
