// SPDX-License-Identifier: BSD-2-Clause
/* What the fake devices answer, as drivers/mtd/mtdchar.c does. */

#include <errno.h>
#include <linux/fs.h>
#include <string.h>

#include "fake-private.h"

static int refuse(int error)
{
	errno = error;
	return -1;
}

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
		return refuse(EPERM);
	if (!(mtd->options.flags & MTD_WRITEABLE))
		return refuse(EROFS);
	if (start >= size || length > size - start)
		return refuse(EINVAL);
	if (!mtd->content)
		return 0;
	unit = sector_size(mtd, start);
	start -= start % unit;
	length += unit - 1;
	length -= length % unit;
	memset(mtd->content + start, 0xff, (size_t)length);
	return 0;
}

static int is_bad(const struct fake_mtd *mtd, const __kernel_loff_t *offset)
{
	if (*offset < 0 || (uint64_t)*offset >= mtd->options.size)
		return refuse(EINVAL);
	return mtd->bad[(uint64_t)*offset / mtd->options.erase_size];
}

static int get_region(const struct fake_mtd *mtd, struct region_info_user *info)
{
	if (info->regionindex >= mtd->options.region_count)
		return refuse(EINVAL);
	*info = mtd->options.regions[info->regionindex];
	return 0;
}

static void note(const struct fake_mtd *mtd, unsigned long request,
		 const void *argument)
{
	const struct erase_info_user64 *wide = argument;
	const struct erase_info_user *narrow = argument;
	const __kernel_loff_t *offset = argument;
	const struct region_info_user *region = argument;
	int number = mtd->options.number;

	switch (request) {
	case MEMGETINFO:
		fake_note("MEMGETINFO mtd%d", number);
		break;
	case MEMERASE64:
		fake_note("MEMERASE64 mtd%d %#llx %#llx", number, wide->start,
			  wide->length);
		break;
	case MEMERASE:
		fake_note("MEMERASE mtd%d %#x %#x", number, narrow->start,
			  narrow->length);
		break;
	case MEMGETBADBLOCK:
		fake_note("MEMGETBADBLOCK mtd%d %#llx", number,
			  (unsigned long long)*offset);
		break;
	case MEMGETREGIONCOUNT:
		fake_note("MEMGETREGIONCOUNT mtd%d", number);
		break;
	case MEMGETREGIONINFO:
		fake_note("MEMGETREGIONINFO mtd%d %u", number,
			  region->regionindex);
		break;
	case BLKFLSBUF:
		fake_note("BLKFLSBUF mtdblock%d", number);
		break;
	default:
		fake_note("ioctl mtd%d %#lx", number, request);
		break;
	}
}

int fake_ioctl(struct fake_mtd *mtd, unsigned long request, void *argument,
	       bool writable, bool block)
{
	const struct erase_info_user64 *wide = argument;
	const struct erase_info_user *narrow = argument;
	struct fake_verdict verdict;

	note(mtd, request, argument);
	verdict = fake_judge(&(struct fake_event){
		.mtd = mtd, .call = FAKE_IOCTL, .which = request });
	if (verdict.error)
		return refuse(verdict.error);
	if (block)
		return request == BLKFLSBUF ? 0 : refuse(ENOTTY);
	switch (request) {
	case MEMGETINFO:
		return get_info(mtd, argument);
	case MEMERASE64:
		return erase(mtd, wide->start, wide->length, writable);
	case MEMERASE:
		return erase(mtd, narrow->start, narrow->length, writable);
	case MEMGETBADBLOCK:
		return is_bad(mtd, argument);
	case MEMGETREGIONCOUNT:
		*(int *)argument = (int)mtd->options.region_count;
		return 0;
	case MEMGETREGIONINFO:
		return get_region(mtd, argument);
	default:
		return refuse(ENOTTY);
	}
}
