// SPDX-License-Identifier: 0BSD
/*
 * An update agent for a boot loader with two slots (MCUboot, swap modes), to
 * begin your own with:
 *
 *	ab-agent status				what is in the slots
 *	ab-agent install [--permanent] FILE	write FILE, ask for a swap
 *	ab-agent confirm			the new image may stay
 *
 *	cc *.c -o ab-agent $(pkg-config --cflags --libs libflashmap)
 *
 * The slots are those of image 0 in flashmap.conf(5), else "image-0" and
 * "image-1". trailer.h has what must be the same in the boot loader.
 *
 * The rule behind all of it: at every moment the boot loader finds either
 * nothing to do, or a whole image that was checked in flash. So the wish for a
 * swap goes first and comes last; what happens in between may be cut off
 * anywhere, and install is simply called again.
 *
 * One agent at a time: see to that with flock(1) or a systemd unit. The writer
 * keeps others from the image while it is written, but not from the trailer.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flashmap/area.h>
#include <flashmap/log.h>
#include <flashmap/slot.h>
#include <flashmap/writer.h>
#include <storage/flash_map.h>

#include "image.h"
#include "trailer.h"

/* What the library said last: an errno tells what, this where and why. */
static char reason[200];
static int reason_error;

static void keep_reason(const struct flashmap_log_entry *entry, void *user_data)
{
	(void)user_data;
	if (entry->level != FLASHMAP_LOG_ERROR)
		return;
	snprintf(reason, sizeof(reason), "%s%s%s",
		 entry->subject ? entry->subject : "",
		 entry->subject ? ": " : "", entry->message);
	reason_error = entry->error;
}

/* One line on standard error. */
__attribute__((format(printf, 2, 3))) static int fail(int err,
						      const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "ab-agent: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	if (err)
		fprintf(stderr, ": %s", strerror(-err));
	if (err && err == reason_error)
		fprintf(stderr, " (%s)", reason);
	fprintf(stderr, "\n");
	return 1;
}

struct slot {
	const struct flash_area *area;
	const char *label;
	/* Where its trailer's first sector begins. */
	off_t trailer_begin;
	struct trailer trailer;
};

static int open_slot(int number, struct slot *slot)
{
	const char *name = number == FLASHMAP_SLOT_PRIMARY ? "primary"
							   : "secondary";
	const char *why;
	int err = flashmap_open_slot(NULL, 0, number, &slot->area);

	if (err)
		return fail(err, "no %s slot of image 0", name);
	slot->label = flash_area_label(slot->area);
	why = trailer_begin(slot->area, &slot->trailer_begin);
	if (why)
		return fail(0, "%s cannot be the %s slot: %s", slot->label,
			    name, why);
	err = trailer_read(slot->area, &slot->trailer);
	if (err)
		return fail(err, "cannot read the trailer of %s", slot->label);
	return 0;
}

static int open_slots(struct slot slots[2])
{
	struct slot *primary = &slots[FLASHMAP_SLOT_PRIMARY];

	if (open_slot(FLASHMAP_SLOT_PRIMARY, primary) ||
	    open_slot(FLASHMAP_SLOT_SECONDARY, &slots[FLASHMAP_SLOT_SECONDARY]))
		return 1;
	if (primary->trailer.max_align != 0 &&
	    primary->trailer.max_align != MCUBOOT_BOOT_MAX_ALIGN)
		return fail(0,
			    "%s: its boot loader has MCUBOOT_BOOT_MAX_ALIGN %u,"
			    " this agent %d",
			    primary->label, primary->trailer.max_align,
			    MCUBOOT_BOOT_MAX_ALIGN);
	return 0;
}

/* Whether the next start goes back to what is in the secondary slot. */
static bool is_on_probation(const struct slot *primary)
{
	return primary->trailer.magic == MARK_SET &&
	       primary->trailer.copy_done == MARK_SET &&
	       primary->trailer.image_ok == MARK_UNSET;
}

