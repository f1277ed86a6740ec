// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/range.h"
#include "discover/chip-names.h"
#include "discover/chips.h"
#include "log.h"

/* How an MTD that is part of no other MTD belongs to a chip. */
struct membership {
	/* The MTD at the top of its folders; itself if it is the top. */
	size_t top;
	/* Length of dt_path up to the flash node; 0 without one. */
	size_t node_length;
	/* Something on its device speaks against one chip. */
	bool contradicted;
};

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_virtual(const struct fm_mtd_description *mtd)
{
	static const char folder[] = "devices/virtual";

	return !mtd->parent ||
	       strncmp(mtd->parent, folder, sizeof(folder) - 1) == 0;
}

static const struct fm_mtd_description *
find_parent(const struct fm_description *description,
	    const struct fm_mtd_description *mtd)
{
	if (mtd->parent_number == FM_NO_MTD)
		return NULL;
	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].number == mtd->parent_number)
			return &description->mtds[i];
	return NULL;
}

static size_t find_top(const struct fm_description *description, size_t index)
{
	size_t top = index;

	for (size_t step = 0; step < description->mtd_count; step++) {
		const struct fm_mtd_description *parent;

		parent = find_parent(description, &description->mtds[top]);
		if (!parent)
			return top;
		top = (size_t)(parent - description->mtds);
	}
	/* A tree that was made by hand may be a circle: nobody is above. */
	return index;
}

/*
 * The node of the flash above a partition's own: what comes before
 * "partitions", or the parent of a partition that lies right in the flash
 * node (Documentation/devicetree/bindings/mtd/mtd.yaml). A whole chip's own
 * node is the flash node.
 */
static size_t flash_node_length(struct fm_mtd_description *mtd)
{
	const char *end;

	if (!mtd->dt_path)
		return 0;
	end = strstr(mtd->dt_path, "/partitions/");
	if (!end && mtd->offset_present)
		end = strrchr(mtd->dt_path, '/');
	if (!end || end == mtd->dt_path)
		return strlen(mtd->dt_path);
	mtd->dt_partition = true;
	return (size_t)(end - mtd->dt_path);
}

static bool same_node(const struct fm_description *description,
		      const struct membership *members, size_t a, size_t b)
{
	return members[a].node_length == members[b].node_length &&
	       strncmp(description->mtds[a].dt_path,
		       description->mtds[b].dt_path,
		       members[a].node_length) == 0;
}

static bool alike(const struct fm_mtd_description *a,
		  const struct fm_mtd_description *b)
{
	const struct fm_range range_a = { a->offset, a->size };
	const struct fm_range range_b = { b->offset, b->size };

	return a->offset_present && b->offset_present &&
	       same_text(a->type, b->type) && a->erase_size == b->erase_size &&
	       a->write_size == b->write_size && a->oob_size == b->oob_size &&
	       !fm_range_overlaps(&range_a, &range_b);
}

/* Whether another MTD on the same device is no neighbour on the same chip. */
static bool is_contradicted(const struct fm_description *description,
			    const struct membership *members, size_t index)
{
	const struct fm_mtd_description *mtd = &description->mtds[index];
	size_t noted = index;

	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *other = &description->mtds[i];

		if (i == index || members[i].top != i ||
		    !same_text(mtd->parent, other->parent))
			continue;
		if (members[i].node_length > 0) {
			if (noted != index &&
			    !same_node(description, members, noted, i))
				return true;
			noted = i;
			/* The chip itself, as its master shows it. */
			if (!other->offset_present)
				continue;
		}
		if (!alike(mtd, other))
			return true;
	}
	return false;
}

/* Whether the rule of the common device can speak for this MTD at all. */
static bool has_device(const struct fm_mtd_description *mtd,
		       const struct membership *member)
{
	return member->node_length == 0 && mtd->offset_present &&
	       mtd->parent_number == FM_NO_MTD && !is_virtual(mtd);
}

static void find_memberships(struct fm_description *description,
			     struct membership *members)
{
	size_t count = description->mtd_count;

