// SPDX-License-Identifier: BSD-2-Clause
/* What the kernel's SPI-NOR driver tells of a chip. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "discover/spi-nor.h"
#include "unit.h"

#define DEVICE "devices/platform/spi0.0"
#define FOLDER "sys/" DEVICE "/spi-nor"

static uint8_t id[FM_JEDEC_ID_SIZE + 1];
static char *sfdp;
static size_t sfdp_size;

static int read_id_of(const char *parent)
{
	const struct fm_mtd_description mtd = { .parent = (char *)parent };
	struct fm_root root;
	int rc;

	memset(id, 0x5a, sizeof(id));
	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_spi_nor_read_id(&root, &mtd, id);
	fm_root_destroy(&root);
	return rc;
}

static int read_sfdp(void)
{
	const struct fm_mtd_description mtd = { .parent = (char *)DEVICE };
	struct fm_root root;
	int rc;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_spi_nor_read_sfdp(&root, &mtd, &sfdp, &sfdp_size);
	fm_root_destroy(&root);
	return rc;
}

static void check_id(uint8_t first, uint8_t second, uint8_t third)
{
	const uint8_t expected[] = { first, second, third, 0x5a };

	ck_assert_mem_eq(id, expected, sizeof(expected));
}

static void check_no_id(void)
{
	check_id(0x5a, 0x5a, 0x5a);
}

START_TEST(an_id_is_three_bytes)
{
	static const char *const texts[] = { "c2253a\n", "C2253A\n", "c2253a",
					     "c2253a5566\n", "c2253affffff\n" };

	write_file(FOLDER "/jedec_id", texts[_i]);
	ck_assert_int_eq(read_id_of(DEVICE), 0);
	check_id(0xc2, 0x25, 0x3a);
}
END_TEST

START_TEST(an_id_may_have_bytes_of_all_zeros_and_ones)
{
	write_file(FOLDER "/jedec_id", "00ff00\n");
	ck_assert_int_eq(read_id_of(DEVICE), 0);
	check_id(0, 0xff, 0);
}
END_TEST

START_TEST(an_id_that_tar_has_padded_is_read)
{
	char page[4096] = "9d6019\n";

	write_bytes(FOLDER "/jedec_id", page, sizeof(page));
	ck_assert_int_eq(read_id_of(DEVICE), 0);
	check_id(0x9d, 0x60, 0x19);
}
END_TEST

START_TEST(an_id_that_makes_no_sense_gives_eio)
{
	static const char *const texts[] = {
		"",	    "\n",	 "c2253\n",    "c2\n",
		"c225\n",   "c2253a5\n", "0xc2253a\n", "c2 25 3a\n",
		"c2253g\n", "c2253:\n",	 "-c2253a\n",  "000000\n",
		"ffffff\n", "FFFFFF\n",	 "000000c2\n",
	};

	expect_errors();
	write_file(FOLDER "/jedec_id", texts[_i]);
	ck_assert_int_eq(read_id_of(DEVICE), -EIO);
	check_no_id();
}
END_TEST

START_TEST(an_id_without_end_gives_eio)
{
	char text[8192];

	expect_errors();
	memset(text, 'a', sizeof(text));
	write_bytes(FOLDER "/jedec_id", text, sizeof(text));
	ck_assert_int_eq(read_id_of(DEVICE), -EIO);
	check_no_id();
}
END_TEST

START_TEST(a_partition_in_a_master_is_on_its_device)
{
	write_file(FOLDER "/jedec_id", "c2253a\n");
	ck_assert_int_eq(read_id_of(DEVICE "/mtd/mtd3"), 0);
	check_id(0xc2, 0x25, 0x3a);
	ck_assert_int_eq(read_id_of(DEVICE "/mtd/mtd3/mtd4"), 0);
	check_id(0xc2, 0x25, 0x3a);
}
END_TEST

START_TEST(a_device_that_is_no_spi_nor_is_enotsup)
{
	write_file("sys/" DEVICE "/uevent", "");
	ck_assert_int_eq(read_id_of(DEVICE), -ENOTSUP);
	ck_assert_int_eq(read_sfdp(), -ENOTSUP);
	check_no_id();
}
END_TEST

START_TEST(a_folder_without_the_file_is_enotsup)
{
	write_file(FOLDER "/partname", "mx66l51235f\n");
	ck_assert_int_eq(read_id_of(DEVICE), -ENOTSUP);
	ck_assert_int_eq(read_sfdp(), -ENOTSUP);
	check_no_id();
}
END_TEST

START_TEST(an_mtd_whose_device_is_unknown_is_enotsup)
{
	ck_assert_int_eq(read_id_of(NULL), -ENOTSUP);
}
END_TEST

START_TEST(a_device_that_is_gone_is_enodev)
{
	ck_assert_int_eq(read_id_of(DEVICE), -ENODEV);
	ck_assert_int_eq(read_sfdp(), -ENODEV);
}
END_TEST

START_TEST(what_leads_elsewhere_is_not_read)
{
	static const char *const parents[] = {
		"devices/../outside", "devices/platform/..",
		"../outside",	      "outside",
		"/outside",	      "",
	};

	write_file("outside/spi-nor/jedec_id", "c2253a\n");
	write_file("sys/outside/spi-nor/jedec_id", "c2253a\n");
	write_file("sys/devices/spi-nor/jedec_id", "c2253a\n");
	write_file("sys/devices/platform/uevent", "");
	ck_assert_int_eq(read_id_of(parents[_i]), -ENOTSUP);
	check_no_id();
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	write_file("outside/jedec_id", "c2253a\n");
	write_link(FOLDER, test_path("outside"));
	ck_assert_int_eq(read_id_of(DEVICE), -ENOTDIR);
	check_no_id();
}
END_TEST

START_TEST(an_id_that_cannot_be_opened_is_told)
{
	write_link(FOLDER "/jedec_id", "jedec_id");
	ck_assert_int_eq(read_id_of(DEVICE), -ELOOP);
	check_no_id();
}
END_TEST

static void check_sfdp_is_read(const char *bytes, size_t size)
{
	write_bytes(FOLDER "/sfdp", bytes, size);
	ck_assert_int_eq(read_sfdp(), 0);
	ck_assert_uint_eq(sfdp_size, size);
	ck_assert_mem_eq(sfdp, bytes, size);
	free(sfdp);
}

START_TEST(sfdp_is_read_as_it_is)
{
	static const char bytes[] = "SFDP\6\1\0\377\0\0\0";

	check_sfdp_is_read(bytes, sizeof(bytes));
}
END_TEST

START_TEST(sfdp_of_a_large_page_is_read)
{
	static char bytes[65536] = "SFDP";

	bytes[65535] = 0x5a;
	check_sfdp_is_read(bytes, sizeof(bytes));
}
END_TEST

START_TEST(empty_sfdp_is_enotsup)
{
	write_file(FOLDER "/sfdp", "");
	ck_assert_int_eq(read_sfdp(), -ENOTSUP);
}
END_TEST

START_TEST(sfdp_that_makes_no_sense_gives_eio)
{
	static const char *const texts[] = { "SFDP123", "PDFS1234", "sfdp1234",
					     "S" };

	expect_errors();
	write_file(FOLDER "/sfdp", texts[_i]);
	ck_assert_int_eq(read_sfdp(), -EIO);
}
END_TEST

START_TEST(the_first_header_alone_is_sfdp)
{
	check_sfdp_is_read("SFDP1234", 8);
}
END_TEST

Suite *spinor_suite(void)
{
	Suite *suite = suite_create("spinor");
	TCase *identity = tcase_create("id");
	TCase *parameters = tcase_create("sfdp");

	tcase_add_loop_test(identity, an_id_is_three_bytes, 0, 5);
	tcase_add_test(identity, an_id_may_have_bytes_of_all_zeros_and_ones);
	tcase_add_test(identity, an_id_that_tar_has_padded_is_read);
	tcase_add_loop_test(identity, an_id_that_makes_no_sense_gives_eio, 0,
			    15);
	tcase_add_test(identity, an_id_without_end_gives_eio);
	tcase_add_test(identity, a_partition_in_a_master_is_on_its_device);
	tcase_add_test(identity, a_device_that_is_no_spi_nor_is_enotsup);
	tcase_add_test(identity, a_folder_without_the_file_is_enotsup);
	tcase_add_test(identity, an_mtd_whose_device_is_unknown_is_enotsup);
	tcase_add_test(identity, a_device_that_is_gone_is_enodev);
	tcase_add_loop_test(identity, what_leads_elsewhere_is_not_read, 0, 6);
	tcase_add_test(identity, a_link_is_not_followed);
	tcase_add_test(identity, an_id_that_cannot_be_opened_is_told);
	suite_add_tcase(suite, identity);

	tcase_add_test(parameters, sfdp_is_read_as_it_is);
	tcase_add_test(parameters, sfdp_of_a_large_page_is_read);
	tcase_add_test(parameters, empty_sfdp_is_enotsup);
	tcase_add_loop_test(parameters, sfdp_that_makes_no_sense_gives_eio, 0,
			    4);
	tcase_add_test(parameters, the_first_header_alone_is_sfdp);
	suite_add_tcase(suite, parameters);
	return suite;
}
