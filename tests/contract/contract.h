/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the contract programs have in common: rows that print TAP. They use the
 * API as a client does, by Zephyr's names alone, and know what is true of the
 * flash from their arguments, never from the library.
 */
#ifndef CONTRACT_H
#define CONTRACT_H

#ifdef ZEPHYR_INCLUDES
#include <zephyr/device.h>
#include <zephyr/drivers/flash.h>
#include <zephyr/storage/flash_map.h>
#else
#include <device.h>
#include <drivers/flash.h>
#include <storage/flash_map.h>
#endif

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A rest of a division that no row depends on being smaller. */
#define CHUNK 2048
#define MAX_SECTOR (128 * 1024)
/* Sectors at the beginning of the area that the rows change. */
#define SECTORS 4

/* Which map a row needs. */
enum contract_map {
	/* One with the area. */
	WITH_AREA,
	/* None at all. */
	WITHOUT_MAP,
	/* A map whose area has no device. */
	WITHOUT_DEVICE,
	/* One with the area, for somebody who may only read. */
	AS_READER,
	/* One with an area over the limit of 4 GiB. */
	WITH_WIDE_AREA,
};

struct contract_row {
	const char *name;
	void (*run)(void);
	enum contract_map map;
};

/* The program's own table. */
extern const struct contract_row contract_rows[];
extern const size_t contract_row_count;

/* The arguments, NAME=VALUE each; the defaults are in contract-main.c. */
struct contract_options {
	/* Labels of the two areas that are changed. */
	const char *area;
	const char *scratch;
	/* Labels of the slots of image 0. */
	const char *primary;
	const char *secondary;
	/* What the flash is like. */
	size_t sector;
	size_t unit;
	uint8_t erased;
	/* Bytes of the device; 0: it cannot be told. */
	uint64_t size;
	/* Six hexadecimal digits; NULL: it has none. */
	const char *jedec;
	/* Offset of a bad block on the device; -1: it cannot have any. */
	off_t bad;
	/* It needs no erase. */
	bool no_erase;
	/* The library can hash. */
	bool sha256;
};

extern struct contract_options options;

#if defined(__GNUC__)
#define CONTRACT_PRINTF __attribute__((format(printf, 3, 4), noreturn))
#define CONTRACT_NORETURN __attribute__((noreturn))
#else
#define CONTRACT_PRINTF
#define CONTRACT_NORETURN
#endif

/* Both end the row. */
CONTRACT_PRINTF void contract_fail(const char *file, int line,
				   const char *format, ...);
CONTRACT_NORETURN void contract_skip(const char *reason);

void contract_equal(const char *file, int line, const char *what,
		    long long actual, long long expected);
void contract_same(const char *file, int line, const char *what,
		   const void *actual, const void *expected, size_t length);

/* The plus makes a number of what a function returns, for any compiler. */
#define EQUAL(actual, expected)                                           \
	contract_equal(__FILE__, __LINE__, #actual, (long long)+(actual), \
		       (long long)+(expected))
#define SAME(actual, expected, length) \
	contract_same(__FILE__, __LINE__, #actual, actual, expected, length)
#define TRUE(condition)                                                 \
	do {                                                            \
		if (!(condition))                                       \
			contract_fail(__FILE__, __LINE__, "not so: %s", \
				      #condition);                      \
	} while (0)

/* The area with this label; the row fails if there is none. */
const struct flash_area *contract_open(const char *label);
/* The area under test. */
const struct flash_area *contract_area(void);
/* An area that is in no map: a piece of the area under test. */
struct flash_area contract_piece(off_t offset, size_t size);

/* Bytes that are the same on every run. */
void contract_bytes(void *data, size_t length, uint32_t seed);

/*
 * The first sectors of the area, and what they are to hold: begin() fills
 * them, expect_*() say what a row has changed, judge() compares all of them.
 */
void contract_begin(void);
void contract_expect(off_t offset, const void *data, size_t length);
void contract_expect_erased(off_t offset, size_t length);
void contract_judge(void);
/* What it is to hold at an offset. */
const uint8_t *contract_expected(size_t offset);

#endif /* CONTRACT_H */
