// SPDX-License-Identifier: BSD-2-Clause

#include <string.h>

#include "blob.h"
#include "board.h"
#include "tree.h"
#include "unit.h"

struct board board;

void board_add(void)
{
	const struct fake_options spare = {
		.number = 3,
		.name = "spare",
		.device = "devices/platform/spi1.0",
	};

	board.boot = tree_add_part(0, "boot", BOARD_DEVICE, 0, 0x10000);
	board.kernel =
		tree_add_part(1, "kernel", BOARD_DEVICE, 0x10000, 0x20000);
	board.data = tree_add_part(2, "data", BOARD_DEVICE, 0x40000, 0x10000);
	board.spare = fake_add(&spare);
	fake_fill(board.boot, 0);
	fake_fill(board.kernel, 1);
	fake_fill(board.data, 2);
	fake_fill(board.spare, 3);
}

void board_set_up(void)
{
	board_add();
	board.map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(board.map), 0);
}

void board_tear_down(void)
{
	board.map = flashmap_unref(board.map);
}

const struct flash_area *must_open_in(struct flashmap *map, const char *label)
{
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_label(map, label, &fa), 0);
	ck_assert_ptr_nonnull(fa);
	ck_assert_str_eq(fa->fa_label, label);
	return fa;
}

const struct flash_area *must_open(const char *label)
{
	return must_open_in(board.map, label);
}

struct flashmap *board_new_map(void)
{
	struct flashmap *map;

	ck_assert_int_eq(flashmap_new(&map), 0);
	ck_assert_int_eq(flashmap_set_root(map, test_folder()), 0);
	return map;
}

#ifdef HAVE_LIBFDT
struct flashmap *board_load_demo(void)
{
	struct flashmap *map = board_new_map();

	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write_demo()), 0);
	ck_assert_int_eq(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM),
			 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	return map;
}
#endif

static int count_area(const struct flash_area *fa, void *count)
{
	ck_assert_ptr_nonnull(fa);
	++*(size_t *)count;
	return 0;
}

size_t count_areas(struct flashmap *map)
{
	size_t count = 0;

	ck_assert_int_eq(flashmap_foreach_area(map, count_area, &count), 0);
	return count;
}

static int count_chip(const struct flashmap_chip *chip, void *count)
{
	ck_assert_ptr_nonnull(chip->name);
	++*(size_t *)count;
	return 0;
}

size_t count_chips(struct flashmap *map)
{
	size_t count = 0;

	ck_assert_int_eq(flashmap_foreach_chip(map, count_chip, &count), 0);
	return count;
}

struct finding_count {
	const char *code;
	size_t count;
};

static int count_finding(const struct flashmap_finding *finding, void *context)
{
	struct finding_count *wanted = context;

	ck_assert_ptr_nonnull(finding->message);
	if (!wanted->code || strcmp(finding->code, wanted->code) == 0)
		wanted->count++;
	return 0;
}

size_t count_findings(struct flashmap *map, const char *code)
{
	struct finding_count wanted = { .code = code };

	ck_assert_int_eq(flashmap_foreach_finding(map, count_finding, &wanted),
			 0);
	return wanted.count;
}
