// SPDX-License-Identifier: GPL-2.0-or-later
#include "environment.h"

#include <stdlib.h>

#include "report.h"

const char *environment_peek(const char *name)
{
	const char *value = secure_getenv(name);

	return value && value[0] ? value : NULL;
}

const char *environment_get(const char *name)
{
	const char *value = environment_peek(name);

	if (!value)
		return NULL;
	report_warning("%s=%s from the environment is used", name, value);
	return value;
}
