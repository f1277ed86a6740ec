// SPDX-License-Identifier: BSD-2-Clause
/* In place of environment.c in a library for products. */

#include "map/environment.h"

int fm_environment_apply(struct flashmap *map)
{
	(void)map;
	return 0;
}
