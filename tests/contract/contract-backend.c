// SPDX-License-Identifier: BSD-2-Clause
/*
 * <flash_map_backend/flash_map_backend.h>: what MCUboot's bootutil needs of a
 * port, item by item. Its header comes first, so that it has to stand alone.
 */

#include <flash_map_backend/flash_map_backend.h>

#include "contract.h"

static uint8_t buffer[2 * MAX_SECTOR];

/* 2: types */

static void getters(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t size = flash_area_get_size(fa);
	uint32_t offset = flash_area_get_off(fa);
	uint8_t id = flash_area_get_id(fa);

	EQUAL(id, flashmap_area_id(options.area));
	EQUAL(offset, fa->fa_off);
	EQUAL(size, fa->fa_size);
	EQUAL(flash_area_get_device_id(fa), fa->fa_device_id);
	EQUAL(flash_area_get_device_id(contract_open(options.scratch)),
	      fa->fa_device_id);
	EQUAL(flash_area_get_device_id(NULL), 255);
}

static void sector_is_complete(void)
{
	static struct flash_sector sectors[8];
	uint32_t count = 8;
	int rc = flash_area_get_sectors(flash_area_get_id(contract_area()),
					&count, sectors);

	TRUE(rc == 0 || rc == -ENOMEM);
	TRUE(count > 2);
	for (uint32_t i = 0; i < count; i++) {
		EQUAL(flash_sector_get_off(&sectors[i]), i * options.sector);
		EQUAL(flash_sector_get_size(&sectors[i]), options.sector);
	}
}

/* 3: functions that are optional */

static void erase_required(void)
{
	EQUAL(flash_area_erase_required(contract_area()), !options.no_erase);
	TRUE(flash_area_erase_required(NULL));
}

static void device_base(void)
{
	uintptr_t address = 1;

	EQUAL(flash_device_base(flash_area_get_device_id(contract_area()),
				&address),
	      -ENOTSUP);
	EQUAL(address, 0);
	EQUAL(flash_device_base(0, NULL), -ENOTSUP);
}

/* 4: slots */

static void slots(void)
{
	const int primary = flashmap_area_id(options.primary);
	const int secondary = flashmap_area_id(options.secondary);

	TRUE(primary != FLASH_AREA_ID_NONE);
	TRUE(secondary != FLASH_AREA_ID_NONE);
	EQUAL(flash_area_id_from_multi_image_slot(0, 0), primary);
	EQUAL(flash_area_id_from_multi_image_slot(0, 1), secondary);
	EQUAL(flash_area_id_from_image_slot(0), primary);
	EQUAL(flash_area_id_from_image_slot(1), secondary);
	EQUAL(flash_area_id_to_multi_image_slot(0, primary), 0);
	EQUAL(flash_area_id_to_multi_image_slot(0, secondary), 1);
	EQUAL(flash_area_id_from_direct_image(0), primary);
	EQUAL(flash_area_id_from_direct_image(1), primary);
	EQUAL(flash_area_id_from_direct_image(2), secondary);
}

static void no_slots(void)
{
	EQUAL(flash_area_id_from_multi_image_slot(0, 2), -EINVAL);
	EQUAL(flash_area_id_from_multi_image_slot(0, -1), -EINVAL);
	EQUAL(flash_area_id_from_multi_image_slot(-1, 0), -EINVAL);
	EQUAL(flash_area_id_from_multi_image_slot(16, 0), -EINVAL);
	EQUAL(flash_area_id_from_multi_image_slot(15, 0), -ENOENT);
	EQUAL(flash_area_id_from_image_slot(2), -EINVAL);
	EQUAL(flash_area_id_from_direct_image(-1), -EINVAL);
	EQUAL(flash_area_id_from_direct_image(31), -ENOENT);
	EQUAL(flash_area_id_to_multi_image_slot(-1, 0), -EINVAL);
	EQUAL(flash_area_id_to_multi_image_slot(
		      0, flashmap_area_id(options.scratch)),
	      -ENOENT);
	EQUAL(flash_area_id_to_multi_image_slot(0, FLASH_AREA_ID_NONE),
	      -ENOENT);
}

/* What bootutil makes of a slot that is not there: an int in a uint8_t. */
static void failed_slot_opens_nothing(void)
{
	const int ids[] = { -1,
			    -EINVAL,
			    -ENOENT,
			    flash_area_id_from_multi_image_slot(0, 2),
			    flash_area_id_from_multi_image_slot(15, 1),
			    flash_area_id_from_direct_image(31) };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const struct flash_area *fa = contract_area();

		TRUE(ids[i] < 0);
		EQUAL(flash_area_open((uint8_t)ids[i], &fa), -ENOENT);
		TRUE(fa == NULL);
	}
}

