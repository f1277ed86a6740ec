// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <string.h>

#include "json.h"
#include "number.h"
#include "report.h"

enum option_code {
	CODE_JSON = 256,
	CODE_OFFSET,
	CODE_LENGTH,
	CODE_SHA256,
	CODE_PROGRESS,
	CODE_COLOR,
	CODE_MARK,
	/* And the number of the description, whose flag is set. */
	CODE_FLAG,
	CODE_QUIET = 'q',
	CODE_VERBOSE = 'v',
	CODE_HELP = 'h',
	CODE_OUTPUT = 'o',
};

struct description {
	const char *name;
	int code;
	enum option_set set;
	const char *argument;
	const char *text;
	/* Of CODE_FLAG: where the bool, or text, is in struct options. */
	size_t flag;
};

#define FLAG(member) offsetof(struct options, member)
#define NO_FLAG 0
/* With an argument, the member is its text. */
#define TEXT(member) FLAG(member)

static const struct description descriptions[] = {
	{ "root", CODE_FLAG, OPTIONS_GLOBAL, "DIR",
	  "look at the system below DIR", TEXT(root) },
	{ "dtb", CODE_FLAG, OPTIONS_GLOBAL, "FILE",
	  "use this flattened device tree", TEXT(devicetree) },
	{ "sim", CODE_FLAG, OPTIONS_GLOBAL, "FILE",
	  "simulate the chips of --dtb, content in FILE;\n"
	  "\"ram\" keeps nothing",
	  TEXT(simulator) },
	{ "config", CODE_FLAG, OPTIONS_GLOBAL, "FILE",
	  "use FILE in place of etc/flashmap.conf; \"\" is\n"
	  "none",
	  TEXT(config) },
	{ "json", CODE_JSON, OPTIONS_GLOBAL, NULL, "print one JSON document",
	  NO_FLAG },
	{ "quiet", CODE_QUIET, OPTIONS_GLOBAL, NULL,
	  "print errors and what was asked for only", NO_FLAG },
	{ "verbose", CODE_VERBOSE, OPTIONS_GLOBAL, NULL,
	  "print what the library does", NO_FLAG },
	{ "help", CODE_HELP, OPTIONS_GLOBAL, NULL, "print this help", NO_FLAG },
	{ "version", CODE_FLAG, OPTIONS_GLOBAL, NULL, "print the version",
	  FLAG(version) },
	{ "offset", CODE_OFFSET, OPTIONS_RANGE, "N",
	  "begin N bytes into the area", NO_FLAG },
	{ "length", CODE_LENGTH, OPTIONS_RANGE, "N", "take N bytes", NO_FLAG },
	{ "output", CODE_OUTPUT, OPTIONS_OUTPUT, "FILE",
	  "write to FILE, complete or not at all; - is\n"
	  "standard output",
	  NO_FLAG },
	{ "svg", CODE_FLAG, OPTIONS_MAP, "FILE",
	  "draw an SVG into FILE, complete or not at all; -\n"
	  "is standard output",
	  TEXT(svg) },
	{ "color", CODE_COLOR, OPTIONS_MAP, "WHEN",
	  "auto: on a terminal, without NO_COLOR; always;\n"
	  "never",
	  NO_FLAG },
	{ "columns", CODE_FLAG, OPTIONS_LIST, "NAMES",
	  "print these columns, separated by commas", TEXT(columns) },
	{ "tree", CODE_FLAG, OPTIONS_LIST, NULL,
	  "chips, their areas, and areas in these", FLAG(tree) },
	{ "labels-only", CODE_FLAG, OPTIONS_LABELS, NULL,
	  "leave out node labels (FIXED_PARTITION_*)", FLAG(labels_only) },
	{ "skip-bad", CODE_FLAG, OPTIONS_SKIP_BAD, NULL, "leave out bad blocks",
	  FLAG(skip_bad) },
	{ "unlock", CODE_FLAG, OPTIONS_CHANGE, NULL,
	  "unlock what is locked, and lock it again", FLAG(unlock) },
	{ "force", CODE_FLAG, OPTIONS_FORCE, NULL,
	  "also what is in use, never what is read-only", FLAG(force) },
	{ "dry-run", CODE_FLAG, OPTIONS_CHANGE, NULL,
	  "read, refuse and count; change nothing", FLAG(dry_run) },
	{ "head-last", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "the first sector last, made invalid before the\n"
	  "first change: never looks complete when it is not",
	  FLAG(head_last) },
	{ "sha256", CODE_SHA256, OPTIONS_WRITE, "HEX",
	  "fail (exit 3) if this is not the SHA-256 of the\n"
	  "data",
	  NO_FLAG },
	{ "full", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "write also what is there already", FLAG(full) },
	{ "no-verify", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "do not read back what was written", FLAG(no_verify) },
	{ "mark-bad", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "mark a NAND block bad, for good, that fails, and\n"
	  "go on behind it; needs --skip-bad",
	  FLAG(mark_bad) },
	{ "keep", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "keep what the first and the last sector have\n"
	  "beside the data; not safe when power is cut",
	  FLAG(keep) },
	{ "erase-rest", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "erase the sectors behind the data", FLAG(erase_rest) },
	{ "no-earlier-cut", CODE_FLAG, OPTIONS_WRITE, NULL,
	  "no change of this area was ever cut off: what\n"
	  "reads blank is not erased again",
	  FLAG(no_earlier_cut) },
	{ "scan", CODE_FLAG, OPTIONS_SCAN, NULL, "read every page",
	  FLAG(scan) },
	{ "mark", CODE_MARK, OPTIONS_MARK, "OFFSET",
	  "mark the block that begins there bad, for good;\n"
	  "needs --yes",
	  NO_FLAG },
	{ "yes", CODE_FLAG, OPTIONS_YES, NULL, "do what cannot be undone",
	  FLAG(yes) },
	{ "progress", CODE_PROGRESS, OPTIONS_PROGRESS, "HOW",
	  "auto: a bar on a terminal; json: a JSON object\n"
	  "a line on standard error; none",
	  NO_FLAG },
};

