// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/discover.h"
#include "discover/locate.h"
#include "discover/usage.h"
#include "map/map.h"
#include "map/used.h"

static int add_used(struct fm_used_ranges *used, const struct fm_range *range,
		    const char *by)
{
	struct fm_used_range *ranges;
	char *copy = strdup(by);

	ranges = copy ? reallocarray(used->ranges, used->count + 1,
				     sizeof(*ranges))
		      : NULL;
	if (!ranges) {
		free(copy);
		return -ENOMEM;
	}
	used->ranges = ranges;
	ranges[used->count].range = *range;
	ranges[used->count].by = copy;
	used->count++;
	return 0;
}

/* A node in the device tree is one chip, whatever else hangs beside it. */
static bool is_proven(const struct fm_chip_description *chip)
{
	return strncmp(chip->key, "node:", 5) == 0;
}

/*
 * Whether two MTDs that no proof makes one chip could be on one all the same:
 * a master beside its partitions, or partitions of one master. What is unsure
 * is kept apart in the map, and together where it would be written over.
 */
static bool may_overlap(const struct fm_mtd_description *a,
			const struct fm_mtd_description *b)
{
	const struct fm_range range_a = { a->offset, a->size };
	const struct fm_range range_b = { b->offset, b->size };

	if (!a->offset_present && !b->offset_present)
		return false;
	if (!a->parent || !b->parent || strcmp(a->parent, b->parent) != 0 ||
	    !a->type || !b->type || strcmp(a->type, b->type) != 0)
		return false;
	return a->erase_size == b->erase_size &&
	       a->write_size == b->write_size && a->oob_size == b->oob_size &&
	       fm_range_overlaps(&range_a, &range_b);
}

/* What one MTD in use now means for an MTD that the map has on the chip. */
static int consider(const struct fm_mtd_description *user, bool user_proven,
		    const struct fm_mtd_description *mtd, bool mtd_proven,
		    struct fm_used_ranges *used)
{
	const struct fm_mtd_identity user_identity = fm_identity_of(user);
	const struct fm_mtd_identity identity = fm_identity_of(mtd);
	const struct fm_range range = { mtd->chip_offset, mtd->size };
	char *by;
	int rc;

	if (fm_identity_same(&user_identity, &identity))
		return add_used(used, &range, user->used_by);
	if ((user_proven && mtd_proven) || !may_overlap(user, mtd))
		return 0;
	if (asprintf(&by, "it may overlap mtd%d: %s", user->number,
		     user->used_by) < 0)
		return -ENOMEM;
	rc = add_used(used, &range, by);
	free(by);
	return rc;
}

static int consider_all(const struct flashmap *map, size_t chip,
			const struct fm_mtd_description *user,
			const struct fm_chip_description *user_chip,
			struct fm_used_ranges *used)
{
	const struct fm_description *known = &map->description;
	const struct fm_range range = { user->chip_offset, user->size };
	int rc = 0;

	if (strcmp(user_chip->key, known->chips[chip].key) == 0)
		return add_used(used, &range, user->used_by);
	for (size_t i = 0; i < known->mtd_count && !rc; i++)
		if (known->mtds[i].chip == chip)
			rc = consider(user, is_proven(user_chip),
				      &known->mtds[i],
				      is_proven(&known->chips[chip]), used);
	return rc;
}

/*
 * A whole new look: MTDs may have got other numbers, and one that was made
 * after the map was loaded may lie over the map's own.
 */
int fm_map_find_used(const void *context, const struct fm_chip *chip,
		     struct fm_used_ranges *used)
{
	const struct flashmap *map = context;
	struct fm_description now;
	int rc;

	fm_description_init(&now);
	rc = fm_discover_mtds(&map->root, &now);
	if (!rc)
		rc = fm_usage_find(&map->root, &now);
	for (size_t i = 0; i < now.mtd_count && !rc; i++)
		if (now.mtds[i].used_by)
			rc = consider_all(map, (size_t)(chip - map->chips),
					  &now.mtds[i],
					  &now.chips[now.mtds[i].chip], used);
	fm_description_destroy(&now);
	if (rc < 0)
		fm_used_ranges_free(used);
	return rc;
}
