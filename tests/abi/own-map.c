/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program with a map of its own, over the demo's simulated chip. C and C++.
 *
 * "own-map DTB FILE" writes to image-1, by an area that is called otherwise.
 * ENTRIES is another flash_map_entries, 0 or -1. NO_ENTRIES and NO_MAP leave
 * one of the two out, or both, and the map of the system is seen.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <flashmap/expect.h>
#include <flashmap/log.h>
#include <flashmap/map.h>
#include <flashmap/slot.h>
#include <zephyr/storage/flash_map.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define CHIP "flash@0"

/* Only counted where the program has no flash_map. */
__attribute__((unused)) static const struct flash_area own[] = {
	{ 9, 0, 0, 0x80000, 0x60000, CHIP, NULL, "update" },
	{ 200, 0, 0, 0x1e000, 0x2000, CHIP, NULL, NULL },
	{ 2, 0, 0, 0x20000, 0x10000, CHIP, NULL, "image-0" },
	{ 9, 0, 0, 0, 0x10000, CHIP, NULL, "again" },
	{ 3, 0, 0, 0, 0x1000, "nowhere", NULL, "Far,away" },
	{ FLASH_AREA_ID_NONE, 0, 0, 0, 0x1000, CHIP, NULL, "twin" },
	{ 4, 0, 0, 0, 0x1000, CHIP, NULL, "twin" },
};
static const struct flash_area second[COUNT(own)] = {
	{ 77, 0, 0, 0, 0x1000, CHIP, NULL, "second" },
};

#ifndef ENTRIES
#define ENTRIES COUNT(own)
#endif

#ifdef __cplusplus
extern "C" {
#endif
#ifndef NO_MAP
extern const struct flash_area *flash_map;
const struct flash_area *flash_map = own;
#endif
#ifndef NO_ENTRIES
extern const int flash_map_entries;
const int flash_map_entries = ENTRIES;
#endif
#ifdef __cplusplus
}
#endif

static int errors;
static unsigned int warnings;

#define CHECK(what) check((what) ? 1 : 0, #what, __LINE__)

static void check(int holds, const char *what, int line)
{
	if (holds)
		return;
	fprintf(stderr, "line %d: %s\n", line, what);
	errors = 1;
}

static void count_warning(const struct flashmap_log_entry *entry,
			  void *user_data)
{
	(void)user_data;
	if (strstr(entry->message, "has no map of its own"))
		warnings++;
}

struct visits {
	int count;
	const struct flash_area *first, *last;
};

static void visit(const struct flash_area *fa, void *user_data)
{
	struct visits *visits = (struct visits *)user_data;

	if (visits->count++ == 0)
		visits->first = fa;
	/* In the order of the table. */
	else
		CHECK(fa == visits->last + 1);
	visits->last = fa;
}

static const struct flash_area *opened(uint8_t id)
{
	const struct flash_area *fa = second;

	return flash_area_open(id, &fa) == 0 ? fa : NULL;
}

static int error_of(uint8_t id)
{
	const struct flash_area *fa = second;
	int rc = flash_area_open(id, &fa);

	CHECK(!fa);
	return rc;
}

/* The simulated map becomes the default map: there must be none before. */
static struct flashmap *load(const char *devicetree, const char *file)
{
	struct flashmap *map = NULL;

	CHECK(flashmap_new(&map) == 0);
	CHECK(flashmap_set_devicetree(map, devicetree) == 0);
	CHECK(flashmap_set_simulator(map, file) == 0);
	CHECK(flashmap_load(map) == 0);
	CHECK(flashmap_set_default(map) == 0);
	flashmap_unref(map);
	return map;
}

#if !defined(NO_MAP) && !defined(NO_ENTRIES)

static int visit_and_go_on(const struct flash_area *fa, void *user_data)
{
	visit(fa, user_data);
	return 0;
}

static int visit_and_stop(const struct flash_area *fa, void *user_data)
{
	visit(fa, user_data);
	return 5;
}

static void check_by_id(void)
{
	CHECK(opened(9) == &own[0]);
	CHECK(opened(9) == &own[0]);
	CHECK(opened(2) == &own[2]);
	CHECK(opened(3) == &own[4]);
	CHECK(opened(200) == &own[1]);
	CHECK(error_of(0) == -ENOENT);
	CHECK(error_of(FLASH_AREA_ID_NONE) == -ENOENT);
	CHECK(flash_area_open(9, NULL) == -EINVAL);
}

