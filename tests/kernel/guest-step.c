// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest step STEP...: the library step by step, each with one line that tells
 * what came of it. Exit 0 if every step returned 0, else 1.
 *   user=UID              give up root
 *   root=DIR              a map of its own below this directory
 *   in-use                a map of its own that may write what is in use
 *   area=LABEL            the area that the next steps use
 *   own=DEVICE,OFF,SIZE   the same, made by the program
 *   read=OFF,LEN[,FILE]   write=OFF,FILE   erase=OFF,LEN   release
 *   mark=TEXT             a system call that strace shows
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <flashmap/map.h>

#include "guest.h"

struct state {
	struct flashmap *map;
	const struct flash_area *fa;
};

struct step {
	const char *name;
	int (*run)(struct state *state, const char *argument);
};

static int do_user(struct state *state, const char *argument)
{
	uid_t user = (uid_t)strtoul(argument, NULL, 0);

	(void)state;
	if (setresgid(user, user, user) < 0 || setresuid(user, user, user) < 0)
		return -errno;
	return 0;
}

static int do_root(struct state *state, const char *argument)
{
	int rc = flashmap_new(&state->map);

	if (!rc)
		rc = flashmap_set_root(state->map, argument);
	if (!rc)
		rc = flashmap_load(state->map);
	return rc;
}

static int do_in_use(struct state *state, const char *argument)
{
	int rc = flashmap_new(&state->map);

	(void)argument;
	if (!rc)
		rc = flashmap_set_allow_in_use(state->map, true);
	if (!rc)
		rc = flashmap_load(state->map);
	return rc;
}

static int do_area(struct state *state, const char *argument)
{
	return flashmap_open_label(state->map, argument, &state->fa);
}

static int do_own(struct state *state, const char *argument)
{
	static struct flash_area own;
	static char device[64];
	size_t length = strcspn(argument, ",");
	char *end;

	if (!argument[length] || length >= sizeof(device))
		return -EPROTO;
	snprintf(device, sizeof(device), "%.*s", (int)length, argument);
	own = (struct flash_area){
		.fa_off = strtoll(argument + length + 1, &end, 0),
		.fa_size = *end == ',' ? strtoull(end + 1, NULL, 0) : 0,
		.fa_dev_name = device,
	};
	state->fa = &own;
	return 0;
}

static int do_read(struct state *state, const char *argument)
{
	char *end, *data;
	off_t off = strtoll(argument, &end, 0);
	size_t len = *end == ',' ? strtoull(end + 1, &end, 0) : 0;
	int fd, rc;

	/* A length that no memory can have is for the library to refuse. */
	data = malloc(len < SIZE_MAX / 2 ? len + 1 : 1);
	if (!data)
		return -ENOMEM;
	rc = flash_area_read(state->fa, off, data, len);
	if (!rc && *end == ',') {
		fd = open(end + 1, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			  0600);
		if (fd < 0 || write(fd, data, len) != (ssize_t)len)
			rc = -EPROTO;
		close(fd);
	}
	free(data);
	return rc;
}

/* Shows in what strace writes, and does nothing. */
static void mark(const char *text)
{
	ssize_t result = write(-1, text, strlen(text));

	(void)result;
}

static int do_write(struct state *state, const char *argument)
{
	struct stat status;
	char *end, *data;
	off_t off = strtoll(argument, &end, 0);
	int fd = open(*end == ',' ? end + 1 : end, O_RDONLY | O_CLOEXEC);
	int rc = -EPROTO;
	size_t size;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -EPROTO;
	size = (size_t)status.st_size;
	data = malloc(size);
	if (data && read(fd, data, size) == (ssize_t)size) {
		mark("write begins");
		rc = flash_area_write(state->fa, off, data, size);
		mark("write ends");
	}
	free(data);
	close(fd);
	return rc;
}

static int do_erase(struct state *state, const char *argument)
{
	char *end;
	off_t off = strtoll(argument, &end, 0);
	size_t len = *end == ',' ? strtoull(end + 1, NULL, 0) : 0;

	return flash_area_erase(state->fa, off, len);
}

static int do_release(struct state *state, const char *argument)
{
	(void)argument;
	return flashmap_release(state->map);
}

static int do_mark(struct state *state, const char *argument)
{
	(void)state;
	return write(-1, argument, strlen(argument)) < 0 ? 0 : -EPROTO;
}

static const struct step steps[] = {
	{ "user", do_user },   { "root", do_root },   { "in-use", do_in_use },
	{ "area", do_area },   { "own", do_own },     { "read", do_read },
	{ "write", do_write }, { "erase", do_erase }, { "mark", do_mark },
	{ "release", do_release },
};

static int run_step(struct state *state, const char *text)
{
	size_t length = strcspn(text, "=");
	const char *argument = text[length] ? text + length + 1 : "";

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strlen(steps[i].name) == length &&
		    strncmp(steps[i].name, text, length) == 0)
			return steps[i].run(state, argument);
	fprintf(stderr, "guest: no such step: %s\n", text);
	exit(2);
}

int guest_step(int argc, char **argv)
{
	struct state state = { NULL, NULL };
	static char output[4096];
	bool good = true;

	/* All output at the end: not between the steps that strace counts. */
	setvbuf(stdout, output, _IOFBF, sizeof(output));
	for (int i = 0; i < argc; i++) {
		int rc = run_step(&state, argv[i]);
		const char *name = rc < 0 ? errno_name(-rc) : "ok";

		printf("%s: %s\n", argv[i], name ? name : strerror(-rc));
		good &= rc == 0;
	}
	flashmap_unref(state.map);
	return good ? 0 : 1;
}
