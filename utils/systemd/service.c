// SPDX-License-Identifier: GPL-2.0-or-later
#include "systemd/service.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

#include <flashmap/area.h>

#include "format.h"

/* An erase takes seconds at most, and this is told again after each one. */
#define EXTENSION_SECONDS 60
/* How often the manager is told that work goes on. */
#define INTERVAL_SECONDS 1

#define FIELDS_MAX 9

static struct {
	char area[256];
	struct service_target target;
	bool known;
} about;

struct kind {
	/* Of syslog(3). */
	int priority;
	const char *id;
};

/* The ids stand in flashmap(1). */
static const struct kind kinds[] = {
	[SERVICE_FAILURE] = { 3, "5d1b8c70f6a94e4a9a4d7f2b0c3e9166" },
	[SERVICE_WARNING] = { 4, "c2f0a4be17d843d6b5b7f4e0695d2a38" },
	[SERVICE_NOTE] = { 6, "8e7a3d95c1f24b0fa6c90b5e2f147d7b" },
	[SERVICE_RESULT] = { 6, "f41c6e0d2b5948378d0e6a7395bc18a2" },
	[SERVICE_DETAIL] = { 7, NULL },
};

void service_set_target(const struct service_target *target)
{
	about.target = *target;
	about.known = true;
	strncpy(about.area, target->area, sizeof(about.area) - 1);
	about.target.area = about.area;
}

/* As systemd.exec(5) says that it is found out. */
static bool is_journal(FILE *stream)
{
	const char *where = getenv("JOURNAL_STREAM");
	struct stat status;
	char text[64];

	if (!where || fstat(fileno(stream), &status) < 0)
		return false;
	snprintf(text, sizeof(text), "%ju:%ju", (uintmax_t)status.st_dev,
		 (uintmax_t)status.st_ino);
	return strcmp(where, text) == 0;
}

/* libsystemd drops entries without a word where there is no socket. */
static bool has_socket(void)
{
	return access("/run/systemd/journal/socket", W_OK) == 0;
}

struct entry {
	struct iovec fields[FIELDS_MAX];
	int count;
	bool out_of_memory;
};

static void add(struct entry *entry, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct entry *entry, const char *format, ...)
{
	struct iovec *field = &entry->fields[entry->count];
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0) {
		entry->out_of_memory = true;
		return;
	}
	field->iov_base = text;
	field->iov_len = (size_t)length;
	entry->count++;
}

static void add_target(struct entry *entry)
{
	const struct service_target *target = &about.target;

	add(entry, "FLASH_AREA=%s", target->area);
	if (target->mtd != FLASHMAP_NO_MTD)
		add(entry, "MTD=mtd%d", target->mtd);
	add(entry, "OFFSET=%" PRIu64, target->offset);
	add(entry, "LENGTH=%" PRIu64, target->length);
}

bool service_log(FILE *stream, enum service_message message, const char *text,
		 int error)
{
	const struct kind *kind = &kinds[message];
	struct entry entry = { 0 };
	bool sent;

	if (!is_journal(stream) || !has_socket())
		return false;
	add(&entry, "MESSAGE=%s", text);
	add(&entry, "PRIORITY=%d", kind->priority);
	if (kind->id)
		add(&entry, "MESSAGE_ID=%s", kind->id);
	if (about.known)
		add_target(&entry);
	if (error)
		add(&entry, "ERRNO=%d", -error);
	sent = !entry.out_of_memory &&
	       sd_journal_sendv(entry.fields, entry.count) == 0;
	while (entry.count > 0)
		free(entry.fields[--entry.count].iov_base);
	return sent;
}

/* A phase's first and last call, and one a second, are told. */
static bool is_due(const char *phase, bool last)
{
	static const char *told_phase;
	static time_t told;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!last && phase == told_phase &&
	    now.tv_sec - told < INTERVAL_SECONDS)
		return false;
	told_phase = phase;
	told = now.tv_sec;
	return true;
}

void service_tell_progress(const char *phase, uint64_t done, uint64_t total)
{
	char of[FORMAT_SIZE_MAX + 8] = "", text[FORMAT_SIZE_MAX];

	if (!getenv("NOTIFY_SOCKET") || !is_due(phase, done == total))
		return;
	if (total != PROGRESS_TOTAL_UNKNOWN)
		snprintf(of, sizeof(of), " of %s", format_size(total, text));
	sd_notifyf(0,
		   "STATUS=%s: %s%s\n"
		   "WATCHDOG=1\n"
		   "EXTEND_TIMEOUT_USEC=%d000000",
		   phase, format_size(done, text), of, EXTENSION_SECONDS);
}
