// SPDX-License-Identifier: GPL-2.0-or-later
#include "report.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/log.h>

#include "format.h"
#include "progress.h"
#include "systemd/service.h"

static bool quiet;
static bool verbose;

/*
 * The library's last error entry. It becomes the reason in the line about the
 * failure, which would otherwise be told twice.
 */
static char *reason;
/* Whether it is a mistake in a file. Of several, each has its own line. */
static bool reason_is_mistake;

static char *text_vformat(const char *format, va_list arguments)
	__attribute__((format(printf, 1, 0)));

static char *text_vformat(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
		return NULL;
	return text;
}

static const char *prefix_of(enum service_message kind)
{
	switch (kind) {
	case SERVICE_WARNING:
		return "warning: ";
	case SERVICE_DETAIL:
		return "info: ";
	default:
		return "";
	}
}

/* In one write, so that lines of two processes do not mix. */
static void print_prefixed(enum service_message kind, const char *prefix,
			   const char *text, int error)
{
	char *escaped = text ? format_escaped(text) : NULL;
	const char *line = escaped ? escaped : "out of memory";

	progress_clear();
	if (!service_log(stderr, kind, line, error))
		fprintf(stderr, "flashmap: %s%s\n", prefix, line);
	free(escaped);
}

static void print_line(enum service_message kind, const char *text, int error)
{
	print_prefixed(kind, prefix_of(kind), text, error);
}

static void print_formatted(enum service_message kind, const char *format,
			    va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void print_formatted(enum service_message kind, const char *format,
			    va_list arguments)
{
	char *text = text_vformat(format, arguments);

	print_line(kind, text, 0);
	free(text);
}

static char *entry_text(const struct flashmap_log_entry *entry)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (entry->subject && !strstr(entry->message, entry->subject))
		fprintf(out, "%s: ", entry->subject);
	fputs(entry->message, out);
	if (entry->offset != FLASHMAP_LOG_NO_RANGE)
		fprintf(out, " at 0x%" PRIx64, entry->offset);
	if (entry->length != FLASHMAP_LOG_NO_RANGE)
		fprintf(out, ", 0x%" PRIx64 " bytes", entry->length);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}

static const char *level_name(enum flashmap_log_level level)
{
	switch (level) {
	case FLASHMAP_LOG_ERROR:
		return "error: ";
	case FLASHMAP_LOG_WARNING:
		return "warning: ";
	case FLASHMAP_LOG_INFO:
		return "info: ";
	default:
		return "debug: ";
	}
}

static enum service_message level_kind(enum flashmap_log_level level)
{
	switch (level) {
	case FLASHMAP_LOG_ERROR:
		return SERVICE_FAILURE;
	case FLASHMAP_LOG_WARNING:
		return SERVICE_WARNING;
	default:
		return SERVICE_DETAIL;
	}
}

/* "FILE:LINE: what" */
static bool is_mistake(const struct flashmap_log_entry *entry)
{
	size_t length = entry->subject ? strlen(entry->subject) : 0;

	return length > 0 &&
	       strncmp(entry->message, entry->subject, length) == 0 &&
	       entry->message[length] == ':' &&
	       isdigit((unsigned char)entry->message[length + 1]);
}

static void take_reason(const struct flashmap_log_entry *entry, char *text)
{
	if (reason && reason_is_mistake && is_mistake(entry))
		print_line(SERVICE_FAILURE, reason, 0);
	free(reason);
	reason = text;
	reason_is_mistake = is_mistake(entry);
}

static void take_entry(const struct flashmap_log_entry *entry, void *user_data)
{
	char *text;

	(void)user_data;
	if (!verbose && entry->level > FLASHMAP_LOG_WARNING)
		return;
	if (quiet && !verbose && entry->level > FLASHMAP_LOG_ERROR)
		return;
	text = entry_text(entry);
	if (verbose || entry->level > FLASHMAP_LOG_ERROR) {
		print_prefixed(level_kind(entry->level),
			       level_name(entry->level), text, entry->error);
		free(text);
		return;
	}
	take_reason(entry, text);
}

void report_start(void)
{
	flashmap_set_log(take_entry, NULL);
}

void report_set_level(bool be_quiet, bool be_verbose)
{
	quiet = be_quiet;
	verbose = be_verbose;
}

int report(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_formatted(SERVICE_FAILURE, format, arguments);
	va_end(arguments);
	return status;
}

static int status_of(int error)
{
	switch (error) {
	case -EROFS:
	case -EBUSY:
		return STATUS_REFUSED;
	case -EINVAL:
		return STATUS_USAGE;
	default:
		return STATUS_FAILED;
	}
}

int report_failure(int error, const char *advice, const char *format, ...)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	va_list arguments;

	if (!out) {
		print_line(SERVICE_FAILURE, NULL, error);
		return STATUS_FAILED;
	}
	va_start(arguments, format);
	vfprintf(out, format, arguments);
	va_end(arguments);
	fprintf(out, ": %s", strerror(-error));
	if (reason)
		fprintf(out, " (%s)", reason);
	if (advice)
		fprintf(out, "; %s", advice);
	free(reason);
	reason = NULL;
	if (fclose(out)) {
		free(line);
		line = NULL;
	}
	print_line(SERVICE_FAILURE, line, error);
	free(line);
	return status_of(error);
}

void report_warning(const char *format, ...)
{
	va_list arguments;

	if (quiet)
		return;
	va_start(arguments, format);
	print_formatted(SERVICE_WARNING, format, arguments);
	va_end(arguments);
}

void report_note(const char *format, ...)
{
	va_list arguments;

	if (quiet)
		return;
	va_start(arguments, format);
	print_formatted(SERVICE_NOTE, format, arguments);
	va_end(arguments);
}

void report_detail(const char *format, ...)
{
	va_list arguments;

	if (!verbose)
		return;
	va_start(arguments, format);
	print_formatted(SERVICE_DETAIL, format, arguments);
	va_end(arguments);
}

void report_result(const char *format, ...)
{
	va_list arguments;
	char *text, *escaped;

	if (quiet)
		return;
	va_start(arguments, format);
	text = text_vformat(format, arguments);
	va_end(arguments);
	escaped = text ? format_escaped(text) : NULL;
	if (!escaped)
		puts("out of memory");
	else if (!service_log(stdout, SERVICE_RESULT, escaped, 0))
		puts(escaped);
	free(escaped);
	free(text);
}
