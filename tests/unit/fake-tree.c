// SPDX-License-Identifier: BSD-2-Clause
/* Which fakes there are, and what sysfs and /proc/mtd say of them. */

#include <check.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <flashmap/map.h>

#include "fake-private.h"
#include "unit.h"

#define FAKE_LIMIT 64

/* include/uapi/linux/major.h */
#define MTD_CHAR_MAJOR 90
#define MTD_BLOCK_MAJOR 31

static struct fake_mtd *fakes[FAKE_LIMIT];
static size_t fake_number_of;

static const char *const attributes[] = {
	"type",
	"name",
	"size",
	"erasesize",
	"writesize",
	"oobsize",
	"flags",
	"numeraseregions",
	"offset",
	"of_node",
	"ecc_strength",
	"ecc_step_size",
	"bitflip_threshold",
};

struct fake_mtd *fake_find(const char *path, bool *block)
{
	size_t length;

	if (fake_number_of == 0)
		return NULL;
	length = strlen(test_folder());
	if (strncmp(path, test_folder(), length) != 0)
		return NULL;
	path += length;
	for (size_t i = 0; i < fake_number_of; i++) {
		struct fake_mtd *mtd = fakes[i];
		char name[32];

		if (mtd->file && strcmp(path - length, mtd->file) == 0)
			return mtd;
		if (mtd->gone || mtd->file)
			continue;
		*block = false;
		snprintf(name, sizeof(name), "/dev/mtd%d", mtd->options.number);
		if (strcmp(path, name) == 0)
			return mtd;
		*block = true;
		snprintf(name, sizeof(name), "/dev/mtdblock%d",
			 mtd->options.number);
		if (strcmp(path, name) == 0 && mtd->block_device)
			return mtd;
	}
	return NULL;
}

const char *fake_folder(const struct fake_mtd *mtd)
{
	static char folder[512];

	if (mtd->options.above) {
		size_t length;

		fake_folder(mtd->options.above);
		length = strlen(folder);
		snprintf(folder + length, sizeof(folder) - length, "/mtd%d",
			 mtd->options.number);
	} else {
		snprintf(folder, sizeof(folder), "sys/%s/mtd/mtd%d",
			 mtd->options.device, mtd->options.number);
	}
	return folder;
}

