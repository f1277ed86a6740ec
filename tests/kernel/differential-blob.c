// SPDX-License-Identifier: BSD-2-Clause
/* A device tree with a simulated chip that is like a device. */

#include <errno.h>
#include <libfdt.h>
#include <stdlib.h>

#include "differential.h"

#define BLOB_SIZE 65536
#define OTHER_SIZE 4096

struct blob {
	void *data;
	int rc;
};

static void begin(struct blob *blob, const char *node)
{
	if (!blob->rc)
		blob->rc = fdt_begin_node(blob->data, node);
}

static void end(struct blob *blob)
{
	if (!blob->rc)
		blob->rc = fdt_end_node(blob->data);
}

static void add_text(struct blob *blob, const char *property, const char *text)
{
	if (!blob->rc)
		blob->rc = fdt_property_string(blob->data, property, text);
}

static void add_cell(struct blob *blob, const char *property, uint32_t number)
{
	if (!blob->rc)
		blob->rc = fdt_property_u32(blob->data, property, number);
}

static void add_range(struct blob *blob, uint64_t size)
{
	const fdt64_t cells[2] = { 0, cpu_to_fdt64(size) };

	if (!blob->rc)
		blob->rc =
			fdt_property(blob->data, "reg", cells, sizeof(cells));
}

static void add_cell_counts(struct blob *blob)
{
	add_cell(blob, "#address-cells", 2);
	add_cell(blob, "#size-cells", 2);
}

static void add_bad_blocks(struct blob *blob, const struct geometry *geometry)
{
	uint64_t blocks = geometry->size / geometry->erase_size;
	fdt32_t *numbers;
	int count = 0;

	if (!geometry->bad)
		return;
	numbers = calloc((size_t)blocks, sizeof(*numbers));
	if (!numbers) {
		blob->rc = -FDT_ERR_NOSPACE;
		return;
	}
	for (uint64_t i = 0; i < blocks; i++)
		if (geometry->bad[i])
			numbers[count++] = cpu_to_fdt32((uint32_t)i);
	if (count > 0 && !blob->rc)
		blob->rc = fdt_property(blob->data, "flashmap,bad-blocks",
					numbers, count * (int)sizeof(*numbers));
	free(numbers);
}

static void add_nand(struct blob *blob, const struct geometry *geometry)
{
	add_cell(blob, "flashmap,oob-size", geometry->oob_size);
	add_cell(blob, "flashmap,ecc-strength", geometry->ecc_strength);
	add_cell(blob, "flashmap,ecc-step-size", geometry->ecc_step_size);
	add_cell(blob, "flashmap,bitflip-threshold",
		 geometry->bitflip_threshold);
	add_bad_blocks(blob, geometry);
}

static void begin_chip(struct blob *blob, const char *controller,
		       const char *label, uint64_t size)
{
	begin(blob, controller);
	add_text(blob, "compatible", "zephyr,sim-flash");
	add_cell(blob, "erase-value", 0xff);
	add_cell_counts(blob);
	begin(blob, "flash@0");
	add_text(blob, "compatible", "soc-nv-flash");
	add_text(blob, "label", label);
	add_range(blob, size);
	add_cell_counts(blob);
}

static void add_chip(struct blob *blob, const struct geometry *geometry,
		     const char *label)
{
	begin_chip(blob, "controller@0", "chip", geometry->size);
	add_cell(blob, "erase-block-size", geometry->erase_size);
	add_cell(blob, "write-block-size", geometry->write_size);
	add_text(blob, "flashmap,type", rules_name(geometry->rules));
	if (geometry->rules == RULES_NAND)
		add_nand(blob, geometry);
	begin(blob, "partitions");
	add_text(blob, "compatible", "fixed-partitions");
	add_cell_counts(blob);
	begin(blob, "partition@0");
	add_text(blob, "label", label);
	add_range(blob, geometry->size);
	end(blob);
	end(blob);
	end(blob);
	end(blob);
}

/* A name that an area must not mix with its device. */
static void add_other_chip(struct blob *blob)
{
	begin_chip(blob, "controller@1", "other", OTHER_SIZE);
	add_cell(blob, "erase-block-size", OTHER_SIZE);
	add_cell(blob, "write-block-size", 1);
	end(blob);
	end(blob);
}

static int make_blob(struct blob *blob, const struct geometry *geometry,
		     const char *label)
{
	blob->rc = fdt_create(blob->data, BLOB_SIZE);
	if (!blob->rc)
		blob->rc = fdt_finish_reservemap(blob->data);
	begin(blob, "");
	add_cell_counts(blob);
	add_chip(blob, geometry, label);
	add_other_chip(blob);
	end(blob);
	if (!blob->rc)
		blob->rc = fdt_finish(blob->data);
	return blob->rc;
}

int blob_write(const char *file, const struct geometry *geometry,
	       const char *label)
{
	struct blob blob = { calloc(1, BLOB_SIZE), 0 };
	FILE *stream;
	int rc = 0;

	if (!blob.data || make_blob(&blob, geometry, label) < 0) {
		free(blob.data);
		return complain("cannot make a device tree: %s",
				fdt_strerror(blob.rc));
	}
	stream = fopen(file, "we");
	if (!stream ||
	    fwrite(blob.data, fdt_totalsize(blob.data), 1, stream) != 1)
		rc = -EIO;
	if (stream && fclose(stream) != 0)
		rc = -EIO;
	free(blob.data);
	return rc < 0 ? complain("cannot write %s", file) : 0;
}
