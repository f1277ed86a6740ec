// SPDX-License-Identifier: BSD-2-Clause

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libfdt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "discover/live-nodes.h"
#include "discover/livetree.h"

#define BLOB_SIZE 16384
#define BLOB_LIMIT (4u << 20)
/* Looks at a tree that changes while it is looked at. */
#define LOOKS 4
/* What tar makes of a file of sysfs, whose size it cannot know. */
#define PADDED_SIZE 4096

/* A property, and the cells of one entry of the node's "reg". */
struct property {
	const char *name;
	char *value;
	size_t size;
	size_t reg_cells;
};

/* Cells of an address and of a size below a node; the defaults are old. */
struct cells {
	uint32_t address;
	uint32_t size;
};

static int to_errno(int fdt_error)
{
	if (fdt_error == -FDT_ERR_NOSPACE)
		return -ENOSPC;
	return fdt_error < 0 ? -EINVAL : 0;
}

/* One or several strings, without the last NUL. */
static bool is_text(const char *value, size_t size)
{
	if (size == 0 || value[0] == '\0')
		return false;
	for (size_t i = 0; i < size; i++)
		if (value[i] != '\0' && !isprint((unsigned char)value[i]))
			return false;
	return true;
}

static size_t round_up(size_t size, size_t unit)
{
	size_t rest = size % unit;

	return rest ? size + (unit - rest) : size;
}

/* A recorded file is filled up with NULs, which a value may end with too. */
static void cut_padding(struct property *property)
{
	size_t size = property->size;

	if (size != PADDED_SIZE || property->value[size - 1] != '\0')
		return;
	while (size > 0 && property->value[size - 1] == '\0')
		size--;
	if (property->name[0] == '#')
		size = sizeof(fdt32_t);
	else if (strcmp(property->name, "reg") == 0 && property->reg_cells > 0)
		size = round_up(size > 0 ? size : 1,
				property->reg_cells * sizeof(fdt32_t));
	else if (strcmp(property->name, "label") == 0 ||
		 is_text(property->value, size))
		size++;
	else
		size = round_up(size, sizeof(fdt32_t));
	property->size = size;
}

static void note_cells(const struct property *property, struct cells *cells)
{
	fdt32_t value;

	if (property->size != sizeof(value))
		return;
	memcpy(&value, property->value, sizeof(value));
	if (strcmp(property->name, "#address-cells") == 0)
		cells->address = fdt32_to_cpu(value);
	if (strcmp(property->name, "#size-cells") == 0)
		cells->size = fdt32_to_cpu(value);
}

static int write_property(char *blob, int folder, const char *name,
			  const struct cells *above, struct cells *below)
{
	struct property property = {
		.name = name,
		.reg_cells = above->address <= 2 && above->size <= 2
				     ? above->address + above->size
				     : 0,
	};
	int fd, rc;

	fd = openat(folder, name,
		    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	rc = fm_read_descriptor(fd, &property.value, &property.size);
	close(fd);
	if (rc < 0)
		return rc;
	cut_padding(&property);
	note_cells(&property, below);
	rc = to_errno(
		fdt_property(blob, name, property.value, (int)property.size));
	free(property.value);
	return rc;
}

/* What a node on the way to flash tells of what is below. */
static int write_way(char *blob, int folder, const struct cells *above,
		     struct cells *below)
{
	static const char *const names[] = {
		"#address-cells", "#size-cells", "compatible",
		"model",	  "status",
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !rc; i++) {
		rc = write_property(blob, folder, names[i], above, below);
		if (rc == -ENOENT)
			rc = 0;
	}
	return rc;
}

/* What the properties of a node are written to, and what they tell. */
struct writing {
	char *blob;
	const struct cells *above;
	struct cells *below;
};

static int write_entry(int folder, const struct dirent *entry, void *context)
{
	const struct writing *writing = context;
	struct stat status;

	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return 0;
	return write_property(writing->blob, folder, entry->d_name,
			      writing->above, writing->below);
}

static int write_all(char *blob, int folder, const struct cells *above,
		     struct cells *below)
{
	struct writing writing = { blob, above, below };

	return fm_for_each_entry(folder, write_entry, &writing);
}

static int write_node(char *blob, int folder, const struct fm_live_node *node,
		      bool whole, const struct cells *above)
{
	struct cells below = { 2, 1 };
	int rc = to_errno(fdt_begin_node(blob, node->name));

	whole = whole || node->whole;
	if (!rc)
		rc = whole ? write_all(blob, folder, above, &below)
			   : write_way(blob, folder, above, &below);
	for (size_t i = 0; i < node->child_count && !rc; i++) {
		const struct fm_live_node *child = &node->children[i];
		int fd;

		if (!whole && !child->whole && !child->on_the_way)
			continue;
		fd = openat(folder, child->name,
			    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0)
			return -errno;
		rc = write_node(blob, fd, child, whole, &below);
		close(fd);
	}
	return rc < 0 ? rc : to_errno(fdt_end_node(blob));
}

static int write_blob(char *blob, size_t size, int folder,
		      const struct fm_live_node *root)
{
	const struct cells none = { 0, 0 };
	int rc = to_errno(fdt_create(blob, (int)size));

	if (!rc)
		rc = to_errno(fdt_finish_reservemap(blob));
	if (!rc)
		rc = write_node(blob, folder, root, false, &none);
	return rc < 0 ? rc : to_errno(fdt_finish(blob));
}

/* Larger until it fits. */
static int flatten(int folder, const struct fm_live_node *root, char **blob,
		   size_t *size)
{
	int rc = -ENOSPC;

	for (*size = BLOB_SIZE; rc == -ENOSPC && *size <= BLOB_LIMIT;
	     *size *= 2) {
		*blob = malloc(*size);
		if (!*blob)
			return -ENOMEM;
		rc = write_blob(*blob, *size, folder, root);
		if (rc < 0)
			free(*blob);
	}
	if (rc < 0)
		return rc == -ENOSPC ? -EFBIG : rc;
	*size = fdt_totalsize((const void *)*blob);
	return 0;
}

static int look(int folder, char **blob, size_t *size)
{
	struct fm_live_node root;
	int rc = fm_live_nodes_read(folder, &root);

	if (!rc)
		rc = flatten(folder, &root, blob, size);
	fm_live_nodes_free(&root);
	return rc;
}

int fm_livetree_read(const struct fm_root *root, char **blob, size_t *size)
{
	int folder, rc = -ENOENT;

	folder = fm_root_open(root, "sys/firmware/devicetree/base",
			      O_RDONLY | O_DIRECTORY);
	if (folder < 0)
		return folder;
	/* A node that goes, as an overlay does, spoils one look. */
	for (int looks = 0; looks < LOOKS && rc == -ENOENT; looks++)
		rc = look(folder, blob, size);
	close(folder);
	return rc == -ENOENT ? -EAGAIN : rc;
}
