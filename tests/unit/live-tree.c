// SPDX-License-Identifier: BSD-2-Clause

#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "blob.h"
#include "describe.h"
#include "discover/devicetree.h"
#include "discover/livetree.h"
#include "live-tree.h"
#include "unit.h"

#define PADDED_SIZE 4096

static void write_property(const char *folder, const char *name,
			   const void *value, size_t size, bool padded)
{
	char path[2048], page[PADDED_SIZE] = { 0 };

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!padded || size >= sizeof(page)) {
		write_bytes(path, value, size);
		return;
	}
	memcpy(page, value, size);
	write_bytes(path, page, sizeof(page));
}

static void write_node(const char *blob, int node, const char *folder,
		       bool padded)
{
	char path[1024];
	int property, child;

	/* A folder is made with the first file in it. */
	snprintf(path, sizeof(path), "%s/made", folder);
	write_file(path, "");
	ck_assert_int_eq(unlink(test_path("%s", path)), 0);
	fdt_for_each_property_offset(property, blob, node)
	{
		const char *name;
		const void *value;
		int size;

		value = fdt_getprop_by_offset(blob, property, &name, &size);
		ck_assert_ptr_nonnull(value);
		write_property(folder, name, value, (size_t)size, padded);
	}
	fdt_for_each_subnode(child, blob, node) {
		snprintf(path, sizeof(path), "%s/%s", folder,
			 fdt_get_name(blob, child, NULL));
		write_node(blob, child, path, padded);
	}
}

void live_write_blob(const void *blob, bool padded)
{
	write_node(blob, 0, LIVE_BASE, padded);
}

void live_write(bool padded)
{
	size_t size;

	live_write_blob(blob_finish(&size), padded);
}

int live_read(char **blob, size_t *size)
{
	struct fm_root root;
	int rc;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_livetree_read(&root, blob, size);
	fm_root_destroy(&root);
	return rc;
}

int file_describe(const char *file)
{
	struct fm_root root;
	int rc;

	ck_assert_int_eq(fm_root_init(&root, test_folder()), 0);
	rc = fm_devicetree_read(&root, file, &described);
	fm_root_destroy(&root);
	return rc;
}

int live_describe(void)
{
	return file_describe(NULL);
}

void must_describe_blob(size_t chips, size_t partitions)
{
	ck_assert_int_eq(file_describe(blob_write("board.dtb")), 0);
	ck_assert_uint_eq(described.chip_count, chips);
	ck_assert_uint_eq(described.partition_count, partitions);
}

size_t described_findings(const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < described.finding_count; i++)
		if (!code || strcmp(described.findings[i].code, code) == 0)
			count++;
	return count;
}
