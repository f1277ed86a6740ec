// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/goodblocks.h>

#include "blob.h"
#include "board.h"
#include "unit.h"
#include "writer-board.h"

const struct flash_area *slot;
enum writer_chip writer_chip;

/* Of the slot, in sectors from its beginning. */
static const unsigned int bad_blocks[BAD_BLOCKS] = { 0, 7, 40 };

static struct {
	uint64_t erased;
	uint64_t programmed;
	uint64_t operations;
} counted;

static size_t slot_size(int chip)
{
	return SLOT + (chip == WRITER_NAND ? BAD_BLOCKS * SECTOR : 0);
}

static void describe_nand(void)
{
	blob_cells("write-block-size", NAND_PAGE_SIZE);
	blob_text("flashmap,type", "nand");
	blob_cells("flashmap,oob-size", 16);
	blob_cells("flashmap,ecc-strength", 4);
	blob_cells("flashmap,ecc-step-size", 256);
	blob_cells("flashmap,bitflip-threshold", 3);
	blob_cells("flashmap,bad-blocks", 1 + bad_blocks[0], 1 + bad_blocks[1],
		   1 + bad_blocks[2]);
}

struct flashmap *writer_new_map(int chip)
{
	const uint32_t size = (uint32_t)slot_size(chip);
	struct flashmap *map = board_new_map();

	blob_begin();
	blob_controller("controller@0");
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, size + 2 * SECTOR);
	blob_cells("erase-block-size", SECTOR);
	if (chip == WRITER_NAND)
		describe_nand();
	else
		blob_cells("write-block-size", chip == WRITER_ECC_NOR ? 16 : 1);
	if (chip == WRITER_RAM)
		blob_text("flashmap,type", "ram");
	blob_table();
	blob_add_partition("before@0", "before", 0, SECTOR);
	blob_add_partition("slot@1000", "slot", SECTOR, size);
	blob_add_partition("behind@f0000", "behind", SECTOR + size, SECTOR);
	blob_end_table();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("w.dtb")), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM),
			 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	return map;
}

static void fill(const char *label)
{
	uint8_t data[SECTOR];

	memset(data, NEIGHBOUR, sizeof(data));
	ck_assert_int_eq(flash_area_write(must_open(label), 0, data, SECTOR),
			 0);
}

void writer_set_up(int chip)
{
	writer_chip = (enum writer_chip)chip;
	board.map = writer_new_map(chip);
	slot = must_open("slot");
	fill("before");
	fill("behind");
}

void writer_tear_down(void)
{
	board.map = flashmap_unref(board.map);
}

uint8_t *new_image(unsigned int seed)
{
	uint8_t *data = malloc(SLOT);
	uint32_t state = 2654435761u * (seed + 1);

	ck_assert_ptr_nonnull(data);
	for (size_t i = 0; i < SLOT; i++) {
		state = state * 1664525u + 1013904223u;
		/* Never 0xff, and of many bits. */
		data[i] = (uint8_t)((state >> 24) & 0x7f);
	}
	return data;
}

const uint8_t *image(unsigned int seed)
{
	static uint8_t *images[4];

	if (!images[seed])
		images[seed] = new_image(seed);
	return images[seed];
}

struct flashmap_writer *
must_open_writer(const struct flashmap_writer_options *options)
{
	struct flashmap_writer_options complete = { 0 };
	struct flashmap_writer *writer;

	if (options)
		complete = *options;
	complete.skip_bad |= writer_chip == WRITER_NAND;
	ck_assert_int_eq(flashmap_writer_open(slot, &complete, sizeof(complete),
					      &writer),
			 0);
	return writer;
}

/* In pieces of many sizes. */
static void write_pieces(struct flashmap_writer *writer, const uint8_t *data,
			 size_t length)
{
	size_t piece = 1;

	while (length > 0) {
		size_t size = length < piece ? length : piece;

		if (flashmap_writer_write(writer, data, size) < 0)
			return;
		data += size;
		length -= size;
		piece = piece * 3 % 7919;
	}
}

int update(const uint8_t *data, size_t length,
	   const struct flashmap_writer_options *options,
	   struct flashmap_writer_counts *counts)
{
	struct flashmap_writer_options complete = { 0 };
	struct flashmap_writer_counts unused;
	struct flashmap_writer *writer;
	int rc;

