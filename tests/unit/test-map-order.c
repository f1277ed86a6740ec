// SPDX-License-Identifier: BSD-2-Clause
/* The ids of a board, from wherever it is looked at. */

#include <stdio.h>
#include <string.h>

#include "blob.h"
#include "board.h"
#include "cases.h"
#include "live-tree.h"
#include "unit.h"

#define CHIPS 3
#define PARTS 4

/* flash@2 comes before flash@10, and the larger of two at 0 first. */
static const char *const chips[CHIPS] = { "/spi@0/flash@2", "/spi@0/flash@10",
					  "/spi@1/flash@0" };
static const struct part {
	const char *name;
	uint32_t offset, size;
} parts[PARTS] = {
	{ "all", 0, 0x40000 },
	{ "boot", 0, 0x10000 },
	{ "kernel", 0x10000, 0x20000 },
	{ "data", 0x30000, 0x10000 },
};

/* The MTDs of all partitions, and of each chip as a whole. */
#define MTDS (CHIPS * (PARTS + 1))

static unsigned int state;

static unsigned int draw(unsigned int below)
{
	state = state * 1103515245u + 12345u;
	return (state >> 16) % below;
}

static void shuffle(unsigned int *numbers, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		numbers[i] = i;
	for (unsigned int i = count; i > 1; i--) {
		unsigned int with = draw(i), moved = numbers[i - 1];

		numbers[i - 1] = numbers[with];
		numbers[with] = moved;
	}
}

static const char *label_of(unsigned int chip, unsigned int part)
{
	static char label[32];

	snprintf(label, sizeof(label), "%s%u", parts[part].name, chip);
	return label;
}

static const char *name_of(unsigned int chip, unsigned int part)
{
	static char name[64];

	snprintf(name, sizeof(name), "%s@%x", label_of(chip, part),
		 parts[part].offset);
	return name;
}

static void add_chip(unsigned int chip)
{
	unsigned int order[PARTS];

	blob_node(strrchr(chips[chip], '/') + 1);
	blob_table();
	shuffle(order, PARTS);
	for (unsigned int i = 0; i < PARTS; i++)
		blob_add_partition(name_of(chip, order[i]), NULL,
				   parts[order[i]].offset,
				   parts[order[i]].size);
	blob_end();
	blob_end();
}

/* The nodes of the board, in any order. */
static void begin_tree(void)
{
	unsigned int controllers[2], order[2];

	blob_begin();
	shuffle(controllers, 2);
	for (int i = 0; i < 2; i++) {
		blob_node(controllers[i] ? "spi@1" : "spi@0");
		shuffle(order, 2);
		for (int j = 0; j < 2; j++)
			if (!controllers[i])
				add_chip(order[j]);
		if (controllers[i])
			add_chip(2);
		blob_end();
	}
}

static void add_mtd(unsigned int number, unsigned int which, bool with_nodes)
{
	unsigned int chip = which / (PARTS + 1), part = which % (PARTS + 1);
	char device[64], node[256], name[64];
	struct fake_options options = {
		.number = (int)number,
		.name = name,
		.device = device,
		.of_node = node,
	};

	snprintf(device, sizeof(device), "devices/spi%u.0", chip);
	snprintf(node, sizeof(node), "%s", chips[chip]);
	snprintf(name, sizeof(name), "chip%u", chip);
	options.size = 0x40000;
	if (part < PARTS) {
		snprintf(name, sizeof(name), "%s", label_of(chip, part));
		snprintf(node, sizeof(node), "%s/partitions/%s", chips[chip],
			 name_of(chip, part));
		options.offset_present = true;
		options.offset = parts[part].offset;
		options.size = parts[part].size;
		if (!with_nodes)
			options.of_node = NULL;
	}
	fake_add(&options);
}

/* Their numbers, the order in which they come, and which chips are shown. */
static void add_mtds(bool with_nodes)
{
	unsigned int order[MTDS], numbers[MTDS];

	shuffle(order, MTDS);
	shuffle(numbers, MTDS);
	for (unsigned int i = 0; i < MTDS; i++) {
		if (order[i] % (PARTS + 1) == PARTS && draw(2))
			continue;
		add_mtd(numbers[i] + draw(2) * MTDS, order[i], with_nodes);
	}
}

