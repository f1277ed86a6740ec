// SPDX-License-Identifier: BSD-2-Clause

#include <stddef.h>
#include <string.h>

#include "discover/node-names.h"

/* Whether a name is this one, whatever its unit address. */
static bool is_called(const char *name, const char *base)
{
	size_t length = strlen(base);

	return strncmp(name, base, length) == 0 &&
	       (name[length] == '\0' || name[length] == '@');
}

bool fm_is_flash_name(const char *name)
{
	static const char *const bases[] = {
		"flash", "nand", "nor", "onenand", "nor_flash", "nand_flash",
	};

	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++)
		if (is_called(name, bases[i]))
			return true;
	return false;
}

bool fm_is_table_name(const char *name)
{
	return is_called(name, "partitions");
}

bool fm_is_partition_name(const char *name)
{
	return is_called(name, "partition");
}
