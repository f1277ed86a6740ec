// SPDX-License-Identifier: BSD-2-Clause
/*
 * <drivers/flash.h> and <device.h> row by row, on the device of the area under
 * test, and changing nothing but that area.
 */

#include "contract.h"

static uint8_t buffer[2 * MAX_SECTOR];

static const struct device *chip(void)
{
	const struct device *dev = flash_area_get_device(contract_area());

	TRUE(dev != NULL);
	return dev;
}

/* Where the area is on the device. */
static off_t base(void)
{
	return contract_area()->fa_off;
}

static off_t sector(void)
{
	return (off_t)options.sector;
}

static size_t odd(void)
{
	return options.unit / 2 + 1;
}

/*
 * Devices
 */

static void binding(void)
{
	const struct device *dev =
		device_get_binding(contract_area()->fa_dev_name);

	TRUE(dev != NULL);
	TRUE(dev == chip());
	TRUE(strcmp(dev->name, contract_area()->fa_dev_name) == 0);
	TRUE(device_get_binding(contract_area()->fa_dev_name) == dev);
}

static void no_binding(void)
{
	TRUE(device_get_binding("there is no such device") == NULL);
	TRUE(device_get_binding("") == NULL);
	TRUE(device_get_binding(NULL) == NULL);
	TRUE(device_get_binding(options.area) == NULL);
}

static void no_binding_without_map(void)
{
	TRUE(device_get_binding("mtd0") == NULL);
}

static void ready(void)
{
	static const struct device other = { "mtd0", NULL, NULL, NULL };

	TRUE(device_is_ready(chip()));
	TRUE(!device_is_ready(NULL));
	TRUE(!device_is_ready(&other));
}

static void no_device(void)
{
	static const struct device other = { "mtd0", NULL, NULL, NULL };
	const struct device *const devices[] = { NULL, &other };
	struct flash_pages_info info;
	uint64_t size = 0;
	uint8_t byte = 0, id[3];

	contract_begin();
	for (size_t i = 0; i < 2; i++) {
		const struct device *dev = devices[i];

		EQUAL(flash_read(dev, 0, &byte, 1), -ENODEV);
		EQUAL(flash_write(dev, 0, buffer, options.unit), -ENODEV);
		EQUAL(flash_erase(dev, 0, options.sector), -ENODEV);
		EQUAL(flash_fill(dev, 0, 0, options.unit), -ENODEV);
		EQUAL(flash_flatten(dev, 0, options.sector), -ENODEV);
		EQUAL(flash_get_size(dev, &size), -ENODEV);
		EQUAL(flash_get_page_info_by_offs(dev, 0, &info), -ENODEV);
		EQUAL(flash_get_page_info_by_idx(dev, 0, &info), -ENODEV);
		EQUAL(flash_get_page_count(dev), 0);
		EQUAL(flash_get_write_block_size(dev), 0);
		EQUAL(flash_get_parameters(dev)->write_block_size, 0);
		EQUAL(flash_get_parameters(dev)->erase_value, 0xff);
		EQUAL(flash_write_protection_set(dev, true), -ENODEV);
		EQUAL(flash_sfdp_read(dev, 0, &byte, 1), -ENODEV);
		EQUAL(flash_read_jedec_id(dev, id), -ENODEV);
		EQUAL(flash_ex_op(dev, FLASH_EX_OP_RESET, 0, NULL), -ENODEV);
		EQUAL(flash_copy(dev, 0, chip(), base(), CHUNK, buffer, CHUNK),
		      -ENODEV);
		EQUAL(flash_copy(chip(), 0, dev, base(), CHUNK, buffer, CHUNK),
		      -ENODEV);
	}
	contract_judge();
}

/*
 * read, write, erase
 */

