// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdbool.h>
#include <time.h>

#include "device/counted-read.h"
#include "device/range.h"

/*
 * Readings of a page before an error is believed. Another process that reads
 * bad data of the same chip in a loop spoils most of them, but not all; a bad
 * page fails in each. Flips are corrected, so that believing one too many
 * costs a rewrite at worst.
 */
#define READINGS_OF_FAILED 64
#define READINGS_OF_FLIPPED 8
/* Nanoseconds between two of them, at most. */
#define LONGEST_PAUSE 200000

/* What the counters went up by during one reading. */
struct difference {
	uint32_t corrected;
	uint32_t failed;
};

static int read_once(const struct fm_counted_device *device, uint64_t offset,
		     void *data, size_t length, struct difference *difference)
{
	struct fm_ecc_counters before, after;
	int rc = device->count(device->context, &before);

	if (!rc)
		rc = device->read(device->context, offset, data, length);
	if (!rc)
		rc = device->count(device->context, &after);
	if (rc < 0)
		return rc;
	/* Differences are right also where a counter has wrapped. */
	difference->corrected = after.corrected - before.corrected;
	difference->failed = after.failed - before.failed;
	return 0;
}

static bool too_many_flips(const struct fm_counted_device *device,
			   uint32_t corrected)
{
	return device->bitflip_threshold > 0 &&
	       corrected >= device->bitflip_threshold;
}

static void add_found(struct fm_ecc_found *found,
		      const struct difference *difference)
{
	const struct fm_ecc_found more = {
		.corrected = difference->corrected,
		.failed = difference->failed,
		.max_bitflips = difference->corrected,
	};

	fm_ecc_add(found, &more);
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*
 * Two processes that read in a loop fall into step on the lock of the chip,
 * and then each reading of the one is spoilt by the other, hundreds in a row.
 * A pause of any length ends that.
 */
static void fall_out_of_step(void)
{
	struct timespec now, pause = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	/* Knuth's multiplicative hash, of which the upper bits are good. */
	pause.tv_nsec =
		((uint32_t)now.tv_nsec * 2654435761U >> 8) % LONGEST_PAUSE;
	nanosleep(&pause, NULL);
}

/* How often a page is read, as it looks so far. */
static int readings_wanted(const struct fm_counted_device *device,
			   const struct difference *last,
			   const struct difference *least)
{
	if (last->failed > 0)
		return READINGS_OF_FAILED;
	if (too_many_flips(device, least->corrected))
		return READINGS_OF_FLIPPED;
	return 1;
}

/* The least that any reading of the page tells; its data are the last's. */
static int read_page(const struct fm_counted_device *device, uint64_t offset,
		     void *data, size_t length, struct fm_ecc_found *found)
{
	struct difference least = { UINT32_MAX, UINT32_MAX };
	struct difference last;
	int readings = 0;

	do {
		int rc;

		if (readings > 0)
			fall_out_of_step();
		rc = read_once(device, offset, data, length, &last);
		if (rc < 0)
			return rc;
		least.corrected = smaller(least.corrected, last.corrected);
		least.failed = smaller(least.failed, last.failed);
		readings++;
	} while (readings < readings_wanted(device, &last, &least));
	if (last.failed > 0 && least.failed == 0)
		least.failed = 1;
	add_found(found, &least);
	return least.failed > 0 ? -EBADMSG : 0;
}

int fm_counted_read(const struct fm_counted_device *device, uint64_t offset,
		    void *data, size_t length, struct fm_ecc_found *found)
{
	struct difference difference;
	char *next = data;
	int result = 0;
	int rc = read_once(device, offset, data, length, &difference);

	if (rc < 0)
		return rc;
	/* A few flips are what NAND has every day. */
	if (difference.failed == 0 &&
	    !too_many_flips(device, difference.corrected)) {
		add_found(found, &difference);
		return 0;
	}
	while (length > 0) {
		const struct fm_range page = {
			offset - offset % device->page_size,
			device->page_size,
		};
		size_t size = (size_t)fm_range_clip(&page, offset, length);

		rc = read_page(device, offset, next, size, found);
		if (rc == -EBADMSG)
			result = rc;
		else if (rc < 0)
			return rc;
		next += size;
		offset += size;
		length -= size;
	}
	return result;
}
