// SPDX-License-Identifier: BSD-2-Clause
/* What MCUboot's bootutil asks of an area; slots are in test-slots-ids.c. */

#include <errno.h>
#include <fcntl.h>
#include <mtd/mtd-user.h>

#include <flash_map_backend/flash_map_backend.h>

#include "board.h"
#include "tree.h"
#include "unit.h"

static struct flashmap *other;

static void tear_down(void)
{
	other = flashmap_unref(other);
	board_tear_down();
}

static struct flash_area make(off_t offset, size_t size)
{
	return (struct flash_area){
		.fa_off = offset,
		.fa_size = size,
		.fa_dev_name = "spi0.0",
	};
}

static void check_sector_at(const struct flash_area *fa, off_t off,
			    uint32_t expected_off, uint32_t expected_size)
{
	struct flash_sector sector = { -1, 0 };

	ck_assert_int_eq(flash_area_get_sector(fa, off, &sector), 0);
	ck_assert_uint_eq(flash_sector_get_off(&sector), expected_off);
	ck_assert_uint_eq(flash_sector_get_size(&sector), expected_size);
}

static void check_no_sector_at(const struct flash_area *fa, off_t off,
			       int error)
{
	struct flash_sector sector = { -7, 7 };

	ck_assert_int_eq(flash_area_get_sector(fa, off, &sector), error);
	ck_assert_int_eq(sector.fs_off, -7);
	ck_assert_uint_eq(sector.fs_size, 7);
}

START_TEST(an_area_tells_its_number_start_and_size)
{
	const struct flash_area *fa = must_open("data");

	ck_assert_uint_eq(flash_area_get_id(fa), 2);
	ck_assert_uint_eq(flash_area_get_off(fa), 0x40000);
	ck_assert_uint_eq(flash_area_get_size(fa), 0x10000);
}
END_TEST

START_TEST(an_area_tells_the_number_of_its_chip)
{
	const struct flash_area made = make(0x10000, 0x1000);
	struct flash_area copied = *must_open("spare");

	copied.fa_device_id = 77;
	ck_assert_uint_eq(flash_area_get_device_id(must_open("boot")),
			  must_open("boot")->fa_device_id);
	ck_assert_uint_eq(flash_area_get_device_id(must_open("data")),
			  must_open("boot")->fa_device_id);
	ck_assert_uint_eq(flash_area_get_device_id(&made),
			  must_open("boot")->fa_device_id);
	ck_assert_uint_eq(flash_area_get_device_id(&copied),
			  must_open("spare")->fa_device_id);
	ck_assert_uint_ne(must_open("spare")->fa_device_id,
			  must_open("boot")->fa_device_id);
}
END_TEST

START_TEST(what_has_no_device_has_the_device_number_255)
{
	const struct flash_area made = { .fa_size = 16, .fa_device_id = 1 };

	ck_assert_uint_eq(flash_area_get_device_id(&made), 255);
	ck_assert_uint_eq(flash_area_get_device_id(NULL), 255);
}
END_TEST

START_TEST(an_offset_is_rounded_down_to_its_sector)
{
	const struct flash_area *fa = must_open("kernel");

	check_sector_at(fa, 0, 0, 0x1000);
	check_sector_at(fa, 1, 0, 0x1000);
	check_sector_at(fa, 0xfff, 0, 0x1000);
	check_sector_at(fa, 0x1000, 0x1000, 0x1000);
	check_sector_at(fa, 0x1ffff, 0x1f000, 0x1000);
}
END_TEST

START_TEST(an_offset_outside_the_area_gives_erange)
{
	static const off_t outside[] = { -1, 0x20000, 0x20001, INT64_MAX,
					 INT64_MIN };

	check_no_sector_at(must_open("kernel"), outside[_i], -ERANGE);
}
END_TEST

START_TEST(an_empty_area_has_no_offset_inside)
{
	const struct flash_area fa = make(0x10000, 0);

	check_no_sector_at(&fa, 0, -ERANGE);
}
END_TEST

START_TEST(a_sector_without_area_or_place_gives_einval)
{
	struct flash_sector sector;

	ck_assert_int_eq(flash_area_get_sector(NULL, 0, &sector), -EINVAL);
	ck_assert_int_eq(flash_area_get_sector(must_open("boot"), 0, NULL),
			 -EINVAL);
}
END_TEST

START_TEST(a_sector_of_no_device_gives_enodev)
{
	const struct flash_area fa = { .fa_size = 0x1000 };

	check_no_sector_at(&fa, 0, -ENODEV);
}
END_TEST

START_TEST(a_sector_that_begins_before_the_area_gives_einval)
{
	const struct flash_area fa = make(0x10800, 0x2800);

	check_no_sector_at(&fa, 0, -EINVAL);
	check_no_sector_at(&fa, 0x7ff, -EINVAL);
	check_sector_at(&fa, 0x800, 0x800, 0x1000);
	check_sector_at(&fa, 0x27ff, 0x1800, 0x1000);
}
END_TEST