static void check_by_label(void)
{
	const struct flash_area *fa;

	CHECK(flashmap_open_label(NULL, "update", &fa) == 0 && fa == &own[0]);
	CHECK(flashmap_open_label(NULL, "twin", &fa) == -ENOTUNIQ && !fa);
	CHECK(flashmap_open_label(NULL, "storage", &fa) == -ENOENT && !fa);
	CHECK(flashmap_area_id("image-0") == 2);
	CHECK(FLASH_AREA_ID(image_0) == 2);
	CHECK(FLASH_AREA_ID(far_away) == 3);
	CHECK(FLASH_AREA_ID(twin) == FLASH_AREA_ID_NONE);
	CHECK(FLASH_AREA_ID(storage) == FLASH_AREA_ID_NONE);
	CHECK(FLASH_AREA_SIZE(image_0) == 0x10000);
	CHECK(!FIXED_PARTITION_EXISTS(image_0));
}

static void check_lists(struct flashmap *map)
{
	struct visits visits = { 0, NULL, NULL };

	flash_area_foreach(visit, &visits);
	CHECK(visits.count == COUNT(own) && visits.first == own);
	visits.count = 0;
	CHECK(flashmap_foreach_area(map, visit_and_go_on, &visits) == 0);
	CHECK(visits.count == COUNT(own) && visits.first == own);
	visits.count = 0;
	CHECK(flashmap_foreach_area(map, visit_and_stop, &visits) == 5);
	CHECK(visits.count == 1);
}

/* The default map by its pointer is the program's map, another one is not. */
static void check_maps(struct flashmap *map, const char *devicetree)
{
	struct flashmap *other;
	const struct flash_area *fa;
	struct visits visits = { 0, NULL, NULL };

	CHECK(flashmap_open_id(map, 9, &fa) == 0 && fa == &own[0]);
	CHECK(flashmap_open_label(map, "update", &fa) == 0 && fa == &own[0]);
	CHECK(flashmap_new(&other) == 0);
	CHECK(flashmap_set_devicetree(other, devicetree) == 0);
	CHECK(flashmap_open_id(other, 9, &fa) == -EACCES);
	CHECK(flashmap_load(other) == 0);
	CHECK(flashmap_open_id(other, 9, &fa) == -ENOENT);
	CHECK(flashmap_open_label(other, "storage", &fa) == 0);
	CHECK(flashmap_foreach_area(other, visit_and_go_on, &visits) == 0);
	CHECK(visits.count == 5);
	flashmap_unref(other);
}

static void check_use(void)
{
	static const char text[] = "written by a program of a user's";
	const struct flash_area *fa = opened(9);
	struct flash_sector sectors[0x60];
	uint32_t count = 0x60;
	char back[sizeof(text)] = "";

	CHECK(flash_area_has_driver(fa) == 1);
	CHECK(flash_area_align(fa) == 1);
	CHECK(flash_area_get_device(fa) == device_get_binding(CHIP));
	CHECK(flash_area_erase(fa, 0, fa->fa_size) == 0);
	CHECK(flash_area_write(fa, 16, text, sizeof(text)) == 0);
	CHECK(flash_area_read(fa, 16, back, sizeof(back)) == 0);
	CHECK(memcmp(text, back, sizeof(text)) == 0);
	CHECK(flash_area_read(fa, 0x5ffff, back, 2) == -EINVAL);
	CHECK(flash_area_get_sectors(9, &count, sectors) == 0);
	CHECK(count == 0x60 && sectors[0x5f].fs_off == 0x5f000);
	flash_area_close(fa);
	CHECK(opened(9) == fa);

	fa = opened(3);
	CHECK(flash_area_read(fa, 0, back, 1) == -ENODEV);
	CHECK(flash_area_erase(fa, 0, 0x1000) == -ENODEV);
	CHECK(flash_area_has_driver(fa) == -ENODEV);
	CHECK(flash_area_get_sectors(3, &count, sectors) == -ENODEV);
	CHECK(flash_area_get_sectors(0, &count, sectors) == -EINVAL);
}

