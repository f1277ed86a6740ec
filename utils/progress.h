/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a long operation is, as one line on a terminal or as JSON lines. */
#ifndef UTILS_PROGRESS_H
#define UTILS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

enum progress_mode {
	/* A bar if stderr is a terminal. */
	PROGRESS_AUTO,
	PROGRESS_NONE,
	/* One JSON object a line, on stderr. */
	PROGRESS_JSON,
};

#define PROGRESS_TOTAL_UNKNOWN UINT64_MAX

void progress_start(enum progress_mode mode, bool quiet);
/* A phase ("write", "erase", "head", "verify", "read") of so many bytes. */
void progress_begin(const char *phase, uint64_t total);
void progress_add(uint64_t bytes);
/* What is done so far, in all. */
void progress_set(uint64_t done);
/* While nothing happens. */
void progress_refresh(void);
void progress_end(void);
/* Take the bar off the terminal before something else is printed. */
void progress_clear(void);

#endif
