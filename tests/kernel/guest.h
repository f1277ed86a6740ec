/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the QEMU guest have in common. */
#ifndef GUEST_H
#define GUEST_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <storage/flash_map.h>

/* What tests/kernel/phase-devices.sh sets up. */
#define MTDRAM "mtdram test device"
#define NAND0 "NAND simulator partition 0"
#define NAND1 "NAND simulator partition 1"
#define NAND2 "NAND simulator partition 2"
#define RAMDISK "ram disk"
#define SMALL_SECTORS "small-sectors"
#define LOADER "boot loader"
#define QUOTED "say \"hi\""
#define RAGGED "ragged"
#define TWIN "twin"
#define NOTHING "nothing"

#define KIB 1024LL
#define MIB (1024 * KIB)
/* Blocks counted in the simulated NAND chip, 128 KiB each. */
#define NAND_BLOCK (128 * KIB)
#define NAND_PAGE 2048
#define NAND0_BAD_BLOCK 5
#define NAND1_BAD_BLOCK (200 - 128)

struct guest_test {
	const char *phase;
	const char *name;
	void (*run)(void);
	struct guest_test *next;
};

void guest_add(struct guest_test *test);

/*
 * A test runs in a process of its own, in the phase that the guest's /init
 * names. The host takes the names from the lines that begin with this word.
 */
#define GUEST_TEST(phase_, name_)                                         \
	static void name_(void);                                          \
	static struct guest_test test_##name_ = { #phase_, #name_, name_, \
						  NULL };                 \
	__attribute__((constructor)) static void add_##name_(void)        \
	{                                                                 \
		guest_add(&test_##name_);                                 \
	}                                                                 \
	static void name_(void)

/* Ends the test as failed. */
__attribute__((noreturn, format(printf, 3, 4))) void
guest_fail(const char *file, int line, const char *format, ...);

#define FAIL(...) guest_fail(__FILE__, __LINE__, __VA_ARGS__)
#define CHECK(condition)                                \
	do {                                            \
		if (!(condition))                       \
			FAIL("not so: %s", #condition); \
	} while (0)
#define CHECK_EQ(actual, expected) \
	guest_equal(__FILE__, __LINE__, #actual, (actual), (expected))

void guest_equal(const char *file, int line, const char *what,
		 long long actual, long long expected);

/* "EIO" and the like, or NULL. */
const char *errno_name(int error);

/* The library may log errors from here on. */
void expect_errors(void);

/* A shell command with guest-lib.sh at hand; returns its exit status. */
__attribute__((format(printf, 1, 2))) int sh(const char *format, ...);

/* The area with this label; the test fails if there is none. */
const struct flash_area *area(const char *label);
/* The mtdN whose name this is in /proc/mtd; the last one if there are more. */
int mtd_number(const char *name);

/* Bytes that are the same on every run. */
void fill(void *data, size_t size, unsigned int seed);
uint8_t *filled(size_t size, unsigned int seed);
/* The first bytes of a file. */
uint8_t *from_file(const char *path, size_t size);
/* Mounts from here on are seen by this test alone. */
void own_mounts(void);

/*
 * What all MTDs hold, read by mtd-utils: dump_begin() remembers it,
 * dump_expect() says what a range of one of them shall hold (its master and
 * the partitions that share the range are taken care of), dump_end() compares.
 * The next dump_begin() goes on from there, so that a change between two tests
 * is seen as well; a test that makes one says dump_forget() first.
 */
void dump_forget(void);
void dump_begin(void);
void dump_expect(const char *name, off_t off, const void *data, size_t len);
void dump_expect_erased(const char *name, off_t off, size_t len);
void dump_end(void);
/* The comparison alone: of /tmp/before with /tmp/after. */
void dump_compare(void);

/* guest step STEP...: the library step by step, for strace. */
int guest_step(int argc, char **argv);

#endif /* GUEST_H */
