// SPDX-License-Identifier: BSD-2-Clause

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "discover/live-nodes.h"
#include "discover/node-names.h"
#include "discover/root.h"

#define DEPTH_LIMIT 32
#define NODE_LIMIT 16384

static int add_child(struct fm_live_node *node, const char *name)
{
	struct fm_live_node *children = node->children;
	size_t count = node->child_count;
	char *copy = strdup(name);

	if (!copy)
		return -ENOMEM;
	/* Room doubles whenever the count is a power of two. */
	if ((count & (count - 1)) == 0)
		children = reallocarray(children, count ? count * 2 : 1,
					sizeof(*children));
	if (!children) {
		free(copy);
		return -ENOMEM;
	}
	node->children = children;
	children[count] = (struct fm_live_node){ .name = copy };
	node->child_count++;
	return 0;
}

/* 1 if an entry is a node; a link to one leads somewhere else in the tree. */
static int is_node(int folder, const struct dirent *entry)
{
	struct stat status;

	if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
		return 0;
	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	return S_ISDIR(status.st_mode);
}

static int compare_names(const void *a, const void *b)
{
	const struct fm_live_node *left = a, *right = b;

	return strverscmp(left->name, right->name);
}

static int add_node(int folder, const struct dirent *entry, void *context)
{
	int rc = is_node(folder, entry);

	return rc > 0 ? add_child(context, entry->d_name) : rc;
}

static int list_children(int folder, struct fm_live_node *node)
{
	int rc = fm_for_each_entry(folder, add_node, node);

	if (!rc && node->child_count > 0)
		qsort(node->children, node->child_count,
		      sizeof(*node->children), compare_names);
	return rc;
}

/* Whether what is in a node says that it is a flash, or its name does. */
static bool is_flash(const struct fm_live_node *node)
{
	if (fm_is_flash_name(node->name))
		return true;
	for (size_t i = 0; i < node->child_count; i++)
		if (fm_is_table_name(node->children[i].name) ||
		    fm_is_partition_name(node->children[i].name))
			return true;
	return false;
}

static bool is_index(const struct fm_live_node *node, int depth)
{
	return depth == 1 && (strcmp(node->name, "aliases") == 0 ||
			      strcmp(node->name, "__symbols__") == 0);
}

static int read_node(int folder, struct fm_live_node *node, int depth,
		     size_t *left)
{
	int rc;

	if (depth > DEPTH_LIMIT)
		return -ELOOP;
	rc = list_children(folder, node);
	if (!rc && node->child_count > *left)
		rc = -EFBIG;
	if (rc < 0)
		return rc;
	*left -= node->child_count;
	node->whole = is_flash(node) || is_index(node, depth);
	for (size_t i = 0; i < node->child_count && !rc; i++) {
		struct fm_live_node *child = &node->children[i];
		int fd =
			openat(folder, child->name,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

		if (fd < 0)
			return -errno;
		rc = read_node(fd, child, depth + 1, left);
		close(fd);
		if (child->whole || child->on_the_way)
			node->on_the_way = true;
	}
	return rc;
}

int fm_live_nodes_read(int folder, struct fm_live_node *node)
{
	size_t left = NODE_LIMIT;

	memset(node, 0, sizeof(*node));
	node->name = strdup("");
	return node->name ? read_node(folder, node, 0, &left) : -ENOMEM;
}

void fm_live_nodes_free(struct fm_live_node *node)
{
	for (size_t i = 0; i < node->child_count; i++)
		fm_live_nodes_free(&node->children[i]);
	free(node->children);
	free(node->name);
}
