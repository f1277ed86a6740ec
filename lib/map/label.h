/* SPDX-License-Identifier: BSD-2-Clause */
/* Look-up of areas by label, exact or in its form in C. */
#ifndef FM_MAP_LABEL_H
#define FM_MAP_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include <storage/flash_map.h>

struct fm_label_index;

/*
 * Over areas that outlive it; in_c folds the labels and what is searched for:
 * lower case, and "_" for each of "- , . @ / +" (Zephyr,
 * scripts/dts/gen_defines.py). NULL without memory.
 */
struct fm_label_index *fm_label_index_new(const struct flash_area *areas,
					  size_t count, bool in_c);
void fm_label_index_free(struct fm_label_index *index);

/* -ENOENT, -ENOTUNIQ, -ENOMEM. */
int fm_label_find(const struct fm_label_index *index, const char *label,
		  const struct flash_area **fa);

/* Whether two labels are one, exact or in their form in C. */
bool fm_label_equal(const char *a, const char *b, bool in_c);

/* The same without an index, so that each look-up passes all areas. */
int fm_label_search(const struct flash_area *areas, size_t count,
		    const char *label, bool in_c, const struct flash_area **fa);

/*
 * Calls function once for each label that several areas have, with the first
 * two of them; not 0 stops.
 */
int fm_label_for_each_twin(const struct fm_label_index *index,
			   int (*function)(const struct flash_area *first,
					   const struct flash_area *second,
					   void *context),
			   void *context);

#endif /* FM_MAP_LABEL_H */
