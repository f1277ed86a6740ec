// SPDX-License-Identifier: BSD-2-Clause
/*
 * <storage/flash_map.h> row by row: the behaviour of flash_map of Zephyr 2.7,
 * with the areas of a map.
 */

#include "contract.h"

static uint8_t buffer[SECTORS * MAX_SECTOR];

/* Not a multiple of any write block but 1. */
static size_t odd(void)
{
	return options.unit / 2 + 1;
}

/*
 * open
 */

static void open_known(void)
{
	const struct flash_area *fa = NULL;
	uint8_t id = flashmap_area_id(options.area);

	EQUAL(flash_area_open(id, &fa), 0);
	TRUE(fa != NULL);
	EQUAL(fa->fa_id, id);
	TRUE(fa->fa_size > 0);
	TRUE(fa->fa_dev_name != NULL);
	TRUE(strcmp(flash_area_label(fa), options.area) == 0);
	TRUE(strcmp(fa->fa_label, options.area) == 0);
}

static void mark_id(const struct flash_area *fa, void *user_data)
{
	bool *known = (bool *)user_data;

	known[fa->fa_id] = true;
}

static void open_unknown(void)
{
	static bool known[256];
	unsigned int unknown = 0;

	flash_area_foreach(mark_id, known);
	TRUE(known[flashmap_area_id(options.area)]);
	for (int id = 0; id < 256; id++) {
		const struct flash_area *fa = contract_area();

		if (known[id] && id != FLASH_AREA_ID_NONE) {
			EQUAL(flash_area_open((uint8_t)id, &fa), 0);
			EQUAL(fa->fa_id, id);
			continue;
		}
		unknown++;
		EQUAL(flash_area_open((uint8_t)id, &fa), -ENOENT);
		TRUE(fa == NULL);
	}
	TRUE(unknown > 0);
}

static void open_twice(void)
{
	const struct flash_area *first = contract_area();

	flash_area_close(first);
	TRUE(contract_area() == first);
	TRUE(contract_open(options.scratch) != first);
}

static void open_into_nothing(void)
{
	EQUAL(flash_area_open(flashmap_area_id(options.area), NULL), -EINVAL);
}

static void open_without_map(void)
{
	static const struct flash_area other = {
		0, 0, 0, 0, 0, NULL, NULL, NULL
	};
	const struct flash_area *fa = &other;

	EQUAL(flash_area_open(0, &fa), -EACCES);
	TRUE(fa == NULL);
	EQUAL(flashmap_area_id(options.area), FLASH_AREA_ID_NONE);
}

static void close_nothing(void)
{
	const struct flash_area *fa = contract_area();
	uint8_t byte = 0;

	flash_area_close(NULL);
	flash_area_close(fa);
	flash_area_close(fa);
	contract_begin();
	EQUAL(flash_area_read(fa, 0, &byte, 1), 0);
	EQUAL(byte, *contract_expected(0));
}

/*
 * bounds
 */

enum call {
	READ,
	WRITE,
	ERASE
};

static int perform(enum call call, const struct flash_area *fa, off_t offset,
		   size_t length)
{
	switch (call) {
	case READ:
		return flash_area_read(fa, offset, buffer, length);
	case WRITE:
		return flash_area_write(fa, offset, buffer, length);
	default:
		return flash_area_erase(fa, offset, length);
	}
}

/* For each call; the buffer is larger than any length but the wild ones. */
static void bounds(off_t offset, size_t length, int result)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	memset(buffer, 0, sizeof(buffer));
	EQUAL(perform(READ, fa, offset, length), result);
	EQUAL(perform(WRITE, fa, offset, length), result);
	EQUAL(perform(ERASE, fa, offset, length), result);
	contract_judge();
}

static off_t area_end(void)
{
	return (off_t)contract_area()->fa_size;
}

static void bounds_end(void)
{
	bounds(area_end(), 0, 0);
}

