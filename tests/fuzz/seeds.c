// SPDX-License-Identifier: BSD-2-Clause

#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "seeds.h"

static char *blob;

static void must(int rc)
{
	if (rc < 0)
		abort();
}

static void begin(const char *name, const char *compatible)
{
	must(fdt_begin_node(blob, name));
	if (compatible)
		must(fdt_property_string(blob, "compatible", compatible));
}

static void end(void)
{
	must(fdt_end_node(blob));
}

static void set_cells(uint32_t address, uint32_t size)
{
	must(fdt_property_u32(blob, "#address-cells", address));
	must(fdt_property_u32(blob, "#size-cells", size));
}

static void set_reg(uint32_t offset, uint32_t size, bool wide)
{
	const fdt32_t narrow[] = { cpu_to_fdt32(offset), cpu_to_fdt32(size) };
	const fdt32_t large[] = { 0, narrow[0], 0, narrow[1] };

	if (wide)
		must(fdt_property(blob, "reg", large, sizeof(large)));
	else
		must(fdt_property(blob, "reg", narrow, sizeof(narrow)));
}

static void begin_part(const char *name, uint32_t offset, uint32_t size,
		       bool wide, const char *compatible)
{
	begin(name, compatible);
	set_reg(offset, size, wide);
}

static void add_parts(bool wide)
{
	begin_part("boot@0", 0, 0x10000, wide, NULL);
	must(fdt_property_string(blob, "label", "boot"));
	must(fdt_property(blob, "read-only", NULL, 0));
	end();
	begin_part("kernel@10000", 0x10000, 0x10000, wide, NULL);
	must(fdt_property_string(blob, "status", "okay"));
	end();
}

static void add_nested(void)
{
	static const char *const compatible[] = { "fixed-partitions",
						  "fixed-subpartitions",
						  "zephyr,mapped-partition" };

	for (int i = 0; i < 3; i++) {
		begin_part("outer@20000", 0x20000, 0x8000, false,
			   compatible[i]);
		set_cells(1, 1);
	}
	add_parts(false);
	for (int i = 0; i < 3; i++)
		end();
}

static void add_flash(const char *name, bool wide, bool nested)
{
	begin(name, "jedec,spi-nor");
	must(fdt_property_string(blob, "label", "chip"));
	begin("partitions", "fixed-partitions");
	set_cells(wide ? 2 : 1, wide ? 2 : 1);
	add_parts(wide);
	if (nested)
		add_nested();
	end();
	end();
}

static void add_legacy(void)
{
	begin("nand@1", NULL);
	set_cells(1, 1);
	add_parts(false);
	end();
}

static void add_simulated(void)
{
	begin("controller@0", "zephyr,sim-flash");
	set_cells(1, 1);
	must(fdt_property_u32(blob, "erase-value", 0xff));
	begin("flash@0", "soc-nv-flash");
	set_reg(0, 0x100000, false);
	must(fdt_property_u32(blob, "erase-block-size", 0x1000));
	must(fdt_property_u32(blob, "write-block-size", 1));
	must(fdt_property_u32(blob, "flashmap,oob-size", 0));
	begin("partitions", "fixed-partitions");
	set_cells(1, 1);
	add_parts(false);
	end();
	end();
	end();
}

static void add_symbols(void)
{
	begin("__symbols__", NULL);
	must(fdt_property_string(blob, "boot_partition",
				 "/spi@0/flash@0/partitions/boot@0"));
	must(fdt_property_string(blob, "a", "/spi@0/nand@1/kernel@10000"));
	end();
}

size_t tree_write_seed(unsigned int number, uint8_t *buffer)
{
	blob = (char *)buffer;
	must(fdt_create(blob, FUZZ_INPUT_SIZE));
	must(fdt_finish_reservemap(blob));
	begin("", "vendor,board");
	set_cells(1, 1);
	begin("spi@0", NULL);
	set_cells(1, 0);
	if (number != 3)
		add_flash("flash@0", number == 1, number == 2);
	if (number >= 2)
		add_legacy();
	end();
	if (number == 4)
		add_simulated();
	add_symbols();
	end();
	must(fdt_finish(blob));
	return fdt_totalsize((const void *)blob);
}

/* A node or a property; negative where the walk ends early. */
static int draw_node(void)
{
	int node = 0, steps = (int)fuzz_draw(24);

	while (steps-- > 0) {
		int next = fdt_next_node(blob, node, NULL);

		if (next < 0)
			break;
		node = next;
	}
	return node;
}