START_TEST(the_last_sector_may_end_outside_the_area)
{
	const struct flash_area fa = make(0x11000, 0x1001);

	check_sector_at(&fa, 0x1000, 0x1000, 0x1000);
	check_no_sector_at(&fa, 0x1001, -ERANGE);
}
END_TEST

START_TEST(sectors_of_all_mtds_under_an_area_are_found)
{
	const struct flash_area fa = make(0xe000, 0x4000);

	check_sector_at(&fa, 0x1fff, 0x1000, 0x1000);
	check_sector_at(&fa, 0x2000, 0x2000, 0x1000);
	check_sector_at(&fa, 0x3fff, 0x3000, 0x1000);
}
END_TEST

START_TEST(a_sector_in_a_gap_gives_enxio)
{
	const struct flash_area fa = make(0x2f000, 0x12000);

	check_sector_at(&fa, 0xfff, 0, 0x1000);
	check_no_sector_at(&fa, 0x1000, -ENXIO);
	check_no_sector_at(&fa, 0x10fff, -ENXIO);
	check_sector_at(&fa, 0x11000, 0x11000, 0x1000);
}
END_TEST

START_TEST(a_sector_of_an_mtd_alone_is_found)
{
	const struct flash_area fa = { .fa_off = 0x800,
				       .fa_size = 0x10000,
				       .fa_dev_name = "mtd2" };

	check_no_sector_at(&fa, 0, -EINVAL);
	check_sector_at(&fa, 0x800, 0x800, 0x1000);
	check_sector_at(&fa, 0xf7ff, 0xe800, 0x1000);
	check_no_sector_at(&fa, 0xf800, -ENXIO);
}
END_TEST

START_TEST(a_sector_past_the_end_of_the_chip_gives_enxio)
{
	const struct flash_area fa = make(0x4f000, 0x3000);
	const struct flash_area far = make(INT64_MAX, SIZE_MAX);

	check_sector_at(&fa, 0xfff, 0, 0x1000);
	check_no_sector_at(&fa, 0x1000, -ENXIO);
	check_no_sector_at(&far, 0, -ENXIO);
}
END_TEST

START_TEST(a_rest_that_is_no_sector_gives_einval)
{
	tree_set_attribute(3, "size", "14336\n");
	other = fake_load_map();
	check_sector_at(must_open_in(other, "spare"), 0x2fff, 0x2000, 0x1000);
	check_no_sector_at(must_open_in(other, "spare"), 0x3000, -EINVAL);
}
END_TEST

START_TEST(a_device_without_sectors_gives_enotsup)
{
	tree_set_attribute(3, "erasesize", "0\n");
	other = fake_load_map();
	check_no_sector_at(must_open_in(other, "spare"), 0, -ENOTSUP);
}
END_TEST

START_TEST(a_device_that_cannot_be_asked_for_a_sector_is_told)
{
	const struct fake_options options = { .no_sysfs = true };
	struct fake_mtd *mtd = fake_add(&options);

	expect_errors();
	fake_write_procmtd();
	fake_fail(mtd, FAKE_OPEN, O_RDONLY, FAKE_ALWAYS, EACCES);
	other = fake_load_map();
	check_no_sector_at(must_open_in(other, "mtd0"), 0, -EACCES);
}
END_TEST

START_TEST(sectors_of_nand_are_its_blocks)
{
	const struct fake_options options = {
		.number = 9,
		.name = "nand",
		.type = "nand",
		.size = 0x80000,
		.erase_size = 0x20000,
		.write_size = 2048,
		.oob_size = 64,
		.device = "devices/platform/nand.0",
	};
	struct fake_mtd *mtd = fake_add(&options);

	/* bootutil finds a bad block when it erases it. */
	fake_mark_bad(mtd, 0x20000);
	other = fake_load_map();
	check_sector_at(must_open_in(other, "nand"), 0x3ffff, 0x20000, 0x20000);
	check_sector_at(must_open_in(other, "nand"), 0x7ffff, 0x60000, 0x20000);
	ck_assert(flash_area_erase_required(must_open_in(other, "nand")));
}
END_TEST

START_TEST(sectors_of_several_sizes_are_found)
{
	static const struct region_info_user regions[] = {
		{ .offset = 0, .erasesize = 0x2000, .numblocks = 4 },
		{ .offset = 0x8000, .erasesize = 0x8000, .numblocks = 1 },
		{ .offset = 0x10000, .erasesize = 0x10000, .numblocks = 2 },
	};
	const struct fake_options options = {
		.number = 9,
		.name = "regions",
		.size = 0x30000,
		.erase_size = 0x10000,
		.regions = regions,
		.region_count = 3,
		.device = "devices/platform/regions.0",
	};
	struct flash_area fa;

	fake_add(&options);
	other = fake_load_map();
	fa = *must_open_in(other, "regions");
	check_sector_at(&fa, 0x7fff, 0x6000, 0x2000);
	check_sector_at(&fa, 0x8000, 0x8000, 0x8000);
	check_sector_at(&fa, 0xffff, 0x8000, 0x8000);
	check_sector_at(&fa, 0x10000, 0x10000, 0x10000);
	check_sector_at(&fa, 0x2ffff, 0x20000, 0x10000);

	fa.fa_off = 0x5000;
	fa.fa_size = 0xc000;
	check_no_sector_at(&fa, 0xfff, -EINVAL);
	check_sector_at(&fa, 0x1000, 0x1000, 0x2000);
	check_sector_at(&fa, 0x3000, 0x3000, 0x8000);
	check_sector_at(&fa, 0xbfff, 0xb000, 0x10000);
}
END_TEST

