// SPDX-License-Identifier: BSD-2-Clause
/* flashmap.conf: whatever is in it, it is understood or refused with a line. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "log.h"
#include "map/conf.h"
#include "map/ids.h"

const char fuzz_name[] = "conf";
const char *const fuzz_words[] = {
	"area",	   "protect",
	"locked",  "slot",
	"primary", "secondary",
	"id=",	   "chip=",
	"offset=", "size=",
	"0x",	   "199",
	"200",	   "18446744073709551615",
	"K",	   "M",
	"G",	   "\\040",
	"\\000",   "\\",
	"=",	   "#",
	" ",	   "\t",
	"\n",	   "\r\n",
	"\"",	   "15",
	"16",	   "boot",
	"é",	   "0xffffffffffffffff",
	NULL,
};

static unsigned int mistakes;

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void log_entry(const struct flashmap_log_entry *entry, void *unused)
{
	(void)unused;
	must(entry->level == FLASHMAP_LOG_ERROR);
	must(entry->error == -EINVAL);
	must(strncmp(entry->message, "conf:", 5) == 0);
	must(strtoul(entry->message + 5, NULL, 10) > 0);
	mistakes++;
}

static void check_entry(const struct fm_conf_entry *entry)
{
	uint64_t end;

	must(entry->label && entry->label[0] != '\0');
	must(!entry->has_id || entry->id <= FM_LAST_PINNED_ID);
	must((entry->kind == FM_CONF_AREA) == (entry->chip != NULL));
	must((entry->kind == FM_CONF_AREA) == (entry->range.size > 0));
	must(fm_range_add(entry->range.offset, entry->range.size, &end));
	must(entry->kind != FM_CONF_PIN || entry->has_id);
	must(entry->kind <= FM_CONF_PIN || !entry->has_id ||
	     entry->kind == FM_CONF_AREA);
	must(entry->image <= FM_CONF_LAST_IMAGE);
	must(entry->kind == FM_CONF_SLOT ||
	     (entry->image == 0 && !entry->secondary));
}

static void check_entries(const struct fm_conf *conf)
{
	const char *how;

	for (size_t i = 0; i < conf->count; i++) {
		const struct fm_conf before = { .entries = conf->entries,
						.count = i };

		check_entry(&conf->entries[i]);
		must(i == 0 ||
		     conf->entries[i].line > conf->entries[i - 1].line);
		must(!fm_conf_find_contradiction(&before, &conf->entries[i],
						 &how));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fm_conf conf = { 0 };
	int rc;

	mistakes = 0;
	flashmap_set_log(log_entry, NULL);
	rc = fm_conf_parse(&conf, "conf", (const char *)data, size);
	must(rc == 0 || rc == -EINVAL);
	must((rc == 0) == (mistakes == 0));
	if (rc == 0)
		check_entries(&conf);
	else
		must(!conf.file && !conf.entries && conf.count == 0);
	fm_conf_destroy(&conf);
	return 0;
}