static void check_slots(void)
{
	const struct flash_area *fa;

	CHECK(flashmap_open_slot(NULL, 0, 0, &fa) == 0 && fa == &own[2]);
	CHECK(flashmap_open_slot(NULL, 0, 1, &fa) == -ENOENT && !fa);
}

static void check_expectation(void)
{
	static const struct flashmap_expected_area areas[] = {
		{ "image-0", 0x20000, 0x10000, 2 },
		{ "update", 0x80000, 0x5f000, 9 },
		{ "storage", 0x1e000, 0x2000, 200 },
		{ "far", 0, 0x1000, 3 },
	};
	static const struct flashmap_expected_area moved[] = {
		{ "storage", 0x1f000, 0x2000, 200 },
	};
	static struct flashmap_expectation expectation = { NULL, "own", areas,
							   4 };
	static struct flashmap_expectation other = { NULL, "other", moved, 1 };

	CHECK(flashmap_expect_add(&expectation) == 0);
	CHECK(opened(2) == &own[2]);
	CHECK(error_of(9) == -ESTALE);
	CHECK(error_of(3) == -ESTALE);
	/* It has no label, as the tables of Zephyr 2.7. */
	CHECK(opened(200) == &own[1]);
	CHECK(flashmap_expect_add(&other) == 0);
	CHECK(error_of(200) == -ESTALE);
	flashmap_expect_remove(&other);
	flashmap_expect_remove(&expectation);
	CHECK(opened(9) == &own[0]);
}

/* Nothing is kept of what the program changes. */
static void check_changes(void)
{
	struct visits visits = { 0, NULL, NULL };
	const struct flash_area *fa;

	flash_map = second;
	CHECK(opened(77) == second);
	CHECK(error_of(9) == -ENOENT);
	CHECK(FLASH_AREA_ID(second) == 77);
	flash_map = NULL;
	CHECK(error_of(77) == -EACCES);
	CHECK(flashmap_open_label(NULL, "second", &fa) == -EACCES && !fa);
	CHECK(FLASH_AREA_ID(second) == FLASH_AREA_ID_NONE);
	flash_area_foreach(visit, &visits);
	CHECK(visits.count == 0);
	CHECK(flashmap_foreach_area(NULL, visit_and_go_on, &visits) == -EACCES);
	CHECK(flashmap_open_slot(NULL, 0, 0, &fa) == -EACCES && !fa);
	flash_map = own;
	CHECK(opened(9) == &own[0]);
}

static void check_map(const char *devicetree, const char *file)
{
	struct flashmap *map;

	check_by_id();
	check_by_label();
	check_lists(NULL);
	map = load(devicetree, file);
	check_by_id();
	check_by_label();
	check_lists(map);
	check_maps(map, devicetree);
	check_use();
	check_slots();
	check_expectation();
	check_changes();
	CHECK(warnings == 0);
}

static void check_empty(const char *devicetree, const char *file)
{
	struct visits visits = { 0, NULL, NULL };
	const struct flash_area *fa;

	load(devicetree, file);
	CHECK(error_of(9) == -ENOENT);
	CHECK(error_of(0) == -ENOENT);
	CHECK(flashmap_open_label(NULL, "update", &fa) == -ENOENT);
	CHECK(FLASH_AREA_ID(image_0) == FLASH_AREA_ID_NONE);
	flash_area_foreach(visit, &visits);
	CHECK(visits.count == 0);
}

#endif

/* The map of the system, as without what the program defines. */
static void check_system(const char *devicetree, const char *file)
{
	struct visits visits = { 0, NULL, NULL };

	load(devicetree, file);
	CHECK(opened(0) && strcmp(opened(0)->fa_label, "mcuboot") == 0);
	CHECK(error_of(9) == -ENOENT);
	CHECK(FLASH_AREA_ID(storage) == 1);
	flash_area_foreach(visit, &visits);
	CHECK(visits.count == 5);
#if defined(NO_MAP) && defined(NO_ENTRIES)
	CHECK(warnings == 0);
#else
	CHECK(warnings == 1);
#endif
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	flashmap_set_log(count_warning, NULL);
#if defined(NO_MAP) || defined(NO_ENTRIES)
	check_system(argv[1], argv[2]);
#else
	if (ENTRIES > 0)
		check_map(argv[1], argv[2]);
	else
		check_empty(argv[1], argv[2]);
	(void)check_system;
#endif
	return errors;
}