static void check_ids(struct flashmap *map)
{
	for (unsigned int i = 0; i < CHIPS * PARTS; i++)
		ck_assert_uint_eq(
			must_open_in(map, label_of(i / PARTS, i % PARTS))->fa_id,
			i);
	flashmap_unref(map);
}

START_TEST(ids_do_not_depend_on_numbers_order_or_whole_chips)
{
	state = (unsigned int)_i;
	begin_tree();
	live_write(_i % 2);
	add_mtds(true);
	check_ids(fake_load_map());
}
END_TEST

/* With the file and the MTDs, and with nothing but the file. */
START_TEST(ids_do_not_depend_on_whether_there_are_mtds)
{
	struct flashmap *map = board_new_map();

	state = (unsigned int)_i;
	begin_tree();
	if (_i % 2)
		add_mtds(true);
	ck_assert_int_eq(flashmap_set_devicetree(map, blob_write("a.dtb")), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	check_ids(map);
}
END_TEST

START_TEST(ids_do_not_depend_on_the_nodes_of_partitions)
{
	state = (unsigned int)_i;
	begin_tree();
	live_write(false);
	for (unsigned int chip = 0; chip < CHIPS; chip++) {
		const char *link =
			test_path("sys/devices/spi%u.0/of_node", chip);
		const char *target = test_path(
			"../../firmware/devicetree/base%s", chips[chip]);

		write_link(link + strlen(test_folder()) + 1,
			   target + strlen(test_folder()) + 1);
	}
	for (unsigned int i = 0; i < MTDS; i++)
		if (i % (PARTS + 1) != PARTS)
			add_mtd(MTDS - i, i, false);
	check_ids(fake_load_map());
}
END_TEST

/* A table that counts for nothing here, and of which the kernel made MTDs. */
START_TEST(ids_do_not_depend_on_mtds_of_a_table_with_a_mistake)
{
	const struct fake_options options = {
		.name = "wrong",
		.number = 40,
		.device = "devices/other",
		.offset_present = true,
		.of_node = "/a@0/flash@0/partitions/wrong@0",
	};

	begin_tree();
	blob_node("a@0");
	blob_node("flash@0");
	blob_table();
	blob_add_partition("wrong@0", NULL, 0, 0x10000);
	blob_node("no-reg");
	blob_end();
	blob_end();
	blob_end();
	blob_end();
	live_write(false);
	fake_add(&options);
	add_mtds(true);
	check_ids(fake_load_map());
}
END_TEST

START_TEST(ids_do_not_depend_on_mtds_with_nodes_of_another_parser)
{
	const struct fake_options options = {
		.name = "fis",
		.number = 40,
		.device = "devices/other",
		.offset_present = true,
		.of_node = "/a@0/flash@0/partitions/partition-fis",
	};

	begin_tree();
	blob_node("a@0");
	blob_node("flash@0");
	blob_node("partitions");
	blob_text("compatible", "redboot-fis");
	blob_node("partition-fis");
	blob_end();
	blob_end();
	blob_end();
	blob_end();
	live_write(false);
	fake_add(&options);
	add_mtds(true);
	check_ids(fake_load_map());
}
END_TEST

TCase *map_order_case(void)
{
	TCase *tests = tcase_create("order");

	tcase_add_loop_test(tests,
			    ids_do_not_depend_on_numbers_order_or_whole_chips,
			    0, 20);
	tcase_add_loop_test(tests, ids_do_not_depend_on_whether_there_are_mtds,
			    0, 20);
	tcase_add_test(tests, ids_do_not_depend_on_the_nodes_of_partitions);
	tcase_add_test(tests,
		       ids_do_not_depend_on_mtds_of_a_table_with_a_mistake);
	tcase_add_test(tests,
		       ids_do_not_depend_on_mtds_with_nodes_of_another_parser);
	return tests;
}
