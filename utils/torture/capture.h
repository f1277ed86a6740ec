/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a library prints that should not: kept off our output. */
#ifndef UTILS_TORTURE_CAPTURE_H
#define UTILS_TORTURE_CAPTURE_H

struct capture {
	/* Where standard output and standard error really go. */
	int output;
	int error;
	/* What is printed in between. */
	int kept;
};

/* Returns 0 or a negative errno. */
int capture_start(struct capture *capture);
/*
 * What came on standard error since then, in one line: lines are parted by
 * commas, each without "NAME: " and "error!: " before it. NULL if there was
 * nothing, or no memory; to be freed.
 */
char *capture_end(struct capture *capture);

#endif
