/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device node of an MTD: opened late and read-only, opened a second time
 * for the first change, and at each open proven to be the MTD it was found as.
 */
#ifndef FM_DEVICE_NODE_H
#define FM_DEVICE_NODE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What an MTD is known by when its number has moved. */
struct fm_mtd_identity {
	const char *name;
	/* Its place among the devices in sysfs; NULL without sysfs. */
	const char *parent;
	/* As sysfs spells it; NULL without sysfs. */
	const char *type;
	uint64_t size;
	/* Another one would make every check of alignment wrong. */
	uint64_t erase_size;
	uint32_t write_size;
	/* On the device, through all that it is a part of. */
	uint64_t offset;
	bool offset_present;
};

/*
 * Where an MTD is now: *number is set if exactly one MTD has this identity.
 * -ESTALE if none has and the number that it had belongs to another one,
 * -ENODEV if none has.
 */
typedef int (*fm_locate_fn)(const void *context,
			    const struct fm_mtd_identity *identity,
			    int last_number, int *number);

/* The strings and the context are the caller's and must outlive the node. */
struct fm_node_parameters {
	/* Folder of the nodes: "/dev". */
	const char *folder;
	struct fm_mtd_identity identity;
	fm_locate_fn locate;
	const void *locate_context;
	int number;
};

struct fm_node {
	const char *folder;
	struct fm_mtd_identity identity;
	fm_locate_fn locate;
	const void *locate_context;
	pthread_mutex_t lock;
	atomic_int number;
	atomic_int read_fd;
	atomic_int write_fd;
	/* Calls under way with one of the descriptors. */
	atomic_int users;
};

void fm_node_init(struct fm_node *node,
		  const struct fm_node_parameters *parameters);
void fm_node_destroy(struct fm_node *node);

int fm_node_number(struct fm_node *node);

/*
 * A descriptor for reading or for writing, kept until fm_node_put(). Opens the
 * node if it is not open. -ESTALE, -ENODEV, what open(2) says.
 */
int fm_node_get(struct fm_node *node, bool write, int *fd);
void fm_node_put(struct fm_node *node);

/* Closes the descriptors; -EBUSY if one is in use, both are kept then. */
int fm_node_release(struct fm_node *node);

/* Negative errno of what a system call on a node left in errno. */
int fm_node_error(int error);

#endif /* FM_DEVICE_NODE_H */