static void read_anything(void)
{
	static const size_t lengths[] = { 1, 2, 3, 5, 16, 31, 255, 1024 };

	contract_begin();
	for (off_t offset = 0; offset < 20; offset++)
		for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]);
		     i++) {
			const size_t at = options.sector - 8 + (size_t)offset;
			uint8_t *room = buffer + 8 + offset % 4;

			memset(buffer, 0x5a, 1200);
			EQUAL(flash_read(chip(), base() + (off_t)at, room,
					 lengths[i]),
			      0);
			SAME(room, contract_expected(at), lengths[i]);
			EQUAL(room[-1], 0x5a);
			EQUAL(room[lengths[i]], 0x5a);
		}
}

static void write_whole_blocks(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), options.sector), 0);
	contract_expect_erased(sector(), options.sector);
	contract_bytes(buffer, CHUNK, 20);
	EQUAL(flash_write(chip(), base() + sector() + CHUNK, buffer, CHUNK), 0);
	contract_expect(sector() + CHUNK, buffer, CHUNK);
	contract_judge();
}

static void write_misaligned(void)
{
	if (options.unit == 1)
		contract_skip("any byte can be written alone");
	contract_begin();
	EQUAL(flash_erase(chip(), base(), options.sector), 0);
	contract_expect_erased(0, options.sector);
	memset(buffer, 0, CHUNK);
	EQUAL(flash_write(chip(), base() + 1, buffer, options.unit), -EINVAL);
	EQUAL(flash_write(chip(), base(), buffer, odd()), -EINVAL);
	EQUAL(flash_write(chip(), base(), buffer, options.unit + 1), -EINVAL);
	contract_judge();
}

static void erase_pages(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), 2 * options.sector), 0);
	contract_expect_erased(sector(), 2 * options.sector);
	contract_judge();
}

static void erase_misaligned(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + 1, options.sector), -EINVAL);
	EQUAL(flash_erase(chip(), base() + sector() / 2, options.sector),
	      -EINVAL);
	EQUAL(flash_erase(chip(), base(), options.sector / 2), -EINVAL);
	EQUAL(flash_erase(chip(), base(), options.sector + 1), -EINVAL);
	contract_judge();
}

static void refused(off_t offset, size_t length)
{
	EQUAL(flash_read(chip(), offset, buffer, length), -EINVAL);
	EQUAL(flash_write(chip(), offset, buffer, length), -EINVAL);
	EQUAL(flash_erase(chip(), offset, length), -EINVAL);
	EQUAL(flash_fill(chip(), 0, offset, length), -EINVAL);
	EQUAL(flash_flatten(chip(), offset, length), -EINVAL);
}

static void bounds(void)
{
	const off_t end = (off_t)options.size;

	contract_begin();
	memset(buffer, 0, sizeof(buffer));
	refused(-1, 0);
	refused(-sector(), options.sector);
	refused(-sector(), 2 * options.sector);
	refused(INT64_MIN, options.sector);
	refused(INT64_MAX, options.sector);
	refused(sector(), SIZE_MAX);
	refused(base() + sector(), SIZE_MAX - options.sector + 1);
	contract_judge();
	if (options.size == 0)
		contract_skip("the size of the device is unknown");
	refused(end, options.sector);
	refused(end + 1, 0);
	refused(end - sector(), 2 * options.sector);
	refused(end - 1, SIZE_MAX);
	EQUAL(flash_read(chip(), end - 1, buffer, 1), 0);
	EQUAL(flash_read(chip(), end, buffer, 0), 0);
	EQUAL(flash_write(chip(), end, buffer, 0), 0);
	EQUAL(flash_erase(chip(), end, 0), 0);
	contract_judge();
}

static void zero_length(void)
{
	contract_begin();
	buffer[0] = 0x5a;
	EQUAL(flash_read(chip(), base() + 1, buffer, 0), 0);
	EQUAL(buffer[0], 0x5a);
	EQUAL(flash_read(chip(), base() + 1, NULL, 0), 0);
	EQUAL(flash_write(chip(), base(), NULL, 0), 0);
	EQUAL(flash_erase(chip(), base(), 0), 0);
	EQUAL(flash_fill(chip(), 0, base(), 0), 0);
	EQUAL(flash_flatten(chip(), base(), 0), 0);
	contract_judge();
}