static void bounds_past_end(void)
{
	bounds(area_end() + 1, 0, -EINVAL);
	bounds(area_end() + (off_t)options.sector, 0, -EINVAL);
	bounds(INT64_MAX, 0, -EINVAL);
}

static void bounds_negative(void)
{
	bounds(-1, 0, -EINVAL);
	bounds(-(off_t)options.unit, options.unit, -EINVAL);
	bounds(-(off_t)options.sector, options.sector, -EINVAL);
	bounds(-(off_t)options.sector, 2 * options.sector, -EINVAL);
	bounds(INT64_MIN, 0, -EINVAL);
}

static void bounds_wrap(void)
{
	bounds(1, SIZE_MAX, -EINVAL);
	bounds(area_end() - 1, SIZE_MAX, -EINVAL);
	bounds((off_t)options.sector, SIZE_MAX - options.sector + 1, -EINVAL);
	bounds(INT64_MAX, SIZE_MAX, -EINVAL);
	bounds(0, SIZE_MAX, -EINVAL);
}

static void bounds_one_too_many(void)
{
	const size_t size = contract_area()->fa_size;

	bounds(0, size + options.sector, -EINVAL);
	bounds(area_end() - (off_t)options.sector, 2 * options.sector, -EINVAL);
	bounds(area_end() - (off_t)options.unit, 2 * options.unit, -EINVAL);
	bounds(area_end(), options.unit, -EINVAL);
	bounds(area_end(), options.sector, -EINVAL);
}

static void bounds_last_sector(void)
{
	const struct flash_area *fa = contract_area();
	const off_t last = area_end() - (off_t)options.sector;

	EQUAL(flash_area_erase(fa, last, options.sector), 0);
	contract_bytes(buffer, CHUNK, 2);
	EQUAL(flash_area_write(fa, area_end() - CHUNK, buffer, CHUNK), 0);
	memset(buffer + CHUNK, options.erased, options.sector - CHUNK);
	memmove(buffer + MAX_SECTOR + options.sector - CHUNK, buffer, CHUNK);
	memmove(buffer + MAX_SECTOR, buffer + CHUNK, options.sector - CHUNK);
	memset(buffer, 0x5a, MAX_SECTOR);
	EQUAL(flash_area_read(fa, last, buffer, options.sector), 0);
	SAME(buffer, buffer + MAX_SECTOR, options.sector);
	EQUAL(flash_area_read(fa, area_end() - 1, buffer, 1), 0);
	EQUAL(buffer[0], buffer[MAX_SECTOR + options.sector - 1]);
}

/*
 * read, write, erase
 */

static void read_anything(void)
{
	static const size_t lengths[] = { 1,  2,  3,   4,   7,	 16,  31,
					  32, 33, 255, 256, 257, 1024 };
	const off_t sector = (off_t)options.sector;
	const off_t offsets[] = { 0,   1,	   2,	       3,
				  255, sector - 1, sector,     sector + 1,
				  257, sector - 3, sector * 2, sector - 256 };
	const struct flash_area *fa = contract_area();

	contract_begin();
	for (size_t o = 0; o < sizeof(offsets) / sizeof(offsets[0]); o++)
		for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]);
		     l++) {
			uint8_t *room = buffer + 16 + (o + l) % 4;

			memset(buffer, 0x5a, 2048);
			EQUAL(flash_area_read(fa, offsets[o], room, lengths[l]),
			      0);
			SAME(room, contract_expected((size_t)offsets[o]),
			     lengths[l]);
			EQUAL(room[-1], 0x5a);
			EQUAL(room[lengths[l]], 0x5a);
		}
}

