/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of flashmap.conf that was cut into its fields. */
#ifndef FM_MAP_CONF_ENTRY_H
#define FM_MAP_CONF_ENTRY_H

#include <stddef.h>

#include "map/conf.h"

struct fm_conf_parser {
	struct fm_conf *conf;
	const char *file;
	unsigned int line;
	unsigned int mistakes;
};

/* Logs "file:line: format...". -EINVAL. */
int fm_conf_mistake(struct fm_conf_parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds what the fields say, one at least. -EINVAL, -ENOMEM. */
int fm_conf_parse_entry(struct fm_conf_parser *parser, char **fields,
			size_t count);

#endif /* FM_MAP_CONF_ENTRY_H */
