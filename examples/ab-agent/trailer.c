// SPDX-License-Identifier: 0BSD

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <flashmap/area.h>

#include "trailer.h"

#define MAX_ALIGN MCUBOOT_BOOT_MAX_ALIGN
#define ROUND_UP(n, unit) (((n) + (unit)-1) / (unit) * (unit))

#define MAGIC_SIZE 16
/* The magic stands at the end of its cell. */
#define MAGIC_CELL ROUND_UP(MAGIC_SIZE, MAX_ALIGN)

/* Distances from the end of the slot. */
#define MAGIC (MAGIC_CELL)
#define IMAGE_OK (MAGIC + MAX_ALIGN)
#define COPY_DONE (IMAGE_OK + MAX_ALIGN)
#define SWAP_INFO (COPY_DONE + MAX_ALIGN)
#define SWAP_SIZE (SWAP_INFO + MAX_ALIGN)

/* Three marks for each sector that is swapped. */
#define STATUS_SIZE(align) (3 * MCUBOOT_MAX_IMG_SECTORS * (align))

#define FLAG_SET 1
#define SWAP_TEST 2
#define SWAP_PERMANENT 3

_Static_assert(MAX_ALIGN >= 8 && MAX_ALIGN <= 32 && MAX_ALIGN % 8 == 0,
	       "MCUBOOT_BOOT_MAX_ALIGN is 8, 16 or 32");

/* Of a boot loader for write blocks of up to 8 bytes; */
static const uint8_t magic_of_8[MAGIC_SIZE] = {
	0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
	0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80,
};

/* for larger ones it has their size in its first two bytes. */
static const uint8_t magic_of_more[MAGIC_SIZE] = {
	0x00, 0x00, 0x2d, 0xe1, 0x5d, 0x29, 0x41, 0x0b,
	0x8d, 0x77, 0x67, 0x9c, 0x11, 0x0f, 0x1f, 0x8a,
};

static off_t from_end(const struct flash_area *fa, size_t distance)
{
	return (off_t)(fa->fa_size - distance);
}

/* The first sector that ends behind offset. */
static int find_sector(const struct flash_area *fa, off_t offset,
		       struct flash_sector *sector, uint32_t *number)
{
	uint32_t count = 1;
	int err;

	for (*number = 0;; ++*number) {
		err = flashmap_area_get_sectors(fa, *number, &count, sector);
		/* -ENOMEM: there are more of them behind this one. */
		if (err && err != -ENOMEM)
			return err;
		if (count == 0)
			return -ENOENT;
		if (sector->fs_off + (off_t)sector->fs_size > offset)
			return 0;
	}
}

const char *trailer_begin(const struct flash_area *fa, off_t *begin)
{
	uint32_t align = flash_area_align(fa);
	struct flash_sector sector;
	uint32_t number;
	size_t size;

	if (align == 0)
		return "its write block size cannot be found out";
	if (align > MAX_ALIGN || MAX_ALIGN % align != 0)
		return "its write block does not fit MCUBOOT_BOOT_MAX_ALIGN";
	size = STATUS_SIZE(align) + SWAP_SIZE;
	if (fa->fa_size <= size || fa->fa_size > UINT32_MAX ||
	    fa->fa_size % MAX_ALIGN != 0)
		return "its size is none of a slot";
	/* Erasing half a sector is not possible, the whole would take a
	 * neighbour along. */
	if (find_sector(fa, from_end(fa, 1), &sector, &number) ||
	    sector.fs_off + (off_t)sector.fs_size != (off_t)fa->fa_size ||
	    find_sector(fa, 0, &sector, &number) || sector.fs_off != 0)
		return "it does not begin and end with a sector";
	if (find_sector(fa, from_end(fa, size), &sector, &number))
		return "its sectors cannot be found out";
	*begin = sector.fs_off;
	return NULL;
}

static bool is_erased(const struct flash_area *fa, const uint8_t *bytes,
		      size_t size)
{
	uint8_t erased = flash_area_erased_val(fa);
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != erased)
			return false;
	return true;
}

static int read_flag(const struct flash_area *fa, size_t distance,
		     enum mark *mark)
{
	uint8_t flag;
	int err = flash_area_read(fa, from_end(fa, distance), &flag, 1);

	if (err)
		return err;
	*mark = flag == FLAG_SET ? MARK_SET : MARK_BAD;
	if (is_erased(fa, &flag, 1))
		*mark = MARK_UNSET;
	return 0;
}

