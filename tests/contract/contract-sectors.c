// SPDX-License-Identifier: BSD-2-Clause
/* Sectors of areas, row by row: flash_area_get_sectors() of Zephyr 2.7. */

#include "contract.h"

#define CAPACITY 4096

/* One more than is ever said to be there. */
static struct flash_sector sectors[CAPACITY + 1];
static struct flash_sector others[CAPACITY + 1];
static struct flash_sector untouched[CAPACITY + 1];

static void clear(void)
{
	memset(sectors, 0x5a, sizeof(sectors));
	memset(untouched, 0x5a, sizeof(untouched));
}

static uint32_t whole_sectors(const struct flash_area *fa)
{
	TRUE(fa->fa_size % options.sector == 0);
	TRUE(fa->fa_size / options.sector < CAPACITY);
	return (uint32_t)(fa->fa_size / options.sector);
}

/* The first ones are those of an area that begins with a sector. */
static void check(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		EQUAL(sectors[i].fs_off, (off_t)(i * options.sector));
		EQUAL(sectors[i].fs_size, options.sector);
	}
	SAME(&sectors[count], &untouched[count], sizeof(sectors[0]));
}

static void relative_to_area(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t count = CAPACITY;

	TRUE(fa->fa_off > 0);
	clear();
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors), 0);
	EQUAL(count, whole_sectors(fa));
	check(count);
}

static void exact(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t count = whole_sectors(fa);

	clear();
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors), 0);
	EQUAL(count, whole_sectors(fa));
	check(count);
}

static void too_small(void)
{
	const struct flash_area *fa = contract_area();
	const uint32_t room[] = { whole_sectors(fa) - 1, 2, 1, 0 };

	for (size_t i = 0; i < sizeof(room) / sizeof(room[0]); i++) {
		uint32_t count = room[i];

		clear();
		EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors),
		      -ENOMEM);
		EQUAL(count, room[i]);
		check(count);
	}
}

static void no_such_id(void)
{
	const int ids[] = { FLASH_AREA_ID_NONE, 234, -1,
			    256 + contract_area()->fa_id,
			    -256 + contract_area()->fa_id };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		uint32_t count = 3;

		EQUAL(flash_area_get_sectors(ids[i], &count, sectors), -EINVAL);
	}
}

static void no_map(void)
{
	uint32_t count = 3;

	EQUAL(flash_area_get_sectors(0, &count, sectors), -EINVAL);
}

static void null_arguments(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t count = 3;

	EQUAL(flash_area_get_sectors(fa->fa_id, NULL, sectors), -EINVAL);
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, NULL), -EINVAL);
	EQUAL(flash_area_sectors(NULL, &count, sectors), -EINVAL);
	EQUAL(flash_area_sectors(fa, NULL, sectors), -EINVAL);
	EQUAL(flash_area_sectors(fa, &count, NULL), -EINVAL);
}

/* What flash_area_sectors() tells of a piece of the area under test. */
static void piece(off_t offset, size_t size, uint32_t count, off_t first)
{
	struct flash_area fa = contract_piece(offset, size);
	uint32_t room = CAPACITY;

	clear();
	EQUAL(flash_area_sectors(&fa, &room, sectors), 0);
	EQUAL(room, count);
	for (uint32_t i = 0; i < count; i++) {
		EQUAL(sectors[i].fs_off, first + (off_t)(i * options.sector));
		EQUAL(sectors[i].fs_size, options.sector);
	}
	SAME(&sectors[count], &untouched[count], sizeof(sectors[0]));
}

static void begins_in_sector(void)
{
	const off_t half = (off_t)options.sector / 2;

	piece(half, 2 * options.sector + options.sector / 2, 2, half);
	piece(1, 3 * options.sector - 1, 2, (off_t)options.sector - 1);
	piece((off_t)options.sector - 1, options.sector + 1, 1, 1);
}

