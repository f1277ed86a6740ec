// SPDX-License-Identifier: GPL-2.0-or-later
/* Areas that the program makes itself, or copies. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/map.h>

#include "guest.h"

static uint8_t buffer[256 * 1024];

static struct flash_area own(const char *device, off_t off, size_t size)
{
	return (struct flash_area){
		.fa_off = off,
		.fa_size = size,
		.fa_dev_name = device,
	};
}

static const char *device_name(const char *mtd_name)
{
	static char names[8][16];
	static unsigned int next;
	char *name = names[next++ % 8];

	snprintf(name, 16, "mtd%d", mtd_number(mtd_name));
	return name;
}

GUEST_TEST(devices, own_area_by_mtd_name)
{
	struct flash_area fa = own(device_name(RAMDISK), 128 * KIB,
				   192 * KIB);
	uint8_t *data = filled(64 * KIB, 5);

	expect_errors();
	dump_begin();
	CHECK_EQ(flash_area_has_driver(&fa), 1);
	CHECK_EQ(flash_area_align(&fa), 1);
	CHECK_EQ(flash_area_erase(&fa, 0, 192 * KIB), 0);
	dump_expect_erased(RAMDISK, 128 * KIB, 192 * KIB);
	CHECK_EQ(flash_area_write(&fa, 96 * KIB, data, 64 * KIB), 0);
	dump_expect(RAMDISK, 224 * KIB, data, 64 * KIB);
	CHECK_EQ(flash_area_read(&fa, 96 * KIB, buffer, 64 * KIB), 0);
	CHECK(memcmp(buffer, data, 64 * KIB) == 0);
	/* The end of the area is an end, though the device goes on. */
	CHECK_EQ(flash_area_write(&fa, 192 * KIB - 1, data, 2), -EINVAL);
	CHECK_EQ(flash_area_read(&fa, 192 * KIB, buffer, 1), -EINVAL);
	CHECK_EQ(flash_area_erase(&fa, 192 * KIB, 64 * KIB), -EINVAL);
	CHECK_EQ(flash_area_erase(&fa, -64 * KIB, 64 * KIB), -EINVAL);
	dump_end();
	free(data);
}

GUEST_TEST(nand, own_area_on_a_partition)
{
	struct flash_area fa = own(device_name(NAND1), 1 * MIB, 1 * MIB);
	uint8_t *data = filled(NAND_PAGE, 6);

	dump_begin();
	CHECK_EQ(flash_area_align(&fa), NAND_PAGE);
	CHECK_EQ(flash_area_erase(&fa, NAND_BLOCK, NAND_BLOCK), 0);
	dump_expect_erased(NAND1, 1 * MIB + NAND_BLOCK, NAND_BLOCK);
	CHECK_EQ(flash_area_write(&fa, NAND_BLOCK, data, NAND_PAGE), 0);
	dump_expect(NAND1, 1 * MIB + NAND_BLOCK, data, NAND_PAGE);
	dump_end();
	free(data);
}

GUEST_TEST(devices, own_area_by_device)
{
	struct flash_area fa = own(NULL, 64 * KIB, 64 * KIB);
	const struct flash_area *whole = area(SMALL_SECTORS);

	fa.fa_dev = flash_area_get_device(whole);
	CHECK(fa.fa_dev != NULL);
	CHECK_EQ(flash_area_read(&fa, 0, buffer, 64 * KIB), 0);
	CHECK_EQ(flash_area_read(whole, 64 * KIB, buffer + 64 * KIB,
				 64 * KIB), 0);
	CHECK(memcmp(buffer, buffer + 64 * KIB, 64 * KIB) == 0);
	/* The name says the same: fine. */
	fa.fa_dev_name = device_name(SMALL_SECTORS);
	CHECK_EQ(flash_area_read(&fa, 0, buffer, 1), 0);
}

static void refused(const struct flash_area *fa, int expected)
{
	CHECK_EQ(flash_area_read(fa, 0, buffer, 1), expected);
	CHECK_EQ(flash_area_write(fa, 0, buffer, 1), expected);
	CHECK_EQ(flash_area_erase(fa, 0, 64 * KIB), expected);
}