START_TEST(a_sector_is_told_without_touching_the_device)
{
	fake_forget_calls();
	check_sector_at(must_open("kernel"), 0x1234, 0x1000, 0x1000);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

static const struct fake_options ram = {
	.number = 9,
	.name = "ram",
	.type = "ram",
	.device = "devices/platform/ram.0",
	.flags = MTD_CAP_RAM,
};

START_TEST(ram_needs_no_erase)
{
	fake_add(&ram);
	other = fake_load_map();
	ck_assert(!flash_area_erase_required(must_open_in(other, "ram")));
}
END_TEST

START_TEST(what_is_not_ram_needs_an_erase)
{
	const struct flash_area made = { .fa_size = 16 };

	ck_assert(flash_area_erase_required(must_open("boot")));
	ck_assert(flash_area_erase_required(&made));
	ck_assert(flash_area_erase_required(NULL));
}
END_TEST

START_TEST(what_cannot_be_asked_needs_an_erase)
{
	write_file("root/proc/mtd", "dev:    size   erasesize  name\n"
				    "mtd8: 00010000 00001000 \"ram\"\n");
	ck_assert_int_eq(flashmap_new(&other), 0);
	ck_assert_int_eq(flashmap_set_root(other, test_path("root")), 0);
	ck_assert_int_eq(flashmap_load(other), 0);
	expect_errors();
	ck_assert(flash_area_erase_required(must_open_in(other, "ram")));
}
END_TEST

START_TEST(no_device_is_mapped_into_memory)
{
	uintptr_t base = 5;

	ck_assert_int_eq(flash_device_base(0, &base), -ENOTSUP);
	ck_assert_uint_eq(base, 0);
	ck_assert_int_eq(flash_device_base(255, NULL), -ENOTSUP);
}
END_TEST

static void add_places(TCase *tests)
{
	tcase_add_test(tests, an_offset_is_rounded_down_to_its_sector);
	tcase_add_loop_test(tests, an_offset_outside_the_area_gives_erange, 0,
			    5);
	tcase_add_test(tests, an_empty_area_has_no_offset_inside);
	tcase_add_test(tests, a_sector_without_area_or_place_gives_einval);
	tcase_add_test(tests, a_sector_of_no_device_gives_enodev);
	tcase_add_test(tests,
		       a_sector_that_begins_before_the_area_gives_einval);
	tcase_add_test(tests, the_last_sector_may_end_outside_the_area);
	tcase_add_test(tests, sectors_of_all_mtds_under_an_area_are_found);
	tcase_add_test(tests, a_sector_in_a_gap_gives_enxio);
	tcase_add_test(tests, a_sector_of_an_mtd_alone_is_found);
	tcase_add_test(tests, a_sector_past_the_end_of_the_chip_gives_enxio);
}

static void add_sizes(TCase *tests)
{
	tcase_add_test(tests, a_rest_that_is_no_sector_gives_einval);
	tcase_add_test(tests, a_device_without_sectors_gives_enotsup);
	tcase_add_test(tests, sectors_of_nand_are_its_blocks);
	tcase_add_test(tests, sectors_of_several_sizes_are_found);
	tcase_add_test(tests, a_sector_is_told_without_touching_the_device);
}

Suite *backend_suite(void)
{
	Suite *suite = suite_create("backend");
	TCase *sectors = tcase_create("sectors");
	TCase *asked = tcase_create("asked");
	TCase *devices = tcase_create("devices");

	tcase_add_checked_fixture(sectors, board_set_up, tear_down);
	add_places(sectors);
	add_sizes(sectors);
	suite_add_tcase(suite, sectors);

	tcase_add_checked_fixture(asked, NULL, tear_down);
	tcase_add_test(asked,
		       a_device_that_cannot_be_asked_for_a_sector_is_told);
	suite_add_tcase(suite, asked);

	tcase_add_checked_fixture(devices, board_set_up, tear_down);
	tcase_add_test(devices, an_area_tells_its_number_start_and_size);
	tcase_add_test(devices, an_area_tells_the_number_of_its_chip);
	tcase_add_test(devices, what_has_no_device_has_the_device_number_255);
	tcase_add_test(devices, ram_needs_no_erase);
	tcase_add_test(devices, what_is_not_ram_needs_an_erase);
	tcase_add_test(devices, what_cannot_be_asked_needs_an_erase);
	tcase_add_test(devices, no_device_is_mapped_into_memory);
	suite_add_tcase(suite, devices);
	return suite;
}