static int print_slot(const char *name, const struct slot *slot)
{
	static const char *const marks[] = { "unset", "set", "bad" };
	uint8_t header[IMAGE_HEADER_SIZE];
	struct image image;
	int err = flash_area_read(slot->area, 0, header, sizeof(header));

	if (err)
		return fail(err, "cannot read the header of %s", slot->label);
	printf("%-9s  %s  ", name, slot->label);
	if (image_read_header(header, &image))
		printf("no image");
	else
		printf("%u.%u.%u+%" PRIu32, image.major, image.minor,
		       image.revision, image.build);
	printf("  magic %s, copy_done %s, image_ok %s\n",
	       marks[slot->trailer.magic], marks[slot->trailer.copy_done],
	       marks[slot->trailer.image_ok]);
	return 0;
}

/* As MCUboot decides, in the same order. It checks the image before. */
static const char *next_start(const struct slot slots[2])
{
	const struct trailer *secondary =
		&slots[FLASHMAP_SLOT_SECONDARY].trailer;

	if (secondary->magic == MARK_SET && secondary->image_ok == MARK_UNSET)
		return "swap, for a test";
	if (secondary->magic == MARK_SET && secondary->image_ok == MARK_SET)
		return "swap, for good";
	if (is_on_probation(&slots[FLASHMAP_SLOT_PRIMARY]))
		return "swap back, unless confirmed";
	return "no swap";
}

static int status(void)
{
	struct slot slots[2];

	if (open_slots(slots) || print_slot("primary", &slots[0]) ||
	    print_slot("secondary", &slots[1]))
		return 1;
	printf("next start: %s\n", next_start(slots));
	return 0;
}

static int confirm(void)
{
	struct slot slots[2];
	struct slot *primary = &slots[FLASHMAP_SLOT_PRIMARY];
	int err;

	if (open_slots(slots))
		return 1;
	if (primary->trailer.magic == MARK_UNSET) {
		printf("%s was not swapped in: nothing to confirm\n",
		       primary->label);
		return 0;
	}
	/* A cut confirmation is completed, where bytes can be programmed on. */
	if (primary->trailer.magic == MARK_BAD ||
	    (primary->trailer.image_ok == MARK_BAD &&
	     flash_area_align(primary->area) > 1))
		return fail(0,
			    "cannot confirm %s: its trailer is damaged, and"
			    " only its boot loader may erase it",
			    primary->label);
	if (primary->trailer.image_ok == MARK_SET) {
		printf("%s is confirmed already\n", primary->label);
		return 0;
	}
	err = trailer_set_confirmed(primary->area);
	if (err)
		return fail(err, "cannot confirm %s", primary->label);
	printf("%s is confirmed\n", primary->label);
	return 0;
}

/* The whole file; NULL if that was told to be impossible. */
static uint8_t *read_file(const char *name, size_t limit, size_t *size)
{
	FILE *file = fopen(name, "rb");
	uint8_t *bytes = NULL;

	if (!file) {
		fail(-errno, "cannot open %s", name);
		return NULL;
	}
	/* One byte more than may be there tells that there is too much. */
	bytes = malloc(limit + 1);
	if (!bytes) {
		fail(-ENOMEM, "cannot read %s", name);
		goto out;
	}
	*size = fread(bytes, 1, limit + 1, file);
	if (ferror(file)) {
		fail(-errno, "cannot read %s", name);
		free(bytes);
		bytes = NULL;
	}
out:
	fclose(file);
	return bytes;
}

/*
 * Only the sectors that the image needs, and of those what differs; what is
 * behind it stays. Where this is cut off, the header is missing.
 */
static int write_image(const struct slot *slot, const uint8_t *bytes,
		       size_t size)
{
	const struct flashmap_writer_options options = {
		.length = size,
		.head_last = true,
	};
	struct flashmap_writer *writer;
	int err = flashmap_writer_open(slot->area, &options, sizeof(options),
				       &writer);

	if (err)
		return fail(err, "cannot write %s", slot->label);
	/* What fails here is what the end fails with. */
	flashmap_writer_write(writer, bytes, size);
	err = flashmap_writer_finish(writer, NULL, 0);
	flashmap_writer_close(writer);
	if (err)
		return fail(err, "cannot write %s", slot->label);
	return 0;
}

