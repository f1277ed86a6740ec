/* SPDX-License-Identifier: BSD-2-Clause */
/* A text as flashmap.conf, called "conf", and what is said about it. */
#ifndef TESTS_CONF_TEXT_H
#define TESTS_CONF_TEXT_H

#include "map/conf.h"

/* fm_conf_parse() of a text that is no string, and of one that is. */
int conf_parse_bytes(struct fm_conf *conf, const char *text, size_t size);
int conf_parse(struct fm_conf *conf, const char *text);

/*
 * What was logged as an error by the last of these calls, a line each; fails
 * if any was no -EINVAL about "conf".
 */
const char *conf_mistakes(void);

#endif /* TESTS_CONF_TEXT_H */
