// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tests of the QEMU guest that need the C interface:
 *   guest run PHASE     runs the tests of a phase
 *   guest step STEP...  uses the library step by step
 *   guest compare       compares the dumps /tmp/before and /tmp/after
 */

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <flashmap/log.h>
#include <flashmap/map.h>

#include "guest.h"

/* Seconds that one test may take. */
#define TEST_TIMEOUT 120

static struct guest_test *tests;
static struct guest_test **tests_end = &tests;
/* Where a test says why it failed. */
static int reason_fd = -1;
static bool errors_expected;
static char logged_error[256];

void guest_add(struct guest_test *test)
{
	*tests_end = test;
	tests_end = &test->next;
}

void guest_fail(const char *file, int line, const char *format, ...)
{
	const char *base = strrchr(file, '/');
	va_list arguments;

	dprintf(reason_fd, "%s:%d: ", base ? base + 1 : file, line);
	va_start(arguments, format);
	vdprintf(reason_fd, format, arguments);
	va_end(arguments);
	_exit(1);
}

const char *errno_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
		{ EACCES, "EACCES" },	 { EBADMSG, "EBADMSG" },
		{ EBUSY, "EBUSY" },	 { EINVAL, "EINVAL" },
		{ EIO, "EIO" },		 { ENODEV, "ENODEV" },
		{ ENOENT, "ENOENT" },	 { ENOMEM, "ENOMEM" },
		{ ENOTSUP, "ENOTSUP" },	 { ENOTUNIQ, "ENOTUNIQ" },
		{ ENXIO, "ENXIO" },	 { EPERM, "EPERM" },
		{ ENOTTY, "ENOTTY" },	 { EROFS, "EROFS" },
		{ ESTALE, "ESTALE" },	 { ETIMEDOUT, "ETIMEDOUT" },
		{ EUCLEAN, "EUCLEAN" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].error == error)
			return names[i].name;
	return NULL;
}

static void describe(long long value, char *text, size_t size)
{
	const char *name = value < 0 && value > -4096 ?
				   errno_name((int)-value) :
				   NULL;

	if (name)
		snprintf(text, size, "-%s", name);
	else
		snprintf(text, size, "%lld", value);
}

void guest_equal(const char *file, int line, const char *what,
		 long long actual, long long expected)
{
	char is[32], shall[32];

	if (actual == expected)
		return;
	describe(actual, is, sizeof(is));
	describe(expected, shall, sizeof(shall));
	guest_fail(file, line, "%s is %s, not %s", what, is, shall);
}

void expect_errors(void)
{
	errors_expected = true;
}

static void print_log(const struct flashmap_log_entry *entry, void *user_data)
{
	(void)user_data;
	if (entry->level > FLASHMAP_LOG_WARNING)
		return;
	printf("# log %d: %s: %s (%d)\n", (int)entry->level,
	       entry->subject ? entry->subject : "-", entry->message,
	       entry->error);
	fflush(stdout);
	if (entry->level <= FLASHMAP_LOG_ERROR && !logged_error[0])
		snprintf(logged_error, sizeof(logged_error), "%s",
			 entry->message);
}

int sh(const char *format, ...)
{
	char command[2048] = ". /t/guest-lib.sh; ";
	size_t used = strlen(command);
	va_list arguments;
	int length, status;

	va_start(arguments, format);
	length = vsnprintf(command + used, sizeof(command) - used, format,
			   arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= sizeof(command) - used)
		FAIL("a command is too long");
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void run_child(const struct guest_test *test, int fd)
{
	reason_fd = fd;
	alarm(TEST_TIMEOUT);
	flashmap_set_log(print_log, NULL);
	test->run();
	if (logged_error[0] && !errors_expected)
		FAIL("the library logged an error: %s", logged_error);
	exit(0);
}

static void read_reason(int fd, char *text, size_t size)
{
	size_t used = 0;
	ssize_t got;

	while ((got = read(fd, text + used, size - 1 - used)) > 0)
		used += (size_t)got;
	text[used] = '\0';
	for (char *end = text; *end; end++)
		if (*end == '\n')
			*end = ' ';
}

static bool run_test(const struct guest_test *test)
{
	char reason[512];
	int fds[2], status = 0;
	pid_t child;

	fflush(stdout);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return false;
	child = fork();
	if (child == 0) {
		close(fds[0]);
		run_child(test, fds[1]);
	}
	close(fds[1]);
	read_reason(fds[0], reason, sizeof(reason));
	close(fds[0]);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return false;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		printf("GUEST ok %s\n", test->name);
		return true;
	}
	if (WIFSIGNALED(status))
		printf("GUEST FAIL %s: killed by signal %d %s\n", test->name,
		       WTERMSIG(status), reason);
	else
		printf("GUEST FAIL %s: %s\n", test->name,
		       reason[0] ? reason : "it ended early");
	return false;
}

static int run_phase(const char *phase)
{
	struct timespec now;
	bool good = true;

	for (const struct guest_test *test = tests; test; test = test->next) {
		if (strcmp(test->phase, phase) != 0)
			continue;
		clock_gettime(CLOCK_BOOTTIME, &now);
		printf("# %s (%lld.%02ld s)\n", test->name,
		       (long long)now.tv_sec, now.tv_nsec / 10000000);
		good &= run_test(test);
	}
	fflush(stdout);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "run") == 0)
		return run_phase(argv[2]);
	if (argc > 2 && strcmp(argv[1], "step") == 0)
		return guest_step(argc - 2, argv + 2);
	if (argc == 2 && strcmp(argv[1], "compare") == 0) {
		reason_fd = STDOUT_FILENO;
		dump_compare();
		return 0;
	}
	fprintf(stderr, "usage: guest run PHASE | step STEP... | compare\n");
	return 2;
}
