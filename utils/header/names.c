// SPDX-License-Identifier: GPL-2.0-or-later
/* Which names become constants, and which cannot. */
#include "header/header.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_letter(char character)
{
	return (character >= 'a' && character <= 'z') || character == '_';
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Zephyr's rule (scripts/dts/gen_defines.py); no tolower(), which depends on
 * the locale. */
static char fold(char character)
{
	if (character >= 'A' && character <= 'Z')
		return (char)(character - 'A' + 'a');
	if (character != '\0' && strchr("-,.@/+", character))
		return '_';
	return character;
}

static bool is_identifier(const char *name)
{
	if (!is_letter(name[0]))
		return false;
	for (; *name; name++)
		if (!is_letter(*name) && !is_digit(*name))
			return false;
	return true;
}

static int add_name(struct header *header, enum header_kind kind,
		    const char *text, const struct area *area)
{
	struct header_name *names = reallocarray(
		header->names, header->name_count + 1, sizeof(*names));
	struct header_name *name;

	if (!names)
		return -ENOMEM;
	header->names = names;
	name = &names[header->name_count];
	*name = (struct header_name){
		.kind = kind, .text = text, .area = area, .name = strdup(text)
	};
	if (!name->name)
		return -ENOMEM;
	header->name_count++;
	for (char *character = name->name; *character; character++)
		*character = fold(*character);
	if (!is_identifier(name->name))
		name->state = HEADER_NO_IDENTIFIER;
	else if (area->fa->fa_id == FLASH_AREA_ID_NONE)
		name->state = HEADER_NO_ID;
	return 0;
}

static int add_area(struct header *header, const struct area *area)
{
	const char *const *node_label = area->info.node_labels;
	int error = 0;

	if (area->info.label)
		error = add_name(header, HEADER_LABEL, area->info.label, area);
	if (!header->with_node_labels)
		return error;
	for (; node_label && *node_label && !error; node_label++)
		error = add_name(header, HEADER_NODE_LABEL, *node_label, area);
	return error;
}

static void compare(struct header_name *first, struct header_name *second)
{
	if (first->kind != second->kind ||
	    first->state == HEADER_NO_IDENTIFIER ||
	    second->state == HEADER_NO_IDENTIFIER ||
	    strcmp(first->name, second->name) != 0)
		return;
	if (first->area == second->area) {
		second->state = HEADER_AGAIN;
		return;
	}
	first->state = HEADER_SEVERAL;
	second->state = HEADER_SEVERAL;
}

int header_find_names(struct header *header)
{
	for (size_t i = 0; i < header->area_count; i++) {
		int error = add_area(header, &header->areas[i]);

		if (error)
			return error;
	}
	for (size_t i = 0; i < header->name_count; i++)
		for (size_t j = i + 1; j < header->name_count; j++)
			compare(&header->names[i], &header->names[j]);
	return 0;
}

void header_free_names(struct header *header)
{
	for (size_t i = 0; i < header->name_count; i++)
		free(header->names[i].name);
	free(header->names);
}

const char *header_reason(const struct header_name *name)
{
	switch (name->state) {
	case HEADER_NO_IDENTIFIER:
		return "it gives no C identifier";
	case HEADER_SEVERAL:
		return "several areas have this name in C";
	case HEADER_NO_ID:
		return "the area has no id";
	default:
		return NULL;
	}
}

size_t header_count(const struct header *header, enum header_kind kind,
		    enum header_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < header->name_count; i++)
		if (header->names[i].kind == kind &&
		    header->names[i].state == state)
			count++;
	return count;
}
