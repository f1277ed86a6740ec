// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"
#include "unit.h"

static bool errors_expected;
static char last_message[512];
static char *folder;
/* The process that made the folder: a child of a test leaves it alone. */
static pid_t folder_owner;

/* What test_path() gave: held here, so that it is no leak. */
struct path {
	struct path *next;
	char *text;
};

static struct path *paths;

static void log_entry(const struct flashmap_log_entry *entry, void *unused)
{
	(void)unused;
	if (entry->level > FLASHMAP_LOG_WARNING)
		return;
	snprintf(last_message, sizeof(last_message), "%s: %s",
		 entry->subject ? entry->subject : "", entry->message);
	if (entry->level == FLASHMAP_LOG_ERROR && !errors_expected)
		ck_abort_msg("an error was logged: %s (%d)", last_message,
			     entry->error);
}

void set_up_log(void)
{
	flashmap_set_log(log_entry, NULL);
}

void expect_errors(void)
{
	errors_expected = true;
}

const char *last_logged(void)
{
	return last_message;
}

static int remove_entry(const char *path, const struct stat *status, int flag,
			struct FTW *walk)
{
	(void)status;
	(void)flag;
	(void)walk;
	return remove(path);
}

static void remove_folder(void)
{
	if (folder && getpid() == folder_owner)
		nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *test_folder(void)
{
	const char *above = getenv("TMPDIR");

	if (folder)
		return folder;
	ck_assert_int_gt(asprintf(&folder, "%s/flashmap-test-XXXXXX",
				  above ? above : "/tmp"),
			 0);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	folder_owner = getpid();
	atexit(remove_folder);
	return folder;
}

const char *test_path(const char *format, ...)
{
	struct path *path = malloc(sizeof(*path));
	va_list arguments;
	char *below;

	ck_assert_ptr_nonnull(path);
	va_start(arguments, format);
	ck_assert_int_ge(vasprintf(&below, format, arguments), 0);
	va_end(arguments);
	ck_assert_int_ge(asprintf(&path->text, "%s/%s", test_folder(), below),
			 0);
	free(below);
	path->next = paths;
	paths = path;
	return path->text;
}

static void make_folders_above(const char *path)
{
	char copy[PATH_MAX];

	snprintf(copy, sizeof(copy), "%s", path);
	for (char *slash = strchr(copy + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ck_assert(mkdir(copy, 0777) == 0 || errno == EEXIST);
		*slash = '/';
	}
}

void write_bytes(const char *path, const void *data, size_t length)
{
	const char *whole = test_path("%s", path);
	int fd;

	make_folders_above(whole);
	fd = open(whole, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, data, length), (ssize_t)length);
	close(fd);
}

void write_file(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

void write_link(const char *path, const char *target)
{
	const char *whole = test_path("%s", path);

	make_folders_above(whole);
	ck_assert_int_eq(symlink(target, whole), 0);
}
