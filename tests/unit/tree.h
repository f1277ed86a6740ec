/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes to the trees that the fakes write, and looks at them. */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include "device/node.h"
#include "discover/description.h"
#include "fake-mtd.h"

/* A fake with this number, all else by default. */
struct fake_mtd *tree_add(int number);
/* A partition with this number, name and place on a device below sys. */
struct fake_mtd *tree_add_part(int number, const char *name, const char *device,
			       uint64_t offset, uint64_t size);

void tree_set_attribute(int number, const char *attribute, const char *text);
void tree_remove_attribute(int number, const char *attribute);

/* sys/class/mtd without an MTD. */
void tree_make_empty_class(void);

/* fm_sysfs_scan() and fm_locate() below test_folder(). */
int tree_scan(struct fm_description *description);
/* The only MTD that a look finds. */
const struct fm_mtd_description *
tree_must_find_one(struct fm_description *description);
int tree_locate(const struct fm_mtd_identity *identity, int last_number,
		int *number);

#endif /* TESTS_TREE_H */