/* The hash that the boot loader will look at, over what is in flash now. */
static int check_hash(const struct slot *slot, const struct image *image)
{
	uint8_t buffer[4096];
	struct flash_area_check check = {
		.match = image->hash,
		.clen = image->hashed_size,
		.off = 0,
		.rbuf = buffer,
		.rblen = sizeof(buffer),
	};
	int err = flash_area_check_int_sha256(slot->area, &check);

	if (err == -EILSEQ)
		return fail(0, "%s: the image has not the SHA-256 that it says",
			    slot->label);
	if (err)
		return fail(err, "cannot check the SHA-256 of %s", slot->label);
	return 0;
}

static int install_image(const struct slot *slot, const uint8_t *bytes,
			 size_t size, const struct image *image, bool permanent)
{
	int err = trailer_clear(slot->area);

	if (err)
		return fail(err, "cannot erase the trailer of %s", slot->label);
	if (write_image(slot, bytes, size) || check_hash(slot, image))
		return 1;
	err = trailer_set_pending(slot->area, permanent);
	if (err)
		return fail(err, "cannot mark %s as pending", slot->label);
	printf("%s has %u.%u.%u+%" PRIu32 ", next start: swap, for %s\n",
	       slot->label, image->major, image->minor, image->revision,
	       image->build, permanent ? "good" : "a test");
	return 0;
}

static int install(const char *name, bool permanent)
{
	struct slot slots[2];
	const struct slot *slot = &slots[FLASHMAP_SLOT_SECONDARY];
	struct image image;
	uint8_t *bytes;
	const char *why;
	size_t limit;
	size_t size;
	int ret = 1;

	if (open_slots(slots))
		return 1;
	/* Else the way back from a bad update would be overwritten. */
	if (is_on_probation(&slots[FLASHMAP_SLOT_PRIMARY]))
		return fail(0,
			    "%s is not confirmed, and %s has what it would go"
			    " back to: confirm first",
			    slots[FLASHMAP_SLOT_PRIMARY].label, slot->label);
	/* It has to fit into both: the slots change contents. */
	limit = (size_t)slots[FLASHMAP_SLOT_PRIMARY].trailer_begin;
	if (limit > (size_t)slot->trailer_begin)
		limit = (size_t)slot->trailer_begin;

	bytes = read_file(name, limit, &size);
	if (!bytes)
		return 1;
	why = image_check(bytes, size, &image);
	if (size > limit)
		fail(0, "%s is too big: a slot has room for %zu bytes", name,
		     limit);
	else if (why)
		fail(0, "%s: %s", name, why);
	else
		ret = install_image(slot, bytes, size, &image, permanent);
	free(bytes);
	return ret;
}

static int usage(void)
{
	fprintf(stderr, "usage: ab-agent status\n"
			"       ab-agent install [--permanent] FILE\n"
			"       ab-agent confirm\n");
	return 2;
}

/* A result that could not be told is no success. */
static int finish(int ret)
{
	if (fflush(stdout) != 0)
		return fail(-errno, "cannot write to standard output");
	return ret;
}

int main(int argc, char **argv)
{
	flashmap_set_log(keep_reason, NULL);
	if (argc == 2 && strcmp(argv[1], "status") == 0)
		return finish(status());
	if (argc == 2 && strcmp(argv[1], "confirm") == 0)
		return finish(confirm());
	if (argc == 3 && strcmp(argv[1], "install") == 0)
		return finish(install(argv[2], false));
	if (argc == 4 && strcmp(argv[1], "install") == 0 &&
	    strcmp(argv[2], "--permanent") == 0)
		return finish(install(argv[3], true));
	return usage();
}
