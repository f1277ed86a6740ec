// SPDX-License-Identifier: GPL-2.0-or-later
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cancel.h"
#include "format.h"
#include "progress.h"
#include "report.h"

#define AHEAD_SIZE (1024 * 1024)
#define REFRESH_MILLISECONDS 100

static int report_read(const struct input *input, int error)
{
	if (cancel_signal())
		return report(STATUS_SIGNAL + cancel_signal(),
			      "cancelled: while reading %s; %s", input->name,
			      input->advice);
	return report_failure(error, input->advice, "cannot read %s",
			      input->name);
}

/*
 * Until there is something to read, or a signal; what was done so far is seen
 * meanwhile. A signal that comes just before a read would be waited on.
 */
static void wait_for_data(int fd)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };

	while (!cancel_signal() && poll(&waiting, 1, REFRESH_MILLISECONDS) == 0)
		progress_refresh();
}

/* Read at least so much ahead, or to the end of the stream. */
static int fill_ahead(struct input *input, size_t least)
{
	input->ahead_used = 0;
	input->ahead_filled = 0;
	while (input->ahead_filled < least && !input->ended) {
		ssize_t count;

		wait_for_data(input->fd);
		if (cancel_signal())
			return report_read(input, -EINTR);
		count = read(input->fd, input->ahead + input->ahead_filled,
			     AHEAD_SIZE - input->ahead_filled);

		if (count < 0 && errno == EINTR && !cancel_signal())
			continue;
		if (count < 0)
			return report_read(input, -errno);
		if (count == 0)
			input->ended = true;
		input->ahead_filled += (size_t)count;
	}
	return STATUS_DONE;
}

static int read_ahead(struct input *input, unsigned char *buffer, size_t size,
		      size_t *filled)
{
	*filled = 0;
	while (*filled < size) {
		size_t count = input->ahead_filled - input->ahead_used;
		int status;

		if (count == 0 && input->ended)
			break;
		if (count == 0) {
			status = fill_ahead(input, 1);
			if (status)
				return status;
			continue;
		}
		if (count > size - *filled)
			count = size - *filled;
		memcpy(buffer + *filled, input->ahead + input->ahead_used,
		       count);
		input->ahead_used += count;
		*filled += count;
	}
	return STATUS_DONE;
}

static int read_regular(struct input *input, unsigned char *buffer, size_t size,
			size_t *filled)
{
	*filled = 0;
	while (*filled < size) {
		ssize_t count =
			pread(input->fd, buffer + *filled, size - *filled,
			      (off_t)(input->base + input->position + *filled));

		if (count < 0 && errno == EINTR && !cancel_signal())
			continue;
		if (count < 0)
			return report_read(input, -errno);
		if (count == 0)
			break;
		*filled += (size_t)count;
	}
	return STATUS_DONE;
}

int input_read(struct input *input, void *buffer, size_t size, size_t *filled)
{
	uint64_t left = input->length - input->position;
	int status;

	if (size > left)
		size = (size_t)left;
	if (input->regular)
		status = read_regular(input, buffer, size, filled);
	else
		status = read_ahead(input, buffer, size, filled);
	if (status)
		return status;
	input->position += *filled;
	if (*filled < size && input->length_known)
		return report(input->regular ? STATUS_FAILED : STATUS_USAGE,
			      "%s ended after 0x%" PRIx64 " of 0x%" PRIx64
			      " bytes; %s",
			      input->name, input->position, input->length,
			      input->advice);
	return STATUS_DONE;
}

int input_at_end(struct input *input, bool *at_end)
{
	int status;

	*at_end = input->length_known && input->position == input->length;
	if (*at_end || input->regular)
		return STATUS_DONE;
	if (input->ahead_used == input->ahead_filled && !input->ended) {
		status = fill_ahead(input, 1);
		if (status)
			return status;
	}
	*at_end = input->ahead_used == input->ahead_filled;
	return STATUS_DONE;
}

static int open_file(struct input *input, const char *name)
{
	struct stat status;

	input->name = format_name(name);
	input->fd = STDIN_FILENO;
	if (strcmp(name, "-") == 0)
		input->name = "standard input";
	else
		input->fd = open(name, O_RDONLY | O_CLOEXEC);
	if (input->fd < 0 || fstat(input->fd, &status) < 0)
		return report_failure(-errno, NULL, "cannot open %s",
				      input->name);
	if (S_ISDIR(status.st_mode))
		return report_failure(-EISDIR, NULL, "cannot read %s",
				      input->name);
	if (S_ISREG(status.st_mode)) {
		off_t base = lseek(input->fd, 0, SEEK_CUR);

		input->regular = true;
		input->length_known = true;
		input->base = base > 0 ? (uint64_t)base : 0;
		if ((uint64_t)status.st_size > input->base)
			input->length = (uint64_t)status.st_size - input->base;
	}
	return STATUS_DONE;
}

static int open_stream(struct input *input)
{
	int status;

	input->ahead = malloc(AHEAD_SIZE);
	if (!input->ahead)
		return report_failure(-ENOMEM, NULL, "cannot read %s",
				      input->name);
	status = fill_ahead(input, AHEAD_SIZE);
	if (status)
		return status;
	input->length = UINT64_MAX;
	if (input->ended) {
		input->length_known = true;
		input->length = input->ahead_filled;
	}
	return STATUS_DONE;
}

/* With --length the first bytes are taken, and there must be as many. */
static int limit_length(struct input *input, uint64_t limit)
{
	if (input->length < limit)
		return report(STATUS_USAGE,
			      "%s has 0x%" PRIx64 " bytes, less "
			      "than --length 0x%" PRIx64,
			      input->name, input->length, limit);
	input->length = limit;
	input->length_known = true;
	return STATUS_DONE;
}

int input_open(struct input *input, const char *name, const struct area *area,
	       uint64_t size, const struct options *options,
	       struct range *range)
{
	int status;

	memset(input, 0, sizeof(*input));
	input->fd = -1;
	input->advice = "nothing was done";
	status = range_of_options(area, size, options, range);
	if (status)
		return status;
	status = open_file(input, name);
	if (!status && !input->regular)
		status = open_stream(input);
	if (!status && options->length_given)
		status = limit_length(input, range->length);
	if (status)
		return status;
	if (input->length == 0)
		return report(STATUS_USAGE, "no data in %s; nothing was done",
			      input->name);
	if (!input->length_known)
		input->length = range->length;
	if (input->length > range->length)
		return report(STATUS_USAGE,
			      "%s has 0x%" PRIx64 " bytes, more "
			      "than the 0x%" PRIx64
			      " of %s from offset 0x%" PRIx64
			      "; nothing was done",
			      input->name, input->length, range->length,
			      area->name, range->offset);
	range->length = input->length;
	return STATUS_DONE;
}

void input_close(struct input *input)
{
	if (input->fd > STDIN_FILENO)
		close(input->fd);
	free(input->ahead);
	input->ahead = NULL;
}
