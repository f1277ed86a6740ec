// SPDX-License-Identifier: BSD-2-Clause

#include <flashmap/version.h>

const char *flashmap_version(void)
{
	return FLASHMAP_VERSION;
}
