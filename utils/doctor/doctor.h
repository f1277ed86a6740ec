/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What "flashmap doctor" looks for, and what it has found. */
#ifndef UTILS_DOCTOR_DOCTOR_H
#define UTILS_DOCTOR_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "areas.h"
#include "command.h"

enum doctor_severity {
	/* Good to know, and no reason to do anything. */
	DOCTOR_NOTE,
	DOCTOR_FAULT,
};

/* docs/findings.md has the same codes. */
struct doctor_code {
	const char *code;
	enum doctor_severity severity;
	/* Why it matters. */
	const char *why;
	const char *what_to_do;
};

struct doctor_finding {
	const char *code;
	const struct doctor_code *about;
	char *what;
	/* NULL if it is about none. */
	const char *label;
	int mtd;
};

struct doctor {
	const struct context *context;
	struct areas areas;
	/* What is before /sys and /dev; NULL where there are only simulated
	 * chips. */
	const char *root;
	struct doctor_finding *findings;
	size_t finding_count;
	bool out_of_memory;
};

/* What a code means; of one that is not known, that. */
const struct doctor_code *doctor_find_code(const char *code);

/* area may be NULL. */
void doctor_add(struct doctor *doctor, const char *code,
		const struct area *area, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void doctor_add_mtd(struct doctor *doctor, const char *code, int mtd,
		    const char *what);

/* Whether the sectors of an area are known, so that its ends are checked. */
bool doctor_knows_sectors(const struct area *area);

/* Whether one is a part of the other, or both are the same range. */
bool doctor_is_nested(const struct area *a, const struct area *b);

/* Groups of checks. Each returns 0, or the errno that ends all of them. */
int doctor_check_map(struct doctor *doctor);
int doctor_check_areas(struct doctor *doctor);
int doctor_check_use(struct doctor *doctor);
int doctor_check_slots(struct doctor *doctor);
int doctor_check_nodes(struct doctor *doctor);
int doctor_check_mtdblock(struct doctor *doctor);
int doctor_check_libmtd(struct doctor *doctor);

#endif
