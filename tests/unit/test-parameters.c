// SPDX-License-Identifier: BSD-2-Clause
/* The parameters of a device. */

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>

#include <zephyr/drivers/flash.h>

#include "blob.h"
#include "board.h"
#include "no-device.h"
#include "tree.h"
#include "unit.h"

static const struct device *find_in(struct flashmap *map, const char *label)
{
	return must_open_in(map, label)->fa_dev;
}

static void check_parameters(const struct flash_parameters *parameters,
			     size_t write_block_size, uint8_t erase_value)
{
	ck_assert_ptr_nonnull(parameters);
	ck_assert_uint_eq(parameters->write_block_size, write_block_size);
	ck_assert_uint_eq(parameters->erase_value, erase_value);
}

START_TEST(a_nor_has_parameters)
{
	const struct device *dev = must_open("kernel")->fa_dev;
	const struct flash_parameters *parameters = flash_get_parameters(dev);

	check_parameters(parameters, 1, 0xff);
	ck_assert(!parameters->caps.no_explicit_erase);
	ck_assert_int_eq(flash_params_get_erase_cap(parameters),
			 FLASH_ERASE_C_EXPLICIT);
	ck_assert_uint_eq(flash_get_write_block_size(dev), 1);
}
END_TEST

START_TEST(parameters_are_the_same_at_each_call)
{
	const struct device *dev = must_open("kernel")->fa_dev;
	const struct flash_parameters *first = flash_get_parameters(dev);

	ck_assert_ptr_eq(flash_get_parameters(dev), first);
	ck_assert_ptr_ne(flash_get_parameters(device_get_binding("mtd1")),
			 first);
}
END_TEST

START_TEST(what_is_no_device_has_unknown_parameters)
{
	const struct device *dev = no_device(_i);

	check_parameters(flash_get_parameters(dev), 0, 0xff);
	ck_assert(!flash_get_parameters(dev)->caps.no_explicit_erase);
	ck_assert_uint_eq(flash_get_write_block_size(dev), 0);
}
END_TEST

static struct fake_mtd *add_part(int number, const char *node,
				 uint32_t write_size)
{
	const struct fake_options options = {
		.number = number,
		.device = "devices/platform/spi7.0",
		.offset_present = true,
		.offset = (uint64_t)number * 0x10000,
		.of_node = node,
		.write_size = write_size,
	};

	return fake_add(&options);
}

START_TEST(the_largest_write_block_of_a_chip_is_right_for_all)
{
	struct flashmap *map;
	const struct device *dev;

	add_part(30, "/spi/flash@7/partitions/a@0", 4);
	add_part(31, "/spi/flash@7/partitions/b@0", 16);
	add_part(32, "/spi/flash@7/partitions/c@0", 8);
	map = fake_load_map();
	dev = find_in(map, "mtd30");
	ck_assert_ptr_eq(dev, find_in(map, "mtd32"));
	ck_assert_uint_eq(flash_get_write_block_size(dev), 16);
	ck_assert_int_eq(flashmap_set_default(map), -EBUSY);
	flashmap_unref(map);
}
END_TEST

START_TEST(one_mtd_alone_has_its_own_write_block)
{
	struct flashmap *map;

	fake_add(&(struct fake_options){ .number = 8,
					 .type = "nand",
					 .write_size = 512,
					 .erase_size = 0x4000 });
	map = fake_load_map();
	ck_assert_int_eq(flashmap_set_default(map), 0);
	ck_assert_uint_eq(
		flash_get_write_block_size(device_get_binding("mtd8")), 512);
	flashmap_unref(map);
}
END_TEST

START_TEST(ram_needs_no_explicit_erase)
{
	struct flashmap *map;
	const struct flash_parameters *parameters;

	fake_add(&(struct fake_options){ .number = 9,
					 .name = "ram",
					 .type = "ram",
					 .flags = MTD_CAP_RAM });
	map = fake_load_map();
	parameters = flash_get_parameters(find_in(map, "ram"));
	ck_assert(parameters->caps.no_explicit_erase);
	ck_assert_int_eq(flash_params_get_erase_cap(parameters), 0);
	flashmap_unref(map);
}
END_TEST

