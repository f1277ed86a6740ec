// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <fcntl.h>
#include <libfdt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "discover/dt-node.h"
#include "discover/root.h"
#include "log.h"

/* The largest tree of Debian's kernels has 150 KiB. */
#define BLOB_LIMIT (4u << 20)
/* Findings of a map, from which on no more mistakes are told. */
#define FINDING_LIMIT 1024

/*
 * fdt_check_full() goes to where the header says that the blocks are, as if
 * they were aligned as the specification has it, to 8 and 4 bytes. Where they
 * are not, that is a bus error on some processors.
 */
static int check(const char *blob, size_t size)
{
	/* Clang minds what the macros of libfdt do to a char pointer. */
	const void *header = blob;

	if (size >= FDT_V1_SIZE && fdt_magic(header) == FDT_MAGIC &&
	    (fdt_off_mem_rsvmap(header) % 8 || fdt_off_dt_struct(header) % 4))
		return -FDT_ERR_BADOFFSET;
	return fdt_check_full(blob, size);
}

int fm_dt_take(struct fm_dt *dt, const char *name, char *blob, size_t size)
{
	int rc;

	if (size > BLOB_LIMIT) {
		fm_log(FLASHMAP_LOG_ERROR, name, -EFBIG,
		       "no device tree has so many bytes: %zu", size);
		free(blob);
		return -EFBIG;
	}
	rc = check(blob, size);
	dt->file = name;
	dt->blob = blob;
	dt->findings = NULL;
	if (!rc)
		return 0;
	fm_log(FLASHMAP_LOG_ERROR, name, -EINVAL,
	       "it is no sound device tree: %s", fdt_strerror(rc));
	fm_dt_close(dt);
	return -EINVAL;
}

int fm_dt_open(struct fm_dt *dt, const char *file)
{
	char *blob = NULL;
	size_t size = 0;
	int fd, rc;

	dt->blob = NULL;
	fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	rc = fd < 0 ? -errno : fm_read_descriptor(fd, &blob, &size);
	if (fd >= 0)
		close(fd);
	if (rc < 0) {
		fm_log(FLASHMAP_LOG_ERROR, file, rc,
		       "cannot read the device tree");
		return rc;
	}
	return fm_dt_take(dt, file, blob, size);
}

void fm_dt_close(struct fm_dt *dt)
{
	free(dt->blob);
	dt->blob = NULL;
}

int fm_dt_complain(const struct fm_dt *dt, int node, const char *what)
{
	char path[PATH_MAX];

	/* Each costs a walk through the tree: an attack has many. */
	if (dt->findings && dt->findings->finding_count >= FINDING_LIMIT)
		return -EINVAL;
	if (fdt_get_path(dt->blob, node, path, sizeof(path)) < 0)
		strcpy(path, "a node");
	if (dt->findings)
		return fm_description_add_finding(dt->findings, "tree-mistake",
						  FM_NO_MTD, "%s %s", path,
						  what) < 0
			       ? -ENOMEM
			       : -EINVAL;
	fm_log(FLASHMAP_LOG_ERROR, dt->file, -EINVAL, "%s %s", path, what);
	return -EINVAL;
}

bool fm_dt_is_enabled(const struct fm_dt *dt, int node)
{
	const char *status = fm_dt_read_string(dt, node, "status");

	return !status || strcmp(status, "okay") == 0 ||
	       strcmp(status, "ok") == 0;
}

bool fm_dt_is_compatible(const struct fm_dt *dt, int node, const char *with)
{
	return fdt_node_check_compatible(dt->blob, node, with) == 0;
}

/* 1 or 2 cells make a number. */
static uint64_t read_cells(const fdt32_t *cells, int count)
{
	uint64_t number = fdt32_to_cpu(cells[0]);

	return count == 2 ? number << 32 | fdt32_to_cpu(cells[1]) : number;
}

int fm_dt_read_reg(const struct fm_dt *dt, int parent, int node,
		   struct fm_range *range)
{
	int address_cells = fdt_address_cells(dt->blob, parent);
	int size_cells = fdt_size_cells(dt->blob, parent);
	const fdt32_t *cells;
	int length;

	if (address_cells < 1 || address_cells > 2 || size_cells < 1 ||
	    size_cells > 2)
		return fm_dt_complain(
			dt, parent,
			"has #address-cells or #size-cells that are "
			"neither 1 nor 2");
	cells = fdt_getprop(dt->blob, node, "reg", &length);
	if (!cells ||
	    length != (address_cells + size_cells) * (int)sizeof(*cells))
		return fm_dt_complain(dt, node,
				      "has no \"reg\" of one address and size");
	range->offset = read_cells(cells, address_cells);
	range->size = read_cells(cells + address_cells, size_cells);
	return 0;
}

int fm_dt_read_cell(const struct fm_dt *dt, int node, const char *property,
		    uint32_t *number)
{
	int length;
	const fdt32_t *cell = fdt_getprop(dt->blob, node, property, &length);

	if (!cell)
		return 0;
	if (length != (int)sizeof(*cell)) {
		fm_log(FLASHMAP_LOG_ERROR, dt->file, -EINVAL,
		       "\"%s\" is not one number", property);
		return fm_dt_complain(dt, node, "is wrong");
	}
	*number = fdt32_to_cpu(*cell);
	return 0;
}

const char *fm_dt_read_string(const struct fm_dt *dt, int node,
			      const char *property)
{
	int length;
	const char *text = fdt_getprop(dt->blob, node, property, &length);

	return text && length > 0 && text[length - 1] == '\0' ? text : NULL;
}

char *fm_dt_copy_label(const struct fm_dt *dt, int node)
{
	const char *label = fm_dt_read_string(dt, node, "label");
	const char *name;

	if (label)
		return strdup(label);
	name = fdt_get_name(dt->blob, node, NULL);
	return name ? strndup(name, strcspn(name, "@")) : NULL;
}

int fm_dt_copy_path(const struct fm_dt *dt, int node, char **copy)
{
	char path[PATH_MAX];

	if (fdt_get_path(dt->blob, node, path, sizeof(path)) < 0)
		return fm_dt_complain(dt, node, "has too long a path");
	*copy = strdup(path);
	return *copy ? 0 : -ENOMEM;
}
