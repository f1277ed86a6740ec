// SPDX-License-Identifier: GPL-2.0-or-later
/* /dev/mtdN: whether it is there, what it is, and who may open it. */
#include "doctor/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* include/uapi/linux/major.h: those of the read-only nodes lie between. */
#define MTD_MAJOR 90U
#define MTD_MINOR(number) (2 * (number))

static void check_kind(struct doctor *doctor, const struct area *area,
		       const char *path, const struct stat *found)
{
	unsigned int minor_wanted = MTD_MINOR((unsigned int)area->info.mtd);

	if (!S_ISCHR(found->st_mode))
		doctor_add(doctor, "node-wrong", area,
			   "%s is no character device", path);
	else if (major(found->st_rdev) != MTD_MAJOR ||
		 minor(found->st_rdev) != minor_wanted)
		doctor_add(doctor, "node-wrong", area,
			   "%s is device %u:%u and not %u:%u", path,
			   major(found->st_rdev), minor(found->st_rdev),
			   MTD_MAJOR, minor_wanted);
	else if (found->st_mode & S_IWOTH)
		doctor_add(doctor, "node-open-to-all", area,
			   "%s can be written by every user (mode %04o)", path,
			   found->st_mode & 07777U);
	else if (access(path, R_OK) < 0)
		doctor_add(doctor, "node-no-access", area,
			   "%s cannot be read by this user (mode %04o): %s",
			   path, found->st_mode & 07777U, strerror(errno));
}

static int check_node(struct doctor *doctor, const struct area *area)
{
	struct stat found;
	char *path;

	if (asprintf(&path, "%s/dev/mtd%d", doctor->root, area->info.mtd) < 0)
		return -ENOMEM;
	if (stat(path, &found) == 0)
		check_kind(doctor, area, path, &found);
	else
		doctor_add(doctor, "no-node", area, "%s: %s", path,
			   strerror(errno));
	free(path);
	return 0;
}

/* What is copied from a board for a look at a desk has no nodes. */
static bool has_nodes(const struct doctor *doctor)
{
	struct dirent *entry;
	bool found = false;
	DIR *folder;
	char *path;

	if (doctor->root[0] == '\0')
		return true;
	if (asprintf(&path, "%s/dev", doctor->root) < 0)
		return false;
	folder = opendir(path);
	free(path);
	if (!folder)
		return false;
	while (!found && (entry = readdir(folder)))
		found = strncmp(entry->d_name, "mtd", 3) == 0;
	closedir(folder);
	return found;
}

int doctor_check_nodes(struct doctor *doctor)
{
	int error = 0;

	if (!doctor->root || !has_nodes(doctor))
		return 0;
	for (size_t i = 0; i < doctor->areas.count && !error; i++)
		if (doctor->areas.items[i].info.mtd != FLASHMAP_NO_MTD)
			error = check_node(doctor, &doctor->areas.items[i]);
	return error;
}