static void null_data(void)
{
	contract_begin();
	EQUAL(flash_read(chip(), base(), NULL, 1), -EINVAL);
	EQUAL(flash_write(chip(), base(), NULL, options.unit), -EINVAL);
	contract_judge();
}

static void write_protection(void)
{
	EQUAL(flash_write_protection_set(chip(), true), 0);
	contract_begin();
	EQUAL(flash_erase(chip(), base(), options.sector), 0);
	contract_expect_erased(0, options.sector);
	contract_judge();
	EQUAL(flash_write_protection_set(chip(), false), 0);
}

/*
 * Pages
 */

static void page_by_offset(void)
{
	const size_t inside[] = { 0, 1, options.sector / 2,
				  options.sector - 1 };

	for (uint32_t page = 0; page < SECTORS; page++) {
		const off_t start = base() + (off_t)(page * options.sector);

		for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]);
		     i++) {
			struct flash_pages_info info;

			memset(&info, 0x5a, sizeof(info));
			EQUAL(flash_get_page_info_by_offs(
				      chip(), start + (off_t)inside[i], &info),
			      0);
			EQUAL(info.start_offset, start);
			EQUAL(info.size, options.sector);
		}
	}
}

static void page_by_index(void)
{
	struct flash_pages_info by_offset, by_index;

	for (uint32_t page = 0; page < SECTORS; page++) {
		memset(&by_offset, 0x5a, sizeof(by_offset));
		memset(&by_index, 0xa5, sizeof(by_index));
		EQUAL(flash_get_page_info_by_offs(
			      chip(), base() + (off_t)(page * options.sector),
			      &by_offset),
		      0);
		EQUAL(flash_get_page_info_by_idx(chip(), by_offset.index,
						 &by_index),
		      0);
		EQUAL(by_index.index, by_offset.index);
		EQUAL(by_index.start_offset, by_offset.start_offset);
		EQUAL(by_index.size, options.sector);
	}
	EQUAL(flash_get_page_info_by_idx(chip(), 0, &by_index), 0);
	EQUAL(by_index.index, 0);
}

static void no_page(void)
{
	struct flash_pages_info info;
	const size_t count = flash_get_page_count(chip());

	EQUAL(flash_get_page_info_by_offs(chip(), -1, &info), -EINVAL);
	EQUAL(flash_get_page_info_by_offs(chip(), INT64_MIN, &info), -EINVAL);
	EQUAL(flash_get_page_info_by_offs(chip(), INT64_MAX, &info), -EINVAL);
	EQUAL(flash_get_page_info_by_offs(chip(), base(), NULL), -EINVAL);
	EQUAL(flash_get_page_info_by_idx(chip(), 0, NULL), -EINVAL);
	EQUAL(flash_get_page_info_by_idx(chip(), UINT32_MAX, &info), -EINVAL);
	EQUAL(flash_get_page_info_by_idx(chip(), (uint32_t)count, &info),
	      -EINVAL);
	EQUAL(flash_get_page_info_by_idx(chip(), (uint32_t)count - 1, &info),
	      0);
	if (options.size > 0)
		EQUAL(flash_get_page_info_by_offs(chip(), (off_t)options.size,
						  &info),
		      -EINVAL);
}

struct walk {
	uint32_t count;
	off_t next;
	/* Whether one page begins where the last one ended. */
	bool whole;
	uint32_t stop_after;
};

static bool step(const struct flash_pages_info *info, void *data)
{
	struct walk *walk = (struct walk *)data;

	EQUAL(info->index, walk->count);
	TRUE(info->start_offset >= walk->next);
	walk->whole &= info->start_offset == walk->next;
	walk->next = info->start_offset + (off_t)info->size;
	walk->count++;
	return walk->count != walk->stop_after;
}

static void each_page(void)
{
	struct walk walk = { 0, 0, true, 0 };

	flash_page_foreach(chip(), step, &walk);
	TRUE(walk.count > SECTORS);
	EQUAL(flash_get_page_count(chip()), walk.count);
	if (options.size == 0)
		return;
	TRUE(walk.whole);
	EQUAL(walk.next, options.size);
	EQUAL(walk.count, options.size / options.sector);
}