#define DESCRIPTIONS (sizeof(descriptions) / sizeof(*descriptions))

static int set_number(const char *name, const char *text, uint64_t *number)
{
	int error = number_parse(text, number);

	if (error == -ERANGE)
		return report(STATUS_USAGE, "%s %s: the number is too large",
			      name, text);
	if (error)
		return report(STATUS_USAGE,
			      "%s %s: not a number; "
			      "decimal or 0x, with K, M or G",
			      name, text);
	return STATUS_DONE;
}

static int set_progress(struct options *options, const char *how)
{
	if (strcmp(how, "auto") == 0)
		options->progress = PROGRESS_AUTO;
	else if (strcmp(how, "json") == 0)
		options->progress = PROGRESS_JSON;
	else if (strcmp(how, "none") == 0)
		options->progress = PROGRESS_NONE;
	else
		return report(STATUS_USAGE,
			      "--progress %s: "
			      "it is auto, json or none",
			      how);
	return STATUS_DONE;
}

static int set_color(struct options *options, const char *when)
{
	if (strcmp(when, "auto") == 0)
		options->color = COLOR_AUTO;
	else if (strcmp(when, "always") == 0)
		options->color = COLOR_ALWAYS;
	else if (strcmp(when, "never") == 0)
		options->color = COLOR_NEVER;
	else
		return report(STATUS_USAGE,
			      "--color %s: "
			      "it is auto, always or never",
			      when);
	return STATUS_DONE;
}

static int set_json(struct options *options)
{
	if (!json_is_supported())
		return report(STATUS_USAGE,
			      "--json: built without JSON support");
	options->json = true;
	return STATUS_DONE;
}

static int set_sha256(struct options *options, const char *text)
{
	options->sha256_given = true;
	if (number_parse_bytes(text, options->sha256, SHA256_SIZE) == 0)
		return STATUS_DONE;
	return report(STATUS_USAGE, "--sha256 %s: it is 64 hexadecimal digits",
		      text);
}

/* It may be a variable of a script that is not set. */
static int report_empty(const char *option)
{
	return report(STATUS_USAGE, "--%s \"\": the name is empty", option);
}

static int set_member(struct options *options,
		      const struct description *description, const char *value)
{
	char *member = (char *)options + description->flag;

	if (!description->argument) {
		*(bool *)member = true;
		return STATUS_DONE;
	}
	/* "" is no --config at all, and of --columns the list is told. */
	if (!value[0] && description->flag != TEXT(config) &&
	    description->flag != TEXT(columns))
		return report_empty(description->name);
	memcpy(member, &value, sizeof(value));
	return STATUS_DONE;
}

/* Of two blocks one would be left out, and neither can be taken back. */
static int set_mark(struct options *options, const char *value)
{
	if (options->mark_given)
		return report(STATUS_USAGE,
			      "--mark twice: it marks one block at a time");
	options->mark_given = true;
	return set_number("--mark", value, &options->mark);
}

