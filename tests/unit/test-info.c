// SPDX-License-Identifier: BSD-2-Clause
/* What Linux knows about an area. */

#include <errno.h>
#include <string.h>

#include <flashmap/area.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "tree.h"
#include "unit.h"

static struct flashmap_area_info info;

static void get_info(const struct flash_area *fa)
{
	memset(&info, 0x5a, sizeof(info));
	ck_assert_int_eq(flashmap_area_get_info(fa, &info, sizeof(info)), 0);
}

START_TEST(an_area_tells_what_sysfs_knows)
{
	get_info(must_open("kernel"));
	ck_assert_str_eq(info.label, "kernel");
	ck_assert_str_eq(info.chip, "spi0.0");
	ck_assert_str_eq(info.type, "nor");
	ck_assert_ptr_null(info.dt_path);
	ck_assert_uint_eq(info.offset, 0x10000);
	ck_assert(info.offset_known);
	ck_assert_uint_eq(info.kernel_offset, 0x10000);
	ck_assert(info.kernel_offset_known);
	ck_assert_uint_eq(info.size, 0x20000);
	ck_assert_uint_eq(info.erase_size, 0x1000);
	ck_assert_uint_eq(info.sector_count, 32);
	ck_assert_uint_eq(info.write_size, 1);
	ck_assert_uint_eq(info.oob_size, 0);
	ck_assert_int_eq(info.mtd, 1);
	ck_assert(info.geometry_known);
	ck_assert(!info.read_only);
	ck_assert(!info.protected_range);
	ck_assert(!info.bad_blocks_possible);
	ck_assert(!info.simulated);
}
END_TEST

