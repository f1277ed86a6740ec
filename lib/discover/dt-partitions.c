// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "discover/dt-partitions.h"
#include "discover/dt-symbols.h"
#include "discover/node-names.h"

#define FIXED "fixed-partitions"
#define FIXED_NESTED "fixed-subpartitions"
#define MAPPED "zephyr,mapped-partition"

/* Partitions in partitions: more is a mistake or an attack. */
#define DEPTH_LIMIT 8
/* So are more than these. */
#define COUNT_LIMIT 1024

/* How the children of a node are known to be partitions. */
enum spelling {
	/* All of them are. */
	ALL,
	/* Those that say so themselves. */
	SELF,
	/* Those that say nothing of themselves but a place. */
	LEGACY,
};

/* One table, and where it lies. */
struct table {
	const struct fm_dt *dt;
	struct fm_description *description;
	int node;
	enum spelling spelling;
	size_t chip;
	uint64_t base;
	int depth;
};

static bool has(const struct fm_dt *dt, int node, const char *property)
{
	return fdt_getprop(dt->blob, node, property, NULL) != NULL;
}

static bool is_partition(const struct table *table, int node)
{
	const struct fm_dt *dt = table->dt;

	if (!fm_dt_is_enabled(dt, node))
		return false;
	switch (table->spelling) {
	case ALL:
		return true;
	case SELF:
		return fm_dt_is_compatible(dt, node, MAPPED);
	default:
		/* drivers/mtd/parsers/ofpart_core.c, parse_fixed_partitions */
		return has(dt, node, "reg") && !has(dt, node, "compatible") &&
		       fdt_size_cells(dt->blob, table->node) > 0;
	}
}

static int judge(const struct table *table,
		 const struct fm_partition_description *partition)
{
	const struct fm_range range = { partition->offset, partition->size };
	const struct fm_range whole = {
		.size = table->description->chips[table->chip].size,
	};

	if (partition->size == 0)
		return fm_description_add_finding(table->description, "empty",
						  FM_NO_MTD,
						  "%s (\"%s\") has size 0",
						  partition->dt_path,
						  partition->label);
	if (whole.size > 0 && !fm_range_contains(&whole, &range))
		return fm_description_add_finding(
			table->description, "beyond-chip", FM_NO_MTD,
			"%s (\"%s\") ends past the end of its chip",
			partition->dt_path, partition->label);
	return 0;
}

static int read_table(const struct table *table);

/* What is in a partition is relative to it. */
static int read_nested(const struct table *table, int node, uint64_t base)
{
	const struct fm_dt *dt = table->dt;
	struct table nested = *table;

	nested.node = node;
	nested.base = base;
	nested.depth++;
	if (fm_dt_is_compatible(dt, node, FIXED) ||
	    fm_dt_is_compatible(dt, node, FIXED_NESTED))
		nested.spelling = ALL;
	else if (fm_dt_is_compatible(dt, node, MAPPED))
		nested.spelling = SELF;
	else
		return 0;
	return read_table(&nested);
}

static int read_partition(const struct table *table, int node)
{
	struct fm_partition_description *partition;
	const struct fm_dt *dt = table->dt;
	struct fm_range range;
	uint64_t offset;
	int rc;

	rc = fm_dt_read_reg(dt, table->node, node, &range);
	if (rc < 0)
		return rc;
	if (!fm_range_add(table->base, range.offset, &offset))
		return fm_dt_complain(dt, node, "has an offset past 64 bits");
	if (table->description->partition_count == COUNT_LIMIT)
		return fm_dt_complain(dt, node, "is one partition too many");
	partition = fm_description_add_partition(table->description);
	if (!partition)
		return -ENOMEM;
	partition->chip = table->chip;
	partition->offset = offset;
	partition->size = range.size;
	partition->read_only = has(dt, node, "read-only");
	partition->label = fm_dt_copy_label(dt, node);
	if (!partition->label)
		return -ENOMEM;
	rc = fm_dt_copy_path(dt, node, &partition->dt_path);
	if (!rc)
		rc = fm_dt_read_symbols(dt, partition);
	if (!rc)
		rc = judge(table, partition);
	return rc < 0 ? rc : read_nested(table, node, offset);
}

static int read_table(const struct table *table)
{
	const struct fm_dt *dt = table->dt;
	int node, rc = 0;

	if (table->depth > DEPTH_LIMIT)
		return fm_dt_complain(dt, table->node, "is nested too deep");
	fdt_for_each_subnode(node, dt->blob, table->node) {
		if (!is_partition(table, node))
			continue;
		rc = read_partition(table, node);
		if (rc < 0)
			break;
	}
	return rc;
}

/* As the kernel does, a table with a mistake counts for nothing. */
static int read_or_leave(const struct table *table)
{
	size_t before = table->description->partition_count;
	int rc = read_table(table);

	if (rc != -EINVAL || !table->dt->findings)
		return rc;
	fm_description_drop_partitions(table->description, before);
	return 0;
}

int fm_dt_read_partitions(const struct fm_dt *dt, int flash, size_t chip,
			  struct fm_description *description)
{
	struct table table = {
		.dt = dt,
		.description = description,
		.chip = chip,
		.depth = 1,
	};
	bool has_table = false;
	int node, rc = 0;

	fdt_for_each_subnode(node, dt->blob, flash) {
		const char *name = fdt_get_name(dt->blob, node, NULL);
		bool fixed = fm_dt_is_compatible(dt, node, FIXED);

		if (!fixed && !(name && fm_is_table_name(name)))
			continue;
		has_table = true;
		if (!fm_dt_is_enabled(dt, node))
			continue;
		table.node = node;
		table.spelling = fixed ? ALL : SELF;
		rc = read_or_leave(&table);
		if (rc < 0)
			return rc;
	}
	if (has_table)
		return 0;
	table.node = flash;
	table.spelling = LEGACY;
	return read_or_leave(&table);
}
