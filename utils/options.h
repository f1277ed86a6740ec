/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All options of the program, and which commands take them. */
#ifndef UTILS_OPTIONS_H
#define UTILS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "progress.h"
#include "terminal.h"

/* What a command takes beside the options that every command takes. */
enum option_set {
	OPTIONS_GLOBAL = 0,
	OPTIONS_RANGE = 1 << 0,
	OPTIONS_OUTPUT = 1 << 1,
	OPTIONS_LABELS = 1 << 2,
	OPTIONS_SKIP_BAD = 1 << 3,
	/* What writes and what erases. */
	OPTIONS_CHANGE = 1 << 4,
	/* What writes. */
	OPTIONS_WRITE = 1 << 5,
	OPTIONS_PROGRESS = 1 << 6,
	OPTIONS_FORCE = 1 << 7,
	OPTIONS_MARK = 1 << 8,
	OPTIONS_YES = 1 << 9,
	OPTIONS_MAP = 1 << 10,
	OPTIONS_LIST = 1 << 11,
	OPTIONS_SCAN = 1 << 12,
};

#define SHA256_SIZE 32

struct options {
	const char *root;
	const char *devicetree;
	const char *simulator;
	const char *config;
	const char *output;
	const char *svg;
	const char *columns;
	uint64_t offset;
	uint64_t length;
	uint8_t sha256[SHA256_SIZE];
	bool length_given;
	/* The offset that --mark names. */
	uint64_t mark;
	bool mark_given;
	bool yes;
	bool sha256_given;
	bool force;
	bool labels_only;
	bool tree;
	/* As in <flashmap/writer.h>. */
	bool full;
	bool no_verify;
	bool head_last;
	bool skip_bad;
	bool mark_bad;
	bool unlock;
	bool keep;
	bool erase_rest;
	bool dry_run;
	bool no_earlier_cut;
	bool scan;
	bool json;
	bool quiet;
	bool verbose;
	bool help;
	bool version;
	/* Of the command: see command.h. */
	bool describes_devicetree;
	enum progress_mode progress;
	enum color_mode color;
};

/*
 * Take the options from the arguments, those of the given sets too. With
 * stop_at_operand the first operand ends them. *first is the index of the
 * first operand; argv is permuted. Returns the exit status.
 */
int options_parse(struct options *options, unsigned int sets,
		  bool stop_at_operand, int argc, char **argv, int *first);

/* Print the options of exactly this set. */
void options_print(FILE *out, enum option_set set);

#endif
