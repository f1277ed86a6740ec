/* SPDX-License-Identifier: BSD-2-Clause */
/* One /dev/mtdN as a medium. */
#ifndef FM_DEVICE_MTD_MEDIUM_H
#define FM_DEVICE_MTD_MEDIUM_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "device/medium.h"
#include "device/node.h"

struct fm_mtd_parameters {
	struct fm_node_parameters node;
	/* What sysfs says; without sysfs the node is asked at first use. */
	bool known;
	bool nand;
	/* NAND whose cells have several bits. */
	bool mlc;
	uint64_t erase_size;
	uint32_t write_size;
	uint32_t oob_size;
	uint32_t flags;
	uint32_t erase_regions;
	struct fm_ecc_ability ecc;
	/* NAND that corrects nothing, so that there is nothing to tell. */
	bool no_ecc;
	/* Shared by the MTDs of a chip; must outlive the medium. May be NULL. */
	pthread_mutex_t *ecc_lock;
};

/* -ENOMEM. */
int fm_mtd_new(const struct fm_mtd_parameters *parameters,
	       struct fm_medium **medium);

#endif /* FM_DEVICE_MTD_MEDIUM_H */
