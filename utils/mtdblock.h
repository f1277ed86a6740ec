/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /dev/mtdblockN, the block device that the kernel makes of an MTD. */
#ifndef UTILS_MTDBLOCK_H
#define UTILS_MTDBLOCK_H

#include <stdbool.h>
#include <sys/stat.h>

/* Whether what stat(2) told is the block device of mtdN, whatever its name. */
bool mtdblock_is_of(const struct stat *found, int mtd);

#endif
