// SPDX-License-Identifier: BSD-2-Clause
/*
 * "cut-agent DTB IMAGE": the update agent on a simulated chip, with the power
 * cut at every operation, in every way; and on one that ignores commands. What
 * the boot loader would find is decided here, from bytes.
 */
#include <stdlib.h>

/* Only what it does, not its own program. */
int agent_main(int argc, char **argv);
#define main agent_main
#include "../../examples/ab-agent/ab-agent.c"
#undef main

#include <flashmap/lock.h>
#include <flashmap/sim.h>

#include "tap.h"

#define SLOT_SIZE 0x60000
#define IMAGE_OK (SLOT_SIZE - 24)
#define COPY_DONE (SLOT_SIZE - 32)
#define MAGIC_AT (SLOT_SIZE - 16)
/* In the payload, where the old image has a 0 and the new one has not. */
#define OLD_BYTE 8000

static const uint8_t boot_magic[16] = {
	0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
	0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80,
};

static const char *const cuts[] = { "clean", "at the first byte", "at half",
				    "at the last byte" };

/* The default map's chip is worked on, the other one is what it begins as. */
static struct flashmap *before;
static const char *image_name;
static uint8_t *image;
static size_t image_size;
static const struct flash_area *primary;
static const struct flash_area *secondary;

static uint8_t *read_area(const struct flash_area *fa)
{
	uint8_t *bytes = malloc(fa->fa_size);

	must(bytes ? 0 : -ENOMEM);
	must(flash_area_read(fa, 0, bytes, fa->fa_size));
	return bytes;
}

static bool has_magic(const uint8_t *slot)
{
	return memcmp(slot + MAGIC_AT, boot_magic, sizeof(boot_magic)) == 0;
}

/* The update that waits there when it begins: not the image that comes. */
static void wait_there(void)
{
	const struct flash_area *fa;

	must(flashmap_open_label(before, "image-1", &fa));
	must(flash_area_write(fa, 0, image, image_size));
	must(flash_area_write(fa, OLD_BYTE, "", 1));
	must(flash_area_write(fa, MAGIC_AT, boot_magic, sizeof(boot_magic)));
}

/* All of the old update or all of the new one. */
static bool is_whole(uint8_t *slot, bool permanent)
{
	bool is_old = slot[OLD_BYTE] == 0 && slot[IMAGE_OK] == 0xff;

	if (is_old)
		slot[OLD_BYTE] = image[OLD_BYTE];
	return memcmp(slot, image, image_size) == 0 &&
	       (is_old || slot[IMAGE_OK] == (permanent ? 0x01 : 0xff));
}

/* A slot with a mark has all of an image, and the details of its mark. */
static bool is_safe(bool permanent)
{
	uint8_t *slot = read_area(secondary);
	bool safe = !has_magic(slot) || is_whole(slot, permanent);

	free(slot);
	return safe;
}

/* The new one. */
static bool is_pending(void)
{
	uint8_t *slot = read_area(secondary);
	bool pending = has_magic(slot) && memcmp(slot, image, image_size) == 0;

	free(slot);
	return pending;
}

static bool others_unchanged(void)
{
	static const char *const labels[] = { "mcuboot", "storage", "image-0",
					      "image-scratch" };
	bool unchanged = true;
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		const struct flash_area *is;
		const struct flash_area *was;
		uint8_t *is_bytes;
		uint8_t *was_bytes;

		must(flashmap_open_label(NULL, labels[i], &is));
		must(flashmap_open_label(before, labels[i], &was));
		is_bytes = read_area(is);
		was_bytes = read_area(was);
		unchanged = unchanged &&
			    memcmp(is_bytes, was_bytes, is->fa_size) == 0;
		free(is_bytes);
		free(was_bytes);
	}
	return unchanged;
}

static void begin(uint64_t seed)
{
	must(flashmap_sim_restore_power(NULL, NULL));
	must(flashmap_sim_copy(before, NULL, NULL, NULL));
	must(flashmap_sim_set_seed(NULL, NULL, seed));
}

