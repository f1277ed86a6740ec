// SPDX-License-Identifier: GPL-2.0-or-later
/* flashmap: reads and writes flash areas from a shell. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/version.h>

#include "command.h"
#include "format.h"
#include "open-map.h"
#include "options.h"
#include "progress.h"
#include "report.h"

static const struct command *const commands[] = {
	&command_list,	 &command_info,	     &command_map,     &command_dump,
	&command_health, &command_doctor,    &command_read,    &command_write,
	&command_copy,	 &command_erase,     &command_verify,  &command_lock,
	&command_unlock, &command_badblocks, &command_torture, &command_header,
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void print_help(void)
{
	puts("Usage: flashmap [OPTIONS] COMMAND [ARGS]\n\n"
	     "Read and write flash areas by name.\n\n"
	     "Commands:");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-10s%-13s  %s\n", commands[i]->name,
		       commands[i]->arguments, commands[i]->summary);
	puts("\nAREA is a label as \"flashmap list\" prints it, @ID, mtdN, "
	     "/dev/mtdN, or a\ndevice-tree path. "
	     "\"flashmap COMMAND --help\" tells more.\n\n"
	     "Options, before or after the command:");
	options_print(stdout, OPTIONS_GLOBAL);
}

static void print_command_help(const struct command *command)
{
	printf("Usage: flashmap [OPTIONS] %s%s%s\n\n%s\n", command->name,
	       command->arguments[0] ? " " : "", command->arguments,
	       command->details);
	if (command->options) {
		puts("\nOptions:");
		for (unsigned int set = 1; set <= command->options; set <<= 1)
			if (command->options & set)
				options_print(stdout, (enum option_set)set);
	}
	puts("\nOptions of every command:");
	options_print(stdout, OPTIONS_GLOBAL);
}

/*
 * What is opened next must not become standard output: a summary would go
 * onto a flash chip. The wrong direction keeps a use of it an error.
 */
static int open_standard_descriptors(void)
{
	for (int wanted = STDIN_FILENO; wanted <= STDERR_FILENO; wanted++) {
		int flags = wanted == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(wanted, F_GETFD) < 0 &&
		    open("/dev/null", flags) != wanted)
			return -errno;
	}
	return 0;
}

/* A full disk may show only here. */
static int close_stdout(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	report_failure(errno ? -errno : -EIO, NULL,
		       "cannot write to standard output");
	return status ? status : STATUS_FAILED;
}

static int run_command(const struct command *command,
		       const struct options *options, char **operands)
{
	struct context context = { .options = options, .operands = operands };
	int status;

	report_set_level(options->quiet, options->verbose);
	progress_start(options->progress, options->quiet);
	status = map_open(options, &context.map);
	if (status == STATUS_DONE)
		status = command->run(&context);
	map_close(options, context.map);
	return status;
}

static int parse_command(struct options *options, int argc, char **argv)
{
	const struct command *command = find_command(argv[0]);
	int first, status;

	if (!command)
		return report(STATUS_USAGE,
			      "unknown command %s; "
			      "flashmap --help lists them",
			      format_name(argv[0]));
	options->describes_devicetree = command->describes_devicetree;
	status = options_parse(options, command->options, false, argc, argv,
			       &first);
	if (status)
		return status;
	if (options->help) {
		print_command_help(command);
		return STATUS_DONE;
	}
	if (argc - first < command->operands ||
	    argc - first > command->operands + command->optional_operands)
		return report(STATUS_USAGE,
			      "%s arguments for %s: "
			      "flashmap [OPTIONS] %s %s",
			      argc - first < command->operands ? "missing"
							       : "too many",
			      command->name, command->name, command->arguments);
	return run_command(command, options, argv + first);
}

static int parse_arguments(int argc, char **argv)
{
	struct options options = { 0 };
	int first;
	int status = options_parse(&options, OPTIONS_GLOBAL, true, argc, argv,
				   &first);

	if (status)
		return status;
	if (options.version) {
		printf("flashmap %s\n", flashmap_version());
		return STATUS_DONE;
	}
	if (first < argc)
		return parse_command(&options, argc - first, argv + first);
	if (options.help) {
		print_help();
		return STATUS_DONE;
	}
	return report(STATUS_USAGE,
		      "no command given; flashmap --help lists them");
}

int main(int argc, char **argv)
{
	/* Then a closed pipe and a size limit are errors that are reported. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (open_standard_descriptors())
		return STATUS_FAILED;
	report_start();
	return close_stdout(parse_arguments(argc, argv));
}
