/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What flashmap.conf says, line by line. Reads a text and knows no map: what
 * its labels and chips mean is found out by configure.c.
 */
#ifndef FM_MAP_CONF_H
#define FM_MAP_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/range.h"

/* Bytes of a line without its end. */
#define FM_CONF_LINE_LIMIT 4096
/* As many as MCUboot has room for, which keeps the number in four bits. */
#define FM_CONF_LAST_IMAGE 15

enum fm_conf_kind {
	/* area LABEL id=N */
	FM_CONF_PIN,
	/* area LABEL chip=C offset=N size=N [id=N] */
	FM_CONF_AREA,
	FM_CONF_PROTECT,
	FM_CONF_LOCKED,
	/* slot IMAGE primary|secondary LABEL */
	FM_CONF_SLOT,
};

/* What a kind has not got is 0, false or NULL. */
struct fm_conf_entry {
	enum fm_conf_kind kind;
	unsigned int line;
	char *label;
	bool has_id;
	uint8_t id;
	/* Name or device-tree path. */
	char *chip;
	/* Not empty, and it ends within 64 bits. */
	struct fm_range range;
	uint8_t image;
	bool secondary;
};

struct fm_conf {
	/* As messages call it; NULL if there is no file. */
	char *file;
	struct fm_conf_entry *entries;
	size_t count;
};

/*
 * Into a conf of zeros. Every mistake is logged as "file:line: what"; then,
 * and that is -EINVAL, or on -ENOMEM, conf has nothing.
 */
int fm_conf_parse(struct fm_conf *conf, const char *file, const char *text,
		  size_t size);
/* Leaves zeros. */
void fm_conf_destroy(struct fm_conf *conf);

/*
 * The entry that a new one contradicts, and how: "has the id 5 already". NULL
 * if it goes with all of them.
 */
const struct fm_conf_entry *
fm_conf_find_contradiction(const struct fm_conf *conf,
			   const struct fm_conf_entry *added, const char **how);

#endif /* FM_MAP_CONF_H */