static void no_map(void)
{
	EQUAL(flash_area_id_from_multi_image_slot(0, 0), -EACCES);
	EQUAL(flash_area_id_from_image_slot(1), -EACCES);
	EQUAL(flash_area_id_to_multi_image_slot(0, 0), -EACCES);
	EQUAL(flash_area_id_from_direct_image(1), -EACCES);
}

static void no_device(void)
{
	const struct flash_area *fa = contract_open(options.area);
	struct flash_sector sector;

	EQUAL(flash_area_get_sector(fa, 0, &sector), -ENODEV);
	EQUAL(flash_area_get_device_id(fa), 255);
	TRUE(flash_area_erase_required(fa));
	EQUAL(flash_area_id_to_multi_image_slot(0, fa->fa_id), 1);
}

/* 5: 0 or negative, whatever is asked */

static void never_positive(void)
{
	static const off_t offsets[] = { -1,	    0,	       1,
					 CHUNK,	    INT64_MAX, INT64_MIN,
					 1LL << 32, 0x7fffffff };
	static const size_t lengths[] = { 0, 1, 7, CHUNK, SIZE_MAX };
	const struct flash_area *fa = contract_area();
	unsigned int good = 0, bad = 0;

	contract_begin();
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	memset(buffer, options.erased, CHUNK);
	for (size_t o = 0; o < sizeof(offsets) / sizeof(offsets[0]); o++)
		for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]);
		     l++) {
			const int results[] = {
				flash_area_read(fa, offsets[o], buffer,
						lengths[l]),
				flash_area_erase(fa, offsets[o], lengths[l]),
			};

			for (size_t i = 0; i < 2; i++) {
				TRUE(results[i] <= 0);
				good += results[i] == 0;
				bad += results[i] < 0;
			}
		}
	TRUE(good > 0);
	TRUE(bad > 0);
}

/* 6: bounds */

static void sector_bounds(void)
{
	const struct flash_area *fa = contract_area();
	const off_t end = (off_t)fa->fa_size;
	struct flash_sector sector;

	EQUAL(flash_area_get_sector(fa, end, &sector), -ERANGE);
	EQUAL(flash_area_get_sector(fa, end + 1, &sector), -ERANGE);
	EQUAL(flash_area_get_sector(fa, -1, &sector), -ERANGE);
	EQUAL(flash_area_get_sector(fa, INT64_MAX, &sector), -ERANGE);
	EQUAL(flash_area_get_sector(fa, INT64_MIN, &sector), -ERANGE);
	EQUAL(flash_area_get_sector(fa, end - 1, &sector), 0);
	EQUAL(flash_sector_get_off(&sector), end - (off_t)options.sector);
	EQUAL(flash_area_get_sector(NULL, 0, &sector), -EINVAL);
	EQUAL(flash_area_get_sector(fa, 0, NULL), -EINVAL);
}