static int set_option(struct options *options, int code, const char *value)
{
	switch (code) {
	case CODE_OUTPUT:
		if (!value[0])
			return report_empty("output");
		options->output = value;
		break;
	case CODE_COLOR:
		return set_color(options, value);
	case CODE_QUIET:
		options->quiet = true;
		break;
	case CODE_VERBOSE:
		options->verbose = true;
		break;
	case CODE_HELP:
		options->help = true;
		break;
	case CODE_JSON:
		return set_json(options);
	case CODE_OFFSET:
		return set_number("--offset", value, &options->offset);
	case CODE_LENGTH:
		options->length_given = true;
		return set_number("--length", value, &options->length);
	case CODE_MARK:
		return set_mark(options, value);
	case CODE_SHA256:
		return set_sha256(options, value);
	case CODE_PROGRESS:
		return set_progress(options, value);
	default:
		return set_member(options, &descriptions[code - CODE_FLAG],
				  value);
	}
	return STATUS_DONE;
}

/* What getopt_long() wants, of the options that are in the sets. */
struct getopt_tables {
	struct option options[DESCRIPTIONS + 1];
	char letters[3 * DESCRIPTIONS + 3];
};

static void fill_tables(struct getopt_tables *tables, unsigned int sets,
			bool stop_at_operand)
{
	struct option *option = tables->options;
	char *letter = tables->letters;

	memset(tables, 0, sizeof(*tables));
	if (stop_at_operand)
		*letter++ = '+';
	/* Tells a missing argument from an unknown option. */
	*letter++ = ':';
	for (size_t i = 0; i < DESCRIPTIONS; i++) {
		const struct description *from = &descriptions[i];

		if (from->set != OPTIONS_GLOBAL && !(from->set & sets))
			continue;
		option->name = from->name;
		option->has_arg = from->argument ? required_argument
						 : no_argument;
		option->val = from->code;
		if (from->code == CODE_FLAG)
			option->val += (int)i;
		option++;
		if (from->code >= CODE_JSON)
			continue;
		*letter++ = (char)from->code;
		if (from->argument)
			*letter++ = ':';
	}
}

static int report_option(const struct getopt_tables *tables, int problem,
			 const char *argument)
{
	if (problem == ':')
		return report(STATUS_USAGE, "%s needs an argument; see --help",
			      argument);
	/* A letter that is in the tables came from "--quiet=x". */
	if (optopt > 0 && optopt < CODE_JSON &&
	    !strchr(tables->letters, optopt))
		return report(STATUS_USAGE,
			      "-%c is not an option here; see --help", optopt);
	return report(STATUS_USAGE, "%s is not an option here; see --help",
		      argument);
}

/* getopt_long() takes "--mark" for --mark-bad, which nothing takes back. */
static int check_name(const struct option *option, char *const *end)
{
	bool separate = option->has_arg && optarg == end[-1];
	const char *argument = end[separate ? -2 : -1];

	if (strcspn(argument + 2, "=") == strlen(option->name))
		return STATUS_DONE;
	return report(STATUS_USAGE, "%s is not an option here; see --help",
		      argument);
}

int options_parse(struct options *options, unsigned int sets,
		  bool stop_at_operand, int argc, char **argv, int *first)
{
	struct getopt_tables tables;
	int code;

	fill_tables(&tables, sets, stop_at_operand);
	opterr = 0;
	/* 0 makes glibc and musl start over with other arguments. */
	optind = 0;
	for (;;) {
		int index = -1, status = STATUS_DONE;

		code = getopt_long(argc, argv, tables.letters, tables.options,
				   &index);
		if (code == -1)
			break;
		if (code == '?' || code == ':')
			return report_option(&tables, code, argv[optind - 1]);
		if (index >= 0)
			status = check_name(&tables.options[index],
					    argv + optind);
		if (!status)
			status = set_option(options, code, optarg);
		if (status)
			return status;
	}
	*first = optind;
	return STATUS_DONE;
}

static void print_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		fputc(*text, out);
		if (*text == '\n')
			fprintf(out, "%24s", "");
	}
	fputc('\n', out);
}

void options_print(FILE *out, enum option_set set)
{
	for (size_t i = 0; i < DESCRIPTIONS; i++) {
		const struct description *option = &descriptions[i];
		char letter[] = "    ";
		int length;

		if (option->set != set)
			continue;
		if (option->code < CODE_JSON)
			snprintf(letter, sizeof(letter), "-%c, ", option->code);
		length = fprintf(out, "  %s--%s%s%s", letter, option->name,
				 option->argument ? " " : "",
				 option->argument ? option->argument : "");
		fprintf(out, "%*s", 24 - length, "");
		print_text(out, option->text);
	}
}
