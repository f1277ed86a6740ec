// SPDX-License-Identifier: BSD-2-Clause
/* Every mistake in flashmap.conf, and the line that is named for it. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cases.h"
#include "conf-text.h"
#include "unit.h"

#define NUMBER "not a number; decimal or 0x, with K, M or G"
#define UNKNOWN "unknown keyword; a line is area, protect, locked or slot"
#define KEYS "unknown key; an area has id=, chip=, offset= and size="
#define ESCAPE "a \\ stands before three octal digits, 001 to 377"
#define BEFORE "a label is missing before it; a = in a label is written \\075"
#define HASH "a # in a field is written \\043, a quotation mark \\042"
#define ONE "one label a line; a space in a label is written \\040"
#define TOGETHER "chip=, offset= and size= come together"
#define NOTHING                                                              \
	"nothing is said about the area; it has id=, or chip=, offset= and " \
	"size="
#define SLOT                                                                  \
	"slot: three fields follow, IMAGE, primary or secondary, and LABEL; " \
	"a space in a label is written \\040"
#define AREA "area a chip=c offset=0 size=1"
#define CONTROL "in a label it is written "

/* The mistake is in the third line, between good ones. */
static const struct {
	const char *line;
	const char *what;
} mistakes[] = {
	{ "Protect a", "Protect: " UNKNOWN },
	{ "protect: a", "protect:: " UNKNOWN },
	{ "protected a", "protected: " UNKNOWN },
	{ "prot a", "prot: " UNKNOWN },
	{ "[areas]", "[areas]: " UNKNOWN },
	{ "boot", "boot: " UNKNOWN },
	{ "\xef\xbb\xbfprotect a", "\xef\xbb\xbfprotect: " UNKNOWN },
	{ "\\160rotect a", "\\160rotect: " UNKNOWN },
	{ "; protect a", ";: " UNKNOWN },

	{ "protect", "a label is missing" },
	{ "locked", "a label is missing" },
	{ "protect # a", "a label is missing" },
	{ "protect two words", "words: " ONE },
	{ "locked two words", "words: " ONE },
	{ "protect a=b", "a=b: " BEFORE },
	{ "locked =", "=: " BEFORE },
	{ "protect a#b", "a#b: " HASH },
	{ "protect a#", "a#: " HASH },
	{ "protect \"a\"", "\"a\": " HASH },
	{ "protect \"two words\"", "\"two: " HASH },
	{ "protect a\\", "a\\: " ESCAPE },
	{ "protect a\\40", "a\\40: " ESCAPE },
	{ "protect a\\000b", "a\\000b: " ESCAPE },
	{ "locked \\400", "\\400: " ESCAPE },

	{ "area", "area: a label is missing" },
	{ "area id=5", "id=5: " BEFORE },
	{ "area a", NOTHING },
	{ "area a id", "id: not of the form key=value" },
	{ "area a id = 5", "id: not of the form key=value" },
	{ "area a b id=5", "b: not of the form key=value" },
	{ "area a id=", "id= has no value" },
	{ "area a chip= offset=0 size=1", "chip= has no value" },
	{ "area a ID=5", "ID=5: " KEYS },
	{ "area a =5", "=5: " KEYS },
	{ "area a i=5", "i=5: " KEYS },
	{ "area a idx=5", "idx=5: " KEYS },
	{ "area a label=b", "label=b: " KEYS },
	{ "area a id=5 id=5", "id= is there twice" },
	{ AREA " size=1", "size= is there twice" },
	{ AREA " offset=1", "offset= is there twice" },
	{ AREA " chip=d", "chip= is there twice" },
	{ "area a\\4 id=5", "a\\4: " ESCAPE },
	{ "area a chip=\\ offset=0 size=1", "\\: " ESCAPE },

	{ "area a id=five", "id=five: " NUMBER },
	{ "area a id=-1", "id=-1: " NUMBER },
	{ "area a id=+1", "id=+1: " NUMBER },
	{ "area a id=010", "id=010: " NUMBER },
	{ "area a id==5", "id==5: " NUMBER },
	{ "area a id=5,", "id=5,: " NUMBER },
	{ "area a id=\\065", "id=\\065: " NUMBER },
	{ "area a id=200", "id=200: it is 0 to 199" },
	{ "area a id=255", "id=255: it is 0 to 199" },
	{ "area a id=256", "id=256: it is 0 to 199" },
	{ "area a id=1K", "id=1K: it is 0 to 199" },
	{ "area a id=18446744073709551616",
	  "id=18446744073709551616: the number is too large" },

	{ "area a chip=c", "offset= is missing; " TOGETHER },
	{ "area a chip=c offset=0", "size= is missing; " TOGETHER },
	{ "area a chip=c size=1", "offset= is missing; " TOGETHER },
	{ "area a offset=0 size=1", "chip= is missing; " TOGETHER },
	{ "area a id=5 size=1", "chip= is missing; " TOGETHER },
	{ "area a chip=c offset=0 size=0",
	  "size=0: an area has a byte at least" },
	{ "area a chip=c offset=x size=1", "offset=x: " NUMBER },
	{ "area a chip=c offset=0 size=64k", "size=64k: " NUMBER },
	{ "area a chip=c offset=0 size=17179869184G",
	  "size=17179869184G: the number is too large" },
	{ "area a chip=c offset=0xffffffffffffffff size=1",
	  "the area ends past 64 bits" },
	{ "area a chip=c offset=1 size=0xffffffffffffffff",
	  "the area ends past 64 bits" },

	{ "slot", SLOT },
	{ "slot 0 primary", SLOT },
	{ "slot 0 primary two words", SLOT },
	{ "slot 16 primary a", "16: it is 0 to 15" },
	{ "slot -1 primary a", "-1: " NUMBER },
	{ "slot image-0 primary a", "image-0: " NUMBER },
	{ "slot 0 first a", "first: it is primary or secondary" },
	{ "slot 0 Primary a", "Primary: it is primary or secondary" },
	{ "slot 0 primary a=b", "a=b: " BEFORE },
	{ "slot 0 secondary \\", "\\: " ESCAPE },

	{ "a b c d e f g h i", "too many fields" },
	{ "protect a\r", "a carriage return; a line ends with a line feed "
			 "alone" },
	{ "\r", "a carriage return; a line ends with a line feed alone" },
	{ "# comment\r", "a carriage return; a line ends with a line feed "
			 "alone" },
	{ "protect a\x1b", "a control character, 0x1b; " CONTROL "\\033" },
	{ "protect\va", "a control character, 0x0b; " CONTROL "\\013" },
	{ "protect a\x7f", "a control character, 0x7f; " CONTROL "\\177" },
	{ "# \x01", "a control character, 0x01; " CONTROL "\\001" },

	/* Against the two good lines before. */
	{ "area first id=6", "\"first\": its id is given in line 1 already" },
	{ "area first id=5", "\"first\": its id is given in line 1 already" },
	{ "area first chip=c offset=0 size=1 id=7",
	  "\"first\": its id is given in line 1 already" },
	{ "area second id=5",
	  "\"second\": another area has this id in line 1 already" },
	{ "area second chip=c offset=0 size=1 id=5",
	  "\"second\": another area has this id in line 1 already" },
	{ "slot 1 secondary b",
	  "\"b\": another area is this slot in line 2 already" },
	{ "slot 1 primary slot", "\"slot\": it is a slot in line 2 already" },
	{ "slot 1 secondary slot", "\"slot\": it is a slot in line 2 already" },
};

