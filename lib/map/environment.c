// SPDX-License-Identifier: BSD-2-Clause

#include <stdlib.h>

#include "log.h"
#include "map/environment.h"

int fm_environment_apply(struct flashmap *map)
{
	static const struct {
		const char *name;
		int (*set)(struct flashmap *map, const char *value);
	} variables[] = {
		{ "FLASHMAP_ROOT", flashmap_set_root },
		{ "FLASHMAP_DTB", flashmap_set_devicetree },
		{ "FLASHMAP_SIM", flashmap_set_simulator },
		{ "FLASHMAP_CONFIG", flashmap_set_config },
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = secure_getenv(variables[i].name);
		int rc;

		if (!value || *value == '\0')
			continue;
		fm_log(FLASHMAP_LOG_WARNING, variables[i].name, 0,
		       "the environment sets the flash map: %s=%s",
		       variables[i].name, value);
		rc = variables[i].set(map, value);
		if (rc < 0)
			return rc;
	}
	return 0;
}
