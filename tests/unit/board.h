/* SPDX-License-Identifier: BSD-2-Clause */
/* Loaded maps for tests: a board of fakes, or a simulated chip. */
#ifndef TESTS_BOARD_H
#define TESTS_BOARD_H

#include <stdbool.h>

#include <flashmap/map.h>

#include "fake-mtd.h"

/*
 * spi0.0 has three partitions and a gap at its end, spi1.0 is one MTD:
 *	mtd0 "boot"	0x00000 .. 0x10000 of spi0.0
 *	mtd1 "kernel"	0x10000 .. 0x30000
 *	mtd2 "data"	0x40000 .. 0x50000
 *	mtd3 "spare"	0x00000 .. 0x10000 of spi1.0
 * Byte n of an MTD is n plus its number; sectors have 4096 bytes.
 */
struct board {
	struct fake_mtd *boot, *kernel, *data, *spare;
	struct flashmap *map;
};
extern struct board board;

#define BOARD_DEVICE "devices/platform/spi0.0"

/* The MTDs alone; then a map of them, which is the default map too. */
void board_add(void);
void board_set_up(void);
/* Of the fixture; the default map stays. */
void board_tear_down(void);

/* The area with this label, of board.map or of another map. */
const struct flash_area *must_open(const char *label);
const struct flash_area *must_open_in(struct flashmap *map, const char *label);

/* A map that is not loaded, with root test_folder(). */
struct flashmap *board_new_map(void);
/* The flash map of the Zephyr manual in RAM; with libfdt only. */
struct flashmap *board_load_demo(void);

size_t count_areas(struct flashmap *map);
size_t count_chips(struct flashmap *map);
/* How many findings have this code; all if it is NULL. */
size_t count_findings(struct flashmap *map, const char *code);

#endif /* TESTS_BOARD_H */
