/* SPDX-License-Identifier: BSD-2-Clause */
/* A blob as the folders of a live device tree, below test_folder(). Only in a
 * build with libfdt. */
#ifndef TESTS_LIVE_TREE_H
#define TESTS_LIVE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "discover/description.h"

#define LIVE_BASE "sys/firmware/devicetree/base"

/* Ends the blob (blob.h) and writes its nodes and properties as folders and
 * files; padded: filled up with NULs, as tar records the files of sysfs. */
void live_write(bool padded);
/* The same for a blob that is there. */
void live_write_blob(const void *blob, bool padded);

/* The live tree as a blob, the caller's to free; what fm_livetree_read says. */
int live_read(char **blob, size_t *size);

/* fm_devicetree_read() of the live tree, and of a file, into described. */
int live_describe(void);
int file_describe(const char *file);

/* Ends the blob and reads it as a file, which has to work. */
void must_describe_blob(size_t chips, size_t partitions);

/* How many findings of described have this code; all if it is NULL. */
size_t described_findings(const char *code);

#endif /* TESTS_LIVE_TREE_H */
