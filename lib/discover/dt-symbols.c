// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "discover/dt-symbols.h"

/* Kept sorted, and ended by NULL. */
static int add_name(char ***names, size_t *count, const char *name)
{
	char **larger, *copy = strdup(name);
	size_t place = *count;

	larger = copy ? reallocarray(*names, *count + 2, sizeof(*larger))
		      : NULL;
	if (!larger) {
		free(copy);
		return -ENOMEM;
	}
	*names = larger;
	while (place > 0 && strverscmp(larger[place - 1], name) > 0) {
		larger[place] = larger[place - 1];
		place--;
	}
	larger[place] = copy;
	larger[++*count] = NULL;
	return 0;
}

/* The properties of a node whose value is this path. */
static int read_names(const struct fm_dt *dt, const char *index,
		      const char *path, char ***names)
{
	int node = fdt_path_offset(dt->blob, index);
	size_t count = 0;
	int property;

	if (node < 0)
		return 0;
	*names = calloc(1, sizeof(**names));
	if (!*names)
		return -ENOMEM;
	fdt_for_each_property_offset(property, dt->blob, node)
	{
		const char *name, *value;
		int length, rc;

		value = fdt_getprop_by_offset(dt->blob, property, &name,
					      &length);
		if (!value || length < 1 || value[length - 1] != '\0' ||
		    strcmp(value, path) != 0)
			continue;
		rc = add_name(names, &count, name);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int fm_dt_read_symbols(const struct fm_dt *dt,
		       struct fm_partition_description *partition)
{
	int rc = read_names(dt, "/__symbols__", partition->dt_path,
			    &partition->node_labels);

	return rc < 0 ? rc
		      : read_names(dt, "/aliases", partition->dt_path,
				   &partition->aliases);
}