static void header_that_lies(void)
{
	const struct flash_area *fa = contract_area();
	const uint32_t size = flash_area_get_size(fa);

	contract_begin();
	EQUAL(flash_area_read(fa, 0xfffffff0, buffer, 4), -EINVAL);
	EQUAL(flash_area_read(fa, 0xffffffff, buffer, 0x20), -EINVAL);
	EQUAL(flash_area_read(fa, size - 4, buffer, 5), -EINVAL);
	EQUAL(flash_area_read(fa, size - 4, buffer, 4), 0);
	memset(buffer, 0, CHUNK);
	EQUAL(flash_area_write(fa, 0xfffff800, buffer, CHUNK), -EINVAL);
	EQUAL(flash_area_write(fa, size, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_erase(fa, (off_t)0x100000000 - (off_t)options.sector,
			       2 * options.sector),
	      -EINVAL);
	contract_judge();
}

/* 7: closes */

static void more_closes_than_opens(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	for (int i = 0; i < 100; i++)
		flash_area_close(fa);
	EQUAL(flash_area_read(fa, 1, buffer, 100), 0);
	SAME(buffer, contract_expected(1), 100);
	flash_area_close(fa);
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	contract_expect_erased(0, options.sector);
	flash_area_close(fa);
	contract_bytes(buffer, CHUNK, 30);
	EQUAL(flash_area_write(fa, 0, buffer, CHUNK), 0);
	contract_expect(0, buffer, CHUNK);
	contract_judge();
}

/* 8: reads of bytes */

static void byte_reads(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	for (off_t offset = 0; offset < 64; offset++) {
		const off_t at = (off_t)options.sector - 32 + offset;

		buffer[0] = 0;
		buffer[1] = 0x5a;
		EQUAL(flash_area_read(fa, at, buffer, 1), 0);
		EQUAL(buffer[0], *contract_expected((size_t)at));
		EQUAL(buffer[1], 0x5a);
	}
	EQUAL(flash_area_read(fa, 3, buffer, 2 * options.sector - 5), 0);
	SAME(buffer, contract_expected(3), 2 * options.sector - 5);
}

/* 9: writes */

static void write_leaves_the_rest(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	EQUAL(flash_area_erase(fa, (off_t)options.sector, options.sector), 0);
	contract_expect_erased((off_t)options.sector, options.sector);
	contract_bytes(buffer, options.unit, 31);
	for (off_t i = 1; i < 8; i += 2) {
		const off_t at =
			(off_t)options.sector + i * (off_t)options.unit;

		EQUAL(flash_area_write(fa, at, buffer, options.unit), 0);
		contract_expect(at, buffer, options.unit);
	}
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
	EQUAL(flash_area_write(fa, 1, buffer, options.unit), -EINVAL);
	EQUAL(flash_area_write(fa, 0, buffer, options.unit + 1), -EINVAL);
	contract_judge();
}

/* 10: erases */

static void erase_several_sectors(void)
{
	const struct flash_area *fa = contract_area();

	contract_begin();
	EQUAL(flash_area_erase(fa, 0, 3 * options.sector), 0);
	contract_expect_erased(0, 3 * options.sector);
	contract_judge();
	EQUAL(flash_area_erase(
		      fa, 0, (size_t)flash_area_get_size(fa) + options.sector),
	      -EINVAL);
	contract_judge();
}

/* As boot_erase_region() does. */
static void erase_what_get_sector_tells(void)
{
	const struct flash_area *fa = contract_area();
	const off_t start = 2 * (off_t)options.sector;
	struct flash_sector sector;

	contract_begin();
	EQUAL(flash_area_get_sector(fa, start + 1, &sector), 0);
	EQUAL(flash_area_erase(fa, flash_sector_get_off(&sector),
			       flash_sector_get_size(&sector)),
	      0);
	contract_expect_erased(start, options.sector);
	contract_judge();
}

/* 11: align and erased_val */

static void align_and_erased_value(void)
{
	const struct flash_area *fa = contract_area();
	uint32_t align = flash_area_align(fa);

	EQUAL(align, options.unit);
	EQUAL(flash_area_erased_val(fa), options.erased);
	contract_begin();
	EQUAL(flash_area_erase(fa, 0, options.sector), 0);
	EQUAL(flash_area_read(fa, (off_t)options.sector - 1, buffer, 1), 0);
	EQUAL(buffer[0], flash_area_erased_val(fa));
	contract_expect_erased(0, options.sector);
	contract_bytes(buffer, align, 32);
	EQUAL(flash_area_write(fa, (off_t)align, buffer, align), 0);
	contract_expect((off_t)align, buffer, align);
	contract_judge();
}

/* 12: sectors */

static void one_sector_of_many(void)
{
	struct flash_sector sectors[2];
	uint32_t count = 1;

	memset(sectors, 0x5a, sizeof(sectors));
	memset(buffer, 0x5a, sizeof(sectors));
	EQUAL(flash_area_get_sectors(flash_area_get_id(contract_area()), &count,
				     sectors),
	      -ENOMEM);
	EQUAL(count, 1);
	EQUAL(flash_sector_get_off(&sectors[0]), 0);
	EQUAL(flash_sector_get_size(&sectors[0]), options.sector);
	SAME(&sectors[1], buffer, sizeof(sectors[1]));
}

static void sector_at_any_offset(void)
{
	const struct flash_area *fa = contract_area();
	const off_t inside[] = { 0, 1, (off_t)options.sector / 2,
				 (off_t)options.sector - 1 };

	for (off_t i = 0; i < SECTORS; i++)
		for (size_t n = 0; n < sizeof(inside) / sizeof(inside[0]);
		     n++) {
			const off_t start = i * (off_t)options.sector;
			struct flash_sector sector;

			memset(&sector, 0x5a, sizeof(sector));
			EQUAL(flash_area_get_sector(fa, start + inside[n],
						    &sector),
			      0);
			EQUAL(flash_sector_get_off(&sector), start);
			EQUAL(flash_sector_get_size(&sector), options.sector);
		}
}

static void sector_of_own_area(void)
{
	struct flash_area fa =
		contract_piece((off_t)options.sector, 2 * options.sector);
	struct flash_sector sector;

	EQUAL(flash_area_get_sector(&fa, (off_t)options.sector + 1, &sector),
	      0);
	EQUAL(flash_sector_get_off(&sector), options.sector);
	EQUAL(flash_area_get_sector(&fa, 2 * (off_t)options.sector, &sector),
	      -ERANGE);
	/* One that begins before the area cannot be told. */
	fa = contract_piece((off_t)options.sector / 2, 2 * options.sector);
	EQUAL(flash_area_get_sector(&fa, 0, &sector), -EINVAL);
	EQUAL(flash_area_get_sector(&fa, (off_t)options.sector, &sector), 0);
	EQUAL(flash_sector_get_off(&sector), options.sector / 2);
	EQUAL(flash_sector_get_size(&sector), options.sector);
}

/* 13: areas of whole sectors, under 4 GiB */

static void slots_are_whole_sectors(void)
{
	const char *const labels[] = { options.primary, options.secondary,
				       options.scratch };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		const struct flash_area *fa = contract_open(labels[i]);
		struct flash_sector first, last;

		EQUAL(flash_area_get_off(fa), fa->fa_off);
		EQUAL(flash_area_get_size(fa), fa->fa_size);
		EQUAL(flash_area_get_sector(fa, 0, &first), 0);
		EQUAL(flash_sector_get_off(&first), 0);
		EQUAL(flash_area_get_sector(fa, (off_t)fa->fa_size - 1, &last),
		      0);
		EQUAL(flash_sector_get_off(&last) +
			      flash_sector_get_size(&last),
		      fa->fa_size);
	}
}

