// SPDX-License-Identifier: BSD-2-Clause
/*
 * What MCUboot's bootutil does to flash when it swaps two images: the kinds of
 * calls, their number and their order, with data of its own. It is the same on
 * every run, so that two flashes with the same content hold the same bytes
 * afterwards: that is compared from outside. The rows are one sequence.
 */

#include <stdio.h>

#include <flash_map_backend/flash_map_backend.h>

#include "contract.h"

#define MAX_SLOT (1024 * 1024)
#define MAX_ALIGN 8
#define MAGIC_SIZE 16
#define HEADER_SIZE 32
/* Of one boot with a scratch area; so many of them are not of whole words. */
#define BOOT_READS 489
#define ODD_BOOT_READS 380
#define SWAPPED 5
#define TRAILER_FIELDS 4

struct slot {
	const struct flash_area *fa;
	/* What it is to hold. */
	uint8_t model[MAX_SLOT];
};

static struct slot primary, secondary, scratch;
static struct slot *const all[] = { &primary, &secondary, &scratch };

static struct {
	unsigned int reads, odd_reads, writes, erases, closes;
} counts;

static const uint8_t magic[MAGIC_SIZE] = {
	0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
	0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80,
};

static uint32_t state = 2463534242U;

static uint32_t draw(uint32_t limit)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % limit;
}

static void read_slot(const struct slot *slot, uint32_t offset, uint32_t length)
{
	static uint8_t data[4096];

	memset(data, 0x5a, sizeof(data));
	EQUAL(flash_area_read(slot->fa, (off_t)offset, data, length), 0);
	SAME(data, slot->model + offset, length);
	EQUAL(data[length], 0x5a);
	counts.reads++;
	if (offset % 4 != 0 || length % 4 != 0)
		counts.odd_reads++;
}

static void write_slot(struct slot *slot, uint32_t offset, const void *data,
		       uint32_t length)
{
	EQUAL(flash_area_write(slot->fa, (off_t)offset, data, length), 0);
	memcpy(slot->model + offset, data, length);
	counts.writes++;
}

/* bootutil asks for the sector of any offset inside, not of its start. */
static void erase_sector(struct slot *slot, uint32_t start)
{
	struct flash_sector sector;
	uint32_t offset, size;

	EQUAL(flash_area_get_sector(slot->fa, (off_t)start + 1, &sector), 0);
	offset = flash_sector_get_off(&sector);
	size = flash_sector_get_size(&sector);
	EQUAL(offset, start);
	EQUAL(size, options.sector);
	EQUAL(flash_area_erase(slot->fa, (off_t)offset, size), 0);
	memset(slot->model + offset, flash_area_erased_val(slot->fa), size);
	counts.erases++;
}

static void close_slot(const struct slot *slot)
{
	flash_area_close(slot->fa);
	counts.closes++;
}

static uint32_t last_sector(const struct slot *slot)
{
	return flash_area_get_size(slot->fa) - (uint32_t)options.sector;
}

/* The trailer, from the end of the slot: the magic, then a cell a field. */
static uint32_t magic_offset(const struct slot *slot)
{
	return flash_area_get_size(slot->fa) - MAGIC_SIZE;
}

static uint32_t field_offset(const struct slot *slot, uint32_t field)
{
	return magic_offset(slot) - (field + 1) * MAX_ALIGN;
}

static uint32_t status_offset(const struct slot *slot, uint32_t entry)
{
	return field_offset(slot, TRAILER_FIELDS - 1) -
	       (3 * SWAPPED - entry) * MAX_ALIGN;
}

static void write_cell(struct slot *slot, uint32_t offset, uint8_t value)
{
	uint8_t cell[MAX_ALIGN];

	memset(cell, flash_area_erased_val(slot->fa), sizeof(cell));
	cell[0] = value;
	write_slot(slot, offset, cell, sizeof(cell));
}

