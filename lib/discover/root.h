/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root below which the system is looked at, and how its files are read.
 * A tree copied from a target reads like the target: attributes that tar
 * padded with NULs to a page are read right.
 */
#ifndef FM_DISCOVER_ROOT_H
#define FM_DISCOVER_ROOT_H

#include <dirent.h>
#include <stddef.h>
#include <stdint.h>

/* What sysfs gives at most for an attribute, and its end. */
#define FM_ATTRIBUTE_SIZE 4097

struct fm_root {
	/* "" for the root itself; no slash at the end. */
	char *directory;
	/* <directory>/dev */
	char *device_folder;
	/* Of files that exclude other processes: "/run/flashmap". */
	char *claim_folder;
};

/* NULL is "/". -ENOMEM. */
int fm_root_init(struct fm_root *root, const char *directory);
void fm_root_destroy(struct fm_root *root);

/* A descriptor of a path below the root; negative errno. */
int fm_root_open(const struct fm_root *root, const char *path, int flags);

/* One entry of a folder, "." and ".." too. */
typedef int (*fm_entry_fn)(int folder, const struct dirent *entry,
			   void *context);

/*
 * Calls a function for each entry of an open folder, whose position stays as
 * it is. Not 0 ends it and is returned; -ENOMEM; what openat(2) and readdir(3)
 * say.
 */
int fm_for_each_entry(int folder, fm_entry_fn function, void *context);

/*
 * A whole file of any size, which ends at its first NUL byte if it has one;
 * the caller's to free. size may be NULL. What open(2) and read(2) say,
 * -EFBIG over 16 MiB, -ENOMEM.
 */
int fm_root_read_file(const struct fm_root *root, const char *path,
		      char **text);
int fm_read_descriptor(int fd, char **data, size_t *size);

/*
 * An attribute as text without its line end. What openat(2) and read(2) say,
 * -EOVERFLOW if it does not fit.
 */
int fm_read_attribute(int directory, const char *name, char *text, size_t size);

/* An attribute that is a number. -EINVAL if it is none. */
int fm_read_number(int directory, const char *name, uint64_t *number);

/* "mtd7" -> 7; -1 if name is prefix and a number in no other way. */
int fm_parse_unit(const char *name, const char *prefix);

#endif /* FM_DISCOVER_ROOT_H */
