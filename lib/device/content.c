// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device/content.h"
#include "device/transfer.h"
#include "log.h"

#define PIECE_SIZE 4096

int fm_content_init(struct fm_content *content, const char *name,
		    const char *file, uint64_t size, uint8_t erased_value)
{
	memset(content, 0, sizeof(*content));
	content->name = name;
	content->size = size;
	content->erased_value = erased_value;
	content->fd = -1;

	if (size > INT64_MAX || (!file && size > SIZE_MAX / 2))
		return -EFBIG;
	if (file) {
		content->file = strdup(file);
		return content->file ? 0 : -ENOMEM;
	}
	content->memory = malloc((size_t)size);
	if (!content->memory)
		return -ENOMEM;
	memset(content->memory, erased_value, (size_t)size);
	return 0;
}

void fm_content_destroy(struct fm_content *content)
{
	fm_content_close(content);
	free(content->memory);
	free(content->file);
}

void fm_content_close(struct fm_content *content)
{
	/* Memory has no descriptor; a zeroed content has descriptor 0. */
	if (content->file && content->fd >= 0)
		close(content->fd);
	content->fd = -1;
}

static int make_file(struct fm_content *content)
{
	int rc;

	content->fd = open(content->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
			   0666);
	if (content->fd < 0)
		return -errno;
	content->read_only = false;
	rc = fm_content_fill(content, 0, content->size);
	content->made = rc == 0;
	if (rc < 0) {
		fm_content_close(content);
		unlink(content->file);
	}
	return rc;
}

static int open_existing(struct fm_content *content)
{
	struct stat status;

	content->made = false;
	content->read_only = false;
	content->fd = open(content->file, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (content->fd < 0 && (errno == EACCES || errno == EROFS)) {
		content->read_only = true;
		content->fd =
			open(content->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (content->fd < 0)
		return -errno;
	if (fstat(content->fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    (uint64_t)status.st_size == content->size)
		return 0;
	fm_content_close(content);
	fm_log(FLASHMAP_LOG_ERROR, content->name, -EINVAL,
	       "%s is not a file of the chip's size", content->file);
	return -EINVAL;
}

int fm_content_open(struct fm_content *content)
{
	int rc;

	if (content->memory || content->fd >= 0)
		return 0;
	rc = make_file(content);
	if (rc == -EEXIST)
		rc = open_existing(content);
	if (rc < 0 && rc != -EINVAL)
		fm_log(FLASHMAP_LOG_ERROR, content->name, rc,
		       "cannot open or make %s", content->file);
	return rc;
}

int fm_content_load(const struct fm_content *content, uint64_t offset,
		    void *data, size_t length)
{
	size_t done;

	if (!content->memory)
		return fm_transfer_read(content->fd, offset, data, length,
					&done);
	memcpy(data, content->memory + offset, length);
	return 0;
}

int fm_content_store(const struct fm_content *content, uint64_t offset,
		     const void *data, size_t length)
{
	size_t done;

	if (!content->memory)
		return fm_transfer_write(content->fd, offset, data, length,
					 &done);
	memcpy(content->memory + offset, data, length);
	return 0;
}

int fm_content_fill(const struct fm_content *content, uint64_t offset,
		    uint64_t length)
{
	return fm_content_fill_with(content, offset, length,
				    content->erased_value);
}

int fm_content_fill_with(const struct fm_content *content, uint64_t offset,
			 uint64_t length, uint8_t value)
{
	uint8_t piece[PIECE_SIZE];
	int rc = 0;

	memset(piece, value, sizeof(piece));
	while (length > 0 && !rc) {
		size_t size = length < sizeof(piece) ? (size_t)length
						     : sizeof(piece);

		rc = fm_content_store(content, offset, piece, size);
		offset += size;
		length -= size;
	}
	return rc;
}
