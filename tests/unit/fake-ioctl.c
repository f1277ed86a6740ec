// SPDX-License-Identifier: BSD-2-Clause
/* What the fake devices answer, as drivers/mtd/mtdchar.c does. */

#include <errno.h>
#include <linux/fs.h>
#include <string.h>

#include "fake-private.h"

static uint8_t type_number(const char *type)
{
	static const struct {
		const char *name;
		uint8_t number;
	} types[] = {
		{ "ram", MTD_RAM },
		{ "rom", MTD_ROM },
		{ "nor", MTD_NORFLASH },
		{ "nand", MTD_NANDFLASH },
		{ "dataflash", MTD_DATAFLASH },
		{ "ubi", MTD_UBIVOLUME },
		{ "mlc-nand", MTD_MLCNANDFLASH },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, type) == 0)
			return types[i].number;
	return MTD_ABSENT;
}

static int get_info(const struct fake_mtd *mtd, struct mtd_info_user *info)
{
	const struct fake_options *options = &mtd->options;

	memset(info, 0, sizeof(*info));
	info->type = type_number(options->type);
	info->flags = options->flags;
	info->size = (uint32_t)options->size;
	info->erasesize = options->erase_size;
	info->writesize = options->write_size;
	info->oobsize = options->oob_size;
	return 0;
}

/* The size of the sector at an offset. */
static uint64_t sector_size(const struct fake_mtd *mtd, uint64_t offset)
{
	for (uint32_t i = 0; i < mtd->options.region_count; i++) {
		const struct region_info_user *region =
			&mtd->options.regions[i];
		uint64_t size = (uint64_t)region->erasesize * region->numblocks;

		if (offset >= region->offset && offset - region->offset < size)
			return region->erasesize;
	}
	return mtd->options.erase_size;
}

/*
 * Like the worst driver: a start inside a sector is no mistake, and the whole
 * sector is erased.
 */
static int erase(struct fake_mtd *mtd, uint64_t start, uint64_t length,
		 bool writable)
{
	uint64_t size = mtd->options.size, unit;

	if (!writable)
		return fake_refuse(EPERM);
	if (!(mtd->options.flags & MTD_WRITEABLE))
		return fake_refuse(EROFS);
	if (start >= size || length > size - start)
		return fake_refuse(EINVAL);
	if (!mtd->content)
		return 0;
	unit = sector_size(mtd, start);
	start -= start % unit;
	length += unit - 1;
	length -= length % unit;
	/* drivers/mtd/nand/raw/nand_base.c, nand_erase_nand() */
	if (mtd->bad && mtd->bad[start / mtd->options.erase_size])
		return fake_refuse(EIO);
	for (uint64_t i = start; i < start + length; i++)
		if (!fake_is_locked(mtd, i, 1))
			mtd->content[i] = 0xff;
	fake_renew_ecc(mtd, start, length);
	return 0;
}

static int is_bad(const struct fake_mtd *mtd, const __kernel_loff_t *offset)
{
	if (*offset < 0 || (uint64_t)*offset >= mtd->options.size)
		return fake_refuse(EINVAL);
	return mtd->bad &&
	       mtd->bad[(uint64_t)*offset / mtd->options.erase_size];
}

static int get_region(const struct fake_mtd *mtd, struct region_info_user *info)
{
	if (info->regionindex >= mtd->options.region_count)
		return fake_refuse(EINVAL);
	*info = mtd->options.regions[info->regionindex];
	return 0;
}

/* What the argument of a request holds that a line of the log tells. */
enum argument {
	NOTHING,
	NARROW_RANGE,
	WIDE_RANGE,
	OFFSET,
	INDEX,
	READ_REQUEST,
};

static const struct request {
	unsigned long number;
	const char *name;
	enum argument argument;
} requests[] = {
	{ MEMGETINFO, "MEMGETINFO", NOTHING },
	{ MEMERASE64, "MEMERASE64", WIDE_RANGE },
	{ MEMERASE, "MEMERASE", NARROW_RANGE },
	{ MEMGETBADBLOCK, "MEMGETBADBLOCK", OFFSET },
	{ MEMSETBADBLOCK, "MEMSETBADBLOCK", OFFSET },
	{ MEMGETREGIONCOUNT, "MEMGETREGIONCOUNT", NOTHING },
	{ MEMGETREGIONINFO, "MEMGETREGIONINFO", INDEX },
	{ MEMREAD, "MEMREAD", READ_REQUEST },
	{ ECCGETSTATS, "ECCGETSTATS", NOTHING },
	{ MEMLOCK, "MEMLOCK", NARROW_RANGE },
	{ MEMUNLOCK, "MEMUNLOCK", NARROW_RANGE },
	{ MEMISLOCKED, "MEMISLOCKED", NARROW_RANGE },
};

