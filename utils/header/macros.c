// SPDX-License-Identifier: GPL-2.0-or-later
/* What is here in strings is 0BSD in the header that it becomes. */
#include "header/macros.h"

#include <stddef.h>
#include <string.h>

const char header_text_about[] =
	" *\n"
	" * A label is written in lower case, with \"_\" for each of"
	" - , . @ / and +:\n"
	" *\tFLASH_AREA_LABEL_EXISTS(image_0)\t1 or 0\n"
	" *\tFLASH_AREA_ID(image_0), FLASH_AREA_OFFSET(), FLASH_AREA_SIZE()\n"
	" *\tFLASH_AREA_LABEL_STR(image_0)\ta string\n"
	" *\tFLASH_AREA_DEVICE(image_0)\tlooked up, NULL where there is none\n"
	" * Numbers can be used in #if, in case, and to initialise what is"
	" static. An\n"
	" * unknown label compiles with EXISTS only.\n"
	" *\n"
	" * flash_area_open() gives -ESTALE for an id of this header whose"
	" label, offset\n"
	" * or size is another one on the board. Define"
	" FLASHMAP_NO_EXPECTATION before\n"
	" * this is included to do without.\n";

const char header_text_about_nodes[] =
	" *\n"
	" * The same by node label: FIXED_PARTITION_EXISTS(slot0_partition),"
	" _ID, _OFFSET,\n"
	" * _SIZE and _DEVICE; FIXED_PARTITION() is the open area, or NULL."
	" PARTITION and\n"
	" * PARTITION_* are their names since Zephyr 4.4.\n";

/*
 * A label is taken as it is written first, since it may be a macro by chance
 * ("linux" is), then expanded, since Zephyr's programs name it by a macro.
 */
static const char engine[] =
	"\n"
	"/* The value of an EXISTS: 0 where it is not defined. */\n"
	"#define FLASHMAP_GIVEN_1 , 1,\n"
	"#define FLASHMAP_GIVEN_2 , 2,\n"
	"#define FLASHMAP_GIVEN_3 , 3,\n"
	"#define FLASHMAP_STATE(value) FLASHMAP_STATE_1(value)\n"
	"#define FLASHMAP_STATE_1(value) "
	"FLASHMAP_STATE_2(FLASHMAP_GIVEN_##value, 0, )\n"
	"#define FLASHMAP_STATE_2(...) FLASHMAP_STATE_3(__VA_ARGS__)\n"
	"#define FLASHMAP_STATE_3(first, second, ...) second\n"
	"/* The label as it is written, else what it expands to. */\n"
	"#define FLASHMAP_OF(state, direct, none, exists, member, label) \\\n"
	"\tFLASHMAP_OF_STATE(state)(direct, none, exists, member, label)\n"
	"#define FLASHMAP_OF_STATE(state) FLASHMAP_OF_STATE_1(state)\n"
	"#define FLASHMAP_OF_STATE_1(state) FLASHMAP_OF_##state\n"
	"#define FLASHMAP_OF_0(direct, none, exists, member, label) \\\n"
	"\tFLASHMAP_BY(FLASHMAP_STATE(exists##label), none, member, label)\n"
	"#define FLASHMAP_OF_1(direct, none, exists, member, label) direct\n"
	"#define FLASHMAP_OF_2(direct, none, exists, member, label) \\\n"
	"\tFLASHMAP_REFUSE(SEVERAL_AREAS_HAVE_THIS_LABEL)\n"
	"#define FLASHMAP_OF_3(direct, none, exists, member, label) \\\n"
	"\tFLASHMAP_REFUSE(THIS_AREA_HAS_NO_ID)\n"
	"#define FLASHMAP_BY(state, none, member, label) \\\n"
	"\tFLASHMAP_BY_STATE(state)(none, member, label)\n"
	"#define FLASHMAP_BY_STATE(state) FLASHMAP_BY_STATE_1(state)\n"
	"#define FLASHMAP_BY_STATE_1(state) FLASHMAP_BY_##state\n"
	"#define FLASHMAP_BY_0(none, member, label) none(member##label)\n"
	"#define FLASHMAP_BY_1(none, member, label) member##label\n"
	"#define FLASHMAP_BY_2(none, member, label) \\\n"
	"\tFLASHMAP_REFUSE(SEVERAL_AREAS_HAVE_THIS_LABEL)\n"
	"#define FLASHMAP_BY_3(none, member, label) \\\n"
	"\tFLASHMAP_REFUSE(THIS_AREA_HAS_NO_ID)\n"
	"#define FLASHMAP_ZERO(why) 0\n"
	"/* Compiles nowhere, not even in #if. */\n"
	"#define FLASHMAP_REFUSE(why) 1 why\n"
	"\n"
	"static inline const struct flash_area *flashmap_header_area("
	"uint8_t id)\n"
	"{\n"
	"\tconst struct flash_area *fa = NULL;\n"
	"\n"
	"\treturn flash_area_open(id, &fa) == 0 ? fa : NULL;\n"
	"}\n"
	"static inline const struct device *flashmap_header_device("
	"uint8_t id)\n"
	"{\n"
	"\treturn flash_area_get_device(flashmap_header_area(id));\n"
	"}\n";