static void write_whole_blocks(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;

	contract_begin();
	EQUAL(flash_area_erase(fa, sector, 2 * options.sector), 0);
	contract_expect_erased(sector, 2 * options.sector);
	/* The first block, the third, and over the end of the sector. */
	contract_bytes(buffer, 2 * CHUNK, 3);
	EQUAL(flash_area_write(fa, sector, buffer, options.unit), 0);
	contract_expect(sector, buffer, options.unit);
	EQUAL(flash_area_write(fa, sector + 2 * (off_t)options.unit,
			       buffer + options.unit, options.unit),
	      0);
	contract_expect(sector + 2 * (off_t)options.unit, buffer + options.unit,
			options.unit);
	EQUAL(flash_area_write(fa, 2 * sector - CHUNK, buffer, 2 * CHUNK), 0);
	contract_expect(2 * sector - CHUNK, buffer, (size_t)2 * CHUNK);
	contract_judge();
}

static void write_from_any_address(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	contract_expect_erased(0, options.sector);
	contract_bytes(buffer, CHUNK + 1, 4);
	EQUAL(flash_area_write(fa, 0, buffer + 1, CHUNK), 0);
	contract_expect(0, buffer + 1, CHUNK);
	contract_judge();
}

static void write_misaligned(void)
{
	const struct flash_area *fa = contract_area();

	if (options.unit == 1)
		contract_skip("any byte can be written alone");
	contract_begin();
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	contract_expect_erased(0, options.sector);
	memset(buffer, 0, 2 * options.unit);
	EQUAL(flash_area_write(fa, (off_t)odd(), buffer, options.unit),
	      -EINVAL);
	EQUAL(flash_area_write(fa, 1, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_write(fa, 0, buffer, odd()), -EINVAL);
	EQUAL(flash_area_write(fa, 0, buffer, options.unit + 1), -EINVAL);
	EQUAL(flash_area_write(fa, 0, buffer, 2 * options.unit - 1), -EINVAL);
	contract_judge();
}

static void erase_sectors(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;

	contract_begin();
	EQUAL(flash_area_erase(fa, sector, options.sector), 0);
	contract_expect_erased(sector, options.sector);
	contract_judge();
	EQUAL(flash_area_erase(fa, sector, 2 * options.sector), 0);
	contract_expect_erased(sector, 2 * options.sector);
	contract_judge();
}

static void erase_misaligned(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;
	const off_t half = sector / 2;

	contract_begin();
	EQUAL(flash_area_erase(fa, half, options.sector), -EINVAL);
	EQUAL(flash_area_erase(fa, 1, options.sector), -EINVAL);
	EQUAL(flash_area_erase(fa, sector, options.sector / 2), -EINVAL);
	EQUAL(flash_area_erase(fa, sector, options.sector + 1), -EINVAL);
	EQUAL(flash_area_erase(fa, half, options.sector / 2), -EINVAL);
	EQUAL(flash_area_erase(fa, sector - 1, options.sector + 1), -EINVAL);
	contract_judge();
}

static void null_arguments(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	EQUAL(flash_area_read(NULL, 0, buffer, 1), -EINVAL);
	EQUAL(flash_area_write(NULL, 0, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_erase(NULL, 0, options.sector), -EINVAL);
	EQUAL(flash_area_read(fa, 0, NULL, 1), -EINVAL);
	EQUAL(flash_area_write(fa, 0, NULL, options.unit), -EINVAL);
	contract_judge();
}

static void zero_length(void)
{
	const struct flash_area *fa = contract_area();
	const off_t offsets[] = { 0, 1, (off_t)options.sector - 1,
				  area_end() - 1, area_end() };

	contract_begin();
	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		buffer[0] = 0x5a;
		EQUAL(flash_area_read(fa, offsets[i], buffer, 0), 0);
		EQUAL(buffer[0], 0x5a);
		EQUAL(flash_area_read(fa, offsets[i], NULL, 0), 0);
		EQUAL(flash_area_write(fa, offsets[i], buffer, 0), 0);
		EQUAL(flash_area_write(fa, offsets[i], NULL, 0), 0);
		EQUAL(flash_area_erase(fa, offsets[i], 0), 0);
	}
	contract_judge();
}

/*
 * align, erased_val
 */

static void align_is_the_write_block(void)
{
	const struct flash_area *fa = contract_area();

	EQUAL(flash_area_align(fa), options.unit);
	EQUAL(flash_area_align(contract_open(options.scratch)), options.unit);
	EQUAL(flash_area_align(NULL), 0);
}

static void align_is_not_cut(void)
{
	const struct flash_area *fa = contract_area();

	if (options.unit < 256)
		contract_skip("a write block under 256 bytes fits in 8 bits");
	TRUE((uint8_t)flash_area_align(fa) != flash_area_align(fa));
	EQUAL(flash_area_align(fa), options.unit);
}

static void erased_value(void)
{
	const struct flash_area *fa = contract_area();

	EQUAL(flash_area_erased_val(fa), options.erased);
	contract_begin();
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	EQUAL(flash_area_read(fa, 0, buffer, options.sector), 0);
	for (size_t i = 0; i < options.sector; i++)
		EQUAL(buffer[i], flash_area_erased_val(fa));
}

/*
 * has_driver, get_device, label, macros
 */

static void has_device(void)
{
	const struct flash_area *fa = contract_area();
	const struct device *dev = flash_area_get_device(fa);

	EQUAL(flash_area_has_driver(fa), 1);
	TRUE(dev != NULL);
	TRUE(dev == fa->fa_dev);
	TRUE(strcmp(dev->name, fa->fa_dev_name) == 0);
	TRUE(device_get_binding(fa->fa_dev_name) == dev);
	TRUE(flash_area_device_is_ready(fa));
}

static void no_area_has_device(void)
{
	EQUAL(flash_area_has_driver(NULL), -ENODEV);
	TRUE(flash_area_get_device(NULL) == NULL);
	TRUE(!flash_area_device_is_ready(NULL));
	TRUE(flash_area_label(NULL) == NULL);
}

static void macros(void)
{
	const struct flash_area *fa = contract_area();

	if (strcmp(options.area, "image-1") != 0)
		contract_skip("the area under test is not image-1");
	TRUE(FLASH_AREA_LABEL_EXISTS(image_1));
	EQUAL(FLASH_AREA_ID(image_1), fa->fa_id);
	EQUAL(FLASH_AREA_OFFSET(image_1), fa->fa_off);
	EQUAL(FLASH_AREA_SIZE(image_1), fa->fa_size);
	TRUE(FLASH_AREA_DEVICE(image_1) == flash_area_get_device(fa));
	TRUE(strcmp(FLASH_AREA_LABEL_STR(image_1), "image-1") == 0);
	EQUAL(FLASH_AREA_ID(image_scratch),
	      contract_open("image-scratch")->fa_id);
}

static void macros_of_nothing(void)
{
	TRUE(!FLASH_AREA_LABEL_EXISTS(no_such_label));
	EQUAL(FLASH_AREA_ID(no_such_label), FLASH_AREA_ID_NONE);
	EQUAL(FLASH_AREA_SIZE(no_such_label), 0);
	EQUAL(FLASH_AREA_OFFSET(no_such_label), -1);
	TRUE(FLASH_AREA_LABEL_STR(no_such_label) == NULL);
	TRUE(FLASH_AREA_DEVICE(no_such_label) == NULL);
}

static void constants_of_mcuboot(void)
{
	EQUAL(SOC_FLASH_0_ID, 0);
	EQUAL(SPI_FLASH_0_ID, 1);
}

/*
 * foreach
 */

struct walk {
	unsigned int count;
	int last_id;
	bool found;
	const struct flash_area *wanted;
};

static void step(const struct flash_area *fa, void *user_data)
{
	struct walk *walk = (struct walk *)user_data;

	TRUE(fa->fa_id == FLASH_AREA_ID_NONE || fa->fa_id > walk->last_id);
	TRUE(walk->last_id < FLASH_AREA_ID_NONE || fa->fa_id == walk->last_id);
	walk->last_id = fa->fa_id;
	walk->count++;
	if (fa == walk->wanted) {
		TRUE(!walk->found);
		walk->found = true;
	}
}

static void foreach_in_order(void)
{
	static const char *const *const labels[] = { &options.area,
						     &options.scratch };
	unsigned int count = 0;

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct walk walk = { 0, -1, false, NULL };

		walk.wanted = contract_open(*labels[i]);
		flash_area_foreach(step, &walk);
		TRUE(walk.found);
		TRUE(walk.count >= 2);
		TRUE(i == 0 || walk.count == count);
		count = walk.count;
	}
}

