// SPDX-License-Identifier: GPL-2.0-or-later
#include "torture/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* More than a library says of one block. */
#define TEXT_MAX 4096

static void close_all(const struct capture *capture)
{
	const int fds[] = { capture->output, capture->error, capture->kept };

	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

/* Nothing must be waiting that belongs to the other side. */
static void flush_all(void)
{
	fflush(stdout);
	fflush(stderr);
}

static int redirect(const struct capture *capture)
{
	int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (nothing < 0)
		return -errno;
	if (dup2(nothing, STDOUT_FILENO) < 0) {
		error = -errno;
	} else if (dup2(capture->kept, STDERR_FILENO) < 0) {
		error = -errno;
		dup2(capture->output, STDOUT_FILENO);
	}
	close(nothing);
	return error;
}

int capture_start(struct capture *capture)
{
	int error = 0;

	flush_all();
	capture->output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	capture->error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	capture->kept = memfd_create("flashmap", MFD_CLOEXEC);
	if (capture->output < 0 || capture->error < 0 || capture->kept < 0)
		error = -errno;
	else
		error = redirect(capture);
	if (error)
		close_all(capture);
	return error;
}

/* "libmtd: error!: cannot erase" is "cannot erase". */
static const char *skip_prefix(const char *line)
{
	static const char error[] = "error!: ";
	const char *space;

	line += strspn(line, " \t");
	space = strchr(line, ' ');
	if (space && space > line && space[-1] == ':')
		line = space + 1;
	if (strncmp(line, error, strlen(error)) == 0)
		line += strlen(error);
	return line;
}

static char *join_lines(char *text)
{
	char *joined = NULL, *rest = NULL;
	const char *separator = "";
	size_t size;
	FILE *out = open_memstream(&joined, &size);

	if (!out)
		return NULL;
	for (char *line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		const char *words = skip_prefix(line);

		if (!*words)
			continue;
		fprintf(out, "%s%s", separator, words);
		separator = ", ";
	}
	if (fclose(out) || !joined[0]) {
		free(joined);
		return NULL;
	}
	return joined;
}

char *capture_end(struct capture *capture)
{
	char text[TEXT_MAX + 1];
	ssize_t length;

	flush_all();
	dup2(capture->output, STDOUT_FILENO);
	dup2(capture->error, STDERR_FILENO);
	length = pread(capture->kept, text, TEXT_MAX, 0);
	close_all(capture);
	if (length <= 0)
		return NULL;
	text[length] = '\0';
	return join_lines(text);
}
