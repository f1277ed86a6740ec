/* SPDX-License-Identifier: BSD-2-Clause */
/* Flattened device trees for tests, written from the root downwards. Only in
 * a build with libfdt. */
#ifndef TESTS_BLOB_H
#define TESTS_BLOB_H

#include <stddef.h>
#include <stdint.h>

/* A new blob in which the root node is open, with 1 and 1 cells. */
void blob_begin(void);
/* A node in the one that is open; blob_end() closes it. */
void blob_node(const char *name);
void blob_end(void);

void blob_text(const char *property, const char *text);
void blob_bytes(const char *property, const void *data, size_t length);
void blob_numbers(const char *property, const uint32_t *numbers, size_t count);
#define blob_cells(property, ...)                                   \
	blob_numbers((property), (const uint32_t[]){ __VA_ARGS__ }, \
		     sizeof((const uint32_t[]){ __VA_ARGS__ }) /    \
			     sizeof(uint32_t))

/* #address-cells and #size-cells of the open node. */
void blob_cell_counts(uint32_t address, uint32_t size);

/* Opens an enabled "zephyr,sim-flash", with 1 and 1 cells. */
void blob_controller(const char *name);
/* Opens a "soc-nv-flash" of sectors of 4096 bytes and a write block of 1. */
void blob_flash(const char *name, uint32_t size);
/* Opens a "fixed-partitions", with 1 and 1 cells. */
void blob_table(void);
/* Opens a partition; label may be NULL. */
void blob_partition(const char *name, const char *label, uint32_t offset,
		    uint32_t size);
/* The same, and closes it. */
void blob_add_partition(const char *name, const char *label, uint32_t offset,
			uint32_t size);
/* Begins a blob and opens the table of its only chip, which has 64 KiB. */
void blob_begin_table(void);
/* Closes a table, its chip and its controller. */
void blob_end_table(void);

/* Ends the blob: its bytes, which live until the next one, or its path. */
void *blob_finish(size_t *size);
const char *blob_write(const char *file);

/* What blob_write() made of the flash map of the Zephyr manual. */
const char *blob_write_demo(void);

/* Ends the blob and reads it into described (describe.h). */
int blob_read(void);
/* The same; it has to be sound and describe so many. */
void must_read_blob(size_t chips, size_t partitions);
void check_partition(size_t index, const char *label, uint64_t offset,
		     uint64_t size);

#endif /* TESTS_BLOB_H */
