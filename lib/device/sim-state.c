// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the content of a chip cannot tell, as a text beside the file of the
 * content: docs/simulator.md describes it. There is none where there is
 * nothing to tell.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device/sim-private.h"
#include "device/sim-text.h"
#include "device/transfer.h"
#include "log.h"

char *fm_sim_state_path(const struct fm_sim *sim)
{
	char *path;

	return asprintf(&path, "%s.state", sim->content.file) < 0 ? NULL : path;
}

static int complain(const struct fm_sim *sim, const char *path, int error,
		    const char *what)
{
	fm_log(FLASHMAP_LOG_ERROR, sim->name, error, "%s: %s", path, what);
	return error;
}

/* A text with a NUL behind it. */
static int read_text(int fd, char **text)
{
	struct stat status;
	size_t done;
	int rc;

	if (fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode) || status.st_size > FM_SIM_TEXT_LIMIT)
		return -EINVAL;
	*text = calloc((size_t)status.st_size + 1, 1);
	if (!*text)
		return -ENOMEM;
	rc = fm_transfer_read(fd, 0, *text, (size_t)status.st_size, &done);
	if (!rc && strlen(*text) != (size_t)status.st_size)
		rc = -EINVAL;
	if (rc < 0)
		free(*text);
	return rc;
}

static int load(struct fm_sim *sim, const char *path)
{
	const char *why = "it cannot be read";
	char *text = NULL;
	int fd, rc;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return complain(sim, path, -errno, why);
	rc = read_text(fd, &text);
	close(fd);
	if (rc < 0)
		return complain(sim, path, rc, why);
	sim->kept = true;
	rc = fm_sim_parse_text(sim, text, &why);
	free(text);
	return rc < 0 ? complain(sim, path, rc, why) : 0;
}

int fm_sim_load_state(struct fm_sim *sim)
{
	char *path;
	int rc;

	fm_sim_reset_state(sim);
	sim->kept = false;
	if (!sim->content.file)
		return 0;
	path = fm_sim_state_path(sim);
	if (!path)
		return -ENOMEM;
	rc = load(sim, path);
	free(path);
	/* Nothing of it counts if not all of it does. */
	if (rc < 0)
		fm_sim_reset_state(sim);
	return rc;
}

/* At no time is there half of it. */
static int replace(const char *path, const char *text, size_t length)
{
	char *new;
	size_t done;
	int fd, rc = 0;

	if (asprintf(&new, "%s.new", path) < 0)
		return -ENOMEM;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		rc = -errno;
	} else {
		rc = fm_transfer_write(fd, 0, text, length, &done);
		close(fd);
		if (!rc && rename(new, path) < 0)
			rc = -errno;
		if (rc < 0)
			unlink(new);
	}
	free(new);
	return rc;
}

static int save(struct fm_sim *sim, const char *path)
{
	size_t length;
	char *text;
	int rc = fm_sim_make_text(sim, &text, &length);

	if (rc < 0)
		return rc;
	if (length > 0)
		rc = replace(path, text, length);
	else if (sim->kept && unlink(path) < 0 && errno != ENOENT)
		rc = -errno;
	if (!rc)
		sim->kept = length > 0;
	free(text);
	return rc;
}

int fm_sim_save_state(struct fm_sim *sim)
{
	char *path;
	int rc;

	/* A chip that cannot be written has nothing new to keep. */
	if (sim->content.file && !sim->content.read_only) {
		path = fm_sim_state_path(sim);
		if (!path)
			return -ENOMEM;
		rc = save(sim, path);
		if (rc < 0)
			complain(sim, path, rc, "it cannot be written");
		free(path);
		if (rc < 0)
			return rc;
	}
	sim->changed = false;
	sim->counts_changed = false;
	return 0;
}
