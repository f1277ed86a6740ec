// SPDX-License-Identifier: BSD-2-Clause
/* The file that stands for a chip, on whose bytes processes lock. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device/claim.h"
#include "log.h"

/* "spi0.0.lock"; what can be no name of a file is written as "%2f". */
static int make_name(const char *chip, char **name)
{
	/* Each byte may take three. */
	char *to = malloc(3 * strlen(chip) + sizeof(".lock"));

	*name = to;
	if (!to)
		return -ENOMEM;
	for (; *chip; chip++) {
		if (*chip == '/' || *chip == '%')
			to += sprintf(to, "%%%02x", (unsigned int)*chip);
		else
			*to++ = *chip;
	}
	strcpy(to, ".lock");
	return 0;
}

/* What others can change would exclude nobody, or anybody. */
static int check_owner(int folder)
{
	struct stat status;

	if (fstat(folder, &status) < 0)
		return -errno;
	if (status.st_uid != 0 && status.st_uid != geteuid())
		return -EPERM;
	return status.st_mode & (S_IWGRP | S_IWOTH) ? -EPERM : 0;
}

static int open_file(const char *folder_path, const char *name, int *fd)
{
	int folder, rc;

	if (mkdir(folder_path, 0755) < 0 && errno != EEXIST)
		return -errno;
	folder = open(folder_path,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return -errno;
	rc = check_owner(folder);
	if (!rc) {
		*fd = openat(folder, name,
			     O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
		rc = *fd < 0 ? -errno : 0;
	}
	close(folder);
	return rc;
}

static int set_lock(int fd, const struct fm_range *range, short type)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = (off_t)range->offset,
		.l_len = (off_t)range->size,
	};

	if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
		return 0;
	return errno == EACCES || errno == EAGAIN ? -EBUSY : -errno;
}

int fm_claim_file_lock(const struct fm_chip *chip, const struct fm_range *range,
		       int *fd)
{
	char *name;
	int rc;

	*fd = -1;
	if (!chip->claim_folder)
		return 0;
	rc = make_name(chip->name, &name);
	if (rc < 0)
		return rc;
	rc = open_file(chip->claim_folder, name, fd);
	free(name);
	if (!rc) {
		rc = set_lock(*fd, range, F_WRLCK);
		if (rc < 0) {
			close(*fd);
			*fd = -1;
		}
	}
	if (!rc || rc == -EBUSY)
		return rc;
	fm_log(FLASHMAP_LOG_WARNING, chip->claim_folder, rc,
	       "other processes cannot be kept from writing to %s too",
	       chip->name);
	return 0;
}

void fm_claim_file_unlock(int fd, const struct fm_range *range)
{
	set_lock(fd, range, F_UNLCK);
}