GUEST_TEST(devices, own_area_with_two_devices)
{
	struct flash_area fa = own(device_name(RAMDISK), 0, 64 * KIB);

	expect_errors();
	dump_begin();
	fa.fa_dev = flash_area_get_device(area(MTDRAM));
	refused(&fa, -EINVAL);
	dump_end();
}

GUEST_TEST(devices, own_area_past_the_end)
{
	expect_errors();
	const char *name = device_name(MTDRAM);
	struct flash_area fa = own(name, 8 * MIB, 64 * KIB);

	dump_begin();
	refused(&fa, -EINVAL);
	fa = own(name, 8 * MIB - 64 * KIB, 128 * KIB);
	CHECK_EQ(flash_area_read(&fa, 64 * KIB, buffer, 1), -EINVAL);
	CHECK_EQ(flash_area_write(&fa, 64 * KIB - 1, buffer, 2), -EINVAL);
	CHECK_EQ(flash_area_erase(&fa, 0, 128 * KIB), -EINVAL);
	fa = own(name, -64 * KIB, 128 * KIB);
	refused(&fa, -EINVAL);
	fa = own(name, LLONG_MAX - 10, 64 * KIB);
	refused(&fa, -EINVAL);
	fa = own(name, 64 * KIB, SIZE_MAX);
	CHECK_EQ(flash_area_write(&fa, 8 * MIB - 64 * KIB, buffer, 1),
		 -EINVAL);
	CHECK_EQ(flash_area_read(&fa, LLONG_MAX, buffer, 1), -EINVAL);
	dump_end();
}

GUEST_TEST(devices, own_area_of_no_device)
{
	static const char *const names[] = {
		"mtd", "mtd63", "mtd0x", "mtd00", "mtd-1", " mtd0", "mtd0 ",
		"/dev/mtd0", "mtd0ro", "mtd4294967296", "", MTDRAM, LOADER,
	};

	expect_errors();
	dump_begin();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct flash_area fa = own(names[i], 0, 64 * KIB);

		printf("# device \"%s\"\n", names[i]);
		refused(&fa, -ENODEV);
		CHECK_EQ(flash_area_has_driver(&fa), -ENODEV);
	}
	refused(&(struct flash_area){ .fa_size = 64 * KIB }, -ENODEV);
	dump_end();
}

GUEST_TEST(devices, copy_of_an_area)
{
	struct flash_area copy = *area(LOADER);
	uint8_t *data = filled(100, 8);

	expect_errors();
	dump_begin();
	CHECK_EQ(flash_area_write(&copy, 1000, data, 100), 0);
	dump_expect(LOADER, 1000, data, 100);
	CHECK_EQ(flash_area_read(area(LOADER), 1000, buffer, 100), 0);
	CHECK(memcmp(buffer, data, 100) == 0);
	/* The second half of it. */
	copy.fa_off += 128 * KIB;
	copy.fa_size = 128 * KIB;
	CHECK_EQ(flash_area_erase(&copy, 0, 64 * KIB), 0);
	dump_expect_erased(LOADER, 128 * KIB, 64 * KIB);
	CHECK_EQ(flash_area_erase(&copy, 64 * KIB, 128 * KIB), -EINVAL);
	/* Longer than its MTD. */
	copy.fa_size = 256 * KIB;
	CHECK_EQ(flash_area_read(&copy, 128 * KIB, buffer, 1), -EINVAL);
	dump_end();
	free(data);
}

/* An area on the stack must not be taken for the map's own by its address. */
GUEST_TEST(devices, changed_area_is_looked_at_again)
{
	struct flash_area fa = own(device_name(RAMDISK), 0, 64 * KIB);

	dump_begin();
	CHECK_EQ(flash_area_read(&fa, 0, buffer, 100), 0);
	fa = own(device_name(SMALL_SECTORS), 0, 64 * KIB);
	CHECK_EQ(flash_area_erase(&fa, 0, 4 * KIB), 0);
	dump_expect_erased(SMALL_SECTORS, 0, 4 * KIB);
	dump_end();
}
