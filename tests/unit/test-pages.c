// SPDX-License-Identifier: BSD-2-Clause
/* The pages of a device. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include <zephyr/drivers/flash.h>

#include "board.h"
#include "no-device.h"
#include "tree.h"
#include "unit.h"

static struct flash_pages_info info;

static const struct device *find(const char *name)
{
	const struct device *dev = device_get_binding(name);

	ck_assert_ptr_nonnull(dev);
	return dev;
}

static const struct device *find_in(struct flashmap *map, const char *label)
{
	return must_open_in(map, label)->fa_dev;
}

static void check_info(off_t offset, size_t size, uint32_t index)
{
	ck_assert_int_eq(info.start_offset, offset);
	ck_assert_uint_eq(info.size, size);
	ck_assert_uint_eq(info.index, index);
}

static int by_offset(const struct device *dev, off_t offset)
{
	memset(&info, 0x5a, sizeof(info));
	return flash_get_page_info_by_offs(dev, offset, &info);
}

static int by_index(const struct device *dev, uint32_t index)
{
	memset(&info, 0x5a, sizeof(info));
	return flash_get_page_info_by_idx(dev, index, &info);
}

static void check_untouched(void)
{
	struct flash_pages_info before;

	memset(&before, 0x5a, sizeof(before));
	ck_assert_mem_eq(&info, &before, sizeof(before));
}

/* What the pages of a device are, and when to stop. */
struct visit {
	uint32_t count;
	uint32_t stop_after;
	off_t last;
	off_t jump_at, jump_to;
};

static bool visit_page(const struct flash_pages_info *page, void *data)
{
	struct visit *visit = data;
	off_t expected = visit->last + 0x1000;

	if (visit->count > 0 && expected == visit->jump_at)
		expected = visit->jump_to;
	if (visit->count == 0)
		expected = 0;
	ck_assert_int_eq(page->start_offset, expected);
	ck_assert_uint_eq(page->size, 0x1000);
	ck_assert_uint_eq(page->index, visit->count);
	visit->last = page->start_offset;
	return ++visit->count != visit->stop_after;
}

START_TEST(pages_of_all_mtds_of_a_chip_are_counted)
{
	ck_assert_uint_eq(flash_get_page_count(find("spi0.0")), 64);
	ck_assert_uint_eq(flash_get_page_count(find("spi1.0")), 16);
}
END_TEST

START_TEST(pages_of_one_mtd_alone_are_counted)
{
	ck_assert_uint_eq(flash_get_page_count(find("mtd1")), 32);
	ck_assert_uint_eq(flash_get_page_count(find("mtd2")), 16);
}
END_TEST

START_TEST(any_offset_of_a_page_leads_to_it)
{
	const struct device *dev = find("spi0.0");

	ck_assert_int_eq(by_offset(dev, 0), 0);
	check_info(0, 0x1000, 0);
	ck_assert_int_eq(by_offset(dev, 0xfff), 0);
	check_info(0, 0x1000, 0);
	ck_assert_int_eq(by_offset(dev, 0x1000), 0);
	check_info(0x1000, 0x1000, 1);
	ck_assert_int_eq(by_offset(dev, 0x10000), 0);
	check_info(0x10000, 0x1000, 16);
	ck_assert_int_eq(by_offset(dev, 0x2ffff), 0);
	check_info(0x2f000, 0x1000, 47);
}
END_TEST

START_TEST(pages_behind_a_gap_have_the_next_numbers)
{
	const struct device *dev = find("spi0.0");

	ck_assert_int_eq(by_offset(dev, 0x40000), 0);
	check_info(0x40000, 0x1000, 48);
	ck_assert_int_eq(by_offset(dev, 0x4ffff), 0);
	check_info(0x4f000, 0x1000, 63);
	ck_assert_int_eq(by_index(dev, 48), 0);
	check_info(0x40000, 0x1000, 48);
}
END_TEST

START_TEST(there_is_no_page_in_a_gap)
{
	static const off_t offsets[] = { 0x30000, 0x3ffff };

	ck_assert_int_eq(by_offset(find("spi0.0"), offsets[_i]), -EINVAL);
	check_untouched();
}
END_TEST