/* 14: nested opens, and a reader */

static void nested_opens(void)
{
	const struct flash_area *outer = contract_area();
	const struct flash_area *inner = contract_area();

	contract_begin();
	EQUAL(flash_area_read(inner, 0, buffer, 8), 0);
	flash_area_close(inner);
	EQUAL(flash_area_read(outer, 8, buffer, 8), 0);
	SAME(buffer, contract_expected(8), 8);
	TRUE(inner == outer);
	flash_area_close(outer);
}

static void reader(void)
{
	const struct flash_area *fa = contract_open(options.area);

	EQUAL(flash_area_read(fa, 1, buffer, 100), 0);
	EQUAL(flash_area_align(fa), options.unit);
	EQUAL(flash_area_erased_val(fa), options.erased);
	EQUAL(flash_area_id_from_multi_image_slot(0, 1), fa->fa_id);
	memset(buffer, 0, CHUNK);
	EQUAL(flash_area_write(fa, 0, buffer, CHUNK), -EACCES);
	EQUAL(flash_area_erase(fa, 0, options.sector), -EACCES);
	EQUAL(flash_area_read(fa, 1, buffer, 100), 0);
}

#define ROW(text, function)                              \
	{                                                \
		"mcuboot 5.1." text, function, WITH_AREA \
	}
#define ROW_ON(text, function, map)                \
	{                                          \
		"mcuboot 5.1." text, function, map \
	}

const struct contract_row contract_rows[] = {
	ROW("2 types: flash_area_get_*()", getters),
	ROW("2 types: flash_sector_get_*(), relative to the area",
	    sector_is_complete),
	ROW("3 functions: flash_area_erase_required()", erase_required),
	ROW("3 functions: flash_device_base() is -ENOTSUP", device_base),
	ROW("4 slots: id <-> (image, slot)", slots),
	ROW("4 slots: what is none is negative", no_slots),
	ROW("4 slots: a failed look-up opens nothing",
	    failed_slot_opens_nothing),
	ROW_ON("4 slots: no flash map is -EACCES", no_map, WITHOUT_MAP),
	ROW_ON("4 slots: an area without a device", no_device, WITHOUT_DEVICE),
	ROW("5 results: never positive", never_positive),
	ROW("6 bounds: get_sector off >= size is -ERANGE", sector_bounds),
	ROW("6 bounds: offsets of a header that lies", header_that_lies),
	ROW("7 close: more closes than opens", more_closes_than_opens),
	ROW("8 read: any byte", byte_reads),
	ROW("9 write: exactly these bytes", write_leaves_the_rest),
	ROW("9 write: misaligned is -EINVAL", write_misaligned),
	ROW("10 erase: several sectors in a call", erase_several_sectors),
	ROW("10 erase: what get_sector tells at sector start + 1",
	    erase_what_get_sector_tells),
	ROW("11 align, erased_val", align_and_erased_value),
	ROW("12 get_sectors: capacity 1 is -ENOMEM, filled, count 1",
	    one_sector_of_many),
	ROW("12 get_sector: any offset, rounded down", sector_at_any_offset),
	ROW("12 get_sector: of areas that are in no map", sector_of_own_area),
	ROW("13 slots are whole sectors under 4 GiB", slots_are_whole_sectors),
	ROW("14 opens: nested", nested_opens),
	ROW_ON("14 opens: whoever may only read can read", reader, AS_READER),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
