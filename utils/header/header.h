/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What "flashmap header" makes constants of. */
#ifndef UTILS_HEADER_HEADER_H
#define UTILS_HEADER_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "area.h"

enum header_kind {
	/* Of FLASH_AREA_ID() and its kin. */
	HEADER_LABEL,
	/* Of FIXED_PARTITION_ID(), PARTITION_ID() and their kin. */
	HEADER_NODE_LABEL,
};

enum header_state {
	HEADER_USED,
	/* The same name for the same area, once more. */
	HEADER_AGAIN,
	HEADER_NO_IDENTIFIER,
	HEADER_SEVERAL,
	HEADER_NO_ID,
};

struct header_name {
	enum header_kind kind;
	enum header_state state;
	/* As the device tree or the kernel has it. */
	const char *text;
	/* In its form in C; not for HEADER_NO_IDENTIFIER. */
	char *name;
	const struct area *area;
};

struct header {
	/* What it is made from. */
	const char *source;
	bool with_node_labels;
	struct area *areas;
	size_t area_count;
	struct header_name *names;
	size_t name_count;
};

/* Names of the areas, and which of them can be used. Returns 0 or -ENOMEM. */
int header_find_names(struct header *header);
void header_free_names(struct header *header);

/* Why a name is not used, for a comment and a warning. */
const char *header_reason(const struct header_name *name);
size_t header_count(const struct header *header, enum header_kind kind,
		    enum header_state state);

/* The text, for free(); NULL without memory. */
char *header_text(const struct header *header, size_t *size);

#endif