static void ends_in_sector(void)
{
	piece(0, options.sector + 1, 2, 0);
	piece(0, 2 * options.sector - 1, 2, 0);
	piece(0, 1, 1, 0);
	piece((off_t)options.sector / 2, options.sector, 1,
	      (off_t)options.sector / 2);
}

static void inside_sector(void)
{
	piece((off_t)options.sector / 4, options.sector / 2, 0, 0);
	piece(1, options.sector - 1, 0, 0);
}

static void room_for_what_ends_in_sector(void)
{
	struct flash_area fa = contract_piece(0, options.sector + 1);
	uint32_t count = 2;

	clear();
	EQUAL(flash_area_sectors(&fa, &count, sectors), 0);
	EQUAL(count, 2);
	check(2);
	count = 1;
	clear();
	EQUAL(flash_area_sectors(&fa, &count, sectors), -ENOMEM);
	EQUAL(count, 1);
	check(1);
}

/* The same of an area of a map, where a board has such a one. */
static void area_of_map(const char *label, uint32_t count, off_t first)
{
	const struct flash_area *fa;
	uint32_t room = CAPACITY;

	if (flashmap_area_id(label) == FLASH_AREA_ID_NONE)
		contract_skip("the board has no such area");
	fa = contract_open(label);
	clear();
	EQUAL(flash_area_get_sectors(fa->fa_id, &room, sectors), 0);
	EQUAL(room, count);
	for (uint32_t i = 0; i < count; i++) {
		EQUAL(sectors[i].fs_off, first + (off_t)(i * options.sector));
		EQUAL(sectors[i].fs_size, options.sector);
	}
	SAME(&sectors[count], &untouched[count], sizeof(sectors[0]));
}

static void area_begins_in_sector(void)
{
	/* Three sectors from the middle of one on. */
	area_of_map("mid-sector", 3, (off_t)options.sector / 2);
}

static void area_inside_sector(void)
{
	area_of_map("in-sector", 0, 0);
}

static void by_area(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t count = CAPACITY, other = CAPACITY;

	clear();
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors), 0);
	EQUAL(flash_area_sectors(fa, &other, others), 0);
	EQUAL(count, whole_sectors(fa));
	EQUAL(other, count);
	for (uint32_t i = 0; i < count; i++) {
		EQUAL(sectors[i].fs_off, others[i].fs_off);
		EQUAL(sectors[i].fs_size, others[i].fs_size);
	}
	other = count - 1;
	EQUAL(flash_area_sectors(fa, &other, others), -ENOMEM);
	EQUAL(other, count - 1);
}

/* What is told can be erased, piece by piece. */
static void can_be_erased(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t count = 3;

	contract_begin();
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors), -ENOMEM);
	EQUAL(flash_area_erase(fa, sectors[2].fs_off, sectors[2].fs_size), 0);
	contract_expect_erased(2 * (off_t)options.sector, options.sector);
	contract_judge();
}

/*
 * Widths: an area that lies on both sides of 4 GiB of the chip, and is larger
 * than 4 GiB itself. The offset of 4 GiB in it ends one sector before its end.
 */

#define LIMIT ((off_t)1 << 32)

static struct flash_sector many[70000];

static void wide_sectors(void)
{
	const struct flash_area *fa = contract_open(options.area);
	const uint32_t wanted = (uint32_t)(fa->fa_size / options.sector);
	uint32_t count = sizeof(many) / sizeof(many[0]);

	TRUE((off_t)fa->fa_size > LIMIT);
	TRUE(wanted < count);
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, many), 0);
	EQUAL(count, wanted);
	EQUAL(many[count - 1].fs_off,
	      (off_t)fa->fa_size - (off_t)options.sector);
	EQUAL(many[count - 1].fs_size, options.sector);
	for (uint32_t i = 1; i < count; i++)
		EQUAL(many[i].fs_off,
		      many[i - 1].fs_off + (off_t)options.sector);
	count = wanted - 1;
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, many), -ENOMEM);
	EQUAL(count, wanted - 1);
}