START_TEST(one_mtd_that_needs_an_erase_is_enough)
{
	struct flashmap *map;
	struct fake_mtd *mtd;

	mtd = add_part(33, "/spi/flash@7/partitions/a@0", 1);
	tree_set_attribute(33, "flags", "0x1c00\n");
	add_part(34, "/spi/flash@7/partitions/b@0", 1);
	map = fake_load_map();
	ck_assert_ptr_nonnull(mtd);
	ck_assert_ptr_eq(find_in(map, "mtd33"), find_in(map, "mtd34"));
	ck_assert(!flash_get_parameters(find_in(map, "mtd33"))
			   ->caps.no_explicit_erase);
	flashmap_unref(map);
}
END_TEST

/* What only the node tells. */
static struct fake_mtd *add_unknown(void)
{
	const struct fake_options options = {
		.number = 0,
		.name = "unknown",
		.type = "ram",
		.write_size = 8,
		.flags = MTD_CAP_RAM,
		.no_sysfs = true,
	};
	struct fake_mtd *mtd = fake_add(&options);

	fake_write_procmtd();
	return mtd;
}

START_TEST(what_sysfs_does_not_say_is_asked_once)
{
	struct flashmap *map;
	const struct device *dev;

	add_unknown();
	map = fake_load_map();
	dev = find_in(map, "unknown");
	check_parameters(flash_get_parameters(dev), 8, 0xff);
	ck_assert(flash_get_parameters(dev)->caps.no_explicit_erase);
	ck_assert_uint_eq(fake_count("MEMGETINFO"), 1);
	flashmap_unref(map);
}
END_TEST

START_TEST(failing_to_ask_is_not_remembered)
{
	struct fake_mtd *mtd = add_unknown();
	struct flashmap *map = fake_load_map();
	const struct device *dev = find_in(map, "unknown");

	expect_errors();
	fake_fail(mtd, FAKE_OPEN, O_RDONLY, 1, EACCES);
	check_parameters(flash_get_parameters(dev), 0, 0xff);
	check_parameters(flash_get_parameters(dev), 8, 0xff);
	flashmap_unref(map);
}
END_TEST

START_TEST(parameters_live_as_long_as_the_device)
{
	const struct flash_parameters *first;
	const struct device *dev = must_open("kernel")->fa_dev;

	first = flash_get_parameters(dev);
	ck_assert_int_eq(flashmap_release(board.map), 0);
	ck_assert_ptr_eq(flash_get_parameters(dev), first);
	check_parameters(first, 1, 0xff);
}
END_TEST

static void *get_in_thread(void *dev)
{
	return (void *)flash_get_parameters(dev);
}

START_TEST(threads_that_ask_at_once_get_the_same)
{
	void *dev = (void *)must_open("kernel")->fa_dev;
	pthread_t threads[8];
	void *found[8];

	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL,
						get_in_thread, dev),
				 0);
	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_join(threads[i], &found[i]), 0);
	for (size_t i = 0; i < 8; i++)
		ck_assert_ptr_eq(found[i], found[0]);
	check_parameters(found[0], 1, 0xff);
}
END_TEST

START_TEST(the_size_of_one_mtd_is_its_own)
{
	uint64_t size = 0;

	ck_assert_int_eq(flash_get_size(device_get_binding("mtd1"), &size), 0);
	ck_assert_uint_eq(size, 0x20000);
}
END_TEST

START_TEST(the_size_of_a_whole_chip_is_known)
{
	uint64_t size = 0;

	ck_assert_int_eq(flash_get_size(must_open("spare")->fa_dev, &size), 0);
	ck_assert_uint_eq(size, 0x10000);
}
END_TEST

START_TEST(partitions_do_not_tell_the_size_of_their_chip)
{
	uint64_t size = 77;

	ck_assert_int_eq(flash_get_size(must_open("boot")->fa_dev, &size),
			 -ENOTSUP);
	ck_assert_uint_eq(size, 77);
}
END_TEST

/* "mtdN" is that MTD, also where it is called a chip. */
START_TEST(the_size_of_an_mtd_whose_chip_is_unknown_is_its_own)
{
	struct flashmap *map;
	uint64_t size = 0;

	tree_add_part(35, "lost", "devices/virtual", 0x40000, 0x8000);
	map = fake_load_map();
	ck_assert_str_eq(find_in(map, "lost")->name, "mtd35");
	ck_assert_int_eq(flash_get_size(find_in(map, "lost"), &size), 0);
	ck_assert_uint_eq(size, 0x8000);
	flashmap_unref(map);
}
END_TEST

