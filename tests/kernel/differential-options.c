// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "differential.h"

static const char usage[] =
	"usage: differential --area LABEL | --simulated ram|nor|nand\n"
	"                    [--seed N] [--operations N] [--limit BYTES]\n"
	"                    [--size BYTES] [--erase-size BYTES]\n"
	"                    [--write-size BYTES] [--rules ram|nor]\n"
	"                    [--compare-every N]\n"
	"                    [--dtb FILE] [--dump FILE] [--break N]\n"
	"\n"
	"ERASES the first BYTES (else all) of the area. LABEL is one MTD;\n"
	"--simulated tries the simulator against itself.\n"
	"\n"
	"--rules          which writes are allowed, if not those of its type\n"
	"--size ...       of the chip of --simulated\n"
	"--compare-every  whole contents are compared so often (10000)\n"
	"--dtb, --dump    the simulated chip's device tree and content, kept\n"
	"--break          a byte is changed behind the simulator's back\n";

enum {
	OPTION_AREA = 1,
	OPTION_SIMULATED,
	OPTION_SEED,
	OPTION_OPERATIONS,
	OPTION_LIMIT,
	OPTION_SIZE,
	OPTION_ERASE_SIZE,
	OPTION_WRITE_SIZE,
	OPTION_RULES,
	OPTION_COMPARE_EVERY,
	OPTION_DTB,
	OPTION_DUMP,
	OPTION_BREAK,
};

static const struct option options[] = {
	{ "area", required_argument, NULL, OPTION_AREA },
	{ "simulated", required_argument, NULL, OPTION_SIMULATED },
	{ "seed", required_argument, NULL, OPTION_SEED },
	{ "operations", required_argument, NULL, OPTION_OPERATIONS },
	{ "limit", required_argument, NULL, OPTION_LIMIT },
	{ "size", required_argument, NULL, OPTION_SIZE },
	{ "erase-size", required_argument, NULL, OPTION_ERASE_SIZE },
	{ "write-size", required_argument, NULL, OPTION_WRITE_SIZE },
	{ "rules", required_argument, NULL, OPTION_RULES },
	{ "compare-every", required_argument, NULL, OPTION_COMPARE_EVERY },
	{ "dtb", required_argument, NULL, OPTION_DTB },
	{ "dump", required_argument, NULL, OPTION_DUMP },
	{ "break", required_argument, NULL, OPTION_BREAK },
	{ NULL, 0, NULL, 0 },
};

static bool parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	return !errno && end != text && !*end && !strchr(text, '-');
}

static bool parse_rules(const char *text, enum rules *rules)
{
	for (int i = RULES_RAM; i <= RULES_NAND; i++)
		if (strcmp(text, rules_name((enum rules)i)) == 0) {
			*rules = (enum rules)i;
			return true;
		}
	return false;
}

static bool parse_option(struct settings *settings, int option)
{
	switch (option) {
	case OPTION_AREA:
		settings->label = optarg;
		return true;
	case OPTION_SIMULATED:
		settings->simulated = true;
		return parse_rules(optarg, &settings->rules);
	case OPTION_SEED:
		return parse_number(optarg, &settings->seed);
	case OPTION_OPERATIONS:
		return parse_number(optarg, &settings->operations);
	case OPTION_LIMIT:
		return parse_number(optarg, &settings->limit);
	case OPTION_SIZE:
		return parse_number(optarg, &settings->size);
	case OPTION_ERASE_SIZE:
		return parse_number(optarg, &settings->erase_size) &&
		       settings->erase_size <= UINT32_MAX;
	case OPTION_WRITE_SIZE:
		return parse_number(optarg, &settings->write_size) &&
		       settings->write_size <= UINT32_MAX;
	case OPTION_RULES:
		settings->rules_named = true;
		return parse_rules(optarg, &settings->rules) &&
		       settings->rules != RULES_NAND;
	case OPTION_COMPARE_EVERY:
		return parse_number(optarg, &settings->interval) &&
		       settings->interval > 0;
	case OPTION_DTB:
		settings->blob = optarg;
		return true;
	case OPTION_DUMP:
		settings->content = optarg;
		return true;
	case OPTION_BREAK:
		return parse_number(optarg, &settings->break_at);
	default:
		return false;
	}
}

static bool parse(struct settings *settings, int argc, char **argv)
{
	int option;

	settings->arguments = argv;
	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0)
		if (!parse_option(settings, option))
			return false;
	if (optind != argc || (settings->label != NULL) == settings->simulated)
		return false;
	if (settings->simulated)
		settings->label = "simulated chip";
	return true;
}

bool settings_parse(struct settings *settings, int argc, char **argv)
{
	if (parse(settings, argc, argv))
		return true;
	fputs(usage, stderr);
	return false;
}