static const struct request *find_request(unsigned long number)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].number == number)
			return &requests[i];
	return NULL;
}

static void note_argument(int number, const struct request *request,
			  const void *argument)
{
	const struct erase_info_user64 *wide = argument;
	const struct erase_info_user *narrow = argument;
	const struct region_info_user *region = argument;
	const struct mtd_read_req *read = argument;
	const __kernel_loff_t *offset = argument;
	const char *name = request->name;

	switch (request->argument) {
	case NOTHING:
		fake_note("%s mtd%d", name, number);
		break;
	case NARROW_RANGE:
		fake_note("%s mtd%d %#x %#x", name, number, narrow->start,
			  narrow->length);
		break;
	case WIDE_RANGE:
		fake_note("%s mtd%d %#llx %#llx", name, number, wide->start,
			  wide->length);
		break;
	case OFFSET:
		fake_note("%s mtd%d %#llx", name, number,
			  (unsigned long long)*offset);
		break;
	case INDEX:
		fake_note("%s mtd%d %u", name, number, region->regionindex);
		break;
	case READ_REQUEST:
		fake_note("%s mtd%d %#llx %#llx", name, number, read->start,
			  read->len);
		break;
	}
}

static void note(const struct fake_mtd *mtd, unsigned long number,
		 const void *argument)
{
	const struct request *request = find_request(number);

	if (request)
		note_argument(mtd->options.number, request, argument);
	else if (number == BLKFLSBUF)
		fake_note("BLKFLSBUF mtdblock%d", mtd->options.number);
	else
		fake_note("ioctl mtd%d %#lx", mtd->options.number, number);
}

static struct fake_event event_of(struct fake_mtd *mtd, unsigned long request,
				  const void *argument)
{
	const struct mtd_read_req *read = argument;
	struct fake_event event = {
		.mtd = mtd,
		.call = FAKE_IOCTL,
		.which = request,
	};

	if (request == MEMREAD) {
		event.offset = read->start;
		event.length = (size_t)read->len;
	}
	return event;
}

static int serve(struct fake_mtd *mtd, unsigned long request, void *argument,
		 bool writable, size_t limit)
{
	const struct erase_info_user64 *wide = argument;
	const struct erase_info_user *narrow = argument;

	switch (request) {
	case MEMGETINFO:
		return get_info(mtd, argument);
	case MEMERASE64:
		return erase(mtd, wide->start, wide->length, writable);
	case MEMERASE:
		return erase(mtd, narrow->start, narrow->length, writable);
	case MEMGETBADBLOCK:
		return is_bad(mtd, argument);
	case MEMSETBADBLOCK:
		return fake_set_bad(mtd, argument, writable);
	case MEMGETREGIONCOUNT:
		*(int *)argument = (int)mtd->options.region_count;
		return 0;
	case MEMGETREGIONINFO:
		return get_region(mtd, argument);
	case MEMREAD:
		return fake_memread(mtd, argument, limit);
	case ECCGETSTATS:
		return fake_get_stats(mtd, argument);
	case MEMLOCK:
	case MEMUNLOCK:
	case MEMISLOCKED:
		return fake_lock_ioctl(mtd, request, narrow, writable);
	default:
		return fake_refuse(ENOTTY);
	}
}

int fake_ioctl(struct fake_mtd *mtd, unsigned long request, void *argument,
	       bool writable, bool block)
{
	const struct fake_event event = event_of(mtd, request, argument);
	struct fake_verdict verdict;

	note(mtd, request, argument);
	verdict = fake_judge(&event);
	if (verdict.error) {
		/* mtdchar_read_ioctl() tells how far a read has come. */
		if (request == MEMREAD)
			((struct mtd_read_req *)argument)->len = 0;
		return fake_refuse(verdict.error);
	}
	if (block)
		return request == BLKFLSBUF ? 0 : fake_refuse(ENOTTY);
	return serve(mtd, request, argument, writable, verdict.limit);
}
