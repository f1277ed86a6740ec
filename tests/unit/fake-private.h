/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the fake share: devices, ioctls, tree and script. */
#ifndef TESTS_FAKE_PRIVATE_H
#define TESTS_FAKE_PRIVATE_H

#include "fake-mtd.h"

/* What is to become of a call. */
struct fake_verdict {
	/* An errno, or 0. */
	int error;
	/* Bytes that a read or write comes to. */
	size_t limit;
};

/* Calls the hook and looks into the script. */
struct fake_verdict fake_judge(const struct fake_event *event);

/* Whether fake_be_quiet() was called. */
bool fake_is_quiet(void);

/* A line of fake_calls(). */
void fake_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The fake that a path is the node of; NULL if it is none. */
struct fake_mtd *fake_find(const char *path, bool *block);

/* As ioctl(2), errno included. */
int fake_ioctl(struct fake_mtd *mtd, unsigned long request, void *argument,
	       bool writable, bool block);

#endif /* TESTS_FAKE_PRIVATE_H */
