/* SPDX-License-Identifier: BSD-2-Clause */
/* Partitions of a device tree and MTDs by hand, for fm_tie(). */
#ifndef TESTS_TIED_H
#define TESTS_TIED_H

#include "discover/description.h"

/* A chip with this node; NULL is one that the tree does not tell. */
void tied_chip(const char *dt_path);
/* "/flash@CHIP/partitions/LABEL@OFFSET" of the chip with this index. */
void tied_partition(size_t chip, const char *label, uint64_t offset,
		    uint64_t size);
/* A partition MTD on a chip. */
struct fm_mtd_description *tied_mtd(size_t chip, const char *name,
				    uint64_t offset, uint64_t size);
/* The same with the node of the partition at this index. */
struct fm_mtd_description *tied_mtd_of(size_t partition, uint64_t offset,
				       uint64_t size);

/* fm_tie(), which has to work. */
void must_tie(void);
/* Which MTD a partition is tied to, and how. */
void check_tied(size_t partition, enum fm_tie tied, size_t mtd);
void check_not_tied(size_t partition);
/* There is one finding, and this is its code. */
void check_only_finding(const char *code);

#endif /* TESTS_TIED_H */
