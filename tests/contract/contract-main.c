// SPDX-License-Identifier: BSD-2-Clause
/*
 * usage: contract-NAME [MAP] [NAME=VALUE]...
 * MAP is area (default), no-map, no-device, reader or wide: which rows are run.
 * Prints TAP; 0 if no row failed, 1 if one did, 2 on wrong usage.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "contract.h"

#define ENDED_BY_FAILURE 1
#define ENDED_BY_SKIP 2

struct contract_options options = {
	"image-1", "image-scratch",
	"image-0", "image-1",
	4096,	   1,
	0xff,	   0,
	NULL,	   -1,
	false,	   true,
};

static jmp_buf row_end;
static char reason[512];

static uint8_t expected[SECTORS * MAX_SECTOR];
static uint8_t found[SECTORS * MAX_SECTOR];

void contract_fail(const char *file, int line, const char *format, ...)
{
	const char *name = strrchr(file, '/');
	va_list arguments;
	size_t used;

	snprintf(reason, sizeof(reason), "%s:%d: ", name ? name + 1 : file,
		 line);
	used = strlen(reason);
	va_start(arguments, format);
	vsnprintf(reason + used, sizeof(reason) - used, format, arguments);
	va_end(arguments);
	longjmp(row_end, ENDED_BY_FAILURE);
}

void contract_skip(const char *why)
{
	snprintf(reason, sizeof(reason), "%s", why);
	longjmp(row_end, ENDED_BY_SKIP);
}

void contract_equal(const char *file, int line, const char *what,
		    long long actual, long long wanted)
{
	if (actual != wanted)
		contract_fail(file, line, "%s is %lld, not %lld", what, actual,
			      wanted);
}

void contract_same(const char *file, int line, const char *what,
		   const void *actual, const void *wanted, size_t length)
{
	const uint8_t *a = (const uint8_t *)actual;
	const uint8_t *b = (const uint8_t *)wanted;

	for (size_t i = 0; i < length; i++)
		if (a[i] != b[i])
			contract_fail(file, line,
				      "%s: byte %zu is 0x%02x, not 0x%02x",
				      what, i, a[i], b[i]);
}

const struct flash_area *contract_open(const char *label)
{
	const struct flash_area *fa = NULL;

	EQUAL(flash_area_open(flashmap_area_id(label), &fa), 0);
	TRUE(fa != NULL);
	return fa;
}

const struct flash_area *contract_area(void)
{
	const struct flash_area *fa = contract_open(options.area);

	/* Rows change the first sectors and the last one. */
	TRUE(fa->fa_size > SECTORS * options.sector);
	return fa;
}

struct flash_area contract_piece(off_t offset, size_t size)
{
	const struct flash_area *fa = contract_area();
	struct flash_area piece;

	memset(&piece, 0, sizeof(piece));
	piece.fa_id = FLASH_AREA_ID_NONE;
	piece.fa_off = fa->fa_off + offset;
	piece.fa_size = size;
	piece.fa_dev_name = fa->fa_dev_name;
	return piece;
}

void contract_bytes(void *data, size_t length, uint32_t seed)
{
	uint8_t *bytes = (uint8_t *)data;
	uint32_t state = seed * 2654435761U + 1;

	for (size_t i = 0; i < length; i++) {
		state = state * 1664525U + 1013904223U;
		bytes[i] = (uint8_t)(state >> 24);
	}
}

void contract_begin(void)
{
	const struct flash_area *fa = contract_area();
	const size_t length = SECTORS * options.sector;

	contract_bytes(expected, length, 1);
	EQUAL(flash_area_read(fa, 0, found, length), 0);
	if (memcmp(found, expected, length) == 0)
		return;
	EQUAL(flash_area_erase(fa, 0, length), 0);
	EQUAL(flash_area_write(fa, 0, expected, length), 0);
	contract_judge();
}

void contract_expect(off_t offset, const void *data, size_t length)
{
	memcpy(expected + offset, data, length);
}

void contract_expect_erased(off_t offset, size_t length)
{
	memset(expected + offset, options.erased, length);
}

const uint8_t *contract_expected(size_t offset)
{
	return expected + offset;
}

void contract_judge(void)
{
	const size_t length = SECTORS * options.sector;

	memset(found, 0x5a, length);
	EQUAL(flash_area_read(contract_area(), 0, found, length), 0);
	SAME(found, expected, length);
}

/* One row, one line; false if it failed. */
static bool run(const struct contract_row *row, unsigned int number)
{
	switch (setjmp(row_end)) {
	case 0:
		row->run();
		printf("ok %u - %s\n", number, row->name);
		return true;
	case ENDED_BY_SKIP:
		printf("ok %u - %s # SKIP %s\n", number, row->name, reason);
		return true;
	default:
		printf("not ok %u - %s\n# %s\n", number, row->name, reason);
		return false;
	}
}

static int run_all(enum contract_map map)
{
	unsigned int number = 0, failed = 0;

	for (size_t i = 0; i < contract_row_count; i++) {
		if (contract_rows[i].map != map)
			continue;
		number++;
		if (!run(&contract_rows[i], number))
			failed++;
		fflush(stdout);
	}
	printf("1..%u\n", number);
	return number == 0 || failed > 0 ? 1 : 0;
}

static bool is(const char *argument, const char *name, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argument, name, length) != 0 || argument[length] != '=')
		return false;
	*value = argument + length + 1;
	return true;
}

static bool set_option(const char *argument)
{
	const char *value;

	if (is(argument, "area", &value))
		options.area = value;
	else if (is(argument, "scratch", &value))
		options.scratch = value;
	else if (is(argument, "primary", &value))
		options.primary = value;
	else if (is(argument, "secondary", &value))
		options.secondary = value;
	else if (is(argument, "sector", &value))
		options.sector = strtoul(value, NULL, 0);
	else if (is(argument, "unit", &value))
		options.unit = strtoul(value, NULL, 0);
	else if (is(argument, "erased", &value))
		options.erased = (uint8_t)strtoul(value, NULL, 0);
	else if (is(argument, "size", &value))
		options.size = strtoull(value, NULL, 0);
	else if (is(argument, "jedec", &value))
		options.jedec = value;
	else if (is(argument, "bad", &value))
		options.bad = (off_t)strtoll(value, NULL, 0);
	else if (is(argument, "no-erase", &value))
		options.no_erase = *value == '1';
	else if (is(argument, "sha256", &value))
		options.sha256 = *value == '1';
	else
		return false;
	return true;
}

static int usage(const char *argument)
{
	fprintf(stderr, "wrong argument: %s\n", argument);
	return 2;
}

int main(int argc, char **argv)
{
	static const char *const maps[] = { "area", "no-map", "no-device",
					    "reader", "wide" };
	enum contract_map map = WITH_AREA;
	int first = 1;

	for (size_t i = 0; argc > 1 && i < sizeof(maps) / sizeof(maps[0]); i++)
		if (strcmp(argv[1], maps[i]) == 0) {
			map = (enum contract_map)i;
			first = 2;
		}
	for (int i = first; i < argc; i++)
		if (!set_option(argv[i]))
			return usage(argv[i]);
	if (options.unit == 0 || CHUNK % options.unit != 0 ||
	    options.sector > MAX_SECTOR || options.sector % CHUNK != 0 ||
	    options.sector < (size_t)2 * CHUNK)
		return usage("what the flash is like");
	return run_all(map);
}
