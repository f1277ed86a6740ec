// SPDX-License-Identifier: GPL-2.0-or-later
#include "mtdblock.h"

#include <sys/sysmacros.h>

/* include/uapi/linux/major.h */
#define MTD_BLOCK_MAJOR 31U

bool mtdblock_is_of(const struct stat *found, int mtd)
{
	return S_ISBLK(found->st_mode) &&
	       found->st_rdev == makedev(MTD_BLOCK_MAJOR, (unsigned int)mtd);
}
