// SPDX-License-Identifier: BSD-2-Clause

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include "log.h"

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static flashmap_log_fn log_function;
static void *log_user_data;
/* Saves a silent program the formatting. */
static atomic_bool log_enabled;

void flashmap_set_log(flashmap_log_fn log, void *user_data)
{
	pthread_mutex_lock(&log_lock);
	log_function = log;
	log_user_data = user_data;
	atomic_store(&log_enabled, log != NULL);
	pthread_mutex_unlock(&log_lock);
}

void fm_log_range(enum flashmap_log_level level, const char *subject, int error,
		  uint64_t offset, uint64_t length, const char *format, ...)
{
	struct flashmap_log_entry entry = {
		.level = level,
		.subject = subject,
		.error = error,
		.offset = offset,
		.length = length,
	};
	char message[512];
	va_list arguments;

	if (!atomic_load(&log_enabled))
		return;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	entry.message = message;

	pthread_mutex_lock(&log_lock);
	if (log_function)
		log_function(&entry, log_user_data);
	pthread_mutex_unlock(&log_lock);
}
