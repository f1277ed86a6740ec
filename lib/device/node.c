// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "device/node.h"
#include "log.h"

/* include/uapi/linux/major.h */
#define MTD_CHAR_MAJOR 90
/* The kernel's own ENOTSUPP, which its MTD core lets through. */
#define KERNEL_ENOTSUPP 524

void fm_node_init(struct fm_node *node,
		  const struct fm_node_parameters *parameters)
{
	node->folder = parameters->folder;
	node->identity = parameters->identity;
	node->locate = parameters->locate;
	node->locate_context = parameters->locate_context;
	pthread_mutex_init(&node->lock, NULL);
	atomic_init(&node->number, parameters->number);
	atomic_init(&node->read_fd, -1);
	atomic_init(&node->write_fd, -1);
	atomic_init(&node->users, 0);
}

void fm_node_destroy(struct fm_node *node)
{
	pthread_mutex_destroy(&node->lock);
}

int fm_node_number(struct fm_node *node)
{
	return atomic_load(&node->number);
}

int fm_node_error(int error)
{
	switch (error) {
	case KERNEL_ENOTSUPP:
	case EOPNOTSUPP:
	case ENOTTY:
		return -ENOTSUP;
	case ENOENT:
	case ENXIO:
		return -ENODEV;
	default:
		return -error;
	}
}

/* -ESTALE if what stands there is not this number's MTD node. */
static int open_number(const struct fm_node *node, int number, int flags,
		       int *fd)
{
	struct stat status;
	char *path;

	*fd = -1;
	if (asprintf(&path, "%s/mtd%d", node->folder, number) < 0)
		return -ENOMEM;
	/* O_NONBLOCK: a FIFO in its place must not hang the program. */
	*fd = open(path, flags | O_CLOEXEC | O_NONBLOCK);
	free(path);
	if (*fd < 0)
		return fm_node_error(errno);

	if (fstat(*fd, &status) == 0 && S_ISCHR(status.st_mode) &&
	    major(status.st_rdev) == MTD_CHAR_MAJOR &&
	    minor(status.st_rdev) == (unsigned int)number * 2)
		return 0;
	close(*fd);
	*fd = -1;
	return -ESTALE;
}

/*
 * The order matters: an open descriptor keeps the number from being given to
 * another MTD, so what is found out after the open stays true.
 */
static int open_checked(struct fm_node *node, int flags, int *fd)
{
	for (int attempt = 0; attempt < 2; attempt++) {
		int number = atomic_load(&node->number);
		int opened, located, found = -1;

		opened = open_number(node, number, flags, fd);
		located = node->locate(node->locate_context, &node->identity,
				       number, &found);
		if (!opened && !located && found == number)
			return 0;
		if (!opened)
			close(*fd);
		*fd = -1;
		if (located < 0)
			return located;
		if (found == number)
			return opened;
		fm_log(FLASHMAP_LOG_WARNING, node->identity.name, 0,
		       "the MTD has moved from mtd%d to mtd%d", number, found);
		atomic_store(&node->number, found);
	}
	return -ESTALE;
}

static int open_into(struct fm_node *node, atomic_int *slot, int flags)
{
	int fd, rc;

	if (atomic_load(slot) >= 0)
		return 0;
	rc = open_checked(node, flags, &fd);
	if (rc < 0) {
		fm_log(FLASHMAP_LOG_ERROR, node->identity.name, rc,
		       rc == -ESTALE ? "%s/mtd%d is not the MTD it was"
				     : "cannot open %s/mtd%d",
		       node->folder, atomic_load(&node->number));
		return rc;
	}
	atomic_store(slot, fd);
	return 0;
}

int fm_node_get(struct fm_node *node, bool write, int *fd)
{
	atomic_int *slot = write ? &node->write_fd : &node->read_fd;
	int rc;

	/* A user before the descriptor is taken: release must see it. */
	atomic_fetch_add(&node->users, 1);
	*fd = atomic_load(slot);
	if (*fd >= 0)
		return 0;
	atomic_fetch_sub(&node->users, 1);

	pthread_mutex_lock(&node->lock);
	rc = open_into(node, &node->read_fd, O_RDONLY);
	if (!rc && write)
		rc = open_into(node, slot, O_RDWR);
	if (!rc) {
		atomic_fetch_add(&node->users, 1);
		*fd = atomic_load(slot);
	}
	pthread_mutex_unlock(&node->lock);
	return rc;
}

void fm_node_put(struct fm_node *node)
{
	atomic_fetch_sub(&node->users, 1);
}

int fm_node_release(struct fm_node *node)
{
	int read_fd, write_fd, rc = 0;

	pthread_mutex_lock(&node->lock);
	/* Taken away first: whoever comes now waits for the lock. */
	read_fd = atomic_exchange(&node->read_fd, -1);
	write_fd = atomic_exchange(&node->write_fd, -1);
	if (atomic_load(&node->users) > 0) {
		atomic_store(&node->read_fd, read_fd);
		atomic_store(&node->write_fd, write_fd);
		rc = -EBUSY;
		goto out;
	}
	if (read_fd >= 0)
		close(read_fd);
	if (write_fd >= 0)
		close(write_fd);
out:
	pthread_mutex_unlock(&node->lock);
	return rc;
}