START_TEST(there_is_no_page_outside_of_the_device)
{
	static const off_t offsets[] = { 0x50000, -1, INT64_MIN, INT64_MAX };

	expect_errors();
	ck_assert_int_eq(by_offset(find("spi0.0"), offsets[_i]), -EINVAL);
	check_untouched();
}
END_TEST

START_TEST(pages_are_found_by_number)
{
	const struct device *dev = find("spi0.0");

	ck_assert_int_eq(by_index(dev, 0), 0);
	check_info(0, 0x1000, 0);
	ck_assert_int_eq(by_index(dev, 15), 0);
	check_info(0xf000, 0x1000, 15);
	ck_assert_int_eq(by_index(dev, 16), 0);
	check_info(0x10000, 0x1000, 16);
	ck_assert_int_eq(by_index(dev, 63), 0);
	check_info(0x4f000, 0x1000, 63);
}
END_TEST

START_TEST(a_number_past_the_last_page_gives_einval)
{
	static const uint32_t numbers[] = { 64, 65, INT32_MAX, UINT32_MAX };

	ck_assert_int_eq(by_index(find("spi0.0"), numbers[_i]), -EINVAL);
	check_untouched();
}
END_TEST

START_TEST(offsets_of_one_mtd_alone_begin_at_its_start)
{
	const struct device *dev = find("mtd1");

	expect_errors();
	ck_assert_int_eq(by_offset(dev, 0x1001), 0);
	check_info(0x1000, 0x1000, 1);
	ck_assert_int_eq(by_index(dev, 31), 0);
	check_info(0x1f000, 0x1000, 31);
	ck_assert_int_eq(by_index(dev, 32), -EINVAL);
	ck_assert_int_eq(by_offset(dev, 0x20000), -EINVAL);
}
END_TEST

START_TEST(a_page_without_place_gives_einval)
{
	const struct device *dev = find("spi0.0");

	ck_assert_int_eq(flash_get_page_info_by_offs(dev, 0, NULL), -EINVAL);
	ck_assert_int_eq(flash_get_page_info_by_idx(dev, 0, NULL), -EINVAL);
}
END_TEST

START_TEST(what_is_no_device_has_no_pages)
{
	const struct device *dev = no_device(_i);
	struct visit visit = { 0 };

	ck_assert_int_eq(by_offset(dev, 0), -ENODEV);
	ck_assert_int_eq(by_index(dev, 0), -ENODEV);
	check_untouched();
	ck_assert_uint_eq(flash_get_page_count(dev), 0);
	flash_page_foreach(dev, visit_page, &visit);
	ck_assert_uint_eq(visit.count, 0);
}
END_TEST

START_TEST(each_page_is_told_in_order)
{
	struct visit visit = { .jump_at = 0x30000, .jump_to = 0x40000 };
	struct visit alone = { 0 };

	flash_page_foreach(find("spi0.0"), visit_page, &visit);
	ck_assert_uint_eq(visit.count, 64);
	ck_assert_int_eq(visit.last, 0x4f000);
	flash_page_foreach(find("mtd1"), visit_page, &alone);
	ck_assert_uint_eq(alone.count, 32);
}
END_TEST

START_TEST(false_stops_at_once)
{
	static const uint32_t stops[] = { 1, 16, 17 };
	struct visit visit = { .stop_after = stops[_i] };

	flash_page_foreach(find("spi0.0"), visit_page, &visit);
	ck_assert_uint_eq(visit.count, stops[_i]);
}
END_TEST

