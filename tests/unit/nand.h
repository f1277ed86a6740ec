/* SPDX-License-Identifier: BSD-2-Clause */
/* A map of a fake NAND chip with two partitions, one behind the other. */
#ifndef TESTS_NAND_H
#define TESTS_NAND_H

#include <flashmap/ecc.h>

#include "fake-mtd.h"

#define NAND_DEVICE "devices/platform/nand-controller"

enum {
	NAND_PAGE = 512,
	NAND_STEP = 256,
	NAND_BLOCK = 4096,
	NAND_BLOCKS = 8,
	NAND_SIZE = NAND_BLOCKS * NAND_BLOCK,
	NAND_STRENGTH = 4,
	NAND_THRESHOLD = 3,
};

/*
 * mtd0 "rootfs" is the first half of the chip, mtd1 "data" the second. Byte n
 * of the chip is n, of "data" n + 1.
 */
struct nand {
	struct fake_mtd *rootfs, *data;
	/* Of nand_add_nor(). */
	struct fake_mtd *nor;
	struct flashmap *map;
	/* "rootfs" */
	const struct flash_area *fa;
};

extern struct nand nand;

void nand_set_up(void);
void nand_tear_down(void);

/* nand.map and nand.fa of all fakes that there are now. */
void nand_reload(void);

/* The area of a NOR chip in nand.map, mtd3: byte n is n plus 3. */
const struct flash_area *nand_add_nor(void);

/* An area of a device that is not there; makes nand.map the default map. */
struct flash_area nand_no_device(void);

/* An area of the chip that no map has. */
struct flash_area nand_area(uint64_t offset, size_t size);

/* How the kernel tells what ECC found: for loop tests over all ways. */
enum nand_way {
	NAND_MEMREAD,
	NAND_COUNTERS,
	NAND_WAYS,
};

/* Of all fakes of the fixture. */
void nand_set_way(int way);

/* flashmap_area_read_ecc() of nand.fa; the bytes are those that it has. */
struct flashmap_ecc nand_read(off_t off, size_t len, int expected);
void nand_check_bytes(const struct fake_mtd *mtd, off_t off,
		      const uint8_t *data, size_t len);

/* How many lines of fake_calls() there are. */
unsigned int count_calls(void);

#endif /* TESTS_NAND_H */