static void foreach_without_function(void)
{
	struct walk walk = { 0, -1, false, NULL };

	flash_area_foreach(NULL, &walk);
	EQUAL(walk.count, 0);
}

static void foreach_without_map(void)
{
	struct walk walk = { 0, -1, false, NULL };

	flash_area_foreach(step, &walk);
	EQUAL(walk.count, 0);
}

/*
 * no device
 */

static void nothing_works(const struct flash_area *fa)
{
	uint8_t byte = 0;

	EQUAL(flash_area_has_driver(fa), -ENODEV);
	TRUE(flash_area_get_device(fa) == NULL);
	TRUE(!flash_area_device_is_ready(fa));
	EQUAL(flash_area_align(fa), 0);
	EQUAL(flash_area_erased_val(fa), 0xff);
	EQUAL(flash_area_read(fa, 0, &byte, 1), -ENODEV);
	EQUAL(flash_area_write(fa, 0, &byte, 1), -ENODEV);
	EQUAL(flash_area_erase(fa, 0, options.sector), -ENODEV);
	EQUAL(flash_area_flatten(fa, 0, options.sector), -ENODEV);
	EQUAL(flash_area_copy(fa, 0, fa, (off_t)options.sector, CHUNK, buffer,
			      CHUNK),
	      -ENODEV);
}

