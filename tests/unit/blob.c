// SPDX-License-Identifier: BSD-2-Clause

#include <libfdt.h>

#include "blob.h"
#include "describe.h"
#include "discover/devicetree.h"
#include "unit.h"

/* libfdt refuses a tree that is aligned less. */
static _Alignas(8) char buffer[1 << 18];

#define must(call) ck_assert_int_eq((call), 0)

void blob_begin(void)
{
	must(fdt_create(buffer, sizeof(buffer)));
	must(fdt_finish_reservemap(buffer));
	blob_node("");
	blob_cell_counts(1, 1);
}

void blob_node(const char *name)
{
	must(fdt_begin_node(buffer, name));
}

void blob_end(void)
{
	must(fdt_end_node(buffer));
}

void blob_text(const char *property, const char *text)
{
	must(fdt_property_string(buffer, property, text));
}

void blob_bytes(const char *property, const void *data, size_t length)
{
	must(fdt_property(buffer, property, data, (int)length));
}

void blob_numbers(const char *property, const uint32_t *numbers, size_t count)
{
	fdt32_t cells[8];

	ck_assert_uint_le(count, sizeof(cells) / sizeof(cells[0]));
	for (size_t i = 0; i < count; i++)
		cells[i] = cpu_to_fdt32(numbers[i]);
	blob_bytes(property, cells, count * sizeof(cells[0]));
}

void blob_cell_counts(uint32_t address, uint32_t size)
{
	blob_cells("#address-cells", address);
	blob_cells("#size-cells", size);
}

void blob_controller(const char *name)
{
	blob_node(name);
	blob_text("compatible", "zephyr,sim-flash");
	blob_cell_counts(1, 1);
}

void blob_flash(const char *name, uint32_t size)
{
	blob_node(name);
	blob_text("compatible", "soc-nv-flash");
	blob_cells("reg", 0, size);
	blob_cells("erase-block-size", 4096);
	blob_cells("write-block-size", 1);
}

void blob_table(void)
{
	blob_node("partitions");
	blob_text("compatible", "fixed-partitions");
	blob_cell_counts(1, 1);
}

void blob_partition(const char *name, const char *label, uint32_t offset,
		    uint32_t size)
{
	blob_node(name);
	if (label)
		blob_text("label", label);
	blob_cells("reg", offset, size);
}

void blob_add_partition(const char *name, const char *label, uint32_t offset,
			uint32_t size)
{
	blob_partition(name, label, offset, size);
	blob_end();
}

void blob_begin_table(void)
{
	blob_begin();
	blob_controller("controller@0");
	blob_flash("flash@0", 0x10000);
	blob_table();
}

void blob_end_table(void)
{
	blob_end();
	blob_end();
	blob_end();
}

void *blob_finish(size_t *size)
{
	blob_end();
	must(fdt_finish(buffer));
	*size = fdt_totalsize(buffer);
	return buffer;
}

const char *blob_write(const char *file)
{
	size_t size;
	void *blob = blob_finish(&size);

	write_bytes(file, blob, size);
	return test_path("%s", file);
}

const char *blob_write_demo(void)
{
	blob_begin();
	blob_controller("flash-controller@0");
	blob_cells("erase-value", 0xff);
	blob_flash("flash@0", 0x100000);
	blob_table();
	blob_add_partition("partition@0", "mcuboot", 0, 0x10000);
	blob_add_partition("partition@1e000", "storage", 0x1e000, 0x2000);
	blob_add_partition("partition@20000", "image-0", 0x20000, 0x60000);
	blob_add_partition("partition@80000", "image-1", 0x80000, 0x60000);
	blob_add_partition("partition@e0000", "image-scratch", 0xe0000,
			   0x20000);
	blob_end_table();
	return blob_write("demo.dtb");
}

int blob_read(void)
{
	return fm_devicetree_read_simulated(blob_write("test.dtb"), &described);
}

void must_read_blob(size_t chips, size_t partitions)
{
	ck_assert_int_eq(blob_read(), 0);
	ck_assert_uint_eq(described.chip_count, chips);
	ck_assert_uint_eq(described.partition_count, partitions);
}

void check_partition(size_t index, const char *label, uint64_t offset,
		     uint64_t size)
{
	const struct fm_partition_description *partition =
		&described.partitions[index];

	ck_assert_str_eq(partition->label, label);
	ck_assert_uint_eq(partition->offset, offset);
	ck_assert_uint_eq(partition->size, size);
}
