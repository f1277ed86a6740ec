// SPDX-License-Identifier: BSD-2-Clause

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/usage.h"

/* include/uapi/linux/major.h: a file system on an MTD has this device. */
#define MTD_BLOCK_MAJOR 31

/* The first user that is found is named. */
static int set_used(struct fm_description *description, int number,
		    const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int set_used(struct fm_description *description, int number,
		    const char *format, ...)
{
	for (size_t i = 0; i < description->mtd_count; i++) {
		struct fm_mtd_description *mtd = &description->mtds[i];
		va_list arguments;
		char *what;
		int rc;

		if (mtd->number != number || mtd->used_by)
			continue;
		va_start(arguments, format);
		rc = vasprintf(&what, format, arguments);
		va_end(arguments);
		if (rc < 0)
			return -ENOMEM;
		rc = asprintf(&mtd->used_by, "mtd%d %s", number, what);
		free(what);
		if (rc < 0) {
			mtd->used_by = NULL;
			return -ENOMEM;
		}
	}
	return 0;
}

static int consider_ubi(int folder, const struct dirent *entry, void *context)
{
	struct fm_description *description = context;
	uint64_t number;
	char path[64];
	int rc;

	if (fm_parse_unit(entry->d_name, "ubi") < 0)
		return 0;
	snprintf(path, sizeof(path), "%.40s/mtd_num", entry->d_name);
	rc = fm_read_number(folder, path, &number);
	/* Detached meanwhile. */
	if (rc == -ENOENT || rc == -ENODEV)
		return 0;
	if (rc < 0)
		return rc;
	return set_used(
		description, (int)number,
		"is attached to %.40s (ubiupdatevol writes UBI volumes)",
		entry->d_name);
}

static int find_ubi(const struct fm_root *root,
		    struct fm_description *description)
{
	int rc, fd = fm_root_open(root, "sys/class/ubi",
				  O_RDONLY | O_DIRECTORY);

	if (fd == -ENOENT)
		return 0;
	if (fd < 0)
		return fd;
	rc = fm_for_each_entry(fd, consider_ubi, description);
	close(fd);
	return rc;
}

/*
 * A file of lines; one that is not there has none. One that cannot be read is
 * an error: what cannot be looked at may be in use.
 */
static int for_each_line(const struct fm_root *root, const char *path,
			 struct fm_description *description,
			 int (*function)(struct fm_description *description,
					 char *line))
{
	char *text, *line, *rest = NULL;
	int rc;

	rc = fm_root_read_file(root, path, &text);
	if (rc < 0)
		return rc == -ENOENT ? 0 : rc;
	for (line = strtok_r(text, "\n", &rest); line && !rc;
	     line = strtok_r(NULL, "\n", &rest))
		rc = function(description, line);
	free(text);
	return rc;
}

static bool is_octal(char character)
{
	return character >= '0' && character <= '7';
}

/* The kernel writes a space as \040 (fs/seq_file.c, mangle_path()). */
static void unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; to++) {
		if (from[0] == '\\' && is_octal(from[1]) && is_octal(from[2]) &&
		    is_octal(from[3])) {
			*to = (char)((from[1] - '0') << 6 |
				     (from[2] - '0') << 3 | (from[3] - '0'));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* 36 35 31:3 / /mnt/data rw - jffs2 mtd3 rw (proc(5)) */
static int consider_mount(struct fm_description *description, char *line)
{
	unsigned int major, minor;
	char place[256];

	if (sscanf(line, "%*d %*d %u:%u %*s %255s", &major, &minor, place) !=
		    3 ||
	    major != MTD_BLOCK_MAJOR)
		return 0;
	unescape(place);
	return set_used(description, (int)minor, "is mounted on %s", place);
}

static int consider_swap(struct fm_description *description, char *line)
{
	static const char prefix[] = "/dev/mtdblock";
	char name[32];
	int number;

	if (sscanf(line, "%31s", name) != 1)
		return 0;
	number = fm_parse_unit(name, prefix);
	return number < 0 ? 0 : set_used(description, number, "is swap space");
}

/* The parameter is a name or a number (drivers/mtd/mtdoops.c). */
static int consider_mtdoops(struct fm_description *description, char *device)
{
	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];
		char number[16];
		int rc;

		snprintf(number, sizeof(number), "%d", mtd->number);
		if (strcmp(device, number) != 0 &&
		    strcmp(device, mtd->name) != 0)
			continue;
		rc = set_used(description, mtd->number,
			      "holds the kernel's oops log (mtdoops)");
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int find_gluebi(struct fm_description *description)
{
	int rc = 0;

	for (size_t i = 0; i < description->mtd_count && !rc; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		if (mtd->type && strcmp(mtd->type, "ubi") == 0)
			rc = set_used(description, mtd->number,
				      "is a UBI volume (ubiupdatevol writes "
				      "it)");
	}
	return rc;
}

/* The system's mounts that this process's namespace hides, as far as known. */
static int find_hidden_mounts(const struct fm_root *root,
			      struct fm_description *description)
{
	int rc = for_each_line(root, "proc/1/mountinfo", description,
			       consider_mount);

	return rc == -ENOMEM ? rc : 0;
}

/* Only root may read the parameter. */
static int find_mtdoops(const struct fm_root *root,
			struct fm_description *description)
{
	int rc = for_each_line(root, "sys/module/mtdoops/parameters/mtddev",
			       description, consider_mtdoops);

	return rc == -EACCES ? 0 : rc;
}

int fm_usage_find(const struct fm_root *root,
		  struct fm_description *description)
{
	int rc = find_ubi(root, description);

	if (!rc)
		rc = for_each_line(root, "proc/self/mountinfo", description,
				   consider_mount);
	if (!rc)
		rc = find_hidden_mounts(root, description);
	if (!rc)
		rc = for_each_line(root, "proc/swaps", description,
				   consider_swap);
	if (!rc)
		rc = find_mtdoops(root, description);
	if (!rc)
		rc = find_gluebi(description);
	return rc;
}