START_TEST(no_function_is_called_for_nothing)
{
	flash_page_foreach(find("spi0.0"), NULL, NULL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(pages_of_what_sysfs_describes_open_no_device)
{
	ck_assert_uint_eq(flash_get_page_count(find("spi0.0")), 64);
	ck_assert_int_eq(by_offset(find("spi0.0"), 0), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_device_without_sectors_has_no_pages)
{
	struct visit visit = { 0 };
	struct flashmap *map;

	tree_set_attribute(3, "erasesize", "0\n");
	map = fake_load_map();
	ck_assert_int_eq(by_offset(find_in(map, "spare"), 0), -ENOTSUP);
	ck_assert_int_eq(by_index(find_in(map, "spare"), 0), -ENOTSUP);
	ck_assert_uint_eq(flash_get_page_count(find_in(map, "spare")), 0);
	flash_page_foreach(find_in(map, "spare"), visit_page, &visit);
	ck_assert_uint_eq(visit.count, 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(an_mtd_without_a_whole_sector_leaves_the_others_theirs)
{
	struct flashmap *map;

	tree_add_part(24, "small", BOARD_DEVICE, 0x30000, 0x800);
	map = fake_load_map();
	ck_assert_ptr_eq(find_in(map, "data"), find_in(map, "small"));
	ck_assert_uint_eq(flash_get_page_count(find_in(map, "data")), 64);
	ck_assert_int_eq(by_index(find_in(map, "data"), 48), 0);
	check_info(0x40000, 0x1000, 48);
	ck_assert_int_eq(by_offset(find_in(map, "data"), 0x30000), -EINVAL);
	flashmap_unref(map);
}
END_TEST

/* A part with other sectors in the MTD of a whole chip. */
static struct flashmap *load_nested(void)
{
	const struct fake_options master = {
		.number = 20,
		.name = "master",
		.device = "devices/platform/spi2.0",
		.size = 0x20000,
		.erase_size = 0x8000,
	};
	const struct fake_options part = {
		.number = 21,
		.name = "part",
		.above = fake_add(&master),
		.offset_present = true,
		.offset = 0x8000,
		.size = 0x4000,
		.erase_size = 0x2000,
	};

	fake_add(&part);
	return fake_load_map();
}

START_TEST(pages_are_those_of_the_smallest_mtd_there)
{
	struct flashmap *map = load_nested();
	const struct device *dev = find_in(map, "master");

	ck_assert_ptr_eq(dev, find_in(map, "part"));
	ck_assert_uint_eq(flash_get_page_count(dev), 1 + 2 + 2);
	ck_assert_int_eq(by_offset(dev, 0xa001), 0);
	check_info(0xa000, 0x2000, 2);
	/* The master's goes on where its next one begins. */
	ck_assert_int_eq(by_index(dev, 3), 0);
	check_info(0x10000, 0x8000, 3);
	ck_assert_int_eq(by_offset(dev, 0xc000), -EINVAL);
	flashmap_unref(map);
}
END_TEST

static bool erase_page(const struct flash_pages_info *page, void *data)
{
	struct flash_area fa = {
		.fa_off = page->start_offset,
		.fa_size = page->size,
		.fa_dev = data,
	};

	ck_assert_int_eq(flash_area_erase(&fa, 0, page->size), 0);
	return true;
}

START_TEST(each_page_can_be_erased)
{
	struct flashmap *map = load_nested();
	const struct device *dev = find_in(map, "master");

	flash_page_foreach(dev, erase_page, (void *)dev);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd20"), 3);
	ck_assert_uint_eq(fake_count("MEMERASE64 mtd21"), 2);
	flashmap_unref(map);
}
END_TEST

static struct flashmap *load_large(uint64_t size, struct fake_mtd **mtd)
{
	const struct fake_options options = {
		.number = 22,
		.name = "large",
		.device = "devices/platform/spi3.0",
		.size = size,
	};

	*mtd = fake_add(&options);
	return fake_load_map();
}

START_TEST(pages_past_4_gib_are_exact)
{
	struct fake_mtd *mtd;
	struct flashmap *map = load_large(0x300000000, &mtd);
	const struct device *dev = find_in(map, "large");

	ck_assert_uint_eq(flash_get_page_count(dev), 0x300000);
	ck_assert_int_eq(by_offset(dev, 0x2fffff001), 0);
	check_info(0x2fffff000, 0x1000, 0x2fffff);
	ck_assert_int_eq(by_index(dev, 0x100000), 0);
	check_info(0x100000000, 0x1000, 0x100000);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_number_that_does_not_fit_gives_eoverflow)
{
	struct fake_mtd *mtd;
	struct flashmap *map = load_large(0x200000000000, &mtd);
	const struct device *dev = find_in(map, "large");

	ck_assert_int_eq(by_offset(dev, 0xfffffffffff), 0);
	check_info(0xffffffff000, 0x1000, UINT32_MAX);
	ck_assert_int_eq(by_offset(dev, 0x100000000000), -EOVERFLOW);
	ck_assert_uint_eq(flash_get_page_count(dev), 0x200000000);
	flashmap_unref(map);
}
END_TEST

START_TEST(what_size_t_cannot_hold_is_no_area)
{
	struct fake_mtd *mtd;
	struct flashmap *map = load_large(0x100000000, &mtd);
	const struct flash_area *fa;

	ck_assert_int_eq(flashmap_open_label(map, "large", &fa), -ENOENT);
	ck_assert_int_eq(flashmap_open_label(map, "boot", &fa), 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(what_cannot_be_asked_is_not_told_in_part)
{
	static const struct region_info_user region = { .erasesize = 0x1000,
							.numblocks = 16 };
	const struct fake_options options = {
		.number = 23,
		.name = "unknown",
		.device = BOARD_DEVICE,
		.offset_present = true,
		.offset = 0x30000,
		.regions = &region,
		.region_count = 1,
	};
	struct fake_mtd *mtd = fake_add(&options);
	struct flashmap *map = fake_load_map();
	const struct device *dev = find_in(map, "unknown");
	struct visit visit = { 0 };

	expect_errors();
	ck_assert_ptr_eq(dev, find_in(map, "boot"));
	fake_fail(mtd, FAKE_OPEN, O_RDONLY, FAKE_ALWAYS, EACCES);
	flash_page_foreach(dev, visit_page, &visit);
	ck_assert_uint_eq(visit.count, 0);
	ck_assert_uint_eq(flash_get_page_count(dev), 0);
	ck_assert_int_eq(by_index(dev, 79), -EACCES);
	flashmap_unref(map);
}
END_TEST

static void add_looks(Suite *suite)
{
	TCase *looks = tcase_create("looks");

	tcase_add_checked_fixture(looks, board_set_up, board_tear_down);
	tcase_add_test(looks, pages_of_all_mtds_of_a_chip_are_counted);
	tcase_add_test(looks, pages_of_one_mtd_alone_are_counted);
	tcase_add_test(looks, any_offset_of_a_page_leads_to_it);
	tcase_add_test(looks, pages_behind_a_gap_have_the_next_numbers);
	tcase_add_loop_test(looks, there_is_no_page_in_a_gap, 0, 2);
	tcase_add_loop_test(looks, there_is_no_page_outside_of_the_device, 0,
			    4);
	tcase_add_test(looks, pages_are_found_by_number);
	tcase_add_loop_test(looks, a_number_past_the_last_page_gives_einval, 0,
			    4);
	tcase_add_test(looks, offsets_of_one_mtd_alone_begin_at_its_start);
	tcase_add_test(looks, a_page_without_place_gives_einval);
	tcase_add_loop_test(looks, what_is_no_device_has_no_pages, 0,
			    NO_DEVICES);
	tcase_add_test(looks, each_page_is_told_in_order);
	tcase_add_loop_test(looks, false_stops_at_once, 0, 3);
	tcase_add_test(looks, no_function_is_called_for_nothing);
	tcase_add_test(looks, pages_of_what_sysfs_describes_open_no_device);
	suite_add_tcase(suite, looks);
}

Suite *pages_suite(void)
{
	Suite *suite = suite_create("pages");
	TCase *uneven = tcase_create("uneven");

	add_looks(suite);
	tcase_add_checked_fixture(uneven, board_set_up, board_tear_down);
	tcase_add_test(uneven, a_device_without_sectors_has_no_pages);
	tcase_add_test(uneven,
		       an_mtd_without_a_whole_sector_leaves_the_others_theirs);
	tcase_add_test(uneven, pages_are_those_of_the_smallest_mtd_there);
	tcase_add_test(uneven, each_page_can_be_erased);
	if (SIZE_MAX > UINT32_MAX) {
		tcase_add_test(uneven, pages_past_4_gib_are_exact);
		tcase_add_test(uneven,
			       a_number_that_does_not_fit_gives_eoverflow);
	} else {
		tcase_add_test(uneven, what_size_t_cannot_hold_is_no_area);
	}
	tcase_add_test(uneven, what_cannot_be_asked_is_not_told_in_part);
	suite_add_tcase(suite, uneven);
	return suite;
}
