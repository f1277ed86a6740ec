/* SPDX-License-Identifier: 0BSD */
/*
 * Where the messages of MCUboot's bootutil go: a sample for an agent on Linux,
 * errors and warnings to standard error. The rest is compiled, so that its
 * formats are checked, and never printed.
 */
#ifndef MCUBOOT_LOGGING_H
#define MCUBOOT_LOGGING_H

#include <stdio.h>

#define MCUBOOT_LOG_MODULE_DECLARE(domain) extern int mcuboot_log_unused
#define MCUBOOT_LOG_MODULE_REGISTER(domain) extern int mcuboot_log_unused

#define MCUBOOT_LOG_IF(condition, level, ...)                \
	do {                                                 \
		if (condition) {                             \
			fprintf(stderr, "bootutil: " level); \
			fprintf(stderr, __VA_ARGS__);        \
			fprintf(stderr, "\n");               \
		}                                            \
	} while (0)

#define MCUBOOT_LOG_ERR(...) MCUBOOT_LOG_IF(1, "error: ", __VA_ARGS__)
#define MCUBOOT_LOG_WRN(...) MCUBOOT_LOG_IF(1, "warning: ", __VA_ARGS__)
#define MCUBOOT_LOG_INF(...) MCUBOOT_LOG_IF(0, "", __VA_ARGS__)
#define MCUBOOT_LOG_DBG(...) MCUBOOT_LOG_IF(0, "", __VA_ARGS__)
#define MCUBOOT_LOG_SIM(...) MCUBOOT_LOG_IF(0, "", __VA_ARGS__)

#endif /* MCUBOOT_LOGGING_H */
