/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exit statuses, and the one line on stderr that says what went wrong. */
#ifndef UTILS_REPORT_H
#define UTILS_REPORT_H

#include <stdbool.h>

enum status {
	STATUS_DONE = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_DIFFERENT = 3,
	STATUS_REFUSED = 4,
	/* Plus the number of the signal: 130 for SIGINT. */
	STATUS_SIGNAL = 128,
};

#define REPORT_FORMAT(text, rest) __attribute__((format(printf, text, rest)))

/* Take over the library's log. */
void report_start(void);
void report_set_level(bool quiet, bool verbose);

/* Print one line; returns status. */
int report(int status, const char *format, ...) REPORT_FORMAT(2, 3);

/*
 * error is a negative errno. The line is the text, the errno in words, what
 * the library last said about it, and the advice, which may be NULL. Returns
 * the exit status that goes with the errno.
 */
int report_failure(int error, const char *advice, const char *format, ...)
	REPORT_FORMAT(3, 4);

/* No errors; nothing is printed when quiet. */
void report_warning(const char *format, ...) REPORT_FORMAT(1, 2);
void report_note(const char *format, ...) REPORT_FORMAT(1, 2);

/* What else there is to know; printed only when verbose. */
void report_detail(const char *format, ...) REPORT_FORMAT(1, 2);

/* What was done, on stdout; nothing is printed when quiet. */
void report_result(const char *format, ...) REPORT_FORMAT(1, 2);

#endif