static int read_magic(const struct flash_area *fa, struct trailer *trailer)
{
	uint8_t magic[MAGIC_SIZE];
	int err = flash_area_read(fa, from_end(fa, MAGIC_SIZE), magic,
				  sizeof(magic));

	if (err)
		return err;
	trailer->max_align = 0;
	if (memcmp(magic, magic_of_8, MAGIC_SIZE) == 0)
		trailer->max_align = 8;
	else if (memcmp(magic + 2, magic_of_more + 2, MAGIC_SIZE - 2) == 0)
		trailer->max_align = magic[0] | (unsigned int)magic[1] << 8;

	trailer->magic = trailer->max_align == MAX_ALIGN ? MARK_SET : MARK_BAD;
	if (is_erased(fa, magic, sizeof(magic)))
		trailer->magic = MARK_UNSET;
	return 0;
}

int trailer_read(const struct flash_area *fa, struct trailer *trailer)
{
	int err = read_magic(fa, trailer);

	if (!err)
		err = read_flag(fa, COPY_DONE, &trailer->copy_done);
	if (!err)
		err = read_flag(fa, IMAGE_OK, &trailer->image_ok);
	return err;
}

/* A chip that is locked may report success and have done nothing. */
static int check_erased(const struct flash_area *fa,
			const struct flash_sector *sector)
{
	uint8_t bytes[256];
	size_t done = 0;
	int err;

	while (done < sector->fs_size) {
		size_t piece = sector->fs_size - done;

		if (piece > sizeof(bytes))
			piece = sizeof(bytes);
		err = flash_area_read(fa, sector->fs_off + (off_t)done, bytes,
				      piece);
		if (err)
			return err;
		if (!is_erased(fa, bytes, piece))
			return -EIO;
		done += piece;
	}
	return 0;
}

/*
 * The last sector first: it has the magic, and with the magic goes the wish
 * for a swap. The other way round a power cut would leave a wish whose details
 * are gone. It is erased also if it is blank: an erase that was cut off can
 * read blank and lose what is programmed on top of it.
 */
int trailer_clear(const struct flash_area *fa)
{
	off_t end = (off_t)fa->fa_size;
	struct flash_sector sector;
	uint32_t number;
	off_t begin;
	int err;

	if (trailer_begin(fa, &begin))
		return -EINVAL;
	while (end > begin) {
		err = find_sector(fa, end - 1, &sector, &number);
		if (!err)
			err = flash_area_erase(fa, sector.fs_off,
					       sector.fs_size);
		if (!err)
			err = check_erased(fa, &sector);
		if (err)
			return err;
		end = sector.fs_off;
	}
	return 0;
}

/* Program the cell that begins so far from the end, and look at it. */
static int write_cell(const struct flash_area *fa, size_t distance,
		      const uint8_t *bytes, size_t size)
{
	uint8_t back[MAGIC_CELL];
	off_t off = from_end(fa, distance);
	int err = flash_area_write(fa, off, bytes, size);

	if (!err)
		err = flash_area_read(fa, off, back, size);
	if (!err && memcmp(back, bytes, size) != 0)
		err = -EIO;
	return err;
}

static int write_flag(const struct flash_area *fa, size_t distance,
		      uint8_t value)
{
	uint8_t cell[MAX_ALIGN];

	memset(cell, flash_area_erased_val(fa), sizeof(cell));
	cell[0] = value;
	return write_cell(fa, distance, cell, flash_area_align(fa));
}

static int write_magic(const struct flash_area *fa)
{
	uint8_t cell[MAGIC_CELL];
	uint8_t *magic = cell + MAGIC_CELL - MAGIC_SIZE;

	memset(cell, flash_area_erased_val(fa), sizeof(cell));
	if (MAX_ALIGN == 8) {
		memcpy(magic, magic_of_8, MAGIC_SIZE);
	} else {
		memcpy(magic, magic_of_more, MAGIC_SIZE);
		magic[0] = MAX_ALIGN;
	}
	return write_cell(fa, MAGIC, cell, sizeof(cell));
}

/*
 * The magic comes last, since without it the rest says nothing: a power cut
 * anywhere leaves either no wish or all of it. With the magic before image_ok
 * a cut in between would ask for a test where the image was meant to stay.
 *
 * A magic that was itself cut off is no wish either. It cannot be completed,
 * as a cell is programmed once: the next trailer_clear() takes it away.
 */
int trailer_set_pending(const struct flash_area *fa, bool permanent)
{
	int err = write_flag(fa, SWAP_INFO,
			     permanent ? SWAP_PERMANENT : SWAP_TEST);

	if (!err && permanent)
		err = write_flag(fa, IMAGE_OK, FLAG_SET);
	if (!err)
		err = write_magic(fa);
	return err;
}

/*
 * One cell that was erased so far, and nothing is erased for it. A power cut
 * leaves it unset, set or bad; with a bad one MCUboot does not go back either.
 */
int trailer_set_confirmed(const struct flash_area *fa)
{
	return write_flag(fa, IMAGE_OK, FLAG_SET);
}
