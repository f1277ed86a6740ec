// SPDX-License-Identifier: BSD-2-Clause
/* In place of devicetree.c in a library without libfdt. */

#include <errno.h>

#include "discover/devicetree.h"
#include "log.h"

static int refuse(const char *file)
{
	fm_log(FLASHMAP_LOG_ERROR, file, -ENOTSUP,
	       "this library was built without libfdt: it reads no device "
	       "tree");
	return -ENOTSUP;
}

int fm_devicetree_read_simulated(const char *file,
				 struct fm_description *description)
{
	(void)description;
	return refuse(file);
}

int fm_devicetree_read(const struct fm_root *root, const char *file,
		       struct fm_description *description)
{
	(void)root;
	(void)description;
	return file ? refuse(file) : 0;
}