	if (options)
		complete = *options;
	complete.skip_bad |= writer_chip == WRITER_NAND;
	rc = flashmap_writer_open(slot, &complete, sizeof(complete), &writer);
	if (rc < 0)
		return rc;
	write_pieces(writer, data, length);
	if (!counts)
		counts = &unused;
	rc = flashmap_writer_finish(writer, counts, sizeof(*counts));
	flashmap_writer_close(writer);
	return rc;
}

struct flashmap_writer_counts must_update(const uint8_t *data, size_t length)
{
	struct flashmap_writer_counts counts;

	ck_assert_int_eq(update(data, length, NULL, &counts), 0);
	ck_assert_uint_eq(counts.bytes, length);
	ck_assert(counts.verified);
	return counts;
}

uint32_t page_size(void)
{
	return writer_chip == WRITER_NAND ? NAND_PAGE_SIZE : 256;
}

uint32_t pages_in_sector(void)
{
	return SECTOR / page_size();
}

static void count(const struct flashmap_sim_operation *operation, void *unused)
{
	(void)unused;
	if (operation->kind == FLASHMAP_SIM_ERASE && !operation->result)
		counted.erased++;
	if (operation->kind == FLASHMAP_SIM_WRITE)
		counted.programmed += operation->length / page_size();
}

static uint64_t operation_count(void)
{
	uint64_t operations;

	ck_assert_int_eq(flashmap_sim_get_operation_count(board.map, NULL,
							  &operations),
			 0);
	return operations;
}

void count_operations(void)
{
	counted.erased = 0;
	counted.programmed = 0;
	counted.operations = operation_count();
	ck_assert_int_eq(flashmap_sim_set_log(board.map, NULL, count, NULL), 0);
}

void check_operations(uint64_t erased, uint64_t programmed)
{
	ck_assert_uint_eq(counted.erased, erased);
	ck_assert_uint_eq(counted.programmed, programmed);
	ck_assert_uint_eq(operation_count() - counted.operations,
			  erased + programmed);
}

void check_counts(const struct flashmap_writer_counts *counts, uint64_t erased,
		  uint64_t programmed)
{
	ck_assert_uint_eq(counts->erased, erased);
	ck_assert_uint_eq(counts->programmed, programmed);
	check_operations(erased, programmed);
}

void check_untouched(void)
{
	check_operations(0, 0);
}

uint64_t chip_offset(size_t offset)
{
	size_t sector = offset / SECTOR;

	for (size_t i = 0; writer_chip == WRITER_NAND && i < BAD_BLOCKS; i++)
		if (bad_blocks[i] <= sector)
			sector++;
	return (uint64_t)(1 + sector) * SECTOR + offset % SECTOR;
}

int read_slot(size_t offset, uint8_t *data, size_t length)
{
	struct flashmap_goodblocks *view;
	int rc;

	ck_assert_int_eq(flashmap_goodblocks_open(slot, &view), 0);
	rc = flashmap_goodblocks_read(view, (off_t)offset, data, length, NULL,
				      0);
	flashmap_goodblocks_close(view);
	return rc;
}

void check_slot(size_t offset, const uint8_t *data, size_t length)
{
	uint8_t *found = malloc(length);

	ck_assert_ptr_nonnull(found);
	ck_assert_int_eq(read_slot(offset, found, length), 0);
	ck_assert(memcmp(found, data, length) == 0);
	free(found);
}

void check_slot_blank(size_t offset, size_t length)
{
	uint8_t *blank = malloc(length);

	ck_assert_ptr_nonnull(blank);
	memset(blank, 0xff, length);
	check_slot(offset, blank, length);
	free(blank);
}

static void check_neighbour(const char *label)
{
	uint8_t data[SECTOR];

	ck_assert_int_eq(flash_area_read(must_open(label), 0, data, SECTOR), 0);
	for (size_t i = 0; i < SECTOR; i++)
		ck_assert_uint_eq(data[i], NEIGHBOUR);
}

void check_neighbours(void)
{
	check_neighbour("before");
	check_neighbour("behind");
}