static void area_without_device(void)
{
	const struct flash_area *fa = contract_open(options.area);

	nothing_works(fa);
	TRUE(fa->fa_dev == NULL);
	TRUE(fa->fa_size > 0);
	EQUAL(flash_area_read(fa, -1, buffer, 1), -EINVAL);
}

static void sectors_without_device(void)
{
	const struct flash_area *fa = contract_open(options.area);
	struct flash_sector sectors[2];
	uint32_t count = 2;

	memset(sectors, 0x5a, sizeof(sectors));
	EQUAL(flash_area_get_sectors(fa->fa_id, &count, sectors), -ENODEV);
	count = 2;
	EQUAL(flash_area_sectors(fa, &count, sectors), -ENODEV);
}

static void own_area_without_device(void)
{
	struct flash_area fa;

	memset(&fa, 0, sizeof(fa));
	fa.fa_size = 4 * options.sector;
	nothing_works(&fa);
	fa.fa_dev_name = "there is no such device";
	nothing_works(&fa);
}

/*
 * user areas
 */

static void own_area(void)
{
	const off_t start = (off_t)options.sector;
	struct flash_area fa = contract_piece(start, 2 * options.sector);

	contract_begin();
	EQUAL(flash_area_read(&fa, 3, buffer, 300), 0);
	SAME(buffer, contract_expected((size_t)start + 3), 300);
	EQUAL(flash_area_erase(&fa, start, options.sector), 0);
	contract_expect_erased(2 * start, options.sector);
	contract_bytes(buffer, CHUNK, 5);
	EQUAL(flash_area_write(&fa, start, buffer, CHUNK), 0);
	contract_expect(2 * start, buffer, CHUNK);
	contract_judge();
	EQUAL(flash_area_align(&fa), options.unit);
	EQUAL(flash_area_erased_val(&fa), options.erased);
	EQUAL(flash_area_has_driver(&fa), 1);
	TRUE(flash_area_get_device(&fa) ==
	     flash_area_get_device(contract_area()));
	TRUE(flash_area_device_is_ready(&fa));
	TRUE(flash_area_label(&fa) == NULL);
}