/*
 * The rows
 */

static void open_slot(struct slot *slot, int id)
{
	TRUE(id >= 0);
	EQUAL(flash_area_open((uint8_t)id, &slot->fa), 0);
	TRUE(flash_area_get_size(slot->fa) <= MAX_SLOT);
}

static void open_all(void)
{
	open_slot(&primary, flash_area_id_from_multi_image_slot(0, 0));
	open_slot(&secondary, flash_area_id_from_multi_image_slot(0, 1));
	open_slot(&scratch, flashmap_area_id(options.scratch));
}

static void opens(void)
{
	const struct flash_area *again = NULL;

	TRUE(options.unit <= MAX_ALIGN);
	open_all();
	TRUE(primary.fa != secondary.fa);
	TRUE(flash_area_get_size(primary.fa) ==
	     flash_area_get_size(secondary.fa));
	TRUE(flash_area_get_size(primary.fa) >= (SWAPPED + 1) * options.sector);
	/* Nested, while the first one is in use. */
	EQUAL(flash_area_open(flash_area_get_id(primary.fa), &again), 0);
	flash_area_close(again);
	counts.closes++;
	for (size_t i = 0; i < 3; i++)
		EQUAL(flash_area_read(all[i]->fa, 0, all[i]->model,
				      flash_area_get_size(all[i]->fa)),
		      0);
}

static void failed_look_ups(void)
{
	const int ids[] = { flash_area_id_from_multi_image_slot(0, 2),
			    flash_area_id_from_multi_image_slot(15, 0), -22,
			    -1 };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const struct flash_area *fa = primary.fa;

		TRUE(ids[i] < 0);
		EQUAL(flash_area_open((uint8_t)ids[i], &fa), -ENOENT);
		TRUE(fa == NULL);
	}
}

/* An image, in pieces as they come over a wire. */
static void write_image(struct slot *slot, uint32_t size, uint32_t seed)
{
	static uint8_t image[SWAPPED * MAX_SECTOR];
	uint32_t done = 0;

	contract_bytes(image, size, seed);
	for (uint32_t start = 0; start < SWAPPED * options.sector;
	     start += (uint32_t)options.sector)
		erase_sector(slot, start);
	erase_sector(slot, last_sector(slot));
	write_slot(slot, 0, image, HEADER_SIZE);
	done = HEADER_SIZE;
	while (done < size) {
		uint32_t length = MAX_ALIGN * (1 + draw(128));

		if (length > size - done)
			length = size - done;
		write_slot(slot, done, image + done, length);
		done += length;
	}
}

static uint32_t image_size(const struct slot *slot)
{
	return (uint32_t)options.sector * SWAPPED -
	       (slot == &primary ? 1016 : 248);
}

static void images(void)
{
	write_image(&primary, image_size(&primary), 40);
	write_image(&secondary, image_size(&secondary), 41);
	/* The update is asked for: the field before the magic. */
	write_cell(&secondary, field_offset(&secondary, 0), 1);
	write_slot(&secondary, magic_offset(&secondary), magic, MAGIC_SIZE);
}

static void one_read(void)
{
	const struct slot *slot = draw(2) ? &primary : &secondary;
	const uint32_t size = image_size(slot);

	switch (draw(20)) {
	case 0:
		read_slot(slot, 0, HEADER_SIZE);
		break;
	case 1:
		read_slot(slot, magic_offset(slot), MAGIC_SIZE);
		break;
	case 2:
		read_slot(slot, size - 1 - draw(100) - 4, 4);
		break;
	case 3:
		read_slot(slot, draw(size - 256), 256);
		break;
	case 4:
		read_slot(slot, draw(size / 1024 - 1) * 1024, 1024);
		break;
	default:
		read_slot(slot, field_offset(slot, draw(TRAILER_FIELDS)), 1);
		break;
	}
}