static void write_attribute(const struct fake_mtd *mtd, const char *name,
			    const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void write_attribute(const struct fake_mtd *mtd, const char *name,
			    const char *format, ...)
{
	char path[600], text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	snprintf(path, sizeof(path), "%s/%s", fake_folder(mtd), name);
	write_file(path, text);
}

static void write_sysfs(const struct fake_mtd *mtd)
{
	const struct fake_options *options = &mtd->options;
	char path[600], target[600];

	write_attribute(mtd, "type", "%s\n", options->type);
	write_attribute(mtd, "name", "%s\n", options->name);
	write_attribute(mtd, "size", "%llu\n",
			(unsigned long long)options->size);
	write_attribute(mtd, "erasesize", "%u\n", options->erase_size);
	write_attribute(mtd, "writesize", "%u\n", options->write_size);
	write_attribute(mtd, "oobsize", "%u\n", options->oob_size);
	write_attribute(mtd, "flags", "0x%x\n", options->flags);
	write_attribute(mtd, "numeraseregions", "%u\n", options->region_count);
	write_attribute(mtd, "ecc_strength", "%u\n", options->ecc_strength);
	write_attribute(mtd, "ecc_step_size", "%u\n", options->ecc_step_size);
	write_attribute(mtd, "bitflip_threshold", "%u\n",
			options->bitflip_threshold);
	if (options->offset_present)
		write_attribute(mtd, "offset", "%llu\n",
				(unsigned long long)options->offset);
	if (options->of_node) {
		snprintf(path, sizeof(path), "%s/of_node", fake_folder(mtd));
		snprintf(target, sizeof(target),
			 "../../../../../firmware/devicetree/base%s",
			 options->of_node);
		write_link(path, target);
	}
	snprintf(path, sizeof(path), "sys/class/mtd/mtd%d", options->number);
	snprintf(target, sizeof(target), "../../%s",
		 fake_folder(mtd) + strlen("sys/"));
	write_link(path, target);
}

static void remove_below(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static void remove_below(const char *format, ...)
{
	char path[900];
	va_list arguments;
	size_t length;

	length = (size_t)snprintf(path, sizeof(path), "%s/", test_folder());
	va_start(arguments, format);
	vsnprintf(path + length, sizeof(path) - length, format, arguments);
	va_end(arguments);
	ck_assert(remove(path) == 0 || errno == ENOENT);
}

static void remove_sysfs(const struct fake_mtd *mtd)
{
	remove_below("sys/class/mtd/mtd%d", mtd->options.number);
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		remove_below("%s/%s", fake_folder(mtd), attributes[i]);
	remove_below("%s", fake_folder(mtd));
}

static void number_node(struct fake_mtd *mtd)
{
	mtd->mode = S_IFCHR | 0600;
	mtd->major = MTD_CHAR_MAJOR;
	mtd->minor = (unsigned int)mtd->options.number * 2;
	mtd->block_mode = S_IFBLK | 0600;
	mtd->block_major = MTD_BLOCK_MAJOR;
	mtd->block_minor = (unsigned int)mtd->options.number;
}

static bool is_nand(const struct fake_options *options)
{
	return strstr(options->type, "nand") != NULL;
}

bool fake_is_nand(const struct fake_mtd *mtd)
{
	return is_nand(&mtd->options);
}

static void set_defaults(struct fake_options *options)
{
	bool nand;

	if (!options->type)
		options->type = "nor";
	nand = is_nand(options);
	if (!options->size)
		options->size = 0x10000;
	if (!options->erase_size && !options->no_erase)
		options->erase_size = 4096;
	if (!options->write_size)
		options->write_size = 1;
	if (!options->flags)
		options->flags = nand ? MTD_CAP_NANDFLASH : MTD_CAP_NORFLASH;
	if (nand && !options->ecc_step_size)
		options->ecc_step_size = options->write_size;
	if (options->read_only)
		options->flags &= ~(uint32_t)MTD_WRITEABLE;
	if (!options->device)
		options->device = "devices/virtual";
}

/* Freed never: what is open may need it to the end of the test. */
struct fake_mtd *fake_add(const struct fake_options *options)
{
	struct fake_mtd *mtd = calloc(1, sizeof(*mtd));
	char name[16];

	ck_assert_ptr_nonnull(mtd);
	mtd->options = *options;
	set_defaults(&mtd->options);
	snprintf(name, sizeof(name), "mtd%d", options->number);
	mtd->options.name = strdup(options->name ? options->name : name);
	number_node(mtd);
	if (mtd->options.size <= FAKE_CONTENT_LIMIT) {
		mtd->content = malloc((size_t)mtd->options.size);
		ck_assert_ptr_nonnull(mtd->content);
		memset(mtd->content, 0xff, (size_t)mtd->options.size);
	}
	if (mtd->options.erase_size &&
	    mtd->options.size / mtd->options.erase_size <= FAKE_SECTOR_LIMIT) {
		uint64_t sectors = mtd->options.size / mtd->options.erase_size;

		mtd->bad = calloc((size_t)sectors + 1, sizeof(*mtd->bad));
		ck_assert_ptr_nonnull(mtd->bad);
	}
	fake_add_ecc(mtd);
	fake_add_locks(mtd);
	ck_assert_uint_lt(fake_number_of, FAKE_LIMIT);
	fakes[fake_number_of++] = mtd;
	if (!mtd->options.no_sysfs)
		write_sysfs(mtd);
	return mtd;
}

struct fake_mtd *fake_watch(const char *path)
{
	struct fake_mtd *mtd = calloc(1, sizeof(*mtd));

	ck_assert_ptr_nonnull(mtd);
	mtd->file = path;
	ck_assert_uint_lt(fake_number_of, FAKE_LIMIT);
	fakes[fake_number_of++] = mtd;
	return mtd;
}

void fake_remove(struct fake_mtd *mtd)
{
	if (!mtd->options.no_sysfs)
		remove_sysfs(mtd);
	mtd->gone = true;
}

void fake_renumber(struct fake_mtd *mtd, int number)
{
	if (!mtd->options.no_sysfs)
		remove_sysfs(mtd);
	mtd->options.number = number;
	number_node(mtd);
	if (!mtd->options.no_sysfs)
		write_sysfs(mtd);
}

void fake_mark_bad(struct fake_mtd *mtd, uint64_t offset)
{
	mtd->bad[offset / mtd->options.erase_size] = true;
}

void fake_fill(struct fake_mtd *mtd, uint8_t pattern)
{
	for (uint64_t i = 0; i < mtd->options.size; i++)
		mtd->content[i] = (uint8_t)(pattern + i);
}

void fake_write_procmtd(void)
{
	char text[4096];
	size_t length;

	length = (size_t)snprintf(text, sizeof(text),
				  "dev:    size   erasesize  name\n");
	for (size_t i = 0; i < fake_number_of; i++) {
		const struct fake_options *options = &fakes[i]->options;

		if (fakes[i]->gone || fakes[i]->file)
			continue;
		length += (size_t)snprintf(text + length, sizeof(text) - length,
					   "mtd%d: %08llx %08x \"%s\"\n",
					   options->number,
					   (unsigned long long)options->size,
					   options->erase_size, options->name);
		ck_assert_uint_lt(length, sizeof(text));
	}
	write_file("proc/mtd", text);
}

struct flashmap *fake_load_map(void)
{
	struct flashmap *map;

	ck_assert_int_eq(flashmap_new(&map), 0);
	ck_assert_int_eq(flashmap_set_root(map, test_folder()), 0);
	ck_assert_int_eq(flashmap_load(map), 0);
	return map;
}

static int locate(const void *context, const struct fm_mtd_identity *identity,
		  int last_number, int *number)
{
	const struct fake_mtd *mtd = context;

	(void)identity;
	(void)last_number;
	if (mtd->gone)
		return -ENODEV;
	*number = mtd->options.number;
	return 0;
}

struct fm_mtd_parameters fake_parameters(const struct fake_mtd *mtd)
{
	const struct fake_options *options = &mtd->options;

	return (struct fm_mtd_parameters){
		.node = {
			.folder = test_path("dev"),
			.identity = {
				.name = options->name,
				.size = options->size,
			},
			.locate = locate,
			.locate_context = mtd,
			.number = options->number,
		},
		.known = true,
		.nand = is_nand(options),
		.erase_size = options->erase_size,
		.write_size = options->write_size,
		.oob_size = options->oob_size,
		.flags = options->flags,
		.erase_regions = options->region_count,
	};
}

struct fm_medium *fake_medium(const struct fake_mtd *mtd)
{
	const struct fm_mtd_parameters parameters = fake_parameters(mtd);
	struct fm_medium *medium;

	ck_assert_int_eq(fm_mtd_new(&parameters, &medium), 0);
	return medium;
}
