// SPDX-License-Identifier: GPL-2.0-or-later
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cancel.h"
#include "report.h"

static int report_output(const struct output *output, int error)
{
	return report_failure(error, NULL, "cannot write to %s", output->name);
}

/* The mode that open(2) would have given, or that of the file replaced. */
static mode_t final_mode(const struct stat *old)
{
	mode_t mask;

	if (old)
		return old->st_mode & 0777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static int open_temporary(struct output *output, const char *path,
			  const struct stat *old)
{
	output->path = strdup(path);
	if (!output->path ||
	    asprintf(&output->temporary, "%s.XXXXXX", path) < 0) {
		output->temporary = NULL;
		return report_output(output, -ENOMEM);
	}
	output->fd = mkostemp(output->temporary, O_CLOEXEC);
	if (output->fd < 0) {
		int error = -errno;

		free(output->temporary);
		output->temporary = NULL;
		return report_output(output, error);
	}
	if (fchmod(output->fd, final_mode(old)) < 0)
		return report_output(output, -errno);
	return STATUS_DONE;
}

int output_open(struct output *output, const char *name)
{
	struct stat old;
	char *target;
	int status;

	memset(output, 0, sizeof(*output));
	output->fd = STDOUT_FILENO;
	output->name = "standard output";
	if (!name || strcmp(name, "-") == 0)
		return STATUS_DONE;
	output->name = name;
	if (stat(name, &old) < 0)
		return open_temporary(output, name, NULL);
	/* A rename would replace /dev/null or a pipe by a file. */
	if (!S_ISREG(old.st_mode)) {
		output->fd = open(name, O_WRONLY | O_CLOEXEC);
		return output->fd < 0 ? report_output(output, -errno)
				      : STATUS_DONE;
	}
	/* A link stays a link. */
	target = realpath(name, NULL);
	if (!target)
		return report_output(output, -errno);
	status = open_temporary(output, target, &old);
	free(target);
	return status;
}

int output_write(struct output *output, const void *data, size_t size)
{
	const unsigned char *bytes = data;

	while (size > 0) {
		ssize_t count = write(output->fd, bytes, size);

		if (count < 0 && errno == EINTR && !cancel_signal())
			continue;
		if (count < 0 && errno == EINTR)
			return report(STATUS_SIGNAL + cancel_signal(),
				      "cancelled: while writing to %s",
				      output->name);
		if (count < 0)
			return report_output(output, -errno);
		bytes += count;
		size -= (size_t)count;
	}
	return STATUS_DONE;
}

/* Without this the new name may be gone after a power cut. */
static void sync_directory(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
		      : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

int output_finish(struct output *output)
{
	if (!output->temporary)
		return STATUS_DONE;
	if (fsync(output->fd) < 0)
		return report_output(output, -errno);
	if (rename(output->temporary, output->path) < 0)
		return report_output(output, -errno);
	free(output->temporary);
	output->temporary = NULL;
	sync_directory(output->path);
	return STATUS_DONE;
}

void output_close(struct output *output)
{
	if (output->temporary)
		unlink(output->temporary);
	if (output->fd > STDERR_FILENO)
		close(output->fd);
	free(output->temporary);
	free(output->path);
}