static struct fm_conf conf;

static void check_refused(void)
{
	ck_assert_ptr_null(conf.entries);
	ck_assert_ptr_null(conf.file);
	ck_assert_uint_eq(conf.count, 0);
}

START_TEST(a_mistake_is_told_with_its_line_and_gives_einval)
{
	char text[512], expected[512];

	snprintf(text, sizeof(text),
		 "area first id=5\nslot 1 secondary slot\n%s\nprotect z\n",
		 mistakes[_i].line);
	snprintf(expected, sizeof(expected), "conf:3: %s\n", mistakes[_i].what);
	ck_assert_int_eq(conf_parse(&conf, text), -EINVAL);
	ck_assert_str_eq(conf_mistakes(), expected);
	check_refused();
}
END_TEST

START_TEST(a_mistake_in_a_last_line_without_end_is_told)
{
	ck_assert_int_eq(conf_parse(&conf, "protect a\nprotect"), -EINVAL);
	ck_assert_str_eq(conf_mistakes(), "conf:2: a label is missing\n");
	check_refused();
}
END_TEST

START_TEST(every_mistake_is_told)
{
	ck_assert_int_eq(conf_parse(&conf, "protect\nprotect a\nlock a\n\n"
					   "area a id=200\n"),
			 -EINVAL);
	ck_assert_str_eq(conf_mistakes(), "conf:1: a label is missing\n"
					  "conf:3: lock: " UNKNOWN "\n"
					  "conf:5: id=200: it is 0 to 199\n");
	check_refused();
}
END_TEST

