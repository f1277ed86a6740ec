// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/root.h"
#include "discover/sysfs-links.h"

/* The text of a link, which is never followed: it may leave the root. */
static int read_link(int directory, const char *name, char *text, size_t size)
{
	ssize_t length = readlinkat(directory, name, text, size);

	if (length < 0)
		return -errno;
	if ((size_t)length >= size)
		return -ENAMETOOLONG;
	text[length] = '\0';
	return 0;
}

/*
 * "../../devices/platform/spi/spi0.0/mtd/mtd3" -> ".../spi0.0"; below another
 * MTD ".../mtd3/mtd4" the parent is that MTD.
 */
int fm_sysfs_read_parent(int class_folder, const char *entry,
			 struct fm_mtd_description *mtd)
{
	char link[PATH_MAX];
	char *start = link;
	char *slash;
	int rc;

	mtd->parent_number = FM_NO_MTD;
	rc = read_link(class_folder, entry, link, sizeof(link));
	if (rc == -EINVAL)
		return 0;
	if (rc < 0)
		return rc;
	while (strncmp(start, "../", 3) == 0)
		start += 3;
	slash = strrchr(start, '/');
	if (!slash)
		return 0;
	*slash = '\0';
	slash = strrchr(start, '/');
	if (slash) {
		mtd->parent_number = fm_parse_unit(slash + 1, "mtd");
		if (strcmp(slash, "/mtd") == 0)
			*slash = '\0';
	}
	mtd->parent = strdup(start);
	return mtd->parent ? 0 : -ENOMEM;
}

/* The node that a link of a device leads to; NULL if none. */
static int read_node(int folder, const char *name, char **path)
{
	static const char base[] = "/firmware/devicetree/base";
	char link[PATH_MAX];
	const char *found;
	int rc;

	rc = read_link(folder, name, link, sizeof(link));
	if (rc < 0)
		return rc == -ENOENT || rc == -EINVAL || rc == -ENOTDIR ? 0
									: rc;
	found = strstr(link, base);
	if (!found || found[sizeof(base) - 1] != '/')
		return 0;
	*path = strdup(found + sizeof(base) - 1);
	return *path ? 0 : -ENOMEM;
}

/* Of the device it is on: for SPI flash that is the flash itself. */
static int read_device_node(int class_folder, struct fm_mtd_description *mtd)
{
	char *link;
	int rc;

	if (mtd->dt_path || !mtd->parent || mtd->parent_number != FM_NO_MTD)
		return 0;
	/* From sys/class/mtd. */
	if (asprintf(&link, "../../%s/of_node", mtd->parent) < 0)
		return -ENOMEM;
	rc = read_node(class_folder, link, &mtd->device_dt_path);
	free(link);
	return rc;
}

int fm_sysfs_read_nodes(int class_folder, int folder,
			struct fm_mtd_description *mtd)
{
	int rc = read_node(folder, "of_node", &mtd->dt_path);

	return rc < 0 ? rc : read_device_node(class_folder, mtd);
}
