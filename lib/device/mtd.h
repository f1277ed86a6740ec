/* SPDX-License-Identifier: BSD-2-Clause */
/* One /dev/mtdN as a medium. */
#ifndef FM_DEVICE_MTD_H
#define FM_DEVICE_MTD_H

#include <stdbool.h>
#include <stdint.h>

#include "device/medium.h"
#include "device/node.h"

struct fm_mtd_parameters {
	struct fm_node_parameters node;
	/* What sysfs says; without sysfs the node is asked at first use. */
	bool known;
	bool nand;
	uint64_t erase_size;
	uint32_t write_size;
	uint32_t oob_size;
	uint32_t flags;
	uint32_t erase_regions;
};

/* -ENOMEM. */
int fm_mtd_new(const struct fm_mtd_parameters *parameters,
	       struct fm_medium **medium);

#endif /* FM_DEVICE_MTD_H */
