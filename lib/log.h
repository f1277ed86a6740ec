/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one way in which the library speaks. Every internal symbol that is
 * visible between files begins with fm_, for flash map, so that a static link
 * never collides with a program's own names.
 */
#ifndef FM_LOG_H
#define FM_LOG_H

#include <stdint.h>

#include <flashmap/log.h>

/* An entry about a range of the subject. */
void fm_log_range(enum flashmap_log_level level, const char *subject, int error,
		  uint64_t offset, uint64_t length, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

#define fm_log(level, subject, error, ...)                         \
	fm_log_range(level, subject, error, FLASHMAP_LOG_NO_RANGE, \
		     FLASHMAP_LOG_NO_RANGE, __VA_ARGS__)

#endif /* FM_LOG_H */