START_TEST(two_areas_of_one_name_are_a_mistake)
{
	ck_assert_int_eq(conf_parse(&conf, AREA "\n\n" AREA "\n"), -EINVAL);
	ck_assert_str_eq(conf_mistakes(),
			 "conf:3: \"a\": there is an area of this name in line "
			 "1 already\n");
}
END_TEST

START_TEST(labels_that_are_spelled_in_two_ways_contradict)
{
	ck_assert_int_eq(conf_parse(&conf, "area ab id=1\narea \\141b id=2\n"),
			 -EINVAL);
	ck_assert_str_eq(conf_mistakes(),
			 "conf:2: \"ab\": its id is given in line 1 already\n");
}
END_TEST

START_TEST(a_nul_byte_is_a_mistake)
{
	static const char texts[][20] = { "protect a\n\0", "protect a\n# \0",
					  "protect a\n\0\0\0\0",
					  "protect a\nprotect\0 b" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_int_eq(conf_parse_bytes(&conf, texts[i], 20),
				 -EINVAL);
		ck_assert_str_eq(conf_mistakes(), "conf:2: a NUL byte\n");
	}
}
END_TEST

START_TEST(a_line_longer_than_the_limit_is_a_mistake)
{
	char text[FM_CONF_LINE_LIMIT + 20];

	memset(text, ' ', sizeof(text));
	memcpy(text, "protect a", 9);
	strcpy(text + FM_CONF_LINE_LIMIT + 1, "\nprotect");
	ck_assert_int_eq(conf_parse(&conf, text), -EINVAL);
	ck_assert_str_eq(conf_mistakes(),
			 "conf:1: the line is longer than 4096 bytes\n"
			 "conf:2: a label is missing\n");
}
END_TEST

START_TEST(a_long_word_is_cut_in_the_message)
{
	char text[1000], expected[200];

	memset(text, 'x', sizeof(text));
	strcpy(text + sizeof(text) - 4, " a\n");
	snprintf(expected, sizeof(expected), "conf:1: %.64s: " UNKNOWN "\n",
		 text);
	ck_assert_int_eq(conf_parse(&conf, text), -EINVAL);
	ck_assert_str_eq(conf_mistakes(), expected);
}
END_TEST

START_TEST(a_file_that_is_something_else_is_not_told_line_by_line)
{
	char text[2001];

	for (size_t i = 0; i < sizeof(text) - 1; i += 2)
		memcpy(text + i, "x\n", 2);
	text[sizeof(text) - 1] = '\0';
	ck_assert_int_eq(conf_parse(&conf, text), -EINVAL);
	ck_assert_ptr_nonnull(strstr(conf_mistakes(), "conf:100: x: "));
	ck_assert_ptr_nonnull(strstr(conf_mistakes(),
				     "conf:100: too many mistakes; the rest is "
				     "not looked at\n"));
	ck_assert_ptr_null(strstr(conf_mistakes(), "conf:101:"));
}
END_TEST

TCase *conf_mistakes_case(void)
{
	TCase *tests = tcase_create("mistakes");

	tcase_add_loop_test(tests,
			    a_mistake_is_told_with_its_line_and_gives_einval, 0,
			    (int)(sizeof(mistakes) / sizeof(mistakes[0])));
	tcase_add_test(tests, a_mistake_in_a_last_line_without_end_is_told);
	tcase_add_test(tests, every_mistake_is_told);
	tcase_add_test(tests, two_areas_of_one_name_are_a_mistake);
	tcase_add_test(tests, labels_that_are_spelled_in_two_ways_contradict);
	tcase_add_test(tests, a_nul_byte_is_a_mistake);
	tcase_add_test(tests, a_line_longer_than_the_limit_is_a_mistake);
	tcase_add_test(tests, a_long_word_is_cut_in_the_message);
	tcase_add_test(tests,
		       a_file_that_is_something_else_is_not_told_line_by_line);
	return tests;
}
