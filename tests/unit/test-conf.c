// SPDX-License-Identifier: BSD-2-Clause
/* What lines of flashmap.conf mean; test-conf-mistakes.c has what is refused,
 * test-conf-numbers.c what a field stands for. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "conf-text.h"
#include "unit.h"

static struct fm_conf conf;

static void tear_down(void)
{
	fm_conf_destroy(&conf);
}

static void must_parse(const char *text, size_t count)
{
	ck_assert_int_eq(conf_parse(&conf, text), 0);
	ck_assert_str_eq(conf_mistakes(), "");
	ck_assert_uint_eq(conf.count, count);
	ck_assert_str_eq(conf.file, "conf");
}

/* The only entry of a text. */
static const struct fm_conf_entry *
must_have(const char *text, enum fm_conf_kind kind, const char *label)
{
	must_parse(text, 1);
	ck_assert_int_eq(conf.entries[0].kind, kind);
	ck_assert_str_eq(conf.entries[0].label, label);
	return &conf.entries[0];
}

START_TEST(an_empty_file_says_nothing)
{
	must_parse("", 0);
	ck_assert_ptr_null(conf.entries);
}
END_TEST

START_TEST(blank_lines_and_comments_say_nothing)
{
	must_parse("\n  \n\t\n# protect boot\n \t#protect boot\n###\n\n", 0);
}
END_TEST

START_TEST(an_id_is_pinned)
{
	const struct fm_conf_entry *entry =
		must_have("area image-0 id=3\n", FM_CONF_PIN, "image-0");

	ck_assert(entry->has_id);
	ck_assert_uint_eq(entry->id, 3);
	ck_assert_ptr_null(entry->chip);
	ck_assert_uint_eq(entry->range.size, 0);
}
END_TEST

START_TEST(the_first_and_the_last_id_can_be_pinned)
{
	must_parse("area a id=0\narea b id=199\n", 2);
	ck_assert(conf.entries[0].has_id);
	ck_assert_uint_eq(conf.entries[0].id, 0);
	ck_assert_uint_eq(conf.entries[1].id, 199);
}
END_TEST

START_TEST(an_area_has_chip_offset_and_size)
{
	const struct fm_conf_entry *entry =
		must_have("area env chip=spi0.0 offset=0xf0000 size=64K\n",
			  FM_CONF_AREA, "env");

	ck_assert(!entry->has_id);
	ck_assert_str_eq(entry->chip, "spi0.0");
	ck_assert_uint_eq(entry->range.offset, 0xf0000);
	ck_assert_uint_eq(entry->range.size, 0x10000);
}
END_TEST

START_TEST(an_area_can_have_an_id_too)
{
	const struct fm_conf_entry *entry = must_have(
		"area env size=1 id=0 offset=0 chip=/soc/spi@1/flash@0\n",
		FM_CONF_AREA, "env");

	ck_assert(entry->has_id);
	ck_assert_uint_eq(entry->id, 0);
	ck_assert_str_eq(entry->chip, "/soc/spi@1/flash@0");
	ck_assert_uint_eq(entry->range.size, 1);
}
END_TEST

START_TEST(an_area_may_end_with_the_last_byte_of_64_bits)
{
	const struct fm_conf_entry *entry =
		must_have("area a chip=c offset=0xfffffffffffffff0 size=15\n",
			  FM_CONF_AREA, "a");

	ck_assert_uint_eq(entry->range.offset, 0xfffffffffffffff0);
}
END_TEST

START_TEST(an_area_is_protected)
{
	must_have("protect boot\n", FM_CONF_PROTECT, "boot");
}
END_TEST

START_TEST(an_area_is_kept_as_locked)
{
	must_have("locked boot\n", FM_CONF_LOCKED, "boot");
}
END_TEST

