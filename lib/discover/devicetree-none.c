// SPDX-License-Identifier: BSD-2-Clause
/* In place of devicetree.c in a library without libfdt. */

#include <errno.h>

#include "discover/devicetree.h"
#include "log.h"

int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description)
{
	(void)description;
	fm_log(FLASHMAP_LOG_ERROR, file, -ENOTSUP,
	       "this library was built without libfdt: it reads no device "
	       "tree");
	return -ENOTSUP;
}
