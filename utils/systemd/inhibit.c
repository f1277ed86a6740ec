// SPDX-License-Identifier: GPL-2.0-or-later
#include "systemd/inhibit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "report.h"
#include "systemd/service.h"

void inhibit_start(const struct area *area, const char *what)
{
	/* The bus takes UTF-8 alone. */
	char *name = format_escaped(area->name);
	char *why = NULL;
	int error = -ENOMEM;

	if (name && asprintf(&why, "%s flash area %s", what, name) < 0)
		why = NULL;
	if (why)
		error = service_inhibit(why);
	free(why);
	free(name);
	if (error)
		report_detail("shutdown and sleep are not inhibited: %s",
			      strerror(-error));
}

void inhibit_end(void)
{
	service_release();
}
