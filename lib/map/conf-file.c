// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "map/conf-file.h"

#define DEFAULT_FILE "etc/flashmap.conf"
/* No board has as many areas; whatever is in it is compared in no time. */
#define FILE_LIMIT (256u << 10)

/* A pipe or a device could read as empty, and nothing would be protected. */
static int open_regular(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int rc = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) < 0)
		rc = -errno;
	else if (S_ISDIR(status.st_mode))
		rc = -EISDIR;
	else if (!S_ISREG(status.st_mode))
		rc = -EINVAL;
	if (rc < 0) {
		close(fd);
		return rc;
	}
	return fd;
}

static int read_text(const char *path, char **text, size_t *size)
{
	int fd = open_regular(path);
	int rc;

	if (fd < 0)
		return fd;
	rc = fm_read_descriptor(fd, text, size);
	close(fd);
	if (!rc && *size > FILE_LIMIT) {
		free(*text);
		rc = -EFBIG;
	}
	return rc;
}

/* A link that leads nowhere is a file that somebody misses. */
static bool is_absent(const char *path)
{
	struct stat status;

	return lstat(path, &status) < 0 && errno == ENOENT;
}

int fm_conf_read(struct fm_conf *conf, const struct fm_root *root,
		 const char *named)
{
	char *path, *text;
	size_t size;
	int rc;

	rc = named ? asprintf(&path, "%s", named)
		   : asprintf(&path, "%s/%s", root->directory, DEFAULT_FILE);
	if (rc < 0)
		return -ENOMEM;
	rc = read_text(path, &text, &size);
	if (!rc) {
		rc = fm_conf_parse(conf, path, text, size);
		free(text);
	} else if (rc == -ENOENT && !named && is_absent(path)) {
		rc = 0;
	} else {
		fm_log(FLASHMAP_LOG_ERROR, path, rc,
		       "cannot read this configuration");
	}
	free(path);
	return rc;
}
