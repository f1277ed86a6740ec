// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What <zephyr/drivers/flash.h> tells of a device, compared with libmtd, and
 * with sysfs as the shell reads it.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zephyr/drivers/flash.h>
/* Needs stdint.h, and includes nothing. */
#include <libmtd.h>

#include "guest.h"
#include "guest-raw.h"

#define SPI_NOR "/sys/class/mtd/mtd%d/device/spi-nor"
#define MARKED_BLOCK 40

static const char *const partitions[] = {
	"u-boot", "u-boot-env", "kernel", "rofs", "rwfs",
};

static struct mtd_dev_info libmtd_info(const char *label)
{
	libmtd_t oracle = libmtd_open();
	struct mtd_dev_info mtd;

	CHECK(oracle);
	CHECK_EQ(mtd_get_dev_info1(oracle, mtd_number(label), &mtd), 0);
	libmtd_close(oracle);
	return mtd;
}

/* The MTD alone, by the name that a program would use. */
static const struct device *mtd_device(const char *label)
{
	const struct device *dev;
	char name[16];

	snprintf(name, sizeof(name), "mtd%d", mtd_number(label));
	dev = device_get_binding(name);
	CHECK(dev != NULL);
	CHECK(device_is_ready(dev));
	return dev;
}

struct seen {
	off_t next;
	uint32_t count;
	size_t size;
};

static bool see_page(const struct flash_pages_info *info, void *data)
{
	struct seen *seen = data;

	CHECK_EQ(info->start_offset, seen->next);
	CHECK_EQ(info->index, seen->count);
	CHECK_EQ((long long)info->size, (long long)seen->size);
	seen->next += (off_t)info->size;
	seen->count++;
	return true;
}

/* So many pages of one size, told alike in each way. */
static void check_pages(const struct device *dev, uint32_t count, size_t size)
{
	struct seen seen = { .size = size };
	struct flash_pages_info info;

	CHECK_EQ((long long)flash_get_page_count(dev), count);
	flash_page_foreach(dev, see_page, &seen);
	CHECK_EQ(seen.count, count);
	CHECK_EQ(flash_get_page_info_by_idx(dev, count - 1, &info), 0);
	CHECK_EQ(info.start_offset, (long long)(count - 1) * (long long)size);
	CHECK_EQ((long long)info.size, (long long)size);
	CHECK_EQ(flash_get_page_info_by_offs(dev, seen.next - 1, &info), 0);
	CHECK_EQ(info.index, count - 1);
	CHECK_EQ(flash_get_page_info_by_idx(dev, count, &info), -EINVAL);
}

static void check_mtd(const char *label)
{
	const struct device *dev = mtd_device(label);
	struct mtd_dev_info mtd = libmtd_info(label);
	uint64_t size;

	check_pages(dev, (uint32_t)mtd.eb_cnt, (size_t)mtd.eb_size);
	CHECK_EQ(flash_get_size(dev, &size), 0);
	CHECK_EQ((long long)size, mtd.size);
	CHECK_EQ((long long)flash_get_write_block_size(dev), mtd.min_io_size);
	CHECK_EQ(flash_get_parameters(dev)->erase_value, 0xff);
	/* MTD_NO_ERASE */
	CHECK_EQ(sh("[ $(($(cat /sys/class/mtd/mtd%d/flags) & 0x1000)) = %d ]",
		    mtd_number(label),
		    flash_get_parameters(dev)->caps.no_explicit_erase ? 0x1000
								      : 0),
		 0);
}

GUEST_TEST(devices, pages_and_parameters_are_what_libmtd_says)
{
	check_mtd(MTDRAM);
	check_mtd(RAMDISK);
	check_mtd(SMALL_SECTORS);
	check_mtd(LOADER);
	CHECK(flash_get_parameters(mtd_device(MTDRAM))->caps.no_explicit_erase);
}

GUEST_TEST(devices, ram_has_no_jedec_id)
{
	uint8_t id[3];

	CHECK_EQ(flash_read_jedec_id(area(MTDRAM)->fa_dev, id), -ENOTSUP);
	CHECK_EQ(flash_sfdp_read(area(MTDRAM)->fa_dev, 0, id, 1), -ENOTSUP);
}

GUEST_TEST(nand, blocks_and_parameters_are_what_libmtd_says)
{
	check_mtd(NAND0);
	check_mtd(NAND2);
	CHECK(!flash_get_parameters(mtd_device(NAND0))->caps.no_explicit_erase);
}

static int ex_op_is_bad(const char *label, off_t block)
{
	const struct flash_area *fa = area(label);
	off_t off = fa->fa_off + block * NAND_BLOCK + NAND_PAGE;
	int status = -1;

	CHECK_EQ(flash_ex_op(fa->fa_dev, FLASH_EX_OP_IS_BAD_BLOCK,
			     (uintptr_t)&off, &status),
		 0);
	return status;
}

GUEST_TEST(nand, bad_blocks_of_the_device_are_those_of_nandsim)
{
	for (off_t block = 0; block < 128; block++) {
		CHECK_EQ(ex_op_is_bad(NAND0, block), block == NAND0_BAD_BLOCK);
		CHECK_EQ(ex_op_is_bad(NAND1, block), block == NAND1_BAD_BLOCK);
	}
}