START_TEST(slots_have_an_image_and_a_side)
{
	must_parse("slot 0 primary a\nslot 0 secondary b\n"
		   "slot 15 primary c\n",
		   3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(conf.entries[i].kind, FM_CONF_SLOT);
	ck_assert_uint_eq(conf.entries[0].image, 0);
	ck_assert(!conf.entries[0].secondary);
	ck_assert_str_eq(conf.entries[0].label, "a");
	ck_assert(conf.entries[1].secondary);
	ck_assert_uint_eq(conf.entries[2].image, 15);
	ck_assert_str_eq(conf.entries[2].label, "c");
}
END_TEST

START_TEST(entries_know_their_lines)
{
	must_parse("# the boot loader\n\nprotect a\n\narea b id=1\n"
		   "protect c",
		   3);
	ck_assert_uint_eq(conf.entries[0].line, 3);
	ck_assert_uint_eq(conf.entries[1].line, 5);
	ck_assert_uint_eq(conf.entries[2].line, 6);
}
END_TEST

/* All of these protect "boot". */
static const char *const same[] = {
	"protect boot",
	"protect boot\n",
	"  protect boot  \n",
	"\tprotect\t\tboot\t\n",
	"protect boot # the boot loader\n",
	"protect boot #\n",
	"protect boot\n#",
	"protect \\142oot\n",
	"protect \\142\\157\\157\\164\n",
};

START_TEST(blanks_comments_and_escapes_change_nothing)
{
	must_have(same[_i], FM_CONF_PROTECT, "boot");
}
END_TEST

static const struct {
	const char *text;
	const char *label;
} labels[] = {
	{ "protect two\\040words\n", "two words" },
	{ "protect a\\011b\n", "a\tb" },
	{ "protect \\043\n", "#" },
	{ "protect a\\043\n", "a#" },
	{ "protect a\\075b\n", "a=b" },
	{ "protect \\042a\\042\n", "\"a\"" },
	{ "protect a\\134b\n", "a\\b" },
	{ "protect \\134040\n", "\\040" },
	{ "protect \\377\n", "\xff" },
	{ "protect \\001\n", "\x01" },
	{ "protect größe\n", "größe" },
	{ "protect \xff\xfe\n", "\xff\xfe" },
	{ "protect u-boot,env.@+/'!%\n", "u-boot,env.@+/'!%" },
	{ "protect protect\n", "protect" },
	{ "locked 7\n", "7" },
	{ "area id id=5\n", "id" },
	{ "slot 0 primary primary\n", "primary" },
};

START_TEST(a_label_can_have_every_byte_but_nul)
{
	must_parse(labels[_i].text, 1);
	ck_assert_str_eq(conf.entries[0].label, labels[_i].label);
}
END_TEST

START_TEST(the_name_of_a_chip_can_have_every_byte_but_nul)
{
	must_parse("area a chip=the\\040chip=1 offset=0 size=1\n", 1);
	ck_assert_str_eq(conf.entries[0].chip, "the chip=1");
}
END_TEST

START_TEST(a_line_can_be_as_long_as_the_limit)
{
	char line[FM_CONF_LINE_LIMIT + 2];

	memset(line, 'x', sizeof(line));
	memcpy(line, "protect ", 8);
	strcpy(line + FM_CONF_LINE_LIMIT, "\n");
	must_parse(line, 1);
	ck_assert_uint_eq(strlen(conf.entries[0].label),
			  FM_CONF_LINE_LIMIT - 8);
}
END_TEST

START_TEST(many_lines_are_kept_in_order)
{
	char text[200 * 20] = "", label[20];

	for (int i = 0; i < 200; i++)
		sprintf(text + strlen(text), "area a%d id=%d\n", i, i);
	must_parse(text, 200);
	for (int i = 0; i < 200; i++) {
		sprintf(label, "a%d", i);
		ck_assert_str_eq(conf.entries[i].label, label);
		ck_assert_uint_eq(conf.entries[i].id, i);
	}
}
END_TEST

START_TEST(what_does_not_contradict_may_stand_together)
{
	must_parse("protect a\nprotect a\nlocked a\nlocked a\n"
		   "area a chip=c offset=0 size=1\n"
		   "area a id=1\n"
		   "slot 0 primary a\nslot 1 primary b\n"
		   "area b chip=c offset=0 size=1\n",
		   9);
}
END_TEST

START_TEST(what_was_destroyed_can_be_destroyed)
{
	must_parse("protect a\n", 1);
	fm_conf_destroy(&conf);
	ck_assert_ptr_null(conf.entries);
	ck_assert_ptr_null(conf.file);
	ck_assert_uint_eq(conf.count, 0);
	fm_conf_destroy(&conf);
}
END_TEST

/* The text that is installed as an example. */
START_TEST(the_example_has_no_mistake)
{
	const char *folder = getenv("top_srcdir");
	char path[4096], text[16384];
	size_t size;
	FILE *file;

	/* make check says where it is. */
	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/examples/flashmap.conf", folder);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	size = fread(text, 1, sizeof(text), file);
	fclose(file);
	ck_assert_uint_lt(size, sizeof(text));
	ck_assert_int_eq(conf_parse_bytes(&conf, text, size), 0);
	ck_assert_uint_gt(conf.count, 4);
}
END_TEST

Suite *conf_suite(void)
{
	Suite *suite = suite_create("conf");
	TCase *tests = tcase_create("lines");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	tcase_add_test(tests, an_empty_file_says_nothing);
	tcase_add_test(tests, blank_lines_and_comments_say_nothing);
	tcase_add_test(tests, an_id_is_pinned);
	tcase_add_test(tests, the_first_and_the_last_id_can_be_pinned);
	tcase_add_test(tests, an_area_has_chip_offset_and_size);
	tcase_add_test(tests, an_area_can_have_an_id_too);
	tcase_add_test(tests, an_area_may_end_with_the_last_byte_of_64_bits);
	tcase_add_test(tests, an_area_is_protected);
	tcase_add_test(tests, an_area_is_kept_as_locked);
	tcase_add_test(tests, slots_have_an_image_and_a_side);
	tcase_add_test(tests, entries_know_their_lines);
	tcase_add_loop_test(tests, blanks_comments_and_escapes_change_nothing,
			    0, (int)(sizeof(same) / sizeof(same[0])));
	tcase_add_loop_test(tests, a_label_can_have_every_byte_but_nul, 0,
			    (int)(sizeof(labels) / sizeof(labels[0])));
	tcase_add_test(tests, the_name_of_a_chip_can_have_every_byte_but_nul);
	tcase_add_test(tests, a_line_can_be_as_long_as_the_limit);
	tcase_add_test(tests, many_lines_are_kept_in_order);
	tcase_add_test(tests, what_does_not_contradict_may_stand_together);
	tcase_add_test(tests, what_was_destroyed_can_be_destroyed);
	tcase_add_test(tests, the_example_has_no_mistake);
	suite_add_tcase(suite, tests);
	suite_add_tcase(suite, conf_mistakes_case());
	suite_add_tcase(suite, conf_numbers_case());
	return suite;
}
