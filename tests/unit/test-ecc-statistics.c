// SPDX-License-Identifier: BSD-2-Clause
/* The state of a device as far as error correction tells. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "nand.h"
#include "unit.h"

static uint8_t data[2 * NAND_SIZE];

static struct flashmap_ecc_statistics get(const struct flash_area *fa)
{
	struct flashmap_ecc_statistics statistics;

	memset(&statistics, 0xa5, sizeof(statistics));
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(fa, &statistics,
							  sizeof(statistics)),
			 0);
	return statistics;
}

START_TEST(ability_is_what_sysfs_says)
{
	struct flashmap_ecc_statistics statistics = get(nand.fa);

	ck_assert_uint_eq(statistics.strength, NAND_STRENGTH);
	ck_assert_uint_eq(statistics.step_size, NAND_STEP);
	ck_assert_uint_eq(statistics.bitflip_threshold, NAND_THRESHOLD);
}
END_TEST

START_TEST(counters_are_those_of_the_kernel)
{
	struct flashmap_ecc_statistics statistics;

	nand.rootfs->corrected = 0xfffffff0;
	nand.rootfs->failed = 12;
	nand.rootfs->reserved_blocks = 4;
	fake_mark_bad(nand.rootfs, 0);
	fake_mark_bad(nand.rootfs, NAND_SIZE - 1);
	statistics = get(nand.fa);
	ck_assert_uint_eq(statistics.corrected, 0xfffffff0);
	ck_assert_uint_eq(statistics.failed, 12);
	ck_assert_uint_eq(statistics.bad_blocks, 2);
	ck_assert_uint_eq(statistics.reserved_blocks, 4);
}
END_TEST

START_TEST(statistics_are_one_call)
{
	get(nand.fa);
	fake_forget_calls();
	get(nand.fa);
	ck_assert_str_eq(fake_calls(), "ECCGETSTATS mtd0\n");
}
END_TEST

START_TEST(counters_are_asked_each_time)
{
	ck_assert_uint_eq(get(nand.fa).failed, 0);
	nand.rootfs->failed = 3;
	ck_assert_uint_eq(get(nand.fa).failed, 3);
}
END_TEST

START_TEST(nothing_was_found_before_the_first_read)
{
	struct flashmap_ecc_statistics statistics;

	nand.rootfs->failed = 3;
	statistics = get(nand.fa);
	ck_assert_uint_eq(statistics.found.corrected, 0);
	ck_assert_uint_eq(statistics.found.failed, 0);
	ck_assert_uint_eq(statistics.found.max_bitflips, 0);
	ck_assert(statistics.found.known);
	ck_assert(!statistics.found.refresh_wanted);
}
END_TEST

START_TEST(what_reads_find_adds_up)
{
	struct flashmap_ecc_statistics statistics;

	expect_errors();
	nand_set_way(_i);
	fake_flip(nand.rootfs, 0, 2);
	fake_flip(nand.rootfs, NAND_BLOCK, 1);
	fake_ruin(nand.rootfs, 2 * NAND_BLOCK);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_BLOCK), 0);
	nand_read(0, 2 * NAND_BLOCK, 0);
	statistics = get(nand.fa);
	ck_assert_uint_eq(statistics.found.corrected, 2 + 3);
	ck_assert_uint_eq(statistics.found.failed, 0);
	ck_assert_uint_eq(statistics.found.max_bitflips, 2);
	ck_assert(!statistics.found.refresh_wanted);
	nand_read(2 * NAND_BLOCK, NAND_PAGE, -EBADMSG);
	ck_assert_int_eq(flash_area_read(nand.fa, 2 * NAND_BLOCK, data, 1),
			 -EBADMSG);
	ck_assert_uint_eq(get(nand.fa).found.failed, 2);
	ck_assert(get(nand.fa).found.refresh_wanted);
}
END_TEST

START_TEST(flips_at_the_threshold_are_remembered)
{
	nand_set_way(_i);
	fake_flip(nand.rootfs, 0, NAND_THRESHOLD);
	ck_assert_int_eq(flash_area_read(nand.fa, 0, data, NAND_PAGE), 0);
	ck_assert(get(nand.fa).found.refresh_wanted);
	ck_assert_uint_eq(get(nand.fa).found.max_bitflips, NAND_THRESHOLD);
}
END_TEST

START_TEST(what_others_read_is_not_found)
{
	nand_set_way(_i);
	fake_disturb(nand.rootfs, 1, 3, 1);
	nand_read(0, NAND_BLOCK, 0);
	ck_assert_uint_eq(get(nand.fa).found.corrected, 0);
	ck_assert_uint_eq(get(nand.fa).found.failed, 0);
}
END_TEST

START_TEST(what_was_found_is_that_of_the_whole_mtd)
{
	struct flash_area first = nand_area(0, NAND_BLOCK);

	fake_flip(nand.rootfs, 3 * NAND_BLOCK, 2);
	nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(get(&first).found.corrected, 2);
}
END_TEST

START_TEST(each_mtd_has_its_own_statistics)
{
	fake_flip(nand.rootfs, 0, 2);
	nand.rootfs->failed = 7;
	nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(get(must_open_in(nand.map, "data")).found.corrected,
			  0);
	ck_assert_uint_eq(get(must_open_in(nand.map, "data")).failed, 0);
}
END_TEST

START_TEST(each_map_has_found_its_own)
{
	struct flashmap *other = fake_load_map();

	fake_flip(nand.rootfs, 0, 2);
	nand_read(0, NAND_SIZE, 0);
	ck_assert_uint_eq(get(must_open_in(other, "rootfs")).found.corrected,
			  0);
	flashmap_unref(other);
}
END_TEST

START_TEST(statistics_of_two_mtds_are_sums)
{
	struct flash_area both = nand_area(NAND_BLOCK, NAND_SIZE);
	struct flashmap_ecc_statistics statistics;

	nand.rootfs->failed = 7;
	nand.data->failed = 0xffffffff;
	nand.rootfs->reserved_blocks = 1;
	nand.data->reserved_blocks = 2;
	fake_mark_bad(nand.rootfs, 0);
	fake_mark_bad(nand.data, NAND_BLOCK);
	fake_mark_bad(nand.data, 2 * NAND_BLOCK);
	fake_flip(nand.rootfs, 3 * NAND_BLOCK, 1);
	fake_flip(nand.data, 0, 2);
	ck_assert_int_eq(flash_area_read(&both, 0, data,
					 NAND_SIZE - NAND_BLOCK + NAND_PAGE),
			 0);
	statistics = get(&both);
	ck_assert_uint_eq(statistics.failed, 0xffffffffull + 7);
	ck_assert_uint_eq(statistics.corrected, 3);
	ck_assert_uint_eq(statistics.bad_blocks, 3);
	ck_assert_uint_eq(statistics.reserved_blocks, 3);
	ck_assert_uint_eq(statistics.strength, NAND_STRENGTH);
	ck_assert_uint_eq(statistics.found.corrected, 3);
	ck_assert_uint_eq(statistics.found.max_bitflips, 2);
}
END_TEST

START_TEST(nor_has_no_ecc_statistics)
{
	struct flashmap_ecc_statistics statistics;

	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand_add_nor(),
							  &statistics,
							  sizeof(statistics)),
			 -ENOTSUP);
}
END_TEST

START_TEST(statistics_for_nothing_give_einval)
{
	struct flashmap_ecc_statistics statistics;

	ck_assert_int_eq(flashmap_area_get_ecc_statistics(NULL, &statistics,
							  sizeof(statistics)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand.fa, NULL,
							  sizeof(statistics)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand.fa, &statistics,
							  0),
			 -EINVAL);
}
END_TEST

START_TEST(statistics_of_a_range_off_the_device_give_einval)
{
	struct flash_area off =
		nand_area(2 * NAND_SIZE - NAND_BLOCK, 2 * NAND_BLOCK);
	struct flashmap_ecc_statistics statistics;

	expect_errors();
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(&off, &statistics,
							  sizeof(statistics)),
			 -EINVAL);
}
END_TEST

START_TEST(statistics_without_a_device_are_nodev)
{
	const struct flash_area fa = nand_no_device();
	struct flashmap_ecc_statistics statistics;

	ck_assert_int_eq(flashmap_area_get_ecc_statistics(&fa, &statistics,
							  sizeof(statistics)),
			 -ENODEV);
}
END_TEST

START_TEST(statistics_where_no_mtd_is_are_enxio)
{
	const struct fake_options behind = {
		.number = 2,
		.name = "behind",
		.type = "nand",
		.size = NAND_SIZE,
		.write_size = NAND_PAGE,
		.device = NAND_DEVICE,
		.offset_present = true,
		.offset = 3 * NAND_SIZE,
		.of_node = "/nand-controller/nand@0/partitions/behind@18000",
	};
	struct flashmap_ecc_statistics statistics;
	struct flash_area all;

	expect_errors();
	fake_add(&behind);
	nand_reload();
	all = nand_area(NAND_SIZE, 3 * NAND_SIZE);
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(&all, &statistics,
							  sizeof(statistics)),
			 -ENXIO);
}
END_TEST

START_TEST(a_device_that_cannot_be_opened_has_no_statistics)
{
	struct flashmap_ecc_statistics statistics;

	expect_errors();
	fake_fail(nand.rootfs, FAKE_OPEN, O_RDONLY, 1, EACCES);
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand.fa, &statistics,
							  sizeof(statistics)),
			 -EACCES);
	nand.rootfs->minor = 44;
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand.fa, &statistics,
							  sizeof(statistics)),
			 -ESTALE);
}
END_TEST

START_TEST(a_kernel_without_counters_has_no_statistics)
{
	static const int unsupported[] = { ENOTTY, EOPNOTSUPP, 524 };
	struct flashmap_ecc_statistics statistics;

	fake_fail(nand.rootfs, FAKE_IOCTL, ECCGETSTATS, FAKE_ALWAYS,
		  unsupported[_i]);
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(nand.fa, &statistics,
							  sizeof(statistics)),
			 -ENOTSUP);
}
END_TEST

START_TEST(shorter_statistics_are_filled_to_their_end)
{
	uint8_t bytes[sizeof(struct flashmap_ecc_statistics)];
	uint32_t words[2];

	memset(bytes, 0xa5, sizeof(bytes));
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(
				 nand.fa, (void *)bytes, sizeof(words)),
			 0);
	memcpy(words, bytes, sizeof(words));
	ck_assert_uint_eq(words[0], NAND_STRENGTH);
	ck_assert_uint_eq(words[1], NAND_STEP);
	for (size_t i = sizeof(words); i < sizeof(bytes); i++)
		ck_assert_uint_eq(bytes[i], 0xa5);
}
END_TEST

START_TEST(longer_statistics_end_in_zeros)
{
	struct {
		struct flashmap_ecc_statistics statistics;
		uint8_t more[24];
	} longer;

	memset(&longer, 0xa5, sizeof(longer));
	ck_assert_int_eq(flashmap_area_get_ecc_statistics(
				 nand.fa, &longer.statistics, sizeof(longer)),
			 0);
	ck_assert_uint_eq(longer.statistics.strength, NAND_STRENGTH);
	for (size_t i = 0; i < sizeof(longer.more); i++)
		ck_assert_uint_eq(longer.more[i], 0);
}
END_TEST

static void add_refusals(TCase *tcase)
{
	tcase_add_test(tcase, nor_has_no_ecc_statistics);
	tcase_add_test(tcase, statistics_for_nothing_give_einval);
	tcase_add_test(tcase, statistics_of_a_range_off_the_device_give_einval);
	tcase_add_test(tcase, statistics_without_a_device_are_nodev);
	tcase_add_test(tcase, statistics_where_no_mtd_is_are_enxio);
	tcase_add_test(tcase, a_device_that_cannot_be_opened_has_no_statistics);
	tcase_add_loop_test(tcase, a_kernel_without_counters_has_no_statistics,
			    0, 3);
	tcase_add_test(tcase, shorter_statistics_are_filled_to_their_end);
	tcase_add_test(tcase, longer_statistics_end_in_zeros);
}

TCase *ecc_statistics_case(void)
{
	TCase *tcase = tcase_create("statistics");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_test(tcase, ability_is_what_sysfs_says);
	tcase_add_test(tcase, counters_are_those_of_the_kernel);
	tcase_add_test(tcase, statistics_are_one_call);
	tcase_add_test(tcase, counters_are_asked_each_time);
	tcase_add_test(tcase, nothing_was_found_before_the_first_read);
	tcase_add_loop_test(tcase, what_reads_find_adds_up, 0, NAND_WAYS);
	tcase_add_loop_test(tcase, flips_at_the_threshold_are_remembered, 0,
			    NAND_WAYS);
	tcase_add_loop_test(tcase, what_others_read_is_not_found, 0, NAND_WAYS);
	tcase_add_test(tcase, what_was_found_is_that_of_the_whole_mtd);
	tcase_add_test(tcase, each_mtd_has_its_own_statistics);
	tcase_add_test(tcase, each_map_has_found_its_own);
	tcase_add_test(tcase, statistics_of_two_mtds_are_sums);
	add_refusals(tcase);
	return tcase;
}
