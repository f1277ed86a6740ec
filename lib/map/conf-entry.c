// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "map/conf-entry.h"
#include "map/conf-field.h"
#include "map/ids.h"

static int add_entry(struct fm_conf_parser *parser,
		     const struct fm_conf_entry *entry)
{
	struct fm_conf *conf = parser->conf;
	const struct fm_conf_entry *other;
	struct fm_conf_entry *entries;
	const char *how;

	other = fm_conf_find_contradiction(conf, entry, &how);
	if (other)
		return fm_conf_mistake(parser,
				       "\"%.64s\": %s in line %u already",
				       entry->label, how, other->line);
	/* Room doubles whenever the count is a power of two. */
	if ((conf->count & (conf->count - 1)) == 0) {
		entries = reallocarray(conf->entries,
				       conf->count ? conf->count * 2 : 1,
				       sizeof(*entries));
		if (!entries)
			return -ENOMEM;
		conf->entries = entries;
	}
	conf->entries[conf->count++] = *entry;
	return 0;
}

/* A copy with the bytes that a field stands for. */
static int take_text(struct fm_conf_parser *parser, const char *field,
		     char **text)
{
	*text = strdup(field);
	if (!*text)
		return -ENOMEM;
	if (fm_conf_unescape(*text) < 0)
		return fm_conf_mistake(parser,
				       "%.64s: a \\ stands before three octal "
				       "digits, 001 to 377",
				       field);
	return 0;
}

/* "area id=5" has forgotten the label. */
static int take_label(struct fm_conf_parser *parser, const char *field,
		      char **label)
{
	if (strchr(field, '='))
		return fm_conf_mistake(
			parser,
			"%.64s: a label is missing before it; a = in "
			"a label is written \\075",
			field);
	return take_text(parser, field, label);
}

static int take_number(struct fm_conf_parser *parser, const char *field,
		       const char *text, uint64_t last, uint64_t *number)
{
	int rc = fm_conf_number(text, number);

	if (rc == -EINVAL)
		return fm_conf_mistake(
			parser,
			"%.64s: not a number; decimal or 0x, with K, "
			"M or G",
			field);
	if (rc < 0)
		return fm_conf_mistake(parser, "%.64s: the number is too large",
				       field);
	if (*number > last)
		return fm_conf_mistake(parser, "%.64s: it is 0 to %ju", field,
				       (uintmax_t)last);
	return 0;
}

/* The keys of an area, and which of them were there. */
enum area_key {
	KEY_ID,
	KEY_CHIP,
	KEY_OFFSET,
	KEY_SIZE,
	KEYS,
};

static const char *const key_names[KEYS] = {
	[KEY_ID] = "id",
	[KEY_CHIP] = "chip",
	[KEY_OFFSET] = "offset",
	[KEY_SIZE] = "size",
};

static int set_key(struct fm_conf_parser *parser, struct fm_conf_entry *entry,
		   enum area_key key, const char *field, const char *value)
{
	uint64_t id;
	int rc;

	switch (key) {
	case KEY_ID:
		rc = take_number(parser, field, value, FM_LAST_PINNED_ID, &id);
		if (rc < 0)
			return rc;
		entry->has_id = true;
		entry->id = (uint8_t)id;
		return 0;
	case KEY_CHIP:
		return take_text(parser, value, &entry->chip);
	case KEY_OFFSET:
		return take_number(parser, field, value, UINT64_MAX,
				   &entry->range.offset);
	default:
		return take_number(parser, field, value, UINT64_MAX,
				   &entry->range.size);
	}
}

static int take_key(struct fm_conf_parser *parser, struct fm_conf_entry *entry,
		    const char *field, bool seen[KEYS])
{
	const char *equals = strchr(field, '=');
	size_t length = equals ? (size_t)(equals - field) : 0;

	if (!equals)
		return fm_conf_mistake(
			parser, "%.64s: not of the form key=value", field);
	for (enum area_key key = 0; key < KEYS; key++) {
		if (strlen(key_names[key]) != length ||
		    strncmp(key_names[key], field, length) != 0)
			continue;
		if (equals[1] == '\0')
			return fm_conf_mistake(parser, "%s has no value",
					       field);
		if (seen[key])
			return fm_conf_mistake(parser, "%s= is there twice",
					       key_names[key]);
		seen[key] = true;
		return set_key(parser, entry, key, field, equals + 1);
	}
	return fm_conf_mistake(
		parser,
		"%.64s: unknown key; an area has id=, chip=, offset= "
		"and size=",
		field);
}

