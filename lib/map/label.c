// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "map/label.h"

struct entry {
	char *label;
	const struct flash_area *area;
};

struct fm_label_index {
	bool in_c;
	size_t count;
	struct entry entries[];
};

/* Not tolower(): that depends on the locale, and labels do not. */
static char fold_character(char character)
{
	if (character >= 'A' && character <= 'Z')
		return (char)(character - 'A' + 'a');
	if (character != '\0' && strchr("-,.@/+", character))
		return '_';
	return character;
}

static char *copy_label(const char *label, bool in_c)
{
	char *copy = strdup(label);

	for (char *character = copy; in_c && copy && *character; character++)
		*character = fold_character(*character);
	return copy;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return strcmp(left->label, right->label);
}

struct fm_label_index *fm_label_index_new(const struct flash_area *areas,
					  size_t count, bool in_c)
{
	struct fm_label_index *index;

	if (count > (SIZE_MAX - sizeof(*index)) / sizeof(index->entries[0]))
		return NULL;
	index = calloc(1, sizeof(*index) + count * sizeof(index->entries[0]));
	if (!index)
		return NULL;
	index->in_c = in_c;
	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &index->entries[index->count];

		if (!areas[i].fa_label)
			continue;
		entry->area = &areas[i];
		entry->label = copy_label(areas[i].fa_label, in_c);
		if (!entry->label) {
			fm_label_index_free(index);
			return NULL;
		}
		index->count++;
	}
	qsort(index->entries, index->count, sizeof(index->entries[0]),
	      compare_entries);
	return index;
}

void fm_label_index_free(struct fm_label_index *index)
{
	if (!index)
		return;
	for (size_t i = 0; i < index->count; i++)
		free(index->entries[i].label);
	free(index);
}

static bool same_label(const struct fm_label_index *index, size_t a, size_t b)
{
	return strcmp(index->entries[a].label, index->entries[b].label) == 0;
}

int fm_label_find(const struct fm_label_index *index, const char *label,
		  const struct flash_area **fa)
{
	struct entry wanted = { .label = copy_label(label, index->in_c) };
	struct entry *found;
	size_t place;

	if (!wanted.label)
		return -ENOMEM;
	found = bsearch(&wanted, index->entries, index->count,
			sizeof(index->entries[0]), compare_entries);
	free(wanted.label);
	if (!found)
		return -ENOENT;
	place = (size_t)(found - index->entries);
	if ((place > 0 && same_label(index, place - 1, place)) ||
	    (place + 1 < index->count && same_label(index, place, place + 1)))
		return -ENOTUNIQ;
	*fa = found->area;
	return 0;
}

bool fm_label_equal(const char *a, const char *b, bool in_c)
{
	if (!in_c)
		return strcmp(a, b) == 0;
	while (*a && fold_character(*a) == fold_character(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

int fm_label_search(const struct flash_area *areas, size_t count,
		    const char *label, bool in_c, const struct flash_area **fa)
{
	const struct flash_area *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!areas[i].fa_label ||
		    !fm_label_equal(areas[i].fa_label, label, in_c))
			continue;
		if (found)
			return -ENOTUNIQ;
		found = &areas[i];
	}
	if (!found)
		return -ENOENT;
	*fa = found;
	return 0;
}

int fm_label_for_each_twin(const struct fm_label_index *index,
			   int (*function)(const struct flash_area *first,
					   const struct flash_area *second,
					   void *context),
			   void *context)
{
	for (size_t i = 1; i < index->count; i++) {
		int rc;

		if (!same_label(index, i - 1, i) ||
		    (i > 1 && same_label(index, i - 2, i)))
			continue;
		rc = function(index->entries[i - 1].area,
			      index->entries[i].area, context);
		if (rc)
			return rc;
	}
	return 0;
}
