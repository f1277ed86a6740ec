// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SPI-NOR chips with the kernel's own driver. Here is what the library says;
 * what the chips hold is judged on the host, in machine-ast2600.sh.
 */

#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

#include "guest.h"

#define SECTOR (4 * KIB)
#define SMALL_SIZE 5000

static const char *const partitions[] = {
	"u-boot", "u-boot-env", "kernel", "rofs", "rwfs",
};

static uint8_t buffer[64 * 1024];

GUEST_TEST(board, partitions_are_one_chip)
{
	static const off_t offsets[] = {
		0, 0xe0000, 0x100000, 0xa00000, 0x2a00000,
	};
	const struct flash_area *pnor = area("pnor");

	for (size_t i = 0; i < 5; i++) {
		const struct flash_area *fa = area(partitions[i]);

		CHECK_EQ(fa->fa_off, offsets[i]);
		CHECK(fa->fa_dev == area("u-boot")->fa_dev);
		CHECK(fa->fa_dev != pnor->fa_dev);
		CHECK_EQ(fa->fa_device_id, area("u-boot")->fa_device_id);
		CHECK(fa->fa_device_id != pnor->fa_device_id);
		CHECK(strcmp(fa->fa_dev_name, pnor->fa_dev_name) != 0);
		CHECK_EQ(flash_area_has_driver(fa), 1);
		CHECK_EQ(flash_area_align(fa), 1);
	}
	CHECK_EQ(pnor->fa_off, 0);
	CHECK_EQ((long long)pnor->fa_size, 64 * MIB);
}

/* The kernel would erase the whole sector for half of it. */
static void refuse_halves(const char *label)
{
	const struct flash_area *fa = area(label);
	off_t end = (off_t)fa->fa_size;

	CHECK_EQ(flash_area_erase(fa, 0, SECTOR / 2), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 0, SECTOR + SECTOR / 2), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, SECTOR / 2, SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, SECTOR / 2, SECTOR / 2), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, SECTOR / 2, 2 * SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 1, SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, 0, 1), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, end - SECTOR / 2, SECTOR / 2), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, end - SECTOR / 2, SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, end, SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, -SECTOR, SECTOR), -EINVAL);
	CHECK_EQ(flash_area_erase(fa, -SECTOR / 2, SECTOR / 2), -EINVAL);
	CHECK_EQ(flash_area_write(fa, end - 1, buffer, 2), -EINVAL);
	CHECK_EQ(flash_area_write(fa, -1, buffer, 1), -EINVAL);
}

GUEST_TEST(board, half_a_sector_is_refused)
{
	expect_errors();
	for (size_t i = 0; i < 5; i++)
		refuse_halves(partitions[i]);
	refuse_halves("pnor");
}

static void read_back(const struct flash_area *fa, off_t off, const void *data,
		      size_t len)
{
	CHECK(len <= sizeof(buffer));
	memset(buffer, 0x5a, sizeof(buffer));
	CHECK_EQ(flash_area_read(fa, off, buffer, len), 0);
	CHECK(memcmp(buffer, data, len) == 0);
}

/* Three sectors, in the middle of them bytes that begin and end anywhere. */
GUEST_TEST(board, erase_write_and_read)
{
	uint8_t *data = from_file("/t/small", SMALL_SIZE);
	const struct flash_area *fa = area("rwfs");
	uint8_t *blank = malloc(3 * SECTOR);

	CHECK(blank != NULL);
	memset(blank, 0xff, 3 * SECTOR);
	CHECK_EQ(flash_area_erase(fa, 0x20000, 3 * SECTOR), 0);
	read_back(fa, 0x20000, blank, 3 * SECTOR);
	CHECK_EQ(flash_area_write(fa, 0x20ff3, data, SMALL_SIZE), 0);
	read_back(fa, 0x20ff3, data, SMALL_SIZE);
	CHECK_EQ(sh("holds /t/small %d %d", mtd_number("rwfs"), 0x20ff3), 0);
	free(blank);
	free(data);
}

GUEST_TEST(board, first_and_last_sector)
{
	uint8_t *data = from_file("/t/small", 100);
	const struct flash_area *fa = area("rwfs");
	off_t end = (off_t)fa->fa_size;

	CHECK_EQ(flash_area_erase(fa, 0, SECTOR), 0);
	CHECK_EQ(flash_area_write(fa, 0, data, 100), 0);
	CHECK_EQ(flash_area_erase(fa, end - SECTOR, SECTOR), 0);
	CHECK_EQ(flash_area_write(fa, end - 100, data, 100), 0);
	read_back(fa, 0, data, 100);
	read_back(fa, end - 100, data, 100);
	free(data);
}

/* A write neither erases nor reads: what is programmed twice is ANDed. */
GUEST_TEST(board, programming_only_clears_bits)
{
	static const uint8_t first = 0xf0, second = 0x3c, both = 0x30;
	const struct flash_area *fa = area("rwfs");

	CHECK_EQ(flash_area_erase(fa, 0x40000, SECTOR), 0);
	CHECK_EQ(flash_area_write(fa, 0x40123, &first, 1), 0);
	CHECK_EQ(flash_area_write(fa, 0x40123, &second, 1), 0);
	read_back(fa, 0x40123, &both, 1);
}

/* On the chip, over the border of two partitions. */
GUEST_TEST(board, own_area_over_two_partitions)
{
	uint8_t *data = from_file("/t/small", SMALL_SIZE);
	struct flash_area fa = {
		.fa_off = 0x2a00000 - SECTOR,
		.fa_size = 2 * SECTOR,
		.fa_dev_name = area("rofs")->fa_dev_name,
	};

	/* rwfs begins with what a test before wrote: only rofs is changed. */
	CHECK_EQ(flash_area_has_driver(&fa), 1);
	CHECK_EQ(flash_area_read(&fa, 0, buffer, 2 * SECTOR), 0);
	CHECK_EQ(flash_area_read(area("rofs"), 0x2000000 - SECTOR,
				 buffer + 2 * SECTOR, SECTOR), 0);
	CHECK_EQ(flash_area_read(area("rwfs"), 0, buffer + 3 * SECTOR,
				 SECTOR), 0);
	CHECK(memcmp(buffer, buffer + 2 * SECTOR, 2 * SECTOR) == 0);

	fa.fa_off = 0x100000 - SECTOR;
	CHECK_EQ(flash_area_erase(&fa, 0, 2 * SECTOR), 0);
	CHECK_EQ(flash_area_write(&fa, 1000, data, SMALL_SIZE), 0);
	read_back(area("u-boot-env"), 0x20000 - SECTOR + 1000, data, 3096);
	read_back(area("kernel"), 0, data + 3096, SMALL_SIZE - 3096);
	free(data);
}

/* Two chips of one controller, and an MTD over all others of the first. */
GUEST_TEST(windows, overlaps_are_one_chip_and_two_chips_two)
{
	static const char *const labels[] = {
		"u-boot", "env", "meta", "fit", "data0", "flash0",
	};
	const struct flash_area *other = area("flash1");

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		const struct flash_area *fa = area(labels[i]);

		CHECK(fa->fa_dev == area("flash0")->fa_dev);
		CHECK(fa->fa_dev != other->fa_dev);
		CHECK(strcmp(fa->fa_dev_name, other->fa_dev_name) != 0);
		CHECK(fa->fa_device_id != other->fa_device_id);
	}
}