static int judge_area(struct fm_conf_parser *parser,
		      struct fm_conf_entry *entry, const bool seen[KEYS])
{
	uint64_t end;

	if (!seen[KEY_CHIP] && !seen[KEY_OFFSET] && !seen[KEY_SIZE])
		return seen[KEY_ID] ? 0
				    : fm_conf_mistake(
					      parser,
					      "nothing is said about the area; "
					      "it has id=, or chip=, offset= "
					      "and size=");
	for (enum area_key key = KEY_CHIP; key < KEYS; key++)
		if (!seen[key])
			return fm_conf_mistake(
				parser,
				"%s= is missing; chip=, offset= and "
				"size= come together",
				key_names[key]);
	if (entry->range.size == 0)
		return fm_conf_mistake(parser,
				       "size=0: an area has a byte at least");
	if (!fm_range_add(entry->range.offset, entry->range.size, &end))
		return fm_conf_mistake(parser, "the area ends past 64 bits");
	entry->kind = FM_CONF_AREA;
	return 0;
}

static int parse_area(struct fm_conf_parser *parser, char **fields,
		      size_t count, struct fm_conf_entry *entry)
{
	bool seen[KEYS] = { false };
	int rc;

	if (count == 0)
		return fm_conf_mistake(parser, "area: a label is missing");
	rc = take_label(parser, fields[0], &entry->label);
	for (size_t i = 1; i < count && !rc; i++)
		rc = take_key(parser, entry, fields[i], seen);
	return rc < 0 ? rc : judge_area(parser, entry, seen);
}

/* protect and locked. */
static int parse_label(struct fm_conf_parser *parser, char **fields,
		       size_t count, struct fm_conf_entry *entry)
{
	if (count == 0)
		return fm_conf_mistake(parser, "a label is missing");
	if (count > 1)
		return fm_conf_mistake(
			parser,
			"%.64s: one label a line; a space in a label "
			"is written \\040",
			fields[1]);
	return take_label(parser, fields[0], &entry->label);
}

static int parse_slot(struct fm_conf_parser *parser, char **fields,
		      size_t count, struct fm_conf_entry *entry)
{
	uint64_t image;
	int rc;

	if (count != 3)
		return fm_conf_mistake(
			parser, "slot: three fields follow, IMAGE, primary or "
				"secondary, and LABEL; a space in a label is "
				"written \\040");
	rc = take_number(parser, fields[0], fields[0], FM_CONF_LAST_IMAGE,
			 &image);
	if (rc < 0)
		return rc;
	entry->image = (uint8_t)image;
	entry->secondary = strcmp(fields[1], "secondary") == 0;
	if (!entry->secondary && strcmp(fields[1], "primary") != 0)
		return fm_conf_mistake(
			parser, "%.64s: it is primary or secondary", fields[1]);
	return take_label(parser, fields[2], &entry->label);
}

int fm_conf_parse_entry(struct fm_conf_parser *parser, char **fields,
			size_t count)
{
	static const struct {
		const char *keyword;
		enum fm_conf_kind kind;
		int (*parse)(struct fm_conf_parser *parser, char **fields,
			     size_t count, struct fm_conf_entry *entry);
	} kinds[] = {
		{ "area", FM_CONF_PIN, parse_area },
		{ "protect", FM_CONF_PROTECT, parse_label },
		{ "locked", FM_CONF_LOCKED, parse_label },
		{ "slot", FM_CONF_SLOT, parse_slot },
	};
	struct fm_conf_entry entry = { .line = parser->line };
	int rc;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(fields[0], kinds[i].keyword) != 0)
			continue;
		entry.kind = kinds[i].kind;
		rc = kinds[i].parse(parser, fields + 1, count - 1, &entry);
		if (!rc)
			rc = add_entry(parser, &entry);
		if (rc < 0) {
			free(entry.label);
			free(entry.chip);
		}
		return rc;
	}
	return fm_conf_mistake(
		parser,
		"%.64s: unknown keyword; a line is area, protect, "
		"locked or slot",
		fields[0]);
}