GUEST_TEST(ecc, block_marked_by_the_device_is_seen_by_mtd_utils)
{
	unsigned int before = raw_stats(NAND2).badblocks;
	const struct flash_area *fa = area(NAND2);
	off_t off = fa->fa_off + MARKED_BLOCK * NAND_BLOCK + 1;

	CHECK_EQ(ex_op_is_bad(NAND2, MARKED_BLOCK), FLASH_BLOCK_GOOD);
	CHECK_EQ(flash_ex_op(fa->fa_dev, FLASH_EX_OP_MARK_BAD_BLOCK,
			     (uintptr_t)&off, NULL),
		 0);
	CHECK_EQ(ex_op_is_bad(NAND2, MARKED_BLOCK), FLASH_BLOCK_BAD);
	CHECK_EQ(ex_op_is_bad(NAND2, MARKED_BLOCK - 1), FLASH_BLOCK_GOOD);
	CHECK_EQ(ex_op_is_bad(NAND2, MARKED_BLOCK + 1), FLASH_BLOCK_GOOD);
	CHECK_EQ(raw_stats(NAND2).badblocks, before + 1);
	CHECK_EQ(sh("mtdinfo -M /dev/mtd%d | grep -q ' %d: 00500000 *BAD'",
		    mtd_number(NAND2), MARKED_BLOCK),
		 0);
}

/* All partitions of the first chip, and the second one, which has none. */
GUEST_TEST(board, pages_of_a_chip_are_those_of_its_mtds)
{
	struct mtd_dev_info pnor = libmtd_info("pnor");
	uint32_t count = 0;

	for (size_t i = 0; i < 5; i++) {
		check_mtd(partitions[i]);
		count += (uint32_t)libmtd_info(partitions[i]).eb_cnt;
	}
	check_pages(area("u-boot")->fa_dev, count, (size_t)pnor.eb_size);
	check_pages(area("pnor")->fa_dev, (uint32_t)pnor.eb_cnt,
		    (size_t)pnor.eb_size);
	CHECK_EQ((long long)count * pnor.eb_size, 64 * MIB);
}

static void check_id(const struct device *dev, const char *label)
{
	uint8_t id[3];

	CHECK_EQ(flash_read_jedec_id(dev, id), 0);
	printf("# jedec_id of %s: %02x%02x%02x\n", label, id[0], id[1], id[2]);
	CHECK_EQ(sh("[ \"$(head -c 6 " SPI_NOR "/jedec_id)\" = %02x%02x%02x ]",
		    mtd_number(label), id[0], id[1], id[2]),
		 0);
}

GUEST_TEST(board, jedec_id_is_that_of_sysfs)
{
	for (size_t i = 0; i < 5; i++) {
		check_id(mtd_device(partitions[i]), partitions[i]);
		check_id(area(partitions[i])->fa_dev, partitions[i]);
	}
	check_id(area("pnor")->fa_dev, "pnor");
}

/* As dd reads them; the kernel has none of a chip without. */
static void check_sfdp(const char *label)
{
	const struct device *dev = area(label)->fa_dev;
	uint8_t *judge, *data;
	struct stat status;
	size_t size;

	if (sh("dd if=" SPI_NOR "/sfdp of=/tmp/sfdp 2>/dev/null",
	       mtd_number(label)) != 0) {
		printf("# the kernel has no SFDP of %s\n", label);
		CHECK_EQ(flash_sfdp_read(dev, 0, NULL, 0), -ENOTSUP);
		return;
	}
	CHECK_EQ(stat("/tmp/sfdp", &status), 0);
	size = (size_t)status.st_size;
	printf("# SFDP of %s: %zu bytes\n", label, size);
	judge = from_file("/tmp/sfdp", size);
	data = filled(size, 1);
	CHECK_EQ(flash_sfdp_read(dev, 0, data, size), 0);
	CHECK(memcmp(data, judge, size) == 0);
	CHECK_EQ(flash_sfdp_read(dev, 9, data, 7), 0);
	CHECK(memcmp(data, judge + 9, 7) == 0);
	CHECK_EQ(flash_sfdp_read(dev, 1, data, size), -EINVAL);
	free(judge);
	free(data);
}

GUEST_TEST(board, sfdp_is_that_of_sysfs)
{
	expect_errors();
	check_sfdp("u-boot");
	check_sfdp("pnor");
}

/* An MTD over all others of the chip, whose SFDP QEMU has. */
GUEST_TEST(windows, pages_of_overlapping_mtds_are_counted_once)
{
	struct mtd_dev_info whole = libmtd_info("flash0");

	check_mtd("flash0");
	check_mtd("env");
	check_pages(area("env")->fa_dev, (uint32_t)whole.eb_cnt,
		    (size_t)whole.eb_size);
}

GUEST_TEST(windows, jedec_id_and_sfdp_are_those_of_sysfs)
{
	expect_errors();
	check_id(mtd_device("env"), "env");
	check_id(area("env")->fa_dev, "env");
	check_id(area("flash1")->fa_dev, "flash1");
	check_sfdp("env");
	check_sfdp("flash1");
}
