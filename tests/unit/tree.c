// SPDX-License-Identifier: BSD-2-Clause

#include <stdio.h>
#include <unistd.h>

#include "discover/locate.h"
#include "discover/sysfs.h"
#include "tree.h"
#include "unit.h"

struct fake_mtd *tree_add(int number)
{
	const struct fake_options options = { .number = number };

	return fake_add(&options);
}

struct fake_mtd *tree_add_part(int number, const char *name, const char *device,
			       uint64_t offset, uint64_t size)
{
	const struct fake_options options = {
		.number = number,
		.name = name,
		.device = device,
		.offset_present = true,
		.offset = offset,
		.size = size,
	};

	return fake_add(&options);
}

void tree_set_attribute(int number, const char *attribute, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "sys/class/mtd/mtd%d/%s", number,
		 attribute);
	write_file(path, text);
}

void tree_remove_attribute(int number, const char *attribute)
{
	ck_assert_int_eq(
		unlink(test_path("sys/class/mtd/mtd%d/%s", number, attribute)),
		0);
}

void tree_make_empty_class(void)
{
	write_file("sys/class/mtd/file", "");
	ck_assert_int_eq(unlink(test_path("sys/class/mtd/file")), 0);
}

int tree_scan(struct fm_description *description)
{
	struct fm_root root;
	int rc;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_sysfs_scan(&root, description);
	fm_root_destroy(&root);
	return rc;
}

const struct fm_mtd_description *
tree_must_find_one(struct fm_description *description)
{
	ck_assert_int_eq(tree_scan(description), 0);
	ck_assert_uint_eq(description->mtd_count, 1);
	return &description->mtds[0];
}

int tree_locate(const struct fm_mtd_identity *identity, int last_number,
		int *number)
{
	struct fm_root root;
	int rc;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_locate(&root, identity, last_number, number);
	fm_root_destroy(&root);
	return rc;
}