static void page_walk_stops(void)
{
	struct walk walk = { 0, 0, true, 3 };

	flash_page_foreach(chip(), step, &walk);
	EQUAL(walk.count, 3);
	walk.count = 0;
	walk.next = 0;
	walk.stop_after = 1;
	flash_page_foreach(chip(), step, &walk);
	EQUAL(walk.count, 1);
}

static void page_walk_of_nothing(void)
{
	struct walk walk = { 0, 0, true, 0 };

	flash_page_foreach(NULL, step, &walk);
	flash_page_foreach(chip(), NULL, &walk);
	EQUAL(walk.count, 0);
}

/*
 * Parameters
 */

static void parameters(void)
{
	const struct flash_parameters *p = flash_get_parameters(chip());

	TRUE(p != NULL);
	EQUAL(p->write_block_size, options.unit);
	EQUAL(p->erase_value, options.erased);
	EQUAL(flash_get_write_block_size(chip()), options.unit);
	TRUE(flash_get_parameters(chip()) == p);
}

static void erase_capability(void)
{
	EQUAL(flash_params_get_erase_cap(flash_get_parameters(chip())),
	      options.no_erase ? 0 : FLASH_ERASE_C_EXPLICIT);
	EQUAL(FLASH_ERASE_C_EXPLICIT, 1);
	EQUAL(FLASH_ERASE_CAPS_UNSET, -1);
}

static void size_of_device(void)
{
	uint64_t size = 0;

	EQUAL(flash_get_size(chip(), NULL), -EINVAL);
	if (options.size == 0) {
		EQUAL(flash_get_size(chip(), &size), -ENOTSUP);
		return;
	}
	EQUAL(flash_get_size(chip(), &size), 0);
	EQUAL(size, options.size);
}

static uint8_t digits(const char *text)
{
	static const char hexadecimal[] = "0123456789abcdef";

	return (uint8_t)((strchr(hexadecimal, text[0]) - hexadecimal) * 16 +
			 (strchr(hexadecimal, text[1]) - hexadecimal));
}

static void jedec_id(void)
{
	uint8_t id[4] = { 0x5a, 0x5a, 0x5a, 0x5a };

	EQUAL(flash_read_jedec_id(chip(), NULL), -EINVAL);
	if (!options.jedec) {
		EQUAL(flash_read_jedec_id(chip(), id), -ENOTSUP);
		return;
	}
	EQUAL(flash_read_jedec_id(chip(), id), 0);
	for (size_t i = 0; i < 3; i++)
		EQUAL(id[i], digits(options.jedec + 2 * i));
	EQUAL(id[3], 0x5a);
}

/* "SFDP", where the chip has such a thing. */
static void sfdp(void)
{
	uint8_t data[4] = { 0, 0, 0, 0 };
	int rc = flash_sfdp_read(chip(), 0, data, sizeof(data));

	if (!options.jedec)
		EQUAL(rc, -ENOTSUP);
	if (rc == -ENOTSUP)
		return;
	EQUAL(rc, 0);
	SAME(data, "SFDP", 4);
	EQUAL(flash_sfdp_read(chip(), 1, data, 3), 0);
	SAME(data, "FDP", 3);
	EQUAL(flash_sfdp_read(chip(), -1, data, 1), -EINVAL);
	EQUAL(flash_sfdp_read(chip(), 0, NULL, 1), -EINVAL);
	EQUAL(flash_sfdp_read(chip(), 1 << 24, data, 1), -EINVAL);
}

/*
 * fill, flatten, copy
 */

static void fill(void)
{
	const size_t length = 3 * options.unit;

	contract_begin();
	EQUAL(flash_erase(chip(), base(), options.sector), 0);
	contract_expect_erased(0, options.sector);
	EQUAL(flash_fill(chip(), 0x3c, base() + (off_t)options.unit, length),
	      0);
	memset(buffer, 0x3c, length);
	contract_expect((off_t)options.unit, buffer, length);
	contract_judge();
}