static void boot_reads(void)
{
	const unsigned int reads = counts.reads, odd = counts.odd_reads;

	for (int i = 0; i < BOOT_READS; i++) {
		one_read();
		/* Areas that are used further on. */
		if (draw(8) == 0)
			close_slot(draw(2) ? &primary : &secondary);
	}
	EQUAL(counts.reads - reads, BOOT_READS);
	TRUE(counts.odd_reads - odd > ODD_BOOT_READS);
}

static void copy_sector(struct slot *to, uint32_t to_offset,
			const struct slot *from, uint32_t from_offset)
{
	uint8_t data[1024];

	erase_sector(to, to_offset);
	for (uint32_t i = 0; i < options.sector; i += sizeof(data)) {
		EQUAL(flash_area_read(from->fa, (off_t)(from_offset + i), data,
				      sizeof(data)),
		      0);
		SAME(data, from->model + from_offset + i, sizeof(data));
		counts.reads++;
		write_slot(to, to_offset + i, data, sizeof(data));
	}
}

static void swap(void)
{
	for (uint32_t i = SWAPPED; i-- > 0;) {
		const uint32_t start = i * (uint32_t)options.sector;
		const uint32_t entry = 3 * (SWAPPED - 1 - i);

		copy_sector(&scratch, 0, &secondary, start);
		write_cell(&primary, status_offset(&primary, entry), 1);
		copy_sector(&secondary, start, &primary, start);
		write_cell(&primary, status_offset(&primary, entry + 1), 2);
		copy_sector(&primary, start, &scratch, 0);
		write_cell(&primary, status_offset(&primary, entry + 2), 3);
		read_slot(&primary, status_offset(&primary, entry), 1);
		close_slot(&primary);
		close_slot(&scratch);
	}
}

static void trailers(void)
{
	write_cell(&primary, field_offset(&primary, 2), 0x12);
	write_cell(&primary, field_offset(&primary, 1), 1);
	write_slot(&primary, magic_offset(&primary), magic, MAGIC_SIZE);
	erase_sector(&secondary, last_sector(&secondary));
	/* Confirmed by the new image. */
	write_cell(&primary, field_offset(&primary, 0), 1);
	read_slot(&primary, field_offset(&primary, 0), 1);
	read_slot(&primary, magic_offset(&primary), MAGIC_SIZE);
}

static void closes(void)
{
	for (int i = 0; i < 10; i++)
		for (size_t slot = 0; slot < 3; slot++)
			close_slot(all[slot]);
	read_slot(&primary, 0, HEADER_SIZE);
	write_cell(&secondary, last_sector(&secondary), 0x21);
	close_slot(&secondary);
	erase_sector(&scratch, 0);
}

static void contents(void)
{
	for (size_t slot = 0; slot < 3; slot++) {
		const uint32_t size = flash_area_get_size(all[slot]->fa);

		for (uint32_t i = 0; i < size; i += 2048)
			read_slot(all[slot], i, 2048);
	}
	printf("# %u reads, %u of them not of whole words, %u writes,"
	       " %u erases, %u closes of areas in use\n",
	       counts.reads, counts.odd_reads, counts.writes, counts.erases,
	       counts.closes);
}

#define ROW(text, function)                          \
	{                                            \
		"mcuboot " text, function, WITH_AREA \
	}

const struct contract_row contract_rows[] = {
	ROW("1.3 flash_area_open: slots by id, nested", opens),
	ROW("1.3 flash_area_open: of a failed look-up is -ENOENT",
	    failed_look_ups),
	ROW("1.3 flash_area_write: two images and a mark", images),
	ROW("1.5 489 reads, most of them small and unaligned", boot_reads),
	ROW("1.3 get_sector, erase, write: a swap with a scratch area", swap),
	ROW("1.5 trailers from the end of the slots", trailers),
	ROW("4.1 closes of areas that are in use", closes),
	ROW("1.3 flash_area_read: all that is to be there", contents),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
