// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <unistd.h>

#include "device/transfer.h"

/* Whether to go on: a count adds up, a signal is nothing. */
static int account(ssize_t count, size_t *done)
{
	if (count < 0 && errno == EINTR)
		return 0;
	if (count < 0)
		return -errno;
	if (count == 0)
		return -EIO;
	*done += (size_t)count;
	return 0;
}

int fm_transfer_read(int fd, uint64_t offset, void *data, size_t length,
		     size_t *done)
{
	int rc = 0;

	*done = 0;
	while (*done < length && !rc)
		rc = account(pread(fd, (char *)data + *done, length - *done,
				   (off_t)(offset + *done)),
			     done);
	return rc;
}

int fm_transfer_write(int fd, uint64_t offset, const void *data, size_t length,
		      size_t *done)
{
	int rc = 0;

	*done = 0;
	while (*done < length && !rc)
		rc = account(pwrite(fd, (const char *)data + *done,
				    length - *done, (off_t)(offset + *done)),
			     done);
	return rc;
}
