/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file flashmap/log.h
 * @brief What the library has to say, through a callback of the program's.
 *
 * An errno tells what went wrong; a log entry tells where and why. The library
 * itself never prints: without a callback it is silent.
 */
#ifndef FLASHMAP_LOG_H
#define FLASHMAP_LOG_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Levels, with the numbers of syslog(3). Since 0.1. */
enum flashmap_log_level {
	FLASHMAP_LOG_ERROR = 3,
	FLASHMAP_LOG_WARNING = 4,
	FLASHMAP_LOG_INFO = 6,
	FLASHMAP_LOG_DEBUG = 7,
};

/** What an entry's offset and length are when it has none. Since 0.1. */
#define FLASHMAP_LOG_NO_RANGE UINT64_MAX

/** @brief One entry. Its strings are valid during the callback only. */
struct flashmap_log_entry {
	enum flashmap_log_level level;
	/** One sentence without a line end; never NULL. */
	const char *message;
	/** The device or file it is about, such as "mtd3"; NULL if none. */
	const char *subject;
	/** Negative errno, or 0 if the entry is not about an error. */
	int error;
	/** Offset on the subject in bytes, or FLASHMAP_LOG_NO_RANGE. */
	uint64_t offset;
	/** Length in bytes, or FLASHMAP_LOG_NO_RANGE. */
	uint64_t length;
};

/**
 * @brief A program's log function. It may be called from any thread that uses
 * the library, must not call the library, and is never called by two threads
 * at once.
 * @param entry the entry
 * @param user_data as given to flashmap_set_log()
 */
typedef void (*flashmap_log_fn)(const struct flashmap_log_entry *entry,
				void *user_data);

/**
 * @brief Set the log function of the process.
 * @param log the function; NULL for silence, which is the default
 * @param user_data handed to it
 *
 * Threads: any; on return no call of the former function is under way.
 * Since 0.1.
 */
void flashmap_set_log(flashmap_log_fn log, void *user_data);

#ifdef __cplusplus
}
#endif

#endif /* FLASHMAP_LOG_H */
