/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Updates of a simulated chip of 256 KiB or a little more, with libfdt only.
 * Its sectors have 4096 bytes. The area "slot" has 64 good ones, with one
 * before and one behind it on the chip, which are the areas "before" and
 * "behind" and hold NEIGHBOUR.
 */
#ifndef TESTS_WRITER_BOARD_H
#define TESTS_WRITER_BOARD_H

#include <flashmap/sim.h>
#include <flashmap/writer.h>

enum {
	SECTOR = 4096,
	SECTORS = 64,
	SLOT = SECTORS * SECTOR,
	NEIGHBOUR = 0x96,
	/* Of NAND. */
	BAD_BLOCKS = 3,
	NAND_PAGE_SIZE = 512,
};

enum writer_chip {
	WRITER_NOR,
	/* With BAD_BLOCKS in the slot. */
	WRITER_NAND,
	/* NOR with a checksum in each write block of 16 bytes. */
	WRITER_ECC_NOR,
	WRITER_RAM,
	WRITER_CHIPS,
};

/* In board.map and slot; the area's content is erased. */
extern const struct flash_area *slot;
extern enum writer_chip writer_chip;
void writer_set_up(int chip);
void writer_tear_down(void);
/* Another map of the same chip. */
struct flashmap *writer_new_map(int chip);

/* Bytes that depend on the seed, none of which is blank; SLOT of them. */
const uint8_t *image(unsigned int seed);
/* A copy of it that can be changed. */
uint8_t *new_image(unsigned int seed);

/* Of the options, skip_bad is set on NAND. May be NULL. */
int update(const uint8_t *data, size_t length,
	   const struct flashmap_writer_options *options,
	   struct flashmap_writer_counts *counts);
/* Has to succeed. */
struct flashmap_writer_counts must_update(const uint8_t *data, size_t length);
struct flashmap_writer *
must_open_writer(const struct flashmap_writer_options *options);

/* From here on, what the chip was given is counted. */
void count_operations(void);
/* That many erases and programs of pages, as the writer says and as the chip's
 * own log and count say. */
void check_counts(const struct flashmap_writer_counts *counts, uint64_t erased,
		  uint64_t programmed);
/* The same for counts that are not told. */
void check_operations(uint64_t erased, uint64_t programmed);
/* Nothing was changed. */
void check_untouched(void);

uint32_t page_size(void);
uint32_t pages_in_sector(void);
/* Offset on the chip of a byte of the slot (with bad blocks left out). */
uint64_t chip_offset(size_t offset);

/* What the slot reads as; and that its neighbours are as they were. */
void check_slot(size_t offset, const uint8_t *data, size_t length);
void check_slot_blank(size_t offset, size_t length);
void check_neighbours(void);
/* 0 or what reading says, also where it could not be corrected. */
int read_slot(size_t offset, uint8_t *data, size_t length);

#endif /* TESTS_WRITER_BOARD_H */
