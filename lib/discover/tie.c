// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "discover/overlap.h"
#include "discover/tie.h"

/* Whether an MTD is a partition, in one way of telling. */
typedef bool (*match_fn)(const struct fm_description *description,
			 const struct fm_partition_description *partition,
			 const struct fm_mtd_description *mtd);

static bool same_node(const struct fm_description *description,
		      const struct fm_partition_description *partition,
		      const struct fm_mtd_description *mtd)
{
	(void)description;
	return mtd->dt_path && strcmp(mtd->dt_path, partition->dt_path) == 0;
}

static bool same_place(const struct fm_description *description,
		       const struct fm_partition_description *partition,
		       const struct fm_mtd_description *mtd)
{
	(void)description;
	return !mtd->dt_path && mtd->placed && mtd->offset_present &&
	       mtd->chip == partition->chip &&
	       mtd->chip_offset == partition->offset &&
	       mtd->size == partition->size;
}

/* An MTD whose chip is not known to be another one. */
static bool same_label(const struct fm_description *description,
		       const struct fm_partition_description *partition,
		       const struct fm_mtd_description *mtd)
{
	const struct fm_chip_description *chip = &description->chips[mtd->chip];

	if (mtd->dt_path || strcmp(mtd->name, partition->label) != 0)
		return false;
	return mtd->chip == partition->chip || !chip->dt_path;
}

static bool is_free(const struct fm_mtd_description *mtd)
{
	return !mtd->tied;
}

/* The only MTD that matches; none if several do. */
static struct fm_mtd_description *
find_mtd(const struct fm_description *description,
	 const struct fm_partition_description *partition, match_fn match)
{
	struct fm_mtd_description *found = NULL;

	for (size_t i = 0; i < description->mtd_count; i++) {
		struct fm_mtd_description *mtd = &description->mtds[i];

		if (!is_free(mtd) || !match(description, partition, mtd))
			continue;
		if (found)
			return NULL;
		found = mtd;
	}
	return found;
}

/* Whether another partition would claim the MTD in the same way. */
static bool is_contested(const struct fm_description *description,
			 const struct fm_partition_description *partition,
			 const struct fm_mtd_description *mtd, match_fn match)
{
	for (size_t i = 0; i < description->partition_count; i++) {
		const struct fm_partition_description *other =
			&description->partitions[i];

		if (other != partition && other->tied == FM_TIE_NONE &&
		    match(description, other, mtd))
			return true;
	}
	return false;
}

static void tie_by(struct fm_description *description, enum fm_tie tie,
		   match_fn match)
{
	for (size_t i = 0; i < description->partition_count; i++) {
		struct fm_partition_description *partition =
			&description->partitions[i];
		struct fm_mtd_description *mtd;

		if (partition->tied != FM_TIE_NONE)
			continue;
		mtd = find_mtd(description, partition, match);
		if (!mtd || is_contested(description, partition, mtd, match))
			continue;
		partition->tied = tie;
		partition->mtd = (size_t)(mtd - description->mtds);
		mtd->tied = true;
	}
}

static int report_difference(struct fm_description *description,
			     const struct fm_partition_description *partition)
{
	const struct fm_mtd_description *mtd =
		&description->mtds[partition->mtd];

	if (mtd->placed && mtd->chip == partition->chip &&
	    mtd->chip_offset != partition->offset)
		return fm_description_add_finding(
			description, "tree-offset", mtd->number,
			"mtd%d (\"%s\") is at %#" PRIx64 ", its node %s says "
			"%#" PRIx64 "; the kernel counts",
			mtd->number, mtd->name, mtd->chip_offset,
			partition->dt_path, partition->offset);
	if (mtd->size != partition->size)
		return fm_description_add_finding(
			description, "tree-size", mtd->number,
			"mtd%d (\"%s\") has %#" PRIx64 " bytes, its node %s "
			"says %#" PRIx64 "; the kernel counts",
			mtd->number, mtd->name, mtd->size, partition->dt_path,
			partition->size);
	return 0;
}

/* Whether the kernel divides the chip, and in no way that the tree says. */
static bool has_other_table(const struct fm_description *description,
			    size_t chip)
{
	bool divided = false;

	for (size_t i = 0; i < description->partition_count; i++)
		if (description->partitions[i].chip == chip &&
		    description->partitions[i].tied != FM_TIE_NONE)
			return false;
	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].chip == chip &&
		    description->mtds[i].offset_present)
			divided = true;
	return divided;
}

static bool has_partitions(const struct fm_description *description,
			   size_t chip)
{
	for (size_t i = 0; i < description->partition_count; i++)
		if (description->partitions[i].chip == chip)
			return true;
	return false;
}

static bool has_mtds(const struct fm_description *description, size_t chip)
{
	for (size_t i = 0; i < description->mtd_count; i++)
		if (description->mtds[i].chip == chip)
			return true;
	return false;
}

static int report_partition(struct fm_description *description,
			    const struct fm_partition_description *partition)
{
	if (partition->tied != FM_TIE_NONE)
		return report_difference(description, partition);
	/* One finding says so for all of the chip. */
	if (!has_mtds(description, partition->chip) ||
	    has_other_table(description, partition->chip))
		return 0;
	return fm_description_add_finding(
		description, "mtd-missing", FM_NO_MTD,
		"%s (\"%s\") has no MTD, though its chip has some",
		partition->dt_path, partition->label);
}

static int report_mtd(struct fm_description *description,
		      const struct fm_mtd_description *mtd)
{
	if (mtd->tied || !mtd->offset_present ||
	    !has_partitions(description, mtd->chip) ||
	    has_other_table(description, mtd->chip))
		return 0;
	return fm_description_add_finding(
		description, "node-missing", mtd->number,
		"mtd%d (\"%s\") is no partition of the device tree",
		mtd->number, mtd->name);
}

static int report_chip(struct fm_description *description, size_t chip)
{
	const char *path = description->chips[chip].dt_path;

	if (!has_partitions(description, chip))
		return 0;
	if (!has_mtds(description, chip))
		return fm_description_add_finding(
			description, "chip-missing", FM_NO_MTD,
			"%s has partitions in the device tree, but no MTD: "
			"its driver is missing, or has failed",
			path);
	if (!has_other_table(description, chip))
		return 0;
	return fm_description_add_finding(
		description, "other-table", FM_NO_MTD,
		"the MTDs on %s are not the partitions of its node: they come "
		"from the command line (mtdparts=) or from the flash itself",
		path);
}

int fm_tie(struct fm_description *description)
{
	int rc = 0;

	tie_by(description, FM_TIE_NODE, same_node);
	tie_by(description, FM_TIE_PLACE, same_place);
	tie_by(description, FM_TIE_LABEL, same_label);
	for (size_t i = 0; i < description->chip_count && !rc; i++)
		rc = report_chip(description, i);
	for (size_t i = 0; i < description->partition_count && !rc; i++)
		rc = report_partition(description, &description->partitions[i]);
	if (!rc)
		rc = fm_report_overlaps(description);
	for (size_t i = 0; i < description->mtd_count && !rc; i++)
		rc = report_mtd(description, &description->mtds[i]);
	return rc;
}
