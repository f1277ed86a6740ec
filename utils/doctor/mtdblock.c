// SPDX-License-Identifier: GPL-2.0-or-later
/* /dev/mtdblockN: whether what the kernel keeps of it is what the flash has. */
#include "doctor/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mtdblock.h"

struct cache {
	const struct area *area;
	int fd;
	size_t page_size;
	/* One a page: whether the kernel has it in memory. */
	unsigned char *resident;
	/* Of a page of the cache, and of the flash. */
	unsigned char *cached;
	unsigned char *stored;
};

/* Whoever may not write is told by the kernel that all pages are resident. */
static bool is_its_block_device(const char *path, int mtd)
{
	struct stat found;

	return stat(path, &found) == 0 && mtdblock_is_of(&found, mtd) &&
	       access(path, R_OK | W_OK) == 0;
}

/* Reads nothing into the cache. */
static int find_resident(struct cache *cache)
{
	size_t size = cache->area->fa->fa_size;
	void *mapped = mmap(NULL, size, PROT_READ, MAP_SHARED, cache->fd, 0);
	int error = 0;

	if (mapped == MAP_FAILED)
		return -errno;
	if (mincore(mapped, size, cache->resident) < 0)
		error = -errno;
	munmap(mapped, size);
	return error;
}

static bool differs(const struct cache *cache, uint64_t offset)
{
	size_t left = cache->area->fa->fa_size - offset;
	size_t size = left < cache->page_size ? left : cache->page_size;

	if (flash_area_read(cache->area->fa, (off_t)offset, cache->stored,
			    size) ||
	    pread(cache->fd, cache->cached, size, (off_t)offset) !=
		    (ssize_t)size)
		return false;
	return memcmp(cache->stored, cache->cached, size) != 0;
}

static void compare(struct doctor *doctor, const struct cache *cache,
		    const char *path)
{
	size_t size = cache->area->fa->fa_size;

	for (uint64_t offset = 0; offset < size; offset += cache->page_size) {
		if (!(cache->resident[offset / cache->page_size] & 1) ||
		    !differs(cache, offset))
			continue;
		doctor_add(doctor, "mtdblock-stale", cache->area,
			   "%s has other data at 0x%" PRIx64
			   " than the flash below it",
			   path, offset);
		return;
	}
}

static int examine(struct doctor *doctor, const struct area *area,
		   const char *path)
{
	struct cache cache = {
		.area = area,
		.page_size = (size_t)sysconf(_SC_PAGESIZE),
	};
	int error = 0;

	cache.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (cache.fd < 0)
		return 0;
	cache.resident = malloc(area->fa->fa_size / cache.page_size + 1);
	cache.cached = malloc(cache.page_size);
	cache.stored = malloc(cache.page_size);
	if (!cache.resident || !cache.cached || !cache.stored)
		error = -ENOMEM;
	else if (find_resident(&cache) == 0)
		compare(doctor, &cache, path);
	free(cache.resident);
	free(cache.cached);
	free(cache.stored);
	close(cache.fd);
	return error;
}

static int check_mtd(struct doctor *doctor, const struct area *area)
{
	char *path;
	int error = 0;

	if (asprintf(&path, "%s/dev/mtdblock%d", doctor->root, area->info.mtd) <
	    0)
		return -ENOMEM;
	if (is_its_block_device(path, area->info.mtd))
		error = examine(doctor, area, path);
	free(path);
	return error;
}

int doctor_check_mtdblock(struct doctor *doctor)
{
	int error = 0;

	for (size_t i = 0; i < doctor->areas.count && !error; i++) {
		const struct area *area = &doctor->areas.items[i];

		if (doctor->root && !area->error && area->info.size > 0 &&
		    area->info.mtd != FLASHMAP_NO_MTD)
			error = check_mtd(doctor, area);
	}
	return error;
}