static uint8_t data[CHUNK], back[CHUNK];

/* A chunk in a sector, which is erased before. */
static void use(off_t offset, uint32_t seed)
{
	const struct flash_area *fa = contract_open(options.area);

	EQUAL(flash_area_erase(fa, offset, options.sector), 0);
	contract_bytes(data, CHUNK, seed);
	EQUAL(flash_area_write(fa, offset, data, CHUNK), 0);
}

static void holds(off_t offset, uint32_t seed)
{
	contract_bytes(data, CHUNK, seed);
	EQUAL(flash_area_read(contract_open(options.area), offset, back, CHUNK),
	      0);
	SAME(back, data, CHUNK);
}

/* None is taken for another one, 4 GiB away. */
static void wide_input_and_output(void)
{
	const struct flash_area *fa = contract_open(options.area);
	const off_t sector = (off_t)options.sector;
	const off_t on_chip = LIMIT - fa->fa_off;

	TRUE(on_chip > 2 * sector);
	TRUE(fa->fa_off > 2 * sector);
	TRUE((off_t)fa->fa_size - sector > LIMIT);
	use(0, 10);
	use(sector, 11);
	use(on_chip - sector, 12);
	use(on_chip, 13);
	use(LIMIT - sector, 14);
	use(LIMIT, 15);
	use((off_t)fa->fa_size - sector, 16);
	holds(0, 10);
	holds(sector, 11);
	holds(on_chip - sector, 12);
	holds(on_chip, 13);
	holds(LIMIT - sector, 14);
	holds(LIMIT, 15);
	holds((off_t)fa->fa_size - sector, 16);
}

static void wide_bounds(void)
{
	const struct flash_area *fa = contract_open(options.area);
	const off_t end = (off_t)fa->fa_size;

	EQUAL(flash_area_read(fa, end - 1, back, 1), 0);
	EQUAL(flash_area_read(fa, end, back, 0), 0);
	EQUAL(flash_area_read(fa, end, back, 1), -EINVAL);
	EQUAL(flash_area_read(fa, end + LIMIT, back, 1), -EINVAL);
	EQUAL(flash_area_read(fa, end + 1, back, 0), -EINVAL);
	EQUAL(flash_area_read(fa, end - 1, back, 2), -EINVAL);
}

#define ROW(text, function)                             \
	{                                               \
		"zephyr 1.2 " text, function, WITH_AREA \
	}

const struct contract_row contract_rows[] = {
	ROW("get_sectors: fs_off is relative to the area", relative_to_area),
	ROW("get_sectors: an array that is exact is 0", exact),
	ROW("get_sectors: too small is -ENOMEM, filled, count unchanged",
	    too_small),
	ROW("get_sectors: unknown id is -EINVAL", no_such_id),
	{ "zephyr 1.2 get_sectors: no map is -EINVAL", no_map, WITHOUT_MAP },
	ROW("get_sectors: NULL is -EINVAL", null_arguments),
	ROW("get_sectors: a partial first page is dropped", begins_in_sector),
	ROW("get_sectors: a partial last page has its full size",
	    ends_in_sector),
	ROW("get_sectors: an area inside a page has count 0", inside_sector),
	ROW("get_sectors: room for a partial last page",
	    room_for_what_ends_in_sector),
	ROW("get_sectors: area of the map that begins inside a page",
	    area_begins_in_sector),
	ROW("get_sectors: area of the map inside a page", area_inside_sector),
	ROW("get_sectors: as flash_area_sectors() (4.1)", by_area),
	ROW("get_sectors: what it tells can be erased", can_be_erased),
	{ "zephyr 1.2 widths: sectors past 4 GiB", wide_sectors,
	  WITH_WIDE_AREA },
	{ "zephyr 1.2 widths: read, write, erase past 4 GiB",
	  wide_input_and_output, WITH_WIDE_AREA },
	{ "zephyr 1.2 widths: bounds past 4 GiB", wide_bounds, WITH_WIDE_AREA },
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
