/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What systemd is told, where it is there. service-none.c stands in for a
 * build without libsystemd: nothing is told, and nobody misses it.
 */
#ifndef UTILS_SYSTEMD_SERVICE_H
#define UTILS_SYSTEMD_SERVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "progress.h"

/* What an entry of the journal is about; each has a MESSAGE_ID. */
enum service_message {
	SERVICE_FAILURE,
	SERVICE_WARNING,
	/* What is about to be done. */
	SERVICE_NOTE,
	/* What was done. */
	SERVICE_RESULT,
	/* What the library does. */
	SERVICE_DETAIL,
};

struct service_target {
	/* Copied. */
	const char *area;
	/* Or FLASHMAP_NO_MTD. */
	int mtd;
	uint64_t offset;
	uint64_t length;
};

/* What entries of the journal are about from now on. */
void service_set_target(const struct service_target *target);

/*
 * Whether the journal has taken this in place of the stream, which it does if
 * the stream leads there anyway. error is a negative errno, or 0.
 */
bool service_log(FILE *stream, enum service_message message, const char *text,
		 int error);

/*
 * The service manager is told how far it is, that this is alive, and that it
 * needs more time. Called only as work is done: so that what hangs is ended.
 */
void service_tell_progress(const char *phase, uint64_t done, uint64_t total);

/*
 * Keep the machine from being shut down and from sleeping. Returns 0 or a
 * negative errno, after a few seconds at most.
 */
int service_inhibit(const char *why);
void service_release(void);

#endif
