// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/description.h"
#include "log.h"

void fm_description_init(struct fm_description *description)
{
	memset(description, 0, sizeof(*description));
}

bool fm_is_nand(const char *type)
{
	return type &&
	       (strcmp(type, "nand") == 0 || strcmp(type, "mlc-nand") == 0);
}

void fm_mtd_description_destroy(struct fm_mtd_description *mtd)
{
	free(mtd->name);
	free(mtd->type);
	free(mtd->parent);
	free(mtd->dt_path);
	free(mtd->device_dt_path);
	free(mtd->used_by);
	memset(mtd, 0, sizeof(*mtd));
}

static void chip_description_destroy(struct fm_chip_description *chip)
{
	free(chip->name);
	free(chip->key);
	free(chip->type);
	free(chip->dt_path);
	free(chip->bad_blocks);
}

void fm_description_drop_chip(struct fm_description *description)
{
	chip_description_destroy(
		&description->chips[--description->chip_count]);
}

static void free_names(char **names)
{
	for (char **name = names; name && *name; name++)
		free(*name);
	free(names);
}

static void
partition_description_destroy(struct fm_partition_description *partition)
{
	free_names(partition->node_labels);
	free_names(partition->aliases);
	free(partition->label);
	free(partition->dt_path);
}

void fm_description_drop_partitions(struct fm_description *description,
				    size_t count)
{
	while (description->partition_count > count)
		partition_description_destroy(
			&description
				 ->partitions[--description->partition_count]);
}

void fm_description_destroy(struct fm_description *description)
{
	for (size_t i = 0; i < description->mtd_count; i++)
		fm_mtd_description_destroy(&description->mtds[i]);
	for (size_t i = 0; i < description->chip_count; i++)
		chip_description_destroy(&description->chips[i]);
	fm_description_drop_partitions(description, 0);
	for (size_t i = 0; i < description->finding_count; i++)
		free(description->findings[i].message);
	free(description->mtds);
	free(description->chips);
	free(description->partitions);
	free(description->findings);
	fm_description_init(description);
}

/* Room doubles whenever the count is a power of two. */
static void *add(void **array, size_t *count, size_t size)
{
	char *entry;

	if ((*count & (*count - 1)) == 0) {
		void *larger =
			reallocarray(*array, *count ? *count * 2 : 1, size);

		if (!larger)
			return NULL;
		*array = larger;
	}
	entry = (char *)*array + *count * size;
	memset(entry, 0, size);
	(*count)++;
	return entry;
}

struct fm_mtd_description *
fm_description_add_mtd(struct fm_description *description)
{
	return add((void **)&description->mtds, &description->mtd_count,
		   sizeof(*description->mtds));
}

struct fm_chip_description *
fm_description_add_chip(struct fm_description *description)
{
	return add((void **)&description->chips, &description->chip_count,
		   sizeof(*description->chips));
}

struct fm_partition_description *
fm_description_add_partition(struct fm_description *description)
{
	return add((void **)&description->partitions,
		   &description->partition_count,
		   sizeof(*description->partitions));
}

int fm_description_add_finding(struct fm_description *description,
			       const char *code, int mtd, const char *format,
			       ...)
{
	struct fm_finding *finding;
	va_list arguments;
	char *message;
	int rc;

	va_start(arguments, format);
	rc = vasprintf(&message, format, arguments);
	va_end(arguments);
	if (rc < 0)
		return -ENOMEM;

	finding = add((void **)&description->findings,
		      &description->finding_count,
		      sizeof(*description->findings));
	if (!finding) {
		free(message);
		return -ENOMEM;
	}
	finding->code = code;
	finding->message = message;
	finding->mtd = mtd;
	fm_log(FLASHMAP_LOG_INFO, code, 0, "%s", message);
	return 0;
}

size_t fm_device_length(const char *parent)
{
	const char *above = strstr(parent, "/mtd/mtd");

	return above ? (size_t)(above - parent) : strlen(parent);
}
