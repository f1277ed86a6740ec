// SPDX-License-Identifier: BSD-2-Clause

#include "device/range.h"
#include "discover/overlap.h"

/* One in the other is how partitions are nested. */
static bool overlaps_in_part(const struct fm_partition_description *a,
			     const struct fm_partition_description *b)
{
	const struct fm_range range_a = { a->offset, a->size };
	const struct fm_range range_b = { b->offset, b->size };

	return a->chip == b->chip && fm_range_overlaps(&range_a, &range_b) &&
	       !fm_range_contains(&range_a, &range_b) &&
	       !fm_range_contains(&range_b, &range_a);
}

/* One finding a partition: each could overlap all others. */
static int report_overlap(struct fm_description *description, size_t index)
{
	const struct fm_partition_description *partition =
		&description->partitions[index];

	for (size_t i = 0; i < index; i++) {
		const struct fm_partition_description *other =
			&description->partitions[i];

		if (overlaps_in_part(other, partition))
			return fm_description_add_finding(
				description, "overlap", FM_NO_MTD,
				"%s (\"%s\") and %s (\"%s\") overlap",
				other->dt_path, other->label,
				partition->dt_path, partition->label);
	}
	return 0;
}

int fm_report_overlaps(struct fm_description *description)
{
	int rc = 0;

	for (size_t i = 0; i < description->partition_count && !rc; i++)
		rc = report_overlap(description, i);
	return rc;
}
