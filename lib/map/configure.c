// SPDX-License-Identifier: BSD-2-Clause

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "log.h"
#include "map/conf-file.h"
#include "map/configure.h"

int fm_configure_read(struct flashmap *map)
{
	/* The file of this machine says nothing about simulated chips. */
	if (map->simulator && !map->config)
		return 0;
	if (map->config && map->config[0] == '\0')
		return 0;
	return fm_conf_read(&map->conf, &map->root, map->config);
}

/* By its name or, if none has it, its device-tree path. */
static const struct fm_chip *find_chip(const struct flashmap *map,
				      const char *name)
{
	const struct fm_chip *chip = fm_map_find_chip(map, name);

	for (size_t i = 0; i < map->chip_count && !chip; i++)
		if (map->chips[i].dt_path &&
		    strcmp(map->chips[i].dt_path, name) == 0)
			chip = &map->chips[i];
	return chip;
}

static bool same_range(const struct fm_range *range, uint64_t offset,
		       uint64_t size)
{
	return range->offset == offset && range->size == size;
}

/* Whether the system has exactly this area by itself. */
static bool is_known(const struct flashmap *map,
		     const struct fm_conf_entry *entry, size_t chip)
{
	const struct fm_description *description = &map->description;

	for (size_t i = 0; i < description->mtd_count; i++) {
		const struct fm_mtd_description *mtd = &description->mtds[i];

		if (mtd->chip == chip && strcmp(mtd->name, entry->label) == 0 &&
		    same_range(&entry->range, mtd->chip_offset, mtd->size))
			return true;
	}
	for (size_t i = 0; i < description->partition_count; i++) {
		const struct fm_partition_description *partition =
			&description->partitions[i];

		if (partition->chip == chip &&
		    strcmp(partition->label, entry->label) == 0 &&
		    same_range(&entry->range, partition->offset,
			       partition->size))
			return true;
	}
	return false;
}

static int find_area_fault(struct flashmap *map,
			   const struct fm_conf_entry *entry, const char *code,
			   const char *what)
{
	return fm_description_add_finding(&map->description, code, FM_NO_MTD,
					  "%s:%u: the area \"%s\" (%#" PRIx64
					  " bytes at %#" PRIx64 " of %s) %s",
					  map->conf.file, entry->line,
					  entry->label, entry->range.size,
					  entry->range.offset, entry->chip,
					  what);
}

static int add_area(struct flashmap *map, const struct fm_conf_entry *entry)
{
	const struct fm_chip *chip = find_chip(map, entry->chip);
	struct fm_partition_description *partition;
	struct fm_range whole = { 0, 0 };

	if (!chip)
		return find_area_fault(map, entry, "conf-unknown-chip",
				       "is not in the map: there is no such "
				       "chip");
	whole.size = chip->size > chip->extent ? chip->size : chip->extent;
	/* Nothing is known of a chip without an MTD. */
	if (whole.size == 0)
		whole.size = UINT64_MAX;
	if (!fm_range_overlaps(&whole, &entry->range))
		return find_area_fault(map, entry, "conf-beyond-chip",
				       "is not in the map: it begins past the "
				       "end of the chip");
	if (is_known(map, entry, (size_t)(chip - map->chips)))
		return find_area_fault(map, entry, "conf-known-area",
				       "is there without this line");
	if (!fm_range_contains(&whole, &entry->range)) {
		int rc = find_area_fault(map, entry, "conf-beyond-chip",
					 "ends past the end of the chip");

		if (rc < 0)
			return rc;
	}
	partition = fm_description_add_partition(&map->description);
	if (!partition)
		return -ENOMEM;
	partition->chip = (size_t)(chip - map->chips);
	partition->offset = entry->range.offset;
	partition->size = entry->range.size;
	partition->conf_line = entry->line;
	partition->label = strdup(entry->label);
	return partition->label ? 0 : -ENOMEM;
}

int fm_configure_areas(struct flashmap *map)
{
	int rc = 0;

	for (size_t i = 0; i < map->conf.count && !rc; i++)
		if (map->conf.entries[i].kind == FM_CONF_AREA)
			rc = add_area(map, &map->conf.entries[i]);
	return rc;
}

const char *
fm_configure_chip_name(const struct flashmap *map,
		       const struct fm_partition_description *partition)
{
	const struct fm_description *description = &map->description;
	const char *name = description->chips[partition->chip].name;
	int number = fm_parse_unit(name, "mtd");

	for (size_t i = 0; i < description->mtd_count && number >= 0; i++)
		if (description->mtds[i].number == number)
			return description->mtds[i].name;
	return name;
}

bool fm_configure_expects_lock(const struct flashmap *map, const char *label)
{
	for (size_t i = 0; i < map->conf.count; i++) {
		const struct fm_conf_entry *entry = &map->conf.entries[i];

		if (entry->kind == FM_CONF_LOCKED &&
		    strcmp(entry->label, label) == 0)
			return true;
	}
	return false;
}