	for (size_t i = 0; i < count; i++) {
		members[i].top = find_top(description, i);
		description->mtds[i].top = members[i].top == i;
		members[i].node_length =
			flash_node_length(&description->mtds[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (members[i].top == i &&
		    has_device(&description->mtds[i], &members[i]))
			members[i].contradicted =
				is_contradicted(description, members, i);
}

/* One contradiction on a device puts all of its MTDs in doubt. */
static bool is_proven_by_device(const struct fm_description *description,
				const struct membership *members, size_t index)
{
	const struct fm_mtd_description *mtd = &description->mtds[index];

	if (!has_device(mtd, &members[index]))
		return false;
	for (size_t i = 0; i < description->mtd_count; i++)
		if (members[i].contradicted &&
		    same_text(mtd->parent, description->mtds[i].parent))
			return false;
	return true;
}

/* The MTD on the same device whose node names the chip; index if none does. */
static size_t find_noted(const struct fm_description *description,
			 const struct membership *members, size_t index)
{
	for (size_t i = 0; i < description->mtd_count; i++)
		if (members[i].top == i && members[i].node_length > 0 &&
		    same_text(description->mtds[index].parent,
			      description->mtds[i].parent))
			return i;
	return index;
}

/* A partition without an offset, or without what it is a part of. */
static bool is_lost(const struct fm_mtd_description *mtd)
{
	return mtd->parent_number != FM_NO_MTD ||
	       (mtd->dt_partition && !mtd->offset_present);
}

/*
 * No offset makes a whole chip, where sysfs can tell: kernels before 4.1 give
 * none to partitions either, which shows by two of them on one real device.
 */
static bool is_master(const struct fm_description *description,
		      const struct membership *members, size_t index)
{
	const struct fm_mtd_description *mtd = &description->mtds[index];

	if (mtd->offset_present || is_lost(mtd) || !mtd->parent)
		return false;
	for (size_t i = 0; i < description->mtd_count && !is_virtual(mtd);
	     i++) {
		const struct fm_mtd_description *other = &description->mtds[i];

		if (i != index && members[i].top == i &&
		    members[i].node_length == 0 && !other->offset_present &&
		    same_text(mtd->parent, other->parent))
			return false;
	}
	return true;
}

/* Also finds the MTD whose node is the chip's: noted. */
static int make_key(struct fm_description *description,
		    const struct membership *members, size_t index, char **key,
		    size_t *noted)
{
	struct fm_mtd_description *mtd = &description->mtds[index];
	bool by_device = is_proven_by_device(description, members, index);
	size_t node_length;
	int rc;

	*noted = by_device ? find_noted(description, members, index) : index;
	node_length = members[*noted].node_length;
	mtd->placed = true;
	if (!is_lost(mtd) && node_length > 0) {
		rc = asprintf(key, "node:%.*s", (int)node_length,
			      description->mtds[*noted].dt_path);
	} else if (by_device) {
		rc = asprintf(key, "device:%s", mtd->parent);
	} else {
		mtd->placed = is_master(description, members, index);
		rc = asprintf(key, "mtd:%s/%s/%" PRIu64 "/%" PRIu64,
			      mtd->parent ? mtd->parent : "", mtd->name,
			      mtd->offset, mtd->size);
	}
	return rc < 0 ? -ENOMEM : 0;
}

static int add_chip(struct fm_description *description,
		    const struct fm_mtd_description *noted, size_t node_length,
		    struct fm_mtd_description *mtd, char *key)
{
	struct fm_chip_description *chip = fm_description_add_chip(description);

	if (!chip) {
		free(key);
		return -ENOMEM;
	}
	chip->key = key;
	mtd->chip = description->chip_count - 1;
	if (mtd->type) {
		chip->type = strdup(mtd->type);
		if (!chip->type)
			return -ENOMEM;
	}
	if (node_length > 0) {
		chip->dt_path = strndup(noted->dt_path, node_length);
		if (!chip->dt_path)
			return -ENOMEM;
	}
	return 0;
}

/* An MTD that stands alone never joins a chip, whatever its key. */
static bool join_chip(struct fm_description *description,
		      struct fm_mtd_description *mtd, const char *key)
{
	if (strncmp(key, "mtd:", 4) == 0)
		return false;
	for (size_t i = 0; i < description->chip_count; i++) {
		if (strcmp(description->chips[i].key, key) != 0)
			continue;
		mtd->chip = i;
		return true;
	}
	return false;
}

static int place_top(struct fm_description *description,
		     const struct membership *members, size_t index)
{
	struct fm_mtd_description *mtd = &description->mtds[index];
	size_t noted;
	char *key;
	int rc;

	rc = make_key(description, members, index, &key, &noted);
	if (rc < 0)
		return rc;
	if (join_chip(description, mtd, key))
		free(key);
	else
		rc = add_chip(description, &description->mtds[noted],
			      members[noted].node_length, mtd, key);
	if (rc < 0)
		return rc;

	mtd->chip_offset = mtd->placed ? mtd->offset : 0;
	if (mtd->placed && !mtd->offset_present)
		description->chips[mtd->chip].size = mtd->size;
	/* Without sysfs one finding says so for all. */
	if (mtd->placed || (!mtd->parent && !mtd->known))
		return 0;
	if (!mtd->offset_present)
		return fm_description_add_finding(
			description, "offset-unknown", mtd->number,
			"nothing tells where mtd%d (\"%s\") lies on its chip; "
			"it is taken as a chip of its own",
			mtd->number, mtd->name);
	return fm_description_add_finding(
		description, "chip-unproven", mtd->number,
		"mtd%d (\"%s\") lies at %#" PRIx64 " of a chip that the kernel "
		"does not show; it is taken as a chip of its own",
		mtd->number, mtd->name, mtd->offset);
}

/* Offsets of nested partitions are relative: add up to the top. */
static int place_nested(struct fm_description *description,
			const struct membership *members, size_t index)
{
	struct fm_mtd_description *mtd = &description->mtds[index];
	const struct fm_mtd_description *top =
		&description->mtds[members[index].top];
	const struct fm_mtd_description *above = mtd;
	uint64_t sum = top->chip_offset;

	for (size_t step = 0; above && above != top; step++) {
		if (step == description->mtd_count ||
		    !fm_range_add(sum, above->offset, &sum))
			return -EINVAL;
		above = find_parent(description, above);
	}
	mtd->chip = top->chip;
	mtd->placed = top->placed;
	mtd->chip_offset = sum;
	return 0;
}

static int place_all(struct fm_description *description,
		     const struct membership *members)
{
	size_t count = description->mtd_count;
	int rc = 0;

	for (size_t i = 0; i < count && !rc; i++)
		if (members[i].top == i)
			rc = place_top(description, members, i);
	for (size_t i = 0; i < count && !rc; i++)
		if (members[i].top != i)
			rc = place_nested(description, members, i);
	return rc;
}

int fm_chips_place(struct fm_description *description)
{
	struct membership *members;
	int rc;

	if (description->mtd_count == 0)
		return 0;
	members = calloc(description->mtd_count, sizeof(*members));
	if (!members)
		return -ENOMEM;
	find_memberships(description, members);
	rc = place_all(description, members);
	free(members);
	return rc;
}

int fm_chips_find(struct fm_description *description)
{
	int rc = fm_chips_place(description);

	return rc < 0 ? rc : fm_chips_name(description);
}
