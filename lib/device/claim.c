// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <unistd.h>

#include "device/claim.h"
#include "log.h"

static int add(struct fm_claim *claim)
{
	struct fm_chip *chip = claim->chip;
	int rc = 0;

	pthread_mutex_lock(&chip->lock);
	for (const struct fm_claim *other = chip->claims; other && !rc;
	     other = other->next)
		if (fm_range_overlaps(&other->range, &claim->range))
			rc = -EBUSY;
	if (!rc) {
		claim->next = chip->claims;
		chip->claims = claim;
	}
	pthread_mutex_unlock(&chip->lock);
	return rc;
}

static void take_out(struct fm_claim *claim)
{
	struct fm_chip *chip = claim->chip;
	struct fm_claim **place = &chip->claims;

	pthread_mutex_lock(&chip->lock);
	while (*place && *place != claim)
		place = &(*place)->next;
	if (*place)
		*place = claim->next;
	pthread_mutex_unlock(&chip->lock);
}

int fm_claim_take(struct fm_claim *claim, struct fm_chip *chip,
		  const struct fm_range *range)
{
	int rc;

	*claim = (struct fm_claim){
		.chip = chip,
		.range = *range,
		.fd = -1,
		.owner = getpid(),
	};
	rc = add(claim);
	if (!rc) {
		rc = fm_claim_file_lock(chip, range, &claim->fd);
		if (rc < 0)
			take_out(claim);
	}
	if (rc < 0) {
		claim->chip = NULL;
		fm_log_range(FLASHMAP_LOG_ERROR, chip->name, rc, range->offset,
			     range->size, "another writer has this range");
	}
	return rc;
}

void fm_claim_drop(struct fm_claim *claim)
{
	if (!claim->chip)
		return;
	take_out(claim);
	if (claim->fd >= 0) {
		if (claim->owner == getpid())
			fm_claim_file_unlock(claim->fd, &claim->range);
		close(claim->fd);
	}
	claim->chip = NULL;
}
