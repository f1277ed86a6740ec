// SPDX-License-Identifier: BSD-2-Clause

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/range.h"
#include "discover/sysfs-links.h"
#include "discover/sysfs.h"
#include "log.h"

int fm_sysfs_open(const struct fm_root *root)
{
	return fm_root_open(root, "sys/class/mtd", O_RDONLY | O_DIRECTORY);
}

static int read_text(int folder, const char *attribute, char **text)
{
	char buffer[FM_ATTRIBUTE_SIZE];
	int rc;

	rc = fm_read_attribute(folder, attribute, buffer, sizeof(buffer));
	if (rc < 0)
		return rc;
	*text = strdup(buffer);
	return *text ? 0 : -ENOMEM;
}

static int read_number32(int folder, const char *attribute, uint32_t *number)
{
	uint64_t wide;
	int rc = fm_read_number(folder, attribute, &wide);

	if (rc < 0)
		return rc;
	if (wide > UINT32_MAX)
		return -EINVAL;
	*number = (uint32_t)wide;
	return 0;
}

/* What kernels before 2.6.30 or a partial copy may lack is unknown. */
static int read_details(int folder, struct fm_mtd_description *mtd)
{
	const struct {
		const char *attribute;
		uint32_t *number;
	} numbers[] = {
		{ "flags", &mtd->flags },
		{ "writesize", &mtd->write_size },
		{ "oobsize", &mtd->oob_size },
		{ "numeraseregions", &mtd->erase_regions },
	};
	int rc = read_text(folder, "type", &mtd->type);

	mtd->known = rc == 0;
	if (rc < 0 && rc != -ENOENT)
		return rc;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		rc = read_number32(folder, numbers[i].attribute,
				   numbers[i].number);
		if (rc < 0 && rc != -ENOENT)
			return rc;
		if (rc == -ENOENT)
			mtd->known = false;
	}
	return 0;
}

/* Attributes of Linux 3.4 and later, and of NAND alone of any use. */
static int read_ecc(int folder, struct fm_mtd_description *mtd)
{
	const struct {
		const char *attribute;
		uint32_t *number;
	} numbers[] = {
		{ "ecc_strength", &mtd->ecc.strength },
		{ "ecc_step_size", &mtd->ecc.step_size },
		{ "bitflip_threshold", &mtd->ecc.bitflip_threshold },
	};

	if (!fm_is_nand(mtd->type))
		return 0;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		int rc = read_number32(folder, numbers[i].attribute,
				       numbers[i].number);

		if (rc < 0 && rc != -ENOENT)
			return rc;
		if (i == 0)
			mtd->no_ecc = !rc && mtd->ecc.strength == 0;
	}
	return 0;
}

static int read_offset(int folder, struct fm_mtd_description *mtd)
{
	int rc = fm_read_number(folder, "offset", &mtd->offset);

	mtd->offset_present = rc == 0;
	return rc == -ENOENT ? 0 : rc;
}

/* On the device: the offsets of all MTDs that it is a part of added up. */
static int read_device_offset(int class_folder, struct fm_mtd_description *mtd)
{
	char above[PATH_MAX];
	int rc = 0;

	mtd->device_offset = mtd->offset;
	if (mtd->parent_number == FM_NO_MTD)
		return 0;
	snprintf(above, sizeof(above), "%s", mtd->parent);
	while (!rc) {
		char *slash = strrchr(above, '/');
		char attribute[32];
		uint64_t offset = 0;
		int number = slash ? fm_parse_unit(slash + 1, "mtd") : -1;

		if (number < 0)
			break;
		*slash = '\0';
		snprintf(attribute, sizeof(attribute), "mtd%d/offset", number);
		rc = fm_read_number(class_folder, attribute, &offset);
		/* A whole chip has none. */
		if (rc == -ENOENT)
			rc = 0;
		if (!rc && !fm_range_add(mtd->device_offset, offset,
					 &mtd->device_offset))
			rc = -EINVAL;
	}
	return rc;
}

static int read_folder(int folder, struct fm_mtd_description *mtd)
{
	int rc = read_text(folder, "name", &mtd->name);

	if (!rc)
		rc = fm_read_number(folder, "size", &mtd->size);
	if (!rc)
		rc = fm_read_number(folder, "erasesize", &mtd->erase_size);
	if (!rc)
		rc = read_details(folder, mtd);
	if (!rc)
		rc = read_ecc(folder, mtd);
	if (!rc)
		rc = read_offset(folder, mtd);
	return rc;
}

