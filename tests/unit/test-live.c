// SPDX-License-Identifier: BSD-2-Clause
/* Where flash is, by the names of nodes. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"
#include "unit.h"

#ifdef HAVE_LIBFDT

#include "discover/live-nodes.h"
#include "discover/node-names.h"

START_TEST(names_of_flash_are_known)
{
	static const char *const names[] = {
		"flash",     "flash@0",	    "nand@1,0",	    "nor@0,0",
		"onenand@0", "nor_flash@0", "nand_flash@0", "flash@1e620000",
	};

	ck_assert(fm_is_flash_name(names[_i]));
}
END_TEST

START_TEST(names_like_those_of_flash_are_not)
{
	static const char *const names[] = {
		"",
		"flashes",
		"flash-controller@0",
		"nand-ctrl@0",
		"spi-nor@0",
		"@flash",
		"Flash@0",
		"fla",
	};

	ck_assert(!fm_is_flash_name(names[_i]));
}
END_TEST

START_TEST(a_table_is_called_partitions)
{
	ck_assert(fm_is_table_name("partitions"));
	ck_assert(fm_is_table_name("partitions@0"));
	ck_assert(!fm_is_table_name("partition"));
	ck_assert(!fm_is_table_name("partitions-boot1"));
}
END_TEST

START_TEST(a_partition_is_called_so)
{
	ck_assert(fm_is_partition_name("partition@0"));
	ck_assert(fm_is_partition_name("partition"));
	ck_assert(!fm_is_partition_name("partitions"));
	ck_assert(!fm_is_partition_name("partition-art"));
}
END_TEST

static struct fm_live_node root;

static void set_up(void)
{
	memset(&root, 0, sizeof(root));
}

static void tear_down(void)
{
	fm_live_nodes_free(&root);
}

static void add_node(const char *path)
{
	char file[1024];

	snprintf(file, sizeof(file), "base/%s/compatible", path);
	write_file(file, "x");
}

static int read_nodes(void)
{
	int rc, folder = open(test_path("base"), O_RDONLY | O_DIRECTORY);

	ck_assert_int_ge(folder, 0);
	rc = fm_live_nodes_read(folder, &root);
	close(folder);
	return rc;
}

static const struct fm_live_node *find(const char *path)
{
	const struct fm_live_node *node = &root;

	while (*path) {
		size_t length = strcspn(path, "/"), i = 0;

		while (i < node->child_count &&
		       (strlen(node->children[i].name) != length ||
			strncmp(node->children[i].name, path, length) != 0))
			i++;
		ck_assert_uint_lt(i, node->child_count);
		node = &node->children[i];
		path += length + (path[length] == '/');
	}
	return node;
}

START_TEST(nodes_are_in_natural_order)
{
	static const char *const names[] = { "flash@2", "flash@10", "flash@1",
					     "b", "a" };
	static const char *const sorted[] = { "a", "b", "flash@1", "flash@2",
					      "flash@10" };

	for (size_t i = 0; i < 5; i++)
		add_node(names[(i + (size_t)_i) % 5]);
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert_uint_eq(root.child_count, 5);
	for (size_t i = 0; i < 5; i++)
		ck_assert_str_eq(root.children[i].name, sorted[i]);
}
END_TEST

START_TEST(properties_are_no_nodes)
{
	add_node("flash@0");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert_uint_eq(find("flash@0")->child_count, 0);
}
END_TEST

START_TEST(links_are_not_followed)
{
	add_node("spi/flash@0");
	write_link("base/flash@1", "spi/flash@0");
	write_link("base/spi/up", "..");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert_uint_eq(root.child_count, 1);
	ck_assert_uint_eq(find("spi")->child_count, 1);
}
END_TEST

START_TEST(what_leads_to_flash_is_marked)
{
	add_node("soc/spi@0/flash@0/partitions/boot@0");
	add_node("soc/uart@0");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert(root.on_the_way && !root.whole);
	ck_assert(find("soc/spi@0")->on_the_way);
	ck_assert(!find("soc/spi@0")->whole);
	ck_assert(find("soc/spi@0/flash@0")->whole);
	ck_assert(!find("soc/uart@0")->on_the_way);
	ck_assert(!find("soc/uart@0")->whole);
}
END_TEST

START_TEST(a_node_with_a_table_is_flash_whatever_its_name)
{
	add_node("spi/chip@0/partitions");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert(find("spi/chip@0")->whole);
}
END_TEST

START_TEST(a_node_with_a_partition_is_flash_whatever_its_name)
{
	add_node("spi/m25p80@0/partition@0");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert(find("spi/m25p80@0")->whole);
}
END_TEST

START_TEST(aliases_and_symbols_of_the_root_are_marked)
{
	add_node("aliases");
	add_node("__symbols__");
	add_node("soc/aliases");
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert(find("aliases")->whole);
	ck_assert(find("__symbols__")->whole);
	ck_assert(!find("soc/aliases")->whole);
}
END_TEST

START_TEST(an_empty_tree_leads_nowhere)
{
	ck_assert_int_eq(mkdir(test_path("base"), 0777), 0);
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert_uint_eq(root.child_count, 0);
	ck_assert(!root.on_the_way);
}
END_TEST

static void add_depth(size_t depth)
{
	char path[256] = "";

	while (depth-- > 0)
		strcat(path, depth ? "n/" : "n");
	add_node(path);
}

START_TEST(a_tree_of_32_levels_is_read)
{
	add_depth(32);
	ck_assert_int_eq(read_nodes(), 0);
}
END_TEST

START_TEST(a_deeper_tree_gives_eloop)
{
	add_depth(33);
	ck_assert_int_eq(read_nodes(), -ELOOP);
}
END_TEST

/* So many nodes below "many", which is one too. */
static void add_nodes(size_t count)
{
	char name[32];
	int folder;

	write_file("base/many/compatible", "");
	folder = open(test_path("base/many"), O_RDONLY | O_DIRECTORY);
	ck_assert_int_ge(folder, 0);
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "n%zu", i);
		ck_assert_int_eq(mkdirat(folder, name, 0700), 0);
	}
	close(folder);
}

