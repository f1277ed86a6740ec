// SPDX-License-Identifier: BSD-2-Clause

#include <string.h>

#include "area/structure.h"

void fm_fill_structure(void *to, size_t to_size, const void *from,
		       size_t from_size)
{
	memset(to, 0, to_size);
	memcpy(to, from, to_size < from_size ? to_size : from_size);
}