static void own_area_has_bounds(void)
{
	struct flash_area fa = contract_piece(0, options.sector);
	const off_t end = (off_t)options.sector;

	contract_begin();
	memset(buffer, 0, 2 * options.sector);
	EQUAL(flash_area_read(&fa, end, buffer, 0), 0);
	EQUAL(flash_area_read(&fa, end, buffer, 1), -EINVAL);
	EQUAL(flash_area_read(&fa, end - 1, buffer, 2), -EINVAL);
	EQUAL(flash_area_read(&fa, -1, buffer, 1), -EINVAL);
	EQUAL(flash_area_write(&fa, end, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_write(&fa, 0, buffer, options.sector + options.unit),
	      -EINVAL);
	EQUAL(flash_area_erase(&fa, 0, 2 * options.sector), -EINVAL);
	EQUAL(flash_area_erase(&fa, end, options.sector), -EINVAL);
	contract_judge();
}

static void own_area_by_device(void)
{
	struct flash_area fa = contract_piece(0, options.sector);

	contract_begin();
	fa.fa_dev_name = NULL;
	fa.fa_dev = flash_area_get_device(contract_area());
	EQUAL(flash_area_read(&fa, 1, buffer, 100), 0);
	SAME(buffer, contract_expected(1), 100);
	EQUAL(flash_area_align(&fa), options.unit);
	EQUAL(flash_area_has_driver(&fa), 1);
	EQUAL(flash_area_erase(&fa, 0, options.sector), 0);
	contract_expect_erased(0, options.sector);
	contract_judge();
}

static void own_area_past_device(void)
{
	struct flash_area fa = contract_piece(0, options.sector);
	uint8_t byte = 0;

	if (options.size == 0)
		contract_skip("the size of the device is unknown");
	fa.fa_off = (off_t)options.size;
	EQUAL(flash_area_read(&fa, 0, &byte, 1), -EINVAL);
	EQUAL(flash_area_write(&fa, 0, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_erase(&fa, 0, options.sector), -EINVAL);
	fa.fa_off = INT64_MAX;
	EQUAL(flash_area_read(&fa, 0, &byte, 1), -EINVAL);
	fa.fa_off = -(off_t)options.sector;
	EQUAL(flash_area_read(&fa, 0, &byte, 1), -EINVAL);
	fa.fa_off = 0;
	fa.fa_size = SIZE_MAX;
	EQUAL(flash_area_read(&fa, (off_t)options.size, &byte, 1), -EINVAL);
}

static void copied_area(void)
{
	struct flash_area fa = *contract_area();

	contract_begin();
	fa.fa_size = options.sector;
	EQUAL(flash_area_read(&fa, 5, buffer, 50), 0);
	SAME(buffer, contract_expected(5), 50);
	EQUAL(flash_area_read(&fa, (off_t)options.sector, buffer, 1), -EINVAL);
	EQUAL(flash_area_erase(&fa, 0, 2 * options.sector), -EINVAL);
	EQUAL(flash_area_erase(&fa, 0, options.sector), 0);
	contract_expect_erased(0, options.sector);
	contract_judge();
}

static void two_devices(void)
{
	struct flash_area fa = *contract_area();

	contract_begin();
	fa.fa_dev_name = "there is no such device";
	EQUAL(flash_area_read(&fa, 0, buffer, 100), 0);
	SAME(buffer, contract_expected(0), 100);
}

/*
 * flatten, copy
 */

static void flatten(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;

	contract_begin();
	EQUAL(flash_area_flatten(fa, sector, options.sector), 0);
	contract_expect_erased(sector, options.sector);
	contract_judge();
	EQUAL(flash_area_flatten(fa, sector, 0), 0);
	EQUAL(flash_area_flatten(fa, -sector, options.sector), -EINVAL);
	EQUAL(flash_area_flatten(fa, area_end(), options.sector), -EINVAL);
	EQUAL(flash_area_flatten(fa, sector, SIZE_MAX), -EINVAL);
	EQUAL(flash_area_flatten(NULL, 0, options.sector), -EINVAL);
	contract_judge();
}

static int copy(off_t from, off_t to, off_t length, size_t room)
{
	const struct flash_area *fa = contract_area();

	return flash_area_copy(fa, from, fa, to, length, buffer, room);
}

static void copy_in_area(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;

	contract_begin();
	EQUAL(flash_area_erase(fa, 2 * sector, options.sector), 0);
	contract_expect_erased(2 * sector, options.sector);
	/* Not a multiple of the room, and from an odd offset. */
	EQUAL(copy(1, 2 * sector, 1536 * (off_t)options.unit,
		   1024 * options.unit),
	      1536 * options.unit > options.sector ? -EINVAL : 0);
	if (1536 * options.unit <= options.sector)
		contract_expect(2 * sector, contract_expected(1),
				1536 * options.unit);
	contract_judge();
}

static void copy_last_piece(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;
	const size_t room = 2 * options.unit;

	contract_begin();
	EQUAL(flash_area_erase(fa, sector, options.sector), 0);
	contract_expect_erased(sector, options.sector);
	buffer[room] = 0x5a;
	EQUAL(copy(0, sector, 3 * (off_t)options.unit, room), 0);
	EQUAL(buffer[room], 0x5a);
	contract_expect(sector, contract_expected(0), 3 * options.unit);
	contract_judge();
}

static void copy_to_other_area(void)
{
	const struct flash_area *fa = contract_area();
	const struct flash_area *scratch = contract_open(options.scratch);

	contract_begin();
	EQUAL(flash_area_erase(scratch, 0, options.sector), 0);
	EQUAL(flash_area_copy(fa, 0, scratch, 0, (off_t)options.sector, buffer,
			      CHUNK),
	      0);
	EQUAL(flash_area_read(scratch, 0, buffer, options.sector), 0);
	SAME(buffer, contract_expected(0), options.sector);
	contract_judge();
}

static void copy_to_itself(void)
{
	contract_begin();
	EQUAL(copy((off_t)options.sector, (off_t)options.sector, CHUNK, CHUNK),
	      0);
	contract_judge();
}

static void copy_refused(void)
{
	const struct flash_area *fa = contract_area();
	const off_t sector = (off_t)options.sector;
	const off_t end = area_end();

	contract_begin();
	EQUAL(copy(0, sector, -1, CHUNK), -EINVAL);
	EQUAL(copy(-CHUNK, sector, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(0, -CHUNK, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(end, 0, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(0, end, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(0, CHUNK, INT64_MAX, CHUNK), -EINVAL);
	EQUAL(copy(0, sector, CHUNK, 0), -EINVAL);
	EQUAL(flash_area_copy(fa, 0, fa, sector, CHUNK, NULL, CHUNK), -EINVAL);
	EQUAL(flash_area_copy(NULL, 0, fa, 0, CHUNK, buffer, CHUNK), -EINVAL);
	EQUAL(flash_area_copy(fa, 0, NULL, 0, CHUNK, buffer, CHUNK), -EINVAL);
	EQUAL(copy(0, CHUNK / 2, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(CHUNK / 2, 0, CHUNK, CHUNK), -EINVAL);
	if (options.unit > 1) {
		EQUAL(copy(0, sector, CHUNK, options.unit + 1), -EINVAL);
		EQUAL(copy(0, sector, (off_t)odd(), CHUNK), -EINVAL);
		EQUAL(copy(0, sector + 1, CHUNK, CHUNK), -EINVAL);
	}
	contract_judge();
}

#define ROW(text, function)                             \
	{                                               \
		"zephyr 1.2 " text, function, WITH_AREA \
	}
#define ROW_ON(text, function, map)               \
	{                                         \
		"zephyr 1.2 " text, function, map \
	}

const struct contract_row contract_rows[] = {
	ROW("open: ok is 0, and the area of that id", open_known),
	ROW("open: id not found is -ENOENT and *fa NULL", open_unknown),
	ROW("open: the same id twice is the same pointer", open_twice),
	ROW("open: no place for the area is -EINVAL", open_into_nothing),
	ROW_ON("open: no flash map is -EACCES and *fa NULL", open_without_map,
	       WITHOUT_MAP),
	ROW("close: does nothing, also to NULL", close_nothing),
	ROW("bounds: off == size with len 0 is 0", bounds_end),
	ROW("bounds: off > size with len 0 is -EINVAL", bounds_past_end),
	ROW("bounds: off < 0 is -EINVAL", bounds_negative),
	ROW("bounds: off + len that wraps is -EINVAL (#89349)", bounds_wrap),
	ROW("bounds: a range over the end is -EINVAL", bounds_one_too_many),
	ROW("bounds: the last sector is inside", bounds_last_sector),
	ROW("read: any offset, length and address", read_anything),
	ROW("write: exactly these bytes", write_whole_blocks),
	ROW("write: from any address", write_from_any_address),
	ROW("write: not whole write blocks is -EINVAL, unchanged",
	    write_misaligned),
	ROW("erase: these sectors alone", erase_sectors),
	ROW("erase: an end inside a sector is -EINVAL, unchanged",
	    erase_misaligned),
	ROW("read/write/erase: NULL is -EINVAL", null_arguments),
	ROW("zero length: 0 at any offset inside, nothing changes",
	    zero_length),
	ROW("align: the write block size", align_is_the_write_block),
	ROW("align: 256 bytes and more are not cut off", align_is_not_cut),
	ROW("erased_val: what is read after an erase", erased_value),
	ROW("has_driver, get_device: the device of that name", has_device),
	ROW("has_driver, get_device: NULL has none", no_area_has_device),
	ROW("FLASH_AREA_*: what the area says", macros),
	ROW("FLASH_AREA_*: an unknown label", macros_of_nothing),
	{ "zephyr 1.1 SOC_FLASH_0_ID, SPI_FLASH_0_ID", constants_of_mcuboot,
	  WITH_AREA },
	ROW("foreach: each area once, in the order of the map",
	    foreach_in_order),
	ROW("foreach: no function calls nothing", foreach_without_function),
	ROW_ON("foreach: no map calls nothing", foreach_without_map,
	       WITHOUT_MAP),
	ROW_ON("read/write/erase: an area without a device is -ENODEV",
	       area_without_device, WITHOUT_DEVICE),
	ROW_ON("get_sectors: an area without a device is -ENODEV",
	       sectors_without_device, WITHOUT_DEVICE),
	ROW_ON("user areas: no device of this name is -ENODEV",
	       own_area_without_device, WITHOUT_DEVICE),
	ROW_ON("user areas: no map is -ENODEV", own_area_without_device,
	       WITHOUT_MAP),
	ROW("user areas: no device of this name is -ENODEV",
	    own_area_without_device),
	ROW("user areas: all calls work", own_area),
	ROW("user areas: bounds are their own", own_area_has_bounds),
	ROW("user areas: by device (3.2)", own_area_by_device),
	ROW("user areas: past the device is -EINVAL", own_area_past_device),
	ROW("user areas: a copy of an area, made smaller", copied_area),
	ROW("user areas: a device of the map and a name of none", two_devices),
	ROW("flatten (3.7): erased, and nothing else", flatten),
	ROW("copy (4.1): inside an area, from any offset", copy_in_area),
	ROW("copy (4.1): a last piece smaller than the buffer",
	    copy_last_piece),
	ROW("copy (4.1): to another area", copy_to_other_area),
	ROW("copy (4.1): to its own place is 0, unchanged", copy_to_itself),
	ROW("copy (4.1): what is wrong is -EINVAL, unchanged", copy_refused),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
