// SPDX-License-Identifier: BSD-2-Clause

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/root.h"

#define FILE_LIMIT (16u << 20)

int fm_root_init(struct fm_root *root, const char *directory)
{
	size_t length;

	root->device_folder = NULL;
	root->claim_folder = NULL;
	root->directory = strdup(directory ? directory : "");
	if (!root->directory)
		return -ENOMEM;
	length = strlen(root->directory);
	while (length > 0 && root->directory[length - 1] == '/')
		root->directory[--length] = '\0';
	if (asprintf(&root->device_folder, "%s/dev", root->directory) < 0) {
		root->device_folder = NULL;
		return -ENOMEM;
	}
	if (asprintf(&root->claim_folder, "%s/run/flashmap", root->directory) <
	    0) {
		root->claim_folder = NULL;
		return -ENOMEM;
	}
	return 0;
}

void fm_root_destroy(struct fm_root *root)
{
	free(root->directory);
	free(root->device_folder);
	free(root->claim_folder);
	root->directory = NULL;
	root->device_folder = NULL;
	root->claim_folder = NULL;
}

int fm_root_open(const struct fm_root *root, const char *path, int flags)
{
	char *whole;
	int fd;

	if (asprintf(&whole, "%s/%s", root->directory, path) < 0)
		return -ENOMEM;
	fd = open(whole, flags | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		fd = -errno;
	free(whole);
	return fd;
}

int fm_for_each_entry(int folder, fm_entry_fn function, void *context)
{
	struct dirent *entry;
	DIR *stream;
	int fd, rc = 0;

	fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	stream = fdopendir(fd);
	if (!stream) {
		close(fd);
		return -ENOMEM;
	}
	for (errno = 0; !rc && (entry = readdir(stream)); errno = 0)
		rc = function(fd, entry, context);
	if (!rc && errno)
		rc = -errno;
	closedir(stream);
	return rc;
}

static ssize_t read_some(int fd, void *data, size_t size)
{
	ssize_t got;

	do
		got = read(fd, data, size);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

int fm_read_descriptor(int fd, char **data, size_t *size)
{
	char *buffer = NULL;
	size_t used = 0, room = 0;
	ssize_t got;

	do {
		if (room - used < 2) {
			char *larger;

			room = room ? room * 2 : 4096;
			larger = room > FILE_LIMIT ? NULL
						   : realloc(buffer, room);
			if (!larger) {
				free(buffer);
				return room > FILE_LIMIT ? -EFBIG : -ENOMEM;
			}
			buffer = larger;
		}
		got = read_some(fd, buffer + used, room - used - 1);
		if (got < 0) {
			free(buffer);
			return (int)got;
		}
		used += (size_t)got;
	} while (got > 0);

	buffer[used] = '\0';
	*data = buffer;
	if (size)
		*size = used;
	return 0;
}

int fm_root_read_file(const struct fm_root *root, const char *path, char **text)
{
	int fd = fm_root_open(root, path, O_RDONLY);
	int rc;

	if (fd < 0)
		return fd;
	rc = fm_read_descriptor(fd, text, NULL);
	close(fd);
	return rc;
}

int fm_read_attribute(int directory, const char *name, char *text, size_t size)
{
	size_t used = 0;
	ssize_t got = 0;
	int fd;

	fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	/* sysfs gives an attribute in one piece: a full buffer is too small. */
	while (used < size) {
		got = read_some(fd, text + used, size - used);
		if (got <= 0)
			break;
		used += (size_t)got;
		if (memchr(text, '\n', used) || memchr(text, '\0', used))
			break;
	}
	close(fd);
	if (got < 0)
		return (int)got;
	if (used == size)
		used = strnlen(text, size);
	if (used == size)
		return -EOVERFLOW;
	text[used] = '\0';
	used = strlen(text);
	if (used > 0 && text[used - 1] == '\n')
		text[used - 1] = '\0';
	return 0;
}

int fm_read_number(int directory, const char *name, uint64_t *number)
{
	char text[FM_ATTRIBUTE_SIZE];
	int base, rc;
	char *end;

	rc = fm_read_attribute(directory, name, text, sizeof(text));
	if (rc < 0)
		return rc;
	if (!isdigit((unsigned char)text[0]))
		return -EINVAL;
	base = text[0] == '0' && text[1] == 'x' ? 16 : 10;
	errno = 0;
	*number = strtoull(text, &end, base);
	return errno || *end != '\0' ? -EINVAL : 0;
}

int fm_parse_unit(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);
	unsigned long number;
	char *end;

	if (strncmp(name, prefix, length) != 0 ||
	    !isdigit((unsigned char)name[length]))
		return -1;
	if (name[length] == '0' && name[length + 1] != '\0')
		return -1;
	errno = 0;
	number = strtoul(name + length, &end, 10);
	if (errno || *end != '\0' || number > INT_MAX)
		return -1;
	return (int)number;
}
