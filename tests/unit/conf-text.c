// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf-text.h"
#include "support.h"
#include "unit.h"

static char mistakes[64 << 10];

static void log_mistake(const struct flashmap_log_entry *entry, void *unused)
{
	size_t used = strlen(mistakes);

	(void)unused;
	ck_assert_int_eq(entry->level, FLASHMAP_LOG_ERROR);
	ck_assert_int_eq(entry->error, -EINVAL);
	ck_assert_str_eq(entry->subject, "conf");
	ck_assert_uint_lt(used + strlen(entry->message) + 2, sizeof(mistakes));
	strcat(mistakes, entry->message);
	strcat(mistakes, "\n");
}

int conf_parse_bytes(struct fm_conf *conf, const char *text, size_t size)
{
	/* Exactly as large, so that a byte read past its end is noticed. */
	char *copy = malloc(size ? size : 1);
	int rc;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, size);
	memset(conf, 0, sizeof(*conf));
	mistakes[0] = '\0';
	flashmap_set_log(log_mistake, NULL);
	rc = fm_conf_parse(conf, "conf", copy, size);
	set_up_log();
	free(copy);
	return rc;
}

int conf_parse(struct fm_conf *conf, const char *text)
{
	return conf_parse_bytes(conf, text, strlen(text));
}

const char *conf_mistakes(void)
{
	return mistakes;
}