static int draw_property(int node)
{
	int property = fdt_first_property_offset(blob, node);
	int steps = (int)fuzz_draw(4);

	while (property >= 0 && steps-- > 0) {
		int next = fdt_next_property_offset(blob, property);

		if (next < 0)
			break;
		property = next;
	}
	return property;
}

static uint32_t draw_number(void)
{
	static const uint32_t numbers[] = {
		0,	    1,		2,	    3,
		0x1000,	    0x10000,	0xffff,	    0x7fffffff,
		0x80000000, 0xffffffff, 0xfffffff0, 0xfffff000,
	};
	unsigned int which = fuzz_draw(16);

	return which < sizeof(numbers) / sizeof(numbers[0])
		       ? numbers[which]
		       : fuzz_draw(0xffffffff);
}

static void change_value(int property)
{
	const char *name;
	int length;
	const char *found =
		fdt_getprop_by_offset(blob, property, &name, &length);
	char *value;

	if (!found || length <= 0)
		return;
	value = blob + (found - blob);
	if (length >= 4 && fuzz_draw(4)) {
		fdt32_t number = cpu_to_fdt32(draw_number());

		memcpy(value + fuzz_draw((unsigned int)length / 4) * 4, &number,
		       sizeof(number));
		return;
	}
	value[fuzz_draw((unsigned int)length)] = (char)fuzz_draw(256);
}

static void drop_property(int node, int property)
{
	const char *name;

	if (fdt_getprop_by_offset(blob, property, &name, NULL))
		fdt_nop_property(blob, node, name);
}

static void set_property(int node)
{
	static const char *const names[] = {
		"reg",		 "label",	"status",     "#address-cells",
		"read-only",	 "#size-cells", "compatible", "erase-value",
		"flashmap,type",
	};
	static const char *const texts[] = {
		"okay",
		"disabled",
		"fixed-partitions",
		"fixed-subpartitions",
		"boot",
		"mtd0",
		"nand",
		"",
	};
	const char *name = names[fuzz_draw(sizeof(names) / sizeof(names[0]))];
	const char *text = texts[fuzz_draw(sizeof(texts) / sizeof(texts[0]))];
	fdt32_t cells[6];

	if (fuzz_draw(2)) {
		/* A macro, which wants its argument twice. */
		fdt_setprop_string(blob, node, name, text);
		return;
	}
	for (int i = 0; i < 6; i++)
		cells[i] = cpu_to_fdt32(draw_number());
	fdt_setprop(blob, node, name, cells, (int)fuzz_draw(sizeof(cells) + 1));
}

static const char *draw_name(void)
{
	static const char *const names[] = {
		"flash@0", "partitions",   "partition@0", "nand@1",
		"boot@0",  "flash",	   "a",		  "__symbols__",
		"mtd0",	   "kernel@10000",
	};

	return names[fuzz_draw(sizeof(names) / sizeof(names[0]))];
}

/* A chain of nodes, as deep as a parser may not follow. */
static void add_chain(int node)
{
	unsigned int depth = fuzz_draw(8) ? 1 + fuzz_draw(4) : fuzz_draw(60);
	const char *name = draw_name();

	while (depth-- > 0) {
		node = fdt_add_subnode(blob, node, name);
		if (node < 0)
			return;
		if (fuzz_draw(2))
			set_property(node);
	}
}

static void mutate_once(void)
{
	int node = draw_node(), property = draw_property(node);

	switch (fuzz_draw(10)) {
	case 0:
		fdt_set_name(blob, node, draw_name());
		break;
	case 1:
		add_chain(node);
		break;
	case 2:
		if (property >= 0 && fuzz_draw(4) == 0)
			drop_property(node, property);
		break;
	case 3:
	case 4:
		set_property(node);
		break;
	case 5:
		if (node > 0 && fuzz_draw(4) == 0)
			fdt_del_node(blob, node);
		break;
	default:
		if (property >= 0)
			change_value(property);
		break;
	}
}

size_t tree_mutate(uint8_t *buffer, size_t size)
{
	unsigned int changes = 1 + fuzz_draw(5);

	blob = (char *)buffer;
	must(fdt_open_into(blob, blob, FUZZ_INPUT_SIZE));
	while (changes-- > 0)
		mutate_once();
	must(fdt_pack(blob));
	size = fdt_totalsize((const void *)blob);
	return fuzz_draw(4) ? size : fuzz_mutate_bytes(buffer, size);
}