/* In memory where that can be: some file systems take minutes for it. */
START_TEST(more_than_16384_nodes_give_efbig)
{
	if (access("/dev/shm", W_OK | X_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	add_nodes(16384);
	ck_assert_int_eq(read_nodes(), -EFBIG);
	tear_down();
	ck_assert_int_eq(rmdir(test_path("base/many/n7")), 0);
	ck_assert_int_eq(read_nodes(), 0);
	ck_assert_uint_eq(find("many")->child_count, 16383);
}
END_TEST

static TCase *names_case(void)
{
	TCase *tests = tcase_create("names");

	tcase_add_loop_test(tests, names_of_flash_are_known, 0, 8);
	tcase_add_loop_test(tests, names_like_those_of_flash_are_not, 0, 8);
	tcase_add_test(tests, a_table_is_called_partitions);
	tcase_add_test(tests, a_partition_is_called_so);
	return tests;
}

static TCase *nodes_case(void)
{
	TCase *tests = tcase_create("nodes");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, nodes_are_in_natural_order, 0, 5);
	tcase_add_test(tests, properties_are_no_nodes);
	tcase_add_test(tests, links_are_not_followed);
	tcase_add_test(tests, what_leads_to_flash_is_marked);
	tcase_add_test(tests, a_node_with_a_table_is_flash_whatever_its_name);
	tcase_add_test(tests,
		       a_node_with_a_partition_is_flash_whatever_its_name);
	tcase_add_test(tests, aliases_and_symbols_of_the_root_are_marked);
	tcase_add_test(tests, an_empty_tree_leads_nowhere);
	tcase_add_test(tests, a_tree_of_32_levels_is_read);
	tcase_add_test(tests, a_deeper_tree_gives_eloop);
	tcase_add_test(tests, more_than_16384_nodes_give_efbig);
	return tests;
}

static void add_cases(Suite *suite)
{
	suite_add_tcase(suite, names_case());
	suite_add_tcase(suite, nodes_case());
	suite_add_tcase(suite, live_tree_case());
}

#else

static void add_cases(Suite *suite)
{
	suite_add_tcase(suite, tcase_create("none"));
}

#endif

Suite *live_suite(void)
{
	Suite *suite = suite_create("live");

	add_cases(suite);
	return suite;
}