/* Of a label and of a node label; a lookup is an area, found by its id. */
static const struct macro {
	const char *name;
	const char *member;
	const char *lookup;
} label_macros[] = {
	{ "FLASH_AREA_LABEL_EXISTS", "EXISTS", NULL },
	{ "FLASH_AREA_ID", "ID", NULL },
	{ "FLASH_AREA_OFFSET", "OFFSET", NULL },
	{ "FLASH_AREA_SIZE", "SIZE", NULL },
	{ "FLASH_AREA_LABEL_STR", "STR", NULL },
	{ "FLASH_AREA_DEVICE", "ID", "flashmap_header_device" },
}, node_macros[] = {
	{ "_EXISTS", "EXISTS", NULL },
	{ "_ID", "ID", NULL },
	{ "_OFFSET", "OFFSET", NULL },
	{ "_SIZE", "SIZE", NULL },
	{ "_DEVICE", "ID", "flashmap_header_device" },
	{ "", "ID", "flashmap_header_area" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void print_macro(FILE *out, const char *prefix, const char *kind,
			const struct macro *macro)
{
	bool may_be_unknown = strcmp(macro->member, "EXISTS") == 0;

	/* <storage/flash_map.h> and Zephyr's look it up at run time. */
	fprintf(out, "#undef %s%s\n", prefix, macro->name);
	fprintf(out, "#define %s%s(label) \\\n\t", prefix, macro->name);
	if (macro->lookup)
		fprintf(out, "%s( \\\n\t", macro->lookup);
	fprintf(out,
		"FLASHMAP_OF(FLASHMAP_STATE(FLASHMAP_%s_EXISTS_##label), \\\n"
		"\t\tFLASHMAP_%s_%s_##label, FLASHMAP_%s, \\\n"
		"\t\tFLASHMAP_%s_EXISTS_, FLASHMAP_%s_%s_, label)%s\n",
		kind, kind, macro->member, may_be_unknown ? "ZERO" : "REFUSE",
		kind, kind, macro->member, macro->lookup ? ")" : "");
}

void header_print_macros(FILE *out, bool with_node_labels)
{
	static const char *const prefixes[] = { "FIXED_PARTITION",
						"PARTITION" };

	fputs(engine, out);
	fputc('\n', out);
	for (size_t i = 0; i < COUNT(label_macros); i++)
		print_macro(out, "", "LABEL", &label_macros[i]);
	for (size_t i = 0; i < COUNT(prefixes) && with_node_labels; i++) {
		fputc('\n', out);
		for (size_t j = 0; j < COUNT(node_macros); j++)
			print_macro(out, prefixes[i], "NODE", &node_macros[j]);
	}
}
