// SPDX-License-Identifier: GPL-2.0-or-later
#include "systemd/service.h"

#include <errno.h>

void service_set_target(const struct service_target *target)
{
	(void)target;
}

bool service_log(FILE *stream, enum service_message message, const char *text,
		 int error)
{
	(void)stream;
	(void)message;
	(void)text;
	(void)error;
	return false;
}

void service_tell_progress(const char *phase, uint64_t done, uint64_t total)
{
	(void)phase;
	(void)done;
	(void)total;
}

int service_inhibit(const char *why)
{
	(void)why;
	return -ENOTSUP;
}

void service_release(void)
{
}