static void fill_sector(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), options.sector), 0);
	EQUAL(flash_fill(chip(), 0xa7, base() + sector(), options.sector), 0);
	memset(buffer, 0xa7, options.sector);
	contract_expect(sector(), buffer, options.sector);
	contract_judge();
}

static void fill_misaligned(void)
{
	if (options.unit == 1)
		contract_skip("any byte can be written alone");
	contract_begin();
	EQUAL(flash_erase(chip(), base(), options.sector), 0);
	contract_expect_erased(0, options.sector);
	EQUAL(flash_fill(chip(), 0, base() + 1, options.unit), -EINVAL);
	EQUAL(flash_fill(chip(), 0, base(), odd()), -EINVAL);
	contract_judge();
}

static void flatten(void)
{
	contract_begin();
	EQUAL(flash_flatten(chip(), base() + sector(), 2 * options.sector), 0);
	contract_expect_erased(sector(), 2 * options.sector);
	contract_judge();
}

static int copy(off_t from, off_t to, off_t size, size_t room)
{
	return flash_copy(chip(), base() + from, chip(), base() + to, size,
			  buffer, room);
}

static void copy_page(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), options.sector), 0);
	EQUAL(copy(0, sector(), sector(), CHUNK), 0);
	contract_expect(sector(), contract_expected(0), options.sector);
	contract_judge();
}

static void copy_last_piece(void)
{
	const size_t room = 4 * options.unit;
	const off_t size = 7 * (off_t)options.unit;

	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), options.sector), 0);
	contract_expect_erased(sector(), options.sector);
	buffer[room] = 0x5a;
	EQUAL(copy(3, sector(), size, room), 0);
	EQUAL(buffer[room], 0x5a);
	contract_expect(sector(), contract_expected(3), (size_t)size);
	contract_judge();
}

/* What is beside it in the page stays. */
static void copy_does_not_erase(void)
{
	contract_begin();
	EQUAL(flash_erase(chip(), base() + sector(), options.sector), 0);
	contract_expect_erased(sector(), options.sector);
	memset(buffer, (uint8_t)~options.erased, CHUNK);
	EQUAL(flash_write(chip(), base() + sector(), buffer, CHUNK), 0);
	contract_expect(sector(), buffer, CHUNK);
	EQUAL(copy(0, sector() + CHUNK, CHUNK, CHUNK), 0);
	contract_expect(sector() + CHUNK, contract_expected(0), CHUNK);
	contract_judge();
}

static void copy_to_itself(void)
{
	contract_begin();
	EQUAL(copy(sector(), sector(), CHUNK, CHUNK), 0);
	contract_judge();
}

