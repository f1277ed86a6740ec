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

/* errno is set to this; -1. */
int fake_refuse(int error);

bool fake_is_nand(const struct fake_mtd *mtd);
/* What else a fake has, and gives back at an erase. */
void fake_add_ecc(struct fake_mtd *mtd);
void fake_add_locks(struct fake_mtd *mtd);
void fake_renew_ecc(struct fake_mtd *mtd, uint64_t offset, uint64_t length);

/* The bytes of a read, and the counters that it raises; adds to found. */
void fake_read_bytes(struct fake_mtd *mtd, void *data, uint64_t offset,
		     size_t length, struct mtd_read_req_ecc_stats *found);

/* As ioctl(2), errno included: each of one request. */
int fake_memread(struct fake_mtd *mtd, struct mtd_read_req *request,
		 size_t limit);
int fake_get_stats(struct fake_mtd *mtd, struct mtd_ecc_stats *stats);
int fake_lock_ioctl(struct fake_mtd *mtd, unsigned long request,
		    const struct erase_info_user *range, bool writable);
int fake_set_bad(struct fake_mtd *mtd, const __kernel_loff_t *offset,
		 bool writable);

/* As ioctl(2), errno included. */
int fake_ioctl(struct fake_mtd *mtd, unsigned long request, void *argument,
	       bool writable, bool block);

#endif /* TESTS_FAKE_PRIVATE_H */
