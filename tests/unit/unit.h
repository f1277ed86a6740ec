/* SPDX-License-Identifier: BSD-2-Clause */
/* What the unit tests share. A test fails on any error that it did not expect
 * the library to log. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

#include <flashmap/log.h>

/* From here on the test expects errors in the log. */
void expect_errors(void);

/* The last entry of level warning or error since the test began; "" if none. */
const char *last_logged(void);

/* A folder of this test's own, removed at its end; made at the first call. */
const char *test_folder(void);

/* "<test_folder>/<format...>", in a buffer that lives as long as the test. */
const char *test_path(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Writes text to a file below test_folder(), with all folders above it. */
void write_file(const char *path, const char *text);
/* The same with length bytes. */
void write_bytes(const char *path, const void *data, size_t length);
/* A symbolic link below test_folder(), with all folders above it. */
void write_link(const char *path, const char *target);

/* A suite a file. */
Suite *backend_suite(void);
Suite *chip_suite(void);
Suite *chips_suite(void);
Suite *conf_suite(void);
Suite *configure_suite(void);
Suite *default_suite(void);
Suite *device_suite(void);
Suite *devicetree_suite(void);
Suite *ecc_suite(void);
Suite *expect_suite(void);
Suite *extended_suite(void);
Suite *geometry_suite(void);
Suite *goodblocks_suite(void);
Suite *ids_suite(void);
Suite *identity_suite(void);
Suite *info_suite(void);
Suite *io_suite(void);
Suite *label_suite(void);
Suite *live_suite(void);
Suite *locate_suite(void);
Suite *lock_suite(void);
Suite *log_suite(void);
Suite *map_suite(void);
Suite *markbad_suite(void);
Suite *mtd_suite(void);
Suite *node_suite(void);
Suite *open_suite(void);
Suite *pages_suite(void);
Suite *parameters_suite(void);
Suite *procmtd_suite(void);
Suite *range_suite(void);
Suite *registry_suite(void);
Suite *resolve_suite(void);
Suite *root_suite(void);
Suite *runs_suite(void);
Suite *sectors_suite(void);
Suite *sim_suite(void);
Suite *slots_suite(void);
Suite *spinor_suite(void);
Suite *sysfs_suite(void);
Suite *threads_suite(void);
Suite *tie_suite(void);
Suite *usage_suite(void);
Suite *writer_suite(void);

#endif /* TESTS_UNIT_H */
