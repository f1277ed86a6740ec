// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <string.h>

#include "board.h"
#include "nand.h"
#include "unit.h"

struct nand nand;

static struct fake_mtd *add_part(int number, const char *name, uint64_t offset)
{
	static const char *const nodes[] = {
		"/nand-controller/nand@0/partitions/rootfs@0",
		"/nand-controller/nand@0/partitions/data@8000",
	};
	const struct fake_options options = {
		.number = number,
		.name = name,
		.type = "nand",
		.size = NAND_SIZE,
		.erase_size = NAND_BLOCK,
		.write_size = NAND_PAGE,
		.oob_size = 16,
		.ecc_strength = NAND_STRENGTH,
		.ecc_step_size = NAND_STEP,
		.bitflip_threshold = NAND_THRESHOLD,
		.device = NAND_DEVICE,
		.offset_present = true,
		.offset = offset,
		.of_node = nodes[number],
	};
	struct fake_mtd *mtd = fake_add(&options);

	fake_fill(mtd, (uint8_t)number);
	return mtd;
}

void nand_set_up(void)
{
	nand.rootfs = add_part(0, "rootfs", 0);
	nand.data = add_part(1, "data", NAND_SIZE);
	nand_reload();
}

void nand_tear_down(void)
{
	nand.map = flashmap_unref(nand.map);
}

void nand_reload(void)
{
	flashmap_unref(nand.map);
	nand.map = fake_load_map();
	nand.fa = must_open_in(nand.map, "rootfs");
}

const struct flash_area *nand_add_nor(void)
{
	nand.nor =
		fake_add(&(struct fake_options){ .number = 3, .name = "nor" });
	fake_fill(nand.nor, 3);
	nand_reload();
	return must_open_in(nand.map, "nor");
}

struct flash_area nand_no_device(void)
{
	ck_assert_int_eq(flashmap_set_default(nand.map), 0);
	return (struct flash_area){ .fa_size = NAND_BLOCK,
				    .fa_dev_name = "no such" };
}

struct flash_area nand_area(uint64_t offset, size_t size)
{
	return (struct flash_area){
		.fa_off = (off_t)offset,
		.fa_size = size,
		.fa_dev = flash_area_get_device(nand.fa),
	};
}

void nand_set_way(int way)
{
	if (way != NAND_COUNTERS)
		return;
	fake_fail(nand.rootfs, FAKE_IOCTL, MEMREAD, FAKE_ALWAYS, ENOTTY);
	fake_fail(nand.data, FAKE_IOCTL, MEMREAD, FAKE_ALWAYS, ENOTTY);
}

void nand_check_bytes(const struct fake_mtd *mtd, off_t off,
		      const uint8_t *data, size_t len)
{
	ck_assert_mem_eq(data, mtd->content + off, len);
}

struct flashmap_ecc nand_read(off_t off, size_t len, int expected)
{
	static uint8_t data[NAND_SIZE];
	struct flashmap_ecc ecc;

	memset(&ecc, 0xa5, sizeof(ecc));
	memset(data, 0x5a, sizeof(data));
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, off, data, len, &ecc,
						sizeof(ecc)),
			 expected);
	nand_check_bytes(nand.rootfs, off, data, len);
	for (size_t i = len; i < sizeof(data); i++)
		ck_assert_uint_eq(data[i], 0x5a);
	return ecc;
}

unsigned int count_calls(void)
{
	return fake_count("");
}
