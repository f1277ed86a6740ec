/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The area that an AREA argument names, and how it is called in messages. */
#ifndef UTILS_AREA_H
#define UTILS_AREA_H

#include <stdint.h>

#include <flashmap/area.h>
#include <flashmap/map.h>

struct area {
	const struct flash_area *fa;
	struct flashmap_area_info info;
	/* Of the look for info: 0, or what fa alone tells is in info. */
	int error;
	/* For messages: the label, else another name that AREA takes. */
	const char *name;
	char unlabelled[16];
};

/* Says where a range is, for messages. */
struct place {
	char text[256];
};

void area_describe(const struct flash_area *fa, struct area *area);

/* Returns the exit status. */
int area_find(struct flashmap *map, const char *argument, struct area *area);

/* "simulated chip flash@0, 0x80000..0x98fff" */
const char *area_place(const struct area *area, uint64_t offset,
		       uint64_t length, struct place *place);

#endif