int fm_sysfs_read_mtd(int class_folder, int number,
		      struct fm_mtd_description *mtd)
{
	char entry[16];
	int folder, rc;

	memset(mtd, 0, sizeof(*mtd));
	mtd->number = number;
	snprintf(entry, sizeof(entry), "mtd%d", number);
	folder =
		openat(class_folder, entry, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -errno;
	rc = fm_sysfs_read_parent(class_folder, entry, mtd);
	if (!rc)
		rc = read_folder(folder, mtd);
	if (!rc)
		rc = fm_sysfs_read_nodes(class_folder, folder, mtd);
	if (!rc)
		rc = read_device_offset(class_folder, mtd);
	close(folder);
	if (rc < 0)
		fm_mtd_description_destroy(mtd);
	return rc;
}

static int compare_numbers(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

struct numbers {
	int *numbers;
	size_t count;
};

static int add_number(int folder, const struct dirent *entry, void *context)
{
	int number = fm_parse_unit(entry->d_name, "mtd");
	struct numbers *list = context;
	int *larger;

	(void)folder;
	if (number < 0)
		return 0;
	larger = reallocarray(list->numbers, list->count + 1, sizeof(*larger));
	if (!larger)
		return -ENOMEM;
	list->numbers = larger;
	larger[list->count++] = number;
	return 0;
}

int fm_sysfs_for_each(int class_folder,
		      int (*function)(int class_folder, int number,
				      void *context),
		      void *context)
{
	struct numbers list = { NULL, 0 };
	int rc = fm_for_each_entry(class_folder, add_number, &list);

	if (!rc && list.count > 0)
		qsort(list.numbers, list.count, sizeof(*list.numbers),
		      compare_numbers);
	for (size_t i = 0; i < list.count && !rc; i++)
		rc = function(class_folder, list.numbers[i], context);
	free(list.numbers);
	return rc;
}

/* Gone since the folder was listed, or there without all that it needs. */
static int report_missing(int class_folder, int number,
			  struct fm_description *description)
{
	char entry[16];

	snprintf(entry, sizeof(entry), "mtd%d", number);
	if (faccessat(class_folder, entry, F_OK, 0) < 0)
		return 0;
	return fm_description_add_finding(
		description, "incomplete", number,
		"mtd%d has no name, size or erase size in sysfs; it is not in "
		"the map",
		number);
}

static int scan_one(int class_folder, int number, void *context)
{
	struct fm_description *description = context;
	struct fm_mtd_description mtd;
	struct fm_mtd_description *entry;
	int rc;

	rc = fm_sysfs_read_mtd(class_folder, number, &mtd);
	if (rc == -ENOENT || rc == -ENODEV)
		return report_missing(class_folder, number, description);
	if (rc < 0) {
		fm_log(FLASHMAP_LOG_ERROR, "sysfs", rc,
		       "cannot make sense of mtd%d", number);
		return rc;
	}
	entry = fm_description_add_mtd(description);
	if (!entry) {
		fm_mtd_description_destroy(&mtd);
		return -ENOMEM;
	}
	*entry = mtd;
	return 0;
}

/*
 * The kernel makes the attribute a moment after the device
 * (drivers/mtd/mtdpart.c, mtd_add_partition_attrs()): a second look at the
 * end, at those that have none.
 */
static int look_for_late_offsets(int class_folder,
				 struct fm_description *description)
{
	for (size_t i = 0; i < description->mtd_count; i++) {
		struct fm_mtd_description *mtd = &description->mtds[i];
		char path[32];
		int rc;

		if (mtd->offset_present)
			continue;
		snprintf(path, sizeof(path), "mtd%d/offset", mtd->number);
		rc = fm_read_number(class_folder, path, &mtd->offset);
		mtd->offset_present = rc == 0;
		if (mtd->offset_present)
			rc = read_device_offset(class_folder, mtd);
		/* Gone meanwhile: its first use will tell. */
		if (rc < 0 && rc != -ENOENT && rc != -ENODEV)
			return rc;
	}
	return 0;
}

int fm_sysfs_scan(const struct fm_root *root,
		  struct fm_description *description)
{
	int class_folder = fm_sysfs_open(root);
	int rc;

	if (class_folder < 0)
		return class_folder;
	rc = fm_sysfs_for_each(class_folder, scan_one, description);
	if (!rc)
		rc = look_for_late_offsets(class_folder, description);
	close(class_folder);
	return rc;
}
