/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAND pages made worse with raw ioctls, and judged by them. */
#ifndef GUEST_RAW_H
#define GUEST_RAW_H

#include <mtd/mtd-user.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What a page of the tests holds at the byte whose bits are cleared. */
#define RAW_SPOILT_BYTE 100

/* What MEMREAD told. */
struct raw_ecc {
	uint32_t failed;
	uint32_t corrected;
	uint32_t max_bitflips;
};

/* A descriptor of an MTD, to be closed. */
int raw_open(const char *name);

/*
 * Erases a block and writes it, all with system calls of their own, and gives
 * the bytes; the byte RAW_SPOILT_BYTE of each page is 0xff.
 */
uint8_t *raw_write_block(const char *name, off_t off, unsigned int seed);

/* Clears so many bits of the byte RAW_SPOILT_BYTE of a page, not its ECC. */
void raw_spoil(const char *name, off_t page, unsigned int bits);

/* MEMREAD of a page: 0 or a negative errno. */
int raw_memread(const char *name, off_t page, void *data,
		struct raw_ecc *found);
/* The bytes of a page as they are, without ECC. */
void raw_read_uncorrected(const char *name, off_t page, void *data);
/* read(2) of an MTD has to succeed. */
void raw_read(const char *name, off_t off, void *data, size_t size);

struct mtd_ecc_stats raw_stats(const char *name);

/* MEMREAD is ENOTTY from now on, as before Linux 6.1. */
void raw_forbid_memread(void);

#endif /* GUEST_RAW_H */
