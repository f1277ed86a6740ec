/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found, as plain data: no descriptors, no locks, no behaviour. All
 * strings are owned by the description.
 */
#ifndef FM_DISCOVER_DESCRIPTION_H
#define FM_DISCOVER_DESCRIPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/ecc.h"

#define FM_NO_MTD (-1)

/* One mtdN, as the kernel tells it. */
struct fm_mtd_description {
	int number;
	char *name;
	/* As sysfs spells it; NULL if unknown. */
	char *type;
	/* Folder in sysfs above it, without the class's own; NULL if unknown. */
	char *parent;
	/* The MTD it is a part of, or FM_NO_MTD. */
	int parent_number;
	/* Path of its node in the device tree; NULL if none. */
	char *dt_path;
	/* That of the device it is on, which may be the flash; NULL if none. */
	char *device_dt_path;
	uint64_t size;
	uint64_t erase_size;
	uint32_t write_size;
	uint32_t oob_size;
	uint32_t flags;
	uint32_t erase_regions;
	struct fm_ecc_ability ecc;
	/* NAND that the kernel says has no ECC. */
	bool no_ecc;
	/* In what it is a part of. */
	uint64_t offset;
	bool offset_present;
	/* On the device, through all that it is a part of. */
	uint64_t device_offset;
	/* false without sysfs: type, flags and write_size are unknown. */
	bool known;

	/* Found out by chips.c: index of its chip and its place there. */
	size_t chip;
	uint64_t chip_offset;
	/* false if that place is not where it lies on the real chip. */
	bool placed;
	/* It is part of no other MTD that is there. */
	bool top;
	/* dt_path is that of a partition, not of the flash itself. */
	bool dt_partition;

	/* Found out by tie.c: it is a partition of the device tree. */
	bool tied;

	/* Found out by usage.c: who uses it now; NULL if nobody. */
	char *used_by;
};

struct fm_chip_description {
	char *name;
	/* What two looks at the system know the same chip by. */
	char *key;
	char *type;
	char *dt_path;
	/* 0 if unknown. */
	uint64_t size;

	/* The rest is for simulated ones. */
	bool simulated;
	uint64_t erase_size;
	uint32_t write_size;
	uint32_t oob_size;
	uint8_t erased_value;
	struct fm_ecc_ability ecc;
	/* Numbers of blocks that are bad from the start; owned. */
	uint32_t *bad_blocks;
	size_t bad_block_count;
};

/* How it is known which MTD a partition of the device tree is. */
enum fm_tie {
	FM_TIE_NONE,
	FM_TIE_NODE,
	FM_TIE_PLACE,
	FM_TIE_LABEL,
};

/*
 * A named range of a chip: a partition of the device tree, or one that only
 * flashmap.conf knows.
 */
struct fm_partition_description {
	char *label;
	char *dt_path;
	size_t chip;
	uint64_t offset;
	uint64_t size;
	bool read_only;
	/* Ended by NULL; NULL where the tree does not tell. Owned. */
	char **node_labels;
	/* The same, of "aliases". */
	char **aliases;

	/* Found out by tie.c: the index of its MTD, unless tied is NONE. */
	enum fm_tie tied;
	size_t mtd;
	/* Where flashmap.conf has it; 0 if it does not come from there. */
	unsigned int conf_line;
};

struct fm_finding {
	const char *code;
	char *message;
	int mtd;
};

struct fm_description {
	struct fm_mtd_description *mtds;
	size_t mtd_count;
	struct fm_chip_description *chips;
	size_t chip_count;
	struct fm_partition_description *partitions;
	size_t partition_count;
	struct fm_finding *findings;
	size_t finding_count;
};

void fm_description_init(struct fm_description *description);
void fm_description_destroy(struct fm_description *description);

/* A zeroed entry at the end; NULL without memory. */
struct fm_mtd_description *
fm_description_add_mtd(struct fm_description *description);
struct fm_chip_description *
fm_description_add_chip(struct fm_description *description);
struct fm_partition_description *
fm_description_add_partition(struct fm_description *description);

/* Also logged, for information. -ENOMEM. */
int fm_description_add_finding(struct fm_description *description,
			       const char *code, int mtd, const char *format,
			       ...) __attribute__((format(printf, 4, 5)));

/* Whether a type, as sysfs spells it, is that of NAND; NULL is none. */
bool fm_is_nand(const char *type);

/*
 * How much of the parent of an MTD is its device: what it is a part of is in
 * it by number, and numbers move.
 */
size_t fm_device_length(const char *parent);

/* Takes away the last chip. */
void fm_description_drop_chip(struct fm_description *description);
/* Takes away all partitions but the first ones. */
void fm_description_drop_partitions(struct fm_description *description,
				    size_t count);

void fm_mtd_description_destroy(struct fm_mtd_description *mtd);

#endif /* FM_DISCOVER_DESCRIPTION_H */
