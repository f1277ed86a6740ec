// SPDX-License-Identifier: BSD-2-Clause
/* What flashmap_area_read_ecc() takes and refuses. */

#include <errno.h>
#include <string.h>

#include "board.h"
#include "cases.h"
#include "nand.h"
#include "unit.h"

static uint8_t data[NAND_SIZE + 1];

START_TEST(findings_may_be_left_out)
{
	expect_errors();
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_BLOCK,
						NULL, 0),
			 0);
	nand_check_bytes(nand.rootfs, 0, data, NAND_BLOCK);
	fake_ruin(nand.rootfs, NAND_PAGE);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_BLOCK,
						NULL, 0),
			 -EBADMSG);
	nand_check_bytes(nand.rootfs, 0, data, NAND_BLOCK);
}
END_TEST

START_TEST(a_size_that_does_not_suit_gives_einval)
{
	struct flashmap_ecc ecc;

	memset(&ecc, 0xa5, sizeof(ecc));
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, 1, &ecc, 0),
			 -EINVAL);
	ck_assert_uint_eq(*(uint8_t *)&ecc, 0xa5);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, 1, NULL,
						sizeof(ecc)),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(a_shorter_structure_is_filled_to_its_end)
{
	uint8_t bytes[sizeof(struct flashmap_ecc)];
	uint64_t corrected;

	memset(bytes, 0xa5, sizeof(bytes));
	fake_flip(nand.rootfs, 0, 2);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_PAGE,
						(void *)bytes,
						sizeof(corrected)),
			 0);
	memcpy(&corrected, bytes, sizeof(corrected));
	ck_assert_uint_eq(corrected, 2);
	for (size_t i = sizeof(corrected); i < sizeof(bytes); i++)
		ck_assert_uint_eq(bytes[i], 0xa5);
}
END_TEST

START_TEST(a_longer_structure_ends_in_zeros)
{
	struct {
		struct flashmap_ecc ecc;
		uint8_t more[24];
	} longer;

	memset(&longer, 0xa5, sizeof(longer));
	fake_flip(nand.rootfs, 0, 2);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_PAGE,
						&longer.ecc, sizeof(longer)),
			 0);
	ck_assert_uint_eq(longer.ecc.corrected, 2);
	for (size_t i = 0; i < sizeof(longer.more); i++)
		ck_assert_uint_eq(longer.more[i], 0);
}
END_TEST

START_TEST(a_longer_structure_ends_in_zeros_also_after_a_bad_page)
{
	struct {
		struct flashmap_ecc ecc;
		uint8_t more[8];
	} longer;

	expect_errors();
	memset(&longer, 0xa5, sizeof(longer));
	fake_ruin(nand.rootfs, 0);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, data, NAND_PAGE,
						&longer.ecc, sizeof(longer)),
			 -EBADMSG);
	ck_assert_uint_eq(longer.ecc.failed, 1);
	ck_assert_mem_eq(longer.more, "\0\0\0\0\0\0\0\0", 8);
}
END_TEST

START_TEST(reading_ecc_outside_the_area_gives_einval)
{
	static const struct {
		off_t offset;
		size_t length;
	} outside[] = {
		{ NAND_SIZE, 1 },
		{ NAND_SIZE - 1, 2 },
		{ 0, NAND_SIZE + 1 },
		{ 1, SIZE_MAX },
		{ -1, 1 },
	};
	struct flashmap_ecc ecc;

	expect_errors();
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, outside[_i].offset,
						data, outside[_i].length, &ecc,
						sizeof(ecc)),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(reading_ecc_without_an_area_or_bytes_gives_einval)
{
	struct flashmap_ecc ecc;

	ck_assert_int_eq(flashmap_area_read_ecc(NULL, 0, data, 1, &ecc,
						sizeof(ecc)),
			 -EINVAL);
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, 0, NULL, 1, &ecc,
						sizeof(ecc)),
			 -EINVAL);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(reading_nothing_asks_nothing)
{
	struct flashmap_ecc ecc;

	memset(&ecc, 0xa5, sizeof(ecc));
	ck_assert_int_eq(flashmap_area_read_ecc(nand.fa, NAND_SIZE, NULL, 0,
						&ecc, sizeof(ecc)),
			 0);
	ck_assert_uint_eq(ecc.corrected, 0);
	ck_assert_uint_eq(ecc.failed, 0);
	ck_assert_uint_eq(ecc.max_bitflips, 0);
	ck_assert(!ecc.refresh_wanted);
	ck_assert_uint_eq(fake_count("pread"), 0);
	ck_assert_uint_eq(fake_count("MEMREAD"), 0);
}
END_TEST

START_TEST(reading_ecc_without_a_device_is_nodev)
{
	const struct flash_area fa = nand_no_device();
	struct flashmap_ecc ecc;

	ck_assert_int_eq(flashmap_area_read_ecc(&fa, 0, data, 1, &ecc,
						sizeof(ecc)),
			 -ENODEV);
}
END_TEST

START_TEST(reading_ecc_where_no_mtd_is_is_enxio)
{
	const struct fake_options behind = {
		.number = 2,
		.name = "behind",
		.type = "nand",
		.write_size = NAND_PAGE,
		.device = NAND_DEVICE,
		.offset_present = true,
		.offset = 3 * NAND_SIZE,
		.of_node = "/nand-controller/nand@0/partitions/behind@18000",
	};
	struct flashmap_ecc ecc;
	struct flash_area gap;

	expect_errors();
	fake_add(&behind);
	nand_reload();
	gap = nand_area(2 * NAND_SIZE, NAND_SIZE);
	ck_assert_int_eq(flashmap_area_read_ecc(&gap, 0, data, 1, &ecc,
						sizeof(ecc)),
			 -ENXIO);
}
END_TEST

TCase *ecc_arguments_case(void)
{
	TCase *tcase = tcase_create("arguments");

	tcase_add_checked_fixture(tcase, nand_set_up, nand_tear_down);
	tcase_add_test(tcase, findings_may_be_left_out);
	tcase_add_test(tcase, a_size_that_does_not_suit_gives_einval);
	tcase_add_test(tcase, a_shorter_structure_is_filled_to_its_end);
	tcase_add_test(tcase, a_longer_structure_ends_in_zeros);
	tcase_add_test(tcase,
		       a_longer_structure_ends_in_zeros_also_after_a_bad_page);
	tcase_add_loop_test(tcase, reading_ecc_outside_the_area_gives_einval, 0,
			    5);
	tcase_add_test(tcase,
		       reading_ecc_without_an_area_or_bytes_gives_einval);
	tcase_add_test(tcase, reading_nothing_asks_nothing);
	tcase_add_test(tcase, reading_ecc_without_a_device_is_nodev);
	tcase_add_test(tcase, reading_ecc_where_no_mtd_is_is_enxio);
	return tcase;
}