/* An update that is cut, what it leaves at several starts, and the next. */
static bool install_cut(uint64_t at, int cut, bool permanent)
{
	bool safe = true;
	int start;

	begin(at);
	must(flashmap_sim_cut_power(NULL, NULL, at,
				    (enum flashmap_sim_cut)cut));
	if (install(image_name, permanent) == 0)
		return false;
	must(flashmap_sim_restore_power(NULL, NULL));
	for (start = 0; start < 5; start++)
		safe = safe && is_safe(permanent);
	safe = safe && others_unchanged();
	return safe && install(image_name, permanent) == 0 && is_pending() &&
	       is_safe(permanent) && others_unchanged();
}

static void try_install(bool permanent)
{
	const char *kind = permanent ? "install --permanent" : "install";
	uint64_t first;
	uint64_t last;
	uint64_t at;
	int cut;

	begin(0);
	must(flashmap_sim_get_operation_count(NULL, NULL, &first));
	tap_case(install(image_name, permanent) == 0 && is_pending() &&
			 is_safe(permanent),
		 "%s: the whole image and a mark", kind);
	must(flashmap_sim_get_operation_count(NULL, NULL, &last));
	for (cut = FLASHMAP_SIM_CUT_CLEAN; cut <= FLASHMAP_SIM_CUT_LAST_BYTE;
	     cut++) {
		bool safe = true;

		for (at = 1; at <= last - first; at++) {
			if (install_cut(at, cut, permanent))
				continue;
			safe = false;
			tap_note("operation %u", (unsigned int)at);
		}
		tap_case(safe, "%s, power cut %s: a mark means a whole image",
			 kind, cuts[cut]);
	}
}

/* The primary slot as a swap for a test leaves it. */
static void swapped_in(void)
{
	static const uint8_t set[] = { 0x01 };

	must(flash_area_erase(primary, SLOT_SIZE - 0x1000, 0x1000));
	must(flash_area_write(primary, COPY_DONE, set, sizeof(set)));
	must(flash_area_write(primary, MAGIC_AT, boot_magic,
			      sizeof(boot_magic)));
}

static bool is_confirmed_only(const uint8_t *was)
{
	uint8_t *is = read_area(primary);
	bool equal = is[IMAGE_OK] == 0x01;

	is[IMAGE_OK] = was[IMAGE_OK];
	equal = equal && memcmp(is, was, SLOT_SIZE) == 0;
	free(is);
	return equal;
}

static void try_confirm(void)
{
	int cut;

	for (cut = FLASHMAP_SIM_CUT_CLEAN; cut <= FLASHMAP_SIM_CUT_LAST_BYTE;
	     cut++) {
		uint8_t *was;
		bool refused;

		begin((uint64_t)cut);
		swapped_in();
		was = read_area(primary);
		must(flashmap_sim_cut_power(NULL, NULL, 1,
					    (enum flashmap_sim_cut)cut));
		refused = confirm() != 0;
		must(flashmap_sim_restore_power(NULL, NULL));
		tap_case(refused && confirm() == 0 && is_confirmed_only(was),
			 "confirm, power cut %s: done by the next", cuts[cut]);
		free(was);
	}
}

/* A chip that has a sector locked reports success and does nothing. */
static void try_locked(off_t off, const char *what)
{
	int result;

	begin(0);
	must(flashmap_area_lock(secondary, off, 0x1000));
	result = install(image_name, false);
	tap_case(result == 1 && !is_pending() && others_unchanged(),
		 "install with %s locked in silence fails", what);
}

int main(int argc, char **argv)
{
	struct flashmap *map;

	if (argc != 3)
		return 99;
	tap_begin();
	map = simulated(argv[1]);
	before = simulated(argv[1]);
	must(flashmap_set_default(map));
	must(flashmap_open_label(NULL, "image-0", &primary));
	must(flashmap_open_label(NULL, "image-1", &secondary));
	image_name = argv[2];
	image = read_file(image_name, SLOT_SIZE, &image_size);
	must(image ? 0 : -ENOENT);

	wait_there();
	try_install(false);
	try_install(true);
	try_confirm();
	try_locked(OLD_BYTE & -0x1000, "a sector of the image");
	try_locked(SLOT_SIZE - 0x1000, "the trailer");
	free(image);
	flashmap_unref(map);
	flashmap_unref(before);
	return tap_end();
}