START_TEST(asking_opens_no_device_that_sysfs_describes)
{
	get_info(must_open("kernel"));
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(an_mtd_without_offset_has_none_from_the_kernel)
{
	get_info(must_open("spare"));
	ck_assert(!info.kernel_offset_known);
	ck_assert(info.offset_known);
	ck_assert_uint_eq(info.offset, 0);
}
END_TEST

START_TEST(an_unproven_place_is_unknown)
{
	struct flashmap *map;

	tree_add_part(9, "lost", "devices/virtual", 0x40000, 0x10000);
	map = fake_load_map();
	get_info(must_open_in(map, "lost"));
	ck_assert(!info.offset_known);
	ck_assert(info.kernel_offset_known);
	ck_assert_uint_eq(info.kernel_offset, 0x40000);
	ck_assert_int_eq(must_open_in(map, "lost")->fa_off, 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_nand_tells_its_pages_and_blocks)
{
	const struct fake_options options = {
		.number = 9,
		.name = "nand",
		.type = "nand",
		.size = 0x80000,
		.erase_size = 0x20000,
		.write_size = 2048,
		.oob_size = 64,
		.read_only = true,
		.of_node = "/nand@0",
	};
	struct flashmap *map;

	fake_add(&options);
	map = fake_load_map();
	get_info(must_open_in(map, "nand"));
	ck_assert_str_eq(info.type, "nand");
	ck_assert_str_eq(info.dt_path, "/nand@0");
	ck_assert_uint_eq(info.erase_size, 0x20000);
	ck_assert_uint_eq(info.sector_count, 4);
	ck_assert_uint_eq(info.write_size, 2048);
	ck_assert_uint_eq(info.oob_size, 64);
	ck_assert(info.bad_blocks_possible);
	ck_assert(info.read_only);
	ck_assert(info.protected_range);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_copy_tells_its_own_range)
{
	struct flash_area copy = *must_open("kernel");

	copy.fa_off = 0x11800;
	copy.fa_size = 0x2000;
	copy.fa_label = NULL;
	get_info(&copy);
	ck_assert_ptr_null(info.label);
	ck_assert_str_eq(info.chip, "spi0.0");
	ck_assert_uint_eq(info.offset, 0x11800);
	ck_assert_uint_eq(info.size, 0x2000);
	ck_assert_uint_eq(info.sector_count, 1);
	ck_assert_int_eq(info.mtd, FLASHMAP_NO_MTD);
	ck_assert(!info.kernel_offset_known);
}
END_TEST

START_TEST(only_whole_sectors_are_counted)
{
	struct flash_area copy = *must_open("kernel");

	copy.fa_off = 0x10100;
	copy.fa_size = 0xf00;
	get_info(&copy);
	ck_assert_uint_eq(info.sector_count, 0);
	copy.fa_size = 0x1eff;
	get_info(&copy);
	ck_assert_uint_eq(info.sector_count, 0);
	copy.fa_size = 0x1f00;
	get_info(&copy);
	ck_assert_uint_eq(info.sector_count, 1);
}
END_TEST

START_TEST(an_area_that_is_not_on_its_device_gives_einval)
{
	struct flash_area copy = *must_open("kernel");

	copy.fa_off = 0x50000;
	ck_assert_int_eq(flashmap_area_get_info(&copy, &info, sizeof(info)),
			 -EINVAL);
	copy.fa_off = 0x4ffff;
	ck_assert_int_eq(flashmap_area_get_info(&copy, &info, sizeof(info)),
			 -EINVAL);
}
END_TEST

START_TEST(an_area_over_a_gap_gives_enxio)
{
	struct flash_area copy = *must_open("kernel");

	copy.fa_off = 0x2f000;
	copy.fa_size = 0x12000;
	ck_assert_int_eq(flashmap_area_get_info(&copy, &info, sizeof(info)),
			 -ENXIO);
	copy.fa_off = 0x30000;
	copy.fa_size = 0x1000;
	ck_assert_int_eq(flashmap_area_get_info(&copy, &info, sizeof(info)),
			 -ENXIO);
}
END_TEST

START_TEST(an_area_without_device_gives_enodev)
{
	const struct flash_area made = { .fa_size = 16 };

	ck_assert_int_eq(flashmap_area_get_info(&made, &info, sizeof(info)),
			 -ENODEV);
}
END_TEST

START_TEST(an_mtd_that_cannot_be_erased_has_no_sectors)
{
	struct flashmap *map;

	tree_set_attribute(3, "erasesize", "0\n");
	map = fake_load_map();
	get_info(must_open_in(map, "spare"));
	ck_assert(info.geometry_known);
	ck_assert_uint_eq(info.erase_size, 0);
	ck_assert_uint_eq(info.sector_count, 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(nothing_to_ask_or_to_fill_gives_einval)
{
	const struct flash_area *fa = must_open("kernel");

	ck_assert_int_eq(flashmap_area_get_info(NULL, &info, sizeof(info)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_get_info(fa, NULL, sizeof(info)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_get_info(fa, &info, 0), -EINVAL);
}
END_TEST

START_TEST(a_program_of_an_earlier_release_gets_what_it_knows)
{
	memset(&info, 0x5a, sizeof(info));
	ck_assert_int_eq(flashmap_area_get_info(must_open("kernel"), &info,
						2 * sizeof(char *)),
			 0);
	ck_assert_str_eq(info.label, "kernel");
	ck_assert_str_eq(info.chip, "spi0.0");
	ck_assert_uint_eq(info.offset, UINT64_C(0x5a5a5a5a5a5a5a5a));
}
END_TEST

START_TEST(a_program_of_a_later_release_gets_zeros_for_what_is_new)
{
	struct {
		struct flashmap_area_info info;
		uint8_t later[64];
	} larger;

	memset(&larger, 0x5a, sizeof(larger));
	ck_assert_int_eq(flashmap_area_get_info(must_open("kernel"),
						&larger.info, sizeof(larger)),
			 0);
	ck_assert_uint_eq(larger.info.size, 0x20000);
	for (size_t i = 0; i < sizeof(larger.later); i++)
		ck_assert_uint_eq(larger.later[i], 0);
}
END_TEST

START_TEST(a_bad_block_is_told)
{
	const struct fake_options options = {
		.number = 9,
		.name = "nand",
		.type = "nand",
		.size = 0x80000,
		.erase_size = 0x20000,
		.write_size = 2048,
	};
	struct fake_mtd *mtd = fake_add(&options);
	struct flashmap *map = fake_load_map();
	const struct flash_area *fa = must_open_in(map, "nand");

	fake_mark_bad(mtd, 0x40000);
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0), 0);
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0x3ffff), 0);
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0x40000), 1);
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0x5ffff), 1);
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0x60000), 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_nor_has_no_bad_blocks)
{
	ck_assert_int_eq(flashmap_area_is_bad(must_open("kernel"), 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_place_outside_the_area_is_not_judged)
{
	const struct flash_area *fa = must_open("kernel");
	const struct flash_area made = { .fa_size = 16 };

	expect_errors();
	ck_assert_int_eq(flashmap_area_is_bad(fa, 0x20000), -EINVAL);
	ck_assert_int_eq(flashmap_area_is_bad(fa, -1), -EINVAL);
	ck_assert_int_eq(flashmap_area_is_bad(NULL, 0), -EINVAL);
	ck_assert_int_eq(flashmap_area_is_bad(&made, 0), -ENODEV);
}
END_TEST

static struct fake_mtd *add_listed(void)
{
	const struct fake_options options = {
		.name = "listed",
		.write_size = 16,
		.no_sysfs = true,
	};
	struct fake_mtd *mtd = fake_add(&options);

	fake_write_procmtd();
	return mtd;
}

START_TEST(without_sysfs_the_device_is_asked)
{
	struct flashmap *map;

	add_listed();
	map = fake_load_map();
	get_info(must_open_in(map, "listed"));
	ck_assert(info.geometry_known);
	ck_assert_uint_eq(info.write_size, 16);
	ck_assert_uint_eq(info.sector_count, 16);
	ck_assert_ptr_null(info.type);
	ck_assert_uint_eq(fake_count("MEMGETINFO mtd0"), 1);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_device_that_cannot_be_asked_is_not_known)
{
	struct fake_mtd *mtd = add_listed();
	struct flashmap *map = fake_load_map();

	expect_errors();
	fake_fail(mtd, FAKE_OPEN, FAKE_ANY, FAKE_ALWAYS, EACCES);
	get_info(must_open_in(map, "listed"));
	ck_assert(!info.geometry_known);
	ck_assert_uint_eq(info.size, 0x10000);
	ck_assert_uint_eq(info.write_size, 0);
	flashmap_unref(map);
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(a_simulated_area_says_so)
{
	struct flashmap *map = board_load_demo();

	get_info(must_open_in(map, "image-0"));
	ck_assert(info.simulated);
	ck_assert_str_eq(info.chip, "flash@0");
	ck_assert_str_eq(info.type, "nor");
	ck_assert_str_eq(info.dt_path, "/flash-controller@0/flash@0/"
				       "partitions/partition@20000");
	ck_assert_uint_eq(info.sector_count, 0x60);
	ck_assert_int_eq(info.mtd, FLASHMAP_NO_MTD);
	ck_assert_int_eq(flashmap_area_is_bad(must_open_in(map, "image-0"), 0),
			 0);
	ck_assert_int_eq(flashmap_area_in_use(must_open_in(map, "image-0"), 0,
					      1, NULL, 0),
			 0);
	flashmap_unref(map);
}
END_TEST

/* A partition that no MTD stands for, in a tree with or without names. */
static struct flashmap *load_absent(bool with_symbols)
{
	struct flashmap *map = board_new_map();

	blob_begin_table();
	blob_add_partition("partition@1000", "slot", 0x1000, 0x2000);
	blob_end_table();
	if (with_symbols) {
		blob_node("__symbols__");
		blob_text("slot0", "/controller@0/flash@0/"
				   "partitions/partition@1000");
		blob_end();
	}
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("x.dtb")), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	return map;
}

START_TEST(a_partition_without_an_mtd_tells_what_the_tree_knows)
{
	struct flashmap *map = load_absent(true);

	memset(&info, 0xff, sizeof(info));
	ck_assert_int_eq(flashmap_area_get_info(must_open_in(map, "slot"),
						&info, sizeof(info)),
			 -ENODEV);
	ck_assert_str_eq(info.label, "slot");
	ck_assert_uint_eq(info.offset, 0x1000);
	ck_assert(info.offset_known);
	ck_assert_uint_eq(info.size, 0x2000);
	ck_assert_int_eq(info.mtd, FLASHMAP_NO_MTD);
	ck_assert(!info.geometry_known);
	ck_assert_ptr_nonnull(strstr(info.dt_path, "/partition@1000"));
	ck_assert_ptr_nonnull(info.node_labels);
	ck_assert_str_eq(info.node_labels[0], "slot0");
	ck_assert_ptr_null(info.node_labels[1]);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_tree_without_symbols_tells_no_node_labels)
{
	struct flashmap *map = load_absent(false);

	ck_assert_int_eq(flashmap_area_get_info(must_open_in(map, "slot"),
						&info, sizeof(info)),
			 -ENODEV);
	ck_assert_str_eq(info.label, "slot");
	ck_assert_ptr_null(info.node_labels);
	flashmap_unref(map);
}
END_TEST
#endif

Suite *info_suite(void)
{
	Suite *suite = suite_create("info");
	TCase *facts = tcase_create("facts");
	TCase *asked = tcase_create("asked");
	TCase *sizes = tcase_create("sizes");
	TCase *blocks = tcase_create("blocks");

	tcase_add_checked_fixture(facts, board_set_up, board_tear_down);
	tcase_add_test(facts, an_area_tells_what_sysfs_knows);
	tcase_add_test(facts, asking_opens_no_device_that_sysfs_describes);
	tcase_add_test(facts, an_mtd_without_offset_has_none_from_the_kernel);
	tcase_add_test(facts, an_unproven_place_is_unknown);
	tcase_add_test(facts, a_nand_tells_its_pages_and_blocks);
	tcase_add_test(facts, a_copy_tells_its_own_range);
	tcase_add_test(facts, only_whole_sectors_are_counted);
	tcase_add_test(facts, an_area_that_is_not_on_its_device_gives_einval);
	tcase_add_test(facts, an_area_over_a_gap_gives_enxio);
	tcase_add_test(facts, an_area_without_device_gives_enodev);
	tcase_add_test(facts, an_mtd_that_cannot_be_erased_has_no_sectors);
#ifdef HAVE_LIBFDT
	tcase_add_test(facts, a_simulated_area_says_so);
	tcase_add_test(facts,
		       a_partition_without_an_mtd_tells_what_the_tree_knows);
	tcase_add_test(facts, a_tree_without_symbols_tells_no_node_labels);
#endif
	suite_add_tcase(suite, facts);

	tcase_add_test(asked, without_sysfs_the_device_is_asked);
	tcase_add_test(asked, a_device_that_cannot_be_asked_is_not_known);
	suite_add_tcase(suite, asked);

	tcase_add_checked_fixture(sizes, board_set_up, board_tear_down);
	tcase_add_test(sizes, nothing_to_ask_or_to_fill_gives_einval);
	tcase_add_test(sizes,
		       a_program_of_an_earlier_release_gets_what_it_knows);
	tcase_add_test(sizes,
		       a_program_of_a_later_release_gets_zeros_for_what_is_new);
	suite_add_tcase(suite, sizes);

	tcase_add_checked_fixture(blocks, board_set_up, board_tear_down);
	tcase_add_test(blocks, a_bad_block_is_told);
	tcase_add_test(blocks, a_nor_has_no_bad_blocks);
	tcase_add_test(blocks, a_place_outside_the_area_is_not_judged);
	suite_add_tcase(suite, blocks);

	suite_add_tcase(suite, info_uses_case());
	return suite;
}
