// SPDX-License-Identifier: BSD-2-Clause

#include <stdlib.h>
#include <string.h>

#include "map/conf.h"

void fm_conf_destroy(struct fm_conf *conf)
{
	for (size_t i = 0; i < conf->count; i++) {
		free(conf->entries[i].label);
		free(conf->entries[i].chip);
	}
	free(conf->entries);
	free(conf->file);
	memset(conf, 0, sizeof(*conf));
}

static const char *contradicts(const struct fm_conf_entry *added,
			       const struct fm_conf_entry *entry)
{
	bool same_label = strcmp(added->label, entry->label) == 0;

	if (added->has_id && entry->has_id) {
		if (same_label)
			return "its id is given";
		if (added->id == entry->id)
			return "another area has this id";
	}
	if (added->kind != entry->kind)
		return NULL;
	if (added->kind == FM_CONF_AREA && same_label)
		return "there is an area of this name";
	if (added->kind == FM_CONF_SLOT) {
		if (same_label)
			return "it is a slot";
		if (added->image == entry->image &&
		    added->secondary == entry->secondary)
			return "another area is this slot";
	}
	return NULL;
}

const struct fm_conf_entry *
fm_conf_find_contradiction(const struct fm_conf *conf,
			   const struct fm_conf_entry *added, const char **how)
{
	for (size_t i = 0; i < conf->count; i++) {
		*how = contradicts(added, &conf->entries[i]);
		if (*how)
			return &conf->entries[i];
	}
	return NULL;
}
