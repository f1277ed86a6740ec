// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether the slots of images are what MCUboot can swap (docs/design.md of
 * MCUboot, "Flash map" and "Image slots").
 */
#include "doctor/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <flashmap/slot.h>

#include "format.h"

/* BOOT_MAX_ALIGN is at most that where slots are swapped. */
#define LARGEST_WRITE_BLOCK 32
/* MCUBOOT_MAX_IMG_SECTORS, unless it is set. */
#define USUAL_SECTORS 128
#define SCRATCH_LABEL "image-scratch"
#define SCRATCH_NODE_LABEL "scratch_partition"

struct image {
	int number;
	struct area primary;
	struct area secondary;
};

static bool has_node_label(const struct area *area, const char *wanted)
{
	const char *const *label = area->info.node_labels;

	for (; label && *label; label++)
		if (strcmp(*label, wanted) == 0)
			return true;
	return false;
}

static const struct area *find_scratch(const struct doctor *doctor)
{
	const struct area *found = NULL;

	for (size_t i = 0; i < doctor->areas.count; i++) {
		const struct area *area = &doctor->areas.items[i];

		if (area->info.label &&
		    strcmp(area->info.label, SCRATCH_LABEL) == 0)
			return area;
		if (has_node_label(area, SCRATCH_NODE_LABEL))
			found = area;
	}
	return found;
}

static bool is_known(const struct area *area)
{
	return !area->error && area->info.geometry_known;
}

static void check_slot(struct doctor *doctor, const struct image *image,
		       const struct area *slot)
{
	const struct flashmap_area_info *info = &slot->info;
	uint64_t start = info->offset_known ? info->offset : 0;

	if (start > UINT32_MAX || info->size > UINT32_MAX - start + 1)
		doctor_add(doctor, "slot-beyond-4g", slot,
			   "slot of image %d: it ends at 0x%" PRIx64,
			   image->number, start + info->size);
	if (!is_known(slot))
		return;
	if (info->write_size > LARGEST_WRITE_BLOCK)
		doctor_add(doctor, "slot-write-block", slot,
			   "slot of image %d: its write block has %" PRIu32
			   " bytes",
			   image->number, info->write_size);
	if (info->sector_count > USUAL_SECTORS)
		doctor_add(doctor, "slot-many-sectors", slot,
			   "slot of image %d: it has %" PRIu64 " sectors",
			   image->number, info->sector_count);
}

static void check_sectors(struct doctor *doctor, const struct image *image,
			  const struct area *scratch)
{
	uint64_t primary = image->primary.info.erase_size;
	uint64_t secondary = image->secondary.info.erase_size;
	uint64_t larger = primary > secondary ? primary : secondary;
	uint64_t smaller = primary > secondary ? secondary : primary;
	char one[FORMAT_SIZE_MAX], other[FORMAT_SIZE_MAX];

	if (smaller == 0)
		return;
	/* By scratch, several small ones are swapped with a large one. */
	if (larger != smaller && (!scratch || larger % smaller != 0))
		doctor_add(doctor, "slot-sectors", &image->primary,
			   "image %d: sectors of %s in %s and of %s in %s",
			   image->number, format_size(primary, one),
			   image->primary.name, format_size(secondary, other),
			   image->secondary.name);
	else if (scratch && scratch->info.size < larger)
		doctor_add(doctor, "scratch-too-small", scratch,
			   "image %d has sectors of %s, scratch has %s in all",
			   image->number, format_size(larger, one),
			   format_size(scratch->info.size, other));
}

/* Swapping without scratch takes one sector more in one of them. */
static void check_sizes(struct doctor *doctor, const struct image *image)
{
	uint64_t primary = image->primary.info.size;
	uint64_t secondary = image->secondary.info.size;
	uint64_t more = primary > secondary ? primary - secondary
					    : secondary - primary;
	char one[FORMAT_SIZE_MAX], other[FORMAT_SIZE_MAX];

	if (more == 0 || (is_known(&image->primary) &&
			  more == image->primary.info.erase_size))
		return;
	doctor_add(doctor, "slot-size", &image->primary,
		   "image %d: %s has %s and %s has %s", image->number,
		   image->primary.name, format_size(primary, one),
		   image->secondary.name, format_size(secondary, other));
}

static void check_image(struct doctor *doctor, const struct image *image)
{
	check_slot(doctor, image, &image->primary);
	check_slot(doctor, image, &image->secondary);
	if (doctor_is_nested(&image->primary, &image->secondary))
		doctor_add(doctor, "slot-nested", &image->primary,
			   "image %d: its slots %s and %s share their range",
			   image->number, image->primary.name,
			   image->secondary.name);
	check_sizes(doctor, image);
	if (is_known(&image->primary) && is_known(&image->secondary))
		check_sectors(doctor, image, find_scratch(doctor));
}

static void tell_missing(struct doctor *doctor, int number, int slot,
			 const struct flash_area *other)
{
	struct area area;

	area_describe(other, &area);
	doctor_add(doctor, "slot-missing", &area,
		   "image %d has a %s slot and no %s one", number,
		   slot == FLASHMAP_SLOT_PRIMARY ? "secondary" : "primary",
		   slot == FLASHMAP_SLOT_PRIMARY ? "primary" : "secondary");
}

/* What is ambiguous or mistyped is a finding of the map. */
static void look_for_image(struct doctor *doctor, int number)
{
	struct flashmap *map = doctor->context->map;
	const struct flash_area *slots[2];
	struct image image = { .number = number };
	int errors[2];

	for (int slot = 0; slot < 2; slot++)
		errors[slot] =
			flashmap_open_slot(map, number, slot, &slots[slot]);
	for (int slot = 0; slot < 2; slot++)
		if (errors[slot] == -ENOENT && !errors[1 - slot])
			tell_missing(doctor, number, slot, slots[1 - slot]);
	if (errors[0] || errors[1])
		return;
	area_describe(slots[0], &image.primary);
	area_describe(slots[1], &image.secondary);
	check_image(doctor, &image);
}

int doctor_check_slots(struct doctor *doctor)
{
	for (int number = 0; number <= FLASHMAP_LAST_IMAGE; number++)
		look_for_image(doctor, number);
	return 0;
}