static int protect(struct flashmap *map, const struct fm_area_key *key)
{
	const struct fm_description *description = &map->description;
	const struct fm_partition_description *partition = NULL;
	const struct fm_mtd_description *mtd = NULL;
	struct fm_range range;

	if (key->mtd == FM_NO_MTD)
		partition = &description->partitions[key->index];
	if (!partition)
		mtd = &description->mtds[key->index];
	else if (partition->tied != FM_TIE_NONE)
		mtd = &description->mtds[partition->mtd];
	if (!mtd) {
		range.offset = partition->offset;
		range.size = partition->size;
		return fm_chip_protect(&map->chips[partition->chip], &range);
	}
	/* Where the area is, whatever the tree says. */
	range.offset = mtd->chip_offset;
	range.size = mtd->size;
	return fm_chip_protect(&map->chips[mtd->chip], &range);
}

static int report_unknown(struct flashmap *map,
			  const struct fm_conf_entry *entry)
{
	const char *file = map->conf.file;
	const char *effect = entry->kind == FM_CONF_SLOT
				     ? "no area is this slot"
				     : "the line has no effect";

	/* An MTD that comes late, or a protection that was mistyped. */
	fm_log(FLASHMAP_LOG_WARNING, file, -ENOENT,
	       "%s:%u: no area is called \"%s\"; %s", file, entry->line,
	       entry->label, effect);
	return fm_description_add_finding(&map->description,
					  "conf-unknown-label", FM_NO_MTD,
					  "%s:%u: no area is called \"%s\"; %s",
					  file, entry->line, entry->label,
					  effect);
}

/* protect, locked and slot: all areas of this name. */
static int apply_to_all(struct flashmap *map, const struct fm_conf_entry *entry,
			const struct fm_area_key *keys, size_t count)
{
	bool found = false;
	int rc = 0;

	for (size_t i = 0; i < count && !rc; i++) {
		if (strcmp(keys[i].label, entry->label) != 0)
			continue;
		found = true;
		if (entry->kind == FM_CONF_PROTECT)
			rc = protect(map, &keys[i]);
	}
	return found ? rc : report_unknown(map, entry);
}

/* Whether the area was made from this very line. */
static bool is_own(const struct flashmap *map,
		   const struct fm_conf_entry *entry,
		   const struct fm_area_key *key)
{
	return key->mtd == FM_NO_MTD &&
	       map->description.partitions[key->index].conf_line == entry->line;
}

/* NULL if there is none; -EINVAL if there are several. */
static int find_key(const struct flashmap *map,
		    const struct fm_conf_entry *entry, struct fm_area_key *keys,
		    size_t count, struct fm_area_key **found)
{
	size_t matches = 0;

	*found = NULL;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i].label, entry->label) != 0)
			continue;
		*found = &keys[i];
		if (is_own(map, entry, &keys[i]))
			return 0;
		matches++;
	}
	if (matches <= 1)
		return 0;
	fm_log(FLASHMAP_LOG_ERROR, map->conf.file, -EINVAL,
	       "%s:%u: %zu areas are called \"%s\"; one id cannot be that of "
	       "all",
	       map->conf.file, entry->line, matches, entry->label);
	return -EINVAL;
}

static int pin(struct flashmap *map, const struct fm_conf_entry *entry,
	       struct fm_area_key *keys, size_t count)
{
	struct fm_area_key *key;
	int rc = find_key(map, entry, keys, count, &key);

	if (rc < 0)
		return rc;
	if (key) {
		key->pinned = true;
		key->id = entry->id;
		return 0;
	}
	/* Why an area of the file is not there has been told. */
	return entry->kind == FM_CONF_AREA ? 0 : report_unknown(map, entry);
}

static int apply(struct flashmap *map, const struct fm_conf_entry *entry,
		 struct fm_area_key *keys, size_t count)
{
	if (entry->has_id)
		return pin(map, entry, keys, count);
	/* Its area is one of the keys. */
	if (entry->kind == FM_CONF_AREA)
		return 0;
	return apply_to_all(map, entry, keys, count);
}

int fm_configure_keys(struct flashmap *map, struct fm_area_key *keys,
		      size_t count, bool reserved[FM_LAST_PINNED_ID + 1])
{
	memset(reserved, 0, (FM_LAST_PINNED_ID + 1) * sizeof(*reserved));
	for (size_t i = 0; i < map->conf.count; i++) {
		const struct fm_conf_entry *entry = &map->conf.entries[i];
		int rc = apply(map, entry, keys, count);

		if (rc < 0)
			return rc;
		if (entry->has_id)
			reserved[entry->id] = true;
	}
	return 0;
}