static void copy_refused(void)
{
	const struct device *dev = chip();

	contract_begin();
	EQUAL(flash_copy(dev, -1, dev, base(), CHUNK, buffer, CHUNK), -EINVAL);
	EQUAL(flash_copy(dev, base(), dev, -CHUNK, CHUNK, buffer, CHUNK),
	      -EINVAL);
	EQUAL(copy(0, sector(), -CHUNK, CHUNK), -EINVAL);
	EQUAL(flash_copy(dev, base(), dev, base() + sector(), CHUNK, NULL,
			 CHUNK),
	      -EINVAL);
	EQUAL(copy(0, sector(), CHUNK, 0), -EINVAL);
	EQUAL(copy(0, CHUNK / 2, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(CHUNK / 2, 0, CHUNK, CHUNK), -EINVAL);
	EQUAL(copy(0, sector(), INT64_MAX, CHUNK), -EINVAL);
	EQUAL(flash_copy(dev, INT64_MAX, dev, base(), CHUNK, buffer, CHUNK),
	      -EINVAL);
	if (options.unit > 1) {
		EQUAL(copy(0, sector(), CHUNK, options.unit + 1), -EINVAL);
		EQUAL(copy(0, sector() + 1, CHUNK, CHUNK), -EINVAL);
		EQUAL(copy(0, sector(), (off_t)odd(), CHUNK), -EINVAL);
	}
	contract_judge();
}

static void copy_arguments_come_first(void)
{
	EQUAL(flash_copy(NULL, -1, NULL, 0, CHUNK, buffer, CHUNK), -EINVAL);
	EQUAL(flash_copy(NULL, 0, NULL, -1, CHUNK, buffer, CHUNK), -EINVAL);
	EQUAL(flash_copy(NULL, 0, NULL, 0, -1, buffer, CHUNK), -EINVAL);
	EQUAL(flash_copy(NULL, 0, NULL, CHUNK, CHUNK, NULL, CHUNK), -EINVAL);
	EQUAL(flash_copy(NULL, 0, NULL, CHUNK, CHUNK, buffer, 0), -EINVAL);
	EQUAL(flash_copy(NULL, INT64_MAX, NULL, CHUNK, CHUNK, buffer, CHUNK),
	      -EINVAL);
	EQUAL(flash_copy(NULL, 0, NULL, CHUNK, CHUNK, buffer, CHUNK), -ENODEV);
}

/*
 * ex_op
 */

static void ex_op_unknown(void)
{
	off_t offset = base();

	contract_begin();
	EQUAL(flash_ex_op(chip(), FLASH_EX_OP_RESET, 0, NULL), -ENOTSUP);
	EQUAL(flash_ex_op(chip(), 0x7fff, (uintptr_t)&offset, &offset),
	      -ENOTSUP);
	EQUAL(flash_ex_op(chip(), FLASH_EX_OP_VENDOR_BASE, 0, NULL), -ENOTSUP);
	EQUAL(FLASH_EX_OP_VENDOR_BASE, 0x8000);
	TRUE(FLASH_EX_OP_IS_VENDOR(0x8001));
	TRUE(!FLASH_EX_OP_IS_VENDOR(FLASH_EX_OP_IS_BAD_BLOCK));
	contract_judge();
}

static int ask(off_t offset, enum flash_block_status *status)
{
	return flash_ex_op(chip(), FLASH_EX_OP_IS_BAD_BLOCK, (uintptr_t)&offset,
			   status);
}

static void good_block(void)
{
	enum flash_block_status status = FLASH_BLOCK_BAD;

	EQUAL(ask(base(), &status), 0);
	EQUAL(status, FLASH_BLOCK_GOOD);
	status = FLASH_BLOCK_BAD;
	EQUAL(ask(base() + sector() - 1, &status), 0);
	EQUAL(status, FLASH_BLOCK_GOOD);
	EQUAL(ask(-1, &status), -EINVAL);
	EQUAL(ask(INT64_MAX, &status), -EINVAL);
	EQUAL(ask(base(), NULL), -EINVAL);
	EQUAL(flash_ex_op(chip(), FLASH_EX_OP_IS_BAD_BLOCK, 0, &status),
	      -EINVAL);
}

static void bad_block(void)
{
	enum flash_block_status status = FLASH_BLOCK_GOOD;

	if (options.bad < 0)
		contract_skip("the flash has no bad blocks");
	EQUAL(ask(options.bad, &status), 0);
	EQUAL(status, FLASH_BLOCK_BAD);
	EQUAL(flash_read(chip(), options.bad, buffer, 1), -EIO);
	EQUAL(flash_erase(chip(), options.bad, options.sector), -EIO);
	memset(buffer, 0, CHUNK);
	EQUAL(flash_write(chip(), options.bad, buffer, CHUNK), -EIO);
}

static void mark_bad(void)
{
	off_t offset = base();

	contract_begin();
	EQUAL(flash_ex_op(chip(), FLASH_EX_OP_MARK_BAD_BLOCK, 0, NULL),
	      -EINVAL);
	offset = -1;
	EQUAL(flash_ex_op(chip(), FLASH_EX_OP_MARK_BAD_BLOCK,
			  (uintptr_t)&offset, NULL),
	      -EINVAL);
	if (options.bad < 0) {
		offset = base();
		EQUAL(flash_ex_op(chip(), FLASH_EX_OP_MARK_BAD_BLOCK,
				  (uintptr_t)&offset, NULL),
		      -ENOTSUP);
	} else {
		/* It is bad already, which is no error. */
		offset = options.bad;
		EQUAL(flash_ex_op(chip(), FLASH_EX_OP_MARK_BAD_BLOCK,
				  (uintptr_t)&offset, NULL),
		      0);
	}
	contract_judge();
}

#define ROW(text, function)                             \
	{                                               \
		"zephyr 2.1 " text, function, WITH_AREA \
	}
#define NEW_ROW(text, function)                         \
	{                                               \
		"zephyr 2.2 " text, function, WITH_AREA \
	}

const struct contract_row contract_rows[] = {
	ROW("device_get_binding: the device of this name", binding),
	ROW("device_get_binding: NULL for an unknown name", no_binding),
	{ "zephyr 2.1 device_get_binding: NULL without a map",
	  no_binding_without_map, WITHOUT_MAP },
	ROW("device_is_ready: of a map, and no other", ready),
	NEW_ROW("all calls: what is no device is -ENODEV", no_device),
	ROW("flash_read: any alignment", read_anything),
	ROW("flash_write: whole write blocks", write_whole_blocks),
	ROW("flash_write: others are -EINVAL, unchanged", write_misaligned),
	ROW("flash_erase: whole pages", erase_pages),
	ROW("flash_erase: others are -EINVAL, unchanged", erase_misaligned),
	ROW("all calls: out of range is -EINVAL", bounds),
	ROW("all calls: zero length is 0", zero_length),
	ROW("all calls: NULL data is -EINVAL", null_data),
	ROW("flash_write_protection_set: does nothing, 0", write_protection),
	ROW("flash_get_page_info_by_offs: at any offset", page_by_offset),
	ROW("flash_get_page_info_by_idx: as by offset", page_by_index),
	ROW("flash_get_page_info_*: past the end is -EINVAL", no_page),
	ROW("flash_page_foreach, flash_get_page_count: all, in order",
	    each_page),
	ROW("flash_page_foreach: false stops", page_walk_stops),
	ROW("flash_page_foreach: calls nothing for no device",
	    page_walk_of_nothing),
	ROW("flash_get_parameters, flash_get_write_block_size", parameters),
	ROW("flash_read_jedec_id: three bytes, or -ENOTSUP", jedec_id),
	ROW("flash_sfdp_read: what the chip has, or -ENOTSUP", sfdp),
	NEW_ROW("flash_params_get_erase_cap", erase_capability),
	NEW_ROW("flash_get_size, or -ENOTSUP", size_of_device),
	NEW_ROW("flash_fill: this range alone", fill),
	NEW_ROW("flash_fill: a whole page", fill_sector),
	NEW_ROW("flash_fill: not whole write blocks is -EINVAL",
		fill_misaligned),
	NEW_ROW("flash_flatten: erased, and nothing else", flatten),
	NEW_ROW("flash_copy: a page in pieces", copy_page),
	NEW_ROW("flash_copy: a last piece smaller than the buffer",
		copy_last_piece),
	NEW_ROW("flash_copy: erases nothing", copy_does_not_erase),
	NEW_ROW("flash_copy: to its own place is 0, unchanged", copy_to_itself),
	NEW_ROW("flash_copy: what is wrong is -EINVAL, unchanged",
		copy_refused),
	NEW_ROW("flash_copy: arguments before NULL devices",
		copy_arguments_come_first),
	NEW_ROW("flash_ex_op: what is not there is -ENOTSUP", ex_op_unknown),
	NEW_ROW("flash_ex_op: a block that is good", good_block),
	NEW_ROW("flash_ex_op: a block that is bad", bad_block),
	NEW_ROW("flash_ex_op: marking a block bad", mark_bad),
};
const size_t contract_row_count =
	sizeof(contract_rows) / sizeof(contract_rows[0]);