START_TEST(a_size_without_place_gives_einval)
{
	ck_assert_int_eq(flash_get_size(must_open("spare")->fa_dev, NULL),
			 -EINVAL);
}
END_TEST

START_TEST(what_is_no_device_has_no_size)
{
	uint64_t size = 77;

	ck_assert_int_eq(flash_get_size(no_device(_i), &size), -ENODEV);
	ck_assert_uint_eq(size, 77);
}
END_TEST

START_TEST(write_protection_does_nothing)
{
	const struct device *dev = must_open("kernel")->fa_dev;

	ck_assert_int_eq(flash_write_protection_set(dev, true), 0);
	ck_assert_int_eq(flash_write_protection_set(dev, false), 0);
	ck_assert_str_eq(fake_calls(), "");
}
END_TEST

START_TEST(write_protection_of_no_device_gives_enodev)
{
	ck_assert_int_eq(flash_write_protection_set(no_device(_i), true),
			 -ENODEV);
}
END_TEST

#ifdef HAVE_LIBFDT
START_TEST(a_simulated_chip_has_its_own_parameters)
{
	struct flashmap *map = board_new_map();
	const struct device *dev;
	uint64_t size = 0;

	blob_begin();
	blob_controller("controller@0");
	blob_cells("erase-value", 0);
	blob_node("flash@0");
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, 0x10000);
	blob_cells("erase-block-size", 4096);
	blob_cells("write-block-size", 8);
	blob_table();
	blob_add_partition("partition@0", "only", 0, 0x1000);
	blob_end_table();
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("sim.dtb")),
			 0);
	ck_assert_int_eq(flashmap_set_simulator(map, FLASHMAP_SIMULATOR_RAM),
			 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	dev = find_in(map, "only");
	check_parameters(flash_get_parameters(dev), 8, 0);
	ck_assert(!flash_get_parameters(dev)->caps.no_explicit_erase);
	ck_assert_int_eq(flash_get_size(dev, &size), 0);
	ck_assert_uint_eq(size, 0x10000);
	ck_assert_uint_eq(flash_get_page_count(dev), 16);
	flashmap_unref(map);
}
END_TEST
#endif

static void add_known(TCase *known)
{
	tcase_add_checked_fixture(known, board_set_up, board_tear_down);
	tcase_add_test(known, a_nor_has_parameters);
	tcase_add_test(known, parameters_are_the_same_at_each_call);
	tcase_add_loop_test(known, what_is_no_device_has_unknown_parameters, 0,
			    NO_DEVICES);
	tcase_add_test(known,
		       the_largest_write_block_of_a_chip_is_right_for_all);
	tcase_add_test(known, ram_needs_no_explicit_erase);
	tcase_add_test(known, one_mtd_that_needs_an_erase_is_enough);
	tcase_add_test(known, parameters_live_as_long_as_the_device);
	tcase_add_test(known, threads_that_ask_at_once_get_the_same);
	tcase_add_test(known, the_size_of_one_mtd_is_its_own);
	tcase_add_test(known, the_size_of_a_whole_chip_is_known);
	tcase_add_test(known, partitions_do_not_tell_the_size_of_their_chip);
	tcase_add_test(known,
		       the_size_of_an_mtd_whose_chip_is_unknown_is_its_own);
	tcase_add_test(known, a_size_without_place_gives_einval);
	tcase_add_loop_test(known, what_is_no_device_has_no_size, 0,
			    NO_DEVICES);
	tcase_add_test(known, write_protection_does_nothing);
	tcase_add_loop_test(known, write_protection_of_no_device_gives_enodev,
			    0, NO_DEVICES);
}

Suite *parameters_suite(void)
{
	Suite *suite = suite_create("parameters");
	TCase *known = tcase_create("known");
	TCase *asked = tcase_create("asked");

	tcase_set_tags(asked, "threads");
	tcase_set_tags(known, "threads");
	add_known(known);
	suite_add_tcase(suite, known);
	tcase_add_test(asked, one_mtd_alone_has_its_own_write_block);
	tcase_add_test(asked, what_sysfs_does_not_say_is_asked_once);
	tcase_add_test(asked, failing_to_ask_is_not_remembered);
#ifdef HAVE_LIBFDT
	tcase_add_test(asked, a_simulated_chip_has_its_own_parameters);
#endif
	suite_add_tcase(suite, asked);
	return suite;
}
