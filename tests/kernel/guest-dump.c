// SPDX-License-Identifier: GPL-2.0-or-later
/* What every MTD holds, before and after, as mtd-utils read it. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/map.h>

#include "guest.h"

#define BEFORE "/tmp/before"
#define AFTER "/tmp/after"
/* What the test before saw last. */
#define KNOWN "/tmp/known"
#define MAX_MTDS 64

/* The partitions that phase-devices.sh adds: the kernel does not tell whose. */
static const struct part {
	const char *name;
	const char *master;
	off_t off;
	off_t size;
} parts[] = {
	{ LOADER, MTDRAM, 0, 256 * KIB },
	{ QUOTED, MTDRAM, 256 * KIB, 256 * KIB },
	{ RAGGED, MTDRAM, 512 * KIB, 96 * KIB },
	{ NULL, NULL, 0, 0 },
};

const struct flash_area *area(const char *label)
{
	const struct flash_area *fa;
	int rc = flashmap_open_label(NULL, label, &fa);

	if (rc < 0)
		FAIL("no area \"%s\": %s", label, strerror(-rc));
	return fa;
}

static int find_mtd(const char *name)
{
	FILE *file = fopen("/proc/mtd", "re");
	int number, found = -1;
	char line[256], quoted[128];

	if (!file)
		FAIL("no /proc/mtd");
	snprintf(quoted, sizeof(quoted), "\"%s\"\n", name);
	while (fgets(line, sizeof(line), file)) {
		const char *start = strchr(line, '"');

		if (start && strcmp(start, quoted) == 0 &&
		    sscanf(line, "mtd%d:", &number) == 1)
			found = number;
	}
	fclose(file);
	return found;
}

int mtd_number(const char *name)
{
	int number = find_mtd(name);

	if (number < 0)
		FAIL("no MTD \"%s\" in /proc/mtd", name);
	return number;
}

void fill(void *data, size_t size, unsigned int seed)
{
	uint8_t *byte = data;
	uint32_t state = seed * 2654435761U + 1;

	for (size_t i = 0; i < size; i++) {
		state = state * 1664525U + 1013904223U;
		byte[i] = (uint8_t)(state >> 24);
	}
}

uint8_t *filled(size_t size, unsigned int seed)
{
	uint8_t *data = malloc(size);

	if (!data)
		FAIL("no memory");
	fill(data, size, seed);
	return data;
}

uint8_t *from_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "re");
	uint8_t *data = malloc(size);

	if (!data)
		FAIL("no memory");
	if (!file || fread(data, 1, size, file) != size)
		FAIL("cannot read %s", path);
	fclose(file);
	return data;
}

void dump_forget(void)
{
	sh("rm -rf " KNOWN);
}

void dump_begin(void)
{
	sh("rm -rf " BEFORE);
	if (rename(KNOWN, BEFORE) == 0)
		return;
	if (sh("dump_all " BEFORE) != 0)
		FAIL("mtd-utils cannot read everything");
}

/* Change a range of one file of the first dump. */
static void patch(const char *name, off_t off, const void *data, size_t len)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), BEFORE "/mtd%d", mtd_number(name));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || pwrite(fd, data, len, off) != (ssize_t)len)
		FAIL("%s: %s", path, strerror(errno));
	close(fd);
}

void dump_expect(const char *name, off_t off, const void *data, size_t len)
{
	const char *master = name;

	for (const struct part *part = parts; part->name; part++)
		if (strcmp(part->name, name) == 0) {
			master = part->master;
			off += part->off;
		}
	patch(master, off, data, len);
	for (const struct part *part = parts; part->name; part++) {
		off_t first = off > part->off ? off : part->off;
		off_t end = off + (off_t)len;

		if (strcmp(part->master, master) != 0)
			continue;
		if (end > part->off + part->size)
			end = part->off + part->size;
		if (first < end && find_mtd(part->name) >= 0)
			patch(part->name, first - part->off,
			      (const uint8_t *)data + (first - off),
			      (size_t)(end - first));
	}
}

void dump_expect_erased(const char *name, off_t off, size_t len)
{
	uint8_t *erased = malloc(len);

	if (!erased)
		FAIL("no memory");
	memset(erased, 0xff, len);
	dump_expect(name, off, erased, len);
	free(erased);
}

static int open_dump(const char *folder, int number)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/mtd%d", folder, number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void compare_files(int number, int before, int after)
{
	static uint8_t expected[256 * 1024], found[256 * 1024];
	size_t offset = 0, i = 0;
	ssize_t got;

	do {
		got = read(before, expected, sizeof(expected));
		if (got < 0 || read(after, found, sizeof(found)) != got)
			FAIL("mtd%d changed its size", number);
		if (memcmp(expected, found, (size_t)got) != 0) {
			while (expected[i] == found[i])
				i++;
			FAIL("mtd%d: byte %zu is 0x%02x, not 0x%02x", number,
			     offset + i, found[i], expected[i]);
		}
		offset += (size_t)got;
	} while (got > 0);
}

void dump_compare(void)
{
	int compared = 0;

	for (int number = 0; number < MAX_MTDS; number++) {
		int before = open_dump(BEFORE, number);
		int after = open_dump(AFTER, number);

		if (before < 0 && after < 0)
			continue;
		if (before < 0 || after < 0)
			FAIL("mtd%d came or went", number);
		compare_files(number, before, after);
		close(before);
		close(after);
		compared++;
	}
	CHECK(compared > 0);
}

void dump_end(void)
{
	if (sh("dump_all " AFTER) != 0)
		FAIL("mtd-utils cannot read everything");
	dump_compare();
	sh("rm -rf " KNOWN " && mv " AFTER " " KNOWN);
}
