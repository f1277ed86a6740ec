// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "discover/locate.h"
#include "discover/procmtd.h"
#include "discover/sysfs.h"
#include "log.h"

struct search {
	const struct fm_mtd_identity *identity;
	int last_number;
	bool last_exists;
	int found;
	int matches;
};

struct fm_mtd_identity fm_identity_of(const struct fm_mtd_description *mtd)
{
	return (struct fm_mtd_identity){
		.name = mtd->name,
		.parent = mtd->parent,
		.type = mtd->type,
		.size = mtd->size,
		.erase_size = mtd->erase_size,
		.write_size = mtd->write_size,
		.offset = mtd->device_offset,
		.offset_present = mtd->offset_present,
	};
}

static bool same_device(const char *a, const char *b)
{
	size_t length;

	if (!a || !b)
		return a == b;
	length = fm_device_length(a);
	return length == fm_device_length(b) && strncmp(a, b, length) == 0;
}

bool fm_identity_same(const struct fm_mtd_identity *a,
		      const struct fm_mtd_identity *b)
{
	if (!same_device(a->parent, b->parent))
		return false;
	if (!a->type != !b->type || (a->type && strcmp(a->type, b->type) != 0))
		return false;
	if (a->erase_size != b->erase_size || a->write_size != b->write_size)
		return false;
	return strcmp(a->name, b->name) == 0 && a->size == b->size &&
	       a->offset_present == b->offset_present &&
	       (!a->offset_present || a->offset == b->offset);
}

static void consider(struct search *search,
		     const struct fm_mtd_description *mtd)
{
	const struct fm_mtd_identity identity = fm_identity_of(mtd);

	if (mtd->number == search->last_number)
		search->last_exists = true;
	if (!fm_identity_same(search->identity, &identity))
		return;
	search->found = mtd->number;
	search->matches++;
}

static int consider_number(int class_folder, int number, void *context)
{
	struct fm_mtd_description mtd;
	int rc;

	rc = fm_sysfs_read_mtd(class_folder, number, &mtd);
	if (rc == -ENOENT || rc == -ENODEV)
		return 0;
	if (rc < 0)
		return rc;
	consider(context, &mtd);
	fm_mtd_description_destroy(&mtd);
	return 0;
}

/* The number that it had comes first: it is nearly always the answer. */
static int search_sysfs(int class_folder, struct search *search)
{
	int rc = consider_number(class_folder, search->last_number, search);

	if (rc < 0 || search->matches > 0)
		return rc;
	return fm_sysfs_for_each(class_folder, consider_number, search);
}

static int search_procmtd(const struct fm_root *root, struct search *search)
{
	struct fm_description description;
	int rc;

	fm_description_init(&description);
	rc = fm_procmtd_scan(root, &description);
	for (size_t i = 0; i < description.mtd_count && !rc; i++) {
		consider(search, &description.mtds[i]);
		if (search->found == search->last_number)
			break;
	}
	fm_description_destroy(&description);
	return rc == -ENOENT ? 0 : rc;
}

int fm_locate(const void *context, const struct fm_mtd_identity *identity,
	      int last_number, int *number)
{
	const struct fm_root *root = context;
	struct search search = {
		.identity = identity,
		.last_number = last_number,
		.found = FM_NO_MTD,
	};
	int class_folder = fm_sysfs_open(root);
	int rc;

	if (class_folder >= 0) {
		rc = search_sysfs(class_folder, &search);
		close(class_folder);
	} else {
		rc = search_procmtd(root, &search);
	}
	if (rc < 0)
		return rc;
	if (search.found == last_number || search.matches == 1) {
		*number = search.found;
		return 0;
	}
	if (search.matches > 1)
		fm_log(FLASHMAP_LOG_WARNING, identity->name, -ESTALE,
		       "several MTDs look like the one that was mtd%d",
		       last_number);
	return search.matches > 1 || search.last_exists ? -ESTALE : -ENODEV;
}
