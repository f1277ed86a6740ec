// SPDX-License-Identifier: BSD-2-Clause
/*
 * A program with a flash map of its own, as with CONFIG_FLASH_MAP_CUSTOM of
 * Zephyr 2.7: it defines flash_map and flash_map_entries.
 */

#include "contract.h"

#define ENTRIES 3
/* Where image-1 is in board.dts. */
#define START 0x200000

static struct flash_area areas[ENTRIES];

extern const struct flash_area *flash_map;
extern const int flash_map_entries;
const struct flash_area *flash_map = areas;
const int flash_map_entries = ENTRIES;

static uint8_t buffer[CHUNK];

/* Not in the order of their ids, and one id twice. */
static void set_up(void)
{
	static const uint8_t ids[ENTRIES] = { 7, 3, 7 };
	static const char *const labels[ENTRIES] = { "first", "second",
						     "third" };

	flash_map = areas;
	memset(areas, 0, sizeof(areas));
	for (size_t i = 0; i < ENTRIES; i++) {
		areas[i].fa_id = ids[i];
		areas[i].fa_off = START + (off_t)(i * 8 * options.sector);
		areas[i].fa_size = 8 * options.sector;
		areas[i].fa_dev_name = "chip";
		areas[i].fa_label = labels[i];
	}
	options.area = "first";
}

static void first_match(void)
{
	const struct flash_area *fa = NULL;

	set_up();
	EQUAL(flash_area_open(7, &fa), 0);
	TRUE(fa == &areas[0]);
	EQUAL(flash_area_open(3, &fa), 0);
	TRUE(fa == &areas[1]);
}

static void others_are_unknown(void)
{
	set_up();
	for (int id = 0; id < 256; id++) {
		const struct flash_area *fa = areas;

		if (id == 3 || id == 7)
			continue;
		EQUAL(flash_area_open((uint8_t)id, &fa), -ENOENT);
		TRUE(fa == NULL);
	}
	EQUAL(flashmap_area_id("image-1"), FLASH_AREA_ID_NONE);
}

static void count(const struct flash_area *fa, void *user_data)
{
	int *next = (int *)user_data;

	TRUE(fa == &areas[*next]);
	(*next)++;
}

static void table_order(void)
{
	int next = 0;

	set_up();
	flash_area_foreach(count, &next);
	EQUAL(next, ENTRIES);
}

static void all_calls(void)
{
	const struct flash_area *fa = areas;
	struct flash_sector sectors[8];
	uint32_t room = 8;

	set_up();
	contract_begin();
	EQUAL(flash_area_erase(fa, (off_t)options.sector, options.sector), 0);
	contract_expect_erased((off_t)options.sector, options.sector);
	contract_bytes(buffer, CHUNK, 50);
	EQUAL(flash_area_write(fa, (off_t)options.sector, buffer, CHUNK), 0);
	contract_expect((off_t)options.sector, buffer, CHUNK);
	contract_judge();
	EQUAL(flash_area_align(fa), options.unit);
	EQUAL(flash_area_has_driver(fa), 1);
	TRUE(flash_area_get_device(fa) == device_get_binding("chip"));
	EQUAL(flash_area_get_sectors(7, &room, sectors), 0);
	EQUAL(room, 8);
	EQUAL(sectors[7].fs_off, 7 * options.sector);
}

static void no_map(void)
{
	const struct flash_area *fa = areas;
	int next = 0;

	set_up();
	flash_map = NULL;
	EQUAL(flash_area_open(7, &fa), -EACCES);
	TRUE(fa == NULL);
	flash_area_foreach(count, &next);
	EQUAL(next, 0);
	flash_map = areas;
	EQUAL(flash_area_open(7, &fa), 0);
}

#define ROW(text, function)                           \
	{                                             \
		"zephyr 1." text, function, WITH_AREA \
	}

const struct contract_row contract_rows[] = {
	ROW("2 open: the first match in a map of the program", first_match),
	ROW("2 open: others are -ENOENT and *fa NULL", others_are_unknown),
	ROW("2 foreach: table order", table_order),
	ROW("1 flash_map, flash_map_entries: all calls work", all_calls),
	ROW("2 open: flash_map == NULL is -EACCES and *fa NULL", no_map),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
